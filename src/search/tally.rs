//! One pass over all matches: the best of them, their number, and the counts of every facet.

use super::asked::Asked;
use super::schema::column;
use crate::domain::facet::Facet;
use crate::domain::library::{FacetCount, Facets, SearchQuery, Sort};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

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
    /// One for each of what is counted.
    filters: Vec<Filter>,
    by_date: bool,
    keep: usize,
}

/// What is counted: the facets in their order, then the years. All arrays here are in this order.
const FACETS: usize = Facet::ALL.len() + 1;

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
    pub fn of(query: &SearchQuery, asked: &Asked, keep: usize) -> Self {
        let years = match (query.from_year, query.to_year) {
            (None, None) => Filter::Any,
            (from, to) => Filter::Between(from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX)),
        };
        let facets = Facet::ALL.into_iter().map(|facet| Filter::of(query.chosen(facet)));
        Self {
            filters: facets.chain([years]).collect(),
            // Without words nothing is more relevant than another: the newest then come first.
            by_date: query.sort == Sort::Newest || asked.is_everything(),
            keep,
        }
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
        for facet in Facet::ALL {
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
        let mut facets = Vec::with_capacity(FACETS);
        let columns = Facet::ALL.into_iter().map(Facet::slug).chain([column::YEAR]);
        for (name, filter) in columns.zip(&self.filters) {
            facets.push(SegmentFacet::open(segment, name, filter)?);
        }
        Ok(SegmentTally {
            ordinal,
            facets,
            published: if self.by_date { segment.fast_fields().column_opt(column::PUBLISHED)? } else { None },
            by_date: self.by_date,
            keep: self.keep,
            best: Vec::new(),
            least: i64::MIN,
            total: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<SegmentOutcome>>) -> tantivy::Result<Outcome> {
        let mut outcome = Outcome::default();
        let mut counts: [BTreeMap<String, u64>; FACETS] = Default::default();
        for segment in segments {
            let segment = segment?;
            outcome.total += segment.total;
            outcome.best.extend(segment.best);
            for (all, own) in counts.iter_mut().zip(segment.counts) {
                for (value, count) in own {
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

/// One facet in one segment.
struct SegmentFacet {
    /// Without a column no item of the segment has a value.
    column: Option<StrColumn>,
    /// By ordinal, which values were chosen; nothing where all are wanted.
    chosen: Option<Vec<bool>>,
    /// By ordinal.
    counts: Vec<u64>,
}

impl SegmentFacet {
    fn open(segment: &SegmentReader, name: &str, filter: &Filter) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(name)?;
        let counts = vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        let chosen = match (filter, &column) {
            (Filter::Any, _) => None,
            (_, None) => Some(Vec::new()),
            (_, Some(column)) => {
                let mut chosen = Vec::with_capacity(column.num_terms());
                let mut values = column.dictionary().stream()?;
                while values.advance() {
                    chosen.push(std::str::from_utf8(values.key()).is_ok_and(|value| filter.chose(value)));
                }
                Some(chosen)
            }
        };
        Ok(Self { column, chosen, counts })
    }

    fn ordinals(&self, document: DocId) -> impl Iterator<Item = usize> + '_ {
        let column = self.column.as_ref().into_iter();
        column.flat_map(move |column| column.term_ords(document)).filter_map(|ord| usize::try_from(ord).ok())
    }

    fn admits(&self, document: DocId) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| {
            self.ordinals(document).any(|ordinal| chosen.get(ordinal).copied().unwrap_or(false))
        })
    }

    fn count(&mut self, document: DocId) {
        let Some(column) = &self.column else { return };
        for ordinal in column.term_ords(document) {
            if let Some(count) = usize::try_from(ordinal).ok().and_then(|at| self.counts.get_mut(at)) {
                *count += 1;
            }
        }
    }

    fn into_counts(self) -> tantivy::Result<Vec<(String, u64)>> {
        let mut named = Vec::new();
        let Some(column) = self.column else { return Ok(named) };
        if self.counts.iter().all(|count| *count == 0) {
            return Ok(named);
        }
        let mut values = column.dictionary().stream()?;
        for count in self.counts {
            if !values.advance() {
                break;
            }
            if count > 0 {
                named.push((String::from_utf8_lossy(values.key()).into_owned(), count));
            }
        }
        Ok(named)
    }
}

/// The pass over one segment.
pub(super) struct SegmentTally {
    ordinal: SegmentOrdinal,
    facets: Vec<SegmentFacet>,
    published: Option<Column<i64>>,
    by_date: bool,
    keep: usize,
    /// At most twice as many as are kept.
    best: Vec<Found>,
    /// Nothing below is among the best any more.
    least: i64,
    total: u64,
}

/// What a segment's pass yields.
pub(super) struct SegmentOutcome {
    total: u64,
    best: Vec<Found>,
    counts: Vec<Vec<(String, u64)>>,
}

impl SegmentTally {
    fn key(&self, document: DocId, score: Score) -> i64 {
        if self.by_date {
            return self.published.as_ref().and_then(|it| it.first(document)).unwrap_or(i64::MIN);
        }
        // The bits of floats that are not negative rise with their values.
        i64::from(score.max(0.0).to_bits())
    }

    fn keep(&mut self, document: DocId, score: Score) {
        let key = self.key(document, score);
        if self.keep == 0 || key < self.least {
            return;
        }
        self.best.push(Found { address: DocAddress::new(self.ordinal, document), score, key });
        if self.best.len() >= 2 * self.keep {
            keep_best(&mut self.best, self.keep);
            self.least = self.best.last().map_or(i64::MIN, |found| found.key);
        }
    }
}

impl SegmentCollector for SegmentTally {
    type Fruit = tantivy::Result<SegmentOutcome>;

    fn collect(&mut self, document: DocId, score: Score) {
        let mut refusing = self.facets.iter_mut().filter(|facet| !facet.admits(document));
        match (refusing.next(), refusing.next()) {
            (None, _) => {
                self.total += 1;
                self.facets.iter_mut().for_each(|facet| facet.count(document));
                self.keep(document, score);
            }
            // A facet's counts say what choosing more of it would bring: its own choice does not narrow them.
            (Some(only), None) => only.count(document),
            _ => {}
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        keep_best(&mut self.best, self.keep);
        let counts = self.facets.into_iter().map(SegmentFacet::into_counts);
        Ok(SegmentOutcome { total: self.total, best: self.best, counts: counts.collect::<Result<_, _>>()? })
    }
}
