//! Engagement signals: made with consent only, lost never.

use crate::both;
use crate::support::Portal;
use materia::domain::account::Role;
use materia::domain::asker::{Asker, Gate};
use materia::domain::engagement::Event;
use materia::domain::id::{ItemId, RequestId, SignalId, VisitorId};
use materia::domain::library::SearchQuery;
use materia::services::{engagement, workers};

fn consenting() -> Asker {
    Asker { visitor: Some(VisitorId::new()), consent_asked: true, ..Asker::anonymous(Gate::Open) }
}

fn asked() -> Event {
    Event::Asked { request: RequestId::new() }
}

async fn stored(portal: &Portal) -> i64 {
    engagement::flush(&portal.state).await;
    materia::storage::engagement::count(&portal.state.store).await.unwrap()
}

both! {
    async fn without_consent_nothing_is_stored(portal: Portal) {
        let nobody = Asker::anonymous(Gate::Open);
        engagement::note(&portal.state, &nobody, asked());
        engagement::searched(&portal.state, &nobody, &SearchQuery::of("apixaban"), 3);
        engagement::opened(&portal.state, &nobody, &ItemId::new(), Some("3"));
        engagement::read(&portal.state, &nobody, SignalId::new().as_str(), ItemId::new().as_str(), 30, 80);
        assert_eq!(stored(&portal).await, 0);
    }

    async fn the_reading_of_staff_is_work_and_not_stored(portal: Portal) {
        let account = portal.person("msl@demo.example", &[Role::Hcp, Role::Msl]).await;
        let asker = Asker { account: Some(account), ..consenting() };
        engagement::note(&portal.state, &asker, asked());
        assert_eq!(engagement::hit_address(&asker, "/library/x", 3), "/library/x");
        assert_eq!(stored(&portal).await, 0);
    }

    async fn with_consent_each_event_is_stored_once(portal: Portal) {
        let asker = consenting();
        let item = ItemId::new();
        let words = |text| SearchQuery::of(text);
        engagement::searched(&portal.state, &asker, &words("Apixaban  dialysis"), 3);
        engagement::searched(&portal.state, &asker, &words("apixaban dialysis"), 3);
        engagement::searched(&portal.state, &asker, &SearchQuery { page: 2, ..words("apixaban") }, 30);
        engagement::searched(&portal.state, &asker, &SearchQuery { kinds: vec!["faq".into()], ..words("apixaban") }, 3);
        engagement::searched(&portal.state, &asker, &words("  "), 300);
        assert_eq!(stored(&portal).await, 1);
        engagement::opened(&portal.state, &asker, &item, Some("3"));
        engagement::opened(&portal.state, &asker, &item, Some("3"));
        engagement::opened(&portal.state, &asker, &item, None);
        engagement::opened(&portal.state, &asker, &item, Some("0"));
        assert_eq!(stored(&portal).await, 2);
        engagement::note(&portal.state, &asker, Event::Rated { item, is_helpful: true });
        engagement::note(&portal.state, &asker, asked());
        assert_eq!(stored(&portal).await, 4);
    }

    async fn a_reading_that_goes_on_is_one_reading(portal: Portal) {
        let (reader, other) = (consenting(), consenting());
        let (view, item) = (SignalId::new(), ItemId::new());
        engagement::read(&portal.state, &reader, view.as_str(), item.as_str(), 10, 20);
        engagement::read(&portal.state, &reader, view.as_str(), item.as_str(), 20, 50);
        engagement::read(&portal.state, &other, view.as_str(), item.as_str(), 1, 1);
        assert_eq!(stored(&portal).await, 1);
        engagement::read(&portal.state, &reader, view.as_str(), item.as_str(), 90, 100);
        engagement::read(&portal.state, &other, view.as_str(), item.as_str(), 1, 1);
        assert_eq!(stored(&portal).await, 1);
    }

    async fn a_stop_loses_nothing(portal: Portal) {
        let workers = workers::start(&portal.state);
        let asker = consenting();
        for _ in 0..1_234 {
            engagement::note(&portal.state, &asker, asked());
            tokio::task::yield_now().await;
        }
        workers.stop().await;
        let stored = materia::storage::engagement::count(&portal.state.store).await.unwrap();
        assert_eq!(stored, 1_234);
    }

    async fn withdrawn_consent_deletes_what_waits_and_what_is_stored(portal: Portal) {
        let (asker, other) = (consenting(), consenting());
        engagement::note(&portal.state, &asker, asked());
        engagement::note(&portal.state, &other, asked());
        assert_eq!(stored(&portal).await, 2);
        engagement::note(&portal.state, &asker, asked());
        engagement::forget(&portal.state, asker.visitor.as_ref().unwrap()).await.unwrap();
        engagement::note(&portal.state, &asker, asked());
        assert_eq!(stored(&portal).await, 1, "what the other one did stays");
    }
}

#[test]
fn only_a_consenting_reader_gets_the_rank_into_the_address() {
    assert_eq!(engagement::hit_address(&consenting(), "/library/x", 3), "/library/x?rank=3");
    assert_eq!(engagement::hit_address(&Asker::anonymous(Gate::Open), "/library/x", 3), "/library/x");
}
