//! "Did this answer your question?": whoever answered sees what the asker said.

use super::Scene;
use crate::both;
use axum::http::StatusCode;

both! {
    async fn the_desk_reads_what_the_asker_said_and_a_follow_up_leaves_it(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.reply(&mut browser, &[("body", "The first answer.")]).await;
        assert!(!browser.get(&scene.address()).await.has(".reply-rating"));
        let mut asker = portal.signed_in(&scene.hcp).await;
        let address = format!("/requests/{}", scene.reference);
        assert_eq!(asker.post(&address, &[("step", "no")]).await.status, StatusCode::SEE_OTHER);
        assert!(browser.get(&scene.address()).await.text(".message-reply .reply-rating").contains("Not quite"));
        asker.post(&address, &[("step", "follow-up"), ("follow-up", "And below 40 kg?")]).await;
        assert!(browser.get(&scene.address()).await.text(".message-reply .reply-rating").contains("Not quite"));
        scene.reply(&mut browser, &[("body", "The second answer.")]).await;
        let page = scene.seen_by_asker().await;
        assert_eq!(page.attributes(".rating button", "aria-pressed"), ["false", "false"], "the second is not rated yet");
        asker.post(&address, &[("step", "yes")]).await;
        let said = browser.get(&scene.address()).await.texts(".reply-rating");
        assert!(said.len() == 2 && said[0].contains("Not quite") && said[1].contains("Yes, thank you"), "{said:?}");
    }
}
