//! The concepts of a query for one library: the words that are searched for because of each, what the reader is told of
//! it, and the text with its abbreviations written out.

use super::analysis::{is_stop_word, stem_analyzer, tokenize, word_analyzer};
use super::expansion_term::ExpansionTerm;
use super::holdings::Holdings;
use super::ranking::RANKING;
use domain::library::{Expansion, OtherSense, SenseChoice};
use domain::thesaurus::{Alternative, Concept, Confidence, Kind, Meaning, Part, Sense, Source, Thesaurus};
use tantivy::tokenizer::TextAnalyzer;

/// Synonyms tried for one concept, and narrower concepts.
const MAX_ALTERNATIVES: usize = 8;
const MAX_NARROWER: usize = 4;
/// Other senses of an abbreviation that are offered.
const MAX_SENSES: usize = 6;
/// A name of at least so many words that say something is found with other words between them: texts write `heart
/// failure and a preserved ejection fraction`.
const LONG_NAME: usize = 3;
/// So many other words may stand in a long name.
const SLACK: u32 = 2;

/// Reads the concepts of one text.
pub(crate) struct ConceptReader<'a> {
    text: &'a str,
    holdings: &'a dyn Holdings,
    stems: TextAnalyzer,
    words: TextAnalyzer,
    expansions: Vec<Expansion>,
    written_out: Option<String>,
}

impl<'a> ConceptReader<'a> {
    pub(crate) fn new(text: &'a str, holdings: &'a dyn Holdings) -> Self {
        let (stems, words) = (stem_analyzer(), word_analyzer());
        Self { text, holdings, stems, words, expansions: Vec::new(), written_out: None }
    }

    /// The concepts of the text. Of senses between which nothing decides, the one that most items name.
    pub(crate) fn recognise<'t>(&self, thesaurus: &'t Thesaurus, parts: &[Part<'_>]) -> Vec<Concept<'t>> {
        let choose = |senses: &[Sense<'_>]| {
            let held = senses.iter().map(|sense| {
                let held = sense
                    .words
                    .iter()
                    .map(|word| self.holdings.together(&tokenize(&mut stem_analyzer(), word)));
                held.max().unwrap_or_default()
            });
            let most = held.enumerate().max_by_key(|(place, held)| (*held, usize::MAX - place));
            most.filter(|(_, held)| *held > 0).map(|(place, _)| place)
        };
        thesaurus.recognise_choosing(parts, &choose)
    }

    /// The synonyms of a concept that the library may hold, each sequence of stems once. Notes what the reader is told
    /// of it.
    pub(crate) fn read(&mut self, concept: &Concept<'_>, typed: String, is_off: bool) -> Vec<ExpansionTerm> {
        let mut same: Vec<&Alternative<'_>> = concept.alternatives.iter().collect();
        same.sort_by_key(|it| (it.source == Source::Mesh, readers_order(it.kind)));
        let same = self.held(same, MAX_ALTERNATIVES);
        let parts: Vec<&Alternative<'_>> =
            concept.narrower.iter().filter_map(|it| it.alternatives.first()).collect();
        let parts = self.held(parts, MAX_NARROWER);
        let shown = |list: &[(&Alternative<'_>, ExpansionTerm)]| -> Vec<String> {
            list.iter().map(|(it, _)| it.text.to_string()).collect()
        };
        let (name, other_senses) = self.told(concept, &typed);
        self.expansions.push(Expansion {
            key: concept.key(),
            typed,
            name,
            words: shown(&same),
            narrower: shown(&parts),
            is_off,
            choice: choice_of(concept),
            other_senses,
        });
        let certainty = match concept.certainty {
            Confidence::Chosen | Confidence::Guess => RANKING.guess,
            Confidence::Context | Confidence::Sole => 1.0,
        };
        let mut alternatives: Vec<ExpansionTerm> = Vec::new();
        let same = same.into_iter().map(|it| (it, RANKING.synonym, false));
        let parts = parts.into_iter().map(|it| (it, RANKING.narrower, true));
        for ((alternative, term), share, is_narrower) in same.chain(parts) {
            if alternatives.iter().all(|known| known.stems != term.stems) {
                let source = if alternative.source == Source::Mesh { RANKING.mesh } else { 1.0 };
                alternatives.push(ExpansionTerm { share: share * certainty * source, is_narrower, ..term });
            }
        }
        alternatives
    }

    /// The words that name concepts, the concepts of which there is something to tell, and the text with its
    /// abbreviations written out.
    pub(crate) fn finish(self) -> (Vec<String>, Vec<Expansion>, Option<String>) {
        let named =
            self.expansions.iter().filter(|it| !it.name.is_empty()).map(|it| it.typed.clone()).collect();
        let is_told =
            |it: &Expansion| !(it.words.is_empty() && it.narrower.is_empty() && it.other_senses.is_empty());
        (named, self.expansions.into_iter().filter(is_told).collect(), self.written_out)
    }

    /// The first words of the list of which the library may hold all stems.
    fn held<'w, 't>(
        &mut self,
        words: Vec<&'w Alternative<'t>>,
        most: usize,
    ) -> Vec<(&'w Alternative<'t>, ExpansionTerm)> {
        let mut held = Vec::with_capacity(most);
        for word in words {
            let term = self.term_of(word);
            if !term.stems.is_empty() && self.holdings.at_most(&term.stems) > 0 {
                held.push((word, term));
            }
            if held.len() == most {
                break;
            }
        }
        held
    }

    /// A synonym as it is looked for: a long name by the words that say something.
    fn term_of(&mut self, word: &Alternative<'_>) -> ExpansionTerm {
        let stems = tokenize(&mut self.stems, &word.text);
        let surfaces = tokenize(&mut self.words, &word.text);
        let says: Vec<String> = stems
            .iter()
            .zip(&surfaces)
            .filter(|(_, surface)| !is_stop_word(surface))
            .map(|(stem, _)| stem.clone())
            .collect();
        if word.kind == Kind::Preferred && says.len() >= LONG_NAME {
            // A name holds few words that only join.
            let slack = SLACK + u32::try_from(stems.len() - says.len()).unwrap_or_default();
            return ExpansionTerm { stems: says, slack, share: 1.0, is_narrower: false };
        }
        ExpansionTerm { stems, slack: 0, share: 1.0, is_narrower: false }
    }

    /// The name of a concept, and the other senses of the abbreviation that names it, each with the search for it.
    fn told(&mut self, concept: &Concept<'_>, typed: &str) -> (String, Vec<OtherSense>) {
        let Meaning::Group { name, typed: kind, .. } = &concept.meaning else {
            return (String::new(), Vec::new());
        };
        if matches!(kind, Kind::Abbreviation | Kind::Brand) {
            let before = self.written_out.as_deref().unwrap_or(self.text);
            self.written_out = replaced(before, typed, name).or_else(|| self.written_out.take());
        }
        let senses = concept.other_senses.iter().take(MAX_SENSES).filter_map(|sense| {
            Some(OtherSense { name: sense.name.to_owned(), text: replaced(self.text, typed, sense.name)? })
        });
        ((*name).to_owned(), senses.collect())
    }
}

fn choice_of(concept: &Concept<'_>) -> Option<SenseChoice> {
    let is_ambiguous = !concept.other_senses.is_empty();
    match concept.certainty {
        Confidence::Chosen => Some(SenseChoice::Library),
        Confidence::Guess => Some(SenseChoice::Usual),
        Confidence::Context => is_ambiguous.then_some(SenseChoice::Context),
        Confidence::Sole => None,
    }
}

/// The order in which readers use words: names and trade names before what only indexers write.
fn readers_order(kind: Kind) -> u8 {
    match kind {
        Kind::Preferred => 0,
        Kind::Brand => 1,
        Kind::Synonym => 2,
        Kind::Abbreviation => 3,
        Kind::Spelling => 4,
    }
}

/// The text with the first of these words replaced, where they stand by themselves.
fn replaced(text: &str, typed: &str, name: &str) -> Option<String> {
    let at = text.match_indices(typed).map(|(at, _)| at).find(|at| {
        let is_bound = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
        let (before, rest) = (text.get(..*at), text.get(at + typed.len()..));
        is_bound(before.and_then(|before| before.chars().next_back()))
            && is_bound(rest.and_then(|rest| rest.chars().next()))
    })?;
    let (before, rest) = (text.get(..at)?, text.get(at + typed.len()..)?);
    Some(format!("{before}{name}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn only_a_whole_word_is_replaced() {
        assert_eq!(replaced("MSSA in MS", "MS", "x").as_deref(), Some("MSSA in x"));
        assert_eq!(replaced("Übelkeit", "keit", "x"), None);
    }
}
