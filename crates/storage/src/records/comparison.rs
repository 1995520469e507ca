//! Comparing records with those that they may be duplicates of.
//!
//! Records are compared after they were imported, a few at a time, so that an import is not slowed down and other
//! writers get their turn. A record meets those with which it shares a key (see `domain::record::comparison_keys`).

use super::{COLUMNS, RecordRow};
use crate::error::Stored;
use crate::locks::Guard;
use crate::sql::{placeholders, rows_at_once, value_rows};
use crate::store::{Store, Tx};
use domain::id::RecordId;
use domain::record::{Comparable, Record, RecordData, Resemblance, comparison_keys};
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Records that a key leads to at most: a key of more says little.
const BLOCK: i64 = 30;
/// Records that share an identifier beyond which that alone says nothing, such as the abstracts of a supplement.
const SHARING: usize = 8;
/// Values of one statement: see [`rows_at_once`].
const AT_ONCE: usize = rows_at_once(1);

/// Whether two records are offered as likely duplicates.
pub(super) fn is_offered(one: &RecordData, other: &RecordData) -> bool {
    Resemblance::of(&Comparable::of(one), &Comparable::of(other)).is_offered()
}

/// Number of records that are still to be compared.
pub async fn waiting(store: &Store) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from records where compared_at is null")
        .fetch_one(&store.reader)
        .await?;
    Ok(count)
}

/// Compares up to `limit` records that are new or have changed with all others, and stores the pairs to be offered;
/// returns how many there were.
pub async fn compare(tx: &mut Tx, limit: i64, now: Moment) -> Stored<usize> {
    tx.hold(Guard::Records).await?;
    let sql = format!("select {COLUMNS} from records where compared_at is null order by id limit $1");
    let rows: Vec<RecordRow> = sqlx::query_as(AssertSqlSafe(sql)).bind(limit).fetch_all(tx.on()).await?;
    let records: Vec<Record> = rows.into_iter().map(RecordRow::record).collect::<Stored<_>>()?;
    if records.is_empty() {
        return Ok(0);
    }
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    let pairs = met(tx, &records).await?;
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    let others: BTreeSet<&str> =
        pairs.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]).filter(|id| !known.contains(id)).collect();
    let mut all: HashMap<String, RecordData> = data_of(tx, &others.into_iter().collect::<Vec<_>>()).await?;
    all.extend(records.iter().map(|record| (record.id.to_string(), record.data.clone())));
    let offered = judged(&pairs, &all);
    remove_pairs(tx, &ids).await?;
    add_pairs(tx, &offered).await?;
    for some in ids.chunks(AT_ONCE - 1) {
        let sql =
            format!("update records set compared_at = $1 where id in ({})", placeholders(2, some.len()));
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(now.0);
        for id in some {
            query = query.bind(*id);
        }
        query.execute(tx.on()).await?;
    }
    Ok(records.len())
}

/// Forgets a record that leaves the library.
pub(super) async fn forget(tx: &mut Tx, record: &Record) -> Stored<()> {
    let keys = comparison_keys(&record.data);
    let sql = format!(
        "delete from comparison_keys where record = $1 and hash in ({})",
        placeholders(2, keys.len())
    );
    let mut query = sqlx::query(AssertSqlSafe(sql)).bind(record.id.as_str());
    for key in keys {
        query = query.bind(key);
    }
    query.execute(tx.on()).await?;
    remove_pairs(tx, &[record.id.as_str()]).await
}

/// Stores the records' keys; the pairs of these and all other records that meet, each with the lower id first.
async fn met(tx: &mut Tx, records: &[Record]) -> Stored<BTreeSet<(String, String)>> {
    let mut by_key: BTreeMap<i64, Vec<&RecordId>> = BTreeMap::new();
    for record in records {
        for key in comparison_keys(&record.data) {
            by_key.entry(key).or_default().push(&record.id);
        }
    }
    let rows: Vec<(i64, &RecordId)> =
        by_key.iter().flat_map(|(key, ids)| ids.iter().map(|id| (*key, *id))).collect();
    for some in rows.chunks(rows_at_once(2)) {
        let sql = format!(
            "insert into comparison_keys (hash, record) values {} on conflict (hash, record) do nothing",
            value_rows(some.len(), 2)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (key, id) in some {
            query = query.bind(*key).bind(id.as_str());
        }
        query.execute(tx.on()).await?;
    }
    let mut pairs = BTreeSet::new();
    let keys: Vec<i64> = by_key.keys().copied().collect();
    for some in keys.chunks(AT_ONCE) {
        // The newest of a key: an import brings duplicates of what came just before.
        let sql = format!(
            "select hash, record from (
                 select hash, record, row_number() over (partition by hash order by record desc) as place
                 from comparison_keys where hash in ({})) ranked
             where place <= {BLOCK}",
            placeholders(1, some.len())
        );
        let mut query = sqlx::query_as::<_, (i64, String)>(AssertSqlSafe(sql));
        for key in some {
            query = query.bind(*key);
        }
        for (key, other) in query.fetch_all(tx.on()).await? {
            for id in by_key.get(&key).map(Vec::as_slice).unwrap_or_default() {
                let id = id.as_str();
                match id.cmp(other.as_str()) {
                    std::cmp::Ordering::Less => pairs.insert((id.to_owned(), other.clone())),
                    std::cmp::Ordering::Greater => pairs.insert((other.clone(), id.to_owned())),
                    std::cmp::Ordering::Equal => false,
                };
            }
        }
    }
    Ok(pairs)
}

async fn data_of(tx: &mut Tx, ids: &[&str]) -> Stored<HashMap<String, RecordData>> {
    let mut all = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let sql = format!("select id, data from records where id in ({})", placeholders(1, some.len()));
        let mut query = sqlx::query_as::<_, (String, String)>(AssertSqlSafe(sql));
        for id in some {
            query = query.bind(*id);
        }
        for (id, data) in query.fetch_all(tx.on()).await? {
            all.insert(id, serde_json::from_str(&data)?);
        }
    }
    Ok(all)
}

/// The pairs to be offered, each with its points.
fn judged<'a>(
    pairs: &'a BTreeSet<(String, String)>,
    all: &HashMap<String, RecordData>,
) -> Vec<(&'a str, &'a str, i32)> {
    let mut sharing: HashMap<&str, usize> = HashMap::new();
    for data in all.values() {
        for identifier in [&data.pmid, &data.doi].into_iter().flatten() {
            *sharing.entry(identifier).or_default() += 1;
        }
    }
    let is_crowded = |data: &RecordData| {
        let counts = [&data.pmid, &data.doi].into_iter().flatten();
        counts.filter_map(|identifier| sharing.get(identifier.as_str())).any(|count| *count > SHARING)
    };
    let comparable: HashMap<&str, Comparable> =
        all.iter().map(|(id, data)| (id.as_str(), Comparable::of(data))).collect();
    let mut offered = Vec::new();
    for (first, second) in pairs {
        let (Some(one), Some(other)) = (comparable.get(first.as_str()), comparable.get(second.as_str()))
        else {
            continue;
        };
        let resemblance = Resemblance::of(one, other);
        let only_shares = || !all.get(first).is_some_and(is_crowded) && resemblance.shares_identifier();
        if resemblance.is_likely() || only_shares() {
            offered.push((first.as_str(), second.as_str(), resemblance.points()));
        }
    }
    offered
}

async fn remove_pairs(tx: &mut Tx, ids: &[&str]) -> Stored<()> {
    for column in ["first", "second"] {
        for some in ids.chunks(AT_ONCE) {
            let sql =
                format!("delete from likely_duplicates where {column} in ({})", placeholders(1, some.len()));
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for id in some {
                query = query.bind(*id);
            }
            query.execute(tx.on()).await?;
        }
    }
    Ok(())
}

async fn add_pairs(tx: &mut Tx, pairs: &[(&str, &str, i32)]) -> Stored<()> {
    for some in pairs.chunks(rows_at_once(3)) {
        let sql = format!(
            "insert into likely_duplicates (first, second, points) values {}",
            value_rows(some.len(), 3)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (first, second, points) in some {
            query = query.bind(*first).bind(*second).bind(i64::from(*points));
        }
        query.execute(tx.on()).await?;
    }
    Ok(())
}
