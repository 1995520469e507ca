//! Texts that hold any number of names.

use super::group::{and_on_behalf, group, without_asides};
use super::list::{self, is_nobody, without_others};
use super::person::{Named, one};
use crate::plain_text::plain;
use domain::record::{AuthorName, composed};

/// The names in a text: in one order or the other, any number of them between semicolons, commas, `and` or `&`.
pub(crate) fn of_text(text: &str, named: Named) -> Vec<String> {
    let text = composed(&plain(text));
    // Reference managers write a comma in the name of a group twice.
    if text.contains(",,") {
        return Some(group(&text.replace(",,", ","))).filter(|name| !name.is_empty()).into_iter().collect();
    }
    // EndNote tells groups by a comma behind them.
    if named == Named::Anyone
        && let Some(name) = text.strip_suffix(',')
        && !name.contains([',', ';'])
        && AuthorName::of(name) == AuthorName::Whole(name)
    {
        return Some(group(name)).filter(|name| !is_nobody(name)).into_iter().collect();
    }
    let parts = list::parts(&text).into_iter();
    parts.flat_map(|part| of_part(part, named)).filter(|name| !name.is_empty()).collect()
}

/// The names in a text without semicolons.
fn of_part(part: &str, named: Named) -> Vec<String> {
    let part = part.replace('，', ", ");
    let (part, behind) = and_on_behalf(&part);
    let part = without_asides(without_others(part));
    let mut names = match part.as_str() {
        part if is_nobody(part) => Vec::new(),
        part => list::names(part).unwrap_or_else(|| vec![one(part, named)]),
    };
    names.extend(behind.map(group).filter(|name| !name.is_empty()));
    names
}

/// What [`of_text`] reads as this name.
pub(crate) fn written_inverted(name: &str) -> String {
    match AuthorName::of(name) {
        AuthorName::Person { family, initials, suffix: "" } => format!("{family}, {initials}"),
        AuthorName::Person { family, initials, suffix } => format!("{family}, {initials}, {suffix}"),
        AuthorName::Whole(name) => name.replace(',', ",,"),
    }
}
