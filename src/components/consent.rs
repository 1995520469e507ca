//! The question of consent to engagement signals: asked once, plainly, beside the page and never over it.

use crate::page_context::page_context;
use crate::texts::t;
use domain::asker::LibraryView;
use leptos::prelude::*;

/// The question, for readers who have not answered it. Staff are not asked: their reading is work.
pub(crate) fn question() -> impl IntoView {
    let page = page_context();
    let is_staff = page.asker.account.as_ref().is_some_and(domain::account::Account::is_staff);
    let is_signed_in = page.asker.account.is_some();
    let is_reader = page.asker.library_view() != LibraryView::Nothing;
    (page.is_asker_known && is_reader && !is_staff && !page.asker.consent_asked).then(|| {
        view! {
            <aside class="consent notice notice-info" aria-labelledby="consent-title">
                <h2 id="consent-title">{t("consent-title")}</h2>
                <p>
                    {t("consent-text")} {is_signed_in.then(|| view! { " "{t("consent-history")} })}
                    " "<a href="/privacy">{t("consent-more")}</a>
                </p>
                <form class="cluster" method="post" action="/consent">
                    <input type="hidden" name="next" value=page.address.clone()/>
                    <button class="button button-primary" name="answer" value="yes">{t("consent-yes")}</button>
                    <button class="button button-secondary" name="answer" value="no">{t("consent-no")}</button>
                </form>
            </aside>
        }
    })
}
