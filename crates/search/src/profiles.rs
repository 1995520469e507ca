//! What every search asks of every item that matches: who may see it and which values of the facets it has.
//!
//! Many items are alike in all of it, so that each segment of the index keeps its different profiles once, in memory, and
//! for each item which of them is its own. A search judges each profile once and counts items by profile.

use super::schema::column;
use super::store::parts;
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

/// What is counted: the facets in their order, then the years. All arrays of facets are in this order.
pub(super) const FACETS: usize = Facet::ALL.len() + 1;

/// A profile's place among those of its segment.
pub(super) type ProfileId = usize;

/// The profiles of one segment.
pub(super) struct Profiles {
    /// By document.
    own: Vec<u32>,
    known: Vec<Profile>,
    /// Nothing where it cannot be read: it opens nothing to readers.
    accesses: Vec<Option<Access>>,
    values: Vec<FacetValue>,
}

/// A value of a facet.
pub(super) struct FacetValue {
    /// Its facet's place.
    pub facet: usize,
    pub text: String,
}

#[derive(PartialEq, Eq, Hash)]
struct Profile {
    /// The place of its access; an item without one is nobody's.
    access: Option<u32>,
    expires: Option<i64>,
    /// Places of its values, in the order of the facets.
    values: Box<[u32]>,
}

impl Profiles {
    fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let access = columns.str(column::ACCESS)?;
        let expires = columns.column_opt::<i64>(column::EXPIRES)?;
        let mut values = Vec::new();
        let mut facets = Vec::with_capacity(FACETS);
        for (facet, name) in Facet::all().map(Facet::slug).chain([column::YEAR]).enumerate() {
            if let Some(own) = columns.str(name)? {
                facets.push((place(values.len()), own.ords().clone()));
                each_term(&own, |text| {
                    values.push(FacetValue { facet, text: String::from_utf8_lossy(text).into_owned() });
                })?;
            }
        }
        let mut accesses = Vec::new();
        if let Some(access) = &access {
            each_term(access, |text| accesses.push(serde_json::from_slice(text).ok()))?;
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
            let next = place(places.len());
            own.push(*places.entry(profile).or_insert(next));
        }
        let mut known: Vec<(Profile, u32)> = places.into_iter().collect();
        known.sort_unstable_by_key(|(_, place)| *place);
        Ok(Self { own, known: known.into_iter().map(|(profile, _)| profile).collect(), accesses, values })
    }

    /// The number of different profiles.
    pub fn count(&self) -> usize {
        self.known.len()
    }

    /// The different values of all facets.
    pub fn values(&self) -> &[FacetValue] {
        &self.values
    }

    /// The profile of a document.
    pub fn of_document(&self, document: DocId) -> ProfileId {
        // Every document of the segment has one.
        self.own.get(document as usize).map_or(ProfileId::MAX, |place| *place as ProfileId)
    }

    /// Places of a profile's values among [`Profiles::values`].
    pub fn values_of(&self, profile: ProfileId) -> impl Iterator<Item = usize> + '_ {
        let values = self.known.get(profile).map_or(&[][..], |profile| &profile.values);
        values.iter().map(|place| *place as usize)
    }

    /// Whether a reader sees items of a profile at this moment; without a reader, whether the department does.
    pub fn is_visible(&self, profile: ProfileId, reader: Option<&Reader>, now: Moment) -> bool {
        let Some(profile) = self.known.get(profile) else { return false };
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
pub(super) struct ProfileCache(Mutex<HashMap<SegmentId, Arc<Profiles>>>);

impl ProfileCache {
    /// The profiles of a segment.
    pub fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Profiles>> {
        let known = self.kept().get(&segment.segment_id()).cloned();
        match known {
            Some(profiles) => Ok(profiles),
            None => {
                let profiles = Arc::new(Profiles::of(segment)?);
                self.kept().insert(segment.segment_id(), profiles.clone());
                Ok(profiles)
            }
        }
    }

    /// Reads the profiles of all segments, so that no search has to, and forgets those of segments that are gone.
    pub fn follow(&self, searcher: &Searcher) -> tantivy::Result<()> {
        for segment in searcher.segment_readers() {
            self.of(segment)?;
        }
        let parts = parts(searcher);
        self.kept().retain(|id, _| parts.contains(id));
        Ok(())
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<SegmentId, Arc<Profiles>>> {
        // A panic while the lock was held leaves the map whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls with each term of a column, in the order of its ordinals.
fn each_term(column: &StrColumn, mut take: impl FnMut(&[u8])) -> tantivy::Result<()> {
    let mut terms = column.dictionary().stream()?;
    while terms.advance() {
        take(terms.key());
    }
    Ok(())
}

/// A place in a list of fewer than 2^32, as all lists of one segment are: it has at most 2^31 documents.
fn place(length: usize) -> u32 {
    narrow(length as u64)
}

fn narrow(ordinal: u64) -> u32 {
    u32::try_from(ordinal).unwrap_or(u32::MAX)
}
