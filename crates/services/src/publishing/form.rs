//! A draft as the fields of the editor's form, and back.
//!
//! Reading never fails: a draft may say anything. What is wrong with it is reported when it is submitted for review.

use domain::article::fields::{FIELDS, Sort};
use domain::article::{FrontMatter, Labelling, LabellingStatus, Reference};
use domain::record::{RecordData, normal_doi, normal_pmid};
use domain::slug::Slug;
use std::collections::HashMap;

/// The content of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub front: FrontMatter,
    pub body: String,
}

/// Most rows of references or labelling that are read.
const MOST_ROWS: usize = 500;

/// Whether the editor's form has a field of this name that a draft is made of.
pub fn is_field(name: &str) -> bool {
    const OTHERS: [&str; 9] = [
        "body",
        "lock",
        "ref_citation",
        "ref_doi",
        "ref_pmid",
        "lab_product",
        "lab_country",
        "lab_status",
        "lab_link",
    ];
    OTHERS.contains(&name) || FIELDS.iter().any(|field| field.form == Some(name))
}

/// The draft that a form states; what a form has no field for stays as it was `before`.
pub fn read<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, before: &FrontMatter) -> Draft {
    let mut given: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut body = String::new();
    let (mut references, mut labelling) = (Vec::<Reference>::new(), Vec::<Labelling>::new());
    for (name, value) in pairs {
        let line = value.trim();
        match name {
            // A row begins with its first field; the others belong to the latest one.
            "ref_citation" if references.len() < MOST_ROWS => {
                references.push(Reference { citation: line.to_owned(), ..Reference::default() });
            }
            "ref_doi" => on_last(&mut references, |r| r.doi = identifier(line, normal_doi)),
            "ref_pmid" => on_last(&mut references, |r| r.pmid = identifier(line, normal_pmid)),
            "lab_product" if labelling.len() < MOST_ROWS => labelling.push(Labelling {
                product: line.to_owned(),
                country: String::new(),
                status: LabellingStatus::Within,
                link: String::new(),
            }),
            "lab_country" => on_last(&mut labelling, |l| l.country = line.to_uppercase()),
            "lab_status" => on_last(&mut labelling, |l| {
                l.status = LabellingStatus::from_slug(line).unwrap_or(LabellingStatus::Within)
            }),
            "lab_link" => on_last(&mut labelling, |l| line.clone_into(&mut l.link)),
            "body" => body = value.to_owned(),
            name => given.entry(name).or_default().push(value),
        }
    }
    let mut front = FrontMatter { references, labelling, ..before.clone() };
    for field in FIELDS {
        match field.form.and_then(|name| given.get(name)) {
            Some(values) => field.set(&mut front, stated(field.sort, values, || field.values(before))),
            // A browser leaves out boxes that are not ticked.
            None if matches!(field.sort, Sort::Terms(_) | Sort::Codes(_)) => {
                field.set(&mut front, Vec::new())
            }
            None => {}
        }
    }
    Draft { front, body }
}

/// What the values of one field of a form state.
fn stated(sort: Sort, values: &[&str], before: impl Fn() -> Vec<String>) -> Vec<String> {
    let last = values.last().copied().unwrap_or_default();
    match sort {
        Sort::Line => vec![one_line(last)],
        Sort::Lines => lines(last),
        Sort::Codes(_) => codes(last),
        Sort::Terms(_) => {
            let mut slugs = Vec::new();
            values.iter().for_each(|slug| add(&mut slugs, slug.trim()));
            // Boxes come in the vocabulary's order, which is no change of what was there.
            let before = before();
            slugs.sort_by_key(|slug| before.iter().position(|known| known == slug).unwrap_or(usize::MAX));
            slugs
        }
        Sort::Text | Sort::Choice(_) | Sort::Number | Sort::Day | Sort::Flag => vec![last.trim().to_owned()],
    }
}

/// The fields that state a draft, each list in its order. Rows of references and labelling are read from the draft.
pub fn fields(draft: &Draft) -> Vec<(&'static str, String)> {
    let Draft { front, body } = draft;
    let mut all = vec![("body", body.clone())];
    for field in FIELDS {
        let Some(name) = field.form else { continue };
        let values = field.values(front);
        match field.sort {
            Sort::Terms(_) => all.extend(values.into_iter().map(|slug| (name, slug))),
            Sort::Codes(_) => all.push((name, values.join(" "))),
            _ => all.push((name, values.join("\n"))),
        }
    }
    for reference in &front.references {
        all.push(("ref_citation", reference.citation.clone()));
        all.push(("ref_doi", reference.doi.clone().unwrap_or_default()));
        all.push(("ref_pmid", reference.pmid.clone().unwrap_or_default()));
    }
    for labelling in &front.labelling {
        all.push(("lab_product", labelling.product.clone()));
        all.push(("lab_country", labelling.country.clone()));
        all.push(("lab_status", labelling.status.slug().to_owned()));
        all.push(("lab_link", labelling.link.clone()));
    }
    all
}

/// A record as a reference, cited as its data say.
pub fn reference_to(record: &RecordData) -> Reference {
    Reference { doi: record.doi.clone(), pmid: record.pmid.clone(), citation: record.citation() }
}

fn add(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() && !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

fn on_last<T>(rows: &mut [T], change: impl FnOnce(&mut T)) {
    if let Some(row) = rows.last_mut() {
        change(row);
    }
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// In the form in which it is stored; as typed where it cannot be one, so that it can be mended.
fn identifier(text: &str, normal: impl Fn(&str) -> Option<String>) -> Option<String> {
    given(text).map(|text| normal(&text).unwrap_or(text))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn codes(text: &str) -> Vec<String> {
    let mut codes = Vec::new();
    for code in text.split([' ', ',', ';']).map(str::trim) {
        add(&mut codes, &code.to_uppercase());
    }
    codes
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = r#"+++
slug = "a-question"
kind = "faq"
title = "A question"
summary = "In short."
products = ["apixaban"]
areas = ["heart-failure", "lipids"]
evidence_level = 2
certainty = "low"
authors = ["A. Writer", "B. Writer"]
approval_reference = "REF-1"
approved = "2026-01-02"
review_due = "2027-01-02"

[audience]
countries = ["GB", "DE"]
professions = ["physician"]

[pico]
population = "Adults with atrial fibrillation"
comparator = "Warfarin"

[[labelling]]
product = "apixaban"
country = "GB"
status = "outside"
link = "https://label.example/"

[[references]]
doi = "10.1056/nejmoa1911303"
citation = "One."

[[references]]
pmid = "31535829"
citation = "Two."
+++
Text.

More.
"#;

    #[test]
    fn a_draft_reads_back_from_its_own_form() {
        let (front, body) = formats::article(ARTICLE).unwrap();
        let draft = Draft { front, body };
        let fields = fields(&draft);
        let read = read(fields.iter().map(|(name, value)| (*name, value.as_str())), &draft.front);
        assert_eq!(read, draft);
    }

    #[test]
    fn the_mark_of_demonstration_content_stays_where_a_form_has_no_box_for_it() {
        let (front, _) = formats::article(ARTICLE).unwrap();
        let marked = FrontMatter { is_demo: true, ..front };
        let stays =
            |pairs: &[(&'static str, &'static str)]| read(pairs.iter().copied(), &marked).front.is_demo;
        assert!(stays(&[]));
        assert!(!stays(&[("demonstration", "")]));
        assert!(stays(&[("demonstration", ""), ("demonstration", "yes")]));
    }

    #[test]
    fn a_part_of_the_question_is_one_line_and_can_be_emptied() {
        let (front, _) = formats::article(ARTICLE).unwrap();
        let pairs = [("population", " Adults\r\nwith  gout "), ("comparator", ""), ("certainty", "")];
        let read = read(pairs.into_iter(), &front).front;
        assert_eq!(read.pico.population, "Adults with gout");
        assert_eq!(read.pico.comparator, "");
        assert_eq!(read.certainty, None);
    }

    #[test]
    fn an_identifier_is_stored_as_it_is_compared() {
        let (front, _) = formats::article(ARTICLE).unwrap();
        let pairs = [
            ("ref_citation", "One."),
            ("ref_doi", "https://doi.org/10.1056/NEJMoa1911303"),
            ("ref_pmid", "not one"),
        ];
        let read = read(pairs.into_iter(), &front).front.references;
        assert_eq!(read[0].doi.as_deref(), Some("10.1056/nejmoa1911303"));
        assert_eq!(read[0].pmid.as_deref(), Some("not one"), "what was typed is kept to be mended");
    }
}
