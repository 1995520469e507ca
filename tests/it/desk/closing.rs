//! Closing without an answer, and taking it back.

use super::Scene;
use crate::both;
use axum::http::StatusCode;

both! {
    async fn closing_without_an_answer_takes_a_reason_that_the_asker_is_told(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.step(&mut browser, &[("step", "safety-none")]).await;
        for reason in ["", "because"] {
            let refused = scene.step(&mut browser, &[("step", "close"), ("close-reason", reason)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.has("#close-reason-error"));
        }
        let closed = scene.step(&mut browser, &[("step", "close"), ("close-reason", "withdrawn")]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
        assert!(scene.seen_by_asker().await.text("#closed").contains("no longer need"));
        let mail = portal.mails("hcp@demo.example").await.pop().unwrap();
        assert!(mail.contains("closed without an answer") && !mail.contains("apixaban"), "{mail}");
        assert!(portal.signed_in(&scene.hcp).await.get("/requests").await.text(".link-list").contains("Closed"));
    }

    async fn closing_is_taken_back_whole(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.step(&mut browser, &[("step", "claim")]).await;
        scene.step(&mut browser, &[("step", "safety-none")]).await;
        scene.step(&mut browser, &[("step", "close"), ("close-reason", "duplicate")]).await;
        let mut msl = portal.signed_in(&scene.msl).await;
        let open = scene.step(&mut msl, &[("step", "reopen")]).await;
        assert_eq!(open.status, StatusCode::SEE_OTHER, "{}", open.body);
        let page = scene.seen_by_asker().await;
        assert!(!page.has("#closed") && page.text(".progress [aria-current]").contains("Being worked on"));
        assert!(portal.mails("hcp@demo.example").await.pop().unwrap().contains("is open again"));
        assert_eq!(scene.step(&mut msl, &[("step", "reopen")]).await.status, StatusCode::CONFLICT);
        // An answered one needs no reason, and is answered again after.
        scene.reply(&mut browser, &[("body", "The answer.")]).await;
        let mails = portal.mails("hcp@demo.example").await.len();
        assert_eq!(scene.step(&mut browser, &[("step", "close")]).await.status, StatusCode::SEE_OTHER);
        scene.step(&mut browser, &[("step", "reopen")]).await;
        assert!(browser.get(&scene.address()).await.text("h1 + p").contains("Answered"));
        assert_eq!(portal.mails("hcp@demo.example").await.len(), mails, "nothing has changed for the asker");
        let rows = storage::audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        let closed: Vec<_> = rows.iter().filter(|row| row.action == "request.close").collect();
        assert_eq!(closed.last().unwrap().reason, "duplicate");
        assert_eq!(rows.iter().filter(|row| row.action == "request.reopen").count(), 2);
    }
}
