//! The trail as a table, for auditors who look at it elsewhere.

use super::search::{AuditSearch, resolve};
use super::words::Words;
use crate::context::Context;
use crate::failure::Outcome;
use crate::locale::Locale;
use domain::asker::Asker;
use formats::csv;
use storage::audit;

/// Most rows of a file; a range of days makes the next.
pub const EXPORT_MOST: i64 = 20_000;
/// Rows read at once.
const AT_ONCE: i64 = 1_000;

const COLUMNS: [&str; 11] =
    ["number", "at", "who", "what", "kind", "subject", "subject_id", "before", "after", "reason", "hash"];

/// The rows that a search finds as CSV (RFC 4180), newest first and at most [`EXPORT_MOST`], with a line of column
/// names. Times are in the reader's zone and say its offset.
pub async fn as_csv(
    context: &Context,
    locale: &Locale,
    asker: &Asker,
    search: &AuditSearch,
    separator: csv::Separator,
) -> Outcome<String> {
    let found = resolve(context, locale, search).await?;
    let mut file = csv::Table::new(separator);
    file.line(COLUMNS);
    let (mut before, mut written) = (i64::MAX, 0);
    loop {
        let rows =
            audit::search(&context.store, &found.filter, before, AT_ONCE.min(EXPORT_MOST - written)).await?;
        let Some(last) = rows.last() else { return Ok(file.into_text()) };
        before = last.number;
        written += i64::try_from(rows.len()).unwrap_or(AT_ONCE);
        let subjects: Vec<String> = rows.iter().map(|row| row.subject.clone()).collect();
        let words = Words::of(context, locale, asker, &subjects).await?;
        for row in rows {
            let entry = words.entry(row);
            let (number, at) = (entry.number.to_string(), locale.timestamp(entry.at));
            file.line([
                number.as_str(),
                &at,
                &entry.actor,
                &entry.action,
                &entry.subject.kind,
                &entry.subject.name,
                &entry.subject.id,
                &entry.old,
                &entry.new,
                &entry.reason,
                &entry.hash,
            ]);
        }
        if written >= EXPORT_MOST {
            return Ok(file.into_text());
        }
    }
}
