//! Reports that turn out to be none, such as a test or a flood's.

use super::audit_entries::record_with;
use super::officers::officer;
use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use domain::asker::Asker;
use domain::time::Moment;

/// Longest reason, in characters.
const REASON_MAX: usize = 2_000;

/// Voids a report: it stays, word for word, and is no longer counted.
///
/// # Errors
/// [`Failure::Invalid`] without a reason; [`Failure::NotFound`] for whoever is no safety officer, and where there is no
/// such report; [`Failure::Conflict`] when it was voided before.
pub async fn void(context: &Context, asker: &Asker, reference: &str, reason: &str) -> Outcome<()> {
    let me = officer(asker)?;
    let report = storage::safety::find(&context.store, reference).await?.ok_or(Failure::NotFound)?;
    let reason = reason.trim();
    let mut problems = Problems::new();
    problems.require(!reason.is_empty(), "reason", "safety-void-reason-missing");
    problems.require(reason.chars().count() <= REASON_MAX, "reason", "form-too-long");
    problems.or(())?;
    let mut tx = context.store.begin().await?;
    storage::safety::void(&mut tx, &report, &me.id, reason, Moment::now()).await?;
    record_with(&mut tx, me.into(), "report.void", &report, ("", "voided"), reason).await?;
    Ok(tx.commit().await?)
}
