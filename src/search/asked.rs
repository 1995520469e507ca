//! Understanding a search's text: words, "phrases" and identifiers. Any text is understood as something.

use super::schema::{normal_identifier, stem_analyzer, word_analyzer};
use tantivy::tokenizer::TextAnalyzer;

/// So much of a text is read, in bytes.
const LONGEST_TEXT: usize = 2_000;
/// So many different words are looked for; the rest of a longer text is passed over.
const MOST_WORDS: usize = 40;
/// So many phrases are demanded.
const MOST_PHRASES: usize = 4;

/// Words that carry no subject: articles, pronouns, what questions are asked with, labels of identifiers.
const STOP_WORDS: &str = " a about am an and any are as at be been being but by can could did do does doi for \
    from get give given had has have he her his how i if in into is it its may me might must my no not of on \
    or our pmid shall she should such than that the their them then there these they this those to us was we \
    were what when where whether which who whom whose why will with would you your ";

/// What a text asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// In the order of the text, each once.
    pub words: Vec<Word>,
    /// Stems of each quoted phrase; none is empty.
    pub phrases: Vec<Vec<String>>,
    /// Whether there was any text at all.
    has_text: bool,
}

/// One word of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As typed, lower-case.
    pub surface: String,
    /// What the index holds of it; empty for an identifier that is no word.
    pub stem: String,
    /// Set where it looks like a PMID, a DOI or a trial's number.
    pub identifier: Option<String>,
}

impl Asked {
    pub fn of(text: &str) -> Self {
        let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
        let mut reader = Reader { stems: stem_analyzer(), words: word_analyzer(), found: Vec::new() };
        let mut phrases = Vec::new();
        for (position, part) in text.split(['"', '“', '”']).enumerate() {
            reader.read(part);
            let is_quoted = position % 2 == 1;
            if is_quoted && phrases.len() < MOST_PHRASES {
                phrases.extend(Some(reader.stems_of(part)).filter(|stems| !stems.is_empty()));
            }
        }
        Self { words: without_stop_words(reader.found), phrases, has_text: !text.trim().is_empty() }
    }

    /// Only words of this text's stems, for finding what resembles it.
    pub fn of_words(words: Vec<Word>) -> Self {
        Self { words, phrases: Vec::new(), has_text: true }
    }

    /// Whether nothing narrows the search: every item is asked for.
    pub fn is_everything(&self) -> bool {
        !self.has_text
    }

    /// Whether asking for less could find more.
    pub fn can_be_relaxed(&self) -> bool {
        self.words.len() > 1 || !self.phrases.is_empty()
    }
}

struct Reader {
    stems: TextAnalyzer,
    words: TextAnalyzer,
    found: Vec<Word>,
}

impl Reader {
    fn read(&mut self, part: &str) {
        for token in part.split_whitespace() {
            match identifier(token) {
                Some(identifier) if identifier.chars().all(char::is_alphanumeric) => {
                    self.add(identifier.clone(), identifier.clone(), Some(identifier));
                }
                Some(identifier) => self.add(identifier.clone(), String::new(), Some(identifier)),
                None => self.read_words(token),
            }
        }
    }

    fn read_words(&mut self, token: &str) {
        let surfaces = all_tokens(&mut self.words, token);
        let stems = all_tokens(&mut self.stems, token);
        for (surface, stem) in surfaces.into_iter().zip(stems) {
            self.add(surface, stem, None);
        }
    }

    fn add(&mut self, surface: String, stem: String, identifier: Option<String>) {
        // A word named twice is meant once: counting it twice was measured to rank worse.
        let is_known = self.found.iter().any(|word| word.stem == stem && word.identifier == identifier);
        if !is_known && self.found.len() < 2 * MOST_WORDS {
            self.found.push(Word { surface, stem, identifier });
        }
    }

    fn stems_of(&mut self, phrase: &str) -> Vec<String> {
        let mut stems = all_tokens(&mut self.stems, phrase);
        stems.truncate(MOST_WORDS);
        stems
    }
}

/// All tokens of a text.
pub(super) fn all_tokens(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    analyzer.token_stream(text).process(&mut |token| tokens.push(token.text.clone()));
    tokens
}

/// Whether a word carries no subject.
pub(super) fn is_stop_word(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase()) && STOP_WORDS.contains(&format!(" {word} "))
}

/// Leaves stop words out, unless the text has nothing else.
fn without_stop_words(words: Vec<Word>) -> Vec<Word> {
    let (stop_words, mut subjects): (Vec<Word>, Vec<Word>) =
        words.into_iter().partition(|word| is_stop_word(&word.surface));
    subjects.truncate(MOST_WORDS);
    if subjects.is_empty() { stop_words } else { subjects }
}

/// The identifier that a token is: a DOI, a PMID, a PMCID or a trial's number, with or without its label.
fn identifier(token: &str) -> Option<String> {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    let token = normal_identifier(token);
    let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi.org/", "doi:", "pmid:"]
        .into_iter()
        .find_map(|label| token.strip_prefix(label))
        .unwrap_or(&token);
    let is_doi = bare.starts_with("10.") && bare.contains('/') && bare.len() > 7;
    let is_number = |digits: &str, least: usize| {
        digits.len() >= least && digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_labelled = |label: &str| bare.strip_prefix(label).is_some_and(|digits| is_number(digits, 5));
    let is_identifier = is_doi
        || is_number(bare, 5)
        || (token.starts_with("pmid:") && is_number(bare, 1))
        || ["nct", "pmc", "isrctn"].into_iter().any(is_labelled);
    is_identifier.then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(text: &str) -> Vec<String> {
        Asked::of(text).words.into_iter().map(|word| word.surface).collect()
    }

    #[test]
    fn a_question_is_reduced_to_its_subject() {
        assert_eq!(surfaces("What is the dose of Apixaban in dialysis?"), ["dose", "apixaban", "dialysis"]);
    }

    #[test]
    fn stop_words_are_looked_for_where_there_is_nothing_else() {
        assert_eq!(surfaces("who is it"), ["who", "is", "it"]);
    }

    #[test]
    fn a_word_named_twice_is_one_word() {
        assert_eq!(surfaces("statin and Statins"), ["statin"]);
    }

    #[test]
    fn identifiers_are_recognised_with_and_without_their_labels() {
        for (text, expected) in [
            ("https://doi.org/10.1056/NEJMoa1911303", "10.1056/nejmoa1911303"),
            ("doi:10.1056/NEJMoa1911303.", "10.1056/nejmoa1911303"),
            ("PMID:31535829", "31535829"),
            ("31535829", "31535829"),
            ("(NCT03036124)", "nct03036124"),
            ("PMC1234567", "pmc1234567"),
        ] {
            let asked = Asked::of(text);
            assert_eq!(asked.words.len(), 1, "{text}");
            assert_eq!(asked.words[0].identifier.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(Asked::of("2019").words[0].identifier, None);
    }

    #[test]
    fn quotes_make_a_phrase_and_an_open_quote_does_too() {
        assert_eq!(Asked::of("\"heart failure\" dose").phrases, [["heart", "failur"]]);
        assert_eq!(Asked::of("dose \"heart failure").phrases, [["heart", "failur"]]);
        assert!(Asked::of("\"\" \"??\"").phrases.is_empty());
    }

    #[test]
    fn a_text_of_any_length_becomes_a_bounded_search() {
        let long: String = (0..20_000).map(|number| format!("word{number} ")).collect();
        assert!(Asked::of(&long).words.len() <= MOST_WORDS);
    }
}
