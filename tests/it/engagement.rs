//! Engagement signals: made with consent only, lost never.

use crate::both;
use crate::support::Portal;
use axum::http::StatusCode;
use domain::account::Role;
use domain::asker::{Asker, Gate};
use domain::engagement::Event;
use domain::id::{ItemId, RequestId, SignalId, VisitorId};
use domain::record::RecordData;
use domain::search_query::SearchQuery;
use domain::time::Moment;
use services::{engagement, workers};

fn consenting() -> Asker {
    Asker { visitor: Some(VisitorId::new()), consent_asked: true, ..Asker::anonymous(Gate::Open) }
}

fn asked() -> Event {
    Event::Asked { request: RequestId::new() }
}

/// A record's address.
async fn record(portal: &Portal) -> String {
    let mut tx = portal.context.store.begin().await.unwrap();
    let data = RecordData { pmid: Some("1".into()), title: "A record".into(), ..RecordData::default() };
    storage::records::import::upsert(&mut tx, vec![data], false, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    let record = storage::records::by_identifier(&portal.context.store, "1").await.unwrap().unwrap();
    format!("/records/{}", record.id)
}

async fn stored(portal: &Portal) -> i64 {
    engagement::flush(&portal.context).await;
    storage::engagement::count(&portal.context.store).await.unwrap()
}

both! {
    async fn without_consent_nothing_is_stored(portal: Portal) {
        let nobody = Asker::anonymous(Gate::Open);
        engagement::note(&portal.context, &nobody, asked());
        engagement::searched(&portal.context, &nobody, &SearchQuery::of("apixaban"), 3);
        engagement::opened(&portal.context, &nobody, &ItemId::new(), Some("3"));
        engagement::read(&portal.context, &nobody, SignalId::new().as_str(), ItemId::new().as_str(), 30, 80);
        assert_eq!(stored(&portal).await, 0);
    }

    async fn the_reading_of_staff_is_work_and_not_stored(portal: Portal) {
        let account = portal.person("msl@demo.example", &[Role::Hcp, Role::Msl]).await;
        let asker = Asker { account: Some(account), ..consenting() };
        engagement::note(&portal.context, &asker, asked());
        assert_eq!(engagement::hit_address(&asker, "/library/x", 3), "/library/x");
        assert_eq!(stored(&portal).await, 0);
    }

    async fn with_consent_each_event_is_stored_once(portal: Portal) {
        let asker = consenting();
        let item = ItemId::new();
        let words = |text| SearchQuery::of(text);
        engagement::searched(&portal.context, &asker, &words("Apixaban  dialysis"), 3);
        engagement::searched(&portal.context, &asker, &words("apixaban dialysis"), 3);
        engagement::searched(&portal.context, &asker, &SearchQuery { page: 2, ..words("apixaban") }, 30);
        engagement::searched(&portal.context, &asker, &SearchQuery { kinds: vec!["faq".into()], ..words("apixaban") }, 3);
        engagement::searched(&portal.context, &asker, &words("  "), 300);
        assert_eq!(stored(&portal).await, 1);
        engagement::opened(&portal.context, &asker, &item, Some("3"));
        engagement::opened(&portal.context, &asker, &item, Some("3"));
        engagement::opened(&portal.context, &asker, &item, None);
        engagement::opened(&portal.context, &asker, &item, Some("0"));
        assert_eq!(stored(&portal).await, 2);
        engagement::note(&portal.context, &asker, Event::Rated { item, is_helpful: true });
        engagement::note(&portal.context, &asker, asked());
        assert_eq!(stored(&portal).await, 4);
    }

    async fn a_reading_that_goes_on_is_one_reading(portal: Portal) {
        let (reader, other) = (consenting(), consenting());
        let (view, item) = (SignalId::new(), ItemId::new());
        engagement::read(&portal.context, &reader, view.as_str(), item.as_str(), 10, 20);
        engagement::read(&portal.context, &reader, view.as_str(), item.as_str(), 20, 50);
        engagement::read(&portal.context, &other, view.as_str(), item.as_str(), 1, 1);
        assert_eq!(stored(&portal).await, 1);
        engagement::read(&portal.context, &reader, view.as_str(), item.as_str(), 90, 100);
        engagement::read(&portal.context, &other, view.as_str(), item.as_str(), 1, 1);
        assert_eq!(stored(&portal).await, 1);
    }

    async fn a_stop_loses_nothing(portal: Portal) {
        let workers = workers::start(&portal.context);
        let asker = consenting();
        for _ in 0..1_234 {
            engagement::note(&portal.context, &asker, asked());
            tokio::task::yield_now().await;
        }
        workers.stop().await;
        let stored = storage::engagement::count(&portal.context.store).await.unwrap();
        assert_eq!(stored, 1_234);
    }

    async fn withdrawn_consent_deletes_what_waits_and_what_is_stored(portal: Portal) {
        let (asker, other) = (consenting(), consenting());
        engagement::note(&portal.context, &asker, asked());
        engagement::note(&portal.context, &other, asked());
        assert_eq!(stored(&portal).await, 2);
        engagement::note(&portal.context, &asker, asked());
        engagement::forget(&portal.context, asker.visitor.as_ref().unwrap()).await.unwrap();
        engagement::note(&portal.context, &asker, asked());
        assert_eq!(stored(&portal).await, 1, "what the other one did stays");
    }

    async fn a_rating_is_asked_for_where_it_is_stored_and_nowhere_else(portal: Portal) {
        let address = record(&portal).await;
        let mut browser = portal.declared().await;
        assert!(!browser.get(&address).await.has("#rating"), "without consent nobody is asked");
        let late = browser.post(&format!("{address}/rate"), &[("helpful", "yes")]).await;
        assert_eq!(late.location().as_deref(), Some(address.as_str()), "consent was withdrawn meanwhile");
        let late = browser.follow(late).await;
        assert!(!late.has("#rating"), "and nobody is thanked for what was not stored: {}", late.body);
        assert_eq!(stored(&portal).await, 0);
        browser.post("/consent", &[("answer", "yes")]).await;
        let page = browser.get(&address).await;
        assert_eq!(page.attributes("form.rating", "action"), [format!("{address}/rate")]);
        let thanks = browser.post(&format!("{address}/rate"), &[("helpful", "no")]).await;
        let thanks = browser.follow(thanks).await;
        assert!(thanks.has("#rating") && !thanks.has("#rating form"), "{}", thanks.body);
        assert_eq!(stored(&portal).await, 1);
        let unclear = browser.post(&format!("{address}/rate"), &[]).await;
        assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
        let unknown = browser.post("/records/nothing/rate", &[("helpful", "yes")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        assert_eq!(stored(&portal).await, 1);
    }

    async fn only_the_page_of_a_consenting_reader_measures_reading(portal: Portal) {
        let address = record(&portal).await;
        let mut browser = portal.declared().await;
        assert!(!browser.get(&address).await.body.contains("ReadingTime"));
        browser.post("/consent", &[("answer", "yes")]).await;
        assert!(browser.get(&address).await.body.contains("ReadingTime"));
        let (view, item) = (SignalId::new(), ItemId::new());
        let report =
            [("view", view.as_str()), ("item", item.as_str()), ("seconds", "30"), ("depth", "80")];
        assert_eq!(browser.post("/api/fn/reading", &report).await.status, StatusCode::OK);
        assert_eq!(stored(&portal).await, 1);
        browser.post("/consent", &[("answer", "no")]).await;
        assert_eq!(browser.post("/api/fn/reading", &report).await.status, StatusCode::OK);
        assert_eq!(stored(&portal).await, 0);
    }
}

#[test]
fn only_a_consenting_reader_gets_the_rank_into_the_address() {
    assert_eq!(engagement::hit_address(&consenting(), "/library/x", 3), "/library/x?rank=3");
    assert_eq!(engagement::hit_address(&Asker::anonymous(Gate::Open), "/library/x", 3), "/library/x");
}
