//! The audit trail, for those who read it: searched by what people know, and told in words.

mod export;
mod search;
mod words;

pub use export::{EXPORT_MOST, as_csv};
pub use search::AuditSearch;
pub use storage::audit::Verdict;
pub use words::{Entry, KINDS, Subject};

use crate::anchors;
use crate::context::Context;
use crate::failure::Outcome;
use crate::locale::Locale;
use domain::asker::Asker;
use storage::audit::{self, Row};
use words::Words;

/// Rows on one page.
pub const PAGE: i64 = 100;

/// A page of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Newest first.
    pub rows: Vec<Entry>,
    /// Number from which the next page goes back; none on the last.
    pub older: Option<i64>,
    /// The name of the one subject of which rows are shown; empty where they are of more.
    pub subject: String,
    /// More people or subjects fit the words than are looked for at once.
    pub is_cut: bool,
}

/// Rows before a number (from the end without one), newest first.
pub async fn rows(
    context: &Context,
    locale: &Locale,
    asker: &Asker,
    search: &AuditSearch,
    before: Option<i64>,
) -> Outcome<Rows> {
    let found = search::resolve(context, locale, search).await?;
    let before = before.unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = audit::search(&context.store, &found.filter, before, PAGE + 1).await?;
    let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if has_more {
        rows.pop();
    }
    let older = if has_more { rows.last().map(|row| row.number) } else { None };
    let mut subjects: Vec<String> = rows.iter().map(|row| row.subject.clone()).collect();
    subjects.push(search.subject.clone());
    let words = Words::of(context, locale, asker, &subjects).await?;
    Ok(Rows {
        rows: rows.into_iter().map(|row| words.entry(row)).collect(),
        older,
        subject: if search.subject.contains(':') {
            words.subject(&search.subject).name
        } else {
            String::new()
        },
        is_cut: found.is_cut,
    })
}

/// Walks the whole chain, and looks for the rows that this node has anchored.
pub async fn verify(context: &Context) -> Outcome<Verdict> {
    anchors::verify(context, &anchors::own(context)?).await
}
