//! One pass over all matches: the best, their number, and the counts of every facet.
//!
//! Matches are counted by profile and facets summed up afterwards, so that the cost of a match does not depend on the
//! number of facets.

use super::matching::ScoreThreshold;
use super::profiles::{FACETS, ProfileCache, ProfileId, SegmentProfiles};
use super::query_plan::QueryPlan;
use super::schema::column;
use super::store::IndexStore;
use domain::facet::Facet;
use domain::facet::{FacetCount, Facets};
use domain::search_query::{SearchQuery, Sort};
use domain::slug::Slug;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, DocSet as _, Score, SegmentOrdinal, SegmentReader, TERMINATED};

/// A match with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ScoredDocument {
    pub(crate) address: DocAddress,
    pub(crate) score: Score,
    /// The sort key, highest first.
    key: i64,
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct CollectedResults {
    pub(crate) total: u64,
    pub(crate) best: Vec<ScoredDocument>,
    pub(crate) facets: Facets,
}

/// What to count and what to keep.
pub(crate) struct ResultCollector {
    profiles: Arc<ProfileCache>,
    /// One for each counted facet.
    filters: Vec<FacetFilter>,
    by_date: bool,
    keep: usize,
    threshold: ScoreThreshold,
}

/// The chosen values of one facet.
enum FacetFilter {
    Any,
    OneOf(Vec<String>),
    /// Years, both inclusive.
    Between(i32, i32),
}

impl FacetFilter {
    fn of(values: &[String]) -> Self {
        if values.is_empty() { Self::Any } else { Self::OneOf(values.to_vec()) }
    }

    /// Whether this value is chosen; none is where nothing was chosen.
    fn matches(&self, value: &str) -> bool {
        match self {
            Self::Any => false,
            Self::OneOf(values) => values.iter().any(|chosen| chosen == value),
            Self::Between(from, to) => value.parse().is_ok_and(|year: i32| (*from..=*to).contains(&year)),
        }
    }
}

impl ResultCollector {
    /// Counts under the filters of `query` and keeps the best `keep` matches.
    pub(crate) fn new(store: &IndexStore, query: &SearchQuery, plan: &QueryPlan, keep: usize) -> Self {
        let years = match (query.from_year, query.to_year) {
            (None, None) => FacetFilter::Any,
            (from, to) => FacetFilter::Between(from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX)),
        };
        let facets = Facet::all().map(|facet| FacetFilter::of(query.chosen(facet)));
        Self {
            profiles: store.profiles().clone(),
            filters: facets.chain([years]).collect(),
            // Without words nothing is more relevant than another, so the newest come first.
            by_date: query.sort == Sort::Newest || plan.is_everything(),
            keep,
            threshold: ScoreThreshold::default(),
        }
    }

    /// The score that an item needs to be among the best.
    pub(crate) fn threshold(&self) -> &ScoreThreshold {
        &self.threshold
    }

    /// The facets of merged counts. Chosen values stay listed, even without hits.
    fn build_facets(&self, counts: [BTreeMap<String, u64>; FACETS]) -> Facets {
        let mut lists = counts.into_iter().zip(&self.filters).map(|(mut counts, filter)| {
            if let FacetFilter::OneOf(values) = filter {
                for value in values {
                    counts.entry(value.clone()).or_default();
                }
            }
            let counts = counts.into_iter();
            let mut list: Vec<FacetCount> = counts
                .map(|(value, count)| FacetCount { is_chosen: filter.matches(&value), value, count })
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

impl Collector for ResultCollector {
    type Fruit = CollectedResults;
    type Child = SegmentResultCollector;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentResultCollector> {
        let profiles = self.profiles.get(segment)?;
        let chosen = ChosenValues::new(&self.filters, &profiles);
        Ok(SegmentResultCollector {
            ordinal,
            outcomes: vec![FilterOutcome::Unknown; profiles.count()],
            counts: vec![0; profiles.count()],
            chosen,
            profiles,
            published: if self.by_date { segment.fast_fields().column_opt(column::PUBLISHED)? } else { None },
            by_date: self.by_date,
            keep: self.keep,
            threshold: self.threshold.clone(),
            best: Vec::new(),
            least: i64::MIN,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    /// As tantivy does it, but without scoring what is only counted.
    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentResults> {
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

    fn merge_fruits(&self, segments: Vec<SegmentResults>) -> tantivy::Result<CollectedResults> {
        let mut results = CollectedResults::default();
        let mut counts: [BTreeMap<String, u64>; FACETS] = Default::default();
        for segment in segments {
            results.total += segment.total;
            results.best.extend(segment.best);
            for (facet, value, count) in segment.counts {
                if let Some(all) = counts.get_mut(facet) {
                    *all.entry(value).or_default() += count;
                }
            }
        }
        keep_best(&mut results.best, self.keep);
        results.facets = self.build_facets(counts);
        Ok(results)
    }
}

/// Sorts the best first and drops the rest. Ties stay in index order.
fn keep_best(found: &mut Vec<ScoredDocument>, keep: usize) {
    found.sort_unstable_by_key(|found| (Reverse(found.key), found.address));
    found.truncate(keep);
}

/// The chosen values in one segment.
struct ChosenValues {
    /// By index of the value.
    values: Vec<bool>,
    /// Facets with a chosen value.
    narrowed: [bool; FACETS],
}

impl ChosenValues {
    fn new(filters: &[FacetFilter], profiles: &SegmentProfiles) -> Self {
        let mut narrowed = [false; FACETS];
        for (is_narrowed, filter) in narrowed.iter_mut().zip(filters) {
            *is_narrowed = !matches!(filter, FacetFilter::Any);
        }
        let is_chosen =
            |facet: usize, text: &str| filters.get(facet).is_some_and(|filter| filter.matches(text));
        let values = profiles.values().iter().map(|value| is_chosen(value.facet, &value.text));
        Self { values: values.collect(), narrowed }
    }

    /// How the filters judge items of a profile.
    fn apply(&self, profiles: &SegmentProfiles, profile: ProfileId) -> FilterOutcome {
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
            (None, _) => FilterOutcome::Passes,
            (Some(only), None) => FilterOutcome::FailsOnly(only),
            _ => FilterOutcome::Fails,
        }
    }
}

/// How the filters judge items of a profile.
#[derive(Debug, Clone, Copy, PartialEq)]
enum FilterOutcome {
    /// Not judged yet.
    Unknown,
    Passes,
    /// Only this facet's filter fails.
    FailsOnly(usize),
    Fails,
}

/// The pass over one segment.
pub(crate) struct SegmentResultCollector {
    ordinal: SegmentOrdinal,
    profiles: Arc<SegmentProfiles>,
    chosen: ChosenValues,
    /// By profile.
    outcomes: Vec<FilterOutcome>,
    /// Matches by profile.
    counts: Vec<u64>,
    published: Option<Column<i64>>,
    by_date: bool,
    keep: usize,
    threshold: ScoreThreshold,
    /// At most twice as many as are kept.
    best: Vec<ScoredDocument>,
    /// A lower key is no longer among the best.
    least: i64,
}

/// The result of one segment's pass.
pub(crate) struct SegmentResults {
    total: u64,
    best: Vec<ScoredDocument>,
    /// Facet, value and number of matches.
    counts: Vec<(usize, String, u64)>,
}

impl SegmentResultCollector {
    /// Counts a match and returns whether it passes all filters.
    fn count(&mut self, document: DocId) -> bool {
        let profile = self.profiles.of_document(document);
        let (Some(count), Some(outcome)) = (self.counts.get_mut(profile), self.outcomes.get_mut(profile))
        else {
            return false;
        };
        *count += 1;
        if *outcome == FilterOutcome::Unknown {
            *outcome = self.chosen.apply(&self.profiles, profile);
        }
        *outcome == FilterOutcome::Passes
    }

    /// Keeps a match that may be among the best. Its score is computed only if that decides, or if it is kept.
    fn keep(&mut self, document: DocId, score: impl FnOnce() -> Score) {
        if self.by_date {
            let date = self.published.as_ref().and_then(|it| it.first(document)).unwrap_or(i64::MIN);
            self.keep_by(date, document, score);
        } else {
            let score = score();
            // The bits of non-negative floats rise with their values.
            self.keep_by(i64::from(score.max(0.0).to_bits()), document, || score);
        }
    }

    fn keep_by(&mut self, key: i64, document: DocId, score: impl FnOnce() -> Score) {
        if self.keep == 0 || key < self.least {
            return;
        }
        let address = DocAddress::new(self.ordinal, document);
        self.best.push(ScoredDocument { address, score: score(), key });
        if self.best.len() >= 2 * self.keep {
            keep_best(&mut self.best, self.keep);
            if let Some(last) = self.best.last() {
                self.least = last.key;
                if !self.by_date {
                    self.threshold.raise(last.score);
                }
            }
        }
    }

    /// The counts of facet values. The counts of a facet say what choosing more of it would bring: its own filter
    /// does not narrow them.
    fn count_values(&self) -> Vec<(usize, String, u64)> {
        let mut counts = vec![0; self.profiles.values().len()];
        for (profile, (outcome, count)) in self.outcomes.iter().zip(&self.counts).enumerate() {
            let only = match outcome {
                _ if *count == 0 => continue,
                FilterOutcome::Passes => None,
                FilterOutcome::FailsOnly(facet) => Some(*facet),
                FilterOutcome::Unknown | FilterOutcome::Fails => continue,
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

impl SegmentCollector for SegmentResultCollector {
    type Fruit = SegmentResults;

    fn collect(&mut self, document: DocId, score: Score) {
        if self.count(document) {
            self.keep(document, || score);
        }
    }

    fn harvest(mut self) -> SegmentResults {
        keep_best(&mut self.best, self.keep);
        let by_profile = self.outcomes.iter().zip(&self.counts);
        let total = by_profile.filter(|(it, _)| **it == FilterOutcome::Passes).map(|(_, count)| count).sum();
        SegmentResults { total, counts: self.count_values(), best: self.best }
    }
}
