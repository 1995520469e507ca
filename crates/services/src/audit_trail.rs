//! The audit trail, for those who read it.

use crate::anchors;
use crate::context::Context;
use crate::failure::Outcome;
use std::collections::HashMap;

pub use storage::audit::{Row, Verdict};

/// Rows on one page.
pub const PAGE: i64 = 100;

/// A page of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Newest first.
    pub rows: Vec<Row>,
    /// Names of the people, by id.
    pub names: HashMap<String, String>,
    /// Number from which the next page goes back; none on the last.
    pub older: Option<i64>,
}

/// Rows before a number (from the end without one), newest first. `subject` is a kind, such as `account`, or a kind
/// and an id, such as `account:0193…`.
pub async fn rows(context: &Context, subject: Option<&str>, before: Option<i64>) -> Outcome<Rows> {
    let before = before.unwrap_or(i64::MAX);
    let mut rows = storage::audit::list(&context.store, subject, before, PAGE + 1).await?;
    let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if has_more {
        rows.pop();
    }
    let older = if has_more { rows.last().map(|row| row.number) } else { None };
    Ok(Rows { older, rows, names: storage::accounts::names(&context.store).await? })
}

/// Walks the whole chain, and looks for the rows that this node has anchored.
pub async fn verify(context: &Context) -> Outcome<Verdict> {
    anchors::verify(context, &anchors::own(context)?).await
}
