//! The names of subjects, in memory: what the portal's vocabulary and its thesaurus call them, and which of them many
//! people searched.
//!
//! A search of others is suggested only under a name: what at least so many people have typed (see `services`) counts
//! where it is, word for word, a name of a product, an area or a topic, or a word of a group of the thesaurus that is
//! switched on; and what is shown is that subject's name, never what was typed. So nothing that anybody wrote of
//! his own can ever be suggested to somebody else.

mod names;

use domain::slug::Slug;
use domain::thesaurus::Thesaurus;
use domain::vocabulary::{TermKind, Vocabulary};
use names::Builder;
pub(super) use names::{Name, Names};
use std::sync::Arc;

/// All names, ready for look-up.
#[derive(Debug, Default)]
pub struct Lexicon {
    vocabulary: Arc<Vocabulary>,
    thesaurus: Arc<Thesaurus>,
    of_vocabulary: Names,
    of_thesaurus: Arc<Names>,
    searched: Names,
}

impl Lexicon {
    /// The names of the vocabulary and the thesaurus; and, as searched, those of them that are among `searches`, the
    /// most searched first. `before` spares the work for what has not changed since. Blocks: whole MeSH takes some
    /// tenths of a second.
    pub fn of(
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
        let mut searched = Builder::default();
        for words in searches {
            if let Some(name) = of_vocabulary.called(words).or_else(|| of_thesaurus.called(words)) {
                searched.add(&name.text, "searched", [name.text.as_ref(), words]);
            }
        }
        Self { vocabulary, thesaurus, of_vocabulary, of_thesaurus, searched: searched.finish() }
    }

    /// As this one, with another vocabulary.
    pub fn with(&self, vocabulary: Arc<Vocabulary>) -> Self {
        Self {
            of_vocabulary: names_of_vocabulary(&vocabulary),
            vocabulary,
            thesaurus: self.thesaurus.clone(),
            of_thesaurus: self.of_thesaurus.clone(),
            searched: self.searched.clone(),
        }
    }

    /// Whether these are the names of this very vocabulary.
    pub fn is_of(&self, vocabulary: &Arc<Vocabulary>) -> bool {
        Arc::ptr_eq(&self.vocabulary, vocabulary)
    }

    /// Whether these are the names of this very thesaurus.
    pub fn knows(&self, thesaurus: &Arc<Thesaurus>) -> bool {
        Arc::ptr_eq(&self.thesaurus, thesaurus)
    }

    /// The names that go on as typed: those that somebody chose for this portal, then those that many searched.
    pub(super) fn chosen(&self, typed: &[String], most: usize) -> impl Iterator<Item = &Name> {
        self.of_vocabulary.going_on(typed, most).chain(self.searched.going_on(typed, most))
    }

    /// The names of the thesaurus that go on as typed, curated ones first.
    pub(super) fn general(&self, typed: &[String], most: usize) -> impl Iterator<Item = &Name> {
        self.of_thesaurus.going_on(typed, most)
    }

    /// The words of all names that begin with this letter.
    pub(super) fn words_beginning(&self, letter: char) -> impl Iterator<Item = &str> {
        self.of_vocabulary.words_beginning(letter).chain(self.of_thesaurus.words_beginning(letter))
    }
}

fn names_of_vocabulary(vocabulary: &Vocabulary) -> Names {
    let mut names = Builder::default();
    for kind in [TermKind::Product, TermKind::Area, TermKind::Topic] {
        for term in vocabulary.list(kind) {
            names.add(&term.name, kind.slug(), std::iter::once(&term.name).chain(&term.synonyms));
        }
    }
    names.finish()
}

fn names_of_thesaurus(thesaurus: &Thesaurus) -> Names {
    let mut names = Builder::default();
    for is_curated in [true, false] {
        for (name, words) in thesaurus.names(is_curated) {
            names.add(name, "heading", words);
        }
    }
    names.finish()
}
