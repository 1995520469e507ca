//! The items that a list of identifiers names.

use super::analysis::normalize_identifier;
use super::identifier_list::IdentifierList;
use super::schema::Fields;
use tantivy::Term;
use tantivy::query::{BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// The items of the list; the earlier one is named, the higher its score.
pub(crate) fn find_listed(list: &IdentifierList, fields: &Fields) -> Box<dyn Query> {
    let ranked = list.works.iter().rev().zip(1_u16..).flat_map(|(work, rank)| {
        work.identifiers.iter().map(move |identifier| {
            let term = TermQuery::new(identifier_term(fields, identifier), IndexRecordOption::Basic);
            let named = ConstScoreQuery::new(Box::new(term), 1.0);
            Box::new(BoostQuery::new(Box::new(named), f32::from(rank))) as Box<dyn Query>
        })
    });
    Box::new(DisjunctionMaxQuery::new(ranked.collect()))
}

/// How an item's own identifier is indexed.
pub(crate) fn identifier_term(fields: &Fields, identifier: &str) -> Term {
    Term::from_field_text(fields.own_identifier, &normalize_identifier(identifier))
}
