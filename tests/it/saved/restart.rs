//! A worker that is killed in the middle of an issue neither repeats nor forgets: shown with the real process.

use super::{add, save_search};
use crate::process::Server;
use crate::support::{Database, Portal};
use domain::account::Role;
use domain::saved::{Frequency, monthly_issue, weekly_issue};
use domain::search_query::SearchQuery;
use domain::time::Moment;
use services::index_follower;
use sqlx::Connection as _;
use std::time::{Duration, Instant};
use storage::saved::digests;

const PEOPLE: usize = 150;

async fn is_anybody_due(portal: &Portal) -> bool {
    let now = Moment::now();
    let issues = (weekly_issue(now), monthly_issue(now));
    !digests::due(&portal.context.store, issues, "", 1).await.unwrap().is_empty()
}

async fn everybody_gets_one_mail(database: Database) {
    let Some(portal) = Portal::open(database).await else { return };
    let portal = portal.without_workers().await;
    let email = |number: usize| format!("hcp{number}@demo.example");
    for number in 0..PEOPLE {
        let hcp = portal.person(&email(number), &[Role::Hcp]).await;
        save_search(&portal, &hcp, &SearchQuery::of("sotagliflozin"), Frequency::Weekly).await;
    }
    add(&portal, "Sotagliflozin trial").await;
    index_follower::follow(&portal.context).await.unwrap();
    portal.context.search.opened().unwrap().release_writer();

    let server = Server::start(&portal);
    let until = Instant::now() + Duration::from_secs(60);
    while portal.mails(&email(0)).await.is_empty() && is_anybody_due(&portal).await {
        assert!(Instant::now() < until, "no digest was sent");
    }
    server.kill();

    // The dead worker's lease runs out after some minutes; nobody waits for that here.
    let mut connection = sqlx::AnyConnection::connect(&portal.context.config.database_url).await.unwrap();
    sqlx::query("update leases set until = 0").execute(&mut connection).await.unwrap();
    let server = Server::start(&portal);
    while is_anybody_due(&portal).await {
        assert!(Instant::now() < until, "somebody was forgotten");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.kill();
    for number in 0..PEOPLE {
        let mails = portal.mails(&email(number)).await;
        assert_eq!(mails.len(), 1, "{number}: {mails:?}");
        assert_eq!(mails[0].matches("Sotagliflozin trial (Publication)").count(), 1, "{mails:?}");
    }
}

#[tokio::test]
async fn kill_9_in_the_middle_of_an_issue_on_sqlite() {
    everybody_gets_one_mail(Database::Sqlite).await;
}

#[tokio::test]
async fn kill_9_in_the_middle_of_an_issue_on_postgres() {
    everybody_gets_one_mail(Database::Postgres).await;
}
