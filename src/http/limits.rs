//! How much a request may bring.

/// Largest form or JSON body, in bytes. Uploads of files name their own limit at their route.
pub const BODY_MAX: usize = 1 << 20;

/// The longest address that is answered, in bytes of path and query: longer than any that a page links to. From 64 KB
/// on the HTTP library answers by itself: 414 without a body.
pub const ADDRESS_MAX: usize = 8 << 10;
