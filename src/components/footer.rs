//! The footer of every page, with the link to report a safety concern.

use crate::texts::t;
use leptos::prelude::*;

/// The footer of every page.
pub(crate) fn site_footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <p><a class="safety-link" href="/report-safety">{t("footer-safety")}</a></p>
            <nav aria-label=t("footer-label")>
                <ul class="cluster">
                    <li><a href="/about">{t("footer-about")}</a></li>
                    <li><a href="/preferences">{t("preferences-title")}</a></li>
                    <li><a href="/privacy">{t("footer-privacy")}</a></li>
                </ul>
            </nav>
            <p class="footer-note">{t("footer-note")}</p>
        </footer>
    }
}
