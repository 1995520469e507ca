//! The library for harvesters (OAI-PMH 2.0): `/oai`, by GET or POST.
//!
//! A harvester sees what its asker may see: with a token what the token's owner sees, without one what an anonymous
//! visitor sees, which behind a closed gate is nothing. Sets are the kinds of items.

mod listing;
mod request;
mod token;

use crate::error::{AppError, Outcome};
use crate::visit::Visit;
use crate::visit::fields::Fields;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use domain::id::ItemId;
use domain::library::ItemKind;
use domain::time::Moment;
use formats::oai::{self, Answer, Body, ErrorCode, Header, Item, Repository, Resumption, Set};
use listing::{ListKind, Listing};
use request::OaiRequest;
use services::failure::Failure;
use services::harvest::{self, Harvested};

/// So many items are in one part of a list.
const PART: usize = 100;
const FORM: &str = "application/x-www-form-urlencoded";

/// `GET /oai`.
///
/// # Errors
/// What the protocol calls an error is an answer.
pub(crate) async fn get(visit: Visit) -> Outcome<Response> {
    let given = visit.parameters();
    answer(&visit, &given).await
}

/// `POST /oai`: the same arguments as a form. It only reads.
///
/// # Errors
/// As [`get`]; [`AppError::UnsupportedMediaType`] for anything but a form.
pub(crate) async fn post(visit: Visit, headers: HeaderMap, given: Fields) -> Outcome<Response> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM));
    if is_form { answer(&visit, &given).await } else { Err(AppError::UnsupportedMediaType) }
}

/// Why there is no answer to what was asked.
enum OaiError {
    /// The protocol has a name for it.
    Protocol(ErrorCode),
    Failure(Failure),
}

impl From<ErrorCode> for OaiError {
    fn from(code: ErrorCode) -> Self {
        Self::Protocol(code)
    }
}

impl From<Failure> for OaiError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

async fn answer(visit: &Visit, given: &Fields) -> Outcome<Response> {
    let mut request: Vec<(String, String)> =
        given.pairs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let answered_at = Moment::now();
    let body = match OaiRequest::read(given, &visit.context.key) {
        Ok(request) => answered(visit, request).await,
        Err(code) => Err(code.into()),
    };
    let body = match body {
        Ok(body) => body,
        Err(OaiError::Failure(failure)) => return Err(failure.into()),
        Err(OaiError::Protocol(code)) => {
            // The protocol wants only arguments that were understood to be repeated.
            if matches!(code, ErrorCode::BadVerb | ErrorCode::BadArgument) {
                request.clear();
            }
            Body::Error(code, visit.context.default_locale().get(message_key(code)).to_owned())
        }
    };
    let base_url = format!("{}/oai", visit.context.config.base_url);
    let xml = oai::answer(&Answer { answered_at, base_url: &base_url, request: &request, body });
    Ok(([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], xml).into_response())
}

/// The locale key of an error's message.
fn message_key(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadArgument => "oai-bad-argument",
        ErrorCode::BadResumptionToken => "oai-bad-token",
        ErrorCode::BadVerb => "oai-bad-verb",
        ErrorCode::CannotDisseminateFormat => "oai-no-format",
        ErrorCode::IdDoesNotExist => "oai-no-item",
        ErrorCode::NoRecordsMatch => "oai-no-match",
    }
}

async fn answered(visit: &Visit, request: OaiRequest) -> Result<Body, OaiError> {
    match request {
        OaiRequest::Identify => Ok(Body::Identify(Repository {
            name: visit.context.default_locale().get("brand").to_owned(),
            administrator: visit.context.config.mail_address().to_owned(),
            earliest: harvest::earliest(&visit.context).await?,
        })),
        OaiRequest::Formats { identifier } => {
            if let Some(identifier) = identifier {
                found(visit, &identifier).await?;
            }
            Ok(Body::Formats)
        }
        OaiRequest::Sets => Ok(Body::Sets(ItemKind::all().map(|kind| set(visit, kind)).collect())),
        OaiRequest::Record { identifier } => Ok(Body::Record(item(visit, &found(visit, &identifier).await?))),
        OaiRequest::List { listed, listing } => list(visit, listed, listing).await,
    }
}

fn set(visit: &Visit, kind: ItemKind) -> Set {
    let name = visit.context.default_locale().get(&format!("kind-{}", kind.slug())).to_owned();
    Set { spec: kind.slug(), name }
}

/// What every identifier of this portal's items begins with.
fn identifier_start(visit: &Visit) -> String {
    format!("oai:{}:", visit.context.config.host())
}

async fn found(visit: &Visit, identifier: &str) -> Result<Harvested, OaiError> {
    let id = identifier.strip_prefix(&identifier_start(visit)).ok_or(ErrorCode::IdDoesNotExist)?;
    match harvest::one(&visit.context, &visit.asker, &ItemId::from(id)).await {
        Err(Failure::NotFound) => Err(ErrorCode::IdDoesNotExist.into()),
        other => Ok(other?),
    }
}

async fn list(visit: &Visit, listed: ListKind, listing: Listing) -> Result<Body, OaiError> {
    let selection = listing.selection;
    let part = harvest::list(&visit.context, &visit.asker, &selection, &listing.after, PART).await?;
    if part.items.is_empty() {
        return Err(ErrorCode::NoRecordsMatch.into());
    }
    let count = u64::try_from(part.items.len()).unwrap_or(u64::MAX);
    let token = part.next.map(|after| {
        let next = Listing { selection, after, before: listing.before.saturating_add(count) };
        token::of(&next, listed, &visit.context.key)
    });
    // A list that is given whole has no token; one in parts ends with an empty one.
    let resumption = (token.is_some() || listing.before > 0)
        .then(|| Resumption { token: token.unwrap_or_default(), before: listing.before });
    Ok(match listed {
        ListKind::Identifiers => {
            Body::Identifiers(part.items.iter().map(|item| header(visit, item)).collect(), resumption)
        }
        ListKind::Records => {
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
    let metadata = found.content.as_ref().map(|content| harvest::dublin_core(&visit.context, content));
    Item { header: header(visit, found), metadata }
}
