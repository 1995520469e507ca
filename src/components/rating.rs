//! "Was this helpful?" at the end of an article or record. Works without script: the answer is a form, the thanks
//! take its place.

use crate::page_context::page_context;
use crate::texts::t;
use crate::visit::fields::Fields;
use domain::account::Account;
use leptos::prelude::*;

/// Name of the query parameter by which the page knows what became of a rating.
pub(crate) const OUTCOME: &str = "rated";
const STORED: &str = "stored";
const NOT_STORED: &str = "not-stored";

/// Where a rating leads back to. `address` is the item's own.
pub(crate) fn thanks_address(address: &str, is_stored: bool) -> String {
    let outcome = if is_stored { STORED } else { NOT_STORED };
    format!("{address}?{OUTCOME}={outcome}#rating")
}

/// What became of a rating, if one has just led here.
fn outcome() -> Option<String> {
    let address = page_context().address;
    let (_, query) = address.split_once('?')?;
    Fields::parse(query).first(OUTCOME).map(str::to_owned)
}

/// Whether a rating has just led to this page.
pub(crate) fn has_just_rated() -> bool {
    outcome().is_some()
}

/// The question, or the thanks after it was answered. `address` is the item's own. Staff are not asked: their
/// reading is work.
pub(crate) fn rating(address: &str) -> impl IntoView + use<> {
    let is_staff = page_context().asker.account.as_ref().is_some_and(Account::is_staff);
    let address = address.to_owned();
    (!is_staff).then(|| match outcome().as_deref() {
        Some(STORED) => thanks().into_any(),
        Some(NOT_STORED) => thanks_without_consent(address).into_any(),
        _ => question(&address).into_any(),
    })
}

fn question(address: &str) -> impl IntoView + use<> {
    view! {
        <form class="rating" id="rating" method="post" action=format!("{address}/rate")>
            <p id="rating-question">{t("rating-question")}</p>
            <div class="cluster" role="group" aria-labelledby="rating-question">
                <button class="button" name="helpful" value="yes">{t("rating-yes")}</button>
                <button class="button" name="helpful" value="no">{t("rating-no")}</button>
            </div>
        </form>
    }
}

fn thanks() -> impl IntoView {
    view! { <div class="rating" id="rating" role="status"><p>{t("rating-thanks")}</p></div> }
}

fn thanks_without_consent(address: String) -> impl IntoView {
    view! {
        <div class="rating" id="rating" role="status">
            <p>{t("rating-thanks")}</p>
            <span>{t("rating-not-stored")}" "<a href="/privacy">{t("consent-more")}</a></span>
            <form method="post" action="/consent">
                <input type="hidden" name="next" value=format!("{address}#rating")/>
                <button class="button" name="answer" value="yes">{t("consent-yes")}</button>
            </form>
        </div>
    }
}
