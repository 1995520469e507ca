//! What is looked for beside the words that were typed.

/// A synonym of a concept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExpansionTerm {
    /// In order; at least one.
    pub(crate) stems: Vec<String>,
    /// How many other words may stand between them.
    pub(crate) slack: u32,
    /// What it scores, as a share of what it would score if it had been typed.
    pub(crate) share: f32,
    /// It names a narrower concept.
    pub(crate) is_narrower: bool,
}
