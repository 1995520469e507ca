//! Browsing: pages by what the library is about, with counts of what the asker may see, and their feeds.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, trials, withdraw};
use crate::support::{Browser, Database, Page, Portal};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Role;
use domain::article::Audience;
use domain::asker::Gate;
use domain::record::{Notice, NoticeKind, RecordData};
use services::accounts;
use services::publishing::Import;

/// An article on these products and topics.
fn on(slug: &str, products: &[&str], topics: &[&str]) -> Import {
    let mut import = article(slug, &format!("Words on {slug}"), "## Found\n\nSheep.\n");
    import.front.products = products.iter().map(|it| (*it).to_owned()).collect();
    import.front.topics = topics.iter().map(|it| (*it).to_owned()).collect();
    import
}

/// The same, approved on another day than the others.
fn approved(day: &str, import: Import) -> Import {
    let mut import = import;
    import.front.approved = Some(day.to_owned());
    import
}

/// Two open articles, one for Germany alone, and 25 records.
async fn shelve(portal: &Portal) {
    add_article(portal, on("one", &["statins"], &["mortality"])).await;
    add_article(portal, approved("2026-01-06", on("two", &["statins", "apixaban"], &[]))).await;
    let mut german = on("secret", &["ocrelizumab"], &["disability"]);
    german.front.audience = Audience { countries: vec!["DE".into()], ..Audience::default() };
    german.front.areas = vec!["multiple-sclerosis".into()];
    add_article(portal, german).await;
    add_records(portal, trials(), false).await;
}

/// Addresses and counts of a page's values.
fn listed(page: &Page) -> Vec<(String, String)> {
    let counts = page.texts(".browse-list .meta");
    let addresses = page.attributes(".browse-list a", "href");
    assert_eq!(counts.len(), addresses.len());
    addresses.into_iter().zip(counts).collect()
}

/// How many items the page of a value says that there are, and how many it and the pages after it list.
async fn total(browser: &mut Browser<'_>, address: &str) -> (String, usize) {
    let mut page = browser.get(address).await;
    let said = page.text(".lede");
    let mut count = page.texts(".hit").len();
    while let Some(next) = page.attributes(".pager a[rel=next]", "href").pop() {
        page = browser.get(&next).await;
        count += page.texts(".hit").len();
    }
    (said, count)
}

/// Asks for a feed as a program does.
async fn fetch(portal: &Portal, address: &str, token: Option<&str>, known: &[(&str, &str)]) -> Page {
    let mut request = Request::get(address);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    for (name, value) in known {
        request = request.header(*name, *value);
    }
    let (parts, body) = portal.send(request.body(Body::empty()).unwrap()).await.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8(bytes.to_vec()).unwrap();
    Page { status: parts.status, headers: parts.headers, body }
}

/// A token of a healthcare professional of Great Britain.
async fn token(portal: &Portal) -> String {
    portal.person("hcp@demo.example", &[Role::Hcp]).await;
    accounts::add_token(&portal.context, "hcp@demo.example").await.unwrap()
}

/// The text between two marks, for each occurrence of the first.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

both! {
    async fn every_value_listed_has_as_many_items_as_it_says(portal: Portal) {
        shelve(&portal).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/browse").await;
        assert_eq!(page.text("h1"), "Browse the library");
        assert!(page.text(".lede").starts_with("27 items"), "{}", page.text(".lede"));
        let values = listed(&page);
        let mut addresses: Vec<&str> = values.iter().map(|(address, _)| address.as_str()).collect();
        addresses.sort_unstable();
        assert_eq!(
            addresses,
            [
                "/browse/area/heart-failure",
                "/browse/kind/evidence-summary",
                "/browse/kind/record",
                "/browse/level/2",
                "/browse/product/apixaban",
                "/browse/product/statins",
                "/browse/topic/mortality",
            ],
            "a value without anything to read is not listed"
        );
        for (address, said) in values {
            let (lede, count) = total(&mut browser, &address).await;
            let expected = if count == 1 { "One item".to_owned() } else { format!("{count} items") };
            assert_eq!(said, expected, "{address}");
            assert!(lede.contains(&expected), "{address}: {lede}");
            let facet = browser.get(address.rsplit_once('/').unwrap().0).await;
            assert!(listed(&facet).contains(&(address, said)));
        }
    }

    async fn what_is_meant_for_others_is_neither_counted_nor_listed(portal: Portal) {
        shelve(&portal).await;
        let mut browser = portal.declared().await;
        for address in ["/browse", "/browse/area", "/browse/topic", "/browse/feed.atom", "/browse/kind/evidence-summary"] {
            let page = browser.get(address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert!(!page.body.contains("secret") && !page.body.contains("multiple-sclerosis"), "{address}");
        }
        // The term is no secret, its items are.
        let page = browser.get("/browse/area/multiple-sclerosis").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("secret"));
        assert_eq!(page.attributes(".empty-state a", "href"), ["/ask", "/search"]);
        let mut german = portal.browser();
        german.post("/declare", &[("country", "DE"), ("next", "/")]).await;
        assert_eq!(german.get("/browse/area/multiple-sclerosis").await.texts(".hit").len(), 1);
    }

    async fn a_page_introduces_its_value_and_leads_on(portal: Portal) {
        shelve(&portal).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/browse/product/statins").await;
        let vocabulary = portal.context.vocabulary();
        let term = vocabulary.find(domain::vocabulary::TermKind::Product, "statins");
        assert_eq!(page.text("h1"), term.map_or("statins", |term| &term.name));
        assert_eq!(page.attributes(".crumbs a", "href"), ["/browse", "/browse/product"]);
        assert_eq!(
            page.attributes("link[type='application/atom+xml']", "href"),
            ["/browse/product/statins/feed.atom"]
        );
        let neighbours = page.attributes("aside .related a", "href");
        assert_eq!(
            neighbours,
            [
                "/browse/area/heart-failure",
                "/browse/topic/mortality",
                "/browse/kind/evidence-summary",
                "/browse/level/2",
                "/browse/product/apixaban",
            ]
        );
        for address in neighbours {
            assert!(!browser.get(&address).await.texts(".hit").is_empty(), "{address}");
        }
        assert_eq!(page.attributes(".search-form input[type=hidden]", "name"), ["product"]);
        let kind = browser.get("/browse/kind/record").await;
        assert!(kind.text(".lede").starts_with("Publications and trials as their authors describe them. 25 items, the newest of"));
        let level = browser.get("/browse/level/2").await;
        assert_eq!(level.text("h1"), "Evidence level 2");
        assert!(level.text(".lede").starts_with("Randomised trial. 2 items"));
    }

    async fn the_newest_stand_first_and_pages_go_on(portal: Portal) {
        shelve(&portal).await;
        let mut browser = portal.declared().await;
        let first = browser.get("/browse/kind/record").await;
        assert_eq!(first.texts(".hit").len(), 20);
        assert_eq!(first.attributes(".pager a", "href"), ["/browse/kind/record?page=2"]);
        let second = browser.get("/browse/kind/record?page=2").await;
        assert_eq!(second.texts(".hit").len(), 5);
        assert_eq!(second.attributes(".pager a", "href"), ["/browse/kind/record"]);
        let beyond = browser.get("/browse/kind/record?page=9").await;
        assert_eq!(beyond.location().as_deref(), Some("/browse/kind/record?page=2"));
        add_article(&portal, approved("2026-02-01", on("newest", &[], &[]))).await;
        assert_eq!(browser.get("/browse/area/heart-failure").await.text(".hit-title"), "Words on newest");
    }

    async fn what_is_no_value_is_not_there(portal: Portal) {
        shelve(&portal).await;
        let mut browser = portal.declared().await;
        for address in [
            "/browse/area/none",
            "/browse/level/6",
            "/browse/kind/poem",
            "/browse/study/review",
            "/browse/year",
            "/browse/area/none/feed.atom",
            "/browse/area/%00",
        ] {
            assert_eq!(browser.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
        }
    }

    async fn an_empty_library_is_no_dead_end(portal: Portal) {
        let page = portal.declared().await.get("/browse").await;
        assert_eq!(page.attributes(".empty-state a", "href"), ["/ask", "/search"]);
        let feed = portal.declared().await.get("/browse/feed.atom").await;
        assert_eq!(feed.status, StatusCode::OK);
        assert!(!feed.body.contains("<entry>"));
    }

    async fn who_has_not_declared_is_offered_the_way_in_and_a_program_told_to_sign_in(portal: Portal) {
        shelve(&portal).await;
        let page = portal.browser().get("/browse/product/statins").await;
        assert_eq!(page.attributes("input[name=next]", "value"), ["/browse/product/statins"]);
        assert!(!page.body.contains("Words on"));
        for address in ["/browse/feed.atom", "/browse/product/statins/feed.atom"] {
            let feed = fetch(&portal, address, None, &[]).await;
            assert_eq!(feed.status, StatusCode::UNAUTHORIZED, "{address}");
            assert_eq!(feed.headers[header::CONTENT_TYPE], "application/problem+json");
        }
    }

    async fn a_feed_reader_with_a_token_gets_what_its_owner_may_see(portal: Portal) {
        shelve(&portal).await;
        let token = token(&portal).await;
        let feed = fetch(&portal, "/browse/product/statins/feed.atom", Some(&token), &[]).await;
        assert_eq!(feed.status, StatusCode::OK);
        assert_eq!(feed.headers[header::CONTENT_TYPE], "application/atom+xml; charset=utf-8");
        let base = &portal.context.config.base_url;
        assert_eq!(between(&feed.body, "<title>", "</title>").len(), 3, "{}", feed.body);
        let links = between(&feed.body, "<link rel=\"alternate\" type=\"text/html\" href=\"", "\"");
        assert_eq!(
            links,
            [format!("{base}/browse/product/statins"), format!("{base}/library/two"), format!("{base}/library/one")]
        );
        let ids = between(&feed.body, "<id>", "</id>");
        assert!(ids[0].starts_with("tag:") && ids[0].ends_with(",2026:browse/product/statins/feed"), "{ids:?}");
        assert!(ids[1..].iter().all(|id| id.starts_with("urn:uuid:") && id.len() == 45), "{ids:?}");
        let dates = between(&feed.body, "<updated>", "</updated>");
        assert_eq!(dates.iter().max(), Some(&dates[0]), "as new as its newest entry");
        assert_eq!(
            between(&feed.body, "<published>", "</published>"),
            ["2026-01-06T00:00:00.000Z", "2026-01-05T00:00:00.000Z"]
        );
        assert!(feed.body.contains("<summary>Fewer events."), "{}", feed.body);
        assert!(feed.body.contains("<category term=\"kind-evidence-summary\" label=\"Evidence summary\"/>"));
        let whole = fetch(&portal, "/browse/feed.atom", Some(&token), &[]).await;
        assert_eq!(between(&whole.body, "<entry>", "</entry>").len(), 20);
        let next = between(&whole.body, "<link rel=\"next\" type=\"application/atom+xml\" href=\"", "\"");
        assert_eq!(next, [format!("{base}/browse/feed.atom?page=2")]);
        let next = fetch(&portal, "/browse/feed.atom?page=2", Some(&token), &[]).await;
        assert_eq!(between(&next.body, "<entry>", "</entry>").len(), 7);
        assert!(!whole.body.contains("secret") && !next.body.contains("secret"));
    }

    async fn a_feed_is_sent_again_only_when_it_has_changed(portal: Portal) {
        add_article(&portal, on("one", &["statins"], &[])).await;
        let token = token(&portal).await;
        let address = "/browse/area/heart-failure/feed.atom";
        let first = fetch(&portal, address, Some(&token), &[]).await;
        let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
        let since = first.headers[header::LAST_MODIFIED].to_str().unwrap().to_owned();
        for known in [[("if-none-match", tag.as_str())], [("if-modified-since", since.as_str())]] {
            let again = fetch(&portal, address, Some(&token), &known).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{known:?}");
            assert!(again.body.is_empty());
        }
        let ids = between(&first.body, "<id>", "</id>");
        add_article(&portal, on("one", &["statins"], &["mortality"])).await;
        let unseen = fetch(&portal, address, Some(&token), &[("if-none-match", &tag)]).await;
        assert_eq!(unseen.status, StatusCode::OK, "a new version is news");
        assert_eq!(between(&unseen.body, "<id>", "</id>"), ids, "of the same item");
        let tag = unseen.headers[header::ETAG].to_str().unwrap().to_owned();
        withdraw(&portal, "one").await;
        let gone = fetch(&portal, address, Some(&token), &[("if-none-match", &tag)]).await;
        assert_eq!(gone.status, StatusCode::OK);
        assert!(!gone.body.contains("<entry>"));
    }

    async fn a_feed_tells_of_a_retraction_and_of_a_demonstration(portal: Portal) {
        let notice = Notice { kind: NoticeKind::Retracted, source: String::new(), pmid: None };
        let retracted = RecordData { notices: vec![notice], ..record("Sheep & <lambs>", "Sheep.") };
        add_record(&portal, retracted).await;
        add_records(&portal, vec![record("Goats", "Goats.")], true).await;
        let feed = portal.declared().await.get("/browse/kind/record/feed.atom").await;
        assert!(feed.body.contains("<title>Retracted: Sheep &amp; &lt;lambs&gt;</title>"), "{}", feed.body);
        assert!(feed.body.contains("<summary>Demonstration content. Goats.</summary>"), "{}", feed.body);
    }
}

#[tokio::test]
async fn under_the_open_gate_anybody_has_the_feed_of_what_is_for_everybody() {
    let open = |config: &mut services::config::Config| config.gate = Gate::Open;
    let portal = Portal::open_with(Database::Sqlite, open).await.unwrap();
    shelve(&portal).await;
    let feed = fetch(&portal, "/browse/kind/evidence-summary/feed.atom", None, &[]).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(between(&feed.body, "<entry>", "</entry>").len(), 2);
}

#[tokio::test]
async fn under_the_verified_gate_a_declaration_opens_no_feed() {
    let verified = |config: &mut services::config::Config| config.gate = Gate::Verified;
    let portal = Portal::open_with(Database::Sqlite, verified).await.unwrap();
    shelve(&portal).await;
    let feed = portal.declared().await.get("/browse/feed.atom").await;
    assert_eq!(feed.status, StatusCode::UNAUTHORIZED);
    let token = token(&portal).await;
    assert_eq!(fetch(&portal, "/browse/feed.atom", Some(&token), &[]).await.status, StatusCode::OK);
}
