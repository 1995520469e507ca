//! What of the library an asker may see: the one clause that every query of the index carries.

use super::Sight;
use super::schema::{Fields, column};
use crate::domain::access::Access;
use crate::domain::asker::{LibraryView, Reader};
use tantivy::columnar::StrColumn;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader};

/// The clause for what an asker sees at this moment. It adds nothing to a score. A library has few different
/// kinds of access, so each is judged once for a query, not once for each item.
pub(super) fn visible(sight: &Sight<'_>, fields: &Fields) -> Box<dyn Query> {
    let now = sight.now;
    let reader = match sight.view {
        LibraryView::Nothing => return Box::new(EmptyQuery),
        LibraryView::Reader(reader) => Some(reader.clone()),
        LibraryView::Department => None,
    };
    let predicate = FunctionPredicate::from(move |segment: &SegmentReader| {
        let access = segment.fast_fields().str(column::ACCESS)?;
        let allowed = match &access {
            Some(access) => allowed_ordinals(access, reader.as_ref())?,
            None => Vec::new(),
        };
        let ordinals = access.map(|access| access.ords().clone());
        let expires = segment.fast_fields().column_opt::<i64>(column::EXPIRES)?;
        Ok(move |document: DocId| {
            let ordinal = ordinals.as_ref().and_then(|ordinals| ordinals.first(document));
            let may_see = ordinal
                .and_then(|ordinal| allowed.get(usize::try_from(ordinal).ok()?))
                .copied()
                // An item without this column is nobody's.
                .unwrap_or(false);
            let expiry = expires.as_ref().and_then(|expires| expires.first(document));
            may_see && expiry.is_none_or(|expiry| now.0 < expiry)
        })
    });
    let shown: Box<dyn Query> = Box::new(BoostQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0));
    if sight.gone.is_empty() {
        return shown;
    }
    let gone = sight.gone.iter().map(|id| -> (Occur, Box<dyn Query>) {
        let item = TermQuery::new(fields.id_term(id.as_str()), IndexRecordOption::Basic);
        (Occur::MustNot, Box::new(item))
    });
    Box::new(BooleanQuery::new(std::iter::once((Occur::Must, shown)).chain(gone).collect()))
}

/// For each kind of access in a segment, by its ordinal, whether it admits this reader (nobody: the department).
fn allowed_ordinals(access: &StrColumn, reader: Option<&Reader>) -> tantivy::Result<Vec<bool>> {
    let mut allowed = Vec::with_capacity(access.num_terms());
    let mut entries = access.dictionary().stream()?;
    while entries.advance() {
        let is_for =
            |reader| serde_json::from_slice::<Access>(entries.key()).is_ok_and(|it| it.is_for(reader));
        allowed.push(reader.is_none_or(is_for));
    }
    Ok(allowed)
}
