//! Keys that records of one publication are likely to share, so that each record is compared with few others.
//!
//! No key finds all: titles lose their beginning or their end, sources leave out pages or authors, letters slip. Each
//! key passes over one of these.

use super::data::RecordData;
use super::identifier::normal_doi;
use super::kind::PublicationKind;
use super::provenance;
use super::title::Title;

/// Letters of a title's beginning and end.
const PART: usize = 20;
/// Sets of words of which each gives a key; of each the words that hash lowest.
const SETS: u64 = 4;
/// Words of such a set.
const WORDS: usize = 3;

/// The keys of a record, each once. They stay the same from one version to the next: they are stored.
pub fn comparison_keys(data: &RecordData) -> Vec<i64> {
    let mut keys = Keys::default();
    identifiers(data, &mut keys);
    let (families, page) = (provenance::families(data), provenance::first_page(data));
    let (volume, year) = (provenance::volume(&data.volume), data.year.unwrap_or_default());
    let first = families.first().map(String::as_str).unwrap_or_default();
    let title = Title::of(&data.title);
    titles(&title, first, year, &mut keys);
    if !data.vernacular_title.is_empty() {
        titles(&Title::of(&data.vernacular_title), first, year, &mut keys);
    }
    if !page.is_empty() && !first.is_empty() {
        keys.add("author page", &[initial(first), &page]);
    }
    if !page.is_empty() && !volume.is_empty() {
        let journal =
            provenance::journals(data).first().and_then(|name| name[0].chars().next()).unwrap_or_default();
        keys.add("volume page", &[&volume, &page, &journal.to_string()]);
    }
    if let [one, two, ..] = families.as_slice() {
        let third = families.get(2).map(String::as_str).unwrap_or_default();
        for year in [year, year + 1] {
            keys.add("authors", &[initial(one), initial(two), initial(third), &(year / 2).to_string()]);
        }
    }
    keys.done()
}

/// Enough of a name to tell it from most, and too little for its spelling to matter.
fn initial(name: &str) -> &str {
    name.char_indices().nth(5).map_or(name, |(end, _)| &name[..end])
}

fn identifiers(data: &RecordData, keys: &mut Keys) {
    if let Some(pmid) = &data.pmid {
        keys.add("pmid", &[pmid]);
    }
    if let Some(doi) = &data.doi {
        keys.add("doi", &[&normal_doi(doi).unwrap_or_else(|| doi.to_lowercase())]);
    }
    if let Some(pmcid) = &data.pmcid {
        keys.add("pmcid", &[&pmcid.to_lowercase()]);
    }
    if let Some(nct) = data.nct.as_ref().filter(|_| data.kind == Some(PublicationKind::TrialRegistration)) {
        keys.add("nct", &[nct]);
    }
}

fn titles(title: &Title, first: &str, year: i32, keys: &mut Keys) {
    let letters: Vec<char> = title.words.iter().flat_map(|word| word.chars()).collect();
    if title.is_generic() {
        // `Editorial` needs its author and year.
        if !letters.is_empty() && !first.is_empty() {
            let text: String = letters.iter().collect();
            keys.add("short", &[&text, initial(first), &year.to_string()]);
        }
        return;
    }
    let part = PART.min(letters.len());
    keys.add("beginning", &[&letters[..part].iter().collect::<String>()]);
    keys.add("end", &[&letters[letters.len() - part..].iter().collect::<String>()]);
    for set in 0..SETS {
        let mut hashes: Vec<u64> = title.words.iter().map(|word| hash(set + 1, word.bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        if hashes.len() > WORDS {
            let text: Vec<String> = hashes.iter().take(WORDS).map(u64::to_string).collect();
            keys.add("words", &[&set.to_string(), &text.concat()]);
        }
    }
}

#[derive(Default)]
struct Keys(Vec<i64>);

impl Keys {
    fn add(&mut self, kind: &str, parts: &[&str]) {
        let bytes = kind.bytes().chain(parts.iter().flat_map(|part| [0].into_iter().chain(part.bytes())));
        self.0.push(hash(0, bytes).cast_signed());
    }

    fn done(mut self) -> Vec<i64> {
        self.0.sort_unstable();
        self.0.dedup();
        self.0
    }
}

/// FNV-1a with a seed, mixed so that every bit depends on every other.
fn hash(seed: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = bytes.fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(one: &RecordData, other: &RecordData) -> bool {
        let keys = comparison_keys(one);
        comparison_keys(other).iter().any(|key| keys.contains(key))
    }

    fn record() -> RecordData {
        RecordData {
            title: "Samplastatin for the prevention of heart failure in invented people: a trial".into(),
            authors: vec!["Müller A".into(), "Sample B".into()],
            journal: "Journal of Samples".into(),
            year: Some(2020),
            volume: "12".into(),
            pages: "101-109".into(),
            ..RecordData::default()
        }
    }

    #[test]
    fn records_of_one_publication_meet_whatever_a_source_leaves_out() {
        let bare = |title: &str| RecordData { title: title.into(), ..RecordData::default() };
        let german = RecordData {
            title: "Samplastatin zur Vorbeugung der Herzschwäche".into(),
            year: Some(2021),
            volume: String::new(),
            pages: String::new(),
            ..record()
        };
        for (other, why) in [
            (bare("SAMPLASTATIN FOR THE PREVENTION OF HEART FAILURE"), "the title's beginning"),
            (bare("Prevention of heart failure in invented people: a trial."), "its end"),
            (german, "the authors and about the year"),
            (RecordData { title: "Another".into(), authors: Vec::new(), ..record() }, "volume and page"),
        ] {
            assert!(share(&record(), &other), "{why}");
        }
        assert!(!share(&record(), &bare("Something else about the kidney in invented sheep")));
    }

    #[test]
    fn a_short_title_alone_is_no_key() {
        let editorial = RecordData { title: "Editorial".into(), ..RecordData::default() };
        assert!(comparison_keys(&editorial).is_empty());
    }
}
