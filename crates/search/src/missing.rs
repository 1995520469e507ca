//! What of a list of identifiers is not in scope.

use super::error::SearchError;
use super::identifier_list::IdentifierList;
use super::listed_items::{find_listed, identifier_term};
use super::snapshot::Snapshot;
use std::collections::HashSet;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet as _, TERMINATED, Term};

/// The works of which nothing is in scope, as typed.
pub(crate) fn find_missing(
    list: &IdentifierList,
    snapshot: &Snapshot<'_>,
) -> Result<Vec<String>, SearchError> {
    let fields = snapshot.store.fields();
    let all = snapshot.in_scope(find_listed(list, fields));
    let visible: HashSet<DocAddress> = snapshot.first_matches(&all, usize::MAX)?.into_iter().collect();
    let mut missing = Vec::new();
    for work in &list.works {
        let mut is_here = false;
        for identifier in &work.identifiers {
            is_here = is_here || has_any(snapshot, &identifier_term(fields, identifier), &visible)?;
        }
        if !is_here {
            missing.push(work.typed.clone());
        }
    }
    Ok(missing)
}

/// Whether one of these documents has the term.
fn has_any(snapshot: &Snapshot<'_>, term: &Term, visible: &HashSet<DocAddress>) -> Result<bool, SearchError> {
    for (segment_ord, segment) in (0..).zip(snapshot.searcher.segment_readers()) {
        let index = segment.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            if visible.contains(&DocAddress { segment_ord, doc_id: postings.doc() }) {
                return Ok(true);
            }
            postings.advance();
        }
    }
    Ok(false)
}
