//! The names of subjects, in memory: from the portal's vocabulary and its thesaurus, and which of them many people
//! searched.
//!
//! What others search is only ever suggested by name. A text that enough people have typed (see `services`) counts
//! only where it is, word for word, the name of a product, an area or a topic, or a word of an enabled thesaurus
//! group; what is shown is that subject's name, never what was typed. So nothing that anybody wrote themselves is
//! ever suggested to somebody else.

mod names;

use crate::analysis::{tokenize, word_analyzer};
use domain::slug::Slug;
use domain::thesaurus::Thesaurus;
use domain::vocabulary::{TermKind, Vocabulary};
use names::NameIndexBuilder;
pub(crate) use names::{Name, NameIndex};
use std::sync::Arc;

/// All names, ready for lookup.
#[derive(Debug, Default)]
pub struct Lexicon {
    vocabulary: Arc<Vocabulary>,
    thesaurus: Arc<Thesaurus>,
    of_vocabulary: NameIndex,
    of_thesaurus: Arc<NameIndex>,
    searched: NameIndex,
}

impl Lexicon {
    /// The names of the vocabulary and the thesaurus, and, as searched, those of them in `searches`, the most
    /// searched first. What has not changed since `before` is reused. Blocks: all of MeSH takes some tenths of a
    /// second.
    pub fn new(
        vocabulary: Arc<Vocabulary>,
        thesaurus: Arc<Thesaurus>,
        searches: &[String],
        before: &Self,
    ) -> Self {
        let of_thesaurus = if Arc::ptr_eq(&thesaurus, &before.thesaurus) {
            before.of_thesaurus.clone()
        } else {
            Arc::new(names_of_thesaurus(&thesaurus))
        };
        let of_vocabulary = names_of_vocabulary(&vocabulary);
        let mut searched = NameIndexBuilder::default();
        for words in searches {
            if let Some(name) = of_vocabulary.find(words).or_else(|| of_thesaurus.find(words)) {
                searched.add(&name.text, "searched", [name.text.as_ref(), words]);
            }
        }
        Self { vocabulary, thesaurus, of_vocabulary, of_thesaurus, searched: searched.finish() }
    }

    /// The same names with another vocabulary.
    pub fn with_vocabulary(&self, vocabulary: Arc<Vocabulary>) -> Self {
        Self {
            of_vocabulary: names_of_vocabulary(&vocabulary),
            vocabulary,
            thesaurus: self.thesaurus.clone(),
            of_thesaurus: self.of_thesaurus.clone(),
            searched: self.searched.clone(),
        }
    }

    /// Whether these are the names of this very vocabulary.
    pub fn has_vocabulary(&self, vocabulary: &Arc<Vocabulary>) -> bool {
        Arc::ptr_eq(&self.vocabulary, vocabulary)
    }

    /// Whether these are the names of this very thesaurus.
    pub fn has_thesaurus(&self, thesaurus: &Arc<Thesaurus>) -> bool {
        Arc::ptr_eq(&self.thesaurus, thesaurus)
    }

    /// Completions of what was typed: the portal's own vocabulary first, then what many searched.
    pub(crate) fn chosen(&self, typed: &[String], most: usize) -> impl Iterator<Item = &Name> {
        self.of_vocabulary.complete(typed, most).chain(self.searched.complete(typed, most))
    }

    /// Completions from the thesaurus, curated names first.
    pub(crate) fn general(&self, typed: &[String], most: usize) -> impl Iterator<Item = &Name> {
        self.of_thesaurus.complete(typed, most)
    }

    /// The names of the products of which this is a name, whatever its case and hyphens.
    pub(crate) fn products_named(&self, text: &str) -> Vec<&str> {
        let mut analyzer = word_analyzer();
        let wanted = tokenize(&mut analyzer, text);
        let mut is_name = |name: &String| !wanted.is_empty() && tokenize(&mut analyzer, name) == wanted;
        let products = self.vocabulary.list(TermKind::Product);
        products
            .filter(|term| is_name(&term.name) || term.synonyms.iter().any(&mut is_name))
            .map(|term| term.name.as_str())
            .collect()
    }

    /// Whether a name has this word.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.of_vocabulary.has_word(word) || self.of_thesaurus.has_word(word)
    }

    /// The words of all names that begin with this letter.
    pub(crate) fn words_starting(&self, letter: char) -> impl Iterator<Item = &str> {
        self.of_vocabulary.words_starting(letter).chain(self.of_thesaurus.words_starting(letter))
    }
}

fn names_of_vocabulary(vocabulary: &Vocabulary) -> NameIndex {
    let mut names = NameIndexBuilder::default();
    for kind in [TermKind::Product, TermKind::Area, TermKind::Topic] {
        for term in vocabulary.list(kind) {
            names.add(&term.name, kind.slug(), std::iter::once(&term.name).chain(&term.synonyms));
        }
    }
    names.finish()
}

fn names_of_thesaurus(thesaurus: &Thesaurus) -> NameIndex {
    let mut names = NameIndexBuilder::default();
    for is_curated in [true, false] {
        for (name, words) in thesaurus.names(is_curated) {
            names.add(name, "heading", words);
        }
    }
    names.finish()
}
