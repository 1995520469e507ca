//! The search page: true counts, an address that says all, and no dead end.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, trials};
use crate::support::Page;
use axum::http::StatusCode;
use domain::account::Role;
use domain::pico::Certainty;
use domain::record::{Notice, NoticeKind, RecordData};

/// The number at the head of the results.
fn total(page: &Page) -> usize {
    let text = page.text(".result-count");
    match text.split_whitespace().next().unwrap() {
        "No" => 0,
        "One" => 1,
        number => number.parse().unwrap(),
    }
}

/// A facet's values with their counts and addresses.
fn facet_rows(page: &Page) -> Vec<(String, usize)> {
    let counts = page.texts("a.facet-row .facet-count");
    let addresses = page.attributes("a.facet-row", "href");
    assert_eq!(counts.len(), addresses.len());
    addresses.into_iter().zip(counts.iter().map(|count| count.parse().unwrap())).collect()
}

both! {
    async fn every_count_of_a_facet_is_what_its_link_finds(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin").await;
        assert_eq!(total(&page), 25);
        let mut rows = facet_rows(&page);
        // One kind, three types of study.
        assert_eq!(rows.len(), 4);
        let bars = page.attributes(".histogram a", "href").into_iter();
        rows.extend(bars.zip(page.texts(".histogram title").iter().map(|text| {
            text.split(' ').nth(1).unwrap().parse::<usize>().unwrap()
        })));
        assert_eq!(rows.len(), 8, "and four years");
        for (address, count) in rows {
            assert_eq!(total(&browser.get(&address).await), count, "{address}");
        }
    }

    async fn values_of_one_facet_add_up_and_facets_narrow_each_other(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let one = browser.get("/search?q=dapagliflozin&study=case-report").await;
        let both = browser.get("/search?q=dapagliflozin&study=case-report&study=systematic-review").await;
        assert_eq!((total(&one), total(&both)), (8, 17));
        let narrowed = browser.get("/search?q=dapagliflozin&study=case-report&from=2002&to=2002").await;
        assert_eq!(total(&narrowed), 2);
        assert_eq!(narrowed.texts(".chip").len(), 2);
    }

    async fn a_chosen_value_is_taken_out_by_its_row_and_by_its_chip(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin&study=case-report&sort=newest").await;
        let all = "/search?q=dapagliflozin&sort=newest";
        assert_eq!(page.attributes("a.facet-row[aria-current]", "href"), [all]);
        assert_eq!(page.attributes("a.chip", "href"), [all]);
        assert_eq!(page.text("a.chip"), "Remove filter Case report");
    }

    async fn a_record_is_found_under_the_products_and_areas_that_it_names(portal: Portal) {
        use domain::vocabulary::TermKind;
        use services::vocabulary::{TermForm, add};
        let record = |title: &str| record(title, "Nothing else.");
        add_records(&portal, vec![record("Zebrastat in asthma"), record("Another medicine")], false).await;
        let mut browser = portal.declared().await;
        assert_eq!(total(&browser.get("/search?area=asthma").await), 1);
        let admin = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let admin = domain::asker::Asker {
            account: Some(admin),
            ..domain::asker::Asker::anonymous(domain::asker::Gate::Declared)
        };
        let form = TermForm { name: "Zebrastat".into(), area: "lipids".into(), ..TermForm::default() };
        add(&portal.context, &admin, TermKind::Product, form).await.unwrap();
        assert_eq!(total(&browser.get("/search?product=zebrastat").await), 1, "a new term finds what is there");
        assert_eq!(total(&browser.get("/search?area=lipids").await), 1, "and the product's area with it");
    }

    async fn years_are_narrowed_by_a_bar_by_two_fields_and_freed_again(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin&study=case-report&sort=newest").await;
        assert_eq!(page.texts(".histogram title"), ["2000: 2 results", "2001: 2 results", "2002: 2 results", "2003: 2 results"]);
        let bar = page.attributes(".histogram a", "href").remove(1);
        assert_eq!(bar, "/search?q=dapagliflozin&study=case-report&from=2001&to=2001&sort=newest");
        let narrowed = browser.get(&bar).await;
        assert_eq!(total(&narrowed), 2);
        // The counts of years stay those without a choice of years, and the chosen ones are marked.
        assert_eq!(narrowed.texts(".histogram title"), page.texts(".histogram title"));
        assert_eq!(narrowed.texts(".histogram path.bar").len(), 1);
        assert_eq!(narrowed.attributes(".histogram a[aria-current]", "href"), ["/search?q=dapagliflozin&study=case-report&sort=newest"]);
        // The form sends everything else along.
        let hidden = page.attributes("#years input[type=hidden]", "name");
        assert_eq!(hidden, ["q", "study", "sort"]);
        assert_eq!(total(&browser.get("/search?q=dapagliflozin&study=case-report&from=2001&to=").await), 6);
    }

    async fn a_question_narrows_to_articles_that_answer_it_and_keeps_the_rest(portal: Portal) {
        add_records(&portal, trials(), false).await;
        for (slug, population, certainty) in [
            ("adults", "Adults with heart failure", Certainty::High),
            ("children", "Children with heart failure", Certainty::Low),
        ] {
            let mut import = article(slug, &format!("Dapagliflozin in {slug}"), "## Found

Fewer events.
");
            import.front.pico.population = population.into();
            import.front.pico.comparator = "Placebo".into();
            import.front.certainty = Some(certainty);
            add_article(&portal, import).await;
        }
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin&area=heart-failure").await;
        assert_eq!(total(&page), 2);
        assert_eq!(page.texts(".facets .certainty"), ["High certainty", "Low certainty"], "the most certain first");
        assert_eq!(page.texts(".hit .certainty").len(), 2);
        assert!(page.texts(".pico-brief").iter().all(|line| line.starts_with("P ") && line.ends_with("C Placebo")));
        assert_eq!(page.attributes(".pico-brief abbr", "title")[..2], ["Population", "Comparator"]);
        let form = "form:has(#population)";
        assert_eq!(page.attributes(&format!("{form} input[type=hidden]"), "name"), ["q", "area"]);
        let address = "/search?q=dapagliflozin&area=heart-failure&population=children&intervention=&comparator=placebo&outcome=";
        let narrowed = browser.get(address).await;
        assert_eq!(narrowed.texts(".hit-title"), ["Dapagliflozin in children"]);
        assert_eq!(narrowed.attributes("#population", "value"), ["children"]);
        assert_eq!(
            narrowed.texts(".chip"),
            ["Remove filter Heart failure", "Remove filter Population: children", "Remove filter Comparator: placebo"]
        );
        assert_eq!(
            narrowed.attributes(".chip", "href")[1],
            "/search?q=dapagliflozin&area=heart-failure&comparator=placebo"
        );
        // The download is of the same search.
        let kept = narrowed.attributes("form#export input[type=hidden]", "name");
        assert_eq!(kept, ["q", "area", "population", "comparator"]);
        let file = browser.get("/export?q=dapagliflozin&population=children&format=csl-json&what=all").await.json();
        assert_eq!((file.as_array().unwrap().len(), &file[0]["title"]), (1, &"Dapagliflozin in children".into()));
        let certain = browser.get("/search?q=dapagliflozin&certainty=high").await;
        assert_eq!(certain.texts(".hit-title"), ["Dapagliflozin in adults"]);
        // Found by its words as well.
        assert_eq!(browser.get("/search?q=children").await.texts(".hit-title"), ["Dapagliflozin in children"]);
        let found = browser.get("/api/v1/search?q=dapagliflozin&population=adults").await.json();
        assert_eq!(found["hits"][0]["certainty"], "high");
        assert_eq!(found["facets"]["certainty"][0]["value"], "high");
    }

    async fn a_hit_says_by_word_what_kind_of_study_it_is(portal: Portal) {
        add_records(&portal, trials(), false).await;
        add_record(&portal, record("Dapagliflozin, a letter", "Heart failure.")).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin&study=systematic-review").await;
        assert!(page.texts(".hit .study-type").iter().all(|text| text == "Systematic review"));
        assert_eq!(page.attributes(".hit .study-type", "data-study").len(), page.texts(".hit").len());
        let other = browser.get("/search?q=letter&study=other").await;
        assert!(!other.has(".hit .study-type"), "that it is none of them is not worth a word");
    }

    async fn the_address_reproduces_the_view(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let address = "/search?q=heart+failure&study=case-report&from=2000&to=2002&sort=newest";
        let mut browser = portal.declared().await;
        let page = browser.get(address).await;
        assert_eq!(page.attributes("#q", "value"), ["heart failure"]);
        assert_eq!(page.text("title"), "heart failure, search · Materia");
        assert_eq!(page.text(".sort-links [aria-current]"), "Newest");
        assert_eq!(page.texts(".chip").len(), 2);
        // The form sends the filters along with new words.
        let kept = page.attributes(".search-form input[type=hidden]", "name");
        assert_eq!(kept, ["study", "from", "to", "sort"]);
        assert_eq!(page.attributes("#years input[type=number]", "value"), ["2000", "2002"]);
        let mut somebody_else = portal.declared().await;
        assert_eq!(somebody_else.get(address).await.texts(".hit-title"), page.texts(".hit-title"));
    }

    async fn pages_go_on_where_the_one_before_ended(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let first = browser.get("/search?q=dapagliflozin").await;
        assert_eq!(first.texts(".hit").len(), 20);
        assert_eq!(first.text(".pager .meta"), "1–20 of 25");
        let next = first.attributes(".pager a", "href");
        assert_eq!(next, ["/search?q=dapagliflozin&page=2"]);
        let second = browser.get(&next[0]).await;
        assert_eq!(second.texts(".hit").len(), 5);
        assert_eq!(second.attributes("ol.hits", "start"), ["21"]);
        assert!(second.texts(".hit-title").iter().all(|title| !first.texts(".hit-title").contains(title)));
        let beyond = browser.get("/search?q=dapagliflozin&page=9").await;
        assert_eq!(beyond.location().as_deref(), Some("/search?q=dapagliflozin&page=2"));
    }

    async fn no_result_is_no_dead_end(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=zzyzx+%26+%3Cb%3E&kind=record").await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(total(&page), 0);
        assert_eq!(
            page.attributes(".empty-state a", "href"),
            ["/ask?q=zzyzx+%26+%3Cb%3E", "/search?q=zzyzx+%26+%3Cb%3E"]
        );
        assert!(!page.has("[aria-labelledby=nearby]"), "what shares nothing with it is not near");
        let misspelt = browser.get("/search?q=dapaglifozin").await;
        assert_eq!(misspelt.text("#nearby"), "Results for “dapagliflozin”");
        assert!(!misspelt.texts("[aria-labelledby=nearby] .hit").is_empty(), "what was meant is shown");
    }

    async fn asking_is_offered_after_the_last_hit_too(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let page = portal.declared().await.get("/search?q=dapagliflozin+dose").await;
        assert_eq!(page.attributes("main a[href^='/ask']", "href"), ["/ask?q=dapagliflozin+dose"]);
    }

    async fn a_misspelt_word_is_mended(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let page = portal.declared().await.get("/search?q=dapaglifozin").await;
        assert_eq!(page.attributes(".did-you-mean a", "href"), ["/search?q=dapagliflozin"]);
    }

    async fn words_that_matched_stand_out(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock <b>of</b> sheep with heart failure.")).await;
        let page = portal.declared().await.get("/search?q=heart").await;
        assert_eq!(page.texts(".hit-snippet mark"), ["heart"]);
        assert!(page.text(".hit-snippet").contains("<b>of</b>"), "a text is never markup");
    }

    async fn a_hit_says_what_became_of_it(portal: Portal) {
        let notice = |kind| Notice { kind, source: String::new(), pmid: None };
        let notices = vec![notice(NoticeKind::Retracted), notice(NoticeKind::Erratum), notice(NoticeKind::Erratum)];
        add_record(&portal, RecordData { notices, ..record("Sheep and retraction", "Sheep.") }).await;
        let page = portal.declared().await.get("/search?q=sheep").await;
        assert_eq!(page.texts(".hit .badge"), ["Retracted", "Erratum published"]);
    }

    async fn demonstration_content_is_marked_in_every_list(portal: Portal) {
        add_records(&portal, vec![record("Sheep of the demonstration", "Sheep.")], true).await;
        let mut browser = portal.declared().await;
        for address in ["/search?q=sheep", "/search?q=sheeep", "/"] {
            let page = browser.get(address).await;
            assert!(page.text("main").contains("Sheep of the demonstration"), "{address}");
            assert!(!page.texts("main .badge-demo").is_empty(), "{address}");
        }
    }

    async fn who_has_not_declared_is_led_through_the_declaration_to_their_results(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let mut browser = portal.browser();
        let page = browser.get("/search?q=dapagliflozin").await;
        assert!(!page.body.contains("Invented trial"));
        let next = page.attributes("input[name=next]", "value");
        assert_eq!(next, ["/search?q=dapagliflozin"]);
        let sent = browser.post("/declare", &[("country", "GB"), ("next", &next[0])]).await;
        assert_eq!(total(&browser.follow(sent).await), 25);
    }

    async fn the_first_page_asks_for_the_declaration_itself(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let page = portal.browser().get("/").await;
        assert_eq!(page.attributes("main form", "action"), ["/declare"]);
        assert!(!page.body.contains("Invented trial"));
        let page = portal.declared().await.get("/").await;
        assert_eq!(page.attributes("main form[role=search]", "action"), ["/search"]);
        assert!(page.attributes("a.tile", "href").contains(&"/browse/kind/record".to_owned()));
    }

    async fn hits_carry_their_rank_for_those_alone_who_agreed_to_be_counted(portal: Portal) {
        add_record(&portal, record("Sheep", "Heart failure.")).await;
        let mut browser = portal.declared().await;
        let plain = browser.get("/search?q=sheep").await.attributes(".hit-title a", "href");
        assert!(!plain[0].contains('?'), "{plain:?}");
        browser.post("/consent", &[("answer", "yes")]).await;
        let counted = browser.get("/search?q=sheep").await.attributes(".hit-title a", "href");
        assert_eq!(counted, [format!("{}?rank=1", plain[0])]);
        assert_eq!(browser.get(&counted[0]).await.status, StatusCode::OK);
    }

    async fn any_address_gives_a_page(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let long = format!("/search?q={}", "a+".repeat(4000));
        for address in [
            "/search",
            "/search?",
            "/search?q=%00",
            "/search?q=a%00b%0D%0Ac%1B",
            "/search?q=%FF%FE&kind=%FF",
            "/search?q=%D7%A9%D7%9C%D7%95%D7%9D+%E2%80%AE%D8%B3%D9%84%D8%A7%D9%85",
            "/search?q=%22%22%22&kind=x&area=y&product=z&level=9&study=q&topic=t",
            "/search?from=99999999999999&to=-1&page=-3&sort=sideways",
            "/search?q=a&from=2010&to=2000",
            "/search?&&&=&==&q",
            "/search?page=18446744073709551616",
            &long,
        ] {
            let page = browser.get(address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert_eq!(page.texts("#q").len(), 1, "{address}");
            assert!(!page.body.contains('\0'), "{address}");
        }
    }

    async fn an_address_that_is_too_long_is_told_so(portal: Portal) {
        let page = portal.declared().await.get(&format!("/search?q={}", "a".repeat(9000))).await;
        assert_eq!(page.status, StatusCode::URI_TOO_LONG);
        assert_eq!(page.text("h1"), "This address is too long");
        assert!(page.body.len() < 8000, "it is not sent back");
    }
}
