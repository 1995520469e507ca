//! What safety officers are mailed about reports: of the first one at once, of those that follow soon after in one mail
//! for all. So a flood of reports fills the list, where it is marked, and nobody's mailbox.

use super::officers::recipients;
use crate::context::Context;
use crate::failure::Outcome;
use domain::account::{Account, SAFETY_OFFICERS};
use domain::safety::Report;
use domain::time::Moment;
use std::time::Duration;
use storage::safety::Unnotified;
use storage::{Tx, outbox, throttles};
use tokio::sync::watch;

const LEASE: &str = "safety-notices";
/// How often the worker looks.
const PAUSE: Duration = Duration::from_secs(60);
/// For how long one node keeps the work to itself, in milliseconds.
const HOLD: i64 = 150_000;
/// Ten minutes, for which reports are gathered, in milliseconds.
const INTERVAL: i64 = 10 * 60_000;
/// Reports of one sender in [`INTERVAL`] from which on it is a flood.
const FLOOD: i64 = 20;

/// Counts a report that arrives, marks it if it is part of a flood, and says whether it is mailed at once. People
/// without a sign-in count as one sender: nothing tells them apart that they could not choose.
pub(super) async fn count(tx: &mut Tx, report: &mut Report) -> Outcome<bool> {
    let sender = report.account.as_ref().map_or("anybody", |account| account.as_str());
    let key = format!("safety report of {sender}");
    let reports = throttles::count_in(tx, &key, report.filed_at, INTERVAL).await?;
    report.is_in_flood = reports > FLOOD;
    if reports == FLOOD + 1 {
        tracing::warn!("far more safety reports arrive than usual; they are marked in the list");
    }
    Ok(reports == 1)
}

/// Where a mail leads: to the reports, or where there is no safety officer to the page on which one is made, since
/// administrators may not read reports.
fn link(context: &Context, recipient: &Account, path: &str) -> String {
    let path = if recipient.has_any(SAFETY_OFFICERS) { path } else { "/admin/people" };
    format!("{}{path}", context.config.base_url)
}

/// Mails about one report.
pub(super) async fn of_one(
    context: &Context,
    tx: &mut Tx,
    recipients: &[Account],
    (reference, day_zero): (&str, Moment),
) -> Outcome<()> {
    for recipient in recipients {
        let locale = context.locale_of(recipient);
        let args = [
            ("reference", reference.into()),
            ("day", locale.time(day_zero).into()),
            ("link", link(context, recipient, &format!("/safety/{reference}")).into()),
        ];
        let subject = locale.with("mail-safety-subject", &args);
        let body =
            if recipient.has_any(SAFETY_OFFICERS) { "mail-safety-body" } else { "mail-safety-body-nobody" };
        let body = locale.with(body, &args);
        outbox::put(tx, &recipient.email, &subject, &body, Moment::now()).await?;
    }
    Ok(())
}

/// Mails about several.
async fn of_several(
    context: &Context,
    tx: &mut Tx,
    recipients: &[Account],
    several: &Unnotified,
) -> Outcome<()> {
    for recipient in recipients {
        let locale = context.locale_of(recipient);
        let args = [
            ("count", several.count.into()),
            ("flood", several.in_flood.into()),
            ("first", locale.time(several.first).into()),
            ("last", locale.time(several.last).into()),
            ("link", link(context, recipient, "/safety").into()),
        ];
        let subject = locale.with("mail-safety-several-subject", &args);
        let body = if recipient.has_any(SAFETY_OFFICERS) {
            "mail-safety-several-body"
        } else {
            "mail-safety-several-body-nobody"
        };
        let body = locale.with(body, &args);
        outbox::put(tx, &recipient.email, &subject, &body, Moment::now()).await?;
    }
    Ok(())
}

/// Mails about gathered reports until told to stop. One node does this for all.
pub(crate) async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4().simple().to_string();
    loop {
        if let Err(failure) = once(&context, &holder, Moment::now()).await {
            tracing::error!(%failure, "nobody was mailed about safety reports that wait");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    // A lease that could not be given back runs out by itself.
    _ = storage::leases::release(&context.store, LEASE, &holder).await;
}

async fn once(context: &Context, holder: &str, now: Moment) -> Outcome<()> {
    if storage::leases::hold(&context.store, LEASE, holder, HOLD).await? {
        send_gathered(context, now).await?;
    }
    Ok(())
}

/// Mails about the reports that nobody was mailed about, if the last mail is long enough ago.
pub async fn send_gathered(context: &Context, now: Moment) -> Outcome<()> {
    let Some(waiting) = storage::safety::unnotified(&context.store).await? else { return Ok(()) };
    let is_due = waiting.last_notice.is_none_or(|last| last.plus(INTERVAL) <= now);
    let recipients = recipients(context).await?;
    if !is_due || recipients.is_empty() {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    match waiting.count {
        1 => of_one(context, &mut tx, &recipients, (&waiting.reference, waiting.first)).await?,
        _ => of_several(context, &mut tx, &recipients, &waiting).await?,
    }
    storage::safety::set_notified(&mut tx, waiting.last, now).await?;
    Ok(tx.commit().await?)
}
