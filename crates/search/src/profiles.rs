//! What every search needs to know of every match: who may see it, and its facet values.
//!
//! Many items are alike in all of this, so each segment keeps its distinct profiles once, in memory, and for each
//! document which of them it has. A search judges each profile once and counts items by profile.

use super::schema::column;
use super::segments::segment_ids;
use domain::access::Access;
use domain::asker::Reader;
use domain::facet::Facet;
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

/// The number of counted facets: the facets in their order, then the years. All arrays of facets are in this order.
pub(crate) const FACETS: usize = Facet::ALL.len() + 1;

/// The index of a profile in its segment.
pub(crate) type ProfileId = usize;

/// The profiles of one segment.
pub(crate) struct SegmentProfiles {
    /// By document.
    by_document: Vec<u32>,
    profiles: Vec<Profile>,
    /// None where it cannot be parsed: no reader sees such items.
    accesses: Vec<Option<Access>>,
    values: Vec<FacetValue>,
}

/// A value of a facet.
pub(crate) struct FacetValue {
    /// The index of its facet.
    pub(crate) facet: usize,
    pub(crate) text: String,
}

#[derive(PartialEq, Eq, Hash)]
struct Profile {
    /// The index of its access rule; nobody sees an item without one.
    access: Option<u32>,
    expires: Option<i64>,
    /// Indexes of its values, in the order of the facets.
    values: Box<[u32]>,
}

impl SegmentProfiles {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let access = columns.str(column::ACCESS)?;
        let expires = columns.column_opt::<i64>(column::EXPIRES)?;
        let mut values = Vec::new();
        let mut facets = Vec::with_capacity(FACETS);
        for (facet, name) in Facet::all().map(Facet::slug).chain([column::YEAR]).enumerate() {
            if let Some(own) = columns.str(name)? {
                facets.push((to_index(values.len()), own.ords().clone()));
                for_each_term(&own, |text| {
                    values.push(FacetValue { facet, text: String::from_utf8_lossy(text).into_owned() });
                })?;
            }
        }
        let mut accesses = Vec::new();
        if let Some(access) = &access {
            for_each_term(access, |text| accesses.push(serde_json::from_slice(text).ok()))?;
        }
        let mut places: HashMap<Profile, u32> = HashMap::new();
        let mut own = Vec::with_capacity(segment.max_doc() as usize);
        for document in 0..segment.max_doc() {
            let of_facets = facets.iter().flat_map(|(first, ordinals)| {
                ordinals.values_for_doc(document).map(move |ordinal| first + narrow(ordinal))
            });
            let profile = Profile {
                access: access.as_ref().and_then(|access| access.ords().first(document)).map(narrow),
                expires: expires.as_ref().and_then(|expires| expires.first(document)),
                values: of_facets.collect(),
            };
            let next = to_index(places.len());
            own.push(*places.entry(profile).or_insert(next));
        }
        let mut known: Vec<(Profile, u32)> = places.into_iter().collect();
        known.sort_unstable_by_key(|(_, place)| *place);
        Ok(Self {
            by_document: own,
            profiles: known.into_iter().map(|(profile, _)| profile).collect(),
            accesses,
            values,
        })
    }

    /// The number of distinct profiles.
    pub(crate) fn count(&self) -> usize {
        self.profiles.len()
    }

    /// The distinct values of all facets.
    pub(crate) fn values(&self) -> &[FacetValue] {
        &self.values
    }

    /// The profile of a document.
    pub(crate) fn of_document(&self, document: DocId) -> ProfileId {
        // Every document of the segment has one.
        self.by_document.get(document as usize).map_or(ProfileId::MAX, |place| *place as ProfileId)
    }

    /// Indexes of a profile's values in [`SegmentProfiles::values`].
    pub(crate) fn values_of(&self, profile: ProfileId) -> impl Iterator<Item = usize> + '_ {
        let values = self.profiles.get(profile).map_or(&[][..], |profile| &profile.values);
        values.iter().map(|place| *place as usize)
    }

    /// Whether a reader sees items of a profile at this moment; without a reader, whether the department does.
    pub(crate) fn is_visible(&self, profile: ProfileId, reader: Option<&Reader>, now: Moment) -> bool {
        let Some(profile) = self.profiles.get(profile) else { return false };
        let access = profile.access.and_then(|place| self.accesses.get(place as usize));
        let is_for = |access: &Option<Access>| match (access, reader) {
            (_, None) => true,
            (Some(access), Some(reader)) => access.is_for(reader),
            (None, Some(_)) => false,
        };
        access.is_some_and(is_for) && profile.expires.is_none_or(|expiry| now.0 < expiry)
    }
}

/// The profiles of the segments in use.
#[derive(Default)]
pub(crate) struct ProfileCache(Mutex<HashMap<SegmentId, Arc<SegmentProfiles>>>);

impl ProfileCache {
    /// The profiles of a segment.
    pub(crate) fn get(&self, segment: &SegmentReader) -> tantivy::Result<Arc<SegmentProfiles>> {
        let known = self.profiles().get(&segment.segment_id()).cloned();
        match known {
            Some(profiles) => Ok(profiles),
            None => {
                let profiles = Arc::new(SegmentProfiles::read(segment)?);
                self.profiles().insert(segment.segment_id(), profiles.clone());
                Ok(profiles)
            }
        }
    }

    /// Reads the profiles of all segments, so that no search has to, and forgets those of segments that are gone.
    pub(crate) fn follow(&self, searcher: &Searcher) -> tantivy::Result<()> {
        for segment in searcher.segment_readers() {
            self.get(segment)?;
        }
        let segments = segment_ids(searcher);
        self.profiles().retain(|id, _| segments.contains(id));
        Ok(())
    }

    fn profiles(&self) -> MutexGuard<'_, HashMap<SegmentId, Arc<SegmentProfiles>>> {
        // A panic while the lock was held leaves the map whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls `take` with each term of a column, in the order of its ordinals.
fn for_each_term(column: &StrColumn, mut take: impl FnMut(&[u8])) -> tantivy::Result<()> {
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        take(terms.key());
    }
    Ok(())
}

/// An index into a list of fewer than 2^32 entries, as all lists of a segment are: it has at most 2^31 documents.
fn to_index(length: usize) -> u32 {
    narrow(length as u64)
}

fn narrow(ordinal: u64) -> u32 {
    u32::try_from(ordinal).unwrap_or(u32::MAX)
}
