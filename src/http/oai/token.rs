//! Resumption tokens: a list and the position in it, signed. The server stores nothing, so a token never
//! expires.

use super::listing::{ListKind, Listing};
use crate::visit::signing;
use domain::id::ItemId;
use domain::library::ItemKind;
use domain::time::Moment;
use services::harvest::{Position, Selection};

/// Separates the parts of a token; no part contains it.
const BETWEEN: char = '~';

/// The purpose a token is signed for: a token of identifiers is not valid for records.
fn name(listed: ListKind) -> &'static str {
    match listed {
        ListKind::Identifiers => "oai-identifiers",
        ListKind::Records => "oai-records",
    }
}

/// The token with which a list continues.
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

/// The list of a token that this portal signed for this kind of list.
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
    Some(Listing { selection, after: Position { at, id }, before })
}
