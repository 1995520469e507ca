//! The portal's search engine: the only module that names tantivy.
//!
//! The index is made of what the database holds and can be made again from it at any time; it is never the
//! source of truth. It remembers the number of the last change that it has taken in ([`Search::reached`]), so
//! that a follower knows where to go on. What an asker may see is decided by one clause, in [`visible`],
//! through which every hit, count and suggestion passes.
//!
//! A search runs in steps: [`asked`] understands the text, [`matching`] finds and scores, [`question`] narrows
//! by the clinical question, [`tally`] counts the facets and keeps the best, [`card`] and [`snippet`] make hits of
//! them. What every search needs of the index is kept beside it: [`profiles`], [`phrases`] and [`terms`]. All calls
//! block: run them where blocking is allowed.

mod asked;
mod beginnings;
mod card;
pub mod eval;
mod feedback;
mod folder;
pub mod grammar;
mod lexicon;
mod matching;
mod nearest;
mod news;
mod phrases;
mod profiles;
mod proximity;
mod question;
mod ranking;
mod schema;
mod snippet;
mod spelling;
mod store;
mod structured;
mod suggest;
mod tally;
mod terms;
#[cfg(test)]
mod tests;
mod visible;

use asked::Asked;
use beginnings::Beginnings;
use domain::asker::LibraryView;
use domain::id::ItemId;
use domain::library::{Hit, IndexedItem, NewItems, SearchResults, Suggestion};
use domain::saved::ChangeRange;
use domain::search_query::{LAST_PAGE, PAGE_SIZE, SearchQuery};
use domain::thesaurus::Thesaurus;
use domain::time::Moment;
pub use lexicon::Lexicon;
use matching::{Floor, Share};
use ranking::RANKING;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use store::Store;
use tally::Tally;
use tantivy::Searcher;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query};

/// Why the index did not answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process writes to this index; reading works.
    #[error("another process is writing to the search index")]
    Locked,
    #[error("the search index's folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the search index failed: {0}")]
    Index(tantivy::TantivyError),
    #[error("the search index holds something that cannot be read")]
    Damaged,
    /// The writer went before its changes were committed: they have to be staged again.
    #[error("changes were staged and lost before they were committed")]
    StagedLost,
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(..) => Self::Locked,
            other => Self::Index(other),
        }
    }
}

/// Who searches, when, and what is not there any more although the index still has it.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    pub view: &'a LibraryView,
    pub now: Moment,
    /// Items removed by changes that the index has not taken in yet.
    pub gone: &'a [ItemId],
    /// Which words mean the same.
    pub thesaurus: &'a Thesaurus,
}

/// The search engine over one index folder. Clones share it.
#[derive(Clone)]
pub struct Search {
    store: Arc<Store>,
    beginnings: Arc<Beginnings>,
    lexicon: Arc<RwLock<Arc<Lexicon>>>,
}

impl Search {
    /// Opens the index in this folder, or makes an empty one: where there is none, where it is damaged, and
    /// where it was made by another version of the schema. An empty one has reached 0.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        Ok(Self {
            store: Arc::new(Store::open(folder)?),
            beginnings: Arc::default(),
            lexicon: Arc::default(),
        })
    }

    /// The names that suggestions are made of.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        // A panic while the lock was held leaves the value whole: it is replaced, never edited.
        self.lexicon.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes suggestions of these names from now on.
    pub fn take_lexicon(&self, lexicon: Arc<Lexicon>) {
        *self.lexicon.write().unwrap_or_else(PoisonError::into_inner) = lexicon;
    }

    /// The number of the last change of the library that searches answer from.
    pub fn reached(&self) -> i64 {
        self.store.reached()
    }

    /// The number of items in the index, whoever may see them.
    pub fn count(&self) -> u64 {
        self.store.searcher().num_docs()
    }

    /// Takes in changes and answers from them once it returns: items that are new or changed, items that are
    /// gone, and the number that the library has reached with them.
    pub fn apply(
        &self,
        upserts: Vec<IndexedItem>,
        removals: Vec<ItemId>,
        reached: i64,
    ) -> Result<(), SearchError> {
        self.stage(upserts, removals)?;
        self.commit(reached)
    }

    /// Takes in changes that the next [`Search::commit`] makes visible. For large imports: many batches are
    /// staged for one commit. Changes staged and not committed are lost when the process ends or a call fails;
    /// the follower then takes them up again after [`Search::reached`].
    pub fn stage(&self, upserts: Vec<IndexedItem>, removals: Vec<ItemId>) -> Result<(), SearchError> {
        self.store.stage(upserts, removals)
    }

    /// Makes everything staged durable and visible. Fails where any of it was lost, so that an index never claims to
    /// hold a change that it does not hold.
    pub fn commit(&self, reached: i64) -> Result<(), SearchError> {
        self.store.commit(reached)
    }

    /// Lets go of the writer, its memory and its lock, until the next change. What is staged is dropped.
    pub fn rest(&self) {
        self.store.rest();
    }

    /// Answers from what another process has committed meanwhile.
    pub fn refresh(&self) -> Result<(), SearchError> {
        self.store.refresh()
    }

    /// Whether two clones share one open index.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.store, &other.store)
    }

    /// Whether the index's folder still holds what was committed last.
    pub fn is_there(&self) -> bool {
        self.store.is_there()
    }

    /// Empties the index; it has reached 0 then.
    pub fn reset(&self) -> Result<(), SearchError> {
        self.store.reset()
    }

    /// Answers a search: one page of hits, the total, the facets, and what helps where nothing was found.
    pub fn search(&self, query: &SearchQuery, sight: &Sight<'_>) -> Result<SearchResults, SearchError> {
        let page = query.page.clamp(1, LAST_PAGE);
        self.part(query, (page - 1) * PAGE_SIZE, PAGE_SIZE, sight)
    }

    /// As [`Search::search`], but with up to `count` hits after the `first` best, whatever the query's page.
    pub fn part(
        &self,
        query: &SearchQuery,
        first: usize,
        count: usize,
        sight: &Sight<'_>,
    ) -> Result<SearchResults, SearchError> {
        let searcher = self.store.searcher();
        let asked = Asked::of(&query.text, sight.thesaurus, &query.off);
        let tally = Tally::of(&self.store, query, &asked, (first + count).max(RANKING.feedback.pool));
        let clause = self.clause(&searcher, &asked, Share::Most, sight, tally.floor())?;
        let clause = question::narrowed(clause, &query.pico, self.store.fields());
        let mut outcome = searcher.search(&clause, &tally)?;
        if !tally.is_by_date() {
            feedback::reorder(&self.store, &searcher, &asked, sight.now, &mut outcome.best)?;
        }
        let end = outcome.best.len().min(first + count);
        let best = outcome.best.get(first..end).unwrap_or_default();
        let hits = self.store.hits(&searcher, best, first, &asked)?;
        let nearby =
            if outcome.total == 0 { self.nearby(&searcher, query, &asked, sight)? } else { Vec::new() };
        let suggestion = self.mended(&searcher, query, &asked, outcome.total, sight)?;
        Ok(SearchResults {
            total: outcome.total,
            hits,
            facets: outcome.facets,
            suggestion,
            nearby,
            expansions: asked.expansions,
            problems: asked.problems,
            read_as: asked.read_as,
        })
    }

    /// The best `limit` items for a text, in the order in which pages of results show them, and after them
    /// those that match less of it: the portal's ranking as far down as anybody wants to look.
    pub fn rank(&self, text: &str, sight: &Sight<'_>, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let searcher = self.store.searcher();
        let asked = Asked::of(text, sight.thesaurus, &[]);
        let all = SearchQuery::default();
        let wanted = limit;
        let limit = limit.max(RANKING.feedback.pool);
        let tally = Tally::of(&self.store, &all, &asked, limit);
        let clause = self.clause(&searcher, &asked, Share::Most, sight, tally.floor())?;
        let mut best = searcher.search(&clause, &tally)?.best;
        if best.len() < limit && asked.can_be_relaxed() {
            let tally = Tally::of(&self.store, &all, &asked, limit);
            let clause = self.clause(&searcher, &asked, Share::Any, sight, tally.floor())?;
            let relaxed = searcher.search(&clause, &tally)?.best;
            let known: std::collections::HashSet<_> = best.iter().map(|found| found.address).collect();
            best.extend(relaxed.into_iter().filter(|found| !known.contains(&found.address)));
        }
        feedback::reorder(&self.store, &searcher, &asked, sight.now, &mut best)?;
        best.truncate(wanted);
        self.store.hits(&searcher, &best, 0, &asked)
    }

    /// What of a search is new in a span of the library's changes, with the newest `limit` of it.
    pub fn news(
        &self,
        query: &SearchQuery,
        span: &ChangeRange,
        sight: &Sight<'_>,
        limit: usize,
    ) -> Result<NewItems, SearchError> {
        news::news(self, query, span, sight, limit)
    }

    /// What somebody who has typed this much may be looking for: titles and names of subjects, each with at least
    /// one hit for this very view.
    pub fn suggest(
        &self,
        typed: &str,
        sight: &Sight<'_>,
        limit: usize,
    ) -> Result<Vec<Suggestion>, SearchError> {
        suggest::suggest(self, typed, sight, limit)
    }

    /// Items whose text resembles this item's, most similar first. An item outside the view resembles nothing.
    pub fn similar(&self, id: &ItemId, sight: &Sight<'_>, limit: usize) -> Result<Vec<Hit>, SearchError> {
        nearest::similar(self, id, sight, limit)
    }

    /// The items that match what was asked and may be seen. What scores less than the floor may score anything below it.
    fn clause(
        &self,
        searcher: &Searcher,
        asked: &Asked,
        share: Share,
        sight: &Sight<'_>,
        floor: &Floor,
    ) -> Result<Box<dyn Query>, SearchError> {
        let fields = self.store.fields();
        let scoring = |share| matching::matching(&self.store, searcher, &asked.words, share, floor);
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        match &asked.structure {
            _ if asked.is_everything() => clauses.push(Box::new(AllQuery)),
            Some(node) if share == Share::Most => {
                let matches = structured::structured(node, asked, sight.thesaurus, fields, sight.now);
                let ranked = (Occur::Should, Box::new(scoring(Share::Any)?) as Box<dyn Query>);
                clauses.push(Box::new(BooleanQuery::new(vec![(Occur::Must, matches), ranked])));
            }
            _ => clauses.push(Box::new(scoring(share)?)),
        }
        if share == Share::Most && asked.structure.is_none() {
            clauses.extend(asked.phrases.iter().map(|phrase| self.store.phrase(phrase)));
        }
        let matches: Box<dyn Query> = match clauses.len() {
            1 => clauses.remove(0),
            _ => Box::new(BooleanQuery::intersection(clauses)),
        };
        Ok(self.store.visible(matches, sight))
    }
}
