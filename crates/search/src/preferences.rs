//! What readers prefer among items that match alike: kind, level of evidence, age and retraction, as one factor for
//! each item.
//!
//! The factor belongs to the item alone, and every score has it from the start: so no filter and no page changes the
//! order of what it leaves.

use super::ranking::Preference;
use super::schema::column;
use super::segments::segment_ids;
use domain::facet::Facet;
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Score, Searcher, SegmentReader, TantivyError};

/// The preferences among the items of one segment.
pub(crate) struct SegmentPreferences {
    this_year: i32,
    /// By document.
    factors: Vec<Score>,
    are_articles: Vec<bool>,
}

impl SegmentPreferences {
    fn read(segment: &SegmentReader, preference: &Preference, this_year: i32) -> tantivy::Result<Self> {
        let columns = PreferenceColumns::open(segment)?;
        let documents = 0..segment.max_doc();
        let are_articles: Vec<bool> = documents.clone().map(|it| columns.is_article(it)).collect();
        let factor = |document| columns.factor(document, preference, this_year);
        Ok(Self { this_year, factors: documents.map(factor).collect(), are_articles })
    }

    /// The factor of a document's score.
    pub(crate) fn factor(&self, document: DocId) -> Score {
        self.factors.get(document as usize).copied().unwrap_or(1.0)
    }

    /// Whether the department has written and approved it.
    pub(crate) fn is_article(&self, document: DocId) -> bool {
        self.are_articles.get(document as usize).copied().unwrap_or(false)
    }
}

/// The columns that preferences are read from.
struct PreferenceColumns {
    kinds: Option<StrColumn>,
    /// Ordinal of the kind of records, which are no articles.
    record: Option<u64>,
    levels: Option<StrColumn>,
    years: Option<Column<i64>>,
    retracted: Option<Column<u64>>,
}

impl PreferenceColumns {
    fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let kinds = columns.str(Facet::Kind.slug())?;
        let record = match &kinds {
            Some(kinds) => kinds.dictionary().term_ord("record").map_err(TantivyError::from)?,
            None => None,
        };
        Ok(Self {
            record,
            kinds,
            levels: columns.str(Facet::Level.slug())?,
            years: columns.column_opt(column::YEAR_NUMBER)?,
            retracted: columns.column_opt(column::RETRACTED)?,
        })
    }

    fn is_article(&self, document: DocId) -> bool {
        let kind = self.kinds.as_ref().and_then(|kinds| kinds.ords().first(document));
        kind.is_some() && kind != self.record
    }

    fn factor(&self, document: DocId, preference: &Preference, this_year: i32) -> Score {
        let Preference { article, level, recent, recent_years, retracted } = *preference;
        let of_kind = if self.is_article(document) { article } else { 1.0 };
        let of_level = self.level(document).map_or(1.0, |own| 1.0 + level * (5.0 - own));
        let year = self.years.as_ref().and_then(|years| years.first(document));
        let of_age = year.map_or(1.0, |year| {
            let age = (i64::from(this_year) - year).clamp(0, 200) as f32;
            1.0 + recent * 0.5_f32.powf(age / recent_years)
        });
        let is_retracted = self.retracted.as_ref().is_some_and(|it| it.first(document) == Some(1));
        let of_notice = if is_retracted { retracted } else { 1.0 };
        of_kind * of_level * of_age * of_notice
    }

    fn level(&self, document: DocId) -> Option<f32> {
        let levels = self.levels.as_ref()?;
        let mut text = String::new();
        levels.ord_to_str(levels.ords().first(document)?, &mut text).ok()?;
        text.parse().ok()
    }
}

/// The preferences of the segments in use.
#[derive(Default)]
pub(crate) struct PreferenceCache(Mutex<HashMap<SegmentId, Arc<SegmentPreferences>>>);

impl PreferenceCache {
    /// The preferences among the items of a segment at this moment.
    pub(crate) fn get(
        &self,
        segment: &SegmentReader,
        preference: &Preference,
        now: Moment,
    ) -> tantivy::Result<Arc<SegmentPreferences>> {
        let this_year = i32::from(now.year());
        let known = self.segments().get(&segment.segment_id()).cloned();
        match known.filter(|known| known.this_year == this_year) {
            Some(preferences) => Ok(preferences),
            None => {
                let read = Arc::new(SegmentPreferences::read(segment, preference, this_year)?);
                self.segments().insert(segment.segment_id(), read.clone());
                Ok(read)
            }
        }
    }

    /// Forgets the segments that are gone.
    pub(crate) fn follow(&self, searcher: &Searcher) {
        let segments = segment_ids(searcher);
        self.segments().retain(|id, _| segments.contains(id));
    }

    fn segments(&self) -> MutexGuard<'_, HashMap<SegmentId, Arc<SegmentPreferences>>> {
        // A panic while the lock was held leaves the map whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
