//! Medical Subject Headings (MeSH) of the National Library of Medicine: its descriptors as the library's own XML
//! (`desc2026.xml`), or as JSON Lines of `{ui, heading, entries, tree_numbers}`.
//!
//! MeSH prints many of its terms inverted, for alphabetical lists (`Infarct, Myocardial`): they are turned as people
//! say them. Of terms that differ only in how they are written, the first is kept.

use crate::json;
use crate::json_lines::JsonLines;
use crate::rejection::Rejection;
use crate::text::clean;
use crate::tree::{Element, tree};
use crate::xml::{Fragment, Splitter};
use domain::thesaurus::{Group, Kind, Source, Spellings, Word};
use serde::Deserialize;
use std::collections::HashSet;
use std::io::BufRead;

const ENTRIES: &[&str] = &["DescriptorRecord"];

/// What is large and not used.
const SKIPPED: &[&str] = &[
    "AllowableQualifiersList",
    "ConceptRelationList",
    "EntryCombinationList",
    "PharmacologicalActionList",
    "PreviousIndexingList",
    "RelatedRegistryNumberList",
    "SeeRelatedList",
];

/// Longer ones are no abbreviations.
const LONGEST_ABBREVIATION: usize = 8;

/// The headings of a file in either form, one group for each descriptor.
///
/// # Errors
/// Each heading that cannot be used, with its place; the ones after it are still read.
pub fn mesh<'a>(
    mut reader: impl BufRead + Send + 'a,
) -> Box<dyn Iterator<Item = Result<Group, Rejection>> + Send + 'a> {
    let is_xml = match reader.fill_buf() {
        Ok(start) => {
            let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
            start.trim_ascii_start().starts_with(b"<")
        }
        Err(error) => {
            let rejected = Rejection::whole_file(format!("it cannot be read: {error}"));
            return Box::new(std::iter::once(Err(rejected)));
        }
    };
    if is_xml {
        Box::new(Splitter::new(reader, ENTRIES).map(|fragment| descriptor(&fragment?)))
    } else {
        Box::new(JsonLines::new(reader, heading_of_line))
    }
}

fn descriptor(fragment: &Fragment) -> Result<Group, Rejection> {
    let root = tree(fragment, SKIPPED)?;
    let terms = root
        .at("ConceptList")
        .into_iter()
        .flat_map(|list| list.all("Concept"))
        .filter_map(|concept| concept.at("TermList"))
        .flat_map(|list| list.all("Term"))
        .filter(|term| term.attribute("IsPermutedTermYN") != "Y")
        .map(|term| (term.text_at("String"), Some(term.attribute("LexicalTag").to_owned())));
    let trees = root.at("TreeNumberList").map(|list| list.all("TreeNumber").map(Element::text).collect());
    group(
        root.text_at("DescriptorUI"),
        root.text_at("DescriptorName/String"),
        terms.collect(),
        trees.unwrap_or_default(),
    )
    .map_err(|reason| fragment.rejected(reason))
}

/// A line of JSON. Names may carry the year or the country of their edition.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    ui: String,
    #[serde(alias = "heading_us_2017")]
    heading: Option<String>,
    heading_en_gb: Option<String>,
    #[serde(default)]
    entries: Vec<String>,
    #[serde(default, alias = "tree_numbers_2017")]
    tree_numbers: Vec<String>,
}

fn heading_of_line(line: &[u8]) -> Result<Group, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| json::explained(&error))?;
    let name = line.heading.or_else(|| line.heading_en_gb.clone()).unwrap_or_default();
    let terms = line.heading_en_gb.into_iter().chain(line.entries).map(|term| (term, None)).collect();
    group(clean(&line.ui), clean(&name), terms, line.tree_numbers)
}

/// The group of a heading with its other terms, each with its lexical tag where that is known.
fn group(
    id: String,
    name: String,
    terms: Vec<(String, Option<String>)>,
    mut trees: Vec<String>,
) -> Result<Group, String> {
    if id.is_empty() {
        return Err("the heading has no number (DescriptorUI, \"ui\")".to_owned());
    }
    if name.is_empty() {
        return Err("the heading has no name (DescriptorName, \"heading\")".to_owned());
    }
    // The name as it is printed finds records by their headings; the name as it is said finds texts.
    let forms = Spellings::default();
    let mut known = HashSet::from([forms.form(&name)]);
    let mut words = Vec::new();
    for (term, tag) in std::iter::once((name.clone(), None)).chain(terms) {
        let text = as_said(&clean(&term));
        if !text.is_empty() && known.insert(forms.form(&text)) {
            let kind = kind(&text, tag.as_deref());
            words.push(Word { text, kind });
        }
    }
    trees.sort();
    trees.dedup();
    Ok(Group {
        source: Source::Mesh,
        id,
        name,
        words,
        broader: Vec::new(),
        context: Vec::new(),
        usual: Vec::new(),
        trees,
        is_off: false,
    })
}

/// `Chronic Lymphocytic Leukemia` of `Leukemia, Lymphocytic, Chronic`; lists (`Bones and Joints, and Other`) as they are.
fn as_said(term: &str) -> String {
    let parts: Vec<&str> = term.split(", ").collect();
    let is_list = parts.iter().any(|part| ["and ", "or ", "of "].iter().any(|word| part.starts_with(word)));
    if parts.len() < 2 || is_list {
        return term.to_owned();
    }
    parts.into_iter().rev().collect::<Vec<_>>().join(" ")
}

/// Lexical tags are those of the XML's documentation: abbreviations and acronyms, trade names. Without one, capitals tell.
fn kind(text: &str, tag: Option<&str>) -> Kind {
    let is_short = text.chars().count() <= LONGEST_ABBREVIATION;
    let is_in_capitals = text.chars().filter(|c| c.is_uppercase()).count() > 1
        && !text.chars().any(|c| c.is_lowercase() || c.is_whitespace());
    match tag {
        Some("ABB" | "ACR") => Kind::Abbreviation,
        Some("TRD") => Kind::Brand,
        _ if is_short && is_in_capitals => Kind::Abbreviation,
        _ => Kind::Synonym,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(group: &Group) -> Vec<&str> {
        group.words.iter().map(|word| word.text.as_str()).collect()
    }

    fn only(source: &str) -> Group {
        let mut groups: Vec<_> = mesh(source.as_bytes()).collect();
        assert_eq!(groups.len(), 1, "{groups:?}");
        groups.remove(0).unwrap()
    }

    #[test]
    fn inverted_terms_are_turned_as_people_say_them() {
        assert_eq!(as_said("Leukemia, Lymphocytic, Chronic"), "Chronic Lymphocytic Leukemia");
        assert_eq!(as_said("Heart Attack"), "Heart Attack");
        assert_eq!(as_said("N,N-Dimethyltryptamine"), "N,N-Dimethyltryptamine");
        let list = "Hormones, Hormone Substitutes, and Hormone Antagonists";
        assert_eq!(as_said(list), list);
    }

    #[test]
    fn a_line_of_json_is_a_heading_with_its_terms_each_once() {
        let group = only(
            r#"{"ui":"D009203","heading_en_gb":"Myocardial Infarction","heading_us_2017":"Myocardial Infarction",
                "tree_numbers_2017":["C14.907.585.500","C14.280.647.500"],"scope_note":"…",
                "entries":["Infarct, Myocardial","Infarcts, Myocardial","Myocardial Infarct","Heart Attack","AMI"]}"#
                .replace('\n', " ")
                .as_str(),
        );
        assert_eq!((group.id.as_str(), group.name.as_str()), ("D009203", "Myocardial Infarction"));
        assert_eq!(texts(&group), ["Myocardial Infarct", "Heart Attack", "AMI"]);
        assert_eq!(group.words[2].kind, Kind::Abbreviation);
        assert_eq!(group.trees, ["C14.280.647.500", "C14.907.585.500"]);
    }

    #[test]
    fn a_descriptor_of_the_librarys_xml_is_a_heading_with_its_terms() {
        let group = only(
            r#"<?xml version="1.0"?><!DOCTYPE DescriptorRecordSet SYSTEM "desc2026.dtd">
            <DescriptorRecordSet LanguageCode="eng"><DescriptorRecord DescriptorClass="1">
              <DescriptorUI>D003924</DescriptorUI>
              <DescriptorName><String>Diabetes Mellitus, Type 2</String></DescriptorName>
              <AllowableQualifiersList><AllowableQualifier><QualifierReferredTo><QualifierUI>Q000008</QualifierUI>
                </QualifierReferredTo></AllowableQualifier></AllowableQualifiersList>
              <TreeNumberList><TreeNumber>C18.452.394.750.149</TreeNumber></TreeNumberList>
              <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M0006165</ConceptUI>
                <ConceptName><String>Diabetes Mellitus, Type 2</String></ConceptName>
                <TermList>
                  <Term IsPermutedTermYN="N" LexicalTag="NON"><String>Diabetes Mellitus, Type 2</String></Term>
                  <Term IsPermutedTermYN="N" LexicalTag="ABB"><String>NIDDM</String></Term>
                  <Term IsPermutedTermYN="N" LexicalTag="NON"><String>Diabetes Mellitus, Slow-Onset</String></Term>
                  <Term IsPermutedTermYN="Y" LexicalTag="NON"><String>Stable Diabetes, Not To Be Read</String></Term>
                </TermList></Concept></ConceptList>
            </DescriptorRecord></DescriptorRecordSet>"#,
        );
        assert_eq!(group.name, "Diabetes Mellitus, Type 2");
        assert_eq!(texts(&group), ["Type 2 Diabetes Mellitus", "NIDDM", "Slow-Onset Diabetes Mellitus"]);
        assert_eq!(group.words[1].kind, Kind::Abbreviation);
        assert_eq!(group.trees, ["C18.452.394.750.149"]);
    }

    #[test]
    fn a_heading_that_cannot_be_used_is_named_by_its_place_and_the_others_are_read() {
        let lines = "{\"ui\":\"D1\"}\n{\"heading\":\"X\"}\nno JSON\n{\"ui\":\"D2\",\"heading\":\"Two\"}\n";
        let outcomes: Vec<_> = mesh(lines.as_bytes()).collect();
        let places: Vec<_> = outcomes
            .iter()
            .filter_map(|outcome| outcome.as_ref().err())
            .map(|error| error.place.as_str())
            .collect();
        assert_eq!(places, ["entry 1, line 1", "entry 2, line 2", "entry 3, line 3"]);
        assert_eq!(outcomes[3].as_ref().unwrap().name, "Two");
        assert!(mesh(&b""[..]).next().unwrap().is_err());
        assert!(mesh(&b"<html></html>"[..]).next().unwrap().is_err());
    }
}
