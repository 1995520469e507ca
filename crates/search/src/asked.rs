//! Understanding a search's text for the index: the words that score, the phrases and the structure that are
//! demanded, other words for the concepts that it names, and what of it was not understood.
//!
//! [`super::grammar`] says how a text is written; [`Thesaurus::recognise`] says what its words mean. Here both become
//! stems. Any text is understood as something.

use super::grammar::{self, Leaf, Meaning, Node, Pattern};
use super::ranking::RANKING;
use super::schema::{normal_identifier, stem_analyzer, word_analyzer};
use domain::library::Expansion;
use domain::query::QueryProblem;
use domain::thesaurus::{Alternative, Concept, Confidence, Part, Source, Thesaurus};
use std::ops::Range;
use tantivy::tokenizer::TextAnalyzer;

/// So many different words score; the rest of a longer text is passed over.
pub(super) const MOST_WORDS: usize = 40;
/// So many phrases of a question are demanded.
const MOST_PHRASES: usize = 4;
/// So many other words are looked for beside those of one concept, and so many parts of it.
const MOST_OTHERS: usize = 6;
const MOST_NARROWER: usize = 4;

/// Words that carry no subject: articles, pronouns, what questions are asked with, labels of identifiers.
const STOP_WORDS: &str = " a about am an and any are as at be been being but by can could did do does doi for \
    from get give given had has have he her his how i if in into is it its may me might must my no not of on \
    or our pmid shall she should such than that the their them then there these they this those to us was we \
    were what when where whether which who whom whose why will with would you your ";

/// What a text asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Asked {
    /// What scores, in the order of the text, each once.
    pub words: Vec<Word>,
    /// Stems of each phrase of a question; none is empty.
    pub phrases: Vec<Vec<String>>,
    /// What has to match by the rules of logic, of a text in a query language.
    pub structure: Option<Node>,
    /// The concepts that were recognised, for the reader to see and to switch off.
    pub expansions: Vec<Expansion>,
    pub problems: Vec<QueryProblem>,
    /// How a text in a query language was read.
    pub read_as: Option<String>,
    /// Whether there was any text at all.
    has_text: bool,
}

/// One word of a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// As typed, lower-case.
    pub surface: String,
    /// What the index holds of it; empty for an identifier that is no word.
    pub stem: String,
    /// Set where it looks like a PMID, a DOI or a trial's number.
    pub identifier: Option<String>,
    /// What an item may hold instead: other words for the concept that this one names or helps to name.
    pub others: Vec<Other>,
}

/// Other words for a concept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Other {
    /// One after the other; at least one.
    pub stems: Vec<String>,
    /// What they score as a share of what they would score if they had been typed.
    pub share: f32,
}

impl Word {
    /// A word that stands for itself alone.
    pub fn plain(surface: String, stem: String) -> Self {
        Self { surface, stem, identifier: None, others: Vec::new() }
    }
}

impl Asked {
    /// What a text asks for, by these words, of which the concepts in `off` are not expanded.
    pub fn of(text: &str, thesaurus: &Thesaurus, off: &[String]) -> Self {
        let reading = grammar::read(text);
        let mut reader = Reader::new();
        for leaf in reading.wanted() {
            reader.read(leaf);
        }
        let expansions = reader.expand(thesaurus, off);
        let is_question = matches!(reading.meaning, Meaning::Question(_));
        let phrases = if is_question { std::mem::take(&mut reader.phrases) } else { Vec::new() };
        let read_as =
            (!is_question && reading.meaning != Meaning::Everything).then(|| reading.meaning.to_string());
        Self {
            words: reader.without_stop_words(),
            phrases,
            structure: match reading.meaning {
                Meaning::Structured(node) => Some(node),
                _ => None,
            },
            expansions,
            problems: reading.problems,
            read_as,
            has_text: !text.trim().is_empty(),
        }
    }

    /// Only words of this text's stems, for finding what resembles it.
    pub fn of_words(words: Vec<Word>) -> Self {
        Self { words, has_text: true, ..Self::default() }
    }

    /// Whether nothing narrows the search: every item is asked for.
    pub fn is_everything(&self) -> bool {
        !self.has_text
    }

    /// Whether asking for less could find more.
    pub fn can_be_relaxed(&self) -> bool {
        self.words.len() > 1 || !self.phrases.is_empty() || self.structure.is_some()
    }

    /// Whether a demanded word has other words beside it, by its stem.
    pub fn others_of(&self, stem: &str) -> &[Other] {
        self.words.iter().find(|word| word.stem == stem).map_or(&[], |word| &word.others)
    }
}

/// Reads the leaves of a text.
struct Reader {
    stems: TextAnalyzer,
    words: TextAnalyzer,
    found: Vec<Word>,
    phrases: Vec<Vec<String>>,
    /// The text's parts as the thesaurus takes them, each with the words that it became.
    parts: Vec<(Typed, Range<usize>)>,
}

/// A part of the text, owned.
enum Typed {
    Word(String),
    Fixed(String),
    Break,
}

impl Reader {
    fn new() -> Self {
        let (stems, words) = (stem_analyzer(), word_analyzer());
        Self { stems, words, found: Vec::new(), phrases: Vec::new(), parts: Vec::new() }
    }

    fn read(&mut self, leaf: &Leaf) {
        match &leaf.pattern {
            Pattern::Words(words) => {
                // A field that was named is searched as written, as PubMed does.
                let is_free = leaf.field == grammar::Field::Anywhere;
                for word in words {
                    let range = self.add(&word.text);
                    let is_fixed = !is_free || word.is_truncated;
                    let text = word.text.clone();
                    self.parts.push((if is_fixed { Typed::Fixed(text) } else { Typed::Word(text) }, range));
                }
            }
            Pattern::Phrase(words) | Pattern::Near { words, .. } => {
                let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
                let range = self.add(&text);
                let stems = all_tokens(&mut self.stems, &text);
                if matches!(leaf.pattern, Pattern::Phrase(_)) && self.phrases.len() < MOST_PHRASES {
                    self.phrases.extend(Some(stems).filter(|stems| !stems.is_empty()));
                }
                self.parts.push((Typed::Fixed(text), range));
            }
            Pattern::Heading(heading) => {
                let range = self.add(&heading.name.text);
                self.parts.push((Typed::Fixed(heading.name.text.clone()), range));
            }
            // What is no text about the subject ranks nothing.
            Pattern::Value(_) | Pattern::Dates(_) => {}
        }
        if !matches!(leaf.pattern, Pattern::Words(_)) {
            self.parts.push((Typed::Break, 0..0));
        }
    }

    /// Adds the words of a text; where they are among those found.
    fn add(&mut self, text: &str) -> Range<usize> {
        let first = self.found.len();
        for token in text.split_whitespace() {
            match identifier(token) {
                Some(id) if id.chars().all(char::is_alphanumeric) => {
                    self.push(id.clone(), id.clone(), Some(id))
                }
                Some(id) => self.push(id.clone(), String::new(), Some(id)),
                None => {
                    let surfaces = all_tokens(&mut self.words, token);
                    let stems = all_tokens(&mut self.stems, token);
                    for (surface, stem) in surfaces.into_iter().zip(stems) {
                        self.push(surface, stem, None);
                    }
                }
            }
        }
        first..self.found.len()
    }

    fn push(&mut self, surface: String, stem: String, identifier: Option<String>) {
        if self.found.len() < 4 * MOST_WORDS {
            self.found.push(Word { surface, stem, identifier, others: Vec::new() });
        }
    }

    /// Gives the words of each concept its other words; what was recognised.
    fn expand(&mut self, thesaurus: &Thesaurus, off: &[String]) -> Vec<Expansion> {
        let parts: Vec<Part<'_>> = self
            .parts
            .iter()
            .map(|(typed, _)| match typed {
                Typed::Word(text) => Part::Word(text),
                Typed::Fixed(text) => Part::Fixed(text),
                Typed::Break => Part::Break,
            })
            .collect();
        let mut expansions = Vec::new();
        for concept in thesaurus.recognise(&parts) {
            let spanned = self.parts.get(concept.span.clone()).unwrap_or_default();
            let typed = spanned.iter().filter_map(|(typed, _)| match typed {
                Typed::Word(text) | Typed::Fixed(text) => Some(text.as_str()),
                Typed::Break => None,
            });
            let typed = typed.collect::<Vec<_>>().join(" ");
            let key = concept.key();
            let is_off = off.contains(&key);
            if !is_off {
                let range = spanned.iter().map(|(_, range)| range.clone()).reduce(|a, b| a.start..b.end);
                let others = others_of(&concept, &mut self.stems);
                for word in self.found.get_mut(range.unwrap_or(0..0)).unwrap_or_default() {
                    if !is_stop_word(&word.surface) {
                        word.others.clone_from(&others);
                    }
                }
            }
            let words = concept.alternatives.iter().map(|it| it.text.to_string()).take(MOST_OTHERS);
            let narrower = concept.narrower.iter().filter_map(|it| it.alternatives.first());
            let narrower = narrower.map(|it| it.text.to_string()).take(MOST_NARROWER).collect();
            expansions.push(Expansion { key, typed, words: words.collect(), narrower, is_off });
        }
        expansions.retain(|it| !(it.words.is_empty() && it.narrower.is_empty()));
        expansions
    }

    /// Each word once; stop words are left out, unless the text has nothing else.
    fn without_stop_words(self) -> Vec<Word> {
        let mut once: Vec<Word> = Vec::with_capacity(self.found.len());
        for word in self.found {
            // A word named twice is meant once: counting it twice was measured to rank worse.
            match once.iter_mut().find(|known| known.stem == word.stem && known.identifier == word.identifier)
            {
                Some(known) if known.others.is_empty() => known.others = word.others,
                Some(_) => {}
                None => once.push(word),
            }
        }
        let (stop_words, mut subjects): (Vec<Word>, Vec<Word>) =
            once.into_iter().partition(|word| is_stop_word(&word.surface));
        subjects.truncate(MOST_WORDS);
        if subjects.is_empty() { stop_words.into_iter().take(MOST_WORDS).collect() } else { subjects }
    }
}

/// What is looked for beside the words of a concept, each sequence of stems once.
fn others_of(concept: &Concept<'_>, stems: &mut TextAnalyzer) -> Vec<Other> {
    let certainty = match concept.certainty {
        Confidence::Guess => RANKING.guess,
        Confidence::Context | Confidence::Sole => 1.0,
    };
    let same = concept.alternatives.iter().take(MOST_OTHERS).map(|it| (it, RANKING.synonym));
    let parts = concept.narrower.iter().filter_map(|it| it.alternatives.first());
    let parts = parts.take(MOST_NARROWER).map(|it| (it, RANKING.narrower));
    let mut others: Vec<Other> = Vec::new();
    for (alternative, share) in same.chain(parts) {
        let stems = stems_of(alternative, stems);
        if !stems.is_empty() && others.iter().all(|known| known.stems != stems) {
            let source = if alternative.source == Source::Mesh { RANKING.mesh } else { 1.0 };
            others.push(Other { stems, share: share * certainty * source });
        }
    }
    others
}

fn stems_of(alternative: &Alternative<'_>, analyzer: &mut TextAnalyzer) -> Vec<String> {
    all_tokens(analyzer, &alternative.text)
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

    fn asked(text: &str) -> Asked {
        Asked::of(text, &Thesaurus::default(), &[])
    }

    fn surfaces(text: &str) -> Vec<String> {
        asked(text).words.into_iter().map(|word| word.surface).collect()
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
            let asked = asked(text);
            assert_eq!(asked.words.len(), 1, "{text}");
            assert_eq!(asked.words[0].identifier.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(asked("2019").words[0].identifier, None);
    }

    #[test]
    fn quotes_make_a_phrase() {
        assert_eq!(asked("\"heart failure\" dose").phrases, [["heart", "failur"]]);
        assert!(asked("\"\" \"??\"").phrases.is_empty());
    }

    #[test]
    fn a_text_of_any_length_becomes_a_bounded_search() {
        let long: String = (0..20_000).map(|number| format!("word{number} ")).collect();
        assert!(asked(&long).words.len() <= MOST_WORDS);
    }
}
