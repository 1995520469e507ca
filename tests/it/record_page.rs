//! The page of a bibliographic record.

use crate::both;
use crate::library_fixture::{add_record, add_records, record, trials};
use axum::http::StatusCode;
use domain::record::{AbstractSection, MeshHeading, Notice, NoticeKind, RecordData};

fn whole() -> RecordData {
    let section = |label: &str, text: &str| AbstractSection { label: label.into(), text: text.into() };
    RecordData {
        pmid: Some("31535829".into()),
        doi: Some("10.1056/nejmoa1911303".into()),
        pmcid: Some("PMC1234567".into()),
        nct: Some("NCT03036124".into()),
        title: "Dapagliflozin in people with heart failure".into(),
        authors: vec!["McMurray JJV".into(), "Solomon SD".into()],
        journal: "The New England Journal of Medicine".into(),
        journal_abbreviation: "N Engl J Med".into(),
        year: Some(2019),
        volume: "381".into(),
        pages: "1995-2008".into(),
        publication_types: vec!["Randomized Controlled Trial".into()],
        abstract_sections: vec![
            section("BACKGROUND", "Why <i>it</i> was done."),
            section("RESULTS", "Fewer events."),
        ],
        mesh: vec![MeshHeading {
            heading: "Heart Failure".into(),
            major: true,
            qualifiers: vec!["drug therapy".into()],
            ..MeshHeading::default()
        }],
        ..RecordData::default()
    }
}

both! {
    async fn it_shows_all_that_is_known_of_the_publication(portal: Portal) {
        let address = add_record(&portal, whole()).await;
        let page = portal.declared().await.get(&address).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.text("h1"), "Dapagliflozin in people with heart failure");
        assert_eq!(
            page.text(".citation"),
            "McMurray JJV, Solomon SD. Dapagliflozin in people with heart failure. N Engl J Med. 2019;381:1995-2008."
        );
        assert_eq!(page.texts(".record-abstract h3"), ["BACKGROUND", "RESULTS"]);
        assert_eq!(page.texts(".record-abstract p"), ["Why <i>it</i> was done.", "Fewer events."]);
        assert_eq!(
            page.attributes("dl a", "href"),
            [
                "https://pubmed.ncbi.nlm.nih.gov/31535829/",
                "https://doi.org/10.1056/nejmoa1911303",
                "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/",
                "https://clinicaltrials.gov/study/NCT03036124",
            ]
        );
        assert!(page.text("[aria-labelledby=mesh]").contains("Heart Failure: drug therapy"));
        assert_eq!(page.attributes("main a[href^='/ask']", "href").len(), 1);
    }

    async fn a_retraction_stands_before_the_abstract(portal: Portal) {
        let source = "Lancet. 2010 Feb 6;375(9713):445";
        let notice = Notice { kind: NoticeKind::Retracted, source: source.into(), pmid: Some("20137807".into()) };
        let address = add_record(&portal, RecordData { notices: vec![notice], ..whole() }).await;
        let page = portal.declared().await.get(&address).await;
        assert!(page.text(".article-header .notice-danger").starts_with("This publication was retracted."));
        assert!(page.text(".article-header .notice-danger").contains(source));
        assert_eq!(
            page.attributes(".notice-danger a", "href"),
            ["https://pubmed.ncbi.nlm.nih.gov/20137807/"]
        );
        assert_eq!(page.texts(".article-header .badge-retracted"), ["Retracted"]);
    }

    async fn without_an_abstract_it_says_so(portal: Portal) {
        let address = add_record(&portal, RecordData { title: "A citation".into(), ..RecordData::default() }).await;
        let page = portal.declared().await.get(&address).await;
        assert!(!page.has(".record-abstract"));
        assert!(page.text(".article-body .notice").contains("without its abstract"));
    }

    async fn similar_items_are_one_step_away(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let address = add_record(&portal, record("Another trial of dapagliflozin", "Heart failure in people.")).await;
        let page = portal.declared().await.get(&address).await;
        let related = page.attributes(".related a", "href");
        assert!(!related.is_empty());
        assert!(!related.contains(&address), "an item is not related to itself");
    }

    async fn a_demonstration_is_marked(portal: Portal) {
        add_records(&portal, vec![record("Sheep", "Sheep.")], true).await;
        let mut browser = portal.declared().await;
        let address = browser.get("/search?q=sheep").await.attributes(".hit-title a", "href").remove(0);
        assert_eq!(browser.get(&address).await.texts(".badge-demo"), ["Demonstration content"]);
    }

    async fn what_is_not_there_is_not_found(portal: Portal) {
        let mut browser = portal.declared().await;
        for address in ["/records/none", "/records/%00", "/records/%F0%9F%92%8A", "/records/'%20or%201=1"] {
            assert_eq!(browser.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn a_record_is_for_those_whom_the_gate_lets_in(portal: Portal) {
        let address = add_record(&portal, whole()).await;
        let page = portal.browser().get(&address).await;
        assert!(!page.body.contains("McMurray"));
        assert_eq!(page.attributes("main form", "action"), ["/declare"]);
    }
}
