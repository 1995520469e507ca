//! The typeahead: subjects, titles and what others searched, for who may see them.

use crate::both;
use crate::library_fixture::{add_record, record};
use crate::support::{Browser, Portal};
use domain::asker::{Asker, Gate};
use domain::id::VisitorId;
use domain::record::{MeshHeading, RecordData};
use domain::search_query::SearchQuery;
use services::engagement;
use services::search::suggesting;

/// Text and source of each suggestion.
async fn suggested(browser: &mut Browser<'_>, typed: &str) -> Vec<(String, String)> {
    let answer = browser.get(&format!("/api/v1/suggest?q={typed}")).await.json();
    let lines = answer["suggestions"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    lines.iter().map(|line| (text(&line["text"]), text(&line["source"]))).collect()
}

fn is(text: &str, source: &str) -> (String, String) {
    (text.to_owned(), source.to_owned())
}

fn consenting() -> Asker {
    Asker { visitor: Some(VisitorId::new()), consent_asked: true, ..Asker::anonymous(Gate::Open) }
}

/// So many different people search this.
async fn search_as(portal: &Portal, people: &[Asker], text: &str) {
    for asker in people {
        engagement::searched(&portal.context, asker, &SearchQuery::of(text), 1);
    }
    engagement::flush(&portal.context).await;
    suggesting::renew(&portal.context).await.unwrap();
}

/// A record with a heading.
async fn add_headed(portal: &Portal, title: &str, heading: &str) {
    let mesh = vec![MeshHeading { heading: heading.into(), ..MeshHeading::default() }];
    add_record(portal, RecordData { mesh, ..record(title, "Myocardial infarction.") }).await;
}

both! {
    async fn headings_and_words_of_the_thesaurus_are_suggested(portal: Portal) {
        add_headed(&portal, "Troponin in practice", "Myocardial Ischemia").await;
        suggesting::renew(&portal.context).await.unwrap();
        let mut browser = portal.declared().await;
        assert!(suggested(&mut browser, "ischem").await.contains(&is("Myocardial Ischemia", "heading")));
        let by_synonym = suggested(&mut browser, "heart+attack").await;
        assert!(by_synonym.iter().any(|(text, source)| text.eq_ignore_ascii_case("myocardial infarction") && source == "heading"), "{by_synonym:?}");
    }

    async fn every_suggestion_leads_to_a_page_with_hits(portal: Portal) {
        add_headed(&portal, "Troponin in practice", "Myocardial Ischemia").await;
        suggesting::renew(&portal.context).await.unwrap();
        let mut browser = portal.declared().await;
        let mut lines = 0;
        for typed in ["m", "my", "heart", "tro", "isch"] {
            let answer = browser.get(&format!("/api/v1/suggest?q={typed}")).await.json();
            for line in answer["suggestions"].as_array().unwrap() {
                let address = line["address"].as_str().unwrap();
                let page = browser.get(address).await;
                assert!(!address.starts_with("/search") || page.has(".hit-title"), "{typed}: {address}");
                lines += 1;
            }
        }
        assert!(lines >= 5, "{lines}");
    }

    async fn what_five_people_searched_is_suggested_and_what_four_searched_is_not(portal: Portal) {
        add_headed(&portal, "Troponin in practice", "Myocardial Ischemia").await;
        let people: Vec<Asker> = (0..5).map(|_| consenting()).collect();
        let mut browser = portal.declared().await;
        search_as(&portal, &people[..4], "Heart  attack").await;
        let of_others = |lines: Vec<(String, String)>| lines.iter().filter(|(_, source)| source == "searched").count();
        assert_eq!(of_others(suggested(&mut browser, "heart+a").await), 0);
        // The same person again is no other person.
        search_as(&portal, &people[..1], "heart attack?").await;
        assert_eq!(of_others(suggested(&mut browser, "heart+a").await), 0);
        search_as(&portal, &people[4..], "heart attack").await;
        let lines = suggested(&mut browser, "heart+a").await;
        assert_eq!(of_others(lines.clone()), 1, "{lines:?}");
        // By the name of the subject, not by what was typed.
        assert!(lines[0].0.eq_ignore_ascii_case("myocardial infarction"), "{lines:?}");
    }

    async fn free_text_of_others_is_never_suggested(portal: Portal) {
        add_record(&portal, record("Dialysis", "My aunt Wilhelmina takes apixaban on dialysis.")).await;
        let people: Vec<Asker> = (0..9).map(|_| consenting()).collect();
        for text in ["my aunt wilhelmina", "wilhelmina", "apixaban on dialysis wilhelmina"] {
            search_as(&portal, &people, text).await;
        }
        let mut browser = portal.declared().await;
        for typed in ["my", "aunt", "wil", "wilhelmina", "apixaban+on", "dialysis+w"] {
            let lines = suggested(&mut browser, typed).await;
            assert!(lines.iter().all(|(text, _)| !text.to_lowercase().contains("wilhelmina")), "{typed}: {lines:?}");
        }
    }

    async fn who_withdraws_consent_counts_no_more(portal: Portal) {
        add_headed(&portal, "Troponin in practice", "Myocardial Ischemia").await;
        let people: Vec<Asker> = (0..5).map(|_| consenting()).collect();
        search_as(&portal, &people, "heart attack").await;
        let mut browser = portal.declared().await;
        assert_eq!(suggested(&mut browser, "heart+a").await[0].1, "searched");
        engagement::forget(&portal.context, people[0].visitor.as_ref().unwrap()).await.unwrap();
        suggesting::renew(&portal.context).await.unwrap();
        let lines = suggested(&mut browser, "heart+a").await;
        assert!(lines.iter().all(|(_, source)| source != "searched"), "{lines:?}");
    }

    async fn a_mended_search_finds_something_under_the_filters_that_are_kept(portal: Portal) {
        let old = RecordData { year: Some(2_001), ..record("Rivaroxaban in stroke", "Bleeding.") };
        add_record(&portal, old).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=rivaroxabann&from=2000&to=2002").await;
        let address = page.attributes(".did-you-mean a", "href").remove(0);
        assert!(address.contains("from=2000"), "{address}");
        assert!(browser.get(&address).await.has(".hit-title"));
        let page = browser.get("/search?q=rivaroxabann&from=2010").await;
        assert!(!page.has(".did-you-mean"));
    }

    async fn the_box_is_a_combobox_that_names_its_list(portal: Portal) {
        let page = portal.declared().await.get("/search").await;
        assert_eq!(page.attributes("input#q", "role"), ["combobox"]);
        assert_eq!(page.attributes("input#q", "aria-expanded"), ["false"]);
        let list = page.attributes("input#q", "aria-controls").remove(0);
        assert_eq!(page.attributes(&format!("#{list}"), "role"), ["listbox"]);
        assert_eq!(page.attributes(&format!("#{list}"), "aria-label"), ["Suggestions"]);
    }
}
