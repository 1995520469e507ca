//! Bibliographic records.

mod aliases;
pub mod comparison;
pub mod duplicates;
pub mod import;

use crate::error::Stored;
use crate::library;
use crate::locks::Guard;
use crate::row::row;
use crate::sql::placeholders;
use crate::store::{Store, Tx};
use domain::id::RecordId;
use domain::record::{CitedWork, Record, normal_doi, normal_pmid};
use domain::time::Moment;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

row! {
    struct RecordRow {
        id: String,
        data: String,
        is_demo: i32,
        added_at: i64,
        updated_at: i64,
    }
}

type Bound<'q> = sqlx::query::Query<'q, sqlx::Any, sqlx::any::AnyArguments>;

/// Binds a record's id and what its row holds of its data: `id, external_id, pmid, doi, title, year, data`.
fn bind_data<'q>(query: Bound<'q>, record: &'q Record) -> Stored<Bound<'q>> {
    let data = &record.data;
    Ok(query
        .bind(record.id.as_str())
        .bind(&data.external_id)
        .bind(&data.pmid)
        .bind(&data.doi)
        .bind(&data.title)
        .bind(data.year.map(i64::from))
        .bind(serde_json::to_string(data)?))
}

impl RecordRow {
    fn record(self) -> Stored<Record> {
        Ok(Record {
            id: self.id.into(),
            data: serde_json::from_str(&self.data)?,
            is_demo: self.is_demo != 0,
            added_at: Moment(self.added_at),
            updated_at: Moment(self.updated_at),
        })
    }
}

const COLUMNS: &str = "id, data, is_demo, added_at, updated_at";

/// The record of this id.
pub async fn find(store: &Store, id: &RecordId) -> Stored<Option<Record>> {
    Ok(by_ids(store, std::slice::from_ref(id)).await?.pop())
}

/// The record of this id, or the one into which it was merged.
pub async fn find_kept(store: &Store, id: &RecordId) -> Stored<Option<Record>> {
    if let Some(record) = find(store, id).await? {
        return Ok(Some(record));
    }
    let sql = format!(
        "select {COLUMNS} from records where id = (select kept from merged_records where merged_records.id = $1)"
    );
    let row: Option<RecordRow> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(id.as_str()).fetch_optional(&store.reader).await?;
    row.map(RecordRow::record).transpose()
}

/// The records of these ids, in no particular order; ids that are none are ignored.
pub async fn by_ids(store: &Store, ids: &[RecordId]) -> Stored<Vec<Record>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select {COLUMNS} from records where id in ({})", placeholders(1, ids.len()));
    let mut query = sqlx::query_as::<_, RecordRow>(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id.as_str());
    }
    query.fetch_all(&store.reader).await?.into_iter().map(RecordRow::record).collect()
}

/// The record with this PMID, DOI (both in any dress) or identifier of its source, also where it was that of a record
/// merged into it.
pub async fn by_identifier(store: &Store, text: &str) -> Stored<Option<Record>> {
    let sql = format!(
        "select {COLUMNS} from records where pmid = $1 or doi = $2 or external_id = $3
             or id in (select record from record_aliases where identifier in ($1, $2, $3))
         order by case when pmid = $1 then 0 when doi = $2 then 1 when external_id = $3 then 2 else 3 end, added_at, id
         limit 1"
    );
    let row: Option<RecordRow> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(normal_pmid(text))
        .bind(normal_doi(text))
        .bind(text.trim())
        .fetch_optional(&store.reader)
        .await?;
    row.map(RecordRow::record).transpose()
}

/// For each work the record that its identifiers name, by PMID before DOI.
pub async fn of_works(store: &Store, works: &[CitedWork]) -> Stored<Vec<Option<Record>>> {
    let pmids: Vec<&String> = works.iter().filter_map(|work| work.pmid.as_ref()).collect();
    let dois: Vec<&String> = works.iter().filter_map(|work| work.doi.as_ref()).collect();
    if pmids.is_empty() && dois.is_empty() {
        return Ok(vec![None; works.len()]);
    }
    let pmid_list = placeholders(1, pmids.len());
    let doi_list = placeholders(1 + pmids.len(), dois.len());
    let sql = format!(
        "select {COLUMNS} from records where pmid in ({pmid_list}) or doi in ({doi_list})
             or id in (select record from record_aliases where (kind = 'pmid' and identifier in ({pmid_list}))
                 or (kind = 'doi' and identifier in ({doi_list})))
         order by added_at desc, id desc"
    );
    let mut query = sqlx::query_as::<_, RecordRow>(AssertSqlSafe(sql));
    for identifier in pmids.into_iter().chain(dois) {
        query = query.bind(identifier);
    }
    let rows = query.fetch_all(&store.reader).await?;
    let records: Vec<Record> = rows.into_iter().map(RecordRow::record).collect::<Stored<_>>()?;
    // Of several with one identifier the last of the list: the oldest.
    let by = |of: fn(&Record) -> Option<&String>| -> HashMap<&str, &Record> {
        records.iter().filter_map(|record| Some((of(record)?.as_str(), record))).collect()
    };
    let (by_pmid, by_doi) = (by(|r| r.data.pmid.as_ref()), by(|r| r.data.doi.as_ref()));
    let formerly = |id: &Option<String>| {
        let id = id.as_ref()?;
        records.iter().find(|record| record.data.other_identifiers.contains(id))
    };
    let found = |work: &CitedWork| {
        let by_pmid = work.pmid.as_ref().and_then(|pmid| by_pmid.get(pmid.as_str()).copied());
        by_pmid
            .or_else(|| work.doi.as_ref().and_then(|doi| by_doi.get(doi.as_str()).copied()))
            .or_else(|| formerly(&work.pmid).or_else(|| formerly(&work.doi)))
            .cloned()
    };
    Ok(works.iter().map(found).collect())
}

/// How many records there are.
pub async fn count(store: &Store) -> Stored<i64> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from records").fetch_one(&store.reader).await?;
    Ok(count)
}

/// Records that records which hold any of these words anywhere have to be indexed again; the number of the last such
/// change, none where no record does. None of them is merged away until the transaction ends: it would come back.
pub async fn touch_mentioning(tx: &mut Tx, words: &[String]) -> Stored<Option<i64>> {
    tx.hold(Guard::Records).await?;
    let mut found = std::collections::BTreeSet::new();
    for words in words.iter().filter(|words| !words.trim().is_empty()) {
        for pattern in loose_patterns(words) {
            let rows: Vec<(String,)> = sqlx::query_as("select id from records where lower(data) like $1")
                .bind(pattern)
                .fetch_all(tx.on())
                .await?;
            found.extend(rows.into_iter().map(|(id,)| RecordId::from(id)));
        }
    }
    let found: Vec<&RecordId> = found.iter().collect();
    let mut last = None;
    for some in found.chunks(500) {
        let (first, _) = library::touch_records(tx, some).await?;
        last = i64::try_from(some.len()).ok().map(|count| first + count - 1);
    }
    Ok(last)
}

/// Patterns that find at least the texts that hold these words, whatever their case: indexing a record in vain does no
/// harm. Not every database folds other letters than those of ASCII, so these match anything where enough is left,
/// and otherwise in each case in which the words are commonly written.
fn loose_patterns(words: &str) -> Vec<String> {
    const ENOUGH: usize = 3;
    let lower = words.to_lowercase();
    let any = |c: char| if c.is_ascii_alphanumeric() || c == ' ' { c } else { '%' };
    if lower.is_ascii() || lower.chars().filter(char::is_ascii_alphanumeric).count() >= ENOUGH {
        return vec![format!("%{}%", lower.chars().map(any).collect::<String>())];
    }
    let mut letters = lower.chars();
    let capitalised = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut patterns: Vec<String> = [words.to_owned(), lower.clone(), words.to_uppercase(), capitalised]
        .iter()
        .map(|words| format!("%{}%", words.replace(['%', '_', '\\'], "_")))
        .collect();
    patterns.sort();
    patterns.dedup();
    patterns
}
