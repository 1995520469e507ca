//! Resumption tokens: all of a list and where it goes on, signed. The server keeps nothing, so a token is good for
//! ever.

use super::listing::{ListKind, Listing};
use crate::visit::signing;
use domain::id::ItemId;
use domain::library::ItemKind;
use domain::time::Moment;
use services::harvest::{Place, Selection};

/// Between the parts of a token; no part holds it.
const BETWEEN: char = '~';

/// What a token is signed as: one of identifiers is none of records.
fn name(listed: ListKind) -> &'static str {
    match listed {
        ListKind::Identifiers => "oai-identifiers",
        ListKind::Records => "oai-records",
    }
}

/// The token of a list that goes on.
pub(super) fn of(listing: &Listing, listed: ListKind, key: &[u8]) -> String {
    let Listing { selection, after, before } = listing;
    let text = format!(
        "{}~{}~{}~{}~{}~{before}",
        selection.from.0,
        selection.before.0,
        selection.kind.map(ItemKind::slug).unwrap_or_default(),
        after.at.0,
        after.id,
    );
    signing::signed(key, name(listed), &text)
}

/// The list of a token that this portal gave out for such a list.
pub(super) fn read(token: &str, listed: ListKind, key: &[u8]) -> Option<Listing> {
    let text = signing::verified(key, name(listed), token)?;
    let mut parts = text.split(BETWEEN);
    let mut moment = || parts.next()?.parse().ok().map(Moment);
    let (from, until) = (moment()?, moment()?);
    let kind = match parts.next()? {
        "" => None,
        slug => Some(ItemKind::from_slug(slug)?),
    };
    let at = Moment(parts.next()?.parse().ok()?);
    let id = ItemId::from(parts.next()?);
    let before = parts.next()?.parse().ok()?;
    let selection = Selection { kind, from, before: until };
    Some(Listing { selection, after: Place { at, id }, before })
}
