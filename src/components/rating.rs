//! "Was this helpful?" at the end of an article or record. Works without script: the answer is a form, the thanks
//! take its place.

use crate::page_context::page_context;
use crate::texts::t;
use crate::visit::fields::Fields;
use leptos::prelude::*;

/// Name of the query parameter by which the page knows that a rating has just been stored.
pub(crate) const OUTCOME: &str = "rated";
const STORED: &str = "stored";

/// Where a rating leads back to; `address` is the item's own. Only what was stored is thanked for.
pub(crate) fn thanks_address(address: &str, is_stored: bool) -> String {
    if is_stored { format!("{address}?{OUTCOME}={STORED}#rating") } else { address.to_owned() }
}

/// Whether a rating has just led to this page.
pub(crate) fn has_just_rated() -> bool {
    let address = page_context().address;
    let query = address.split_once('?').map(|(_, query)| Fields::parse(query));
    query.is_some_and(|query| query.first(OUTCOME) == Some(STORED))
}

/// The question, or the thanks after it was answered. `address` is the item's own. Asked only where the answer is
/// stored: with consent, and not of staff, whose reading is work.
pub(crate) fn rating(address: &str) -> impl IntoView + use<> {
    let address = address.to_owned();
    page_context().asker.counted().is_some().then(|| match has_just_rated() {
        true => thanks().into_any(),
        false => question(&address).into_any(),
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
