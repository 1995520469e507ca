//! One pass over all matches: the best of them, their number, and the counts of every facet.
//!
//! Matches are counted by profile and the counts of facets added up afterwards, so that a match costs the same however
//! many facets it has.

use super::asked::Asked;
use super::matching::Floor;
use super::profiles::{FACETS, ProfileCache, ProfileId, Profiles};
use super::schema::column;
use super::store::Store;
use domain::facet::{Facet, FacetCount, Facets};
use domain::search_query::{SearchQuery, Sort};
use domain::slug::Slug;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, DocSet as _, Score, SegmentOrdinal, SegmentReader, TERMINATED};

/// A match among the best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub address: DocAddress,
    pub score: Score,
    /// What it is ordered by, the highest first.
    key: i64,
}

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub total: u64,
    pub best: Vec<Found>,
    pub facets: Facets,
}

/// What to count and what to keep.
pub(super) struct Tally {
    profiles: Arc<ProfileCache>,
    /// One for each of what is counted.
    filters: Vec<Filter>,
    by_date: bool,
    keep: usize,
    floor: Floor,
}

/// What of one facet was chosen.
enum Filter {
    Any,
    OneOf(Vec<String>),
    /// Years, both included.
    Between(i32, i32),
}

impl Filter {
    fn of(values: &[String]) -> Self {
        if values.is_empty() { Self::Any } else { Self::OneOf(values.to_vec()) }
    }

    /// Whether this value was chosen; none is where nothing was.
    fn chose(&self, value: &str) -> bool {
        match self {
            Self::Any => false,
            Self::OneOf(values) => values.iter().any(|chosen| chosen == value),
            Self::Between(from, to) => value.parse().is_ok_and(|year: i32| (*from..=*to).contains(&year)),
        }
    }
}

impl Tally {
    /// Counts under these filters and keeps the best `keep`.
    pub fn of(store: &Store, query: &SearchQuery, asked: &Asked, keep: usize) -> Self {
        let years = match (query.from_year, query.to_year) {
            (None, None) => Filter::Any,
            (from, to) => Filter::Between(from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX)),
        };
        let facets = Facet::all().map(|facet| Filter::of(query.chosen(facet)));
        Self {
            profiles: store.profiles().clone(),
            filters: facets.chain([years]).collect(),
            // Without words nothing is more relevant than another: the newest then come first.
            by_date: query.sort == Sort::Newest || asked.is_everything(),
            keep,
            floor: Floor::default(),
        }
    }

    /// What an item has to score to be among the best.
    pub fn floor(&self) -> &Floor {
        &self.floor
    }

    /// Whether the newest come first, whatever their scores.
    pub fn is_by_date(&self) -> bool {
        self.by_date
    }

    /// The facets of merged counts: what was chosen stays in its list, were it with no hit at all.
    fn facets(&self, counts: [BTreeMap<String, u64>; FACETS]) -> Facets {
        let mut lists = counts.into_iter().zip(&self.filters).map(|(mut counts, filter)| {
            if let Filter::OneOf(values) = filter {
                for value in values {
                    counts.entry(value.clone()).or_default();
                }
            }
            let counts = counts.into_iter();
            let mut list: Vec<FacetCount> = counts
                .map(|(value, count)| FacetCount { is_chosen: filter.chose(&value), value, count })
                .filter(|entry| entry.count > 0 || entry.is_chosen)
                .collect();
            list.sort_by_key(|entry| Reverse(entry.count));
            list
        });
        let mut next = || lists.next().unwrap_or_default();
        let mut facets = Facets::default();
        for facet in Facet::all() {
            *facets.of_mut(facet) = next();
        }
        facets.years = next();
        facets.years.sort_by_key(|entry| Reverse(entry.value.parse::<i32>().unwrap_or_default()));
        facets
    }
}

impl Collector for Tally {
    type Fruit = Outcome;
    type Child = SegmentTally;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentTally> {
        let profiles = self.profiles.of(segment)?;
        let chosen = Chosen::of(&self.filters, &profiles);
        Ok(SegmentTally {
            ordinal,
            standings: vec![Standing::Unknown; profiles.count()],
            counts: vec![0; profiles.count()],
            chosen,
            profiles,
            published: if self.by_date { segment.fast_fields().column_opt(column::PUBLISHED)? } else { None },
            by_date: self.by_date,
            keep: self.keep,
            floor: self.floor.clone(),
            best: Vec::new(),
            least: i64::MIN,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    /// As the engine does it, but without scoring what is only counted.
    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentOutcome> {
        let mut tally = self.for_segment(ordinal, segment)?;
        let mut matches = weight.scorer(segment, 1.0)?;
        let alive = segment.alive_bitset();
        let mut document = matches.doc();
        while document != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(document)) && tally.count(document) {
                tally.keep(document, || matches.score());
            }
            document = matches.advance();
        }
        Ok(tally.harvest())
    }

    fn merge_fruits(&self, segments: Vec<SegmentOutcome>) -> tantivy::Result<Outcome> {
        let mut outcome = Outcome::default();
        let mut counts: [BTreeMap<String, u64>; FACETS] = Default::default();
        for segment in segments {
            outcome.total += segment.total;
            outcome.best.extend(segment.best);
            for (facet, value, count) in segment.counts {
                if let Some(all) = counts.get_mut(facet) {
                    *all.entry(value).or_default() += count;
                }
            }
        }
        keep_best(&mut outcome.best, self.keep);
        outcome.facets = self.facets(counts);
        Ok(outcome)
    }
}

/// Sorts the best first and drops the rest. Equals stand in the order of the index.
fn keep_best(found: &mut Vec<Found>, keep: usize) {
    found.sort_unstable_by_key(|found| (Reverse(found.key), found.address));
    found.truncate(keep);
}

/// What was chosen in one segment.
struct Chosen {
    /// By place of a value.
    values: Vec<bool>,
    /// Facets of which anything was chosen.
    narrowed: [bool; FACETS],
}

impl Chosen {
    fn of(filters: &[Filter], profiles: &Profiles) -> Self {
        let mut narrowed = [false; FACETS];
        for (is_narrowed, filter) in narrowed.iter_mut().zip(filters) {
            *is_narrowed = !matches!(filter, Filter::Any);
        }
        let chose = |facet: usize, text: &str| filters.get(facet).is_some_and(|filter| filter.chose(text));
        let values = profiles.values().iter().map(|value| chose(value.facet, &value.text));
        Self { values: values.collect(), narrowed }
    }

    /// How items of a profile stand to what was chosen.
    fn standing(&self, profiles: &Profiles, profile: ProfileId) -> Standing {
        let mut refusing = self.narrowed;
        for place in profiles.values_of(profile) {
            if self.values.get(place).copied().unwrap_or(false)
                && let Some(value) = profiles.values().get(place)
                && let Some(refuses) = refusing.get_mut(value.facet)
            {
                *refuses = false;
            }
        }
        let mut facets = (0..).zip(refusing).filter_map(|(facet, refuses)| refuses.then_some(facet));
        match (facets.next(), facets.next()) {
            (None, _) => Standing::In,
            (Some(only), None) => Standing::OutBy(only),
            _ => Standing::Out,
        }
    }
}

/// How items of a profile stand to what was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Standing {
    /// Not asked yet.
    Unknown,
    In,
    /// This facet alone refuses it.
    OutBy(usize),
    Out,
}

/// The pass over one segment.
pub(super) struct SegmentTally {
    ordinal: SegmentOrdinal,
    profiles: Arc<Profiles>,
    chosen: Chosen,
    /// By profile.
    standings: Vec<Standing>,
    /// Matches by profile.
    counts: Vec<u64>,
    published: Option<Column<i64>>,
    by_date: bool,
    keep: usize,
    floor: Floor,
    /// At most twice as many as are kept.
    best: Vec<Found>,
    /// Nothing below is among the best any more.
    least: i64,
}

/// What a segment's pass yields.
pub(super) struct SegmentOutcome {
    total: u64,
    best: Vec<Found>,
    /// Facet, value, and the number of matches that have it.
    counts: Vec<(usize, String, u64)>,
}

impl SegmentTally {
    /// Counts a match; whether it is one under all that was chosen.
    fn count(&mut self, document: DocId) -> bool {
        let profile = self.profiles.of_document(document);
        let (Some(count), Some(standing)) = (self.counts.get_mut(profile), self.standings.get_mut(profile))
        else {
            return false;
        };
        *count += 1;
        if *standing == Standing::Unknown {
            *standing = self.chosen.standing(&self.profiles, profile);
        }
        *standing == Standing::In
    }

    /// Keeps a match that may be among the best; its score is worked out where that decides, or where it is kept.
    fn keep(&mut self, document: DocId, score: impl FnOnce() -> Score) {
        if self.by_date {
            let date = self.published.as_ref().and_then(|it| it.first(document)).unwrap_or(i64::MIN);
            self.keep_by(date, document, score);
        } else {
            let score = score();
            // The bits of floats that are not negative rise with their values.
            self.keep_by(i64::from(score.max(0.0).to_bits()), document, || score);
        }
    }

    fn keep_by(&mut self, key: i64, document: DocId, score: impl FnOnce() -> Score) {
        if self.keep == 0 || key < self.least {
            return;
        }
        let address = DocAddress::new(self.ordinal, document);
        self.best.push(Found { address, score: score(), key });
        if self.best.len() >= 2 * self.keep {
            keep_best(&mut self.best, self.keep);
            if let Some(last) = self.best.last() {
                self.least = last.key;
                if !self.by_date {
                    self.floor.raise(last.score);
                }
            }
        }
    }

    /// The counts of values, of those of profiles. A facet's counts say what choosing more of it would bring: its own
    /// choice does not narrow them.
    fn counts_of_values(&self) -> Vec<(usize, String, u64)> {
        let mut counts = vec![0; self.profiles.values().len()];
        for (profile, (standing, count)) in self.standings.iter().zip(&self.counts).enumerate() {
            let only = match standing {
                _ if *count == 0 => continue,
                Standing::In => None,
                Standing::OutBy(facet) => Some(*facet),
                Standing::Unknown | Standing::Out => continue,
            };
            for place in self.profiles.values_of(profile) {
                let facet = self.profiles.values().get(place).map(|value| value.facet);
                if let Some(all) = counts.get_mut(place)
                    && (only.is_none() || only == facet)
                {
                    *all += count;
                }
            }
        }
        let named = self.profiles.values().iter().zip(counts).filter(|(_, count)| *count > 0);
        named.map(|(value, count)| (value.facet, value.text.clone(), count)).collect()
    }
}

impl SegmentCollector for SegmentTally {
    type Fruit = SegmentOutcome;

    fn collect(&mut self, document: DocId, score: Score) {
        if self.count(document) {
            self.keep(document, || score);
        }
    }

    fn harvest(mut self) -> SegmentOutcome {
        keep_best(&mut self.best, self.keep);
        let of_standing = self.standings.iter().zip(&self.counts);
        let total = of_standing.filter(|(it, _)| **it == Standing::In).map(|(_, count)| count).sum();
        SegmentOutcome { total, counts: self.counts_of_values(), best: self.best }
    }
}
