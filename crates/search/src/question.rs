//! Narrowing to articles by words of the clinical question that they answer.

use super::asked::{all_tokens, is_stop_word};
use super::schema::{Fields, stem_analyzer};
use domain::pico::Pico;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// What `clause` finds, as far as the parts of its question hold all words that are looked for in each. Adds nothing
/// to a score. A part of which nothing but stop words is given narrows nothing.
pub(super) fn narrowed(clause: Box<dyn Query>, pico: &Pico, fields: &Fields) -> Box<dyn Query> {
    let mut analyzer = stem_analyzer();
    let mut clauses = vec![clause];
    for (part, words) in pico.stated() {
        let stems = all_tokens(&mut analyzer, words).into_iter().filter(|stem| !is_stop_word(stem));
        clauses.extend(stems.map(|stem| -> Box<dyn Query> {
            let term = Term::from_field_text(fields.part(part), &stem);
            Box::new(BoostQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))
        }));
    }
    match clauses.len() {
        1 => clauses.remove(0),
        _ => Box::new(BooleanQuery::intersection(clauses)),
    }
}
