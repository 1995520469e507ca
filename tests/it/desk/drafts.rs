//! What is typed at the desk and not sent: nothing loses it.

use super::{Scene, ask};
use crate::both;
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use services::accounts::NewAccount;

/// The form of a page as a browser would send it by one of its buttons.
struct Sheet(Vec<(String, String)>);

impl Sheet {
    fn of(page: &Page) -> Self {
        let texts =
            ["body", "note", "reason"].into_iter().filter(|name| page.has(&format!("#draft #{name}")));
        let texts = texts.map(|name| (name.to_owned(), page.text(&format!("#draft #{name}"))));
        let values = ["version", "lock"].into_iter().map(|name| {
            (name.to_owned(), page.attributes(&format!("#draft input[name={name}]"), "value").remove(0))
        });
        Self(values.chain(texts).collect())
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    async fn press(self, browser: &mut Browser<'_>, scene: &Scene<'_>, step: &str) -> Page {
        let all = self.with("step", step);
        let fields: Vec<_> = all.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&scene.address(), &fields).await
    }
}

async fn save(browser: &mut Browser<'_>, scene: &Scene<'_>, lock: i64, body: &str) -> Page {
    let fields = serde_json::json!({
        "reference": scene.reference,
        "fields": [["lock", lock.to_string()], ["body", body], ["note", "A note"]],
    });
    browser.post_body("/api/fn/desk/save", "application/json", fields.to_string()).await
}

both! {
    async fn a_colleague_who_claims_takes_no_text_away(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let (mut mine, mut theirs) = (scene.at_desk().await, portal.signed_in(&scene.msl).await);
        let typing = Sheet::of(&mine.get(&scene.address()).await).with("body", "Half an answer");
        let page = theirs.get(&scene.address()).await;
        assert_eq!(Sheet::of(&page).press(&mut theirs, &scene, "claim").await.status, StatusCode::SEE_OTHER);
        let kept = typing.press(&mut mine, &scene, "keep").await;
        assert!(kept.location().unwrap().ends_with("?done=kept"), "{}", kept.body);
        let page = mine.follow(kept).await;
        assert!(page.has(".notice-success") && page.text("#body") == "Half an answer", "kept, as it says");
        let page = theirs.get(&scene.address()).await;
        assert!(page.text(".draft-of-other").contains("Half an answer"), "and the new owner sees it");
        assert_eq!(page.text("#body"), "", "beside their own");
        let adopt = page.attributes(".draft-of-other button", "value").remove(0);
        let adopted = Sheet::of(&page).with("body", "Dear colleague,").press(&mut theirs, &scene, &adopt).await;
        assert_eq!(adopted.status, StatusCode::SEE_OTHER, "{}", adopted.body);
        assert_eq!(theirs.get(&scene.address()).await.text("#body"), "Dear colleague, Half an answer");
        assert_eq!(mine.get(&scene.address()).await.text("#body"), "Half an answer");
        let none = Sheet::of(&theirs.get(&scene.address()).await).press(&mut theirs, &scene, "safety-none").await;
        assert_eq!(none.status, StatusCode::SEE_OTHER);
        let sent = Sheet::of(&theirs.get(&scene.address()).await).press(&mut theirs, &scene, "send").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(theirs.get(&scene.address()).await.text("#body"), "", "what was sent is used up");
        assert_eq!(mine.get(&scene.address()).await.text("#body"), "Half an answer", "and nothing else is");
    }

    async fn every_button_of_the_page_keeps_what_was_typed(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let page = browser.get(&scene.address()).await;
        let outside = page.attributes("main button[name=step]:not(form button)", "form");
        assert!(outside.iter().all(|form| form == "draft"), "one form has every button: {outside:?}");
        for (place, step) in
            ["claim", "preview", "find", "safety-report", "keep", "correct", "safety-none", "hand-over", "send"]
                .into_iter()
                .enumerate()
        {
            let body = if step == "send" { String::new() } else { format!("Text {place}") };
            let (note, reason) = (format!("Note {place}"), format!("Reason {place}"));
            let sheet = Sheet::of(&browser.get(&scene.address()).await);
            let sheet = sheet.with("body", &body).with("note", &note).with("reason", &reason);
            sheet.press(&mut browser, &scene, step).await;
            let page = browser.get(&scene.address()).await;
            assert_eq!((page.text("#body"), page.text("#note"), page.text("#reason")), (body, note, reason), "{step}");
        }
    }

    async fn a_second_tab_shows_both_texts_and_loses_neither(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let page = browser.get(&scene.address()).await;
        let (first, second) = (Sheet::of(&page).with("body", "The first tab"), Sheet::of(&page).with("body", "The second tab"));
        assert_eq!(first.press(&mut browser, &scene, "keep").await.status, StatusCode::SEE_OTHER);
        let refused = second.press(&mut browser, &scene, "safety-none").await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text("#conflict").contains("The first tab") && refused.text("#conflict").contains("The second tab"));
        assert_eq!(refused.text("#body"), "The second tab");
        assert!(!refused.has("#safety.notice-success"), "and nothing was done");
        assert_eq!(browser.get(&scene.address()).await.text("#body"), "The first tab", "it is still stored");
        assert!(refused.has("#draft button[value=keep]") && !refused.has("leptos-island .save-state"));
        let kept = Sheet::of(&refused).press(&mut browser, &scene, "keep").await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "once both were seen");
        assert_eq!(browser.get(&scene.address()).await.text("#body"), "The second tab");
    }

    async fn what_is_typed_is_saved_without_a_button_and_never_over_a_newer_text(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let saved = save(&mut browser, &scene, 0, "Typed").await;
        assert_eq!((saved.status, saved.json()["lock"].as_i64()), (StatusCode::OK, Some(1)), "{}", saved.body);
        assert_eq!(save(&mut browser, &scene, 0, "Typed").await.json()["lock"], 1, "an answer was lost");
        assert_eq!(save(&mut browser, &scene, 1, "Typed on").await.json()["lock"], 2);
        let stale = save(&mut browser, &scene, 1, "An older page").await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let page = browser.get(&scene.address()).await;
        assert_eq!((page.text("#body"), page.text("#note")), ("Typed on".into(), "A note".into()));
        assert!(page.text(".save-state").contains("Saved"));
        let mut asker = portal.signed_in(&scene.hcp).await;
        assert_eq!(save(&mut asker, &scene, 0, "Mine").await.status, StatusCode::NOT_FOUND);
        assert!(!scene.seen_by_asker().await.body.contains("Typed on"));
        let rows = storage::audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        assert!(!format!("{rows:?}").contains("draft"), "typing fills no trail");
    }

    async fn a_note_that_was_added_leaves_its_field_and_a_newer_one_does_not(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let sheet = Sheet::of(&browser.get(&scene.address()).await).with("note", "Called the ward");
        sheet.press(&mut browser, &scene, "note").await;
        let page = browser.get(&scene.address()).await;
        assert!(page.text(".message-note").contains("Called the ward"));
        assert_eq!(page.text("#note"), "");
    }

    async fn a_text_that_waited_for_a_sign_in_says_that_it_is_not_saved(portal: Portal) {
        let specialist = NewAccount {
            email: "mi@demo.example".into(),
            password: Some(PASSWORD.into()),
            roles: vec![Role::MedicalInformationSpecialist],
            ..Portal::somebody()
        };
        let specialist = portal.person_like(specialist).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let reference = ask(&portal, &hcp).await;
        let scene = Scene { portal: &portal, hcp, msl: specialist.clone(), specialist, reference };
        let mut signed_in = scene.at_desk().await;
        let sheet = Sheet::of(&signed_in.get(&scene.address()).await).with("body", "Before the session ended");
        let mut browser = portal.browser();
        let away = sheet.press(&mut browser, &scene, "keep").await;
        assert!(away.location().unwrap().starts_with("/sign-in"));
        let credentials = [("email", "mi@demo.example"), ("password", PASSWORD), ("next", "/")];
        assert_eq!(browser.post("/sign-in", &credentials).await.status, StatusCode::SEE_OTHER);
        let page = browser.get(&scene.address()).await;
        assert_eq!(page.text("#body"), "Before the session ended");
        assert!(page.text(".save-state").contains("Not saved"), "{}", page.text(".save-state"));
        // Somebody goes on in another window, and the older text does not come back over the newer.
        save(&mut signed_in, &scene, 0, "Written since").await;
        let page = browser.get(&scene.address()).await;
        assert!(page.text("#conflict").contains("Written since") && page.text("#conflict").contains("Before the session"));
    }
}
