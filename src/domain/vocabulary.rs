//! The portal's vocabulary: products, therapeutic areas, topics, specialties, professions, countries.

use serde::{Deserialize, Serialize};

/// Which list a term stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermKind {
    Product,
    Area,
    Topic,
    Specialty,
    Profession,
    /// Its slug is the ISO 3166-1 alpha-2 code, upper-case.
    Country,
}

impl TermKind {
    /// Every list.
    pub const ALL: [Self; 6] =
        [Self::Product, Self::Area, Self::Topic, Self::Specialty, Self::Profession, Self::Country];

    /// The name in the database and in locale keys.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Area => "area",
            Self::Topic => "topic",
            Self::Specialty => "specialty",
            Self::Profession => "profession",
            Self::Country => "country",
        }
    }

    /// The list of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub kind: TermKind,
    pub slug: String,
    pub name: String,
    /// Other words for it: generic names, brand names, abbreviations.
    pub synonyms: Vec<String>,
    /// For a product: its therapeutic area's slug; else empty.
    pub area: String,
}

/// All terms, read once and shared.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
}

impl Vocabulary {
    /// A vocabulary of these terms, each list sorted by name.
    pub fn new(mut terms: Vec<Term>) -> Self {
        terms.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        Self { terms }
    }

    /// The terms of one list, by name.
    pub fn list(&self, kind: TermKind) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.kind == kind)
    }

    /// The term of this slug.
    pub fn find(&self, kind: TermKind, slug: &str) -> Option<&Term> {
        self.list(kind).find(|term| term.slug == slug)
    }

    /// The name to show for a slug; the slug itself where the vocabulary has no such term.
    pub fn name<'a>(&'a self, kind: TermKind, slug: &'a str) -> &'a str {
        self.find(kind, slug).map_or(slug, |term| &term.name)
    }

    /// The first term of a list that a text names, by its name, slug or a synonym, as whole words.
    pub fn named_in(&self, kind: TermKind, text: &str) -> Option<&Term> {
        let text = padded_words(text);
        self.list(kind).find(|term| {
            [&term.name, &term.slug]
                .into_iter()
                .chain(&term.synonyms)
                .any(|name| text.contains(&padded_words(name)))
        })
    }
}

/// Lower-case words, each with a space on both sides.
fn padded_words(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push_str(&word.to_lowercase());
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(slug: &str, name: &str, synonyms: &[&str]) -> Term {
        Term {
            kind: TermKind::Product,
            slug: slug.into(),
            name: name.into(),
            synonyms: synonyms.iter().map(|s| (*s).to_owned()).collect(),
            area: String::new(),
        }
    }

    #[test]
    fn a_product_is_recognised_in_a_question_by_any_of_its_names() {
        let vocabulary = Vocabulary::new(vec![
            product("apixaban", "Apixaban", &["Xa inhibitor"]),
            product("sacubitril-valsartan", "Sacubitril/valsartan", &["ARNI"]),
        ]);
        let named = |text| vocabulary.named_in(TermKind::Product, text).map(|t| t.slug.as_str());
        assert_eq!(named("Can I give APIXABAN on dialysis?"), Some("apixaban"));
        assert_eq!(named("sacubitril-valsartan in class IV"), Some("sacubitril-valsartan"));
        assert_eq!(named("start an ARNI?"), Some("sacubitril-valsartan"));
        assert_eq!(named("apixabans"), None);
    }
}
