//! Reranking the best items of a query: by words that the very best have in common, and by what readers prefer among
//! items that match alike. Which items are found, and how many, is already decided.

use super::analysis::{is_stop_word, stem_analyzer, tokenize};
use super::bm25::{FieldBm25, idf};
use super::collector::ScoredDocument;
use super::error::SearchError;
use super::proximity::TermPairs;
use super::query_plan::QueryPlan;
use super::ranking::{Preference, RANKING};
use super::schema::column;
use super::snapshot::Snapshot;
use super::term_statistics::TermStatistics;
use domain::facet::Facet;
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{Bm25StatisticsProvider as _, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, SegmentOrdinal, SegmentReader, TERMINATED, Term, postings::Postings as _};

/// Shorter words say too little.
const SHORTEST_WORD: usize = 3;
/// Words of the best items that are weighed by how rare they are, the most frequent.
const WORDS_WEIGHED: usize = 60;

/// Reranks the first items. Those beyond the pool keep their places.
pub(crate) fn rerank(
    snapshot: &Snapshot<'_>,
    plan: &QueryPlan,
    best: &mut [ScoredDocument],
) -> Result<(), SearchError> {
    let pool = best.len().min(RANKING.feedback.pool);
    let pool = best.get_mut(..pool).unwrap_or_default();
    if pool.is_empty() || plan.is_everything() {
        return Ok(());
    }
    let words = find_feedback_terms(snapshot, plan, pool)?;
    let pairs = TermPairs::new(snapshot, plan)?;
    pool.sort_unstable_by_key(|found| found.address);
    let mut start = 0;
    while let Some(first) = pool.get(start) {
        let ordinal = first.address.segment_ord;
        let length = pool.iter().skip(start).take_while(|it| it.address.segment_ord == ordinal).count();
        if let Some(own) = pool.get_mut(start..start + length) {
            let segment = snapshot.searcher.segment_reader(ordinal);
            pairs.score((ordinal, segment), own)?;
            rescore((ordinal, segment), &words, snapshot.scope.now, own)?;
        }
        start += length;
    }
    pool.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.address.cmp(&b.address)));
    Ok(())
}

/// A word that the best items have in common, with its weight.
struct FeedbackTerm {
    statistics: Arc<TermStatistics>,
    bm25: Bm25Weight,
}

/// The words that are frequent in the best items and rare elsewhere, without those of the query.
fn find_feedback_terms(
    snapshot: &Snapshot<'_>,
    plan: &QueryPlan,
    best: &[ScoredDocument],
) -> Result<Vec<FeedbackTerm>, SearchError> {
    let feedback = RANKING.feedback;
    if plan.structure.is_some() || plan.words.len() < feedback.least_words || best.len() <= feedback.items {
        return Ok(Vec::new());
    }
    let mut analyzer = stem_analyzer();
    let mut weights: HashMap<String, f32> = HashMap::new();
    let top = best.get(..feedback.items).unwrap_or_default();
    let whole: f32 = top.iter().map(|found| found.score).sum::<f32>().max(f32::MIN_POSITIVE);
    for found in top {
        let card = snapshot.card(found.address)?;
        let stems = tokenize(&mut analyzer, &format!("{} {}", card.title, card.excerpt));
        let each = found.score / whole / stems.len().max(1) as f32;
        for stem in stems {
            if stem.len() >= SHORTEST_WORD
                && !is_stop_word(&stem)
                && !stem.bytes().all(|byte| byte.is_ascii_digit())
            {
                *weights.entry(stem).or_default() += each;
            }
        }
    }
    weights.retain(|stem, _| plan.words.iter().all(|word| word.stem != *stem));
    let mut weighed: Vec<(String, f32)> = weights.into_iter().collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    weighed.truncate(WORDS_WEIGHED);
    select_feedback_terms(snapshot, weighed)
}

/// The most telling words, each with its share of the weight.
fn select_feedback_terms(
    snapshot: &Snapshot<'_>,
    weighed: Vec<(String, f32)>,
) -> Result<Vec<FeedbackTerm>, SearchError> {
    let field = snapshot.store.fields().words;
    let documents = snapshot.searcher.total_num_docs()?;
    let mut known = Vec::with_capacity(weighed.len());
    for (stem, weight) in weighed {
        let term = Term::from_field_text(field, &stem);
        let statistics = snapshot.store.term_statistics(&term, &snapshot.searcher)?;
        let rarity = (documents as f32 / statistics.documents().max(1) as f32).ln_1p();
        known.push((weight * rarity, term, statistics));
    }
    known.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    known.truncate(RANKING.feedback.words);
    let most = known.first().map_or(1.0, |(weight, ..)| *weight).max(f32::MIN_POSITIVE);
    let field_bm25 = FieldBm25::in_field(&snapshot.searcher, field)?;
    let feedback_term = |(weight, _, statistics): (f32, Term, Arc<TermStatistics>)| {
        let share = RANKING.feedback.weight * weight / most;
        let bm25 = field_bm25.weight(idf(statistics.documents(), documents) * share);
        FeedbackTerm { statistics, bm25 }
    };
    Ok(known.into_iter().map(feedback_term).collect())
}

/// Adds to the scores of the items of one segment, which are in document order.
fn rescore(
    (ordinal, segment): (SegmentOrdinal, &SegmentReader),
    words: &[FeedbackTerm],
    now: Moment,
    pool: &mut [ScoredDocument],
) -> Result<(), SearchError> {
    for word in words {
        let with_frequencies = IndexRecordOption::WithFreqs;
        let Some(mut postings) = word.statistics.postings(ordinal, segment, with_frequencies)? else {
            continue;
        };
        let norms = segment.get_fieldnorms_reader(word.statistics.field())?;
        for found in pool.iter_mut() {
            let document = found.address.doc_id;
            let at = if postings.doc() < document { postings.seek(document) } else { postings.doc() };
            if at == TERMINATED {
                break;
            }
            if at == document {
                found.score += word.bm25.score(norms.fieldnorm_id(document), postings.term_freq());
            }
        }
    }
    let preferences = SegmentPreferences::read(segment, now)?;
    for found in pool {
        found.score *= preferences.factor(found.address.doc_id);
    }
    Ok(())
}

/// The preferences of one segment.
struct SegmentPreferences {
    kinds: Option<StrColumn>,
    /// Ordinal of the kind of records, which are no articles.
    record: Option<u64>,
    levels: Option<StrColumn>,
    years: Option<Column<i64>>,
    retracted: Option<Column<u64>>,
    this_year: i64,
}

impl SegmentPreferences {
    fn read(segment: &SegmentReader, now: Moment) -> Result<Self, SearchError> {
        let columns = segment.fast_fields();
        let kinds = columns.str(Facet::Kind.slug())?;
        let record = match &kinds {
            Some(kinds) => kinds.dictionary().term_ord("record").map_err(tantivy::TantivyError::from)?,
            None => None,
        };
        Ok(Self {
            record,
            kinds,
            levels: columns.str(Facet::Level.slug())?,
            years: columns.column_opt(column::YEAR_NUMBER)?,
            retracted: columns.column_opt(column::RETRACTED)?,
            this_year: i64::from(now.year()),
        })
    }

    fn factor(&self, document: DocId) -> f32 {
        let Preference { article, level, recent, recent_years, retracted } = RANKING.preference;
        let kind = self.kinds.as_ref().and_then(|kinds| kinds.ords().first(document));
        let of_kind = if kind.is_some() && kind != self.record { article } else { 1.0 };
        let of_level = self.level(document).map_or(1.0, |own| 1.0 + level * (5.0 - own));
        let year = self.years.as_ref().and_then(|years| years.first(document));
        let of_age = year.map_or(1.0, |year| {
            let age = (self.this_year - year).clamp(0, 200) as f32;
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
