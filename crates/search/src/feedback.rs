//! Ordering the best items of a question anew: by words that the very best have in common, and by what readers prefer
//! among items that match alike. Which items are found, and how many, is decided before.

use super::SearchError;
use super::asked::{Asked, all_tokens, is_stop_word};
use super::matching::{Rated, rarity};
use super::proximity::Pairs;
use super::ranking::{Preference, RANKING};
use super::schema::{column, stem_analyzer};
use super::store::Store;
use super::tally::Found;
use super::terms::Standing;
use domain::facet::Facet;
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{Bm25StatisticsProvider as _, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocId, DocSet as _, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term, postings::Postings as _,
};

/// Words shorter than this say too little to be looked for.
const SHORTEST: usize = 3;
/// So many of the most frequent words of the best items are weighed by how rare they are.
const WEIGHED: usize = 60;

/// Orders the first items anew. Those behind the pool keep their places.
pub(super) fn reorder(
    store: &Store,
    searcher: &Searcher,
    asked: &Asked,
    now: Moment,
    best: &mut [Found],
) -> Result<(), SearchError> {
    let pool = best.len().min(RANKING.feedback.pool);
    let pool = best.get_mut(..pool).unwrap_or_default();
    if pool.is_empty() || asked.is_everything() {
        return Ok(());
    }
    let words = common_words(store, searcher, asked, pool)?;
    let pairs = Pairs::of(store, searcher, asked)?;
    pool.sort_unstable_by_key(|found| found.address);
    let mut start = 0;
    while let Some(first) = pool.get(start) {
        let ordinal = first.address.segment_ord;
        let length = pool.iter().skip(start).take_while(|it| it.address.segment_ord == ordinal).count();
        if let Some(own) = pool.get_mut(start..start + length) {
            let segment = searcher.segment_reader(ordinal);
            pairs.score((ordinal, segment), own)?;
            rescore((ordinal, segment), &words, now, own)?;
        }
        start += length;
    }
    pool.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.address.cmp(&b.address)));
    Ok(())
}

/// A word that the best items have in common, with what it scores.
struct Common {
    standing: Arc<Standing>,
    bm25: Bm25Weight,
}

/// The words of the best items that are frequent in them and rare elsewhere, without those that were asked for.
fn common_words(
    store: &Store,
    searcher: &Searcher,
    asked: &Asked,
    best: &[Found],
) -> Result<Vec<Common>, SearchError> {
    let feedback = RANKING.feedback;
    if asked.structure.is_some() || asked.words.len() < feedback.least_words || best.len() <= feedback.items {
        return Ok(Vec::new());
    }
    let mut analyzer = stem_analyzer();
    let mut weights: HashMap<String, f32> = HashMap::new();
    let top = best.get(..feedback.items).unwrap_or_default();
    let whole: f32 = top.iter().map(|found| found.score).sum::<f32>().max(f32::MIN_POSITIVE);
    for found in top {
        let card = store.card(searcher, found.address)?;
        let stems = all_tokens(&mut analyzer, &format!("{} {}", card.title, card.excerpt));
        let each = found.score / whole / stems.len().max(1) as f32;
        for stem in stems {
            if stem.len() >= SHORTEST
                && !is_stop_word(&stem)
                && !stem.bytes().all(|byte| byte.is_ascii_digit())
            {
                *weights.entry(stem).or_default() += each;
            }
        }
    }
    weights.retain(|stem, _| asked.words.iter().all(|word| word.stem != *stem));
    let mut weighed: Vec<(String, f32)> = weights.into_iter().collect();
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    weighed.truncate(WEIGHED);
    rarest(store, searcher, weighed)
}

/// Those that say most, each with its share of the weight.
fn rarest(
    store: &Store,
    searcher: &Searcher,
    weighed: Vec<(String, f32)>,
) -> Result<Vec<Common>, SearchError> {
    let field = store.fields().words;
    let documents = searcher.total_num_docs()?;
    let mut known = Vec::with_capacity(weighed.len());
    for (stem, weight) in weighed {
        let term = Term::from_field_text(field, &stem);
        let standing = store.standing(&term, searcher)?;
        let rarity = (documents as f32 / standing.documents().max(1) as f32).ln_1p();
        known.push((weight * rarity, term, standing));
    }
    known.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    known.truncate(RANKING.feedback.words);
    let most = known.first().map_or(1.0, |(weight, ..)| *weight).max(f32::MIN_POSITIVE);
    let rated = Rated::in_field(searcher, field)?;
    let common = |(weight, _, standing): (f32, Term, Arc<Standing>)| {
        let share = RANKING.feedback.weight * weight / most;
        let bm25 = rated.for_rarity(rarity(standing.documents(), documents) * share);
        Common { standing, bm25 }
    };
    Ok(known.into_iter().map(common).collect())
}

/// Adds to the scores of items of one segment, which stand in its order.
fn rescore(
    (ordinal, segment): (SegmentOrdinal, &SegmentReader),
    words: &[Common],
    now: Moment,
    pool: &mut [Found],
) -> Result<(), SearchError> {
    for word in words {
        let with_frequencies = IndexRecordOption::WithFreqs;
        let Some(mut postings) = word.standing.postings(ordinal, segment, with_frequencies)? else {
            continue;
        };
        let norms = segment.get_fieldnorms_reader(word.standing.field())?;
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
    let preferred = Preferred::open(segment, now)?;
    for found in pool {
        found.score *= preferred.factor(found.address.doc_id);
    }
    Ok(())
}

/// What is preferred in one segment.
struct Preferred {
    kinds: Option<StrColumn>,
    /// Ordinal of the kind that is no article.
    record: Option<u64>,
    levels: Option<StrColumn>,
    years: Option<Column<i64>>,
    retracted: Option<Column<u64>>,
    this_year: i64,
}

impl Preferred {
    fn open(segment: &SegmentReader, now: Moment) -> Result<Self, SearchError> {
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
