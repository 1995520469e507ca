//! The library as files: what was found or ticked, for those who may see it; importing it again changes nothing.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, trials, withdraw};
use crate::support::{Page, Portal};
use axum::http::{StatusCode, header};
use domain::record::{AbstractSection, MeshHeading, RecordData, SourceField};
use services::import::{self, Counts, Import, Indexing, Watcher};
use std::path::{Path, PathBuf};

const FORMATS: [(&str, &str, &str); 5] = [
    ("ris", "application/x-research-info-systems; charset=utf-8", "ris"),
    ("nbib", "application/nbib; charset=utf-8", "nbib"),
    ("bibtex", "application/x-bibtex; charset=utf-8", "bib"),
    ("csl-json", "application/vnd.citationstyles.csl+json", "json"),
    ("csv", "text/csv; charset=utf-8; header=present", "csv"),
];

fn whole() -> RecordData {
    RecordData {
        pmid: Some("31535829".into()),
        doi: Some("10.1056/nejmoa1911303".into()),
        authors: vec!["McMurray JJV".into(), "DAPA-HF Trial Committees and Investigators".into()],
        journal: "The New England Journal of Medicine".into(),
        journal_abbreviation: "N Engl J Med".into(),
        year: Some(2019),
        date: "2019 Nov 21".into(),
        volume: "381".into(),
        pages: "1995-2008".into(),
        publication_types: vec!["Randomized Controlled Trial".into()],
        abstract_sections: vec![
            AbstractSection { label: "BACKGROUND".into(), text: "Why it was done.".into() },
            AbstractSection { label: "RESULTS".into(), text: "Fewer events.".into() },
        ],
        mesh: vec![MeshHeading {
            heading: "Heart Failure".into(),
            ui: "D006333".into(),
            ..Default::default()
        }],
        others: vec![SourceField { format: "ris".into(), name: "N1".into(), value: "kept".into() }],
        ..record("Dapagliflozin in people with heart failure", "")
    }
}

fn file_name(page: &Page) -> String {
    page.headers.get(header::CONTENT_DISPOSITION).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
}

fn id_of(address: &str) -> &str {
    address.trim_start_matches("/records/")
}

/// Fails a test on what cannot be read.
struct Strict;

impl Watcher for Strict {
    fn come_to(&mut self, _: u64, _: u64) {}

    fn rejected(&mut self, file: &Path, rejected: &formats::Rejection) {
        panic!("{}: {rejected}", file.display());
    }
}

/// Imports a text as a file of this ending, as the command does.
async fn import_text(portal: &Portal, ending: &str, text: &str) -> Counts {
    let path: PathBuf =
        std::env::temp_dir().join(format!("materia_{}.{ending}", uuid::Uuid::new_v4().simple()));
    std::fs::write(&path, text).unwrap();
    let import = Import { format: None, author: None, is_demo: false };
    let mut indexing = Indexing::begin(&portal.context).await.unwrap();
    let counts = import::file(&portal.context, &import, &path, &mut indexing, &mut Strict).await.unwrap();
    indexing.finish(&portal.context).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    counts
}

both! {
    async fn a_record_leaves_in_every_format_under_a_name_and_a_type_of_its_own(portal: Portal) {
        let address = add_record(&portal, whole()).await;
        let mut browser = portal.declared().await;
        let links = browser.get(&address).await.attributes("#cite a", "href");
        assert_eq!(links.len(), FORMATS.len());
        for (link, (_, media_type, ending)) in links.iter().zip(FORMATS) {
            let file = browser.get(link).await;
            assert_eq!(file.status, StatusCode::OK, "{link}");
            assert_eq!(file.headers.get(header::CONTENT_TYPE).unwrap(), media_type);
            assert!(file_name(&file).starts_with("attachment; filename=\"materia-20"), "{}", file_name(&file));
            assert!(file_name(&file).ends_with(&format!(".{ending}\"")), "{}", file_name(&file));
            assert!(file.body.contains("Dapagliflozin in people with heart failure"), "{link}");
        }
    }

    async fn what_was_exported_and_is_imported_again_is_unchanged(portal: Portal) {
        let mut all = trials();
        all.push(whole());
        let count = u64::try_from(all.len()).unwrap();
        add_records(&portal, all, false).await;
        let mut browser = portal.declared().await;
        let before = storage::change_numbers::last_change(&portal.context.store).await.unwrap();
        for (format, _, ending) in FORMATS.into_iter().filter(|(format, _, _)| *format != "csv") {
            let file = browser.get(&format!("/export?q=&what=all&format={format}")).await;
            let counts = import_text(&portal, ending, &file.body).await;
            assert_eq!(counts, Counts { unchanged: count, ..Counts::default() }, "{format}");
        }
        assert_eq!(storage::change_numbers::last_change(&portal.context.store).await.unwrap(), before);
    }

    async fn the_result_of_a_search_is_what_the_search_found(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=sheep").await;
        assert_eq!(page.texts("form#export button"), ["Download ticked", "Download all 2"]);
        let file = browser.get("/export?q=sheep&format=ris&what=all").await;
        assert_eq!(file.body.matches("TY  - ").count(), 2);
        let narrowed = browser.get("/export?study=case-report&format=ris").await;
        assert_eq!(narrowed.body.matches("TY  - ").count(), 8, "the filters of the search hold too");
        let all = browser.get("/export?format=csl-json").await;
        assert_eq!(all.json().as_array().unwrap().len(), 25, "more than one page of results");
    }

    async fn what_was_ticked_leaves_in_the_order_of_the_page(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin").await;
        let ids = page.attributes("input[name=item][form=export]", "value");
        assert_eq!(ids.len(), 20);
        let chosen = format!("/export?q=dapagliflozin&what=chosen&format=bibtex&item={}&item={}", ids[3], ids[1]);
        let file = browser.get(&chosen).await;
        assert_eq!(file.body.matches("@article{").count(), 2);
        let none = browser.get("/export?q=dapagliflozin&study=case-report&what=chosen&format=bibtex").await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(none.text("main [role=alert]").starts_with("No result was ticked"));
        assert_eq!(none.attributes("main form input[name=study]", "value"), ["case-report"], "the search is kept");
        assert!(none.has("main a[href='/search?q=dapagliflozin&study=case-report']"));
    }

    async fn an_article_leaves_as_a_page_of_the_portal(portal: Portal) {
        add_article(&portal, article("dapagliflozin", "Dapagliflozin in short", "Text.")).await;
        let mut browser = portal.declared().await;
        let file = browser.get("/export?q=dapagliflozin&format=ris").await;
        for line in ["TY  - ELEC", "TI  - Dapagliflozin in short", "AU  - Medical Information", "PY  - 2026", "M3  - Evidence summary"] {
            assert!(file.body.contains(&format!("{line}\r\n")), "{line} in\n{}", file.body);
        }
        assert!(file.body.contains(&format!("UR  - {}/library/dapagliflozin\r\n", portal.context.config.base_url)));
    }

    async fn nobody_exports_what_they_may_not_see(portal: Portal) {
        let mut german = article("german", "Dapagliflozin for Germany", "Text.");
        german.front.audience.countries = vec!["DE".into()];
        add_article(&portal, german).await;
        add_article(&portal, article("withdrawn", "Dapagliflozin withdrawn", "Text.")).await;
        let id = |slug: &'static str| {
            let store = portal.context.store.clone();
            async move { storage::articles::by_slug(&store, slug).await.unwrap().unwrap() }
        };
        let (german, withdrawn) = (id("german").await, id("withdrawn").await);
        withdraw(&portal, "withdrawn").await;
        let record = add_record(&portal, whole()).await;
        let mut british = portal.declared().await;
        let named = format!("/export?format=csl-json&item={german}&item={withdrawn}&item={}&item=none", id_of(&record));
        for address in [named.as_str(), "/export?q=dapagliflozin&format=csl-json"] {
            let items = british.get(address).await.json();
            assert_eq!(items.as_array().unwrap().len(), 1, "{address}");
            assert_eq!(items[0]["PMID"], "31535829", "{address}");
        }
        let alone = british.get(&format!("/export?format=ris&item={german}")).await;
        assert_eq!(alone.status, StatusCode::NOT_FOUND);
        let outside = portal.browser().get(&named).await;
        assert!(!outside.body.contains("31535829"), "the gate is closed to those who did not declare");
    }

    async fn a_record_is_cited_in_four_styles_and_shows_what_else_its_source_says(portal: Portal) {
        let address = add_record(&portal, whole()).await;
        let page = portal.declared().await.get(&address).await;
        assert_eq!(page.texts("#cite dt"), ["AMA", "Vancouver", "NLM", "APA"]);
        let citations = page.texts("#cite dd");
        assert!(citations.iter().all(|text| text.contains("Dapagliflozin in people with heart failure") && text.contains("2019")));
        assert!(citations[0].contains("N Engl J Med") && citations[3].contains("The New England Journal of Medicine"), "{citations:?}");
        assert_eq!(page.texts("#source-fields h2"), ["RIS"]);
        assert_eq!((page.text("#source-fields dt"), page.text("#source-fields dd")), ("N1".into(), "kept".into()));
    }

    async fn without_a_format_the_portal_asks_for_one(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let page = portal.declared().await.get("/export?q=sheep").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.attributes("#export-format option", "value"), FORMATS.map(|(format, _, _)| format));
        assert_eq!(page.attributes("main form input[name=q]", "value"), ["sheep"]);
        assert_eq!(page.attributes("#export-separator option", "value"), ["comma", "semicolon", "tab"]);
        let table = portal.declared().await.get("/export?q=&what=all&format=csv&separator=semicolon").await;
        assert!(table.body.starts_with("\u{feff}\"title\";\"authors\";"), "{}", table.body);
    }
}

#[test]
fn the_command_line_writes_what_a_search_finds() {
    use std::process::Command;
    let folder = std::env::temp_dir().join(format!("materia_{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    let source = folder.join("source.ris");
    std::fs::write(&source, "TY  - JOUR\nTI  - Sheep and heart failure\nDO  - 10.1000/a\nER  - \n").unwrap();
    let materia = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_materia"));
        command.env_clear().args(arguments).arg("--data").arg(folder.join("data")).output().unwrap()
    };
    let imported = materia(&["import", source.to_str().unwrap()]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let exported = materia(&["export", "sheep", "--format", "bibtex"]);
    let text = String::from_utf8(exported.stdout).unwrap();
    assert!(exported.status.success() && text.contains("doi = {10.1000/a},"), "{text}");
    let unknown = materia(&["export", "sheep", "--format", "word"]);
    assert!(!unknown.status.success());
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("ris, nbib, bibtex, csl-json, csv"));
    std::fs::remove_dir_all(&folder).unwrap();
}
