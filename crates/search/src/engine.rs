//! The search engine over one index folder.

use super::collector::ResultCollector;
use super::error::SearchError;
use super::lexicon::Lexicon;
use super::matching::Coverage;
use super::missing::find_missing;
use super::query_plan::QueryPlan;
use super::ranking::{Part, RANKING, RankingParameters};
use super::scope::SearchScope;
use super::search_plan::plan_search;
use super::snapshot::Snapshot;
use super::store::IndexStore;
use super::term_prefixes::PrefixCache;
use super::{nearby, news, similar, spelling, suggestions};
use domain::id::ItemId;
use domain::library::{Hit, SearchResults, Suggestion};
use domain::library::{IndexedItem, NewItems};
use domain::saved::ChangeRange;
use domain::search_query::{LAST_PAGE, PAGE_SIZE, SearchQuery};
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

/// The search engine over one index folder. Clones share it.
#[derive(Clone)]
pub struct Search {
    store: Arc<IndexStore>,
    pub(crate) prefixes: Arc<PrefixCache>,
    lexicon: Arc<RwLock<Arc<Lexicon>>>,
}

impl Search {
    /// Opens the index in this folder. Creates an empty one where there is none, where it is damaged, and where
    /// another version of the schema wrote it; an empty index has reached 0.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        Ok(Self {
            store: Arc::new(IndexStore::open(folder)?),
            prefixes: Arc::default(),
            lexicon: Arc::default(),
        })
    }

    /// The names that suggestions are made of.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        // A panic while the lock was held leaves the value whole: it is replaced, never edited.
        self.lexicon.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces the names that suggestions are made of.
    pub fn set_lexicon(&self, lexicon: Arc<Lexicon>) {
        *self.lexicon.write().unwrap_or_else(PoisonError::into_inner) = lexicon;
    }

    /// The number of the last library change that searches answer from.
    pub fn reached(&self) -> i64 {
        self.store.reached()
    }

    /// The number of items in the index, whoever may see them.
    pub fn count(&self) -> u64 {
        self.store.searcher().num_docs()
    }

    /// Applies changes and answers from them once it returns: new or changed items, removed items, and the number
    /// that the library has reached with them.
    pub fn apply(
        &self,
        upserts: Vec<IndexedItem>,
        removals: Vec<ItemId>,
        reached: i64,
    ) -> Result<(), SearchError> {
        self.stage(upserts, removals)?;
        self.commit(reached)
    }

    /// Stages changes that the next [`Search::commit`] makes visible: a large import stages many batches for one
    /// commit. Staged changes are lost when the process ends or a call fails before the commit; the follower then
    /// applies them again, starting after [`Search::reached`].
    pub fn stage(&self, upserts: Vec<IndexedItem>, removals: Vec<ItemId>) -> Result<(), SearchError> {
        self.store.stage(upserts, removals)
    }

    /// Takes the lock as the writer of an import, which works with more threads than one that follows a library.
    ///
    /// # Errors
    /// [`SearchError::Locked`] where another process has it.
    pub fn begin_import(&self) -> Result<(), SearchError> {
        self.store.begin_import()
    }

    /// Makes everything staged durable and visible.
    ///
    /// # Errors
    /// [`SearchError::StagedLost`] where any staged change was lost, so that an index never claims a change that it
    /// does not hold.
    pub fn commit(&self, reached: i64) -> Result<(), SearchError> {
        self.store.commit(reached)
    }

    /// Releases the writer, its memory and its lock until the next change. Staged changes are dropped.
    pub fn release_writer(&self) {
        self.store.release_writer();
    }

    /// Answers from what another process has committed meanwhile.
    pub fn refresh(&self) -> Result<(), SearchError> {
        self.store.refresh()
    }

    /// Whether two clones share one open index.
    pub fn shares_index_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.store, &other.store)
    }

    /// Whether the index folder still holds the last commit, and its files are whole as far as their lengths tell and
    /// searches have seen.
    pub fn is_whole(&self) -> bool {
        self.store.is_whole()
    }

    /// Empties the index; it has reached 0 then.
    pub fn reset(&self) -> Result<(), SearchError> {
        self.store.reset()
    }

    /// Answers a search: one page of hits, the total, the facets, and what helps where nothing was found.
    pub fn search(&self, query: &SearchQuery, scope: &SearchScope<'_>) -> Result<SearchResults, SearchError> {
        let page = query.page.clamp(1, LAST_PAGE);
        self.search_range(query, (page - 1) * PAGE_SIZE, PAGE_SIZE, scope)
    }

    /// As [`Search::search`], but with up to `count` hits after the `first` best, whatever the query's page.
    pub fn search_range(
        &self,
        query: &SearchQuery,
        first: usize,
        count: usize,
        scope: &SearchScope<'_>,
    ) -> Result<SearchResults, SearchError> {
        self.store.noted(self.find(query, first, count, scope))
    }

    fn find(
        &self,
        query: &SearchQuery,
        first: usize,
        count: usize,
        scope: &SearchScope<'_>,
    ) -> Result<SearchResults, SearchError> {
        let snapshot = self.snapshot(scope);
        let plan = plan_search(&snapshot, query)?;
        let mut results = answer(&snapshot, query, &plan, Coverage::Most, (first, count))?;
        if let Some(list) = &plan.list {
            results.missing = find_missing(list, &snapshot)?;
            results.problems = plan.problems;
            return Ok(results);
        }
        let lexicon = self.lexicon();
        // What is quoted is meant as it is.
        if results.total == 0 && !plan.is_structured() && plan.phrases.is_empty() {
            for text in names_instead(&lexicon, query, &plan) {
                let full = snapshot.plan(&text, &query.off)?;
                let instead = answer(&snapshot, query, &full, Coverage::All, (first, count))?;
                if instead.total > 0 {
                    results = SearchResults { searched_instead: Some(text), ..instead };
                    break;
                }
            }
        }
        results.suggestion = spelling::correct(&snapshot, &lexicon, query, &plan, results.total)?;
        if results.total == 0 {
            let near = nearby::find_nearby(&snapshot, query, &plan, results.suggestion.as_deref())?;
            (results.nearby, results.nearby_for) = (near.hits, near.answers);
        }
        results.expansions = snapshot.helpful(plan.expansions)?;
        results.problems = plan.problems;
        results.read_as = plan.read_as;
        results.lines = plan.lines;
        Ok(results)
    }

    /// The best `limit` items for a text, as far down as anybody wants to look: of a question those that hold any of
    /// its words, in the order of the pages of results, which show only what holds enough of them; of any other text
    /// those that match, and after them those that hold a word of it.
    pub fn rank(&self, text: &str, scope: &SearchScope<'_>, limit: usize) -> Result<Vec<Hit>, SearchError> {
        self.store.noted(self.ranked(text, scope, limit, RANKING))
    }

    /// As [`Search::rank`], without a part of the ranking.
    pub fn rank_without(
        &self,
        part: Part,
        text: &str,
        scope: &SearchScope<'_>,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        let text = match part {
            Part::Or => {
                let words = self.snapshot(scope).plan(text, &[])?.words;
                words.into_iter().map(|word| word.surface).collect::<Vec<_>>().join(" OR ")
            }
            _ => text.to_owned(),
        };
        self.store.noted(self.ranked(&text, scope, limit, RankingParameters::without(part)))
    }

    pub(crate) fn ranked(
        &self,
        text: &str,
        scope: &SearchScope<'_>,
        limit: usize,
        ranking: RankingParameters,
    ) -> Result<Vec<Hit>, SearchError> {
        let snapshot = Snapshot { ranking, ..self.snapshot(scope) };
        let mut plan = plan_search(&snapshot, &SearchQuery::of(text))?;
        plan.weigh_synonyms(&ranking);
        let all = SearchQuery::default();
        let find = |coverage| {
            let collector = ResultCollector::new(snapshot.store, &all, &plan, limit);
            let matches = snapshot.matches(&plan, coverage, collector.threshold())?;
            Ok::<_, SearchError>(snapshot.searcher.search(&matches, &collector)?.best)
        };
        let is_strict = ranking.is_coverage_required || plan.is_structured() || !plan.phrases.is_empty();
        let mut best = find(if is_strict { Coverage::Most } else { Coverage::Any })?;
        if is_strict && best.len() < limit && plan.can_be_relaxed() {
            let relaxed = find(Coverage::Any)?;
            let known: HashSet<_> = best.iter().map(|found| found.address).collect();
            best.extend(relaxed.into_iter().filter(|found| !known.contains(&found.address)));
        }
        best.truncate(limit);
        snapshot.hits(&best, 0, &plan)
    }

    /// What of a search is new in a span of the library's changes, with the newest `limit` hits.
    pub fn find_news(
        &self,
        query: &SearchQuery,
        span: &ChangeRange,
        scope: &SearchScope<'_>,
        limit: usize,
    ) -> Result<NewItems, SearchError> {
        self.store.noted(news::find_news(&self.snapshot(scope), query, span, limit))
    }

    /// Completions of what somebody has typed so far: titles and names of subjects, each with at least one hit in
    /// this very scope.
    pub fn suggest(
        &self,
        typed: &str,
        scope: &SearchScope<'_>,
        limit: usize,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let snapshot = self.snapshot(scope);
        let found = suggestions::suggest(&snapshot, &self.prefixes, &self.lexicon(), typed, limit);
        self.store.noted(found)
    }

    /// Items whose text resembles this item's, most similar first; none for an item outside the scope.
    pub fn find_similar(
        &self,
        id: &ItemId,
        scope: &SearchScope<'_>,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        self.store.noted(similar::find_similar(&self.snapshot(scope), id, limit))
    }

    pub(crate) fn store(&self) -> &IndexStore {
        &self.store
    }

    fn snapshot<'a>(&'a self, scope: &'a SearchScope<'a>) -> Snapshot<'a> {
        Snapshot::new(&self.store, scope)
    }
}

/// The same search by full names: an abbreviation's may stand in the library with other words between its own, and
/// texts call the portal's products by their names.
fn names_instead(lexicon: &Lexicon, query: &SearchQuery, plan: &QueryPlan) -> Vec<String> {
    let products = lexicon.products_named(&query.text);
    let quoted = products.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" OR ");
    let of_products = match products.as_slice() {
        [] => None,
        [name] => Some((*name).to_owned()),
        _ => Some(quoted),
    };
    plan.written_out.iter().cloned().chain(of_products).collect()
}

/// A page of what a plan finds, with the counts of all.
fn answer(
    snapshot: &Snapshot<'_>,
    query: &SearchQuery,
    plan: &QueryPlan,
    coverage: Coverage,
    (first, count): (usize, usize),
) -> Result<SearchResults, SearchError> {
    let collector = ResultCollector::new(snapshot.store, query, plan, first + count);
    let matches = snapshot.filtered(query, plan, coverage, collector.threshold())?;
    let results = snapshot.searcher.search(&matches, &collector)?;
    let end = results.best.len().min(first + count);
    let best = results.best.get(first..end).unwrap_or_default();
    let hits = snapshot.hits(best, first, plan)?;
    Ok(SearchResults { total: results.total, hits, facets: results.facets, ..SearchResults::default() })
}
