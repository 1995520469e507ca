//! The answer to the question of consent to engagement signals.

use crate::error::Outcome;
use crate::visit::cookies::CONSENT;
use crate::visit::{self, Visit, cookies, fields::Fields};
use axum::response::Response;
use services::consent;

/// How long a visitor's answer is kept, in days.
const DAYS: u32 = 180;

/// Stores the answer and leads back. Anything but yes is no.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let is_given = fields.text("answer") == "yes";
    let response = visit::redirect(fields.text("next"));
    let old = visit.asker.visitor.as_ref();
    if let Some(account) = &visit.asker.account {
        consent::of_person(&visit.context, account, old, is_given).await?;
        return Ok(response);
    }
    let number = consent::of_visitor(&visit.context, old, is_given).await?;
    let value = number.as_ref().map_or("no", |number| number.as_str());
    Ok(visit::with_cookie(response, &cookies::signed_for(&visit.context, CONSENT, value, DAYS)))
}
