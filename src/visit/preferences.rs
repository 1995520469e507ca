//! A reader's language and time zone: what they chose for their account, what this browser chose, and what it asks
//! for, in this order.

use super::cookies::{self, PREFERENCES};
use axum::http::{HeaderMap, header};
use cookie::Cookie;
use domain::account::Account;
use domain::locale::{LanguageTag, Preferences, Zone};
use services::context::Context;

/// How long a browser's choice is kept, in days.
const DAYS: u32 = 400;

/// What is known of the reader.
pub(crate) fn of(context: &Context, account: Option<&Account>, headers: &HeaderMap) -> Preferences {
    let own = account.map(|account| account.preferences.clone()).unwrap_or_default();
    let of_browser = chosen(context, headers);
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let asked_for = accepted.and_then(|header| context.languages.accepted(header));
    own.or(of_browser).or(Preferences { language: asked_for, zone: None })
}

/// What this browser chose.
pub(crate) fn chosen(context: &Context, headers: &HeaderMap) -> Preferences {
    let Some(value) = cookies::signed(headers, &context.key, PREFERENCES) else {
        return Preferences::default();
    };
    let (language, zone) = value.split_once('|').unwrap_or((&value, ""));
    Preferences { language: LanguageTag::parse(language), zone: Zone::named(zone) }
}

/// The cookie by which a browser remembers a choice.
pub(crate) fn remembered(context: &Context, preferences: &Preferences) -> Cookie<'static> {
    let language = preferences.language.as_ref().map_or("", LanguageTag::as_str);
    let zone = preferences.zone.as_ref().map_or("", Zone::name);
    cookies::signed_for(context, PREFERENCES, &format!("{language}|{zone}"), DAYS)
}
