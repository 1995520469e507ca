//! Words by the bits of a number.

/// The sums of one number a bit, for any bits.
pub(super) struct SumsOfBits {
    /// For each eight bits, the sum of each of their combinations.
    bytes: Vec<[f32; 256]>,
}

impl SumsOfBits {
    pub fn of(numbers: impl Iterator<Item = f32>) -> Self {
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
    pub fn of_bits(&self, bits: u64) -> f32 {
        let bytes = self.bytes.iter().zip(bits.to_le_bytes());
        bytes.map(|(sums, byte)| sums[usize::from(byte)]).sum()
    }
}

/// As many bits as there are words, of which there are fewer than bits.
#[inline]
pub(super) fn all_bits(words: usize) -> u64 {
    (1 << words) - 1
}
