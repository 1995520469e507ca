//! What somebody else saved while a form was being filled in, beside what was typed.

use crate::texts::t;
use leptos::prelude::*;

/// The stored values by the labels of their fields, above a form that still holds what was typed.
pub(crate) fn stored_meanwhile(fields: Vec<(String, String)>) -> impl IntoView {
    let rows = fields
        .into_iter()
        .map(|(label, value)| {
            let value = if value.trim().is_empty() { t("changed-empty").to_owned() } else { value };
            view! { <dt>{label}</dt> <dd class="as-typed">{value}</dd> }
        })
        .collect_view();
    view! {
        <section class="notice notice-warning stack" role="alert" aria-labelledby="changed-meanwhile">
            <h2 id="changed-meanwhile">{t("changed-meanwhile")}</h2>
            <p>{t("changed-meanwhile-text")}</p>
            <dl>{rows}</dl>
        </section>
    }
}
