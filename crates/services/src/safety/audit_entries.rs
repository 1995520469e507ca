//! What the audit trail holds of a safety report: its state, never its text.

use crate::failure::Outcome;
use domain::safety::Report;
use storage::{Tx, audit};

/// A change of state.
pub(super) async fn record(
    tx: &mut Tx,
    actor: audit::Actor<'_>,
    action: &str,
    report: &Report,
    states: (&str, &str),
) -> Outcome<()> {
    record_with(tx, actor, action, report, states, "").await
}

/// A change of state, with the officer's reason.
pub(super) async fn record_with(
    tx: &mut Tx,
    actor: audit::Actor<'_>,
    action: &str,
    report: &Report,
    (old, new): (&str, &str),
    reason: &str,
) -> Outcome<()> {
    let change = audit::Change { actor, action, kind: "report", id: report.id.as_str(), old, new, reason };
    Ok(audit::append(tx, change).await?)
}
