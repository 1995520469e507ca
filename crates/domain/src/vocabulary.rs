//! The portal's vocabulary: products, therapeutic areas, topics, specialties, professions, countries.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The list to which a term belongs.
///
/// The slug appears in the database and in locale keys.
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
pub enum TermKind {
    Product,
    Area,
    Topic,
    Specialty,
    Profession,
    /// Its slug is the ISO 3166-1 alpha-2 code, upper-case.
    Country,
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
    /// Every name by its first word, so that a text is scanned once, whatever the number of terms.
    names: HashMap<String, Vec<Name>>,
}

/// A name of a term as lower-case words.
#[derive(Debug, Clone)]
struct Name {
    words: Vec<String>,
    /// The term's index.
    term: usize,
    is_synonym: bool,
}

impl Vocabulary {
    /// A vocabulary of these terms, each list sorted by name.
    pub fn new(mut terms: Vec<Term>) -> Self {
        terms.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        let mut names: HashMap<String, Vec<Name>> = HashMap::new();
        for (place, term) in terms.iter().enumerate() {
            let own = [&term.name, &term.slug].into_iter().map(|name| (name, false));
            for (name, is_synonym) in own.chain(term.synonyms.iter().map(|name| (name, true))) {
                let words = words_of(name);
                if let Some(first) = words.first() {
                    let name = Name { words: words.clone(), term: place, is_synonym };
                    names.entry(first.clone()).or_default().push(name);
                }
            }
        }
        Self { terms, names }
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

    /// The terms that a text mentions in whole words: by their own name or slug or, if there are none of a list, by a
    /// synonym. A synonym may mean several terms, as a class of medicines means each of its members.
    pub fn named_in(&self, text: &str) -> Named<'_> {
        self.named_in_any([text])
    }

    /// As [`Vocabulary::named_in`], of several texts together. A name never spans two of them.
    pub fn named_in_any<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Named<'_> {
        let mut found: Vec<(usize, bool)> = Vec::new();
        for text in texts {
            let words = words_of(text);
            for (place, word) in words.iter().enumerate() {
                let rest = words.get(place..).unwrap_or_default();
                let names = self.names.get(word).into_iter().flatten();
                let named = names.filter(|name| rest.starts_with(&name.words));
                found.extend(named.map(|name| (name.term, name.is_synonym)));
            }
        }
        // Own names before synonyms, so that a term keeps its better way of being named.
        found.sort_unstable_by_key(|(term, is_synonym)| (*term, *is_synonym));
        found.dedup_by_key(|(term, _)| *term);
        let term = |(place, is_synonym): (usize, bool)| Some((self.terms.get(place)?, is_synonym));
        Named { terms: found.into_iter().filter_map(term).collect() }
    }
}

/// The slug of a term: the lower-case letters and digits of its name, with single hyphens between words, at most 80
/// characters.
pub fn slug_of(name: &str) -> String {
    let slug = words_of(name).join("-");
    slug.chars().take(80).collect::<String>().trim_end_matches('-').to_owned()
}

/// The terms that a text mentions, each with whether by a synonym only.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    terms: Vec<(&'a Term, bool)>,
}

impl<'a> Named<'a> {
    /// The terms of one list, by name.
    pub fn list(&self, kind: TermKind) -> Vec<&'a Term> {
        let all = self.terms.iter().filter(|(term, _)| term.kind == kind);
        let by_name: Vec<_> = all.clone().filter(|(_, is_synonym)| !is_synonym).map(|(it, _)| *it).collect();
        if by_name.is_empty() { all.map(|(term, _)| *term).collect() } else { by_name }
    }

    /// The only term of one list; `None` where the text is ambiguous.
    pub fn only(&self, kind: TermKind) -> Option<&'a Term> {
        match self.list(kind).as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
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

    fn vocabulary() -> Vocabulary {
        Vocabulary::new(vec![
            product("apixaban", "Apixaban", &["Xa inhibitor", "DOAC"]),
            product("dabigatran", "Dabigatran", &["DOAC"]),
            product("sacubitril-valsartan", "Sacubitril/valsartan", &["ARNI"]),
        ])
    }

    #[test]
    fn a_slug_is_made_of_the_words_of_a_name() {
        assert_eq!(slug_of("  Sacubitril/valsartan (ARNI) "), "sacubitril-valsartan-arni");
        assert_eq!(slug_of("—"), "");
    }

    #[test]
    fn a_product_is_recognised_in_a_question_by_any_of_its_names() {
        let vocabulary = vocabulary();
        let named = |text| vocabulary.named_in(text).only(TermKind::Product).map(|term| term.slug.clone());
        assert_eq!(named("Can I give APIXABAN on dialysis?").as_deref(), Some("apixaban"));
        assert_eq!(named("sacubitril-valsartan in class IV").as_deref(), Some("sacubitril-valsartan"));
        assert_eq!(named("start an ARNI?").as_deref(), Some("sacubitril-valsartan"));
        assert_eq!(named("apixabans"), None);
    }

    #[test]
    fn a_class_or_two_products_leave_open_which_is_meant() {
        let vocabulary = vocabulary();
        for text in ["Which DOAC on dialysis?", "apixaban or dabigatran?"] {
            let named = vocabulary.named_in(text);
            assert_eq!(named.only(TermKind::Product), None, "{text}");
            assert_eq!(named.list(TermKind::Product).len(), 2, "{text}");
        }
        let named = vocabulary.named_in("Is apixaban the DOAC of choice?");
        assert_eq!(named.only(TermKind::Product).map(|term| term.slug.as_str()), Some("apixaban"));
    }
}
