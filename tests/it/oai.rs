//! Harvesting by OAI-PMH.

use crate::both;
use crate::library_fixture::{add_article, add_record, add_records, article, record, trials, withdraw};
use crate::support::{Browser, Database, Page, Portal};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::Role;
use domain::article::{Labelling, LabellingStatus};
use domain::asker::Gate;
use quick_xml::Reader;
use quick_xml::events::Event;
use services::{accounts, publishing};

/// The texts of the elements of a name, in their order; fails where the answer is not well-formed.
fn texts(page: &Page, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(&page.body);
    let (mut found, mut open) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().0 == name => {
                open = true;
                found.push(String::new());
            }
            Event::Empty(start) if start.name().0 == name => found.push(String::new()),
            Event::End(end) if end.name().0 == name => open = false,
            Event::Text(text) if open => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(reference) if open => {
                let text = quick_xml::escape::resolve_predefined_entity(&reference).unwrap();
                found.last_mut().unwrap().push_str(text);
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn text(page: &Page, name: &str) -> String {
    texts(page, name).into_iter().next().unwrap_or_default()
}

/// The protocol's name of the error that the answer tells.
fn error(page: &Page) -> String {
    let start = page.body.split_once("<error code=\"").map_or("", |(_, rest)| rest);
    start.split('"').next().unwrap_or_default().to_owned()
}

async fn harvest(browser: &mut Browser<'_>, arguments: &str) -> Page {
    let page = browser.get(&format!("/oai?{arguments}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert_eq!(page.header("content-type"), "text/xml; charset=utf-8");
    texts(&page, "responseDate");
    page
}

/// The identifiers of deleted items.
fn deleted(page: &Page) -> Vec<String> {
    let headers = page.body.split("<header status=\"deleted\"><identifier>").skip(1);
    headers.filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

const RECORDS: &str = "verb=ListRecords&metadataPrefix=oai_dc";
const IDENTIFIERS: &str = "verb=ListIdentifiers&metadataPrefix=oai_dc";

both! {
    async fn it_says_what_it_is(portal: Portal) {
        let mut browser = portal.declared().await;
        let page = harvest(&mut browser, "verb=Identify").await;
        assert_eq!(text(&page, "repositoryName"), "Materia");
        assert_eq!(text(&page, "baseURL"), format!("{}/oai", portal.context.config.base_url));
        assert_eq!(text(&page, "protocolVersion"), "2.0");
        assert_eq!(text(&page, "adminEmail"), "no-reply@localhost");
        assert_eq!(text(&page, "deletedRecord"), "persistent");
        assert_eq!(text(&page, "granularity"), "YYYY-MM-DDThh:mm:ssZ");
        assert!(page.body.contains("<request verb=\"Identify\">"), "{}", page.body);
        let formats = harvest(&mut browser, "verb=ListMetadataFormats").await;
        assert_eq!(texts(&formats, "metadataPrefix"), ["oai_dc"]);
        let sets = harvest(&mut browser, "verb=ListSets").await;
        assert!(texts(&sets, "setSpec").contains(&"record".to_owned()));
        assert!(texts(&sets, "setName").contains(&"Evidence summary".to_owned()));
    }

    async fn an_item_is_given_as_dublin_core(portal: Portal) {
        let data = record("Sheep & <goats>", "Hearts \u{0} of \"both\".");
        let data = domain::record::RecordData {
            doi: Some("10.1000/a<b".into()),
            pmid: Some("123".into()),
            authors: vec!["Sample A".into(), "Muster B".into()],
            year: Some(2019),
            ..data
        };
        add_record(&portal, data).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let mut browser = portal.declared().await;
        let page = harvest(&mut browser, RECORDS).await;
        assert_eq!(texts(&page, "dc:title"), ["Sheep & <goats>", "The flock"]);
        assert_eq!(texts(&page, "dc:creator"), ["Sample A", "Muster B", "Medical Information"]);
        assert_eq!(texts(&page, "dc:description"), ["Hearts  of \"both\".", "Fewer events."]);
        let base = &portal.context.config.base_url;
        let identifiers = texts(&page, "dc:identifier");
        assert!(identifiers.contains(&"https://doi.org/10.1000/a%3Cb".to_owned()), "{identifiers:?}");
        assert!(identifiers.contains(&format!("{base}/library/flock")), "{identifiers:?}");
        assert_eq!(texts(&page, "setSpec"), ["record", "evidence-summary"]);
        // What a list gives is what each item is given as alone.
        let identifier = text(&page, "identifier");
        assert!(identifier.starts_with("oai:127.0.0.1:"), "{identifier}");
        let one = harvest(&mut browser, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}")).await;
        let part = |page: &Page| page.body.split_once("<record>").unwrap().1.split_once("</record>").unwrap().0.to_owned();
        assert_eq!(part(&one), part(&page));
        let formats = harvest(&mut browser, &format!("verb=ListMetadataFormats&identifier={identifier}")).await;
        assert_eq!(texts(&formats, "metadataPrefix"), ["oai_dc"]);
    }

    async fn a_long_list_is_given_in_parts_and_nothing_twice(portal: Portal) {
        let many = |round: usize| (0..250).map(move |number| domain::record::RecordData {
            external_id: Some(format!("r{round}-{number}")),
            ..record(&format!("Record {round} {number}"), "Sheep.")
        });
        add_records(&portal, many(1).collect(), false).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let mut browser = portal.declared().await;
        let (mut got, mut arguments) = (Vec::new(), IDENTIFIERS.to_owned());
        let mut sizes = Vec::new();
        loop {
            let page = harvest(&mut browser, &arguments).await;
            let part = texts(&page, "identifier");
            assert!(page.body.contains(&format!("<resumptionToken cursor=\"{}\">", got.len())), "{}", page.body);
            sizes.push(part.len());
            got.extend(part);
            let token = text(&page, "resumptionToken");
            if token.is_empty() {
                break;
            }
            // What comes in meanwhile comes at the end.
            if sizes.len() == 1 {
                add_record(&portal, record("A late sheep", "Late.")).await;
            }
            arguments = format!("verb=ListIdentifiers&resumptionToken={token}");
        }
        assert_eq!(sizes, [100, 100, 52]);
        let unique: std::collections::BTreeSet<_> = got.iter().collect();
        assert_eq!(unique.len(), got.len());
    }

    async fn a_harvest_goes_on_where_the_last_one_ended(portal: Portal) {
        add_record(&portal, record("An old sheep", "Old.")).await;
        let mut browser = portal.declared().await;
        let first = harvest(&mut browser, RECORDS).await;
        let (from, day) = (text(&first, "datestamp"), text(&first, "datestamp")[..10].to_owned());
        assert_eq!(texts(&harvest(&mut browser, &format!("{RECORDS}&from={from}&until={from}")).await, "dc:title"), ["An old sheep"]);
        assert_eq!(texts(&harvest(&mut browser, &format!("{RECORDS}&from={day}&until={day}")).await, "dc:title").len(), 1);
        for nothing in ["from=2199-01-01", "until=2001-01-01", "from=2199-01-01T00:00:00Z", "set=faq", "set=unheard"] {
            assert_eq!(error(&harvest(&mut browser, &format!("{RECORDS}&{nothing}")).await), "noRecordsMatch", "{nothing}");
        }
        // To the second: what comes in the same second is given again.
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        add_record(&portal, record("A new sheep", "New.")).await;
        let all = harvest(&mut browser, RECORDS).await;
        let newest = texts(&all, "datestamp").pop().unwrap();
        let next = harvest(&mut browser, &format!("{RECORDS}&from={newest}")).await;
        assert_eq!(texts(&next, "dc:title"), ["A new sheep"]);
        let changed = record("An old sheep", "Old, and corrected.");
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        add_record(&portal, changed).await;
        let all = harvest(&mut browser, RECORDS).await;
        assert_eq!(texts(&all, "dc:title"), ["A new sheep", "An old sheep"], "what changed moves to the end");
    }

    async fn a_set_narrows_a_harvest(portal: Portal) {
        add_records(&portal, trials(), false).await;
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let mut browser = portal.declared().await;
        let page = harvest(&mut browser, &format!("{RECORDS}&set=evidence-summary")).await;
        assert_eq!(texts(&page, "dc:title"), ["The flock"]);
        assert_eq!(texts(&harvest(&mut browser, &format!("{IDENTIFIERS}&set=record")).await, "identifier").len(), 25);
        assert_eq!(texts(&harvest(&mut browser, RECORDS).await, "resumptionToken").len(), 0, "a whole list has no token");
    }

    async fn what_was_withdrawn_is_told_to_those_who_could_read_it(portal: Portal) {
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let mut hidden = article("hidden", "The hidden flock", "Text.");
        hidden.front.audience.countries = vec!["DE".into()];
        add_article(&portal, hidden).await;
        let mut browser = portal.declared().await;
        let before = harvest(&mut browser, RECORDS).await;
        assert_eq!(texts(&before, "dc:title"), ["The flock"]);
        let identifier = text(&before, "identifier");
        withdraw(&portal, "flock").await;
        withdraw(&portal, "hidden").await;
        let after = harvest(&mut browser, RECORDS).await;
        assert_eq!(deleted(&after), [identifier.as_str()]);
        assert_eq!(texts(&after, "setSpec"), ["evidence-summary"]);
        assert!(!after.body.contains("<metadata>") && !after.body.contains("flock"), "{}", after.body);
        let one = harvest(&mut browser, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}")).await;
        assert_eq!(deleted(&one), [identifier.as_str()]);
    }

    async fn what_is_no_longer_for_the_asker_is_deleted_for_them_alone(portal: Portal) {
        add_article(&portal, article("flock", "The flock", "Text.")).await;
        let mut browser = portal.declared().await;
        let identifier = text(&harvest(&mut browser, RECORDS).await, "identifier");
        let mut outside = article("flock", "The flock", "Another text.");
        outside.front.labelling = vec![Labelling {
            product: "p".into(),
            country: "GB".into(),
            status: LabellingStatus::Outside,
            link: String::new(),
        }];
        add_article(&portal, outside).await;
        let page = harvest(&mut browser, RECORDS).await;
        assert_eq!(deleted(&page), [identifier]);
        assert!(!page.body.contains("flock"), "{}", page.body);
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let staff = harvest(&mut portal.signed_in(&editor).await, RECORDS).await;
        assert_eq!(texts(&staff, "dc:title"), ["The flock"]);
    }

    async fn of_what_was_never_for_the_asker_nothing_is_told(portal: Portal) {
        let mut hidden = article("hidden", "The hidden flock", "Text.");
        hidden.front.audience.countries = vec!["DE".into()];
        add_article(&portal, hidden).await;
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let identifier = text(&harvest(&mut portal.signed_in(&editor).await, RECORDS).await, "identifier");
        let mut browser = portal.declared().await;
        assert_eq!(error(&harvest(&mut browser, RECORDS).await), "noRecordsMatch");
        for id in [identifier.as_str(), "oai:127.0.0.1:none", "oai:other.example:x", "none", ""] {
            let page = harvest(&mut browser, &format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={id}")).await;
            assert_eq!(error(&page), "idDoesNotExist", "{id}");
            let formats = harvest(&mut browser, &format!("verb=ListMetadataFormats&identifier={id}")).await;
            assert_eq!(error(&formats), "idDoesNotExist", "{id}");
        }
        // A draft is in nobody's library.
        publishing::create(&portal.context, &editor, domain::article::ArticleKind::Faq, "A draft").await.unwrap();
        assert_eq!(texts(&harvest(&mut portal.signed_in(&editor).await, IDENTIFIERS).await, "identifier").len(), 1);
    }

    async fn a_harvester_reads_as_the_owner_of_its_token(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock.")).await;
        let mut nobody = portal.browser();
        assert_eq!(error(&harvest(&mut nobody, RECORDS).await), "noRecordsMatch", "the gate is closed to them");
        portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let token = accounts::add_token(&portal.context, "hcp@demo.example").await.unwrap();
        let ask = |token: String| {
            let request = Request::get(format!("/oai?{RECORDS}")).header(header::AUTHORIZATION, format!("Bearer {token}"));
            portal.send(request.body(Body::empty()).unwrap())
        };
        assert_eq!(texts(&Page::of(ask(token).await).await, "dc:title"), ["Sheep"]);
        let refused = Page::of(ask("made-up".to_owned()).await).await;
        assert_eq!((refused.status, refused.header("content-type").as_str()), (StatusCode::UNAUTHORIZED, "application/problem+json"));
    }

    async fn the_same_can_be_asked_by_post(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock.")).await;
        let mut browser = portal.declared().await;
        let got = harvest(&mut browser, RECORDS).await;
        let posted = browser.post("/oai", &[("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]).await;
        assert_eq!(texts(&posted, "dc:title"), texts(&got, "dc:title"));
        // A harvester is no page of ours, and changes nothing.
        let send = |kind: &'static str, body: String| {
            portal.send(Request::post("/oai").header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap())
        };
        let page = Page::of(send("application/x-www-form-urlencoded; charset=utf-8", "verb=Identify".into()).await).await;
        assert_eq!(text(&page, "protocolVersion"), "2.0");
        let page = Page::of(send("application/json", "{}".into()).await).await;
        assert_eq!((page.status, page.json()["code"].as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, Some("unsupported-media-type")));
        let much = "verb=Identify&".repeat(100_000);
        let page = Page::of(send("application/x-www-form-urlencoded", much).await).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    async fn an_error_repeats_only_what_was_understood(portal: Portal) {
        let mut browser = portal.declared().await;
        for (arguments, code) in [
            ("", "badVerb"),
            ("verb=Nonsense", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=Identify&x=1", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
            ("verb=ListRecords&resumptionToken=%22%3E%3Cx", "badResumptionToken"),
            ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
            (RECORDS, "noRecordsMatch"),
        ] {
            let page = harvest(&mut browser, arguments).await;
            assert_eq!(error(&page), code, "{arguments}");
            assert_eq!(page.body.contains("<request>"), ["badVerb", "badArgument"].contains(&code), "{arguments}");
        }
    }
}

#[tokio::test]
async fn behind_an_open_gate_everybody_gets_what_is_for_everybody() {
    let portal = Portal::open_with(Database::Sqlite, |config| config.gate = Gate::Open).await.unwrap();
    add_article(&portal, article("flock", "The flock", "Text.")).await;
    let mut british = article("british", "The British flock", "Text.");
    british.front.audience.countries = vec!["GB".into()];
    add_article(&portal, british).await;
    let page = harvest(&mut portal.browser(), RECORDS).await;
    assert_eq!(texts(&page, "dc:title"), ["The flock"]);
}
