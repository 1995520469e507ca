//! Values in addresses.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// The characters that are encoded in a path segment: all but RFC 3986's unreserved ones.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Encodes a value for the query part of an address (`application/x-www-form-urlencoded`).
pub fn query_value(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string().replace("%20", "+")
}

/// Encodes a text as one segment of a path.
pub fn path_segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// A part of an address with its encoded characters; as it is where they are no UTF-8.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_is_a_plus_in_a_query_alone() {
        assert_eq!(query_value("a b+c/ü~"), "a+b%2Bc%2F%C3%BC~");
        assert_eq!(path_segment("a b/c"), "a%20b%2Fc");
    }
}
