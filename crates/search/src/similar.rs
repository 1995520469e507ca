//! Items whose text resembles that of an item.

use super::analysis::{is_stop_word, stem_analyzer, tokenize};
use super::collector::ResultCollector;
use super::error::SearchError;
use super::matching::Coverage;
use super::query_plan::{QueryPlan, QueryWord};
use super::snapshot::Snapshot;
use domain::id::ItemId;
use domain::library::Hit;
use domain::search_query::SearchQuery;
use std::collections::HashMap;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

/// The number of an item's words that represent it.
const DISTINCTIVE_WORDS: usize = 12;

/// Items that resemble this one by its most distinctive words.
pub(crate) fn find_similar(
    snapshot: &Snapshot<'_>,
    id: &ItemId,
    limit: usize,
) -> Result<Vec<Hit>, SearchError> {
    let (store, searcher) = (snapshot.store, &snapshot.searcher);
    let own = TermQuery::new(store.fields().id_term(id.as_str()), IndexRecordOption::Basic);
    let own = snapshot.in_scope(Box::new(own));
    let found = searcher.search(&own, &TopDocs::with_limit(1).order_by_score())?;
    let Some((_, address)) = found.first().copied() else { return Ok(Vec::new()) };
    let card = snapshot.card(address)?;
    let words = distinctive_words(snapshot, &card.title, &card.excerpt)?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let plan = QueryPlan::from_words(words);
    let collector = ResultCollector::new(store, &SearchQuery::default(), &plan, limit.saturating_add(1));
    let matches = snapshot.matches(&plan, Coverage::Some, collector.threshold())?;
    let mut best = searcher.search(&matches, &collector)?.best;
    best.retain(|found| found.address != address);
    best.truncate(limit);
    // Nobody typed the words by which similar items are found, so none are marked.
    snapshot.hits(&best, 0, &QueryPlan::default())
}

/// The words that are frequent in a text and rare elsewhere. Words of the title count more.
fn distinctive_words(
    snapshot: &Snapshot<'_>,
    title: &str,
    text: &str,
) -> Result<Vec<QueryWord>, SearchError> {
    let mut analyzer = stem_analyzer();
    let mut times: HashMap<String, u16> = HashMap::new();
    for (text, weight) in [(title, 3), (text, 1)] {
        for stem in tokenize(&mut analyzer, text) {
            let is_distinctive = stem.len() > 2 && !is_stop_word(&stem) && stem.parse::<f64>().is_err();
            if is_distinctive {
                let count = times.entry(stem).or_default();
                *count = count.saturating_add(weight);
            }
        }
    }
    let documents = snapshot.searcher.num_docs() as f32;
    let mut weighed = Vec::with_capacity(times.len());
    for (stem, times) in times {
        let term = Term::from_field_text(snapshot.store.fields().words, &stem);
        let frequency = snapshot.store.term_statistics(&term, &snapshot.searcher)?.documents();
        // A word that only this item has finds nothing else.
        if frequency > 1 {
            let rarity = (1.0 + documents / frequency as f32).ln();
            weighed.push((f32::from(times).sqrt() * rarity, stem));
        }
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    weighed.truncate(DISTINCTIVE_WORDS);
    let word = |stem: String| QueryWord::new(stem.clone(), stem);
    Ok(weighed.into_iter().map(|(_, stem)| word(stem)).collect())
}
