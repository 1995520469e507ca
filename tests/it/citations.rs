//! What cites what: "cited by", "cites" and similar items, for whoever may see them.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, withdraw};
use crate::support::{Database, Page, Portal};
use axum::http::StatusCode;
use domain::article::{LabellingStatus, Reference};
use domain::asker::LibraryView;
use domain::id::RecordId;
use domain::record::{CitedWork, RecordData};
use domain::time::Moment;
use services::publishing::Import;
use std::collections::BTreeSet;
use storage::{Store, citations};

const CITED_BY: &str = "[aria-labelledby=cited-by]";
const CITES: &str = "[aria-labelledby=cites]";
const SIMILAR: &str = "[aria-labelledby=similar]";

/// A record of this PMID that cites these, each a PMID or a DOI.
fn citing(pmid: &str, title: &str, works: &[&str]) -> RecordData {
    RecordData {
        pmid: Some(pmid.into()),
        references: works.iter().map(|work| CitedWork::of_either(work)).collect(),
        ..record(title, "")
    }
}

/// An article that cites these, each a PMID or a DOI.
fn digest(slug: &str, title: &str, works: &[&str]) -> Import {
    let mut import = article(slug, title, "Text.");
    let reference = |work: &&str| {
        let CitedWork { pmid, doi } = CitedWork::of_either(work);
        Reference { pmid, doi, citation: format!("Number {work}.") }
    };
    import.front.references = works.iter().map(reference).collect();
    import
}

async fn address(portal: &Portal, identifier: &str) -> String {
    format!("/records/{}", id(portal, identifier).await)
}

async fn id(portal: &Portal, identifier: &str) -> RecordId {
    storage::records::by_identifier(&portal.context.store, identifier).await.unwrap().unwrap().id
}

async fn page(portal: &Portal, address: &str) -> Page {
    let page = portal.declared().await.get(address).await;
    assert_eq!(page.status, StatusCode::OK);
    page
}

fn titles(page: &Page, list: &str) -> Vec<String> {
    page.texts(&format!("{list} li a"))
}

/// The reasons that stand at a similar item, none where it is not listed.
fn reasons(page: &Page, title: &str) -> Option<String> {
    page.texts(&format!("{SIMILAR} li")).into_iter().find(|line| line.starts_with(title))
}

/// How many cite the record of PMID 1, for somebody who declared to be of Great Britain, at a moment.
async fn count(store: &Store, record: &RecordId, now: Moment) -> usize {
    let reader = domain::asker::Reader { country: "GB".into(), ..Default::default() };
    citations::count_citing(store, &LibraryView::Reader(reader), now, record).await.unwrap()
}

both! {
    async fn a_record_shows_what_cites_it_and_what_it_cites(portal: Portal) {
        add_article(&portal, digest("sheep", "A digest of sheep", &["10.1000/lamb", "7"])).await;
        add_records(&portal, vec![citing("2", "Goats, reviewed", &["1", "3", "99"])], false).await;
        let lamb = RecordData { doi: Some("10.1000/lamb".into()), ..citing("1", "The lamb", &[]) };
        let lamb = add_record(&portal, lamb).await;
        add_record(&portal, citing("3", "The kid", &[])).await;
        let shown = page(&portal, &lamb).await;
        assert_eq!(titles(&shown, CITED_BY), ["A digest of sheep", "Goats, reviewed"], "whichever came in first");
        assert!(!shown.has(CITES), "what is empty takes no room");
        let shown = page(&portal, &address(&portal, "2").await).await;
        assert_eq!(titles(&shown, CITES), ["The lamb", "The kid"], "in the order of its references");
        assert!(!shown.has(CITED_BY));
    }

    async fn a_source_that_names_more_adds_what_it_names(portal: Portal) {
        add_records(&portal, vec![citing("1", "One", &[]), citing("3", "Three", &["2"])], false).await;
        let one = address(&portal, "1").await;
        assert!(!page(&portal, &one).await.has(CITED_BY));
        add_records(&portal, vec![citing("3", "Three", &["1"])], false).await;
        assert_eq!(titles(&page(&portal, &one).await, CITED_BY), ["Three"]);
        add_record(&portal, citing("2", "Two", &[])).await;
        assert_eq!(titles(&page(&portal, &address(&portal, "2").await).await, CITED_BY), ["Three"]);
    }

    async fn items_that_cite_the_same_are_similar(portal: Portal) {
        // The one knows the works by their DOIs, the other by their PMIDs; the library knows that they are one.
        let work = |pmid: &str| RecordData { doi: Some(format!("10.1000/{pmid}")), ..citing(pmid, pmid, &[]) };
        add_records(&portal, vec![work("81"), work("82")], false).await;
        add_records(&portal, vec![citing("1", "Heron", &["81", "82", "83"])], false).await;
        add_records(&portal, vec![citing("2", "Otter", &["10.1000/81", "10.1000/82", "84"])], false).await;
        add_article(&portal, digest("vole", "Vole", &["83"])).await;
        let shown = page(&portal, &address(&portal, "1").await).await;
        assert!(reasons(&shown, "Otter").unwrap().contains("Cites 2 of the same works"));
        assert!(reasons(&shown, "Vole").unwrap().contains("Cites one of the same works"));
        let shown = page(&portal, "/library/vole").await;
        assert!(reasons(&shown, "Heron").unwrap().contains("Cites one of the same works"));
        assert_eq!(reasons(&shown, "Otter"), None, "nothing in common");
    }

    async fn works_that_are_cited_together_are_similar(portal: Portal) {
        add_records(&portal, vec![citing("1", "Heron", &[]), citing("2", "Otter", &[]), citing("3", "Vole", &[])], false)
            .await;
        add_records(&portal, vec![citing("4", "Review of rivers", &["1", "2"])], false).await;
        add_article(&portal, digest("ponds", "Digest of ponds", &["1", "2", "3"])).await;
        let shown = page(&portal, &address(&portal, "1").await).await;
        assert_eq!(titles(&shown, SIMILAR), ["Otter", "Vole"]);
        assert!(reasons(&shown, "Otter").unwrap().contains("Cited together by 2 others"));
        assert!(reasons(&shown, "Vole").unwrap().contains("Cited together by one other"));
    }

    async fn who_may_not_see_an_article_is_told_of_nothing_that_it_cites(portal: Portal) {
        add_records(&portal, vec![citing("1", "Heron", &[]), citing("2", "Otter", &[]), citing("3", "Vole", &["1"])], false)
            .await;
        let heron = address(&portal, "1").await;
        type Change = fn(&mut Import);
        let hiding: [(&str, Change); 3] = [
            ("country", |import| import.front.audience.countries = vec!["DE".into()]),
            ("profession", |import| import.front.audience.professions = vec!["pharmacist".into()]),
            ("label", |import| {
                import.front.labelling = vec![domain::article::Labelling {
                    product: "p".into(),
                    country: "GB".into(),
                    status: LabellingStatus::Outside,
                    link: String::new(),
                }];
            }),
        ];
        for (slug, hide) in hiding {
            let mut secret = digest(slug, "Secret", &["1", "2"]);
            hide(&mut secret);
            add_article(&portal, secret).await;
        }
        add_article(&portal, digest("withdrawn", "Secret", &["1", "2"])).await;
        withdraw(&portal, "withdrawn").await;
        let shown = page(&portal, &heron).await;
        assert!(!shown.body.contains("Secret"));
        assert_eq!(titles(&shown, CITED_BY), ["Vole"]);
        assert!(!shown.has(SIMILAR), "what only they cite together is not similar: {:?}", titles(&shown, SIMILAR));
        let mut reader = portal.declared().await;
        let item = reader.get(&heron.replace("/records/", "/api/v1/items/")).await.json();
        assert_eq!((&item["cited_by_total"], item["similar"].as_array().unwrap().len()), (&1.into(), 0));

        add_article(&portal, digest("open", "Open", &["1", "2"])).await;
        let shown = page(&portal, &heron).await;
        assert_eq!(titles(&shown, CITED_BY), ["Open", "Vole"]);
        let listed = page(&portal, &format!("{heron}/cited-by")).await;
        assert_eq!(listed.texts(".hit-title"), ["Open", "Vole"]);
        assert_eq!(listed.text(".result-count"), "2 items of the library cite it", "the others are not counted");
        assert!(!listed.body.contains("Secret"));
        assert!(reasons(&shown, "Otter").unwrap().contains("Cited together by one other"), "the others are not counted");
        let shown = page(&portal, "/library/open").await;
        assert!(!shown.body.contains("Secret"), "they cite the same, and are not shown");
        let editor = portal.person("editor@demo.example", &[domain::account::Role::Editor]).await;
        let shown = portal.signed_in(&editor).await.get(&heron).await;
        assert_eq!(titles(&shown, CITED_BY).len(), 5, "the department sees what is published");
        let listed = portal.signed_in(&editor).await.get(&format!("{heron}/cited-by")).await;
        assert_eq!(listed.texts(".hit-title").len(), 5);
    }

    async fn an_article_cites_until_its_time_is_over(portal: Portal) {
        let mut import = digest("brief", "Brief", &["1"]);
        import.front.expires = Some("2999-01-01".into());
        add_article(&portal, import).await;
        add_record(&portal, citing("1", "Heron", &[])).await;
        let (store, record) = (&portal.context.store, id(&portal, "1").await);
        let end = Moment::from_day("2999-01-01").unwrap();
        assert_eq!(count(store, &record, Moment(end.0 - 1)).await, 1);
        assert_eq!(count(store, &record, end).await, 0);
        assert_eq!(citations::count_citing(store, &LibraryView::Nothing, Moment::now(), &record).await.unwrap(), 0);
    }

    async fn a_database_of_an_earlier_version_is_filled_in(portal: Portal) {
        add_article(&portal, digest("sheep", "A digest of sheep", &["1"])).await;
        add_record(&portal, citing("1", "The lamb", &[])).await;
        let record = id(&portal, "1").await;
        forget_citations(&portal).await;
        assert_eq!(count(&portal.context.store, &record, Moment::now()).await, 0);
        let again = Store::open(&portal.context.config.database_url).await.unwrap();
        assert_eq!(count(&again, &record, Moment::now()).await, 1);
        again.close().await;
    }

    async fn a_backup_brings_citations_back(portal: Portal) {
        add_article(&portal, digest("sheep", "A digest of sheep", &["1"])).await;
        add_records(&portal, vec![citing("1", "The lamb", &[]), citing("2", "The kid", &["1"])], false).await;
        let mut lines = Vec::new();
        storage::backup::backup(&portal.context.store, |line| {
            lines.push(line.to_owned());
            Ok(())
        })
        .await
        .unwrap();
        assert!(!lines.iter().any(|line| line.contains("cited_works")), "they are made of what is kept");
        // As an earlier version wrote it, with a table that there is no more.
        lines.pop();
        lines[0] = r#"{"materia": "backup", "format": 1}"#.into();
        lines.push(r#"{"table": "citations", "row": {"article": "a", "record": "b", "position": 1}}"#.into());
        let other = if portal.context.store.is_shared() { Database::Sqlite } else { Database::Postgres };
        let Some(other) = Portal::open(other).await else { return };
        storage::backup::restore(&other.context.store, lines.into_iter().map(Ok), storage::backup::Accepted::WithoutTrailer).await.unwrap();
        assert_eq!(count(&other.context.store, &id(&other, "1").await, Moment::now()).await, 2);
    }

    async fn a_list_without_end_is_cut_and_leads_to_all_of_it(portal: Portal) {
        let many = (0..60).map(|number| citing(&format!("{}", 100 + number), &format!("Review {number}"), &["1"]));
        add_records(&portal, many.collect(), false).await;
        let shown = page(&portal, &add_record(&portal, citing("1", "Heron", &[])).await).await;
        assert_eq!(titles(&shown, CITED_BY).len(), 50);
        assert_eq!(titles(&shown, &format!("{CITED_BY} details")).len(), 42);
        assert_eq!(shown.text(&format!("{CITED_BY} summary")), "42 more");
        assert_eq!(shown.text(&format!("{CITED_BY} p")), "See all 60");
        let there = shown.attributes(&format!("{CITED_BY} p a"), "href").remove(0);
        assert_eq!(there, format!("{}/cited-by", address(&portal, "1").await));
        assert_eq!(page(&portal, &there).await.text(".result-count"), "60 items of the library cite it");
    }

    async fn what_cites_a_record_stands_on_pages_each_item_once(portal: Portal) {
        add_record(&portal, citing("1", "Heron", &[])).await;
        let record = address(&portal, "1").await;
        let there = format!("{record}/cited-by");
        let shown = page(&portal, &there).await;
        assert_eq!(shown.text(".empty-state h2"), "Nothing in the library cites it yet");
        assert!(shown.attributes(".empty-state a", "href").contains(&record), "it offers a next step");
        let many = (0..44).map(|number| citing(&format!("{}", 100 + number), &format!("Review {number}"), &["1"]));
        add_records(&portal, many.collect(), false).await;
        add_article(&portal, digest("sheep", "A digest of herons", &["1"])).await;
        assert!(!page(&portal, &record).await.has(&format!("{CITED_BY} p a")), "all stand on the record's page");
        let first = page(&portal, &there).await;
        assert_eq!(first.text("h1"), "Cited by");
        assert_eq!(first.attributes(".lede a", "href"), std::slice::from_ref(&record));
        assert_eq!(first.attributes(".pager a", "href"), [format!("{there}?page=2")]);
        assert_eq!(first.text(".pager .meta"), "1–20 of 45");
        let second = page(&portal, &format!("{there}?page=2")).await;
        assert_eq!(second.attributes(".pager a", "href"), [there.clone(), format!("{there}?page=3")]);
        assert_eq!(second.attributes(".hits", "start"), ["21"]);
        let third = page(&portal, &format!("{there}?page=3")).await;
        assert_eq!(third.text(".pager .meta"), "41–45 of 45");
        let pages = [&first, &second, &third].map(|page| page.texts(".hit-title"));
        assert_eq!(pages[0][..2], ["A digest of herons", "Review 43"], "articles first, and the newest first");
        let all: BTreeSet<_> = pages.iter().flatten().collect();
        assert_eq!(all.len(), 45);
        let mut reader = portal.declared().await;
        let beyond = reader.get(&format!("{there}?page=9")).await;
        assert_eq!(beyond.location(), Some(format!("{there}?page=3")));
        for page in ["0", "x", "-1"] {
            let shown = reader.get(&format!("{there}?page={page}")).await;
            assert_eq!(shown.text(".pager .meta"), "1–20 of 45", "{page}");
        }
    }

    async fn what_cites_a_record_is_listed_for_whom_its_page_is(portal: Portal) {
        add_record(&portal, citing("1", "Heron", &[])).await;
        let record = address(&portal, "1").await;
        let mut visitor = portal.browser();
        for there in [record.clone(), format!("{record}/cited-by")] {
            let gate = visitor.get(&there).await;
            assert!(gate.has("form[action='/declare']") && !gate.body.contains("Heron"), "{there}");
        }
        let unknown = portal.declared().await.get("/records/unknown/cited-by").await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }

    async fn what_everybody_cites_makes_nothing_similar(portal: Portal) {
        let many = citations::LIMITS.common;
        let records = (0..=many).map(|number| {
            RecordData { external_id: Some(format!("r{number}")), ..record(&format!("Animal{number}"), "") }
        });
        let records = records.map(|data| RecordData { references: vec![CitedWork::of_either("1")], ..data });
        add_records(&portal, records.collect(), false).await;
        let shown = page(&portal, &address(&portal, "r0").await).await;
        assert!(!shown.has(SIMILAR));
    }
}

/// Makes the rows what they were before there was a place for citations.
async fn forget_citations(portal: &Portal) {
    let database = sqlx::AnyPool::connect(&portal.context.config.database_url).await.unwrap();
    for sql in ["delete from cited_works", "update articles set access = null"] {
        sqlx::query(sql).execute(&database).await.unwrap();
    }
    database.close().await;
}
