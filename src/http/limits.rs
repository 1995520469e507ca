//! Limits on requests.

/// Largest form or JSON body, in bytes. Uploads of files name their own limit at their route.
pub const BODY_MAX: usize = 1 << 20;

/// The longest address that is answered, in bytes of path and query: longer than any that a page links to. Beyond 64 KB
/// the HTTP library responds by itself, with 414 and no body.
pub const ADDRESS_MAX: usize = 8 << 10;
