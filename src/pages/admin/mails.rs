//! Mails that could not be delivered.

use super::crumbs;
use crate::app::{self, Head};
use crate::components::date_time::time;
use crate::error::Outcome;
use crate::texts::{t, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::response::Response;
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::Failure;
use services::undelivered::{self, Decision, DeliveryFailure, Undelivered};

/// The undelivered mails, the latest first.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let (mails, total) = undelivered::list(&visit.context, &visit.asker).await?;
    let done = match visit.parameter("done").as_deref() {
        Some("again") => Some("mails-again-done"),
        Some("given-up") => Some("mails-given-up-done"),
        _ => None,
    };
    let head = Head::titled(visit.locale.get("admin-mails")).wide();
    Ok(app::page(&visit, head, move || {
        let has_more = total > undelivered::MOST_SHOWN;
        view! {
            <div class="stack">
                {crumbs()}
                <h1 class="page-title">{t("admin-mails")}</h1>
                <p class="lede">{t("mails-lede")}</p>
                {done.map(|key| view! { <p class="notice notice-success" role="status">{t(key)}</p> })}
                {table(mails)}
                {has_more.then(|| view! { <p class="meta">{t_with("mails-more", &[("count", total.into())])}</p> })}
            </div>
        }
    }))
}

fn table(mails: Vec<Undelivered>) -> impl IntoView {
    if mails.is_empty() {
        return view! { <p class="empty-state">{t("mails-none")}</p> }.into_any();
    }
    view! {
        <table class="table" role="table">
            <caption class="visually-hidden">{t("admin-mails")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("mails-subject")}</th>
                    <th role="columnheader" scope="col">{t("mails-recipient")}</th>
                    <th role="columnheader" scope="col">{t("mails-reason")}</th>
                    <th role="columnheader" scope="col">{t("mails-failed")}</th>
                    <th role="columnheader" scope="col">{t("mails-decide")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{mails.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn row(mail: Undelivered) -> impl IntoView {
    let action = format!("/admin/mails/{}", mail.id);
    let again = t_with("mails-again-of", &[("subject", mail.subject.clone().into())]);
    let give_up = t_with("mails-give-up-of", &[("subject", mail.subject.clone().into())]);
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{mail.subject}</th>
            <td role="cell" data-label=t("mails-recipient")>{mail.recipient}</td>
            <td role="cell" data-label=t("mails-reason")>{reason(mail.failure)}</td>
            <td role="cell" data-label=t("mails-failed")>
                <div>
                    {time(mail.failed_at)}" · "
                    {t_with("mails-tries", &[("count", mail.tries.into())])}
                </div>
            </td>
            <td role="cell" data-label=t("mails-decide")>
                <form class="cluster" method="post" action=action>
                    <button class="button" name="step" value="again" aria-label=again>{t("mails-again")}</button>
                    <button class="button button-danger" name="step" value="give-up" aria-label=give_up>
                        {t("mails-give-up")}
                    </button>
                </form>
            </td>
        </tr>
    }
}

/// Why it was not delivered, with the code to look up.
fn reason(failure: DeliveryFailure) -> String {
    let reason = t_for(&format!("mails-reason-{}", failure.reason.slug()));
    match failure.code {
        Some(code) => format!("{reason} ({code})"),
        None => reason,
    }
}

/// Sends a mail again or gives it up, as the button says.
///
/// # Errors
/// [`Failure::NotFound`] for another button; [`Failure::Conflict`] when somebody else has decided.
pub(crate) async fn decide(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let (decision, done) = match fields.text("step") {
        "again" => (Decision::SendAgain, "again"),
        "give-up" => (Decision::GiveUp, "given-up"),
        _ => return Err(Failure::NotFound.into()),
    };
    undelivered::decide(&visit.context, &visit.asker, &id, decision).await?;
    Ok(visit::redirect(&format!("/admin/mails?done={done}")))
}
