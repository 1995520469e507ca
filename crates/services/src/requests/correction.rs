//! Correcting what a request is about and when it is due. What the asker was promised stays known.

use super::{at_desk, find, record, same_version};
use crate::changed_fields::changed_fields;
use crate::context::Context;
use crate::failure::{Outcome, Problems};
use domain::asker::Asker;
use domain::request::{Request, Urgency};
use domain::slug::Slug;
use domain::time::{DAY, Moment};
use domain::vocabulary::TermKind;

/// What somebody at the desk says of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// Slugs of the vocabulary; empty where not known.
    pub product: String,
    pub area: String,
    /// `None`: as it is.
    pub urgency: Option<Urgency>,
    /// The day, `YYYY-MM-DD`; empty: by the urgency.
    pub due: String,
}

/// Corrects a request, for anybody at the desk. Urgency and due date only change while it is open; without a date of its
/// own it is due by the rule of its urgency. A product whose area is known brings it along.
///
/// # Errors
/// [`crate::failure::Failure::Invalid`] with problems of `product`, `area` or `due`; `Conflict` when it changed in the
/// meantime.
pub async fn correct(
    context: &Context,
    asker: &Asker,
    reference: &str,
    seen: i64,
    correction: Correction,
) -> Outcome<()> {
    let me = at_desk(asker)?;
    let old = find(context, reference).await?;
    same_version(&old, seen)?;
    let new = corrected(context, &old, correction)?;
    let (before, after) = difference(&old, &new);
    if before == after {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    storage::requests::update(&mut tx, &new).await?;
    record(&mut tx, me, "request.correct", &new, (&before, &after), "").await?;
    Ok(tx.commit().await?)
}

fn corrected(context: &Context, old: &Request, correction: Correction) -> Outcome<Request> {
    let vocabulary = context.vocabulary();
    let mut problems = Problems::new();
    // What has left the vocabulary since may stay.
    for (field, kind, slug, was) in [
        ("product", TermKind::Product, &correction.product, &old.product),
        ("area", TermKind::Area, &correction.area, &old.area),
    ] {
        let is_known = slug.is_empty() || slug == was || vocabulary.find(kind, slug).is_some();
        problems.require(is_known, field, "desk-term-unknown");
    }
    let mut new = Request { product: correction.product, area: correction.area, ..old.clone() };
    if new.area.is_empty()
        && new.product != old.product
        && let Some(product) = vocabulary.find(TermKind::Product, &new.product)
    {
        new.area.clone_from(&product.area);
    }
    if old.state.is_open() {
        new.urgency = correction.urgency.unwrap_or(old.urgency);
        let now = Moment::now();
        let due = correction.due.trim();
        if due.is_empty() || (due == old.due_at.day() && old.due_set_at.is_none()) {
            new.due_at = old.promise.asked_at.plus_working_days(new.urgency.working_days());
            new.due_set_at = None;
        } else if due != old.due_at.day() {
            match Moment::from_day(due).map(end_of_day).filter(|day| *day >= now) {
                Some(day) => {
                    new.due_at = day;
                    new.due_set_at = Some(now);
                }
                None => problems.add("due", "desk-due-invalid"),
            }
        }
    }
    problems.or(new)
}

/// The last minute of a day in UTC, the zone of the portal's working days.
fn end_of_day(day: Moment) -> Moment {
    day.plus(DAY - 60_000)
}

/// The fields in which two states of a request differ, before and after, as JSON.
fn difference(old: &Request, new: &Request) -> (String, String) {
    let fields = |request: &Request| {
        [
            ("product", request.product.clone()),
            ("area", request.area.clone()),
            ("urgency", request.urgency.slug().to_owned()),
            ("due", request.due_at.rfc3339_seconds()),
        ]
    };
    changed_fields(fields(old), fields(new))
}
