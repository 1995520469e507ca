//! What pages promise and count is so: one source for each figure and each promise.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, trials};
use crate::support::{Browser, Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::article::Audience;

/// The links of a page that say how many items are behind them, with what they say.
fn counted(page: &Page) -> Vec<(String, String)> {
    let tiles = page.attributes(".tile", "href").into_iter().zip(page.texts(".tile span"));
    let listed = page.attributes(".browse-list a", "href").into_iter().zip(page.texts(".browse-list .meta"));
    tiles.chain(listed).collect()
}

/// How many items the page at an address and those after it list.
async fn listed(browser: &mut Browser<'_>, address: &str) -> usize {
    let mut page = browser.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}");
    let mut count = page.texts(".hit").len();
    while let Some(next) = page.attributes(".pager a[rel=next]", "href").pop() {
        page = browser.get(&next).await;
        count += page.texts(".hit").len();
    }
    count
}

async fn report(portal: &Portal) -> String {
    let mut browser = portal.browser();
    let sent = browser.post("/report-safety", &[("event", "A rash"), ("contact", "a@b.example")]).await;
    browser.follow(sent).await.text("#report-next")
}

both! {
    async fn every_count_is_that_of_the_page_behind_it(portal: Portal) {
        add_article(&portal, article("one", "Words on one", "## Found\n\nSheep.\n")).await;
        let mut german = article("two", "Words on two", "## Found\n\nSheep.\n");
        german.front.audience = Audience { countries: vec!["DE".into()], ..Audience::default() };
        german.front.products = vec!["statins".into()];
        add_article(&portal, german).await;
        // Records of an area as well as articles: the figure on the first page is of both.
        add_records(&portal, trials(), false).await;
        let mut filed = record("On heart failure", "Heart failure in sheep.");
        filed.external_id = Some("filed".into());
        filed.mesh = vec![domain::record::MeshHeading { heading: "Heart Failure".into(), ..Default::default() }];
        add_record(&portal, filed).await;

        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let mut reader = portal.declared().await;
        let mut department = portal.signed_in(&editor).await;
        for browser in [&mut reader, &mut department] {
            for start in ["/", "/browse", "/browse/area", "/browse/kind", "/browse/level", "/browse/product"] {
                let page = browser.get(start).await;
                let links = counted(&page);
                assert!(!links.is_empty() || start == "/browse/product", "{start} counts nothing");
                for (address, said) in links {
                    let count = listed(browser, &address).await;
                    let expected = if count == 1 { "One item".to_owned() } else { format!("{count} items") };
                    assert_eq!(said, expected, "{address} on {start}");
                }
            }
            let first = counted(&browser.get("/").await);
            let browsed = counted(&browser.get("/browse").await);
            assert!(first.iter().all(|it| browsed.contains(it)), "{first:?} and {browsed:?} say the same");
            assert!(first.iter().any(|(address, _)| address == "/browse/kind/record"), "{first:?}");
        }
    }

    async fn every_facet_counts_the_results_of_choosing_it(portal: Portal) {
        add_article(&portal, article("one", "Dapagliflozin in sheep", "## Found\n\nSheep.\n")).await;
        add_records(&portal, trials(), false).await;
        let mut reader = portal.declared().await;
        let page = reader.get("/search?q=dapagliflozin").await;
        let (ways, counts) = (page.attributes("a.facet-row", "href"), page.texts("a.facet-row .facet-count"));
        assert!(ways.len() > 5 && ways.len() == counts.len(), "{ways:?}");
        for (way, count) in ways.into_iter().zip(counts) {
            let said = reader.get(&way).await.text(".result-bar");
            let expected = if count == "1" { "One result".to_owned() } else { format!("{count} results") };
            assert!(said.contains(&expected), "{way}: {said}, not {expected}");
        }
    }

    async fn who_reports_is_told_who_hears_of_it(portal: Portal) {
        assert!(report(&portal).await.contains("nobody at this portal is notified"));
        assert!(!portal.browser().get("/about").await.text("main").contains("Safety officers are mailed"));
        let administrator = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let said = report(&portal).await;
        assert!(said.contains("administrators have been notified") && said.contains("national authority"), "{said}");
        let mut admin = portal.signed_in(&administrator).await;
        assert!(admin.get("/admin").await.text("main").contains("Invite a safety officer To do"));
        portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let said = report(&portal).await;
        assert!(said.contains("A mail to the safety team is on its way"), "{said}");
        assert!(admin.get("/admin").await.text("main").contains("Invite a safety officer Done"));
        assert!(portal.browser().get("/about").await.text("main").contains("Safety officers are mailed"));
    }
}
