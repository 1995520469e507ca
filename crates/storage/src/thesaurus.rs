//! Groups of words: those of the portal and of MeSH, and which groups are switched off.

use crate::error::Stored;
use crate::head::Topic;
use crate::sql::{placeholders, rows_at_once, value_rows};
use crate::store::{Store, Tx};
use domain::library::ImportOutcome;
use domain::slug::Slug;
use domain::thesaurus::{Builder, Group, GroupId, Source};
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows read at once.
const CHUNK: i64 = 1_000;

/// Notifies every process that the thesaurus has changed. Part of each transaction that changes it, but for those of
/// an import between its first and its last.
pub fn touch(tx: &mut Tx) {
    tx.raise(Topic::Thesaurus);
}

/// Which groups are switched off.
pub async fn switched_off(store: &Store) -> Stored<HashSet<(Source, String)>> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select source, id from word_groups_off").fetch_all(&store.reader).await?;
    let known = |(source, id): (String, String)| Some((Source::from_slug(&source)?, id));
    Ok(rows.into_iter().filter_map(known).collect())
}

/// Adds every stored group, switched off or not, to a thesaurus builder.
pub async fn read_into(builder: &mut Builder, store: &Store, off: &HashSet<(Source, String)>) -> Stored<()> {
    let (mut source, mut id) = (String::new(), String::new());
    loop {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select source, id, data from word_groups where (source, id) > ($1, $2)
             order by source, id limit $3",
        )
        .bind(&source)
        .bind(&id)
        .bind(CHUNK)
        .fetch_all(&store.reader)
        .await?;
        for (_, _, data) in &rows {
            let mut group: Group = serde_json::from_str(data)?;
            group.is_off = off.contains(&(group.source, group.id.clone()));
            builder.add(&group);
        }
        match rows.into_iter().last() {
            Some((last_source, last_id, _)) => (source, id) = (last_source, last_id),
            None => return Ok(()),
        }
    }
}

/// The stored groups among these, in any order; whether they are switched off is not read.
pub async fn find(store: &Store, ids: &[GroupId<'_>]) -> Stored<Vec<Group>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql =
        format!("select data from word_groups where (source, id) in (values {})", value_rows(ids.len(), 2));
    let mut query = sqlx::query_as::<_, (String,)>(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id.source.slug()).bind(id.id);
    }
    let rows = query.fetch_all(&store.reader).await?;
    rows.into_iter().map(|(data,)| Ok(serde_json::from_str(&data)?)).collect()
}

/// Adds groups, or replaces those of the same source and id; returns what happened to each. Unchanged groups are not
/// written.
pub async fn put(tx: &mut Tx, groups: &[Group]) -> Stored<Vec<ImportOutcome>> {
    let mut known = stored(tx, groups).await?;
    let mut outcomes = Vec::with_capacity(groups.len());
    let mut rows: BTreeMap<(Source, &str), String> = BTreeMap::new();
    for group in groups {
        let data = serde_json::to_string(group)?;
        let old = known.insert((group.source, group.id.clone()), data.clone());
        outcomes.push(match old {
            Some(old) if old == data => ImportOutcome::Unchanged,
            Some(_) => ImportOutcome::Updated,
            None => ImportOutcome::Added,
        });
        if outcomes.last() != Some(&ImportOutcome::Unchanged) {
            rows.insert((group.source, group.id.as_str()), data);
        }
    }
    write(tx, &rows).await?;
    Ok(outcomes)
}

/// The stored groups among these, as they are stored.
async fn stored(tx: &mut Tx, groups: &[Group]) -> Stored<HashMap<(Source, String), String>> {
    let mut known = HashMap::new();
    for source in Source::all() {
        let ids: Vec<&str> =
            groups.iter().filter(|group| group.source == source).map(|group| group.id.as_str()).collect();
        if ids.is_empty() {
            continue;
        }
        let sql = format!(
            "select id, data from word_groups where source = $1 and id in ({})",
            placeholders(2, ids.len())
        );
        let mut query = sqlx::query_as::<_, (String, String)>(AssertSqlSafe(sql)).bind(source.slug());
        for id in ids {
            query = query.bind(id);
        }
        let rows = query.fetch_all(tx.on()).await?;
        known.extend(rows.into_iter().map(|(id, data)| ((source, id), data)));
    }
    Ok(known)
}

async fn write(tx: &mut Tx, rows: &BTreeMap<(Source, &str), String>) -> Stored<()> {
    let rows: Vec<_> = rows.iter().collect();
    for some in rows.chunks(rows_at_once(3)) {
        let sql = format!(
            "insert into word_groups (source, id, data) values {}
             on conflict (source, id) do update set data = excluded.data",
            value_rows(some.len(), 3)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for ((source, id), data) in some {
            query = query.bind(source.slug()).bind(*id).bind(data);
        }
        query.execute(tx.on()).await?;
    }
    Ok(())
}

/// Switches a group off, or on again.
pub async fn switch(tx: &mut Tx, id: GroupId<'_>, off_at: Option<Moment>) -> Stored<()> {
    let sql = match off_at {
        Some(_) => {
            "insert into word_groups_off (source, id, off_at) values ($1, $2, $3)
             on conflict (source, id) do nothing"
        }
        None => "delete from word_groups_off where source = $1 and id = $2",
    };
    let mut query = sqlx::query(sql).bind(id.source.slug()).bind(id.id);
    if let Some(Moment(at)) = off_at {
        query = query.bind(at);
    }
    query.execute(tx.on()).await?;
    Ok(())
}
