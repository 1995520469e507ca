//! A library of 200,000 items made of the 20,000 there are, by recombining their sentences with a fixed seed.
//!
//! An item has the sentences of three: sentences of one source stay together, and no two items are the same. Each
//! has MeSH headings, a few of them frequent and most of them rare, as real records do.

use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;

/// Items of the large library.
pub const ITEMS: usize = 200_000;
/// Headings of an item.
const HEADINGS: usize = 8;
const SEED: u64 = 20_000;

/// The source documents.
struct Source {
    title: Vec<String>,
    sentences: Vec<String>,
    rest: Value,
}

/// Writes the large library as JSON Lines, of the documents of one file and the headings of another.
pub fn write(documents: &Path, headings: &Path, into: &Path) {
    let sources: Vec<Source> = lines(documents).map(|line| source(&line)).collect();
    let headings: Vec<String> = lines(headings)
        .map(|line| {
            let line: Value = serde_json::from_str(&line).unwrap();
            line["heading_us_2017"].as_str().unwrap_or_default().to_owned()
        })
        .filter(|heading| !heading.is_empty())
        .collect();
    let mut random = Random(SEED);
    let mut file = BufWriter::new(File::create(into).unwrap());
    for number in 0..ITEMS {
        let donors = [&sources[number % sources.len()], random.of(&sources), random.of(&sources)];
        serde_json::to_writer(&mut file, &item(number, donors, &headings, &mut random)).unwrap();
        file.write_all(b"\n").unwrap();
    }
    file.flush().unwrap();
}

/// The lines of a packed file.
fn lines(file: &Path) -> impl Iterator<Item = String> {
    let opened = formats::open(file).unwrap();
    BufReader::new(opened.reader).lines().map(Result::unwrap)
}

fn source(line: &str) -> Source {
    let rest: Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| rest[name].as_str().unwrap_or_default().to_owned();
    Source {
        title: text("title").split(' ').map(str::to_owned).collect(),
        sentences: text("abstract").split(". ").map(|it| it.trim_end_matches('.').to_owned()).collect(),
        rest,
    }
}

fn item(number: usize, donors: [&Source; 3], headings: &[String], random: &mut Random) -> Value {
    let [base, second, _] = donors;
    let half = base.title.len() / 2;
    let title = base.title[..half].iter().chain(&second.title[second.title.len() / 2..]);
    let sentences = base.sentences.iter().map(|_| {
        let donor = *random.of(&donors);
        random.of(&donor.sentences).as_str()
    });
    let text = sentences.collect::<Vec<_>>().join(". ");
    let mesh: Vec<&str> = (0..HEADINGS).map(|_| random.mostly_first(headings).as_str()).collect();
    json!({
        "id": format!("large-{number}"),
        "title": title.cloned().collect::<Vec<_>>().join(" "),
        "abstract": text,
        "year": base.rest["year"],
        "journal": base.rest["journal"],
        "authors": base.rest["authors"],
        "mesh": mesh,
    })
}

/// Numbers that look random and are the same in every run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    fn of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }

    /// One of them, the first far more often than the last.
    fn mostly_first<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        let bound = self.below(values.len()) + 1;
        let bound = self.below(bound) + 1;
        &values[self.below(bound)]
    }
}
