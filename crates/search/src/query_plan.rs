//! Turns the text of a search into a plan for the index: the words that score, required phrases and structure,
//! synonyms, and what was not understood.
//!
//! [`super::grammar`] says how a text is written; [`Thesaurus::recognise`] says what its words mean. Here both become
//! stems. Every text yields a plan.

use super::analysis::{find_identifier, is_stop_word, stem_analyzer, tokenize, word_analyzer};
use super::circumstance::is_circumstance;
use super::document_set::DocumentSet;
use super::expansion_term::ExpansionTerm;
use super::grammar::{self, Expression, Field, Leaf, Node, Pattern, Word};
use super::holdings::Holdings;
use super::identifier_list::IdentifierList;
use super::joining_words::{find_joining, joins_in_german};
use super::query_concepts::ConceptReader;
use super::ranking::{RANKING, RankingParameters};
use super::word_pattern::Expansion as WordExpansion;
use domain::library::{Expansion, StrategyLine};
use domain::query::{ProblemCode, QueryProblem};
use domain::thesaurus::{Part, Thesaurus};
use std::ops::Range;
use std::sync::Arc;
use tantivy::tokenizer::TextAnalyzer;

/// Distinct words that score; the rest of a longer text is ignored.
pub(crate) const MAX_WORDS: usize = 40;
/// Words that are read, repetitions included.
const MOST_FOUND: usize = 4 * MAX_WORDS;
/// Words that rank for one that stands for several.
const MOST_EXPANDED: usize = 4;
/// Phrases of a question that are required.
const MAX_PHRASES: usize = 4;

/// What a text asks for, in terms of the index.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct QueryPlan {
    /// The words that score, in the order of the text, each once.
    pub(crate) words: Vec<QueryWord>,
    /// Stems of each phrase of a question; none is empty.
    pub(crate) phrases: Vec<Vec<String>>,
    /// The boolean structure that has to match, where the text is written in a query language.
    pub(crate) structure: Option<Node>,
    /// The identifiers of a text that names nothing else.
    pub(crate) list: Option<IdentifierList>,
    /// What a strategy finds.
    pub(crate) found: Option<Arc<DocumentSet>>,
    /// The lines of a strategy.
    pub(crate) lines: Vec<StrategyLine>,
    /// The recognised concepts, for the reader to see and to switch off.
    pub(crate) expansions: Vec<Expansion>,
    /// The words, as typed, that name a concept of the thesaurus.
    pub(crate) named: Vec<String>,
    /// The text with its abbreviations and trade names written out, where it has any.
    pub(crate) written_out: Option<String>,
    pub(crate) problems: Vec<QueryProblem>,
    /// The canonical form of a text in a query language.
    pub(crate) read_as: Option<String>,
    /// Whether there was any text at all.
    has_text: bool,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryWord {
    /// As typed, lower-case.
    pub(crate) surface: String,
    /// Its form in the index; empty for an identifier that is no word.
    pub(crate) stem: String,
    /// Set where it looks like a PMID, a DOI or a trial number.
    pub(crate) identifier: Option<String>,
    /// What an item may hold instead: synonyms of the concept that this word names or helps to name.
    pub(crate) alternatives: Vec<ExpansionTerm>,
    /// Words with the same number name one concept of several words.
    pub(crate) concept: Option<usize>,
}

impl QueryWord {
    /// A word without an identifier or synonyms.
    pub(crate) fn new(surface: String, stem: String) -> Self {
        Self { surface, stem, identifier: None, alternatives: Vec::new(), concept: None }
    }

    /// An identifier, which texts may hold as a word where it is one.
    fn identifier(identifier: &str) -> Self {
        let is_word = identifier.chars().all(char::is_alphanumeric);
        let stem = if is_word { identifier.to_owned() } else { String::new() };
        Self { identifier: Some(identifier.to_owned()), ..Self::new(identifier.to_owned(), stem) }
    }

    /// Whether it says of whom, where and how a question asks, rather than what it asks about.
    pub(crate) fn is_circumstance(&self) -> bool {
        self.concept.is_none() && self.identifier.is_none() && is_circumstance(&self.stem)
    }
}

impl QueryPlan {
    /// The plan for a text in a library that may hold anything.
    #[cfg(test)]
    pub(crate) fn new(text: &str, thesaurus: &Thesaurus, off: &[String]) -> Self {
        Self::in_library(text, thesaurus, off, &super::holdings::AnyHoldings)
    }

    /// The plan for a text in a library that holds this much: synonyms that no item has are left out, and an
    /// abbreviation whose usual sense no item is about means what most items are about. Concepts whose keys are in
    /// `off` are not expanded.
    pub(crate) fn in_library(
        text: &str,
        thesaurus: &Thesaurus,
        off: &[String],
        holdings: &dyn Holdings,
    ) -> Self {
        let parsed = grammar::parse(text);
        let mut builder = PlanBuilder::new();
        for leaf in parsed.wanted() {
            builder.add_leaf(leaf);
        }
        let is_question = matches!(parsed.expression, Expression::Question(_));
        let (named, expansions, written_out) = builder.expand(text, thesaurus, off, holdings);
        if is_question {
            builder.drop_joining_words();
        }
        let phrases = if is_question { std::mem::take(&mut builder.phrases) } else { Vec::new() };
        let read_as = (!is_question && parsed.expression != Expression::Everything)
            .then(|| parsed.expression.to_string());
        Self {
            words: builder.without_stop_words(),
            phrases,
            structure: match parsed.expression {
                Expression::Structured(node) => Some(node),
                _ => None,
            },
            list: None,
            found: None,
            lines: Vec::new(),
            expansions,
            named,
            written_out,
            problems: parsed.problems,
            read_as,
            has_text: !text.trim().is_empty(),
        }
    }

    /// The plan for leaves of a strategy, which are combined elsewhere.
    pub(crate) fn of_leaves(
        text: &str,
        leaves: &[&Leaf],
        thesaurus: &Thesaurus,
        off: &[String],
        holdings: &dyn Holdings,
    ) -> Self {
        let mut builder = PlanBuilder::new();
        for leaf in leaves {
            if builder.is_full() {
                break;
            }
            builder.add_leaf(leaf);
        }
        let (named, expansions, _) = builder.expand(text, thesaurus, off, holdings);
        Self { words: builder.without_stop_words(), expansions, named, has_text: true, ..Self::default() }
    }

    /// Adds the most frequent words that a word with signs for letters stands for.
    pub(crate) fn add_expanded(&mut self, word: &Word, expansion: &WordExpansion) {
        if expansion.is_cut {
            self.problems.push(QueryProblem { code: ProblemCode::TooManyWords, span: word.span });
        }
        let mut stems = stem_analyzer();
        for surface in expansion.words.iter().take(MOST_EXPANDED) {
            let Some(stem) = tokenize(&mut stems, surface).into_iter().next() else { continue };
            if self.words.len() < MAX_WORDS && self.words.iter().all(|known| known.stem != stem) {
                self.words.push(QueryWord::new(surface.clone(), stem));
            }
        }
    }

    /// Whether the text is written in a query language, or is a list of identifiers: it finds what it says exactly.
    pub(crate) fn is_structured(&self) -> bool {
        self.structure.is_some() || self.found.is_some() || self.exact_list().is_some()
    }

    /// Weighs the synonyms as another ranking than the one in use does.
    pub(crate) fn weigh_synonyms(&mut self, ranking: &RankingParameters) {
        for word in &mut self.words {
            for it in &mut word.alternatives {
                it.share *= match it.is_narrower {
                    true => ranking.narrower / RANKING.narrower,
                    false => ranking.synonym / RANKING.synonym,
                };
            }
            word.alternatives.retain(|it| it.share > 0.0);
        }
    }

    /// A plan for a list of identifiers. A single one is also a word, by which items that mention it are found.
    pub(crate) fn of_list(list: IdentifierList) -> Self {
        let words = match list.works.as_slice() {
            [work] if !list.is_exact => work.identifiers.iter().map(|it| QueryWord::identifier(it)).collect(),
            _ => Vec::new(),
        };
        let rest = list.rest.map(|span| QueryProblem { code: ProblemCode::TooManyIdentifiers, span });
        let problems = rest.into_iter().collect();
        Self { words, problems, list: Some(list), has_text: true, ..Self::default() }
    }

    /// The list of a text that finds exactly what it names.
    pub(crate) fn exact_list(&self) -> Option<&IdentifierList> {
        self.list.as_ref().filter(|list| list.is_exact)
    }

    /// A plan of these words alone, for finding similar items.
    pub(crate) fn from_words(words: Vec<QueryWord>) -> Self {
        Self { words, has_text: true, ..Self::default() }
    }

    /// Whether nothing narrows the search, so that every item matches.
    pub(crate) fn is_everything(&self) -> bool {
        !self.has_text
    }

    /// Whether a looser search could find more.
    pub(crate) fn can_be_relaxed(&self) -> bool {
        self.words.len() > 1 || !self.phrases.is_empty() || self.is_structured()
    }

    /// The same words, wherever they stand.
    pub(crate) fn without_phrases(&self) -> Self {
        Self { phrases: Vec::new(), ..self.clone() }
    }

    /// The synonyms of the word with this stem.
    pub(crate) fn alternatives_of(&self, stem: &str) -> &[ExpansionTerm] {
        self.words.iter().find(|word| word.stem == stem).map_or(&[], |word| &word.alternatives)
    }
}

/// Builds a plan from the leaves of a text.
struct PlanBuilder {
    stems: TextAnalyzer,
    words: TextAnalyzer,
    found: Vec<QueryWord>,
    phrases: Vec<Vec<String>>,
    /// The text as the thesaurus reads it, each part with the words that came of it.
    parts: Vec<(QueryPart, Range<usize>)>,
    /// The words of concepts that are named by several.
    held: Vec<Range<usize>>,
}

/// An owned [`Part`].
enum QueryPart {
    Word(String),
    Fixed(String),
    Break,
}

impl PlanBuilder {
    fn new() -> Self {
        let (stems, words) = (stem_analyzer(), word_analyzer());
        Self { stems, words, found: Vec::new(), phrases: Vec::new(), parts: Vec::new(), held: Vec::new() }
    }

    fn add_leaf(&mut self, leaf: &Leaf) {
        match &leaf.pattern {
            Pattern::Words(words) => {
                // Words with an explicit field are searched as written, as PubMed does.
                let is_free = leaf.field == Field::Anywhere;
                for word in words {
                    if word.has_wildcard() {
                        self.parts.push((QueryPart::Break, 0..0));
                        continue;
                    }
                    let range = self.add_text(&word.text);
                    let is_fixed = !is_free || word.is_truncated;
                    let text = word.text.clone();
                    self.parts
                        .push((if is_fixed { QueryPart::Fixed(text) } else { QueryPart::Word(text) }, range));
                }
            }
            Pattern::Phrase(words) | Pattern::Near { words, .. } => {
                let words = words.iter().filter(|word| !word.has_wildcard());
                let text = words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
                let range = self.add_text(&text);
                let stems = tokenize(&mut self.stems, &text);
                if matches!(leaf.pattern, Pattern::Phrase(_)) && self.phrases.len() < MAX_PHRASES {
                    self.phrases.extend(Some(stems).filter(|stems| !stems.is_empty()));
                }
                self.parts.push((QueryPart::Fixed(text), range));
            }
            Pattern::Heading(heading) => {
                let range = self.add_text(&heading.name.text);
                self.parts.push((QueryPart::Fixed(heading.name.text.clone()), range));
            }
            // Values and dates are not about the subject: they rank nothing.
            Pattern::Value(_) | Pattern::Dates(_) | Pattern::Line(_) => {}
        }
        if !matches!(leaf.pattern, Pattern::Words(_)) {
            self.parts.push((QueryPart::Break, 0..0));
        }
    }

    /// Adds the words of a text and returns their range in `found`.
    fn add_text(&mut self, text: &str) -> Range<usize> {
        let first = self.found.len();
        for token in text.split_whitespace() {
            match find_identifier(token) {
                Some(id) => self.push(QueryWord::identifier(&id)),
                None => {
                    let surfaces = tokenize(&mut self.words, token);
                    let stems = tokenize(&mut self.stems, token);
                    for (surface, stem) in surfaces.into_iter().zip(stems) {
                        self.push(QueryWord::new(surface, stem));
                    }
                }
            }
        }
        first..self.found.len()
    }

    /// Whether it takes no more words.
    fn is_full(&self) -> bool {
        self.found.len() >= MOST_FOUND
    }

    fn push(&mut self, word: QueryWord) {
        if !self.is_full() {
            self.found.push(word);
        }
    }

    /// Adds synonyms to the words of each concept. Returns the words that name them, the concepts, and the text
    /// with its abbreviations written out.
    fn expand(
        &mut self,
        text: &str,
        thesaurus: &Thesaurus,
        off: &[String],
        holdings: &dyn Holdings,
    ) -> (Vec<String>, Vec<Expansion>, Option<String>) {
        let parts: Vec<Part<'_>> = self
            .parts
            .iter()
            .map(|(typed, _)| match typed {
                QueryPart::Word(text) => Part::Word(text),
                QueryPart::Fixed(text) => Part::Fixed(text),
                QueryPart::Break => Part::Break,
            })
            .collect();
        let mut reader = ConceptReader::new(text, holdings);
        for (number, concept) in reader.recognise(thesaurus, &parts).into_iter().enumerate() {
            let spanned = self.parts.get(concept.span.clone()).unwrap_or_default();
            let typed = spanned.iter().filter_map(|(typed, _)| match typed {
                QueryPart::Word(text) | QueryPart::Fixed(text) => Some(text.as_str()),
                QueryPart::Break => None,
            });
            let typed = typed.collect::<Vec<_>>().join(" ");
            // `Darf ich …` speaks of nobody's haemorrhage (`ICH`).
            if self.parts.len() > 1 && joins_in_german(&typed) {
                continue;
            }
            let range = spanned.iter().map(|(_, range)| range.clone()).reduce(|a, b| a.start..b.end);
            let range = range.unwrap_or(0..0);
            let is_off = off.contains(&concept.key());
            let alternatives = reader.read(&concept, typed, is_off);
            let named = self.found.get_mut(range.clone()).unwrap_or_default();
            let is_compound = named.len() > 1;
            for word in named {
                word.concept = is_compound.then_some(number).or(word.concept);
                if !is_off && !is_stop_word(&word.surface) {
                    word.alternatives.clone_from(&alternatives);
                }
            }
            self.held.push(range);
        }
        reader.finish()
    }

    /// Drops the words of a question that only join its subjects, unless there is nothing else.
    fn drop_joining_words(&mut self) {
        let surfaces: Vec<&str> = self.found.iter().map(|word| word.surface.as_str()).collect();
        let is_held = |place: usize| self.held.iter().any(|range| range.len() > 1 && range.contains(&place));
        let joining = find_joining(&surfaces, is_held);
        let quoted: Vec<String> = self.phrases.concat();
        let is_subject = |(word, joins): &(&QueryWord, &bool)| {
            !**joins || word.identifier.is_some() || quoted.contains(&word.stem)
        };
        let subjects: Vec<QueryWord> =
            self.found.iter().zip(&joining).filter(is_subject).map(|(word, _)| word.clone()).collect();
        if subjects.iter().any(|word| !is_stop_word(&word.surface)) {
            self.found = subjects;
            self.held.clear();
        }
    }

    /// Each word once; stop words are dropped, unless there is nothing else.
    fn without_stop_words(self) -> Vec<QueryWord> {
        let mut once: Vec<QueryWord> = Vec::with_capacity(self.found.len());
        for word in self.found {
            // A repeated word counts once: counting it twice was measured to rank worse.
            match once.iter_mut().find(|known| known.stem == word.stem && known.identifier == word.identifier)
            {
                Some(known) if known.alternatives.is_empty() => known.alternatives = word.alternatives,
                Some(_) => {}
                None => once.push(word),
            }
        }
        let (stop_words, mut subjects): (Vec<QueryWord>, Vec<QueryWord>) =
            once.into_iter().partition(|word| is_stop_word(&word.surface));
        subjects.truncate(MAX_WORDS);
        if subjects.is_empty() { stop_words.into_iter().take(MAX_WORDS).collect() } else { subjects }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> QueryPlan {
        QueryPlan::new(text, &Thesaurus::default(), &[])
    }

    fn surfaces(text: &str) -> Vec<String> {
        plan(text).words.into_iter().map(|word| word.surface).collect()
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
    fn words_that_only_join_are_looked_for_where_there_is_nothing_else() {
        assert_eq!(surfaces("does dapagliflozin help in asthma"), ["dapagliflozin", "asthma"]);
        assert_eq!(surfaces("patients with \"patients with asthma\""), ["patients", "asthma"]);
        assert_eq!(surfaces("reduce"), ["reduce"]);
        assert_eq!(surfaces("reduce AND asthma"), ["reduce", "asthma"]);
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
            let plan = plan(text);
            assert_eq!(plan.words.len(), 1, "{text}");
            assert_eq!(plan.words[0].identifier.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(plan("2019").words[0].identifier, None);
    }

    #[test]
    fn quotes_make_a_phrase() {
        assert_eq!(plan("\"heart failure\" dose").phrases, [["heart", "failur"]]);
        assert!(plan("\"\" \"??\"").phrases.is_empty());
    }

    #[test]
    fn a_text_of_any_length_becomes_a_bounded_search() {
        let long: String = (0..20_000).map(|number| format!("word{number} ")).collect();
        assert!(plan(&long).words.len() <= MAX_WORDS);
    }
}
