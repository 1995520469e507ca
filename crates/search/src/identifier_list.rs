//! Lists of identifiers: a text that names items by PMID, DOI, PMCID or trial number, or the portal's requests by
//! their references, finds exactly these. A pasted list of references counts as the list of its identifiers.

mod reader;
mod tokens;
mod written;

use super::analysis::normalize_identifier;
use super::error::SearchError;
use super::schema::Fields;
use super::snapshot::Snapshot;
use domain::query::Span;
pub(crate) use reader::read;
use std::collections::HashSet;
use tantivy::query::{BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet as _, TERMINATED, Term};

/// Identifiers that are looked up; the rest of a longer list is reported.
pub(crate) const MOST_IDENTIFIERS: usize = 1_000;

/// The identifiers of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct IdentifierList {
    /// In the order of the text, each once.
    pub(crate) works: Vec<ListedWork>,
    /// Where the text goes on beyond [`MOST_IDENTIFIERS`].
    pub(crate) rest: Option<Span>,
    /// It finds what has these identifiers and nothing else. A single identifier also finds what mentions it.
    pub(crate) is_exact: bool,
}

/// What one entry of a list names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListedWork {
    /// The first of its identifiers, as typed.
    pub(crate) typed: String,
    /// In the form of [`normalize_identifier`]: several where a reference has several.
    pub(crate) identifiers: Vec<String>,
}

impl IdentifierList {
    /// The items of the list; the earlier one is named, the higher its score.
    pub(crate) fn query(&self, fields: &Fields) -> Box<dyn Query> {
        let ranked = self.works.iter().rev().zip(1_u16..).flat_map(|(work, rank)| {
            work.identifiers.iter().map(move |identifier| {
                let term = TermQuery::new(term(fields, identifier), IndexRecordOption::Basic);
                let named = ConstScoreQuery::new(Box::new(term), 1.0);
                Box::new(BoostQuery::new(Box::new(named), f32::from(rank))) as Box<dyn Query>
            })
        });
        Box::new(DisjunctionMaxQuery::new(ranked.collect()))
    }

    /// The works of which nothing is in scope, as typed.
    pub(crate) fn missing(&self, snapshot: &Snapshot<'_>) -> Result<Vec<String>, SearchError> {
        let fields = snapshot.store.fields();
        let all = snapshot.in_scope(self.query(fields));
        let visible: HashSet<DocAddress> = snapshot.first_matches(&all, usize::MAX)?.into_iter().collect();
        let mut missing = Vec::new();
        for work in &self.works {
            let mut is_here = false;
            for identifier in &work.identifiers {
                is_here = is_here || has_any(snapshot, &term(fields, identifier), &visible)?;
            }
            if !is_here {
                missing.push(work.typed.clone());
            }
        }
        Ok(missing)
    }
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

fn term(fields: &Fields, identifier: &str) -> Term {
    Term::from_field_text(fields.identifier, &normalize_identifier(identifier))
}
