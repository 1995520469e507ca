//! Groups of words, as they are written and stored.

use crate::slug::Slug;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Where a group comes from.
///
/// Variants are in order of precedence.
/// The slug appears in the database, in addresses and in locale keys.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Source {
    /// Added here, by an administrator.
    Portal,
    /// Ships with the program.
    Start,
    /// Medical Subject Headings of the National Library of Medicine.
    Mesh,
}

impl Source {
    /// Whether somebody chose these words for a portal like this one.
    pub fn is_curated(self) -> bool {
        self != Self::Mesh
    }
}

/// The relation of a word to its group.
///
/// The slug appears in files and in locale keys.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// The group's name.
    Preferred,
    /// Another full word for it, in the language of professionals or of patients.
    Synonym,
    /// A word on this list in the other spelling, British or American. Derived when needed, never stored.
    Spelling,
    /// Short for it, written with its capitals.
    Abbreviation,
    /// A trade name.
    Brand,
}

/// A word or phrase, with its relation to its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    pub text: String,
    pub kind: Kind,
}

/// Which group: ids are unique within a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroupId<'a> {
    pub source: Source,
    /// Of a group of the program or the portal: made of its first name. Of MeSH: the descriptor's number, `D009203`.
    pub id: &'a str,
}

impl<'a> GroupId<'a> {
    /// The group named by `start:myocardial-infarction`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (source, id) = text.split_once(':')?;
        Some(Self { source: Source::from_slug(source)?, id })
    }
}

impl std::fmt::Display for GroupId<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.source.slug(), self.id)
    }
}

/// Words that mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub source: Source,
    /// See [`GroupId::id`].
    pub id: String,
    pub name: String,
    /// All other words; none is [`Kind::Preferred`] or [`Kind::Spelling`].
    pub words: Vec<Word>,
    /// Names of the groups of which this is a part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broader: Vec<String>,
    /// Words that indicate this group where one of its abbreviations is ambiguous. `valv*` means every word that
    /// begins so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context: Vec<String>,
    /// Those of its abbreviations that usually mean this, if nothing indicates any of their senses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usual: Vec<String>,
    /// Its tree numbers in MeSH, such as `C14.280.647.500`: what is below one of them is narrower.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trees: Vec<String>,
    /// Switched off: kept, but not recognised. Stored separately, since it survives a change of the rest.
    #[serde(skip)]
    pub is_off: bool,
}

impl Group {
    /// Which one it is.
    pub fn key(&self) -> GroupId<'_> {
        GroupId { source: self.source, id: &self.id }
    }

    /// Its words of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.words.iter().filter(move |word| word.kind == kind).map(|word| word.text.as_str())
    }
}
