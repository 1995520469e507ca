//! What of a search is new: matching items that became news in a span of the library's changes.

use super::collector::ResultCollector;
use super::error::SearchError;
use super::matching::{Coverage, ScoreThreshold};
use super::search_plan::plan_search;
use super::snapshot::Snapshot;
use domain::library::NewItems;
use domain::saved::ChangeRange;
use domain::search_query::{SearchQuery, Sort};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{BooleanQuery, RangeQuery};

/// The number of new items, and the newest `limit` of them.
pub(crate) fn find_news(
    snapshot: &Snapshot<'_>,
    query: &SearchQuery,
    span: &ChangeRange,
    limit: usize,
) -> Result<NewItems, SearchError> {
    let plan = plan_search(snapshot, query)?;
    let fields = snapshot.store.fields();
    let field = if span.only_practice_changing { fields.practice_news } else { fields.news };
    let within = RangeQuery::new(
        Bound::Excluded(Term::from_field_i64(field, span.after)),
        Bound::Included(Term::from_field_i64(field, span.up_to)),
    );
    let matches = snapshot.matches(&plan, Coverage::Most, &ScoreThreshold::default())?;
    let query = SearchQuery { sort: Sort::Newest, ..query.clone() };
    let collector = ResultCollector::new(snapshot.store, &query, &plan, limit);
    let new = BooleanQuery::intersection(vec![matches, Box::new(within)]);
    let results = snapshot.searcher.search(&new, &collector)?;
    Ok(NewItems { total: results.total, hits: snapshot.hits(&results.best, 0, &plan)? })
}
