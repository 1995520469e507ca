//! What was exported and is imported again changes nothing: over generated records, and over every file of the test
//! data.

use super::real_files::data;
use super::{Outcome, outcomes_of_file};
use crate::plain_text::plain;
use crate::{ExportFormat, Format, read, write};
use domain::record::{
    AbstractSection, CitedWork, MeshHeading, Notice, NoticeKind, PublicationKind, RecordData, SourceField,
};
use domain::slug::Slug;
use proptest::prelude::*;

/// The formats that are written and read.
const BOTH_WAYS: [(ExportFormat, Format, &str); 4] = [
    (ExportFormat::Ris, Format::Ris, "ris"),
    (ExportFormat::Nbib, Format::Medline, "nbib"),
    (ExportFormat::BibTex, Format::BibTex, "bibtex"),
    (ExportFormat::CslJson, Format::CslJson, "csl-json"),
];

fn again(export: ExportFormat, import: Format, records: &[RecordData]) -> Vec<Outcome> {
    read(import, write(export, records).as_bytes()).collect()
}

fn one_again(export: ExportFormat, import: Format, record: &RecordData) -> RecordData {
    let mut outcomes = again(export, import, std::slice::from_ref(record));
    assert_eq!(outcomes.len(), 1, "{}\n{outcomes:#?}", write(export, std::slice::from_ref(record)));
    outcomes
        .remove(0)
        .unwrap_or_else(|rejected| panic!("{rejected}\n{}", write(export, std::slice::from_ref(record))))
}

/// What of a record a format can carry.
fn carried(name: &str, record: &RecordData) -> RecordData {
    let mut carried = record.clone();
    carried.other_identifiers.clear();
    carried.references.clear();
    carried.others.retain(|field| field.format == name);
    carried.mesh.iter_mut().for_each(|heading| heading.ui.clear());
    let text = carried.abstract_text().split_whitespace().collect::<Vec<_>>().join(" ");
    carried.abstract_sections =
        if text.is_empty() { Vec::new() } else { vec![AbstractSection { label: String::new(), text }] };
    if name == "nbib" {
        carried.links.clear();
        carried.kind = match record.kind {
            Some(PublicationKind::Book) => record.kind,
            Some(PublicationKind::Chapter) if !record.journal.is_empty() => record.kind,
            _ => PublicationKind::of_types(&record.publication_types),
        };
    } else {
        carried.notices.clear();
        let is_trial = record.kind == Some(PublicationKind::TrialRegistration);
        let kind = record.kind.filter(|_| !is_trial);
        carried.kind = kind.or_else(|| PublicationKind::of_types(&record.publication_types));
        // A registration that is said to be in a journal has no type of its own in these formats.
        carried.kind = if is_trial { carried.kind } else { carried.evident_kind() };
    }
    carried
}

/// Words that mean something in one of the formats, and words that do not.
fn word() -> impl Strategy<Value = String> {
    let scraps = [
        "{",
        "}",
        "{x}",
        "\\",
        "\\alpha",
        "\\{",
        "$",
        "$x_2$",
        "a_b",
        "50%",
        "%",
        "&",
        "&amp;",
        "#1",
        "~",
        "^",
        "10^-3",
        "\"quoted\"",
        "\"",
        "'tis",
        "''",
        "``",
        "--",
        "---",
        "a-b",
        "<i>x</i>",
        "<",
        "α-blocker",
        "κ",
        "ß",
        "@article{x,",
        "@",
        "TY",
        "ER",
        "PMID-",
        "=",
        "=1+1",
        ",",
        ";",
        ":",
        "|",
        "中文",
        "e.g.",
        "//",
        "http://x.example",
        "[",
        "]",
        "\u{301}e",
        "İ",
        "and",
        "materia:",
        "null",
    ];
    prop_oneof![prop::sample::select(scraps.to_vec()).prop_map(str::to_owned), "[a-zA-Z0-9äöüéñ.()/-]{1,8}",]
}

fn text() -> impl Strategy<Value = String> {
    let texts = prop::collection::vec(word(), 1..7).prop_map(|words| plain(&words.join(" ")));
    texts.prop_filter("readers make no empty text", |text| !text.is_empty())
}

fn text_or_none() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text()]
}

fn one_of(choices: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    prop::sample::select(choices.to_vec()).prop_map(str::to_owned)
}

fn some_of(choices: &[&'static str]) -> impl Strategy<Value = Vec<String>> + use<> {
    let choices: Vec<String> = choices.iter().map(|&choice| choice.to_owned()).collect();
    let most = choices.len();
    prop::sample::subsequence(choices, 0..=most)
}

fn author() -> impl Strategy<Value = String> {
    let family =
        one_of(&["McMurray", "van der Berg", "O'Neil", "d'Arc", "Køber", "Müller-Lüdenscheidt", "Ng", "李"]);
    let initials = one_of(&["J", "JJV", "Å", "ABCD"]);
    let suffix = one_of(&["", "", " Jr", " 3rd", " II"]);
    prop_oneof![
        4 => (family, initials, suffix).prop_map(|(family, initials, suffix)| format!("{family} {initials}{suffix}")),
        1 => one_of(&[
            "DAPA-HF Trial Committees and Investigators",
            "National Heart, Lung, and Blood Institute",
            "Plato",
            "World Health Organization (WHO)",
            "Research & Development",
        ]),
    ]
}

fn section() -> impl Strategy<Value = AbstractSection> {
    (one_of(&["", "BACKGROUND", "RESULTS"]), text()).prop_map(|(label, text)| AbstractSection { label, text })
}

fn headings() -> impl Strategy<Value = Vec<MeshHeading>> {
    let all: Vec<MeshHeading> = [
        ("Heart Failure", "D006333", true, &["drug therapy", "mortality"][..]),
        ("Diabetes Mellitus, Type 2", "", false, &[]),
        ("Humans", "D006801", false, &[]),
    ]
    .into_iter()
    .map(|(heading, ui, major, qualifiers)| MeshHeading {
        heading: heading.into(),
        ui: ui.into(),
        major,
        qualifiers: qualifiers.iter().map(|&text| text.to_owned()).collect(),
    })
    .collect();
    prop::sample::subsequence(all, 0..=3)
}

fn notice() -> impl Strategy<Value = Notice> {
    let kinds = prop::sample::select(NoticeKind::ALL.to_vec());
    (kinds, text(), prop::option::of(one_of(&["1", "20137807"]))).prop_map(|(kind, source, pmid)| Notice {
        kind,
        source,
        pmid,
    })
}

fn others() -> impl Strategy<Value = Vec<SourceField>> {
    let lines = || prop::collection::vec(text(), 1..3).prop_map(|lines| lines.join("\nx "));
    let field = |format: &str, name: &str, value: String| SourceField {
        format: format.into(),
        name: name.into(),
        value,
    };
    let all = (text(), text(), lines(), text(), lines()).prop_map(move |(bib, csl, nbib, custom, ris)| {
        vec![
            field("bibtex", "citation key", "smith:2019+x".into()),
            field("bibtex", "note", bib),
            field("csl-json", "note", csl),
            field("csl-json", "custom.other", custom),
            field("nbib", "AD", nbib),
            field("ris", "N1", ris),
        ]
    });
    all.prop_flat_map(|all| prop::sample::subsequence(all, 0..=6))
}

type Identifiers = (Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);

/// At least one that identifies.
fn identifiers() -> impl Strategy<Value = Identifiers> {
    let dois = [
        "10.1056/nejmoa1911303",
        "10.1000/a_b",
        "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
    ];
    let all = (
        prop::option::of(one_of(&["d1", "NCT01305200", "a b:c_d", "entry-0123456789abcdef"])),
        prop::option::of(one_of(&["1", "31535829"])),
        prop::option::of(one_of(&dois)),
        prop::option::of(one_of(&["PMC3460867"])),
        prop::option::of(one_of(&["NCT01305200"])),
    );
    all.prop_map(|(external_id, pmid, doi, pmcid, nct)| {
        let is_known = external_id.is_some() || pmid.is_some() || doi.is_some();
        (external_id.or_else(|| (!is_known).then(|| "d2".to_owned())), pmid, doi, pmcid, nct)
    })
}

/// A record as readers make them.
fn record() -> impl Strategy<Value = RecordData> {
    let kinds: Vec<Option<PublicationKind>> = PublicationKind::all().map(Some).chain([None]).collect();
    let dates =
        ["", "2019", "2019 Nov", "2019 Nov 21", "2019 Nov-Dec", "1998 Dec-1999 Jan", "2019 Winter", "Winter"];
    let named = (
        identifiers(),
        prop::sample::select(kinds),
        text(),
        text_or_none(),
        prop::collection::vec(author(), 0..4),
    );
    let place = (
        text_or_none(),
        text_or_none(),
        one_of(&["", "0028-4793", "978-3-16-148410-0"]),
        text_or_none(),
        one_of(&dates),
        one_of(&["", "381", "12(Suppl 3)", "A & B"]),
        one_of(&["", "21", "Pt 1"]),
        one_of(&["", "1995-2008", "e123", "S1-S10", "12-5, 20-25", "5", "a-b-c"]),
    );
    let types = [
        "Journal Article",
        "Randomized Controlled Trial",
        "Research Support, N.I.H., Extramural",
        "Review; Systematic",
    ];
    let links = ["https://a.example/x_y?z=1&b=%20--c", "http://b.example/{c}\\d~$", "https://c.example/"];
    let subjects = (
        prop::collection::vec(section(), 0..3),
        some_of(&["eng", "ger"]),
        some_of(&types),
        headings(),
        prop::collection::vec(text(), 0..4),
        prop::collection::vec(notice(), 0..3),
        some_of(&links),
        others(),
    );
    (named, place, subjects).prop_map(|(named, place, subjects)| {
        let ((external_id, pmid, doi, pmcid, nct), kind, title, vernacular_title, authors) = named;
        let (journal, journal_abbreviation, issn, publisher, date, volume, issue, pages) = place;
        let (abstract_sections, languages, publication_types, mesh, keywords, notices, links, others) =
            subjects;
        RecordData {
            external_id,
            pmid,
            doi,
            pmcid,
            nct,
            other_identifiers: vec!["2".into()],
            kind: kind.or_else(|| PublicationKind::of_types(&publication_types)),
            title,
            vernacular_title,
            abstract_sections,
            authors,
            journal,
            journal_abbreviation,
            issn,
            publisher,
            year: crate::text::year_in(&date),
            date,
            volume,
            issue,
            pages,
            languages,
            publication_types,
            mesh,
            keywords,
            notices,
            links,
            references: vec![CitedWork::of(Some("2"), None), CitedWork::of(None, Some("10.1000/c"))],
            others,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_record_that_left_and_comes_back_is_what_the_format_carries_and_changes_nothing(record in record()) {
        for (export, import, name) in BOTH_WAYS {
            let came = one_again(export, import, &record);
            let text = write(export, std::slice::from_ref(&record));
            prop_assert_eq!(&came, &carried(name, &record), "{}\n{}", name, text);
            prop_assert_eq!(&record.clone().merged_with(came), &record, "{}\n{}", name, text);
        }
    }

    #[test]
    fn every_record_of_a_file_comes_back(records in prop::collection::vec(record(), 0..4)) {
        for (export, import, _) in BOTH_WAYS {
            let outcomes = again(export, import, &records);
            prop_assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), records.len());
            prop_assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), usize::from(records.is_empty()));
        }
    }

    #[test]
    fn a_citation_of_anything_is_made_without_a_panic(record in record()) {
        prop_assert_eq!(crate::citation::citations(&record).len(), 4);
    }
}

#[test]
fn what_was_read_from_any_file_leaves_and_comes_back_in_any_format() {
    let Some(root) = data("formats") else { return };
    let folders = std::fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path());
    let files =
        folders.flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    let mut count = 0;
    for file in files {
        let records: Vec<RecordData> = outcomes_of_file(&file).into_iter().flatten().collect();
        for (export, import, name) in BOTH_WAYS {
            let outcomes = again(export, import, &records);
            let came: Vec<RecordData> = outcomes.into_iter().flatten().collect();
            assert_eq!(came.len(), records.len(), "{} as {name}", file.display());
            for (record, came) in records.iter().zip(came) {
                assert_eq!(record.clone().merged_with(came), *record, "{} as {name}", file.display());
                count += 1;
            }
        }
    }
    assert!(count > 2_800, "only {count} records came back");
}

#[test]
fn a_file_in_a_format_that_is_written_is_written_as_it_was() {
    for (folder, export, import) in [
        ("formats/ris", ExportFormat::Ris, Format::Ris),
        ("formats/nbib", ExportFormat::Nbib, Format::Medline),
    ] {
        let Some(root) = data(folder) else { return };
        for file in std::fs::read_dir(root).unwrap().map(|file| file.unwrap().path()) {
            let records: Vec<RecordData> = outcomes_of_file(&file).into_iter().flatten().collect();
            let came: Vec<RecordData> = again(export, import, &records).into_iter().flatten().collect();
            let in_one_piece = |record: &RecordData| {
                let text = record.abstract_text().split_whitespace().collect::<Vec<_>>().join(" ");
                // What is in a journal is written as an article, whatever it was called.
                let kind = record.evident_kind();
                (RecordData { abstract_sections: Vec::new(), kind, ..record.clone() }, text)
            };
            let (before, after): (Vec<_>, Vec<_>) =
                (records.iter().map(in_one_piece).collect(), came.iter().map(in_one_piece).collect());
            assert_eq!(before, after, "{}", file.display());
        }
    }
}
