//! Correcting what a request is about and when it is due.

use super::Scene;
use crate::both;
use crate::support::{Browser, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::request::Request;
use domain::time::{DAY, Moment};
use domain::vocabulary::{Term, TermKind};
use storage::requests::Scope;

async fn stored(portal: &Portal, scene: &Scene<'_>) -> Request {
    storage::requests::find(&portal.context.store, Scope::Desk, &scene.reference).await.unwrap().unwrap()
}

async fn correct(browser: &mut Browser<'_>, scene: &Scene<'_>, fields: &[(&str, &str)]) -> StatusCode {
    let fields: Vec<_> = [("step", "correct")].into_iter().chain(fields.iter().copied()).collect();
    scene.step(browser, &fields).await.status
}

async fn product(portal: &Portal) {
    let term = Term {
        kind: TermKind::Product,
        slug: "apixaban".into(),
        name: "Apixaban".into(),
        synonyms: Vec::new(),
        area: "thrombosis".into(),
    };
    let mut tx = portal.context.store.begin().await.unwrap();
    storage::vocabulary::put(&mut tx, &term).await.unwrap();
    tx.commit().await.unwrap();
    portal.context.renew_vocabulary().await.unwrap();
}

both! {
    async fn the_desk_corrects_what_a_request_is_about_with_a_trail(portal: Portal) {
        let scene = Scene::of(&portal).await;
        product(&portal).await;
        let mut browser = scene.at_desk().await;
        let due = stored(&portal, &scene).await.due_at.day();
        let fields = [("product", "apixaban"), ("area", ""), ("urgency", "routine"), ("due", due.as_str())];
        assert_eq!(correct(&mut browser, &scene, &fields).await, StatusCode::SEE_OTHER);
        let request = stored(&portal, &scene).await;
        assert_eq!((request.product.as_str(), request.area.as_str()), ("apixaban", "thrombosis"));
        assert_eq!(request.due_at, request.promise.promised_at, "nothing else has changed");
        assert!(browser.get(&scene.address()).await.text(".article-meta").contains("Apixaban"));
        let rows = storage::audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        let row = rows.iter().find(|row| row.action == "request.correct").unwrap();
        assert_eq!(row.old, r#"{"area":"","product":""}"#);
        assert_eq!(row.new, r#"{"area":"thrombosis","product":"apixaban"}"#);
        let auditor = portal.person("auditor@demo.example", &[Role::Auditor]).await;
        let trail = portal.signed_in(&auditor).await.get("/admin/audit?kind=request").await.text("main");
        assert!(trail.contains("Product: Apixaban"), "in words: {trail}");
        let unknown = [("product", "phlogiston"), ("area", ""), ("urgency", "routine"), ("due", due.as_str())];
        assert_eq!(correct(&mut browser, &scene, &unknown).await, StatusCode::UNPROCESSABLE_ENTITY);
        let stale = browser.post(&scene.address(), &[("version", "1"), ("step", "correct")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
    }

    async fn a_due_date_follows_the_urgency_until_somebody_sets_it_and_the_promise_stays(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let first = stored(&portal, &scene).await;
        let due = first.due_at.day();
        let urgent = [("urgency", "urgent"), ("due", due.as_str())];
        assert_eq!(correct(&mut browser, &scene, &urgent).await, StatusCode::SEE_OTHER);
        let request = stored(&portal, &scene).await;
        assert_eq!(request.due_at, first.received_at.plus_working_days(1));
        assert_eq!(request.promise, first.promise);
        let later = Moment::now().plus(20 * DAY).day();
        assert_eq!(correct(&mut browser, &scene, &[("urgency", "urgent"), ("due", &later)]).await, StatusCode::SEE_OTHER);
        assert_eq!(stored(&portal, &scene).await.due_at.day(), later);
        assert_eq!(correct(&mut browser, &scene, &[("urgency", "routine"), ("due", &later)]).await, StatusCode::SEE_OTHER);
        let request = stored(&portal, &scene).await;
        assert_eq!((request.due_at.day(), request.promise), (later, first.promise), "set by hand");
        let asker = scene.seen_by_asker().await;
        assert!(asker.text(".progress").contains("Promised by") && asker.text(".progress").contains("Now expected by"));
        let mut request = request;
        request.promise.promised_at = Moment::now().plus(-DAY);
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::requests::update(&mut tx, &request).await.unwrap();
        tx.commit().await.unwrap();
        let overdue = browser.get("/desk?queue=overdue").await;
        assert!(overdue.has("tbody .due-late"), "a promise that was not kept is overdue, whatever the desk plans");
        assert_eq!(overdue.texts(".tabs .badge")[3], "1");
        for wrong in ["yesterday", "2020-01-01"] {
            let status = correct(&mut browser, &scene, &[("urgency", "routine"), ("due", wrong)]).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        assert_eq!(correct(&mut browser, &scene, &[("urgency", "routine"), ("due", "")]).await, StatusCode::SEE_OTHER);
        assert_eq!(stored(&portal, &scene).await.due_at, first.due_at, "by the rule again");
    }
}
