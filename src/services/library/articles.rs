//! Published articles, kept as they are shown.

/// Articles by the last part of their address.
#[derive(Default)]
pub struct Articles {}

impl Articles {
    /// Forgets everything: something in the library has changed.
    pub fn forget_all(&self) {}
}
