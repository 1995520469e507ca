//! Lists of identifiers, and pasted references: exactly these are found, and what is not here is said.

use crate::both;
use crate::library_fixture::{add_article, add_records, article, record};
use crate::support::Portal;
use domain::account::Role;
use domain::article::{Audience, Reference};
use domain::record::RecordData;

/// Three records with identifiers, and one that mentions a number without having it.
async fn fill(portal: &Portal) {
    let with =
        |number: usize, data: RecordData| RecordData { external_id: Some(format!("x{number}")), ..data };
    let records = [
        RecordData {
            pmid: Some("31535829".into()),
            doi: Some("10.1056/nejmoa1911303".into()),
            nct: Some("NCT03036124".into()),
            ..record("First trial", "Heart failure.")
        },
        RecordData {
            pmid: Some("32865377".into()),
            pmcid: Some("PMC7654321".into()),
            doi: Some("10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2".into()),
            ..record("Second trial", "Heart failure.")
        },
        RecordData { pmid: Some("123".into()), ..record("Third trial", "Heart failure.") },
        record("A comment on NCT03036124", "It mentions 31535829 and 32865377."),
    ];
    let numbered = records.into_iter().enumerate().map(|(number, data)| with(number, data)).collect();
    add_records(portal, numbered, false).await;
}

both! {
    async fn a_list_finds_exactly_what_it_names_and_says_what_is_not_here(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        for text in [
            "31535829 32865377 99999999",
            "31535829[pmid] OR PMC7654321 OR 99999999[uid]",
            "1. PMID: 31535829\r\n2. PMID: 32865377\r\n3. PMID: 99999999\r\n4. 31535829",
            "https://doi.org/10.1056%2FNEJMoa1911303, 32865377; 99999999",
            "NCT03036124\n10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2\n\n99999999\n99999999",
        ] {
            let page = browser.paste(text).await;
            assert_eq!(page.hit_titles(), ["First trial", "Second trial"], "{text}");
            assert_eq!(page.text(".missing"), "Not here: 99999999", "{text}");
            assert!(!page.has("table.strategy") && !page.has(".did-you-mean"), "{text}");
        }
        let page = browser.get("/search?q=10.1056%2FNEJMoa1911303%2C32865377").await;
        assert_eq!(page.hit_titles(), ["First trial", "Second trial"]);
        assert!(!page.has(".missing"));
        let page = browser.get("/search?q=99999998+99999999+10.9999%2FNone").await;
        assert_eq!(page.text(".missing"), "Not here: 99999998, 99999999, 10.9999/None");
        assert!(page.text(".empty-state").contains("Nothing in this list is in the library."));
        assert_eq!(page.hit_titles(), [""; 0], "nothing is near a list");
    }

    async fn a_single_identifier_also_finds_what_mentions_it(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        for text in ["NCT03036124", "nct03036124.", "https://clinicaltrials.gov/study/NCT03036124"] {
            let page = browser.paste(text).await;
            assert_eq!(page.hit_titles(), ["A comment on NCT03036124", "First trial"], "{text}");
            assert!(!page.has(".missing"), "{text}");
        }
        for text in ["10.1056/NEJMoa1911303", "https://doi.org/10.1056%2FNEJMoa1911303", "doi: 10.1056/NEJMoa1911303"] {
            assert_eq!(browser.paste(text).await.hit_titles(), ["First trial"], "{text}");
        }
        assert_eq!(browser.paste("PMID: 123").await.hit_titles(), ["Third trial"]);
        assert_eq!(browser.paste("PMID: 124").await.text(".missing"), "Not here: 124");
    }

    async fn pasted_references_find_the_works_that_they_cite(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        let text = "1. McMurray JJV, Solomon SD, Inzucchi SE, et al. Dapagliflozin in Patients with Heart\n\
            Failure and Reduced Ejection Fraction. N Engl J Med. 2019;381(21):1995-2008.\n\
            doi: 10.1056/NEJMoa1911303. Epub 2019 Sep 19. PMID: 31535829; PMCID: PMC99.\n\
            2. Packer M, Anker SD, Butler J, et al. Cardiovascular and Renal Outcomes with Empagliflozin\n\
            in Heart Failure. N Engl J Med. 2020;383(15):1413-1424. PMID: 32865377.\n\
            3. Somebody E. An invented trial of nothing. Invented J. 2021;1:1-2. doi: 10.9999/nothing.";
        let page = browser.paste(text).await;
        assert_eq!(page.hit_titles(), ["First trial", "Second trial"]);
        assert_eq!(page.text(".missing"), "Not here: 10.9999/nothing");
    }

    async fn what_an_asker_may_not_see_is_not_here(portal: Portal) {
        let mut hidden = article("hidden", "Hidden summary", "Text [1].");
        hidden.front.audience = Audience { countries: vec!["DE".into()], ..Audience::default() };
        hidden.front.references = vec![Reference {
            citation: "Somebody. 2020.".into(),
            pmid: Some("44444444".into()),
            doi: None,
        }];
        add_article(&portal, hidden).await;
        fill(&portal).await;
        let mut browser = portal.declared().await;
        let answer = browser.get("/api/v1/search?q=44444444+31535829").await.json();
        assert_eq!(answer["missing"], serde_json::json!(["44444444"]));
        assert_eq!(answer["total"], 1);
    }

    async fn requests_are_there_for_those_alone_who_may_see_them(portal: Portal) {
        fill(&portal).await;
        let desk = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let sent = browser.post("/ask", &[("question", "Is apixaban safe below 50 kg?")]).await;
        let address = sent.location().unwrap().split('?').next().unwrap().to_owned();
        let reference = address.rsplit('/').next().unwrap().to_owned();
        let asked = format!("/search?q={}+31535829", reference.to_lowercase());
        let page = browser.get(&asked).await;
        assert_eq!(page.attributes("#named-requests + ul a", "href"), [address.as_str()]);
        assert!(!page.has(".missing"));
        assert_eq!(page.hit_titles(), ["First trial"]);
        let page = browser.get(&format!("/search?q={reference}")).await;
        assert_eq!(page.attributes("#named-requests + ul a", "href"), [address.as_str()]);
        let page = portal.signed_in(&desk).await.get(&asked).await;
        assert_eq!(page.attributes("#named-requests + ul a", "href"), [format!("/desk/{reference}")]);
        let never_given = asked.replace(&reference.to_lowercase()[9..], "222222");
        for mut stranger in [portal.signed_in(&other).await, portal.declared().await] {
            let (page, none) = (stranger.get(&asked).await, stranger.get(&never_given).await);
            assert_eq!(page.text(".missing"), format!("Not here: {}", reference.to_lowercase()));
            assert!(!page.has("#named-requests"));
            assert_eq!(none.text(".missing").len(), page.text(".missing").len());
        }
        let answer = browser.get(&asked.replace("/search", "/api/v1/search")).await.json();
        assert_eq!(answer["requests"][0]["address"], address.as_str());
        assert_eq!(answer["missing"], serde_json::json!([]));
    }

    async fn a_long_list_has_a_short_address_and_a_bound(portal: Portal) {
        fill(&portal).await;
        let mut browser = portal.declared().await;
        let many: String = (0..1_200).map(|number| format!("{}\n", 90_000_000 + number)).collect();
        let page = browser.paste(&format!("31535829\n{many}")).await;
        assert_eq!(page.hit_titles(), ["First trial"]);
        assert!(page.text(".notice-warning").starts_with("A list can hold 1,000 identifiers."));
        assert!(page.text(".missing").contains("979 more that are not here"), "{}", page.text(".missing summary"));
        let few = (0..1_200).map(|number| format!("{}+", 1_000 + number)).collect::<String>();
        let answer = browser.get(&format!("/api/v1/search?q=PMID+{few}")).await.json();
        assert_eq!(answer["problems"][0]["code"], "too-many-identifiers");
        assert_eq!(answer["missing"].as_array().unwrap().len(), 1_000);
        assert!(page.body.len() < 200_000, "{}", page.body.len());
    }
}
