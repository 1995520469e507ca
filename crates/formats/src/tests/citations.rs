//! Citations as the manuals of four styles have them.

use super::real_files::records_of_file;
use crate::citation::{CitationStyle, citation, citations};
use crate::{ExportFormat, write};
use domain::record::{PublicationKind, RecordData};
use domain::slug::Slug;
use serde::Deserialize;

#[derive(Deserialize)]
struct Table {
    work: Vec<Work>,
}

#[derive(Deserialize)]
struct Work {
    rule: String,
    ama: String,
    vancouver: String,
    nlm: String,
    apa: String,
    #[serde(flatten)]
    data: RecordData,
}

fn works() -> Vec<Work> {
    let mut table: Table = toml::from_str(include_str!("citations.toml")).unwrap();
    table.work.iter_mut().for_each(|work| crate::entry::tidy(&mut work.data));
    table.work
}

#[test]
fn works_are_cited_as_the_manuals_say() {
    let works = works();
    assert!(works.len() * 4 >= 60);
    let mut wrong = Vec::new();
    for work in &works {
        let expected = [&work.ama, &work.vancouver, &work.nlm, &work.apa];
        for ((style, text), expected) in citations(&work.data).into_iter().zip(expected) {
            if text != *expected {
                wrong.push(format!("{} ({})\n  is {text}\n not {expected}", work.rule, style.slug()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_pages_print_is_the_beginning_of_the_citation_to_copy() {
    for Work { data, vancouver, nlm, .. } in works() {
        let text = data.citation();
        assert!(vancouver.starts_with(&text) && nlm.starts_with(&text), "{text}");
    }
}

#[test]
fn no_citation_has_a_place_for_what_is_unknown() {
    for Work { data, rule, .. } in works() {
        for (volume, issue, pages) in
            [("", "", ""), ("7", "", ""), ("", "2", ""), ("", "", "5"), ("7", "", "5")]
        {
            let data = RecordData {
                volume: volume.into(),
                issue: issue.into(),
                pages: pages.into(),
                doi: None,
                links: Vec::new(),
                ..data.clone()
            };
            for (style, text) in citations(&data) {
                for wrong in ["()", "[]", ";:", ";.", ";,", ":.", "..", ",,", "  ", " .", " ,", "?.", "!."] {
                    let is_registry = wrong == " ." && text.contains("2000 Feb 29 - .");
                    assert!(
                        is_registry || !text.contains(wrong),
                        "{wrong} in {text} ({rule}, {})",
                        style.slug()
                    );
                }
            }
        }
    }
}

#[test]
fn article_numbers_and_journals_are_printed_as_given() {
    let Some(records) = records_of_file("cases/32-citation-pages.json") else { return };
    assert!(!records.is_empty());
    for data in records {
        for style in CitationStyle::all() {
            let text = citation(&data, style);
            assert!(text.contains(&data.journal), "{text}");
            let is_whole = !data.pages.contains('-');
            assert!(!is_whole || text.contains(&data.pages), "{text}: {}", data.pages);
        }
    }
}

#[test]
fn particles_stand_before_family_names() {
    let Some(records) = records_of_file("cases/34-italian-names.nbib") else { return };
    let data = &records[0];
    for style in [CitationStyle::Ama, CitationStyle::Vancouver, CitationStyle::Nlm] {
        let text = citation(data, style);
        let names = "De Luca G, Di Mario C, Del Prato S, van Veldhuisen DJ, de Boer RA, Von Holst H. ";
        assert!(text.starts_with(names), "{text}");
    }
    assert!(
        citation(data, CitationStyle::Apa).contains("van Veldhuisen, D. J., de Boer, R. A., & Von Holst, H.")
    );
}

#[test]
fn what_is_in_a_journal_is_an_article_whatever_it_came_from() {
    let data = RecordData {
        external_id: Some("a".into()),
        title: "Without a type".into(),
        journal: "eLife".into(),
        pages: "e04333".into(),
        ..RecordData::default()
    };
    let file = |format| write(format, std::slice::from_ref(&data));
    assert!(file(ExportFormat::Ris).starts_with("TY  - JOUR\r\n"));
    assert!(file(ExportFormat::Ris).contains("\r\nC7  - e04333\r\n"));
    assert!(file(ExportFormat::BibTex).starts_with("@article{"));
    assert!(file(ExportFormat::CslJson).contains("\"type\":\"article-journal\""));
}

#[test]
fn a_page_of_the_web_is_misc_with_a_plain_key_in_bibtex() {
    let key = domain::record::SourceField {
        format: "bibtex".into(),
        name: "citation key".into(),
        value: "müller 2019,é".into(),
    };
    let data = RecordData {
        external_id: Some("a".into()),
        kind: Some(PublicationKind::WebPage),
        title: "A page".into(),
        links: vec!["https://portal.example/library/a".into()],
        others: vec![key],
        ..RecordData::default()
    };
    let text = write(ExportFormat::BibTex, &[data]);
    assert!(text.starts_with("@misc{muller2019e,\n"), "{text}");
    assert!(
        text.contains("url = {https://portal.example/library/a}") && text.contains("howpublished = {Online}")
    );
}
