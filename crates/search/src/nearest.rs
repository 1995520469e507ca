//! What resembles an item, and what is near to a search that found nothing.

use super::asked::{Asked, Word, all_tokens, is_stop_word};
use super::matching::Share;
use super::question::narrowed;
use super::schema::stem_analyzer;
use super::tally::Tally;
use super::{Search, SearchError, Sight};
use domain::id::ItemId;
use domain::library::Hit;
use domain::search_query::SearchQuery;
use std::collections::HashMap;
use tantivy::collector::TopDocs;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

/// So many items are offered where a search found nothing.
const NEARBY: usize = 5;
/// So many of an item's words stand for it.
const TELLING_WORDS: usize = 12;

/// Items like this one by their most telling words.
pub(super) fn similar(
    search: &Search,
    id: &ItemId,
    sight: &Sight<'_>,
    limit: usize,
) -> Result<Vec<Hit>, SearchError> {
    let store = &search.store;
    let searcher = store.searcher();
    let own = TermQuery::new(store.fields().id_term(id.as_str()), IndexRecordOption::Basic);
    let own = store.visible(Box::new(own), sight);
    let found = searcher.search(&own, &TopDocs::with_limit(1).order_by_score())?;
    let Some((_, address)) = found.first().copied() else { return Ok(Vec::new()) };
    let card = store.card(&searcher, address)?;
    let words = telling_words(&searcher, search, &card.title, &card.excerpt)?;
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let asked = Asked::of_words(words);
    let tally = Tally::of(store, &SearchQuery::default(), &asked, limit.saturating_add(1));
    let clause = search.clause(&searcher, &asked, Share::Some, sight, tally.floor())?;
    let mut best = searcher.search(&clause, &tally)?.best;
    best.retain(|found| found.address != address);
    best.truncate(limit);
    // Whoever looks at similar items has not asked for the words by which they were found.
    store.hits(&searcher, &best, 0, &Asked::default())
}

/// The words of a text that are frequent in it and rare elsewhere. Words of the title count more.
fn telling_words(
    searcher: &Searcher,
    search: &Search,
    title: &str,
    text: &str,
) -> Result<Vec<Word>, SearchError> {
    let mut analyzer = stem_analyzer();
    let mut times: HashMap<String, u16> = HashMap::new();
    for (text, weight) in [(title, 3), (text, 1)] {
        for stem in all_tokens(&mut analyzer, text) {
            let is_telling = stem.len() > 2 && !is_stop_word(&stem) && stem.parse::<f64>().is_err();
            if is_telling {
                let count = times.entry(stem).or_default();
                *count = count.saturating_add(weight);
            }
        }
    }
    let documents = searcher.num_docs() as f32;
    let mut weighed = Vec::with_capacity(times.len());
    for (stem, times) in times {
        let term = Term::from_field_text(search.store.fields().words, &stem);
        let frequency = search.store.standing(&term, searcher)?.documents();
        // A word of this item alone leads nowhere.
        if frequency > 1 {
            let rarity = (1.0 + documents / frequency as f32).ln();
            weighed.push((f32::from(times).sqrt() * rarity, stem));
        }
    }
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    weighed.truncate(TELLING_WORDS);
    let word = |stem: String| Word::plain(stem.clone(), stem);
    Ok(weighed.into_iter().map(|(_, stem)| word(stem)).collect())
}

impl Search {
    /// What is offered where nothing was found: what holds any of the words, first under the same filters,
    /// then without them, and else the newest there is.
    pub(super) fn nearby(
        &self,
        searcher: &Searcher,
        query: &SearchQuery,
        asked: &Asked,
        sight: &Sight<'_>,
    ) -> Result<Vec<Hit>, SearchError> {
        let everything = SearchQuery::default();
        for filters in [query, &everything] {
            let tally = Tally::of(&self.store, filters, asked, NEARBY);
            let any_word = self.clause(searcher, asked, Share::Any, sight, tally.floor())?;
            let clause = narrowed(any_word, &filters.pico, self.store.fields());
            let best = searcher.search(&clause, &tally)?.best;
            if !best.is_empty() {
                return self.store.hits(searcher, &best, 0, asked);
            }
        }
        let nothing = Asked::default();
        let tally = Tally::of(&self.store, &everything, &nothing, NEARBY);
        let newest = self.clause(searcher, &nothing, Share::Any, sight, tally.floor())?;
        let best = searcher.search(&newest, &tally)?.best;
        self.store.hits(searcher, &best, 0, asked)
    }
}
