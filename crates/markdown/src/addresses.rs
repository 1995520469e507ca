//! Where a link may lead.

use std::borrow::Cow;

/// The address of an allowed link.
pub(crate) enum Address<'a> {
    /// Within the portal, or a mail address.
    Own(Cow<'a, str>),
    /// On another server.
    Elsewhere(Cow<'a, str>),
}

/// Where an address leads; `None` where it must not be followed.
pub(crate) fn address(written: &str) -> Option<Address<'_>> {
    let written = written.trim();
    // Browsers drop control characters and read a backslash as a slash, so either could disguise an address.
    if written.is_empty() || written.contains(|c: char| c.is_control() || c == '\\') {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    let encoded = match written.contains(' ') {
        true => Cow::Owned(written.replace(' ', "%20")),
        false => Cow::Borrowed(written),
    };
    let before_path = lower.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        Some(("http" | "https", _)) => Some(Address::Elsewhere(encoded)),
        Some(("mailto", _)) => Some(Address::Own(encoded)),
        Some(_) => None,
        None => (!written.starts_with("//")).then_some(Address::Own(encoded)),
    }
}
