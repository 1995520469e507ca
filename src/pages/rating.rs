//! The answer to "Was this helpful?".

use crate::components::rating::thanks_address;
use crate::error::Outcome;
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::response::Response;
use domain::engagement::Event;
use domain::id::{ItemId, RecordId};
use services::failure::{Failure, Problems};
use services::{engagement, library};

/// Rates an article.
///
/// # Errors
/// As the article's own page; [`Failure::Invalid`] without a yes or a no.
pub(crate) async fn article(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Outcome<Response> {
    let article = library::article(&visit.context, &visit.locale, &visit.asker, &slug).await?;
    rated(&visit, ItemId::from(&article.id), &article.address(), &fields)
}

/// Rates a record.
///
/// # Errors
/// [`Failure::NotFound`] when this asker has no such record; [`Failure::Invalid`] without a yes or a no.
pub(crate) async fn record(visit: Visit, Path(id): Path<String>, fields: Fields) -> Outcome<Response> {
    let shown = library::record(&visit.context, &visit.asker, &RecordId::from(id)).await?;
    let id = &shown.record.id;
    rated(&visit, id.into(), &format!("/records/{id}"), &fields)
}

/// Notes the rating, with consent, and leads back to the item. Its page asks nobody without consent; somebody may have
/// withdrawn it since the page was shown.
fn rated(visit: &Visit, item: ItemId, address: &str, fields: &Fields) -> Outcome<Response> {
    let is_helpful = match fields.text("helpful") {
        "yes" => true,
        "no" => false,
        _ => return Err(Failure::Invalid(Problems::one("helpful", "rating-missing")).into()),
    };
    engagement::note(&visit.context, &visit.asker, Event::Rated { item, is_helpful });
    let is_stored = visit.asker.counted().is_some();
    Ok(visit::redirect(&thanks_address(address, is_stored)))
}
