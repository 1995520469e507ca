//! The retention table covers the schema, says what it does, and is applied.

use crate::both;
use crate::support::Portal;
use domain::time::{DAY, Moment};
use services::cleanup;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use storage::retention::{self, RETENTION, Rule, STEP};
use storage::sessions;
use tokio::sync::watch;

/// A connection of its own to the portal's database.
async fn connect(portal: &Portal) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&portal.context.config.database_url).await.unwrap()
}

async fn tables(portal: &Portal) -> BTreeSet<String> {
    let names = if portal.context.config.database_url.starts_with("sqlite:") {
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
    } else {
        "select cast(table_name as text) from information_schema.tables where table_schema = 'public'"
    };
    let rows: Vec<(String,)> = sqlx::query_as(names).fetch_all(&mut connect(portal).await).await.unwrap();
    // The migrations' own.
    rows.into_iter().map(|(name,)| name).filter(|name| !name.starts_with("_sqlx")).collect()
}

async fn count(connection: &mut AnyConnection, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(sql)).fetch_one(connection).await.unwrap();
    rows
}

/// One row of each table whose rows are deleted by age: `{id}` tells it from others, `{at}` is the moment that counts.
const ROWS: [(&str, &str); 12] = [
    ("leases", "insert into leases (name, holder, until) values ('{id}', 'x', {at})"),
    (
        "tokens",
        "insert into tokens (id, hash, name, account, created_at, revoked_at)
         values ('{id}', '{id}', 'x', '{account}', 0, {at})",
    ),
    ("sessions", "insert into sessions (id, account, data, expires_at) values ('{id}', null, '', {at})"),
    (
        "links",
        "insert into links (hash, purpose, account, data, expires_at) values ('{id}', 'register', null, '', {at})",
    ),
    ("throttles", "insert into throttles (key, tries, window_start, expires_at) values ('{id}', 1, 0, {at})"),
    (
        "kept_forms",
        "insert into kept_forms (id, account, sealed, expires_at) select '{id}', null, bytes, {at} from media",
    ),
    (
        "search_texts",
        "insert into search_texts (id, sealed, used_at) select '{id}', bytes, {at} from media",
    ),
    (
        "reply_drafts",
        "insert into requests (id, reference, asker, questions, product, area, urgency, channel, contact, state, owner,
             received_at, due_at, closed_at, attested_at, sent_key, version, is_demo)
         values ('{id}', '{id}', '{account}', '[]', '', '', '', '', '', 'closed', '{account}', 0, 0, {at}, 0, '{id}', 0, 0);
         insert into reply_drafts (request, author, draft, version, saved_at) values ('{id}', '{account}', '', 1, 0)",
    ),
    ("withdrawn_visitors", "insert into withdrawn_visitors (visitor, at) values ('{id}', {at})"),
    (
        "search_history",
        "insert into search_history (account, digest, query, at) values ('{account}', '{id}', '', {at})",
    ),
    (
        "outbox",
        "insert into outbox (id, recipient, subject, body, created_at, next_try_at, tries, sent_at)
         values ('{id}', 'x', 'x', '', 0, 0, 0, {at})",
    ),
    (
        "signals",
        "insert into signals (id, at, visitor, country, profession, specialty, kind, is_demo)
         values ('{id}', {at}, 'x', '', '', '', 'opened', 0)",
    ),
];

/// One round of the worker: it is told to stop before it begins.
async fn clean_up(portal: &Portal) {
    let (_stop, stopped) = watch::channel(true);
    cleanup::run(portal.context.clone(), stopped).await;
}

both! {
    async fn every_table_of_the_schema_is_in_the_table(portal: Portal) {
        let known: BTreeSet<String> = RETENTION.iter().map(|retention| retention.table.to_owned()).collect();
        assert_eq!(known.len(), RETENTION.len(), "a table is named twice");
        let tables = tables(&portal).await;
        let missing: Vec<_> = tables.difference(&known).collect();
        let superfluous: Vec<_> = known.difference(&tables).collect();
        assert!(
            missing.is_empty() && superfluous.is_empty(),
            "say in crates/storage/src/retention/rules.rs how long rows live: {missing:?}; not in the schema: {superfluous:?}"
        );
    }

    async fn what_is_over_is_deleted_and_what_is_not_stays(portal: Portal) {
        let portal = portal.without_workers().await;
        let account = portal.person("hcp@demo.example", &[]).await;
        let mut connection = connect(&portal).await;
        let media = "insert into media (digest, content_type, bytes) values ('x', 'x', $1)";
        sqlx::query(media).bind(vec![0_u8]).execute(&mut connection).await.unwrap();
        let now = Moment::now();
        for retention in &RETENTION {
            let Rule::Deleted(deletion) = retention.rule else { continue };
            let insert = ROWS.iter().find(|(table, _)| *table == retention.table);
            let (_, insert) = insert.unwrap_or_else(|| panic!("add a row of {} to ROWS", retention.table));
            let over = now.0 - deletion.age - 1;
            for (id, at) in [("over", over), ("live", over + DAY)] {
                let sql = insert.replace("{id}", id).replace("{at}", &at.to_string());
                let sql = sql.replace("{account}", account.id.as_str());
                for statement in sql.split(';') {
                    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
                }
            }
        }
        clean_up(&portal).await;
        for (table, _) in ROWS {
            let rows = count(&mut connection, table).await;
            assert_eq!(rows, 1, "{table}");
        }
    }

    async fn a_mail_that_was_not_delivered_stays_however_old(portal: Portal) {
        let portal = portal.without_workers().await;
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::outbox::put(&mut tx, "a@demo.example", "Subject", "Text", Moment(0)).await.unwrap();
        tx.commit().await.unwrap();
        clean_up(&portal).await;
        let waiting = storage::outbox::due(&portal.context.store, Moment::now(), 10).await.unwrap();
        assert_eq!(waiting.iter().map(|mail| mail.body.as_str()).collect::<Vec<_>>(), ["Text"]);
    }

    async fn many_rows_go_in_small_steps_and_others_write_meanwhile(portal: Portal) {
        let portal = portal.without_workers().await;
        let (store, now) = (&portal.context.store, Moment::now());
        let mut connection = connect(&portal).await;
        let many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 1700)
             insert into sessions (id, account, data, expires_at) select cast(i as text), null, '', i from n";
        sqlx::query(many).execute(&mut connection).await.unwrap();
        let rule = RETENTION.iter().find(|retention| retention.table == "sessions").unwrap();
        assert_eq!(retention::step(store, rule, now).await.unwrap(), STEP.unsigned_abs());
        assert!(sessions::find(store, "501", Moment(0)).await.unwrap().is_some(), "the oldest go first");

        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(cleanup::run(portal.context.clone(), stopped));
        assert!(sessions::insert(store, "live", None, "", now.plus(DAY)).await.unwrap());
        let until = Instant::now() + Duration::from_secs(60);
        while sessions::count(store).await.unwrap() > 1 {
            assert!(Instant::now() < until, "not all were deleted");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.send_replace(true);
        worker.await.unwrap();
    }
}

/// `docs/RETENTION.md`, made of the table.
fn document() -> String {
    let mut text = String::from(
        "# How long rows live\n\n\
         Every table of the database, and what becomes of its rows. The rules are in\n\
         `crates/storage/src/retention/rules.rs`; this page is made of them, and a test holds the two together. One \
         worker applies\nthem: it looks once an hour, on one node, and deletes what is over in steps of a few hundred \
         rows, each a short\ntransaction. What has expired cannot be used from that moment on, whenever the worker \
         comes.\n\n\
         Files: without a mail server, delivered mails lie in `mail/` under the data directory until the operator \
         removes them.\nBackups are the operator's; they hold what is kept, and none of what is deleted at once.\n\n\
         | table | a row is | lives | because |\n|---|---|---|---|\n",
    );
    for retention in &RETENTION {
        let lives = match retention.rule {
            Rule::Kept(until) => until.to_owned(),
            Rule::Deleted(deletion) => {
                let since = deletion.in_words.map_or_else(|| format!("`{}`", deletion.since), str::to_owned);
                let mut lives = match deletion.age / DAY {
                    0 => format!("until {since}"),
                    1 => format!("a day after {since}"),
                    days => format!("{days} days after {since}"),
                };
                if let Some(most) = deletion.most {
                    _ = write!(lives, ", and only the newest {most}");
                }
                lives
            }
        };
        _ = writeln!(text, "| `{}` | {} | {lives} | {} |", retention.table, retention.row, retention.why);
    }
    text
}

#[test]
fn the_document_says_what_the_table_says() {
    const FILE: &str = "docs/RETENTION.md";
    let document = document();
    if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        std::fs::write(FILE, &document).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(
        written == document,
        "{FILE} is out of date: INSTA_UPDATE=always cargo test --test it retention writes it"
    );
}
