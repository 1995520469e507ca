//! Somebody leaves the desk: what they have not answered is somebody else's at once.

use super::{QUESTION, Scene, ask};
use crate::both;
use crate::support::Portal;
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::asker::{Asker, Gate};
use domain::id::AccountId;
use services::people::{self, Step};

async fn take(portal: &Portal, admin: &Account, who: &AccountId, step: Step) {
    let asker = Asker { account: Some(admin.clone()), ..Asker::anonymous(Gate::Declared) };
    let version = people::find(&portal.context, who).await.unwrap().account.version;
    people::take(&portal.context, &asker, who, version, step, "").await.unwrap();
}

both! {
    async fn whoever_leaves_the_desk_hands_over_what_they_have_not_answered(portal: Portal) {
        for (place, step) in [Step::Disable, Step::Roles(vec![Role::Editor])].into_iter().enumerate() {
            let admin = portal.person(&format!("admin{place}@demo.example"), &[Role::Administrator]).await;
            let leaving = portal.person(&format!("leaving{place}@demo.example"), &[Role::MedicalInformationSpecialist]).await;
            let staying = portal.person(&format!("staying{place}@demo.example"), &[Role::Msl]).await;
            let hcp = portal.person(&format!("hcp{place}@demo.example"), &[Role::Hcp]).await;
            let reference = ask(&portal, &hcp).await;
            let scene = Scene { portal: &portal, hcp, specialist: leaving, msl: staying, reference };
            let mut browser = scene.at_desk().await;
            scene.step(&mut browser, &[("step", "claim")]).await;
            scene.step(&mut browser, &[("step", "note"), ("note", ""), ("body", "Begun")]).await;
            take(&portal, &admin, &scene.specialist.id, step).await;
            let mut msl = portal.signed_in(&scene.msl).await;
            assert!(msl.get("/desk").await.text("tbody").contains(QUESTION));
            let page = msl.get(&scene.address()).await;
            assert!(page.text("h1 + p").contains("taken over from"), "{}", page.text("h1 + p"));
            assert!(page.text(".draft-of-other").contains("Begun"), "with what was begun");
            let asker = scene.seen_by_asker().await;
            assert!(asker.text(".progress").contains("taken over from"));
            assert!(!asker.text(".progress").contains("Being worked on"), "nobody says so who has left");
            assert!(portal.mails(&scene.msl.email).await.pop().unwrap().contains(&scene.reference));
            assert!(portal.mails(&scene.hcp.email).await.pop().unwrap().contains("a colleague has taken over"));
            let rows = storage::audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
            let row = rows.iter().find(|row| row.action == "request.hand-over").unwrap();
            assert_eq!((row.old.as_str(), row.new.as_str()), (scene.specialist.id.as_str(), scene.msl.id.as_str()));
            take(&portal, &admin, &scene.msl.id, Step::Disable).await;
            let request = storage::requests::find(&portal.context.store, storage::requests::Scope::Desk, &scene.reference);
            assert_ne!(request.await.unwrap().unwrap().owner, scene.msl.id, "an administrator has it now");
        }
    }

    async fn a_follow_up_goes_to_somebody_who_is_there(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let admin = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let mut browser = scene.at_desk().await;
        scene.reply(&mut browser, &[("body", "The answer.")]).await;
        take(&portal, &admin, &scene.specialist.id, Step::Disable).await;
        let before = portal.mails(&scene.specialist.email).await.len();
        let address = format!("/requests/{}", scene.reference);
        let mut asker = portal.signed_in(&scene.hcp).await;
        let sent = asker.post(&address, &[("step", "follow-up"), ("follow-up", "And at night?")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        assert_eq!(portal.mails(&scene.specialist.email).await.len(), before);
        assert!(portal.mails(&scene.msl.email).await.pop().unwrap().contains("followed up"));
        assert!(portal.signed_in(&scene.msl).await.get("/desk").await.text("tbody").contains(QUESTION));
    }

    async fn what_somebody_left_behind_is_handed_over_when_the_portal_starts(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut account = people::find(&portal.context, &scene.specialist.id).await.unwrap().account;
        account.disabled_at = Some(domain::time::Moment::now());
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::accounts::update(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            services::requests::departure::hand_over_of_departed(&portal.context).await.unwrap();
        }
        assert!(portal.signed_in(&scene.msl).await.get("/desk").await.text("tbody").contains(QUESTION));
        let rows = storage::audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.action == "request.hand-over").count(), 1);
    }

    async fn two_who_leave_at_once_give_nothing_to_each_other(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let admin = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let asker = Asker { account: Some(admin.clone()), ..Asker::anonymous(Gate::Declared) };
        let leave = async |who: &Account| {
            // Whoever is refused because of the other tries again, as an administrator does.
            for _ in 0..5 {
                let version = people::find(&portal.context, &who.id).await.unwrap().account.version;
                if people::take(&portal.context, &asker, &who.id, version, Step::Disable, "").await.is_ok() {
                    return;
                }
            }
            panic!("never left");
        };
        tokio::join!(leave(&scene.specialist), leave(&scene.msl));
        let request = storage::requests::find(&portal.context.store, storage::requests::Scope::Desk, &scene.reference);
        assert_eq!(request.await.unwrap().unwrap().owner, admin.id);
    }
}
