//! English stems: Snowball's, but for words of medicine that it takes for one another or apart.

use super::irregular::{LEMMAS, STEMS};
use frostem::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Stems that an indexing analyzer remembers: a text repeats its words, and finding one is cheaper than making it.
const REMEMBERED: usize = 1 << 13;
/// Adjectives of a state of the blood (`anemic`) have the stem of its name; these only end like them.
const NOT_OF_BLOOD: [&str; 8] =
    ["academic", "chemic", "endemic", "epidemic", "pandemic", "polemic", "systemic", "totemic"];

/// What becomes of an irregular word.
#[derive(Clone, Copy)]
enum Irregular {
    /// The word whose stem it has.
    Lemma(&'static str),
    /// Its stem.
    Stem(&'static str),
}

static IRREGULAR: LazyLock<HashMap<&str, Irregular>> = LazyLock::new(|| {
    let pairs = |table: &'static [(&str, &str)]| {
        table.iter().flat_map(|(kept, words)| words.split(' ').map(move |word| (word, *kept)))
    };
    let lemmas = pairs(LEMMAS).map(|(word, lemma)| (word, Irregular::Lemma(lemma)));
    lemmas.chain(pairs(STEMS).map(|(word, stem)| (word, Irregular::Stem(stem)))).collect()
});

/// The first two bytes of each word whose stem begins with others.
static CHANGED: LazyLock<Vec<[u8; 2]>> = LazyLock::new(|| {
    let stems = Stems::new();
    let beginning = |word: &str| word.as_bytes().first_chunk::<2>().copied();
    let changed = IRREGULAR.keys().filter(|word| beginning(word) != beginning(&stems.make(word)));
    let mut changed: Vec<[u8; 2]> = changed.filter_map(|word| beginning(word)).collect();
    changed.sort_unstable();
    changed.dedup();
    changed
});

thread_local! {
    static REMEMBERING: RefCell<Stems> = RefCell::new(Stems::remembering());
}

/// Replaces a folded word by its stem. Each thread remembers the stems that it made.
pub(crate) fn stem(word: &mut String) {
    REMEMBERING.with_borrow_mut(|stems| stems.stem(word));
}

/// How words may begin of which the stem begins with other letters.
pub(crate) fn changed_beginnings() -> &'static [[u8; 2]] {
    &CHANGED
}

/// Makes stems.
#[derive(Clone)]
pub(crate) struct Stems {
    snowball: Stemmer,
    /// Words with their stems, each at the place of its hash. Empty where nothing is remembered.
    remembered: Vec<(String, String)>,
}

impl Stems {
    /// For a few words.
    pub(crate) fn new() -> Self {
        Self { snowball: Stemmer::new(Algorithm::English), remembered: Vec::new() }
    }

    /// For many texts.
    pub(crate) fn remembering() -> Self {
        Self { remembered: vec![(String::new(), String::new()); REMEMBERED], ..Self::new() }
    }

    /// Replaces a lower-case word by its stem.
    pub(crate) fn stem(&mut self, word: &mut String) {
        if !word.is_ascii() {
            return;
        }
        let place = hash(word) & (REMEMBERED - 1);
        if let Some((known, stem)) = self.remembered.get(place)
            && known == word
        {
            word.clone_from(stem);
            return;
        }
        let stem = self.make(word);
        if let Some((known, known_stem)) = self.remembered.get_mut(place) {
            known.clone_from(word);
            known_stem.clone_from(&stem);
        }
        *word = stem;
    }

    fn make(&self, word: &str) -> String {
        match IRREGULAR.get(word) {
            Some(Irregular::Stem(stem)) => return (*stem).to_owned(),
            Some(Irregular::Lemma(lemma)) => return self.make(lemma),
            None => {}
        }
        if let Some(stem) = inflamed(word) {
            return stem;
        }
        self.snowball.stem(&lemma(word).unwrap_or_else(|| word.to_owned())).into_owned()
    }
}

/// The stem of an inflammation. Snowball's is that of the organ: `cervicitis` is not `cervical`.
fn inflamed(word: &str) -> Option<String> {
    let organ = word.strip_suffix("itis").or_else(|| word.strip_suffix("itides"))?;
    (organ.len() > 2).then(|| format!("{organ}iti"))
}

/// The singular of a Latin or Greek plural, or the noun of an adjective.
fn lemma(word: &str) -> Option<String> {
    if let Some(rest) = word.strip_suffix("omata") {
        return Some(format!("{rest}oma"));
    }
    if let Some(rest) = word.strip_suffix("cocci") {
        return Some(format!("{rest}coccus"));
    }
    if let Some(rest) = word.strip_suffix("isation").or_else(|| word.strip_suffix("isations")) {
        return Some(format!("{rest}ization"));
    }
    if word.ends_with("emic") && word.len() > 5 && !NOT_OF_BLOOD.iter().any(|other| word.ends_with(other)) {
        return word.strip_suffix('c').map(|rest| format!("{rest}a"));
    }
    word.strip_suffix('e').filter(|rest| rest.len() > 3 && rest.ends_with('a')).map(str::to_owned)
}

/// FNV-1a.
fn hash(word: &str) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 29)) as usize
}
