//! What of a search is new: the items that answer it and became news in a span of the library's changes.

use super::asked::Asked;
use super::matching::{Floor, Share};
use super::tally::Tally;
use super::{Search, SearchError, Sight};
use domain::library::NewItems;
use domain::saved::ChangeRange;
use domain::search_query::{SearchQuery, Sort};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{BooleanQuery, RangeQuery};

/// The number of them, and the newest `limit`.
pub(super) fn news(
    search: &Search,
    query: &SearchQuery,
    span: &ChangeRange,
    sight: &Sight<'_>,
    limit: usize,
) -> Result<NewItems, SearchError> {
    let store = &search.store;
    let searcher = store.searcher();
    let asked = Asked::of(&query.text, sight.thesaurus, &query.off);
    let fields = store.fields();
    let field = if span.only_practice_changing { fields.practice_news } else { fields.news };
    let within = RangeQuery::new(
        Bound::Excluded(Term::from_field_i64(field, span.after)),
        Bound::Included(Term::from_field_i64(field, span.up_to)),
    );
    let found = search.clause(&searcher, &asked, Share::Most, sight, &Floor::default())?;
    let query = SearchQuery { sort: Sort::Newest, ..query.clone() };
    let tally = Tally::of(store, &query, &asked, limit);
    let outcome = searcher.search(&BooleanQuery::intersection(vec![found, Box::new(within)]), &tally)?;
    Ok(NewItems { total: outcome.total, hits: store.hits(&searcher, &outcome.best, 0, &asked)? })
}
