//! What crawlers, browsers and reference managers learn about the portal.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, trials, withdraw};
use crate::support::{Database, Page, Portal};
use axum::http::StatusCode;
use domain::asker::Gate;
use domain::record::RecordData;
use serde_json::Value;
use services::discovery;

/// The addresses of a sitemap or an index of them.
fn addresses(xml: &str) -> Vec<&str> {
    xml.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect()
}

/// The paths of a sitemap, without the pages that are open to everybody behind any gate.
fn items<'a>(portal: &Portal, xml: &'a str) -> Vec<&'a str> {
    let paths =
        addresses(xml).into_iter().map(|it| it.strip_prefix(&portal.context.config.base_url).unwrap());
    paths.filter(|path| !["/", "/about"].contains(path)).collect()
}

/// What the page says of itself in the words of schema.org.
fn structured(page: &Page) -> Option<Value> {
    let text = page.texts("head script[type='application/ld+json']").pop()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// The content of a tag of the head.
fn meta(page: &Page, name: &str) -> Vec<String> {
    page.attributes(&format!("head meta[name={name}]"), "content")
}

async fn open_portal(database: Database) -> Option<Portal> {
    Portal::open_with(database, |config| config.gate = Gate::Open).await
}

/// A record whose texts try to leave where they stand.
fn hostile() -> RecordData {
    RecordData {
        pmid: Some("123".into()),
        doi: Some("10.1000/x".into()),
        authors: vec!["Sample A".into(), "Muster B".into()],
        journal: "Journal of Sheep".into(),
        issn: "1234-5678".into(),
        year: Some(2019),
        volume: "7".into(),
        pages: "445-9".into(),
        ..record("</script><script>alert(1)</script> \"sheep\"", "<!-- & --> flock")
    }
}

both! {
    async fn behind_a_closed_gate_nothing_of_the_library_is_told(portal: Portal) {
        let address = add_record(&portal, record("Sheep", "A flock.")).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        // Whoever asks: a sitemap is for everybody.
        let mut browser = portal.declared().await;
        let sitemap = browser.get("/sitemap.xml").await;
        assert_eq!((sitemap.status, items(&portal, &sitemap.body)), (StatusCode::OK, vec![]));
        for address in [address.as_str(), "/library/flock"] {
            assert_eq!(structured(&browser.get(address).await), None, "{address}");
            let way_in = portal.browser().get(address).await.body;
            assert!(!way_in.contains("The flock") && !way_in.contains("Sheep"), "{address}");
        }
    }

    async fn robots_are_told_where_the_sitemap_lies(portal: Portal) {
        let page = portal.browser().get("/robots.txt").await;
        assert_eq!(page.header("content-type"), "text/plain; charset=utf-8");
        assert!(page.body.contains(&format!("\nSitemap: {}/sitemap.xml\n", portal.context.config.base_url)));
        assert!(page.body.starts_with("User-agent: *\n") && page.body.contains("\nDisallow: /desk\n"));
    }

    async fn a_browser_learns_to_search_from_its_address_bar(portal: Portal) {
        add_record(&portal, record("Sheep and their hearts", "Sheep.")).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search").await;
        assert_eq!(page.attributes("head link[rel=search]", "href"), ["/opensearch.xml"]);
        let description = browser.get("/opensearch.xml").await;
        assert_eq!(description.header("content-type"), "application/opensearchdescription+xml; charset=utf-8");
        let base = &portal.context.config.base_url;
        for template in ["/search?q={searchTerms}", "/opensearch/suggestions?q={searchTerms}"] {
            assert!(description.body.contains(&format!("template=\"{base}{template}\"")), "{}", description.body);
        }
        let suggestions = browser.get("/opensearch/suggestions?q=she").await;
        assert_eq!(suggestions.json(), serde_json::json!(["she", ["Sheep and their hearts"]]));
        let nothing = portal.browser().get("/opensearch/suggestions?q=she").await;
        assert_eq!((nothing.status, nothing.json()), (StatusCode::OK, serde_json::json!(["she", []])));
    }

    async fn a_page_has_one_address_and_a_description_of_its_own(portal: Portal) {
        let address = add_record(&portal, hostile()).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let mut browser = portal.declared().await;
        let base = &portal.context.config.base_url;
        for (address, description) in [(address.as_str(), "<!-- & --> flock"), ("/library/flock", "Fewer events.")] {
            let page = browser.get(&format!("{address}?rank=3")).await;
            assert_eq!(page.attributes("head link[rel=canonical]", "href"), [format!("{base}{address}")]);
            assert_eq!(meta(&page, "description"), [description]);
        }
        let page = browser.get("/about").await;
        assert_eq!(meta(&page, "description"), [portal.context.default_locale().get("brand-description")]);
    }

    async fn a_reference_manager_recognises_a_publication(portal: Portal) {
        let address = add_record(&portal, hostile()).await;
        let page = portal.declared().await.get(&address).await;
        for (name, values) in [
            ("citation_title", vec!["</script><script>alert(1)</script> \"sheep\""]),
            ("citation_author", vec!["Sample A", "Muster B"]),
            ("citation_journal_title", vec!["Journal of Sheep"]),
            ("citation_publication_date", vec!["2019"]),
            ("citation_firstpage", vec!["445"]),
            ("citation_lastpage", vec!["449"]),
            ("citation_doi", vec!["10.1000/x"]),
            ("citation_pmid", vec!["123"]),
            ("citation_issue", vec![]),
        ] {
            assert_eq!(meta(&page, name), values, "{name}");
        }
    }
}

both! {
    opened by open_portal;

    async fn the_sitemap_lists_what_everybody_may_read(portal: Portal) {
        let record = add_record(&portal, record("Sheep", "A flock.")).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        add_article(&portal, article("gone", "The gone flock", "Text.")).await;
        withdraw(&portal, "gone").await;
        let mut british = article("british", "The British flock", "Text.");
        british.front.audience.countries = vec!["GB".into()];
        add_article(&portal, british).await;
        let editor = portal.person("editor@demo.example", &[domain::account::Role::Editor]).await;
        for mut browser in [portal.browser(), portal.declared().await, portal.signed_in(&editor).await] {
            let sitemap = browser.get("/sitemap.xml").await;
            assert_eq!(sitemap.header("content-type"), "application/xml; charset=utf-8");
            assert_eq!(items(&portal, &sitemap.body), ["/library/flock", record.as_str()]);
            assert_eq!(sitemap.body.matches("<lastmod>").count(), 2);
        }
        for part in ["0", "2", "x"] {
            let page = portal.browser().get(&format!("/sitemap.xml?part={part}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{part}");
        }
    }

    async fn a_large_sitemap_comes_in_parts_that_make_the_whole(portal: Portal) {
        add_records(&portal, trials(), false).await;
        for number in 0..5 {
            add_article(&portal, article(&format!("flock-{number}"), "The flock", "Text.")).await;
        }
        let whole = discovery::public_sitemap(&portal.context, None, 50_000).await.unwrap();
        assert_eq!(addresses(&whole).len(), 32);
        for size in [3, 4, 7, 16, 31] {
            let index = discovery::public_sitemap(&portal.context, None, size).await.unwrap();
            assert!(index.contains("<sitemapindex"), "{index}");
            let (mut made, count) = (Vec::new(), addresses(&index).len());
            for part in 1..=count {
                let xml = discovery::public_sitemap(&portal.context, Some(part), size).await.unwrap();
                assert!(addresses(&xml).len() == size || part == count, "part {part} of {size}");
                made.extend(addresses(&xml).into_iter().map(str::to_owned));
            }
            assert_eq!(made, addresses(&whole), "in parts of {size}");
            assert!(addresses(&index)[0].ends_with("/sitemap.xml?part=1"));
        }
        let one = discovery::public_sitemap(&portal.context, None, 32).await.unwrap();
        assert_eq!(one, whole, "what fits into one is not divided");
    }

    async fn a_public_page_is_described_in_the_words_of_schema_org(portal: Portal) {
        let address = add_record(&portal, hostile()).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let base = &portal.context.config.base_url;
        let page = portal.browser().get(&address).await;
        let about = structured(&page).unwrap();
        assert_eq!(about["@type"], "ScholarlyArticle");
        assert_eq!(about["headline"], "</script><script>alert(1)</script> \"sheep\"");
        assert_eq!(about["url"], format!("{base}{address}"));
        assert_eq!(about["sameAs"][0], "https://doi.org/10.1000/x");
        assert_eq!(about["isPartOf"]["issn"], "1234-5678");
        assert_eq!(page.texts("head script").len(), 1, "no text has become a script");
        let about = structured(&portal.browser().get("/library/flock").await).unwrap();
        assert_eq!(about["@type"], "MedicalWebPage");
        assert_eq!(about["lastReviewed"], "2026-01-05");
        assert_eq!(about["medicalAudience"], "https://schema.org/Clinician");
    }

    async fn what_is_not_for_everybody_is_not_described_to_those_for_whom_it_is(portal: Portal) {
        let mut british = article("british", "The British flock", "Text.");
        british.front.audience.countries = vec!["GB".into()];
        add_article(&portal, british).await;
        let page = portal.declared().await.get("/library/british").await;
        assert_eq!((page.status, structured(&page)), (StatusCode::OK, None));
    }

    async fn what_scripts_and_descriptions_carry_is_allowed_to_run_by_its_number(portal: Portal) {
        let address = add_record(&portal, hostile()).await;
        let page = portal.browser().get(&address).await;
        let nonce = page.attributes("head script[type='application/ld+json']", "nonce").pop().unwrap();
        assert!(page.header("content-security-policy").contains(&format!("'nonce-{nonce}'")));
    }
}
