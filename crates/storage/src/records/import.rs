//! Importing records: many in one transaction, with few statements.
//!
//! An entry is the publication of a record if they have an identifier in common and title, or first page and first
//! author, agree ([`Resemblance::is_one_by`]): by PMID before DOI before the identifier in the source. An entry that
//! only shares an identifier becomes a record of its own, and the two are offered to an editor. What a record merged
//! into another was like counts for the record kept; identifiers of that one do not displace its own.

use super::aliases::{self, AliasKind};
use super::{COLUMNS, RecordRow, bind_data};
use crate::error::{StoreError, Stored};
use crate::locks::Guard;
use crate::sql::{placeholders, rows_at_once, value_rows};
use crate::store::Tx;
use crate::{citations, library};
use domain::id::RecordId;
use domain::library::ImportOutcome;
use domain::record::{Comparable, Record, RecordData, Resemblance, SharedIdentifier};
use domain::time::Moment;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Values of one statement: see [`rows_at_once`].
const AT_ONCE: usize = rows_at_once(1);
/// Records of one identifier beyond which only those with the entry's title are compared with it.
const CROWD: usize = 40;

/// The result of importing a batch of entries.
#[derive(Debug, Default)]
pub struct Upserted {
    /// For each entry, in the order given.
    pub outcomes: Vec<ImportOutcome>,
    /// The entries that changed a record that was there before them.
    pub updates: Vec<Update>,
    /// The records that were added or changed, each with the number of the change by which it is news. Their changes
    /// are numbered without gaps, the last by `last_change`.
    pub changed: Vec<(Record, i64)>,
    /// Number of the library's last change, where anything changed.
    pub last_change: Option<i64>,
}

/// An entry that changed a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Index of the entry.
    pub entry: usize,
    pub record: RecordId,
    /// The record's title before.
    pub title: String,
    /// The identifier that both have.
    pub by: SharedIdentifier,
}

/// Adds entries or merges them into the records that they match (see the module's head and
/// [`RecordData::merged_with`]). An entry that is the same as at its last import changes nothing. Nobody else decides
/// on records, or imports some, until the transaction ends: an identifier that is looked for here and not found stays
/// free, and one of a record that is being merged is found as an alias.
pub async fn upsert(tx: &mut Tx, entries: Vec<RecordData>, is_demo: bool, now: Moment) -> Stored<Upserted> {
    tx.hold(Guard::Records).await?;
    let entries: Vec<Entry> = entries.into_iter().map(Entry::of).collect::<Stored<_>>()?;
    let mut plan = Plan { known: known(tx, &entries).await?, places: Vec::new() };
    load(tx, &mut plan.known, &entries).await?;
    for entry in entries {
        plan.place(entry);
    }
    let (outcomes, updates) = plan.outcomes();
    let mut changed = Vec::new();
    let mut citing = HashSet::new();
    for slot in plan.known.slots {
        let before = slot.before.as_ref().map(|record| &record.data);
        let (true, Some(data)) = (slot.is_touched && slot.data.as_ref() != before, slot.data) else {
            continue;
        };
        let cited_before = before.map(|before| before.references.as_slice()).unwrap_or_default();
        if data.references != cited_before {
            citing.insert(slot.id.clone());
        }
        let added_at = slot.before.as_ref().map_or(now, |record| record.added_at);
        let is_demo = slot.before.map_or(is_demo, |record| record.is_demo);
        changed.push((Record { id: slot.id, data, is_demo, added_at, updated_at: now }, slot.digest));
    }
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
    Ok(Upserted { outcomes, updates, changed, last_change })
}

/// An entry with the digest by which it is known again.
struct Entry {
    data: RecordData,
    digest: String,
}

impl Entry {
    fn of(data: RecordData) -> Stored<Self> {
        let digest = hex::encode(Sha256::digest(serde_json::to_vec(&data)?));
        Ok(Self { data, digest })
    }
}

/// A record that exists or is about to.
struct Slot {
    id: RecordId,
    /// Digest of the entry that was imported last.
    digest: String,
    /// The record as it is stored, where it was needed.
    before: Option<Record>,
    /// The same with the entries of this batch.
    data: Option<RecordData>,
    comparable: Option<Comparable>,
    /// The records that were merged into it.
    merged: Vec<Comparable>,
    /// One was merged into it by an earlier version, which did not store what it was like.
    has_unknown_merged: bool,
    /// An entry of this batch is for it.
    is_touched: bool,
}

impl Slot {
    fn of(id: RecordId, digest: String) -> Self {
        Self {
            id,
            digest,
            before: None,
            data: None,
            comparable: None,
            merged: Vec::new(),
            has_unknown_merged: false,
            is_touched: false,
        }
    }

    /// How sure it is that an entry is this record's publication; `None` where it is not.
    fn points(&self, entry: &Comparable, shared: SharedIdentifier, is_alias: bool) -> Option<i32> {
        let own = Resemblance::of(entry, self.comparable.as_ref()?);
        let is_merged = || self.merged.iter().any(|merged| Resemblance::of(entry, merged).is_one_by(shared));
        let is_one = own.is_one_by(shared) || (is_alias && self.has_unknown_merged) || is_merged();
        is_one.then(|| own.points())
    }
}

/// Where an identifier leads.
#[derive(Clone, Copy)]
struct Holder {
    slot: usize,
    /// The identifier was that of a record merged into this one.
    is_alias: bool,
}

/// Records by each of their identifiers.
#[derive(Default)]
struct Known {
    slots: Vec<Slot>,
    by_identifier: HashMap<(AliasKind, String), Vec<Holder>>,
}

/// The record of one entry, and what importing it does.
struct PlannedEntry {
    slot: usize,
    outcome: ImportOutcome,
    /// The record's title before the entry, and what both have in common.
    update: Option<(String, SharedIdentifier)>,
    is_changed: bool,
}

struct Plan {
    known: Known,
    places: Vec<PlannedEntry>,
}

impl Plan {
    fn place(&mut self, entry: Entry) {
        let place = match self.known.matching(&entry) {
            Match::Unchanged(slot) => {
                PlannedEntry { slot, outcome: ImportOutcome::Unchanged, update: None, is_changed: false }
            }
            Match::Record(slot, by) => {
                let (title, is_changed) = self.known.merge(slot, entry);
                PlannedEntry { slot, outcome: ImportOutcome::Updated, update: Some((title, by)), is_changed }
            }
            Match::None => {
                let slot = self.known.add(entry);
                PlannedEntry { slot, outcome: ImportOutcome::Added, update: None, is_changed: true }
            }
        };
        self.places.push(place);
    }

    /// An update without anything new counts as unchanged.
    fn outcomes(&self) -> (Vec<ImportOutcome>, Vec<Update>) {
        let mut updates = Vec::new();
        let mut outcomes = Vec::with_capacity(self.places.len());
        for (entry, place) in self.places.iter().enumerate() {
            let (Some((title, by)), Some(slot)) = (&place.update, self.known.slots.get(place.slot)) else {
                outcomes.push(place.outcome);
                continue;
            };
            if place.is_changed {
                updates.push(Update { entry, record: slot.id.clone(), title: title.clone(), by: *by });
                outcomes.push(ImportOutcome::Updated);
            } else {
                outcomes.push(ImportOutcome::Unchanged);
            }
        }
        (outcomes, updates)
    }
}

/// What an entry is.
enum Match {
    /// What a record was imported from last.
    Unchanged(usize),
    /// The publication of a record.
    Record(usize, SharedIdentifier),
    /// New, or only like some record.
    None,
}

impl Known {
    fn holders(&self, entry: &RecordData) -> impl Iterator<Item = (AliasKind, Holder)> {
        let of = |(kind, id): (AliasKind, &Option<String>)| {
            let holders = self.by_identifier.get(&(kind, id.clone()?))?;
            Some(holders.iter().map(move |holder| (kind, *holder)))
        };
        aliases::identifiers(entry).into_iter().filter_map(of).flatten()
    }

    fn matching(&mut self, entry: &Entry) -> Match {
        let holders: Vec<(AliasKind, Holder)> = self.holders(&entry.data).collect();
        if holders.is_empty() {
            return Match::None;
        }
        let is_same =
            |holder: &Holder| self.slots.get(holder.slot).is_some_and(|slot| slot.digest == entry.digest);
        if let Some((_, holder)) = holders.iter().find(|(_, holder)| is_same(holder)) {
            return Match::Unchanged(holder.slot);
        }
        let comparable = Comparable::of(&entry.data);
        for kind in [AliasKind::Pmid, AliasKind::Doi, AliasKind::External] {
            let of_kind = holders.iter().filter(|(known, _)| *known == kind).map(|(_, holder)| holder);
            let is_crowded = of_kind.clone().count() > CROWD;
            let points = |holder: &Holder| {
                let slot = self.slots.get(holder.slot)?;
                let has_title =
                    || slot.comparable.as_ref().is_some_and(|known| known.has_title_of(&comparable));
                if is_crowded && !has_title() {
                    return None;
                }
                Some((slot.points(&comparable, kind.shared(), holder.is_alias)?, holder.slot))
            };
            if let Some((_, slot)) =
                of_kind.filter_map(points).max_by_key(|(points, slot)| (*points, Reverse(*slot)))
            {
                return Match::Record(slot, kind.shared());
            }
        }
        Match::None
    }

    fn add(&mut self, entry: Entry) -> usize {
        let slot = self.slots.len();
        self.name(slot, &entry.data);
        let comparable = Some(Comparable::of(&entry.data));
        let (data, is_touched) = (Some(entry.data), true);
        self.slots.push(Slot { data, comparable, is_touched, ..Slot::of(RecordId::new(), entry.digest) });
        slot
    }

    /// Lets the identifiers of a record lead to it.
    fn name(&mut self, slot: usize, data: &RecordData) {
        for (kind, id) in aliases::identifiers(data) {
            let Some(id) = id else { continue };
            let holders = self.by_identifier.entry((kind, id.clone())).or_default();
            if !holders.iter().any(|holder| holder.slot == slot) {
                holders.push(Holder { slot, is_alias: false });
            }
        }
    }

    /// Merges an entry into a record; the record's title before, and whether that changed it.
    fn merge(&mut self, index: usize, entry: Entry) -> (String, bool) {
        let Entry { mut data, digest } = entry;
        let Some(slot) = self.slots.get(index) else { return (String::new(), false) };
        let before = slot.data.clone().unwrap_or_default();
        let own = aliases::identifiers(&before).map(|(_, id)| id.clone());
        for ((kind, id), own) in aliases::identifiers_mut(&mut data).into_iter().zip(own) {
            id.take_if(|id| {
                let holders =
                    self.by_identifier.get(&(kind, id.clone())).map(Vec::as_slice).unwrap_or_default();
                let is_elsewhere = holders.iter().any(|holder| holder.slot != index);
                let is_former = holders.iter().any(|holder| holder.is_alias);
                own.as_ref().is_some_and(|own| own != id) && (is_elsewhere || is_former)
            });
        }
        let title = before.title.clone();
        let merged = before.clone().merged_with(data);
        let is_changed = merged != before;
        self.name(index, &merged);
        if let Some(slot) = self.slots.get_mut(index) {
            slot.comparable = Some(Comparable::of(&merged));
            slot.data = Some(merged);
            slot.digest = digest;
            slot.is_touched = true;
        }
        (title, is_changed)
    }
}

type KnownRow = (String, Option<String>, Option<String>, Option<String>, String);

/// The stored records that share an identifier with any of these entries.
async fn known(tx: &mut Tx, entries: &[Entry]) -> Stored<Known> {
    let of = |id: fn(&RecordData) -> Option<&String>| -> Vec<&String> {
        entries.iter().filter_map(|entry| id(&entry.data)).collect()
    };
    let aliases = aliases::among(tx, entries.iter().map(|entry| &entry.data)).await?;
    let aliased: Vec<&String> = aliases.iter().map(|(_, _, record)| record).collect();
    let mut known = Known::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (column, values) in [
        ("pmid", of(|entry| entry.pmid.as_ref())),
        ("doi", of(|entry| entry.doi.as_ref())),
        ("external_id", of(|entry| entry.external_id.as_ref())),
        ("id", aliased),
    ] {
        for some in values.chunks(AT_ONCE) {
            let sql = format!(
                "select id, external_id, pmid, doi, digest from records where {column} in ({}) order by id",
                placeholders(1, some.len())
            );
            let mut query = sqlx::query_as::<_, KnownRow>(AssertSqlSafe(sql));
            for value in some {
                query = query.bind(*value);
            }
            for (id, external_id, pmid, doi, digest) in query.fetch_all(tx.on()).await? {
                if places.contains_key(&id) {
                    continue;
                }
                let slot = known.slots.len();
                places.insert(id.clone(), slot);
                known.name(slot, &RecordData { external_id, pmid, doi, ..RecordData::default() });
                known.slots.push(Slot::of(id.into(), digest));
            }
        }
    }
    for (kind, identifier, record) in aliases {
        if let Some(slot) = places.get(&record) {
            let holder = Holder { slot: *slot, is_alias: true };
            known.by_identifier.entry((kind, identifier)).or_default().push(holder);
        }
    }
    Ok(known)
}

/// Reads the records that entries have to be compared with: all but those which an entry repeats.
async fn load(tx: &mut Tx, known: &mut Known, entries: &[Entry]) -> Stored<()> {
    let mut entries_of: HashMap<usize, usize> = HashMap::new();
    let holders: Vec<Vec<usize>> = entries
        .iter()
        .map(|entry| {
            let holders: BTreeSet<usize> =
                known.holders(&entry.data).map(|(_, holder)| holder.slot).collect();
            holders.into_iter().collect()
        })
        .collect();
    for slot in holders.iter().flatten() {
        *entries_of.entry(*slot).or_default() += 1;
    }
    let mut needed: BTreeMap<String, usize> = BTreeMap::new();
    for (entry, holders) in entries.iter().zip(&holders) {
        let slots: Vec<(usize, &Slot)> =
            holders.iter().filter_map(|place| Some((*place, known.slots.get(*place)?))).collect();
        let is_repeated = slots.iter().any(|(_, slot)| slot.digest == entry.digest);
        let is_alone = holders.iter().all(|slot| entries_of.get(slot) == Some(&1));
        if !(is_repeated && is_alone) {
            needed.extend(slots.iter().map(|(place, slot)| (slot.id.to_string(), *place)));
        }
    }
    let ids: Vec<&String> = needed.keys().collect();
    for some in ids.chunks(AT_ONCE) {
        for (id, record) in stored(tx, some).await? {
            if let Some(slot) = needed.get(&id).and_then(|place| known.slots.get_mut(*place)) {
                slot.comparable = Some(Comparable::of(&record.data));
                slot.data = Some(record.data.clone());
                slot.before = Some(record);
            }
        }
        for (id, data) in merged_into(tx, some).await? {
            let Some(slot) = needed.get(&id).and_then(|place| known.slots.get_mut(*place)) else { continue };
            match data {
                Some(data) => slot.merged.push(Comparable::of(&data)),
                None => slot.has_unknown_merged = true,
            }
        }
    }
    Ok(())
}

/// The records merged into these, each with what it was like where that is known.
async fn merged_into(tx: &mut Tx, ids: &[&String]) -> Stored<Vec<(String, Option<RecordData>)>> {
    let sql = format!("select kept, data from merged_records where kept in ({})", placeholders(1, ids.len()));
    let mut query = sqlx::query_as::<_, (String, Option<String>)>(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(tx.on()).await?;
    let merged = |(kept, data): (String, Option<String>)| {
        Ok((kept, data.map(|data| serde_json::from_str(&data)).transpose()?))
    };
    rows.into_iter().map(merged).collect()
}

/// Stored records, by id.
async fn stored(tx: &mut Tx, ids: &[&String]) -> Stored<Vec<(String, Record)>> {
    let sql = format!(
        "select {COLUMNS} from records where id in ({}) order by id{}",
        placeholders(1, ids.len()),
        tx.locking()
    );
    let mut query = sqlx::query_as::<_, RecordRow>(AssertSqlSafe(sql));
    for id in ids {
        query = query.bind(*id);
    }
    let rows = query.fetch_all(tx.on()).await?;
    rows.into_iter().map(|row| Ok((row.id.clone(), row.record()?))).collect()
}

/// Writes records with the digests of the entries they last came from.
async fn write(tx: &mut Tx, records: &[(Record, String)]) -> Stored<()> {
    for some in records.chunks(rows_at_once(11)) {
        let sql = format!(
            "insert into records
                 (id, external_id, pmid, doi, title, year, data, digest, is_demo, added_at, updated_at)
             values {}
             on conflict (id) do update set external_id = excluded.external_id, pmid = excluded.pmid,
                 doi = excluded.doi, title = excluded.title, year = excluded.year, data = excluded.data,
                 digest = excluded.digest, updated_at = excluded.updated_at, compared_at = null",
            value_rows(some.len(), 11)
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
