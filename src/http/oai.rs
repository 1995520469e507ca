//! The library for harvesters (OAI-PMH 2.0): `/oai`, by GET or POST.
//!
//! A harvester gets what its asker may see: with a token what the token's owner sees, without one what an anonymous
//! visitor sees, which behind a closed gate is nothing. Sets are the kinds of items.

mod asked;
mod token;

use crate::domain::id::ItemId;
use crate::domain::library::ItemKind;
use crate::domain::time::Moment;
use crate::error::{Failure, Outcome};
use crate::formats::oai::{self, Answer, Body, ErrorCode, Header, Item, Repository, Resumption, Set};
use crate::services::harvest::{self, Harvested};
use crate::visit::Visit;
use crate::visit::fields::Fields;
use asked::{Asked, Listed, Listing};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

/// So many items are in one part of a list.
const PART: usize = 100;
const FORM: &str = "application/x-www-form-urlencoded";

/// `GET /oai`.
///
/// # Errors
/// When the database fails. What the protocol calls an error is an answer.
pub async fn get(visit: Visit) -> Outcome<Response> {
    let given = visit.parameters();
    answer(&visit, &given).await
}

/// `POST /oai`: the same arguments as a form. It only reads.
///
/// # Errors
/// As [`get`]; [`Failure::MediaType`] for anything but a form.
pub async fn post(visit: Visit, headers: HeaderMap, given: Fields) -> Outcome<Response> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM));
    if is_form { answer(&visit, &given).await } else { Err(Failure::MediaType) }
}

/// Why there is no answer to what was asked.
enum Refusal {
    /// The protocol has a name for it.
    Error(ErrorCode),
    Failure(Failure),
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self::Error(code)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

async fn answer(visit: &Visit, given: &Fields) -> Outcome<Response> {
    let mut request: Vec<(String, String)> =
        given.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let answered_at = Moment::now();
    let body = match Asked::read(given, &visit.state.key) {
        Ok(asked) => answered(visit, asked).await,
        Err(code) => Err(code.into()),
    };
    let body = match body {
        Ok(body) => body,
        Err(Refusal::Failure(failure)) => return Err(failure),
        Err(Refusal::Error(code)) => {
            // The protocol wants only arguments that were understood to be repeated.
            if matches!(code, ErrorCode::BadVerb | ErrorCode::BadArgument) {
                request.clear();
            }
            Body::Error(code, visit.state.texts.get(told(code)).to_owned())
        }
    };
    let base_url = format!("{}/oai", visit.state.config.base_url);
    let xml = oai::answer(&Answer { answered_at, base_url: &base_url, request: &request, body });
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], xml).into_response())
}

/// The locale key of what is said of an error.
fn told(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadArgument => "oai-bad-argument",
        ErrorCode::BadResumptionToken => "oai-bad-token",
        ErrorCode::BadVerb => "oai-bad-verb",
        ErrorCode::CannotDisseminateFormat => "oai-no-format",
        ErrorCode::IdDoesNotExist => "oai-no-item",
        ErrorCode::NoRecordsMatch => "oai-no-match",
    }
}

async fn answered(visit: &Visit, asked: Asked) -> Result<Body, Refusal> {
    match asked {
        Asked::Identify => Ok(Body::Identify(Repository {
            name: visit.state.texts.get("brand").to_owned(),
            administrator: visit.state.config.mail_address().to_owned(),
            earliest: harvest::earliest(&visit.state).await?,
        })),
        Asked::Formats { identifier } => {
            if let Some(identifier) = identifier {
                found(visit, &identifier).await?;
            }
            Ok(Body::Formats)
        }
        Asked::Sets => Ok(Body::Sets(ItemKind::all().map(|kind| set(visit, kind)).collect())),
        Asked::Record { identifier } => Ok(Body::Record(item(visit, &found(visit, &identifier).await?))),
        Asked::List { listed, listing } => list(visit, listed, listing).await,
    }
}

fn set(visit: &Visit, kind: ItemKind) -> Set {
    let name = visit.state.texts.get(&format!("kind-{}", kind.slug())).to_owned();
    Set { spec: kind.slug(), name }
}

/// What every identifier of this portal's items begins with.
fn identifier_start(visit: &Visit) -> String {
    format!("oai:{}:", visit.state.config.host())
}

async fn found(visit: &Visit, identifier: &str) -> Result<Harvested, Refusal> {
    let id = identifier.strip_prefix(&identifier_start(visit)).ok_or(ErrorCode::IdDoesNotExist)?;
    match harvest::one(&visit.state, &visit.asker, &ItemId::from(id)).await {
        Err(Failure::NotFound) => Err(ErrorCode::IdDoesNotExist.into()),
        other => Ok(other?),
    }
}

async fn list(visit: &Visit, listed: Listed, listing: Listing) -> Result<Body, Refusal> {
    let selection = listing.selection;
    let part = harvest::list(&visit.state, &visit.asker, &selection, &listing.after, PART).await?;
    if part.items.is_empty() {
        return Err(ErrorCode::NoRecordsMatch.into());
    }
    let count = u64::try_from(part.items.len()).unwrap_or(u64::MAX);
    let token = part.next.map(|after| {
        let next = Listing { selection, after, before: listing.before.saturating_add(count) };
        token::of(&next, listed, &visit.state.key)
    });
    // A list that is given whole has no token; one in parts ends with an empty one.
    let resumption = (token.is_some() || listing.before > 0)
        .then(|| Resumption { token: token.unwrap_or_default(), before: listing.before });
    Ok(match listed {
        Listed::Identifiers => {
            Body::Identifiers(part.items.iter().map(|item| header(visit, item)).collect(), resumption)
        }
        Listed::Records => {
            Body::Records(part.items.iter().map(|found| item(visit, found)).collect(), resumption)
        }
    })
}

fn header(visit: &Visit, item: &Harvested) -> Header {
    Header {
        identifier: format!("{}{}", identifier_start(visit), item.id),
        changed_at: item.changed_at,
        set: item.kind.slug(),
        is_deleted: item.content.is_none(),
    }
}

fn item(visit: &Visit, found: &Harvested) -> Item {
    let metadata = found.content.as_ref().map(|content| harvest::dublin_core(&visit.state, content));
    Item { header: header(visit, found), metadata }
}
