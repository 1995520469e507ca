//! What a library holds of words, as far as reading a query needs it.

/// What a library holds of words.
pub(crate) trait Holdings {
    /// Upper bound on the number of items that hold these stems: those with the rarest of them.
    fn at_most(&self, stems: &[String]) -> u64;

    /// The number of items that hold these stems one after the other.
    fn together(&self, stems: &[String]) -> u64;
}

/// A library that may hold anything.
#[cfg(test)]
pub(crate) struct AnyHoldings;

#[cfg(test)]
impl Holdings for AnyHoldings {
    fn at_most(&self, _: &[String]) -> u64 {
        1
    }

    fn together(&self, _: &[String]) -> u64 {
        0
    }
}
