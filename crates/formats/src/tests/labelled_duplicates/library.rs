//! Real publications, with what their sources leave out invented.

use super::random::Random;
use domain::record::{AbstractSection, PublicationKind, RecordData};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Publications of which each title is there once, and one record of each other title as it is.
pub(super) fn publications(
    folder: &Path,
    count: usize,
    random: &mut Random,
) -> (Vec<RecordData>, Vec<RecordData>) {
    let mut all = Vec::new();
    for file in [
        "formats/nbib/mesh-papers.medline.txt",
        "formats/ris/schoot-lgmm-ptsd-included-1.ris",
        "formats/ris/schoot-lgmm-ptsd-included-2.ris",
        "formats/ris/schoot-lgmm-ptsd-included-3.ris",
        "scale/docs-20000.jsonl.gz",
    ] {
        all.extend(read(&folder.join(file)));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for data in &all {
        *seen.entry(title_of(data)).or_default() += 1;
    }
    let (mut publications, mut others) = (Vec::new(), Vec::new());
    let (mut taken, mut passed) = (BTreeSet::new(), BTreeSet::new());
    for data in all {
        let title = title_of(&data);
        // A number before the title is that of a conference's abstract, whose paper may be there too.
        let is_whole = title.len() > 40
            && !title.starts_with(|c: char| c.is_ascii_digit())
            && !data.title.contains(" - ")
            && seen[&title] == 1;
        if is_whole && publications.len() < count && taken.insert(title.clone()) {
            publications.push(completed(data, random));
        } else if others.len() < 3_000 && seen[&title] > 1 && passed.insert(title) {
            others.push(data);
        }
    }
    (publications, others)
}

fn title_of(data: &RecordData) -> String {
    let title = data.title.split(" - ").next().unwrap_or_default();
    domain::record::folded(title)
}

fn read(path: &Path) -> Vec<RecordData> {
    let opened = crate::open(path).unwrap();
    let format = opened.format.clone().unwrap();
    crate::read(format, opened.reader).filter_map(Result::ok).collect()
}

/// The record as the fullest source would have it.
fn completed(mut data: RecordData, random: &mut Random) -> RecordData {
    let letter = |random: &mut Random| char::from(b'A' + u8::try_from(random.below(26)).unwrap());
    for name in &mut data.authors {
        if !name.contains(' ') || !name.ends_with(char::is_uppercase) {
            *name = format!("{name} {}", letter(random));
        }
    }
    let number = |random: &mut Random, limit: usize| (1 + random.below(limit)).to_string();
    if data.journal.is_empty() {
        data.journal = "Journal of Invented Medicine".into();
    }
    data.year.get_or_insert(2012);
    if data.volume.is_empty() {
        data.volume = number(random, 90);
    }
    if data.issue.is_empty() {
        data.issue = number(random, 12);
    }
    if data.pages.is_empty() {
        let first = 1 + random.below(2000);
        data.pages = format!("{first}-{}", first + 2 + random.below(15));
    }
    if data.doi.is_none() {
        data.doi = Some(format!("10.5555/{}.{}", random.below(100), random.below(1_000_000)));
    }
    if data.pmid.is_none() {
        data.pmid = Some(number(random, 30_000_000));
    }
    if data.abstract_sections.is_empty() {
        data.abstract_sections = vec![AbstractSection::default()];
    }
    data.external_id = None;
    data.kind = Some(PublicationKind::JournalArticle);
    data.date = data.year.map(|year| year.to_string()).unwrap_or_default();
    data
}
