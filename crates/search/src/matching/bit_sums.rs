//! Sums over sets of words, with a set as the bits of a number.

/// The sum of one number per bit, for any set of bits.
pub(super) struct BitSums {
    /// For each eight bits, the sums of all their combinations.
    bytes: Vec<[f32; 256]>,
}

impl BitSums {
    pub(super) fn new(numbers: impl Iterator<Item = f32>) -> Self {
        let numbers: Vec<f32> = numbers.collect();
        let bytes = numbers.chunks(8).map(|numbers| {
            let mut sums = [0.0; 256];
            for bits in 1..sums.len() {
                let own = numbers.get(bits.trailing_zeros() as usize).copied().unwrap_or(0.0);
                sums[bits] = sums[bits & (bits - 1)] + own;
            }
            sums
        });
        Self { bytes: bytes.collect() }
    }

    #[inline]
    pub(super) fn get(&self, bits: u64) -> f32 {
        let bytes = self.bytes.iter().zip(bits.to_le_bytes());
        bytes.map(|(sums, byte)| sums[usize::from(byte)]).sum()
    }
}

/// A mask of this many bits; `words` is below 64.
#[inline]
pub(super) fn all_bits(words: usize) -> u64 {
    (1 << words) - 1
}
