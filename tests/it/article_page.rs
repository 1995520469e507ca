//! The page of an article: what it shows, and who may see it.

use crate::both;
use crate::library_fixture::{add_article, add_record, article, record, withdraw};
use crate::support::{Browser, Page, Portal};
use axum::http::{StatusCode, header};
use domain::account::Role;
use domain::article::{Audience, Labelling, LabellingStatus, Reference};
use domain::pico::Certainty;
use domain::record::RecordData;
use domain::time::Moment;
use services::failure::Failure;
use services::publishing::{self, Import};
use storage::{articles, audit::Actor};

const BODY: &str = "## The question\n\nDoes dapagliflozin help [1]?\n\n## What was found\n\nYes [1, 2].\n";

fn labelled(status: LabellingStatus, country: &str) -> Labelling {
    Labelling {
        product: "dapagliflozin".into(),
        country: country.into(),
        status,
        link: "https://label.example/gb".into(),
    }
}

fn referenced() -> Import {
    let mut import = article("dapagliflozin-hfref", "Dapagliflozin in heart failure", BODY);
    let reference = |pmid: &str, doi: &str, citation: &str| Reference {
        pmid: Some(pmid.into()),
        doi: Some(doi.into()),
        citation: citation.into(),
    };
    import.front.references = vec![
        reference("31535829", "10.1056/NEJMoa1911303", "McMurray JJV, et al."),
        reference("36041474", "10.1016/S0140-6736(22)01429-5", "Vaduganathan M, et al."),
    ];
    import.front.labelling = vec![labelled(LabellingStatus::Within, "GB")];
    import
}

/// Somebody who declared to be of this country.
async fn of_country<'a>(portal: &'a Portal, country: &str) -> Browser<'a> {
    let mut browser = portal.browser();
    browser.post("/declare", &[("country", country), ("next", "/")]).await;
    browser
}

/// Asserts that nothing tells this reader of the article with `secret` in its title.
async fn assert_hidden(browser: &mut Browser<'_>, cited: &str) {
    for address in [
        "/",
        "/search",
        "/search?q=secret",
        "/search?kind=evidence-summary",
        "/search?q=zzyzx",
        "/library/open",
        cited,
        "/api/v1/search?q=secret",
        "/api/v1/suggest?q=sec",
        "/api/fn/suggest?typed=sec",
    ] {
        let page = browser.get(address).await;
        assert!(page.status.is_success(), "{address}: {}", page.status);
        assert!(!page.body.contains("Secret"), "{address} tells of it");
    }
    let found = browser.get("/api/v1/search?kind=evidence-summary").await.json();
    let one = |list: &serde_json::Value| {
        list.as_array().unwrap().iter().map(|row| row["count"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(found["total"], 1, "the open one alone is counted");
    assert_eq!(one(&found["facets"]["area"]), 1);
}

/// A library with an open article, and one called secret that cites a record; the address of the record.
async fn shelve(portal: &Portal, change: impl FnOnce(&mut Import)) -> String {
    let pmid =
        RecordData { pmid: Some("31535829".into()), ..record("Dapagliflozin in people", "Heart failure.") };
    let cited = add_record(portal, pmid).await;
    add_article(portal, article("open", "Open words on dapagliflozin", BODY)).await;
    let mut secret = referenced();
    secret.front.slug = "secret".into();
    secret.front.title = "Secret words on dapagliflozin".into();
    change(&mut secret);
    add_article(portal, secret).await;
    cited
}

/// The page without what differs between two of its responses.
fn body(page: &Page) -> &str {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    &page.body
}

both! {
    async fn its_facts_stand_around_its_text(portal: Portal) {
        let known = RecordData { pmid: Some("31535829".into()), ..record("DAPA-HF", "A trial.") };
        let cited = add_record(&portal, known).await;
        add_article(&portal, referenced()).await;
        let page = portal.declared().await.get("/library/dapagliflozin-hfref").await;
        assert_eq!(page.text("h1"), "Dapagliflozin in heart failure");
        assert_eq!(page.text(".article-summary p"), "Fewer events.");
        assert_eq!(page.text(".article-header .evidence-level"), "Evidence level 2");
        let facts = page.texts(".article-meta dd");
        for fact in ["1", "5 January 2026", "X-1", "5 January 2027", "Medical Information", "Heart failure"] {
            assert!(facts.contains(&fact.to_owned()), "{fact} in {facts:?}");
        }
        assert!(page.text(".labelling li").contains("United Kingdom: within the label."));
        assert_eq!(page.attributes(".labelling a", "href"), ["https://label.example/gb"]);
        assert_eq!(page.attributes("main a[href^='/ask']", "href"), ["/ask?q=Dapagliflozin+in+heart+failure"]);
        assert_eq!(
            page.attributes(".references a", "href"),
            [
                "https://doi.org/10.1056/NEJMoa1911303",
                "https://pubmed.ncbi.nlm.nih.gov/31535829/",
                &cited,
                "https://doi.org/10.1016/S0140-6736%2822%2901429-5",
                "https://pubmed.ncbi.nlm.nih.gov/36041474/",
            ]
        );
    }

    async fn its_question_stands_below_its_bottom_line(portal: Portal) {
        let mut import = referenced();
        import.front.pico.population = "Adults".into();
        import.front.pico.outcome = "Death <or> admission".into();
        import.front.certainty = Some(Certainty::Moderate);
        import.front.topics = vec!["mortality".into()];
        add_article(&portal, import).await;
        add_article(&portal, article("open", "Open words", BODY)).await;
        let mut reader = portal.declared().await;
        let page = reader.get("/library/dapagliflozin-hfref").await;
        assert_eq!(page.texts(".article-header .pico dt"), ["Population", "Outcome", "Certainty (GRADE)"]);
        let parts = page.texts(".pico dd");
        assert_eq!(parts[..2], ["Adults", "Death <or> admission"]);
        assert!(parts[2].starts_with("Moderate certainty The true effect is probably close"));
        assert_eq!(page.attributes(".pico .certainty", "data-certainty"), ["moderate"]);
        assert_eq!(page.attributes(".article-meta a", "href"), ["/browse/area/heart-failure", "/browse/topic/mortality"]);
        assert!(!reader.get("/library/open").await.has(".pico"), "what is not stated takes no room");
    }

    async fn every_link_within_it_leads_to_its_place(portal: Portal) {
        add_article(&portal, referenced()).await;
        let page = portal.declared().await.get("/library/dapagliflozin-hfref").await;
        let inner = page.attributes("main a[href^='#']", "href");
        assert_eq!(page.texts(".contents li"), ["The question", "What was found", "References"]);
        assert!(inner.len() > 5, "{inner:?}");
        for link in inner {
            assert_eq!(page.texts(&format!("[id='{}']", &link[1..])).len(), 1, "{link}");
        }
    }

    async fn what_is_meant_for_others_is_nowhere(portal: Portal) {
        let cited = shelve(&portal, |secret| {
            secret.front.audience = Audience { countries: vec!["DE".into()], ..Audience::default() };
        })
        .await;
        let mut german = of_country(&portal, "DE").await;
        assert_eq!(german.get("/library/secret").await.status, StatusCode::OK);
        assert!(german.get("/library/open").await.text(".related").contains("Secret"));
        assert!(german.get(&cited).await.body.contains("/library/secret"));
        // Once the German reader's pages are cached.
        let mut british = of_country(&portal, "GB").await;
        assert_hidden(&mut british, &cited).await;
        assert_eq!(british.get("/library/secret").await.status, StatusCode::NOT_FOUND);
    }

    async fn what_lies_outside_the_label_of_the_readers_country_is_nowhere(portal: Portal) {
        let cited =
            shelve(&portal, |secret| secret.front.labelling = vec![labelled(LabellingStatus::Outside, "GB")]).await;
        let mut british = of_country(&portal, "GB").await;
        assert_hidden(&mut british, &cited).await;
        assert_eq!(british.get("/library/secret").await.status, StatusCode::NOT_FOUND);
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        assert_eq!(portal.signed_in(&editor).await.get("/library/secret").await.status, StatusCode::OK);
    }

    async fn a_draft_is_nowhere(portal: Portal) {
        let cited = shelve(&portal, |secret| secret.front.approved = None).await;
        let mut reader = portal.declared().await;
        assert_hidden(&mut reader, &cited).await;
        assert_eq!(reader.get("/library/secret").await.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_withdrawn_is_gone_at_once_from_everywhere(portal: Portal) {
        let cited = shelve(&portal, |_| {}).await;
        let mut reader = portal.declared().await;
        // The page, and the page that names it as related, are cached by now.
        for address in ["/library/secret", "/library/secret", "/library/open", "/library/open"] {
            assert!(body(&reader.get(address).await).contains("Secret"), "{address}");
        }
        withdraw(&portal, "secret").await;
        assert_eq!(reader.get("/library/secret").await.status, StatusCode::GONE);
        assert_hidden(&mut reader, &cited).await;
    }

    async fn a_kept_page_is_the_page(portal: Portal) {
        shelve(&portal, |_| {}).await;
        let first = portal.declared().await.get("/library/secret").await;
        let mut reader = portal.declared().await;
        assert_eq!(body(&first), body(&reader.get("/library/secret").await));
        assert_eq!(body(&first), body(&reader.get("/library/secret?rank=3").await), "whatever led to it");
        reader.post("/consent", &[("answer", "no")]).await;
        assert!(first.has("aside.consent"));
        assert!(!reader.get("/library/secret").await.has("aside.consent"), "who has answered is not asked again");
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut signed_in = portal.signed_in(&hcp).await;
        assert!(signed_in.get("/library/secret").await.has("form[action='/sign-out']"));
        assert!(!portal.declared().await.get("/library/secret").await.has("form[action='/sign-out']"));
    }

    async fn a_new_version_is_shown_at_once(portal: Portal) {
        shelve(&portal, |_| {}).await;
        let mut reader = portal.declared().await;
        assert!(body(&reader.get("/library/open").await).contains("Does dapagliflozin help"));
        add_article(&portal, article("open", "Open words on dapagliflozin", "## News\n\nIt was settled.\n")).await;
        let page = reader.get("/library/open").await;
        assert!(body(&page).contains("It was settled.") && !page.body.contains("Does dapagliflozin help"));
        assert_eq!(page.text(".article-meta dd"), "2");
    }

    async fn a_new_article_is_related_at_once(portal: Portal) {
        add_article(&portal, article("open", "Open words on dapagliflozin", BODY)).await;
        let mut reader = portal.declared().await;
        assert!(!reader.get("/library/open").await.has(".related"));
        add_article(&portal, article("more", "More words on dapagliflozin", BODY)).await;
        assert_eq!(reader.get("/library/open").await.attributes(".related a", "href"), ["/library/more"]);
    }

    async fn an_expired_article_says_that_it_expired_and_when(portal: Portal) {
        let portal = portal.without_workers().await;
        add_article(&portal, article("old", "Old words", BODY)).await;
        let store = &portal.context.store;
        let mut version = articles::published(store, "old").await.unwrap().unwrap();
        version.front.expires = Some("2026-02-01".into());
        let mut tx = store.begin().await.unwrap();
        articles::update(&mut tx, &version).await.unwrap();
        tx.commit().await.unwrap();
        let mut reader = portal.declared().await;
        for is_ended in [false, true] {
            let page = reader.get("/library/old").await;
            assert_eq!(page.status, StatusCode::GONE);
            assert_eq!(page.text("h1"), "This article has expired", "ended: {is_ended}");
            assert!(page.text(".lede").contains("1 February 2026"), "{}", page.text(".lede"));
            assert!(page.has("main a[href='/search']") && page.has("main a[href='/ask']"));
            assert_eq!(reader.get("/library/old/media/a.svg").await.status, StatusCode::GONE);
            publishing::expire_due(&portal.context, Moment::now()).await.unwrap();
        }
        add_article(&portal, article("another", "Other words", BODY)).await;
        withdraw(&portal, "another").await;
        let page = reader.get("/library/another").await;
        assert_eq!(page.text("h1"), "This article was withdrawn");
    }

    async fn an_approved_article_that_has_expired_is_not_imported(portal: Portal) {
        let mut import = article("old", "Old words", BODY);
        import.front.expires = Some("2026-02-01".into());
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let tried = publishing::import(&portal.context, Actor::Portal, &editor.id, None, import).await;
        assert!(matches!(tried, Err(Failure::Invalid(problems)) if problems.of("expires").is_some()));
    }

    async fn a_demonstration_is_marked(portal: Portal) {
        add_article(&portal, Import { is_demo: true, ..article("demo", "Words to try", BODY) }).await;
        let mut reader = portal.declared().await;
        for address in ["/library/demo", "/search?q=words", "/"] {
            assert!(reader.get(address).await.texts("main .badge-demo").contains(&"Demonstration content".into()), "{address}");
        }
    }

    async fn a_label_is_linked_as_no_more_than_the_site_where_it_is_looked_up(portal: Portal) {
        add_article(&portal, referenced()).await;
        let mut demo = referenced();
        demo.front.slug = "demo".into();
        demo.front.is_demo = true;
        add_article(&portal, demo).await;
        let mut reader = portal.declared().await;
        let note = "state nothing about any authorisation";
        let page = reader.get("/library/dapagliflozin-hfref").await;
        assert_eq!(page.texts(".labelling a"), ["Look up the label at label.example"]);
        assert!(!page.text(".labelling").contains(note));
        assert!(reader.get("/library/demo").await.text(".labelling").contains(note));
    }

    async fn its_pictures_are_for_its_readers_and_can_do_nothing(portal: Portal) {
        let mut import = article("drawn", "Drawn words", "![A circle](figures/a.svg \"One circle\")\n");
        let drawing = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>"#;
        import.media = vec![("figures/a.svg".into(), drawing.to_vec())];
        import.front.audience.countries = vec!["GB".into()];
        add_article(&portal, import).await;
        let mut reader = portal.declared().await;
        let address = reader.get("/library/drawn").await.attributes("figure img", "src").remove(0);
        let picture = reader.get(&address).await;
        assert_eq!(picture.status, StatusCode::OK);
        assert_eq!(picture.headers[header::CONTENT_TYPE], "image/svg+xml");
        assert!(picture.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
        assert_eq!(of_country(&portal, "DE").await.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(reader.get("/library/drawn/media/none.svg").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_program_reads_it_whole(portal: Portal) {
        add_article(&portal, referenced()).await;
        let mut reader = portal.declared().await;
        let found = reader.get("/api/v1/search?q=dapagliflozin").await.json();
        let id = found["hits"][0]["id"].as_str().unwrap();
        let item = reader.get(&format!("/api/v1/items/{id}")).await.json();
        assert_eq!(item["kind"], "evidence-summary");
        assert_eq!(item["version"], 1);
        assert_eq!(item["approved"], "2026-01-05");
        assert_eq!(item["pico"]["population"], "");
        assert!(item.get("certainty").is_none());
        assert_eq!(item["references"][1]["number"], 2);
        assert!(item["html"].as_str().unwrap().contains("What was found"));
        withdraw(&portal, "dapagliflozin-hfref").await;
        assert_eq!(reader.get(&format!("/api/v1/items/{id}")).await.status, StatusCode::NOT_FOUND);
    }
}
