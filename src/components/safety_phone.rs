//! Whom to call with a safety concern while the portal cannot store one.

use crate::page_context::page_context;
use crate::texts::{t, t_with};
use leptos::prelude::*;

/// The telephone number of the configuration as a link; without one, the way that always exists.
pub(crate) fn call_instead() -> AnyView {
    let phone = page_context().safety_phone;
    if phone.is_empty() {
        return view! { <p>{t("report-call-elsewhere")}</p> }.into_any();
    }
    let dialled: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
    let text = t_with("report-call", &[("phone", phone.to_string().into())]);
    view! { <p><a href=format!("tel:{dialled}")>{text}</a></p> }.into_any()
}

/// Says that a report was not stored, and whom to call.
pub(crate) fn not_stored() -> AnyView {
    view! {
        <div class="notice notice-warning" id="report-not-stored" role="alert">
            <strong>{t("report-not-stored-title")}</strong>
            <p>{t("report-not-stored")}</p>
            {call_instead()}
        </div>
    }
    .into_any()
}
