//! Small cases of what goes wrong in reference files, from the folder of test data; skipped where it is absent.

use super::outcomes_of_file;
use super::real_files::{data, records_of_file};
use domain::record::RecordData;

fn records(name: &str) -> Option<Vec<RecordData>> {
    records_of_file(&format!("cases/{name}"))
}

fn authors(name: &str) -> Option<Vec<Vec<String>>> {
    Some(records(name)?.into_iter().map(|record| record.authors).collect())
}

#[test]
fn names_in_one_line_are_authors_each() {
    let Some(found) = authors("01-authors-semicolon.ris") else { return };
    assert_eq!(found, [["Sancho-Corvo PJ", "Montiel M", "Reissner AL", "Dixmude LK"]]);
    let Some(found) = authors("02-authors-comma.ris") else { return };
    assert_eq!(found[0], ["Smythe A", "Marks K", "Webern M", "Habermann J"]);
    assert_eq!(found[1], ["Smythe A Jr"]);
    assert_eq!(found[2], ["Smythe A", "Marks K", "Webern M"]);
}

#[test]
fn an_abstract_under_two_tags_is_one_and_the_date_of_access_is_none_of_publication() {
    let Some(found) = records("03-n2-and-ab.ris") else { return };
    assert_eq!(found[0].abstract_text(), "Grid units encode an animal location in plane environments.");
    assert_eq!((found[0].date.as_str(), found[0].pages.as_str()), ("2016 Oct 19", "280-284"));
    assert!(found[0].others.iter().any(|field| field.name == "Y2"));
}

#[test]
fn byte_order_marks_and_types_in_the_middle_hide_no_entry() {
    for (name, count) in [("07-bom-in-the-middle.ris", 2), ("09-ty-not-first.ris", 2), ("37-bom.nbib", 2)] {
        let Some(found) = records(name) else { return };
        assert_eq!(found.len(), count, "{name}");
        assert!(found.iter().all(|record| !record.title.is_empty() && record.year.is_some()), "{name}");
    }
    let Some(found) = records("09-ty-not-first.ris") else { return };
    assert_eq!((found[0].pages.as_str(), found[0].authors.len()), ("67-76", 2));
    assert_eq!(found[1].title, "Second record with type in the middle baboons");
    assert_eq!(found[1].authors, ["Henzi SP"]);
}

#[test]
fn a_date_of_two_months_is_kept() {
    let Some(found) = records("08-cinahl-date.ris") else { return };
    assert_eq!((found[0].year, found[0].date.as_str()), (Some(2020), "2020 Nov-Dec"));
    assert_eq!(found[0].pages, "e2115-e2123");
}

#[test]
fn dates_of_csl_are_read_in_every_form() {
    let Some(found) = records("11-csl-dates.json") else { return };
    let dates: Vec<_> = found.iter().map(|record| record.date.as_str()).collect();
    assert_eq!(
        dates,
        [
            "2024 Feb 21",
            "2000 Mar 15-17",
            "2018 Feb 1-2",
            "2015 Mar",
            "2012 Apr",
            "1814-1995",
            "2009 Jan 1",
            "2019 Summer"
        ]
    );
    assert_eq!(
        (found[3].journal.as_str(), found[3].authors.as_slice()),
        ("Trends in Arrays", &["Flat Name".to_owned()][..])
    );
    assert_eq!(found[2].authors, ["van Beethoven L"]);
    assert_eq!(found[4].title, "Crossref title is a list sample five");
    assert_eq!(found[7].pages, "404-415");
}

#[test]
fn names_of_endnote_and_dates_of_pubmed_are_read() {
    let Some(found) = records("12-endnote.xml") else { return };
    assert_eq!(found[0].authors, ["van Nieuwen EJ", "Plain N", "World Sample Group"]);
    assert_eq!((found[0].journal.as_str(), found[0].links.len()), ("Zootaxa", 2));
    assert_eq!(found[0].date, "2008 Mar-Apr");
    let Some(found) = records("13-pubmed-markup.xml") else { return };
    let dates: Vec<_> = found.iter().map(|record| (record.year, record.date.as_str())).collect();
    let expected = [
        (Some(2017), "2017 Summer"),
        (Some(1998), "1998 Dec-1999 Jan"),
        (Some(2005), "2005 Sep"),
        (Some(2018), "2018 Mar 1"),
    ];
    assert_eq!(dates, expected);
    assert_eq!(found[0].authors, ["Domènech A", "Onlylast", "Sample Study Group"]);
    let last = found[0].abstract_sections.last().unwrap();
    assert_eq!(
        (last.label.as_str(), last.text.as_str()),
        ("Abstract in Spanish", "Resumen de muestra en español.")
    );
    assert_eq!(found[1].vernacular_title, "Nur ein Beispieltitel.");
    assert_eq!(found[1].abstract_text(), "Nur eine deutsche Zusammenfassung Zebrafinkmuster.");
}

#[test]
fn a_group_is_an_author_and_its_members_are_none() {
    let Some(found) = records("16-jats-group.xml") else { return };
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].authors, ["Reproducibility Sample Project", "Stringname A", "Wang X", "Surnameonly"]);
    assert_eq!((found[0].year, found[0].pages.as_str()), (Some(2005), "e04333"));
    let text = found[0].abstract_text();
    assert!(
        text.contains("Main abstract") && text.contains("Digest sentence") && text.contains("Résumé"),
        "{text}"
    );
}

#[test]
fn names_in_other_scripts_capitals_and_with_particles_are_right() {
    for (name, expected) in [
        (
            "23-cjk-authors.ris",
            &["山田 太郎", "王 小明", "김 철수", "刘伟明", "Deng D", "Lee J", "Thoraval MJ"][..],
        ),
        ("24-all-caps.ris", &["Wani AY", "Smith J", "Li W", "O'Neill A"]),
        (
            "33-names.ris",
            &[
                "van Dijk J",
                "van der Berg K",
                "da Silva AM",
                "dos Silva M",
                "v. Beethoven L",
                "Smith J",
                "Doe J",
                "Roe R",
            ],
        ),
        (
            "33-names.bib",
            &[
                "van Dijk J",
                "World Health Organization",
                "van Beethoven L",
                "de la Cruz MJ",
                "King ML Jr",
                "王 小明",
                "Smith J",
            ],
        ),
        (
            "34-italian-names.nbib",
            &["De Luca G", "Di Mario C", "Del Prato S", "van Veldhuisen DJ", "de Boer RA", "Von Holst H"],
        ),
    ] {
        let Some(found) = authors(name) else { return };
        assert_eq!(found[0], expected, "{name}");
    }
    let Some(found) = authors("26-units-and-invisible.jsonl") else { return };
    assert_eq!(found[4], ["Işık İ", "Çelik A"]);
}

#[test]
fn article_numbers_stay_as_they_are() {
    let Some(found) = records("32-citation-pages.json") else { return };
    let pages: Vec<_> = found.iter().take(5).map(|record| record.pages.as_str()).collect();
    assert_eq!(pages, ["e0046493", "CD001234", "CD001234.pub3", "064002", "e04333"]);
}

#[test]
fn every_case_is_read_or_rejected_with_its_place() {
    let Some(folder) = data("cases") else { return };
    for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_none_or(|extension| extension == "md") {
            continue;
        }
        for outcome in outcomes_of_file(&file) {
            match outcome {
                Ok(record) => assert!(!record.title.is_empty() || !record.abstract_sections.is_empty()),
                Err(rejected) => panic!("{}: {rejected}", file.display()),
            }
        }
    }
}
