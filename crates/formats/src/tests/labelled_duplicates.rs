//! How many duplicates are found among records as bibliographic databases write them, and how many of those offered
//! are some. The publications are real ones, their variants and what resembles them are made with a fixed seed.

mod library;
mod neighbours;
mod random;
mod variants;

use domain::record::{Comparable, RecordData, Resemblance, SharedIdentifier, comparison_keys};
use random::Random;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Publications of which variants are made.
const PUBLICATIONS: usize = 3_000;
/// Records that a key may have before it says too little, as in the database.
const LARGEST_BLOCK: usize = 40;

struct Labelled {
    data: RecordData,
    /// Records of one publication have the same.
    publication: usize,
    made: &'static str,
}

#[test]
fn duplicates_are_found_and_little_else_is_offered() {
    let Some(folder) = super::real_files::data("") else { return };
    let records = labelled(&folder);
    let pairs = candidates(&records);
    let comparable: Vec<Comparable> = records.iter().map(|record| Comparable::of(&record.data)).collect();
    let mut wanted: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut by_publication: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, record) in records.iter().enumerate() {
        by_publication.entry(record.publication).or_default().push(place);
    }
    for places in by_publication.values() {
        for (number, one) in places.iter().enumerate() {
            wanted.extend(places[number + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let (mut found, mut wrong, mut merged_wrong) = (0, Vec::new(), 0);
    let mut missed: BTreeMap<&str, usize> = BTreeMap::new();
    for &(one, other) in &pairs {
        let resemblance = Resemblance::of(&comparable[one], &comparable[other]);
        let is_right = wanted.contains(&(one, other));
        if is_merged(&records[one].data, &records[other].data, &resemblance) && !is_right {
            merged_wrong += 1;
            println!("merged: {} | {}", records[one].data.citation(), records[other].data.citation());
        }
        match (resemblance.is_offered(), is_right) {
            (true, true) => found += 1,
            (true, false) => wrong.push((one, other, resemblance)),
            _ => {}
        }
    }
    let considered: BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    let mut unmet = 0;
    for &(one, other) in &wanted {
        let resemblance = Resemblance::of(&comparable[one], &comparable[other]);
        let is_met = considered.contains(&(one, other));
        unmet += usize::from(!is_met);
        if !is_met || !resemblance.is_offered() {
            *missed.entry(if is_met { records[other].made } else { "met by no key" }).or_default() += 1;
            let number: usize = missed.values().sum();
            if number % 3 == 1 {
                println!(
                    "missed ({}): {} | {} | {resemblance:?}",
                    resemblance.points(),
                    records[one].data.citation(),
                    records[other].data.citation()
                );
            }
        }
    }
    let mut wrong_by: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (one, other, resemblance)) in wrong.iter().enumerate() {
        let made = if records[*one].made == "variant" || records[*one].made == "real" {
            records[*other].made
        } else {
            records[*one].made
        };
        *wrong_by.entry(made).or_default() += 1;
        if number % 4 == 0 {
            println!(
                "wrong {made} ({}): {} | {}",
                resemblance.points(),
                records[*one].data.citation(),
                records[*other].data.citation()
            );
        }
    }
    let share = |part: usize, all: usize| part as f64 / all as f64;
    let (recall, precision) = (share(found, wanted.len()), share(found, found + wrong.len()));
    println!(
        "{} records, {} pairs wanted, {} compared, {unmet} met by no key",
        records.len(),
        wanted.len(),
        pairs.len()
    );
    println!("recall {recall:.4}, precision {precision:.4}; missed {missed:?}; wrong {wrong_by:?}");
    assert!(recall >= 0.985, "recall {recall}");
    assert!(precision >= 0.98, "precision {precision}");
    assert_eq!(merged_wrong, 0, "nothing is merged that is two");
}

/// Whether an import would merge them by itself.
fn is_merged(one: &RecordData, other: &RecordData, resemblance: &Resemblance) -> bool {
    let shares = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    (shares(&one.pmid, &other.pmid) && resemblance.is_one_by(SharedIdentifier::Pmid))
        || (shares(&one.doi, &other.doi) && resemblance.is_one_by(SharedIdentifier::Doi))
}

/// Real publications, their variants, and what resembles them.
fn labelled(folder: &Path) -> Vec<Labelled> {
    let mut random = Random::new(11);
    let (publications, others) = library::publications(folder, PUBLICATIONS, &mut random);
    let mut records = Vec::new();
    let mut number = 0;
    let mut next = || {
        number += 1;
        number
    };
    for publication in &publications {
        let own = next();
        for _ in 0..2 + random.below(2) {
            let data = variants::variant(publication, &mut random);
            records.push(Labelled { data, publication: own, made: "variant" });
        }
        if random.chance(40) {
            let other = &publications[random.below(publications.len())];
            let (made, data) = neighbours::neighbour(publication, other, &mut random);
            let data = variants::styled(&data, &mut random);
            records.push(Labelled { data, publication: next(), made });
        }
    }
    records.extend(others.into_iter().map(|data| Labelled { data, publication: next(), made: "real" }));
    records
}

/// Pairs that have a key in common.
fn candidates(records: &[Labelled]) -> Vec<(usize, usize)> {
    let mut blocks: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut keys = 0;
    for (place, record) in records.iter().enumerate() {
        for key in comparison_keys(&record.data) {
            keys += 1;
            blocks.entry(key).or_default().push(place);
        }
    }
    println!("{:.1} keys of each record", keys as f64 / records.len() as f64);
    let mut pairs = BTreeSet::new();
    for block in blocks.values() {
        for (number, one) in block.iter().enumerate().take(LARGEST_BLOCK) {
            pairs.extend(block[number + 1..].iter().map(|other| (*one, *other)));
        }
    }
    pairs.into_iter().collect()
}
