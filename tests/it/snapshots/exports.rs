//! One fixed set of records in every format.

use super::assert_text;
use crate::both;
use crate::library_fixture::{add_records, record};
use axum::http::StatusCode;
use domain::record::{
    AbstractSection, MeshHeading, Notice, NoticeKind, PublicationKind, RecordData, SourceField,
};

/// A trial with every field that a format may carry, a bare record in other scripts, and a book.
pub(super) fn records() -> Vec<RecordData> {
    let trial = RecordData {
        external_id: Some("trial".into()),
        pmid: Some("90000001".into()),
        doi: Some("10.5555/trial".into()),
        pmcid: Some("PMC9000001".into()),
        nct: Some("NCT90000001".into()),
        title: "Kaliumab & potassium: a <randomised> trial of 50% {braces}".into(),
        abstract_sections: vec![
            AbstractSection { label: "BACKGROUND".into(), text: "Why it was done.".into() },
            AbstractSection { label: "RESULTS".into(), text: "Potassium fell by 0.4 mmol/l.".into() },
        ],
        authors: vec!["Muster AB".into(), "Ørsted, Åse".into(), "KALIUM Trial Investigators".into()],
        journal: "The Journal of Examples".into(),
        journal_abbreviation: "J Ex".into(),
        issn: "1234-5679".into(),
        year: Some(2021),
        date: "2021 Nov 21".into(),
        volume: "38".into(),
        issue: "4".into(),
        pages: "101-9".into(),
        languages: vec!["eng".into()],
        publication_types: vec!["Randomized Controlled Trial".into()],
        mesh: vec![MeshHeading {
            heading: "Heart Failure".into(),
            ui: "D006333".into(),
            major: true,
            qualifiers: vec!["drug therapy".into()],
        }],
        keywords: vec!["potassium".into()],
        notices: vec![Notice {
            kind: NoticeKind::Erratum,
            source: "J Ex. 2022;39:1".into(),
            pmid: Some("90000002".into()),
        }],
        links: vec!["https://journal.example/trial".into()],
        others: vec![SourceField { format: "ris".into(), name: "N1".into(), value: "A remark".into() }],
        ..RecordData::default()
    };
    let bare = RecordData {
        external_id: Some("bare".into()),
        year: Some(2019),
        ..record("Υπερκαλιαιμία – 高カリウム血症, \"quoted\"", "=SUM(1;2) is no formula.")
    };
    let book = RecordData {
        external_id: Some("book".into()),
        kind: Some(PublicationKind::Book),
        title: "Potassium".into(),
        authors: vec!["Sample C".into()],
        publisher: "Meadow Press".into(),
        year: Some(2001),
        ..RecordData::default()
    };
    vec![trial, bare, book]
}

both! {
    async fn exports_in_every_format(portal: Portal) {
        add_records(&portal, records(), false).await;
        let mut browser = portal.declared().await;
        for format in ["ris", "nbib", "bibtex", "csl-json", "csv"] {
            let file = browser.get(&format!("/export?q=&sort=newest&what=all&format={format}")).await;
            assert_eq!(file.status, StatusCode::OK, "{format}: {}", file.body);
            assert_text(&format!("export-{format}"), &file.body.replace('\r', ""));
        }
    }
}
