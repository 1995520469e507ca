//! What has expired is deleted.

use crate::both;
use crate::support::Portal;
use domain::time::{DAY, Moment};
use services::cleanup;
use storage::pending_forms::KeptForm;
use storage::{pending_forms, sessions};
use tokio::sync::watch;

/// One round of the worker: it is told to stop before it begins.
async fn clean_up(portal: &Portal) {
    let (_stop, stopped) = watch::channel(true);
    cleanup::run(portal.context.clone(), stopped).await;
}

both! {
    async fn an_expired_session_is_deleted_and_a_live_one_stays(portal: Portal) {
        let portal = portal.without_workers().await;
        let (store, now) = (&portal.context.store, Moment::now());
        assert!(sessions::insert(store, "over", None, "{}", now.plus(-1)).await.unwrap());
        assert!(sessions::insert(store, "live", None, "{}", now.plus(DAY)).await.unwrap());
        clean_up(&portal).await;
        assert_eq!(sessions::count(store).await.unwrap(), 1);
        assert!(sessions::find(store, "live", now).await.unwrap().is_some());
    }

    async fn an_expired_form_is_deleted_and_a_live_one_stays(portal: Portal) {
        let portal = portal.without_workers().await;
        let (store, now) = (&portal.context.store, Moment::now());
        let mut tx = store.begin().await.unwrap();
        for (id, expires_at) in [("over", now.plus(-1)), ("live", now.plus(DAY))] {
            let form = KeptForm { id: id.to_owned(), account: None, sealed: Vec::new() };
            pending_forms::insert(&mut tx, &form, expires_at).await.unwrap();
        }
        tx.commit().await.unwrap();
        clean_up(&portal).await;
        // As seen from before both expired.
        let before = now.plus(-DAY);
        assert_eq!(pending_forms::find(store, "over", before).await.unwrap(), None);
        assert!(pending_forms::find(store, "live", before).await.unwrap().is_some());
    }

    async fn a_node_leaves_the_work_to_the_one_that_holds_the_lease(portal: Portal) {
        let portal = portal.without_workers().await;
        let (store, now) = (&portal.context.store, Moment::now());
        sessions::insert(store, "over", None, "{}", now.plus(-1)).await.unwrap();
        assert!(storage::leases::hold(store, "cleanup", "another", DAY).await.unwrap());
        clean_up(&portal).await;
        assert_eq!(sessions::count(store).await.unwrap(), 1);
    }
}
