//! Titles of publications in the form in which they are compared.

use super::likeness::folded_words;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Letters that a title needs to identify a publication: `Editorial` or `Reply` does not.
const SHORTEST_TITLE: usize = 16;
/// Words of a title that are compared.
const WORDS: usize = 60;

/// Words that carry no meaning of their own.
const LITTLE: [&str; 30] = [
    "a", "an", "and", "are", "as", "at", "by", "der", "die", "das", "do", "does", "for", "from", "in",
    "into", "is", "its", "of", "on", "or", "the", "their", "to", "und", "using", "via", "vs", "versus",
    "with",
];
/// Words that stand in English titles, and in no others.
const ENGLISH: [&str; 21] = [
    "the",
    "of",
    "and",
    "with",
    "from",
    "between",
    "by",
    "after",
    "among",
    "during",
    "versus",
    "study",
    "to",
    "for",
    "on",
    "using",
    "patients",
    "trial",
    "effect",
    "effects",
    "treatment",
];
/// Words that stand in titles of other languages, and in no English ones.
const FOREIGN: [&str; 40] = [
    "der", "die", "das", "und", "bei", "mit", "von", "zur", "eine", "einer", "les", "des", "du", "et",
    "dans", "chez", "une", "sur", "aux", "el", "los", "las", "del", "con", "para", "por", "una", "y",
    "della", "nel", "nella", "dei", "delle", "di", "em", "dos", "da", "van", "het", "een",
];
/// Words of titles that are about another publication, or about another part of the same study.
const OTHER_WORKS: [(&str, Work); 42] = [
    ("part", Work::Part),
    ("parts", Work::Part),
    ("erratum", Work::Correction),
    ("errata", Work::Correction),
    ("corrigendum", Work::Correction),
    ("corrigenda", Work::Correction),
    ("correction", Work::Correction),
    ("corrections", Work::Correction),
    ("addendum", Work::Correction),
    ("retraction", Work::Correction),
    ("withdrawal", Work::Correction),
    ("comment", Work::Reply),
    ("comments", Work::Reply),
    ("commentary", Work::Reply),
    ("reply", Work::Reply),
    ("replies", Work::Reply),
    ("response", Work::Reply),
    ("respond", Work::Reply),
    ("responds", Work::Reply),
    ("rejoinder", Work::Reply),
    ("letter", Work::Reply),
    ("letters", Work::Reply),
    ("editorial", Work::Reply),
    ("discussion", Work::Reply),
    ("re", Work::Reply),
    ("protocol", Work::Part),
    ("protocols", Work::Part),
    ("rationale", Work::Part),
    ("design", Work::Part),
    ("baseline", Work::Part),
    ("secondary", Work::Part),
    ("subgroup", Work::Part),
    ("substudy", Work::Part),
    ("subanalysis", Work::Part),
    ("posthoc", Work::Part),
    ("followup", Work::Part),
    ("cost", Work::Part),
    ("economic", Work::Part),
    ("update", Work::Part),
    ("updated", Work::Part),
    ("extension", Work::Part),
    ("interim", Work::Part),
];
/// Beginnings of what databases write in brackets behind a title.
const NOTES: [&str; 14] = [
    "abstract]",
    "abstract)",
    "review]",
    "letter]",
    "editorial]",
    "see comment",
    "comment]",
    "comments]",
    "corrected]",
    "meeting abstract",
    "conference abstract",
    "erratum appears",
    "published erratum",
    "article in ",
];
/// After these a single letter is a number: `part I`, `type A`.
const NUMBERED: [&str; 20] = [
    "part",
    "parts",
    "type",
    "phase",
    "study",
    "trial",
    "class",
    "grade",
    "stage",
    "factor",
    "section",
    "volume",
    "series",
    "group",
    "chapter",
    "paper",
    "experiment",
    "cohort",
    "angiotensin",
    "level",
];
/// Numbers as words and in Roman figures, and their figures.
const NUMBERS: [(&str, &str); 41] = [
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("first", "1"),
    ("second", "2"),
    ("third", "3"),
    ("fourth", "4"),
    ("fifth", "5"),
    ("sixth", "6"),
    ("1st", "1"),
    ("2nd", "2"),
    ("3rd", "3"),
    ("4th", "4"),
    ("5th", "5"),
    ("ii", "2"),
    ("iii", "3"),
    ("iv", "4"),
    ("vi", "6"),
    ("vii", "7"),
    ("viii", "8"),
    ("ix", "9"),
    ("xi", "11"),
    ("xii", "12"),
    ("i", "1"),
    ("v", "5"),
    ("x", "10"),
    ("a", "1"),
    ("b", "2"),
    ("c", "3"),
    ("d", "4"),
    ("alpha", "1"),
    ("beta", "2"),
    ("gamma", "3"),
];

/// What a title says that its publication is, beside an original work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// A correction or retraction of another publication.
    Correction,
    /// A comment on another publication, or an answer to comments.
    Reply,
    /// One of several publications on the same study.
    Part,
}

impl Work {
    /// Of a word as [`spelled`] writes it.
    fn of(word: &str) -> Option<Self> {
        static SPELLED: LazyLock<HashMap<String, Work>> =
            LazyLock::new(|| OTHER_WORKS.iter().map(|(word, work)| (spelled(word), *work)).collect());
        SPELLED.get(word).copied()
    }
}

/// How two titles compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleMatch {
    /// One of them is missing.
    Unknown,
    Equal,
    /// A few letters or little words differ.
    Near,
    /// One is a part of the other.
    Contained,
    /// Much is common, and each has something else in a place of its own.
    Overlapping,
    /// One is in English and the other is not.
    Translated,
    Different,
}

/// A title as words.
#[derive(Debug, Clone)]
pub(super) struct Title {
    /// Words with a meaning, spelled as sources of other countries would.
    pub words: Vec<String>,
    /// Numbers, whatever they were written in.
    numbers: Vec<String>,
    letters: usize,
    is_english: bool,
    is_foreign: bool,
}

impl Title {
    pub(super) fn of(text: &str) -> Self {
        let all = folded_words(without_note(without_status(text)));
        let has = |list: &[&str]| all.iter().filter(|word| list.contains(&word.as_str())).count();
        let (english, foreign) = (has(&ENGLISH), has(&FOREIGN));
        let mut words: Vec<String> = Vec::with_capacity(all.len());
        let mut numbers = Vec::new();
        let mut before = "";
        for word in all.iter().take(WORDS) {
            if let Some(number) = number(word, before) {
                numbers.push(number);
            } else if !LITTLE.contains(&word.as_str()) {
                words.push(spelled(word));
            }
            before = word;
        }
        numbers.sort();
        let letters = words.iter().map(|word| weight(word)).sum();
        let is_ascii = all.iter().all(|word| word.is_ascii());
        Self {
            words,
            numbers,
            letters,
            is_english: english > foreign,
            is_foreign: foreign > english || !is_ascii,
        }
    }

    /// Whether it could be the title of many publications.
    pub(super) fn is_generic(&self) -> bool {
        self.letters < SHORTEST_TITLE
    }

    /// What the title says that it is: of several the one that weighs most.
    pub(super) fn work(&self) -> Option<Work> {
        let said = |wanted: Work| self.words.iter().any(|word| Work::of(word) == Some(wanted));
        [Work::Correction, Work::Reply, Work::Part].into_iter().find(|work| said(*work))
    }

    pub(super) fn compare(&self, other: &Self) -> TitleComparison {
        if self.letters + self.numbers.len() == 0 || other.letters + other.numbers.len() == 0 {
            return TitleComparison {
                found: TitleMatch::Unknown,
                numbers: Numbers::Same,
                share: 0.0,
                other_work: None,
            };
        }
        let (mine, theirs) = unmatched(&self.words, &other.words);
        let weight = |words: &[&String]| words.iter().map(|word| weight(word)).sum::<usize>();
        let (left, right) = (weight(&mine), weight(&theirs));
        let common = (self.letters - left).min(other.letters - right);
        let total = self.letters + other.letters;
        let share = if total == 0 { 1.0 } else { f64::from(small(2 * common)) / f64::from(small(total)) };
        let other_work = mine.iter().chain(&theirs).find_map(|word| Work::of(word));
        let is_translated = self.is_english != other.is_english || self.is_foreign != other.is_foreign;
        let found = match (mine.is_empty(), theirs.is_empty()) {
            (true, true) => TitleMatch::Equal,
            (true, false) | (false, true) if share >= 0.88 => TitleMatch::Near,
            (true, false) | (false, true) => TitleMatch::Contained,
            _ if left.min(right) <= 3 && share >= 0.93 => TitleMatch::Near,
            _ if share >= 0.5 => TitleMatch::Overlapping,
            _ if is_translated => TitleMatch::Translated,
            _ => TitleMatch::Different,
        };
        TitleComparison { found, numbers: Numbers::of(&self.numbers, &other.numbers), share, other_work }
    }
}

/// Two titles beside each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct TitleComparison {
    pub found: TitleMatch,
    pub numbers: Numbers,
    /// Common letters of all, from 0 to 1.
    pub share: f64,
    /// What a word says that stands in one of them alone.
    pub other_work: Option<Work>,
}

/// Whether two titles name the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    Same,
    /// One has a number that the other lacks.
    More,
    /// Each has one that the other lacks.
    Other,
}

impl Numbers {
    fn of(mine: &[String], theirs: &[String]) -> Self {
        let lacks = |some: &[String], others: &[String]| some.iter().any(|number| !others.contains(number));
        match (lacks(mine, theirs), lacks(theirs, mine)) {
            (false, false) => Self::Same,
            (true, true) => Self::Other,
            _ => Self::More,
        }
    }
}

/// Letters of a word; the name of a Greek letter is one, which some sources lose.
fn weight(word: &str) -> usize {
    let is_greek = ["alfa", "beta", "gama", "delta", "epsilon", "kapa", "omega", "sigma"].contains(&word);
    if is_greek { 1 } else { word.chars().count() }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The title without a mark that it was retracted, which is no other work.
fn without_status(title: &str) -> &str {
    let trimmed = title.trim_start_matches(['[', '(', '*', ' ']);
    for mark in ["RETRACTED ARTICLE:", "RETRACTED:", "WITHDRAWN:", "RETRACTED ARTICLE", "WITHDRAWN"] {
        if let Some(start) = trimmed.get(..mark.len())
            && start.eq_ignore_ascii_case(mark)
        {
            return &trimmed[mark.len()..];
        }
    }
    title
}

/// The title without what a database wrote behind it, such as `[see comment]`.
fn without_note(title: &str) -> &str {
    let trimmed = title.trim_end_matches(['.', ' ']);
    let Some(start) = trimmed.rfind(['[', '(']).filter(|start| *start > 0 && trimmed.ends_with([']', ')']))
    else {
        return title;
    };
    let note = trimmed[start + 1..].to_lowercase();
    let is_note = NOTES.iter().any(|known| note.starts_with(known));
    if is_note { &trimmed[..start] } else { title }
}

fn number(word: &str, before: &str) -> Option<String> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let plain = word.trim_start_matches('0');
        return Some(if plain.is_empty() { "0" } else { plain }.to_owned());
    }
    let (_, figure) = NUMBERS.iter().find(|(known, _)| *known == word)?;
    let is_letter = word.len() == 1 || ["alpha", "beta", "gamma"].contains(&word);
    (!is_letter || NUMBERED.contains(&before)).then(|| (*figure).to_owned())
}

/// One spelling of a word for British and American English, singular and plural, single and double letters.
pub(super) fn spelled(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) || !word.is_ascii() {
        return word.to_owned();
    }
    let mut text =
        word.replace("ae", "e").replace("oe", "e").replace("ph", "f").replace('z', "s").replace("our", "or");
    if let Some(stem) = text.strip_suffix("tre") {
        text = format!("{stem}ter");
    }
    if text.len() > 4 && text.ends_with("ies") {
        text.truncate(text.len() - 3);
        text.push('y');
    } else if text.len() > 3 && text.ends_with('s') && !text.ends_with("ss") && !text.ends_with("is") {
        text.pop();
    }
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        if letters.last() != Some(&c) {
            letters.push(c);
        }
    }
    if letters.len() > 4 && letters.last() == Some(&'e') {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// The words of each that have no counterpart in the other.
fn unmatched<'a>(mine: &'a [String], theirs: &'a [String]) -> (Vec<&'a String>, Vec<&'a String>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in theirs {
        *counts.entry(word).or_default() += 1;
    }
    let mut take = |word: &String| match counts.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let mut left: Vec<&String> = mine.iter().filter(|word| !take(word)).collect();
    let mut right: Vec<&String> = Vec::new();
    for word in theirs.iter().rev() {
        if let Some(count) = counts.get_mut(word.as_str())
            && *count > 0
        {
            *count -= 1;
            right.push(word);
        }
    }
    right.reverse();
    // A word that stands twice in one of them says nothing new.
    left.retain(|word| !theirs.contains(word) || !mine.contains(word));
    right.retain(|word| !mine.contains(word) || !theirs.contains(word));
    drop_joined(&mut left, &mut right);
    drop_joined(&mut right, &mut left);
    left.retain(|word| match right.iter().position(|other| is_variant(word, other)) {
        Some(place) => {
            right.remove(place);
            false
        }
        None => true,
    });
    (left, right)
}

/// Removes words that are written as one in the first list and as two in the second.
fn drop_joined(one: &mut Vec<&String>, two: &mut Vec<&String>) {
    one.retain(|word| {
        let joined = |pair: &[&String]| {
            let (first, second) = (pair[0], pair[1]);
            word.len() + 1 >= first.len() + second.len()
                && word.starts_with(first.as_str())
                && word.ends_with(second.as_str())
                && word.len() <= first.len() + second.len() + 1
        };
        match two.windows(2).position(joined) {
            Some(place) => {
                two.drain(place..place + 2);
                false
            }
            None => true,
        }
    });
}

/// Beginnings that turn a word into its opposite.
const OPPOSITES: [(&str, &str); 8] = [
    ("hypo", "hyper"),
    ("intra", "inter"),
    ("micro", "macro"),
    ("pre", "pro"),
    ("pre", "per"),
    ("in", "out"),
    ("ante", "anti"),
    ("iso", "neo"),
];

/// Whether two words are one word with a slip, or a Greek letter and what became of it.
pub(super) fn is_variant(one: &str, other: &str) -> bool {
    let greek = [
        ("alfa", "a"),
        ("beta", "b"),
        ("beta", "s"),
        ("gama", "g"),
        ("gama", "y"),
        ("mu", "u"),
        ("kapa", "k"),
    ];
    if greek.iter().any(|(name, sign)| (one == *name && other == *sign) || (one == *sign && other == *name)) {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = a.len().min(b.len());
    let has_digit = one.chars().chain(other.chars()).any(|c| c.is_ascii_digit());
    let begin = |x: &str, y: &str| {
        (one.starts_with(x) && other.starts_with(y)) || (one.starts_with(y) && other.starts_with(x))
    };
    if has_digit || shorter < 4 || OPPOSITES.iter().any(|(x, y)| begin(x, y)) {
        return false;
    }
    let common = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let is_ending = common >= 6 && a.len() - common <= 2 && b.len() - common <= 2;
    is_ending || distance(&a, &b) <= if shorter >= 10 { 2 } else { 1 }
}

/// Edits (a letter more, less or another, or two that changed places) between two words; 3 for more than two.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return 3;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(3).min(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(one: &str, other: &str) -> TitleComparison {
        Title::of(one).compare(&Title::of(other))
    }

    #[test]
    fn spelling_plural_greek_letters_and_slips_make_titles_no_others() {
        for (one, other) in [
            (
                "Tumour necrosis factor-α in paediatric haemophilia",
                "Tumor necrosis factor-alpha in pediatric hemophilia",
            ),
            ("EFFECTS OF STATINS ON STROKE", "Effect of statin on stroke."),
            ("Follow-up of oesophageal cancers", "Followup of esophageal cancer"),
            ("TNF-α and the heart in anaemia", "TNF-a and the heart in anemia"),
            ("Randomised trial of samplastatin", "Randomized trail of samplastatin"),
            ("[Randomized trial of samplastatin].", "Randomized trial of samplastatin"),
            ("Two trials in type II diabetes", "2 trials in type 2 diabetes"),
            ("Randomized trial of samplastatin [see comments].", "Randomized trial of samplastatin"),
            ("RETRACTED: Randomized trial of samplastatin", "Randomized trial of samplastatin"),
        ] {
            let found = compare(one, other);
            assert!(matches!(found.found, TitleMatch::Equal | TitleMatch::Near), "{one}: {found:?}");
            assert_eq!(found.numbers, Numbers::Same, "{one}");
        }
    }

    #[test]
    fn a_title_inside_the_other_is_contained() {
        let found = compare(
            "Samplastatin in heart failure",
            "Samplastatin in heart failure: a randomized, double-blind trial in Sweden",
        );
        assert_eq!((found.found, found.other_work), (TitleMatch::Contained, None));
        let found =
            compare("Samplastatin in heart failure", "Rationale and design of samplastatin in heart failure");
        assert_eq!(found.other_work, Some(Work::Part));
        assert_eq!(
            compare("Samplastatin in heart failure", "Erratum: Samplastatin in heart failure").other_work,
            Some(Work::Correction)
        );
    }

    #[test]
    fn another_word_in_its_place_is_another_title() {
        for (one, other) in [
            ("Samplastatin and platelets in healthy men", "Samplastatin and platelets in healthy women"),
            ("Hypoglycaemia in older people with diabetes", "Hyperglycaemia in older people with diabetes"),
            (
                "Inpatients with heart failure and their carers",
                "Outpatients with heart failure and their carers",
            ),
        ] {
            assert_eq!(compare(one, other).found, TitleMatch::Overlapping, "{one}");
        }
        assert_eq!(compare("Samplastatin, part I", "Samplastatin, part II").numbers, Numbers::Other);
        assert_eq!(compare("A phase 2 study of it", "A phase III study of it").numbers, Numbers::Other);
    }

    #[test]
    fn a_title_in_another_language_is_translated() {
        let found = compare(
            "Behandlung der Herzinsuffizienz bei alten Menschen",
            "Treatment of heart failure in the elderly",
        );
        assert_eq!(found.found, TitleMatch::Translated);
        let found = compare(
            "Treatment of asthma in the young",
            "Treatment of heart failure in the elderly with statins",
        );
        assert_eq!(found.found, TitleMatch::Different);
    }
}
