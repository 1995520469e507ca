//! What of the library an asker may see: the one clause that every query of the index carries.

use super::SearchError;
use super::schema::column;
use crate::domain::article::LabellingStatus;
use crate::domain::asker::{LibraryView, Reader};
use crate::domain::library::Indexed;
use crate::domain::time::Moment;
use serde::{Deserialize, Serialize};
use tantivy::columnar::StrColumn;
use tantivy::query::doc_predicate_query::{DocPredicateQuery, FunctionPredicate};
use tantivy::query::{BoostQuery, EmptyQuery, Query};
use tantivy::{DocId, SegmentReader};

/// For whom an item is, as the index keeps it. A library has few different ones, so each is judged once for a
/// query, not once for each item.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Access {
    countries: Vec<String>,
    professions: Vec<String>,
    specialties: Vec<String>,
    /// Countries outside whose label the described use lies, for any product.
    outside: Vec<String>,
}

impl Access {
    pub fn of(item: &Indexed) -> Self {
        let outside = item.labelling.iter().filter(|entry| entry.status == LabellingStatus::Outside);
        Self {
            countries: sorted(item.audience.countries.iter().map(|code| normal_country(code))),
            professions: sorted(item.audience.professions.iter().cloned()),
            specialties: sorted(item.audience.specialties.iter().cloned()),
            outside: sorted(outside.map(|entry| normal_country(&entry.country))),
        }
    }

    pub fn to_json(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(|_| SearchError::Damaged)
    }

    /// Whether it is meant for this reader and lies within the label of his country. What is not known of the
    /// reader opens nothing that is restricted by it.
    fn is_for(&self, reader: &Reader) -> bool {
        let country = normal_country(&reader.country);
        let within_label =
            if country.is_empty() { self.outside.is_empty() } else { !self.outside.contains(&country) };
        within_label
            && meant_for(&self.countries, &country)
            && meant_for(&self.professions, &reader.profession)
            && meant_for(&self.specialties, &reader.specialty)
    }
}

fn meant_for(audience: &[String], value: &str) -> bool {
    audience.is_empty() || (!value.is_empty() && audience.iter().any(|allowed| allowed == value))
}

fn normal_country(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}

fn sorted(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    values.sort();
    values.dedup();
    values
}

/// The clause for what this view shows at this moment. It adds nothing to a score.
pub(super) fn visible(view: &LibraryView, now: Moment) -> Box<dyn Query> {
    let reader = match view {
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
    Box::new(BoostQuery::new(Box::new(DocPredicateQuery::from(predicate)), 0.0))
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
