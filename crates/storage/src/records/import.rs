//! Importing records: many in one transaction, with few statements.
//!
//! An entry is matched to a record by the first rule that applies: the one with its PMID; the one with its DOI,
//! unless both have PMIDs and these differ; the one with its identifier in the source. An identifier that belongs
//! to yet another record stays with that one: nothing is ever taken from a record that was not matched. Identifiers
//! of a record that was merged into another name the record kept, and do not displace its own.

use super::aliases::{self, AliasKind};
use super::{COLUMNS, RecordRow, bind_data};
use crate::error::{StoreError, Stored};
use crate::locks::Guard;
use crate::sql::{placeholders, rows_at_once, value_rows};
use crate::store::Tx;
use crate::{citations, library};
use domain::id::RecordId;
use domain::library::ImportOutcome;
use domain::record::{Record, RecordData};
use domain::time::Moment;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::{HashMap, HashSet};

/// The result of importing a batch of entries.
#[derive(Debug, Default)]
pub struct Upserted {
    /// For each entry, in the order given.
    pub outcomes: Vec<ImportOutcome>,
    /// The records that were added or changed, each with the number of the change by which it is news. Their changes
    /// are numbered without gaps, the last by `last_change`.
    pub changed: Vec<(Record, i64)>,
    /// Number of the library's last change, where anything changed.
    pub last_change: Option<i64>,
}

/// Adds entries or merges them into the records that they match (see the module's head and
/// [`RecordData::merged_with`]). An entry that is the same as at its last import changes nothing. Nobody else decides
/// on records, or imports some, until the transaction ends: an identifier that is looked for here and not found stays
/// free, and one of a record that is being merged is found as an alias.
pub async fn upsert(tx: &mut Tx, entries: Vec<RecordData>, is_demo: bool, now: Moment) -> Stored<Upserted> {
    tx.hold(Guard::Records).await?;
    let mut plan = Plan { known: known(tx, &entries).await?, places: Vec::new() };
    for entry in entries {
        plan.place(entry)?;
    }
    let mut stored = stored(tx, &plan).await?;
    let mut changed = Vec::new();
    let mut citing = HashSet::new();
    for slot in plan.known.slots.iter_mut().filter(|slot| !slot.entries.is_empty()) {
        let old = stored.remove(slot.id.as_str());
        let before = old.as_ref().map(|record| record.data.clone());
        let data = slot.entries.drain(..).fold(before.clone(), |data, entry| match data {
            Some(data) => Some(data.merged_with(entry)),
            None => Some(entry),
        });
        slot.is_changed = data != before;
        let (true, Some(data)) = (slot.is_changed, data) else { continue };
        let added_at = old.as_ref().map_or(now, |record| record.added_at);
        let is_demo = old.map_or(is_demo, |record| record.is_demo);
        if data.references != before.map(|before| before.references).unwrap_or_default() {
            citing.insert(slot.id.clone());
        }
        let record = Record { id: slot.id.clone(), data, is_demo, added_at, updated_at: now };
        changed.push((record, slot.digest.clone()));
    }
    // What exists goes first, so that an identifier it gives up is free for a new one.
    changed.sort_by_key(|(record, _)| record.added_at == now);
    write(tx, &changed).await?;
    let citing: Vec<&Record> =
        changed.iter().map(|(record, _)| record).filter(|record| citing.contains(&record.id)).collect();
    citations::of_records(tx, &citing).await?;
    let (last_change, news) = number(tx, &changed).await?;
    let with_news = |(record, _): (Record, String)| {
        let news = news.get(record.id.as_str()).copied().unwrap_or_default();
        (record, news)
    };
    let changed = changed.into_iter().map(with_news).collect();
    Ok(Upserted { outcomes: plan.outcomes(), changed, last_change })
}

/// A record that exists or is about to.
struct Slot {
    id: RecordId,
    is_new: bool,
    is_changed: bool,
    /// Digest of the entry that was imported last.
    digest: String,
    pmid: Option<String>,
    doi: Option<String>,
    external_id: Option<String>,
    /// The entries of this batch for it.
    entries: Vec<RecordData>,
}

/// Records by each of their identifiers.
#[derive(Default)]
struct Known {
    slots: Vec<Slot>,
    by_pmid: HashMap<String, usize>,
    by_doi: HashMap<String, usize>,
    by_external_id: HashMap<String, usize>,
    /// Identifiers above whose records have another one of the same kind.
    aliases: HashSet<(AliasKind, String)>,
}

/// The record of one entry, and what importing it does.
struct PlannedEntry {
    slot: usize,
    outcome: ImportOutcome,
}

struct Plan {
    known: Known,
    places: Vec<PlannedEntry>,
}

impl Plan {
    fn place(&mut self, mut entry: RecordData) -> Stored<()> {
        let digest = hex::encode(Sha256::digest(serde_json::to_vec(&entry)?));
        let index = self.known.matching(&entry);
        let outcome = match index.and_then(|index| self.known.slots.get(index)) {
            Some(slot) if slot.digest == digest => ImportOutcome::Unchanged,
            Some(_) => ImportOutcome::Updated,
            None => ImportOutcome::Added,
        };
        let index = index.unwrap_or_else(|| self.known.add());
        if outcome != ImportOutcome::Unchanged {
            self.known.claim(index, &mut entry);
            if let Some(slot) = self.known.slots.get_mut(index) {
                slot.digest = digest;
                slot.entries.push(entry);
            }
        }
        self.places.push(PlannedEntry { slot: index, outcome });
        Ok(())
    }

    /// An update without anything new counts as unchanged.
    fn outcomes(self) -> Vec<ImportOutcome> {
        let slots = &self.known.slots;
        let outcome = |place: &PlannedEntry| match place.outcome {
            ImportOutcome::Updated if !slots.get(place.slot).is_some_and(|slot| slot.is_changed) => {
                ImportOutcome::Unchanged
            }
            outcome => outcome,
        };
        self.places.iter().map(outcome).collect()
    }
}

impl Known {
    fn matching(&self, entry: &RecordData) -> Option<usize> {
        let of = |map: &HashMap<String, usize>, id: &Option<String>| map.get(id.as_ref()?).copied();
        let pmids_differ = |index: &usize| {
            let known = self.slots.get(*index).and_then(|slot| slot.pmid.as_ref());
            matches!((known, &entry.pmid), (Some(known), Some(new)) if known != new)
        };
        of(&self.by_pmid, &entry.pmid)
            .or_else(|| of(&self.by_doi, &entry.doi).filter(|index| !pmids_differ(index)))
            .or_else(|| of(&self.by_external_id, &entry.external_id))
    }

    fn add(&mut self) -> usize {
        self.slots.push(Slot {
            id: RecordId::new(),
            is_new: true,
            is_changed: false,
            digest: String::new(),
            pmid: None,
            doi: None,
            external_id: None,
            entries: Vec::new(),
        });
        self.slots.len() - 1
    }

    fn add_stored(&mut self, slot: Slot) {
        let index = self.slots.len();
        for (map, id) in [
            (&mut self.by_pmid, &slot.pmid),
            (&mut self.by_doi, &slot.doi),
            (&mut self.by_external_id, &slot.external_id),
        ] {
            if let Some(id) = id {
                map.insert(id.clone(), index);
            }
        }
        self.slots.push(slot);
    }

    fn add_alias(&mut self, kind: AliasKind, identifier: String, record: &str) {
        let Some(index) = self.slots.iter().position(|slot| slot.id.as_str() == record) else { return };
        let map = match kind {
            AliasKind::Pmid => &mut self.by_pmid,
            AliasKind::Doi => &mut self.by_doi,
            AliasKind::External => &mut self.by_external_id,
        };
        map.insert(identifier.clone(), index);
        self.aliases.insert((kind, identifier));
    }

    /// Gives the entry's identifiers to its record, and takes from the entry those that belong to another.
    fn claim(&mut self, index: usize, entry: &mut RecordData) {
        for (kind, id) in aliases::identifiers_mut(entry) {
            id.take_if(|id| self.aliases.contains(&(kind, id.clone())));
        }
        let Some(slot) = self.slots.get_mut(index) else { return };
        claim_one(&mut self.by_pmid, index, &mut slot.pmid, &mut entry.pmid);
        claim_one(&mut self.by_doi, index, &mut slot.doi, &mut entry.doi);
        claim_one(&mut self.by_external_id, index, &mut slot.external_id, &mut entry.external_id);
    }
}

fn claim_one(
    owners: &mut HashMap<String, usize>,
    index: usize,
    held: &mut Option<String>,
    claimed: &mut Option<String>,
) {
    let Some(id) = claimed else { return };
    if owners.get(id).is_some_and(|owner| *owner != index) {
        *claimed = None;
        return;
    }
    if let Some(old) = held.take_if(|old| old != id) {
        owners.remove(&old);
    }
    owners.insert(id.clone(), index);
    *held = Some(id.clone());
}

type KnownRow = (String, Option<String>, Option<String>, Option<String>, String);

/// The stored records that share an identifier with any of these entries.
async fn known(tx: &mut Tx, entries: &[RecordData]) -> Stored<Known> {
    let of =
        |id: fn(&RecordData) -> Option<&String>| -> Vec<&String> { entries.iter().filter_map(id).collect() };
    let (pmids, dois, external_ids) =
        (of(|e| e.pmid.as_ref()), of(|e| e.doi.as_ref()), of(|e| e.external_id.as_ref()));
    let aliases = aliases::among(tx, entries).await?;
    let aliased: Vec<&String> = aliases.iter().map(|(_, _, record)| record).collect();
    let identified = pmids.len() + dois.len() + external_ids.len();
    let sql = format!(
        "select id, external_id, pmid, doi, digest from records
         where pmid in ({}) or doi in ({}) or external_id in ({}) or id in ({})",
        placeholders(1, pmids.len()),
        placeholders(1 + pmids.len(), dois.len()),
        placeholders(1 + pmids.len() + dois.len(), external_ids.len()),
        placeholders(1 + identified, aliased.len()),
    );
    let mut query = sqlx::query_as::<_, KnownRow>(AssertSqlSafe(sql));
    for id in pmids.into_iter().chain(dois).chain(external_ids).chain(aliased) {
        query = query.bind(id);
    }
    let mut known = Known::default();
    for (id, external_id, pmid, doi, digest) in query.fetch_all(tx.on()).await? {
        known.add_stored(Slot {
            id: id.into(),
            is_new: false,
            is_changed: false,
            digest,
            pmid,
            doi,
            external_id,
            entries: Vec::new(),
        });
    }
    for (kind, identifier, record) in aliases {
        known.add_alias(kind, identifier, &record);
    }
    Ok(known)
}

/// The stored records for which this batch has entries.
async fn stored(tx: &mut Tx, plan: &Plan) -> Stored<HashMap<String, Record>> {
    let slots = plan.known.slots.iter().filter(|slot| !slot.is_new && !slot.entries.is_empty());
    let ids: Vec<&str> = slots.map(|slot| slot.id.as_str()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select {COLUMNS} from records where id in ({}) order by id{}",
        placeholders(1, ids.len()),
        tx.locking()
    );
    let mut query = sqlx::query_as::<_, RecordRow>(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(id);
    }
    let rows = query.fetch_all(tx.on()).await?;
    rows.into_iter().map(|row| Ok((row.id.clone(), row.record()?))).collect()
}

/// Writes records with the digests of the entries they last came from.
async fn write(tx: &mut Tx, records: &[(Record, String)]) -> Stored<()> {
    for some in records.chunks(rows_at_once(12)) {
        let sql = format!(
            "insert into records
                 (id, external_id, pmid, doi, title, year, likeness, data, digest, is_demo, added_at, updated_at)
             values {}
             on conflict (id) do update set external_id = excluded.external_id, pmid = excluded.pmid,
                 doi = excluded.doi, title = excluded.title, year = excluded.year, likeness = excluded.likeness,
                 data = excluded.data, digest = excluded.digest, updated_at = excluded.updated_at",
            value_rows(some.len(), 12)
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (record, digest) in some {
            query = bind_data(query, record)?
                .bind(digest)
                .bind(i32::from(record.is_demo))
                .bind(record.added_at.0)
                .bind(record.updated_at.0);
        }
        query.execute(tx.on()).await?;
    }
    Ok(())
}

/// Numbers the changes of records; the number of the last, and of the change by which each record is news.
async fn number(tx: &mut Tx, records: &[(Record, String)]) -> Stored<(Option<i64>, HashMap<String, i64>)> {
    if records.is_empty() {
        return Ok((None, HashMap::new()));
    }
    let ids: Vec<&RecordId> = records.iter().map(|(record, _)| &record.id).collect();
    let (first, news) = library::touch_records(tx, &ids).await?;
    let count = i64::try_from(ids.len()).map_err(|_| StoreError::Conflict)?;
    Ok((Some(first + count - 1), news))
}
