//! Narrowing to articles by words of the clinical question that they answer.

use super::analysis::{is_stop_word, stem_analyzer, tokenize};
use super::schema::Fields;
use domain::pico::Pico;
use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

/// The matches of `clause` whose clinical question holds, in each part, all words given for that part. Scores stay as
/// they are. A part with nothing but stop words narrows nothing.
pub(crate) fn filter_by_pico(clause: Box<dyn Query>, pico: &Pico, fields: &Fields) -> Box<dyn Query> {
    let mut analyzer = stem_analyzer();
    let mut clauses = vec![clause];
    for (part, words) in pico.stated() {
        let stems = tokenize(&mut analyzer, words).into_iter().filter(|stem| !is_stop_word(stem));
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
