//! The fields of an article's front matter, each described once: its names, where its value is, and what sort of value
//! that is. The editor's form, the file format and the comparison that reviewers read derive from this table.
//!
//! References and labelling are tables of their own and are not among them; the names in their rows are here.

use super::{ArticleKind, EvidenceLevel, FrontMatter};
use crate::pico::Certainty;
use crate::slug::Slug;
use crate::vocabulary::TermKind;

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name in files.
    pub name: &'static str,
    /// The name in the editor's form; none for what only an approval gives.
    pub form: Option<&'static str>,
    /// The locale key of the name on screen; none for what a comparison of versions leaves out.
    pub label: Option<&'static str>,
    /// The table of the file that holds it.
    pub section: Section,
    pub sort: Sort,
    value: Value,
}

/// A table of the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Top,
    Audience,
    Pico,
}

/// What sort of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A text, in files even where it is empty.
    Text,
    /// One line of text that may be left out.
    Line,
    /// Several lines of text.
    Lines,
    /// One of a few values; the locale keys of their names begin so.
    Choice(&'static str),
    /// A small number that may be left out.
    Number,
    /// `YYYY-MM-DD`, or left out.
    Day,
    /// Slugs of the vocabulary, each with a box of its own in the form.
    Terms(TermKind),
    /// Codes of the vocabulary, typed in one line.
    Codes(TermKind),
    /// Yes or no; left out of files where it is no.
    Flag,
}

/// Where a field's value is.
#[derive(Debug, Clone, Copy)]
enum Value {
    Text(fn(&FrontMatter) -> &String, fn(&mut FrontMatter) -> &mut String),
    Optional(fn(&FrontMatter) -> &Option<String>, fn(&mut FrontMatter) -> &mut Option<String>),
    List(fn(&FrontMatter) -> &Vec<String>, fn(&mut FrontMatter) -> &mut Vec<String>),
    /// Written as a text, and read from one; what cannot be read leaves the field as it is or empties it.
    Other(fn(&FrontMatter) -> String, fn(&mut FrontMatter, &str)),
}

macro_rules! at {
    ($kind:ident, $($path:ident).+) => {
        Value::$kind(|front| &front.$($path).+, |front| &mut front.$($path).+)
    };
}

/// Every field, in the order in which a comparison of versions shows them.
pub const FIELDS: [Field; 21] = [
    top("title", "editor-title-field", Sort::Text, at!(Text, title)),
    top("slug", "editor-slug", Sort::Text, at!(Text, slug)),
    top("kind", "editor-kind", Sort::Choice("kind"), KIND),
    top("summary", "editor-summary", Sort::Text, at!(Text, summary)),
    Field { form: Some("level"), ..top("evidence_level", "editor-level", Sort::Number, LEVEL) },
    top("certainty", "pico-certainty", Sort::Choice("certainty"), CERTAINTY),
    pico("population", "pico-population", at!(Text, pico.population)),
    pico("intervention", "pico-intervention", at!(Text, pico.intervention)),
    pico("comparator", "pico-comparator", at!(Text, pico.comparator)),
    pico("outcome", "pico-outcome", at!(Text, pico.outcome)),
    top("areas", "editor-areas", Sort::Terms(TermKind::Area), at!(List, areas)),
    top("products", "editor-products", Sort::Terms(TermKind::Product), at!(List, products)),
    top("topics", "editor-topics", Sort::Terms(TermKind::Topic), at!(List, topics)),
    audience("countries", "editor-countries", Sort::Codes(TermKind::Country), at!(List, audience.countries)),
    audience(
        "professions",
        "editor-professions",
        Sort::Terms(TermKind::Profession),
        at!(List, audience.professions),
    ),
    audience(
        "specialties",
        "editor-specialties",
        Sort::Terms(TermKind::Specialty),
        at!(List, audience.specialties),
    ),
    top("authors", "editor-authors", Sort::Lines, at!(List, authors)),
    Field {
        label: None,
        ..top("approval_reference", "editor-approval", Sort::Text, at!(Text, approval_reference))
    },
    top("review_due", "editor-review-due", Sort::Day, at!(Optional, review_due)),
    top("expires", "editor-expires", Sort::Day, at!(Optional, expires)),
    top("demonstration", "demo-label", Sort::Flag, DEMONSTRATION),
];

/// The names in a file's row of labelling.
pub const LABELLING: [&str; 4] = ["product", "country", "status", "link"];

/// The names in a file's row of references.
pub const REFERENCE: [&str; 3] = ["doi", "pmid", "citation"];

/// When the department approved it: given by approvals and files, never by a form.
const APPROVED: Field =
    Field { form: None, label: None, ..top("approved", "", Sort::Day, at!(Optional, approved)) };

/// The names in the order in which files have them, each table after the one before it.
const IN_FILES: [&str; 22] = [
    "slug",
    "kind",
    "title",
    "summary",
    "products",
    "areas",
    "topics",
    "evidence_level",
    "certainty",
    "authors",
    "approval_reference",
    "approved",
    "review_due",
    "expires",
    "demonstration",
    "countries",
    "professions",
    "specialties",
    "population",
    "intervention",
    "comparator",
    "outcome",
];

const KIND: Value = Value::Other(
    |front| front.kind.slug().to_owned(),
    |front, slug| front.kind = ArticleKind::from_slug(slug).unwrap_or(front.kind),
);
const LEVEL: Value = Value::Other(
    |front| front.evidence_level.map(|level| u8::from(level).to_string()).unwrap_or_default(),
    |front, level| {
        front.evidence_level = level.parse::<u8>().ok().and_then(|level| EvidenceLevel::try_from(level).ok());
    },
);
const CERTAINTY: Value = Value::Other(
    |front| front.certainty.map(Certainty::slug).unwrap_or_default().to_owned(),
    |front, slug| front.certainty = Certainty::from_slug(slug),
);
const DEMONSTRATION: Value = Value::Other(
    |front| if front.is_demo { "yes" } else { "" }.to_owned(),
    |front, given| front.is_demo = !given.is_empty(),
);

const fn top(name: &'static str, label: &'static str, sort: Sort, value: Value) -> Field {
    Field { name, form: Some(name), label: Some(label), section: Section::Top, sort, value }
}

const fn audience(name: &'static str, label: &'static str, sort: Sort, value: Value) -> Field {
    Field { section: Section::Audience, ..top(name, label, sort, value) }
}

const fn pico(name: &'static str, label: &'static str, value: Value) -> Field {
    Field { section: Section::Pico, ..top(name, label, Sort::Line, value) }
}

impl Field {
    /// The field's values as texts: one, or one for each entry of a list. None where there is nothing.
    pub fn values(&self, front: &FrontMatter) -> Vec<String> {
        let text = match self.value {
            Value::Text(get, _) => get(front).clone(),
            Value::Optional(get, _) => get(front).clone().unwrap_or_default(),
            Value::List(get, _) => return get(front).clone(),
            Value::Other(get, _) => get(front),
        };
        if text.is_empty() { Vec::new() } else { vec![text] }
    }

    /// Puts these values in place of the present ones; a field that is no list takes the last.
    pub fn set(&self, front: &mut FrontMatter, values: Vec<String>) {
        if let Value::List(_, edit) = self.value {
            *edit(front) = values;
            return;
        }
        let text = values.into_iter().next_back().unwrap_or_default();
        match self.value {
            Value::Text(_, edit) => *edit(front) = text,
            Value::Optional(_, edit) => *edit(front) = Some(text).filter(|text| !text.is_empty()),
            Value::Other(_, set) => set(front, &text),
            Value::List(..) => {}
        }
    }
}

/// Every field of a file's table, in the order in which files have them.
pub fn in_files(section: Section) -> impl Iterator<Item = Field> {
    let all = || FIELDS.into_iter().chain([APPROVED]);
    let named = move |name: &'static str| all().find(|field| field.name == name);
    IN_FILES.into_iter().filter_map(named).filter(move |field| field.section == section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_every_field_once() {
        let sections = [Section::Top, Section::Audience, Section::Pico];
        let in_files: Vec<_> = sections.into_iter().flat_map(in_files).map(|field| field.name).collect();
        assert_eq!(in_files, IN_FILES);
        for field in FIELDS {
            assert_eq!(in_files.iter().filter(|name| **name == field.name).count(), 1, "{}", field.name);
        }
    }

    /// Front matter in which everything has a value. Written without a rest, so that a new field has to be added.
    fn full() -> FrontMatter {
        use crate::article::{Audience, Labelling, LabellingStatus, Reference};
        let given = |text: &str| vec![text.to_owned()];
        FrontMatter {
            slug: "a".into(),
            kind: ArticleKind::Faq,
            title: "Title".into(),
            summary: "Summary".into(),
            products: given("product"),
            areas: given("area"),
            topics: given("topic"),
            evidence_level: 2.try_into().ok(),
            certainty: Some(Certainty::Low),
            pico: crate::pico::Pico {
                population: "p".into(),
                intervention: "i".into(),
                comparator: "c".into(),
                outcome: "o".into(),
            },
            authors: given("author"),
            approval_reference: "REF-1".into(),
            approved: Some("2026-01-01".into()),
            review_due: Some("2027-01-01".into()),
            expires: Some("2028-01-01".into()),
            is_demo: true,
            audience: Audience {
                countries: given("GB"),
                professions: given("physician"),
                specialties: given("cardiology"),
            },
            labelling: vec![Labelling {
                product: "product".into(),
                country: "GB".into(),
                status: LabellingStatus::Outside,
                link: "https://label.example/".into(),
            }],
            references: vec![Reference {
                doi: Some("10.1/1".into()),
                pmid: Some("1".into()),
                citation: "C".into(),
            }],
        }
    }

    fn keys(value: &serde_json::Value) -> Vec<&str> {
        value.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
    }

    #[test]
    fn a_comparison_of_versions_forgets_no_field() {
        let all = serde_json::to_value(full()).unwrap();
        let mut names = keys(&all);
        names.retain(|name| !["audience", "pico", "labelling", "references"].contains(name));
        names.extend(keys(&all["audience"]).into_iter().chain(keys(&all["pico"])));
        // The approval itself gives these.
        names.retain(|name| !["approved", "approval_reference"].contains(name));
        for name in names {
            let field = FIELDS.into_iter().find(|field| field.name == name);
            let field = field.unwrap_or_else(|| panic!("{name} has no row in the table of fields"));
            assert!(field.label.is_some(), "{name} is left out of the comparison");
            assert!(!field.values(&full()).is_empty(), "{name} is read from elsewhere");
        }
        let sorted = |mut names: Vec<&'static str>| {
            names.sort_unstable();
            names
        };
        assert_eq!(keys(&all["labelling"][0]), sorted(LABELLING.to_vec()));
        assert_eq!(keys(&all["references"][0]), sorted(REFERENCE.to_vec()));
    }

    #[test]
    fn a_stored_version_is_read_by_a_program_with_more_or_fewer_fields() {
        let mut stored = serde_json::to_value(full()).unwrap();
        stored["of-a-later-time"] = serde_json::json!({ "a": [1] });
        stored["audience"]["of-a-later-time"] = "x".into();
        stored["references"][0]["of-a-later-time"] = "x".into();
        stored["pico"]["of-a-later-time"] = "x".into();
        assert_eq!(serde_json::from_value::<FrontMatter>(stored).unwrap(), full());
        let bare = serde_json::json!({ "slug": "a", "kind": "faq", "title": "A", "summary": "" });
        assert_eq!(
            serde_json::from_value::<FrontMatter>(bare).unwrap(),
            FrontMatter::new("a", ArticleKind::Faq, "A")
        );
    }

    #[test]
    fn every_field_reads_back_what_it_gives() {
        let mut full = FrontMatter::new("a", ArticleKind::Faq, "A");
        for field in FIELDS {
            let given = match field.name {
                "kind" => "safety-update",
                "evidence_level" => "2",
                "certainty" => "very-low",
                "demonstration" => "yes",
                _ => "given",
            };
            field.set(&mut full, vec![given.to_owned()]);
            assert_eq!(field.values(&full), [given], "{}", field.name);
        }
        let mut copy = FrontMatter::new("", ArticleKind::Faq, "");
        FIELDS.iter().for_each(|field| field.set(&mut copy, field.values(&full)));
        assert_eq!(copy, full);
        FIELDS.iter().for_each(|field| field.set(&mut copy, Vec::new()));
        assert!(FIELDS.iter().all(|field| field.name == "kind" || field.values(&copy).is_empty()));
    }
}
