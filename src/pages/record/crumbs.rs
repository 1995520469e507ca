//! The way from the library to its records.

use crate::texts::t;
use leptos::prelude::*;

/// The way from the library to its records.
pub(super) fn crumbs() -> impl IntoView + use<> {
    view! {
        <nav class="crumbs" aria-label=t("crumbs")>
            <ol>
                <li><a href="/search">{t("crumbs-library")}</a></li>
                <li><a href="/search?kind=record">{t("crumbs-records")}</a></li>
            </ol>
        </nav>
    }
}
