//! The whole database as lines of JSON, and back into an empty one: the same for both databases, so that a portal
//! can move from one to the other.
//!
//! The first line says what it is and the last that it is whole (see `sealed`); every other line is a row,
//! `{"table": …, "row": {column: value}}`. Bytes are `{"hex": …}`. Short-lived tables are left out: sessions, pending forms, leases and the like.

mod sealed;

use crate::error::{StoreError, Stored};
use crate::sql::placeholders;
use crate::store::{Dialect, Store, Tx};
use crate::{articles, citations};
use serde_json::{Map, Value, json};
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AssertSqlSafe, Column as _, Executor as _, Row as _, TypeInfo as _, ValueRef as _};

use sealed::Seal;
pub use sealed::{Accepted, RestoreError};

/// Tables in a backup with the columns of their keys, referenced tables first. For the others see [`PASSING`].
const KEPT: [(&str, &[&str]); 32] = [
    ("head", &["id"]),
    ("settings", &["name"]),
    ("accounts", &["id"]),
    ("tokens", &["hash"]),
    ("terms", &["kind", "slug"]),
    ("word_groups", &["source", "id"]),
    ("word_groups_off", &["source", "id"]),
    ("library_items", &["id"]),
    ("articles", &["id"]),
    ("versions", &["id"]),
    ("version_steps", &["id"]),
    ("version_writers", &["version", "account"]),
    ("media", &["digest"]),
    ("version_media", &["version", "name"]),
    ("signed_texts", &["digest"]),
    ("version_reads", &["version", "account", "digest"]),
    ("records", &["id"]),
    ("distinct_records", &["first", "second"]),
    ("merged_records", &["id"]),
    ("record_aliases", &["kind", "identifier"]),
    ("requests", &["id"]),
    ("messages", &["id"]),
    ("reply_drafts", &["request", "author"]),
    ("routing_rules", &["id"]),
    ("safety_reports", &["id"]),
    ("outbox", &["id"]),
    ("audit", &["number"]),
    ("signals", &["id"]),
    ("saved_items", &["account", "item"]),
    ("saved_searches", &["id"]),
    ("digests", &["account", "issue"]),
    ("search_history", &["account", "digest"]),
];
/// Short-lived tables.
#[cfg(test)]
const PASSING: [&str; 8] = [
    "kept_forms",
    "leases",
    "links",
    "search_texts",
    "sessions",
    "throttles",
    "withdrawn_visitors",
    "write_probe",
];
/// Tables derived from others; every restore makes them again.
#[cfg(test)]
const MADE: [&str; 3] = ["cited_works", "comparison_keys", "likely_duplicates"];
/// Tables of earlier versions that derived ones replace: their rows in a backup are ignored.
const FORMER: [&str; 1] = ["citations"];
/// Columns of earlier versions that derived ones replace: their values in a backup are ignored.
const FORMER_COLUMNS: [(&str, &str); 1] = [("records", "likeness")];
/// Tables that every portal fills at its first start; a restore replaces their rows.
const SEEDED: [&str; 3] = ["head", "settings", "terms"];
/// Rows read at once.
const CHUNK: usize = 500;

/// Writes every row of the database, as it is at one moment, line by line; returns the number of rows.
///
/// # Errors
/// When `write` fails.
pub async fn backup(store: &Store, mut write: impl FnMut(&str) -> std::io::Result<()>) -> Stored<u64> {
    let begin = match store.dialect {
        Dialect::Sqlite => "begin",
        Dialect::Postgres => "begin isolation level repeatable read read only",
    };
    let mut snapshot = store.reader.begin_with(begin).await?;
    let mut put = |line: String| write(&line).map_err(|error| StoreError::Database(error.into()));
    let mut seal = Seal::default();
    put(seal.head())?;
    let mut count = 0;
    for (table, keys) in KEPT {
        let mut last: Option<AnyRow> = None;
        loop {
            let rows = chunk(&mut snapshot, table, keys, last.as_ref()).await?;
            for row in &rows {
                put(seal.row(table, values(row)?))?;
                count += 1;
            }
            let is_whole = rows.len() == CHUNK;
            last = rows.into_iter().last();
            if !is_whole {
                break;
            }
        }
    }
    put(seal.trailer())?;
    Ok(count)
}

/// Reads a backup to its end; returns the number of rows.
///
/// # Errors
/// [`RestoreError`] when it is not whole, or not what was written.
pub async fn check(
    lines: impl Iterator<Item = std::io::Result<String>>,
    accepted: Accepted,
) -> Result<u64, RestoreError> {
    sealed::read(lines, accepted, async |_, _| Ok(())).await
}

/// The rows after this one.
async fn chunk(
    snapshot: &mut sqlx::AnyConnection,
    table: &str,
    keys: &[&str],
    last: Option<&AnyRow>,
) -> Stored<Vec<AnyRow>> {
    let columns = keys.join(", ");
    let after = match last {
        Some(_) => format!("where ({columns}) > ({})", placeholders(1, keys.len())),
        None => String::new(),
    };
    let sql = format!("select * from {table} {after} order by {columns} limit {CHUNK}");
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for key in keys.iter().filter(|_| last.is_some()) {
        let value = last.map(|row| value(row, key)).transpose()?.unwrap_or_default();
        query = match value {
            Value::Number(number) => query.bind(number.as_i64().unwrap_or_default()),
            other => query.bind(other.as_str().unwrap_or_default().to_owned()),
        };
    }
    Ok(snapshot.fetch_all(query).await?)
}

fn values(row: &AnyRow) -> Stored<Map<String, Value>> {
    row.columns().iter().map(|column| Ok((column.name().to_owned(), value(row, column.name())?))).collect()
}

fn value(row: &AnyRow, column: &str) -> Stored<Value> {
    let raw = row.try_get_raw(column)?;
    if raw.is_null() || raw.type_info().is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().kind();
    Ok(match kind {
        AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
            row.try_get::<i64, _>(column)?.into()
        }
        AnyTypeInfoKind::Real | AnyTypeInfoKind::Double => row.try_get::<f64, _>(column)?.into(),
        AnyTypeInfoKind::Blob => json!({ "hex": hex::encode(row.try_get::<Vec<u8>, _>(column)?) }),
        _ => row.try_get::<String, _>(column)?.into(),
    })
}

/// Restores the rows of a backup into an empty portal, all or none; returns the number of rows.
///
/// # Errors
/// [`RestoreError`]; the portal is as empty as it was then.
pub async fn restore(
    store: &Store,
    lines: impl Iterator<Item = std::io::Result<String>>,
    accepted: Accepted,
) -> Result<u64, RestoreError> {
    let mut tx = store.begin().await?;
    for (table, _) in KEPT.iter().filter(|(table, _)| !SEEDED.contains(table)) {
        let sql = format!("select 1 from {table} limit 1");
        if tx.on().fetch_optional(sqlx::query(AssertSqlSafe(sql))).await?.is_some() {
            return Err(RestoreError::NotEmpty(table));
        }
    }
    for table in SEEDED {
        sqlx::query(AssertSqlSafe(format!("delete from {table}"))).execute(tx.on()).await?;
    }
    let count = sealed::read(lines, accepted, async |line, row| take(&mut tx, line, row).await).await?;
    citations::make(&mut tx).await?;
    // Likely duplicates are found again.
    sqlx::query("update records set compared_at = null").execute(tx.on()).await?;
    // Those of a backup that an earlier version made.
    articles::signing::fill(&mut tx).await?;
    // Nodes that are running keep what the empty portal had in memory: they read everything again.
    sqlx::query(
        "update head set vocabulary = vocabulary + 1, thesaurus = thesaurus + 1, routing = routing + 1 where id = 1",
    )
    .execute(tx.on())
    .await?;
    // An index that another database left in this folder must not pass for one of this.
    sqlx::query("delete from settings where name = 'library'").execute(tx.on()).await?;
    tx.commit().await?;
    Ok(count)
}

/// Writes the row of a line.
async fn take(tx: &mut Tx, number: usize, line: &Value) -> Result<(), RestoreError> {
    let wrong = |reason: String| RestoreError::Line { line: number, reason };
    if FORMER.iter().any(|table| line["table"] == *table) {
        return Ok(());
    }
    let table = KEPT.iter().map(|(table, _)| *table).find(|table| line["table"] == *table);
    let (Some(table), Some(row)) = (table, line["row"].as_object()) else {
        return Err(wrong("this is not a row of a table that this version knows".to_owned()));
    };
    put(tx, table, row).await.map_err(|error| wrong(error.to_string()))
}

/// The bytes that [`value`] wrote.
fn bytes(object: &Map<String, Value>) -> Option<Vec<u8>> {
    hex::decode(object.get("hex")?.as_str()?).ok()
}

async fn put(tx: &mut Tx, table: &str, row: &Map<String, Value>) -> Stored<()> {
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if let Some(odd) = row.keys().find(|name| !is_name(name)) {
        return Err(StoreError::Corrupt(format!("a column cannot be called {odd}")));
    }
    // Columns without a value are left out: there is no null that fits columns of every type.
    let is_former = |name: &str| FORMER_COLUMNS.contains(&(table, name));
    let given: Vec<(&String, &Value)> =
        row.iter().filter(|(name, value)| !value.is_null() && !is_former(name)).collect();
    let columns: Vec<&str> = given.iter().map(|(name, _)| name.as_str()).collect();
    let sql =
        format!("insert into {table} ({}) values ({})", columns.join(", "), placeholders(1, given.len()));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (name, value) in given {
        let odd = || StoreError::Corrupt(format!("the value of {name} is of no known kind"));
        query = match value {
            Value::String(text) => query.bind(text.clone()),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => query.bind(whole),
                None => query.bind(number.as_f64().ok_or_else(odd)?),
            },
            Value::Object(object) => query.bind(bytes(object).ok_or_else(odd)?),
            _ => return Err(odd()),
        };
    }
    query.execute(tx.on()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_table_is_either_kept_or_known_to_pass() {
        let folder = std::env::temp_dir().join(format!("materia_{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        let store =
            Store::open(&format!("sqlite://{}?mode=rwc", folder.join("a.db").display())).await.unwrap();
        let tables: Vec<(String,)> =
            sqlx::query_as("select name from sqlite_master where type = 'table' order by name")
                .fetch_all(&store.reader)
                .await
                .unwrap();
        store.close().await;
        std::fs::remove_dir_all(&folder).unwrap();
        for (table,) in
            tables.iter().filter(|(table,)| !table.starts_with("_sqlx") && !table.starts_with("sqlite_"))
        {
            let named = table.as_str();
            let is_left = PASSING.contains(&named) || MADE.contains(&named);
            let is_known = is_left || KEPT.iter().any(|(kept, _)| *kept == named);
            assert!(
                is_known,
                "{table}: add it to KEPT, after the tables it points at, or to PASSING or MADE"
            );
        }
    }

    #[test]
    fn bytes_come_back_as_they_were() {
        let read = |text: &str| bytes(json!({ "hex": text }).as_object().unwrap());
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(read(&hex::encode(&all)), Some(all));
        assert_eq!(read("xy"), None);
        assert_eq!(read("abc"), None, "half a byte is missing");
    }
}
