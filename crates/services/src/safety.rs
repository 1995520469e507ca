//! Safety reports: received from anybody, kept exactly as they came, taken over by the safety officers.

mod audit_entries;
mod export;
pub mod notices;
mod officers;
mod voiding;
mod words;

pub use export::{as_csv, as_json};
pub use officers::{Recipients, recipients_now};
pub use voiding::void;
pub use words::{Words, words_of};

use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::requests::desk::note_safety;
use audit_entries::record;
use domain::account::Account;
use domain::asker::Asker;
use domain::id::{AccountId, ReportId, readable_reference};
use domain::request::{Request, SafetyAnswer, TEXT_MAX};
use domain::safety::{Report, ReportData, ReportState};
use domain::slug::Slug;
use domain::time::Moment;
use domain::vocabulary::TermKind;
use officers::{officer, recipients};
use storage::requests::Scope;
use storage::safety::ReportCounts;
use storage::{StoreError, submissions};
use words::{may_answer, visible_request};

/// Reports on one page of the inbox.
pub const PAGE: usize = 50;
/// Longest of the short fields, in characters.
const SHORT_MAX: usize = 2_000;

/// Where the words of a report come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Source<'a> {
    /// Reference of the request that mentioned the event; empty where none did.
    pub request: &'a str,
    /// Which of its words: see [`Words`].
    pub words: &'a str,
}

/// Accepts a report. Where a request mentioned the event, and it is one that the asker may see, day zero is when those
/// words arrived; its owner thereby answers the request's safety question, and anybody else's report asks an owner again
/// who said that there is nothing to report. `token` is the form's random number: the same form sent twice makes one
/// report.
///
/// # Errors
/// [`Failure::Invalid`] with problems of `event`, `contact` or the form as a whole.
pub async fn report(
    context: &Context,
    asker: &Asker,
    data: ReportData,
    source: Source<'_>,
    token: &str,
) -> Outcome<Report> {
    check(&data)?;
    let request = visible_request(context, asker, source.request).await?;
    let arrived_at = match &request {
        Some(request) => words::arrived_at(context, request, source.words).await?,
        None => None,
    };
    let fresh = uuid::Uuid::new_v4().to_string();
    let token = if token.is_empty() { &fresh } else { token };
    let key = submissions::key(token, &[&serde_json::to_string(&data)?]);
    let mut last = Failure::Conflict;
    // A reference may be taken by chance; another one is then drawn.
    for _ in 0..3 {
        if let Some(report) = storage::safety::find_sent(&context.store, &key).await? {
            return Ok(report);
        }
        let now = Moment::now();
        let mut report = Report {
            id: ReportId::new(),
            reference: readable_reference("SR", now.year()),
            day_zero: arrived_at.unwrap_or(now),
            filed_at: now,
            data: data.clone(),
            account: asker.id().cloned(),
            request: request.as_ref().map(|request| request.id.clone()),
            acknowledged_at: None,
            acknowledged_by: None,
            is_in_flood: false,
            voided: None,
        };
        match receive(context, asker, &mut report, request.as_ref(), &key).await {
            Ok(()) => return Ok(report),
            Err(Failure::Conflict) => last = Failure::Conflict,
            Err(other) => return Err(other),
        }
    }
    Err(last)
}

fn check(data: &ReportData) -> Outcome<()> {
    let mut problems = Problems::new();
    problems.require(!data.event.trim().is_empty(), "event", "report-event-missing");
    problems.require(data.event.chars().count() <= TEXT_MAX, "event", "form-too-long");
    problems.require(!data.contact.trim().is_empty(), "contact", "report-contact-missing");
    for (field, text) in [
        ("contact", &data.contact),
        ("reporter-name", &data.reporter_name),
        ("reporter-profession", &data.reporter_profession),
        ("country", &data.country),
        ("product", &data.product),
        ("batch", &data.batch),
        ("patient", &data.patient),
        ("onset", &data.onset),
        ("outcome", &data.outcome),
    ] {
        problems.require(text.chars().count() <= SHORT_MAX, field, "form-too-long");
    }
    problems.or(())
}

async fn receive(
    context: &Context,
    asker: &Asker,
    report: &mut Report,
    request: Option<&Request>,
    key: &str,
) -> Outcome<()> {
    let recipients = recipients(context).await?;
    // The owner's report is their answer. What they have not seen yet they have not answered: the request's version
    // is read again, and a change in the meantime leaves the report standing and the answer open.
    let owner = asker
        .account
        .as_ref()
        .filter(|account| request.is_some_and(|request| request.owner == account.id && may_answer(account)));
    let mut tx = context.store.begin().await?;
    let is_mailed_now = notices::count(&mut tx, report).await? && !recipients.is_empty();
    let notified_at = is_mailed_now.then_some(report.filed_at);
    storage::safety::insert(&mut tx, report, key, notified_at, false).await?;
    let request = match request {
        Some(request) => {
            let version = storage::requests::reopen_safety(&mut tx, &request.id).await?;
            // One version further is this very step.
            let is_seen = version - request.version <= 1 && request.safety == Some(SafetyAnswer::None);
            let (safety, version) = if is_seen { (None, version) } else { (request.safety, request.version) };
            Some(Request { safety, version, ..request.clone() })
        }
        None => None,
    };
    record(&mut tx, asker.into(), "report.receive", report, ("", report.data.kind.slug())).await?;
    if is_mailed_now {
        notices::of_one(context, &mut tx, &recipients, (&report.reference, report.day_zero)).await?;
    }
    tx.commit().await?;
    if let (Some(owner), Some(request)) = (owner, request) {
        answer(context, owner, &request).await?;
    }
    Ok(())
}

/// Notes the owner's answer. A report never waits for it, nor fails with it: it has its own transaction, and where
/// somebody else changed the request in the meantime the owner answers on the desk.
async fn answer(context: &Context, owner: &Account, request: &Request) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    match note_safety(&mut tx, owner, request, SafetyAnswer::Reported).await {
        Ok(()) => Ok(tx.commit().await?),
        Err(Failure::Conflict) => Ok(()),
        Err(other) => Err(other),
    }
}

/// What the portal knows already of a report: the words of the request, the reporter, the product.
pub async fn prefilled(context: &Context, asker: &Asker, request: &str) -> Outcome<ReportData> {
    let request = visible_request(context, asker, request).await?;
    let reporter = match &request {
        Some(request) => storage::accounts::find(&context.store, &request.asker).await?,
        None => asker.account.clone(),
    };
    let vocabulary = context.vocabulary();
    let mut data = ReportData::default();
    if let Some(reporter) = reporter {
        data.contact = reporter.email;
        data.reporter_name = reporter.name;
        data.reporter_profession = vocabulary.name(TermKind::Profession, &reporter.profession).to_owned();
        data.country = reporter.country;
    }
    if let Some(request) = request {
        let words = words::all(context, &request).await?;
        data.event = words.into_iter().map(|words| words.text).collect::<Vec<_>>().join("\n\n");
        data.product = vocabulary.name(TermKind::Product, &request.product).to_owned();
    }
    Ok(data)
}

/// When the report of this reference was received: all that its sender learns.
///
/// # Errors
/// [`Failure::NotFound`] where there is none.
pub async fn received_at(context: &Context, reference: &str) -> Outcome<Moment> {
    let report = storage::safety::find(&context.store, reference).await?;
    Ok(report.ok_or(Failure::NotFound)?.filed_at)
}

/// A page of the inbox.
#[derive(Debug, Clone, Default)]
pub struct Inbox {
    pub rows: Vec<Report>,
    /// Key of the next page, if there is one.
    pub next: Option<(i64, String)>,
    pub counts: ReportCounts,
}

/// The reports in a state, by day zero.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is no safety officer.
pub async fn inbox(
    context: &Context,
    asker: &Asker,
    state: ReportState,
    after: Option<(i64, String)>,
) -> Outcome<Inbox> {
    officer(asker)?;
    let after = after.unwrap_or_default();
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut rows = storage::safety::list(&context.store, Some(state), &after, limit).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().map(key_of).filter(|_| has_more);
    let counts = storage::safety::counts(&context.store).await?;
    Ok(Inbox { rows, next, counts })
}

fn key_of(report: &Report) -> (i64, String) {
    (report.day_zero.0, report.id.to_string())
}

/// A report with the names of who acknowledged and who voided it, and the reference of its request.
#[derive(Debug, Clone)]
pub struct ShownReport {
    pub report: Report,
    pub acknowledged_by: String,
    /// The name of who voided it.
    pub voided_by: String,
    pub request: String,
}

/// One report.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is no safety officer, and where there is none.
pub async fn one(context: &Context, asker: &Asker, reference: &str) -> Outcome<ShownReport> {
    officer(asker)?;
    let report = storage::safety::find(&context.store, reference).await?.ok_or(Failure::NotFound)?;
    let name = async |id: Option<&AccountId>| -> Outcome<String> {
        let Some(id) = id else { return Ok(String::new()) };
        let account = storage::accounts::find(&context.store, id).await?;
        Ok(account.map(|account| account.name).unwrap_or_default())
    };
    let acknowledged_by = name(report.acknowledged_by.as_ref()).await?;
    let voided_by = name(report.voided.as_ref().map(|voided| &voided.by)).await?;
    let request = match &report.request {
        Some(id) => storage::requests::find_by_id(&context.store, Scope::Desk, id).await?,
        None => None,
    };
    Ok(ShownReport {
        report,
        acknowledged_by,
        voided_by,
        request: request.map(|request| request.reference).unwrap_or_default(),
    })
}

/// Takes a report over.
///
/// # Errors
/// [`Failure::NotFound`] as [`one`]. A report that somebody has taken over already stays with them, and a voided one as
/// it is.
pub async fn acknowledge(context: &Context, asker: &Asker, reference: &str) -> Outcome<()> {
    let me = officer(asker)?;
    let report = storage::safety::find(&context.store, reference).await?.ok_or(Failure::NotFound)?;
    let mut tx = context.store.begin().await?;
    match storage::safety::acknowledge(&mut tx, &report, &me.id, Moment::now()).await {
        Ok(()) => {}
        Err(StoreError::Stale) => return Ok(()),
        Err(other) => return Err(other.into()),
    }
    record(&mut tx, me.into(), "report.acknowledge", &report, ("", "acknowledged")).await?;
    tx.commit().await?;
    Ok(())
}

/// Every report, by day zero.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is no safety officer.
pub async fn all(context: &Context, asker: &Asker) -> Outcome<Vec<Report>> {
    const AT_ONCE: i64 = 1_000;
    officer(asker)?;
    let mut reports = Vec::new();
    let mut after = (0, String::new());
    loop {
        let mut page = storage::safety::list(&context.store, None, &after, AT_ONCE).await?;
        let Some(last) = page.last() else { return Ok(reports) };
        after = key_of(last);
        reports.append(&mut page);
    }
}
