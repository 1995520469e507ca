//! Arrays of one value for each document of a window.
//!
//! A search needs dozens of them per segment: every thread keeps returned arrays for reuse.

use std::cell::RefCell;
use std::thread::LocalKey;
use tantivy::DocId;

/// Documents of a window; a power of two, small enough for the processor's cache.
pub(super) const WINDOW: usize = 4_096;
/// Arrays of one type that a thread keeps.
const MOST_SPARES: usize = 64;

/// Arrays for reuse.
type Spares<T> = RefCell<Vec<Box<[T]>>>;

thread_local! {
    static SPARE_BYTES: Spares<u8> = const { RefCell::new(Vec::new()) };
    static SPARE_WORDS: Spares<u64> = const { RefCell::new(Vec::new()) };
}

/// Values of which arrays are reused.
pub(super) trait Element: Copy + Default + 'static {
    fn spares() -> &'static LocalKey<Spares<Self>>;
}

impl Element for u8 {
    fn spares() -> &'static LocalKey<Spares<Self>> {
        &SPARE_BYTES
    }
}

impl Element for u64 {
    fn spares() -> &'static LocalKey<Spares<Self>> {
        &SPARE_WORDS
    }
}

/// One value for each document of a window.
pub(super) struct WindowArray<T: Element>(Box<[T]>);

impl<T: Element> WindowArray<T> {
    pub(super) fn new() -> Self {
        let spares = T::spares().try_with(|spares| spares.borrow_mut().pop()).ok().flatten();
        match spares {
            Some(array) => {
                let mut array = Self(array);
                array.clear();
                array
            }
            None => Self(vec![T::default(); WINDOW].into()),
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(T::default());
    }

    /// The value at a place, taken modulo the window, so that every place is valid.
    pub(super) fn at(&mut self, place: DocId) -> &mut T {
        &mut self.0[place as usize % WINDOW]
    }
}

/// A set of places in a window.
#[derive(Debug)]
pub(super) struct WindowSet([u64; WINDOW / 64]);

impl Default for WindowSet {
    fn default() -> Self {
        Self([0; WINDOW / 64])
    }
}

impl WindowSet {
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Adds a place, taken modulo the window.
    #[inline]
    pub(super) fn insert(&mut self, place: DocId) {
        self.0[place as usize % WINDOW / 64] |= 1 << (place % 64);
    }

    /// The places in ascending order.
    pub(super) fn places(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..).step_by(64).zip(&self.0).flat_map(|(first, bits)| {
            let rest = std::iter::successors(Some(*bits), |bits| Some(bits & bits.wrapping_sub(1)));
            rest.take_while(|bits| *bits != 0).map(move |bits| first + bits.trailing_zeros())
        })
    }
}

impl<T: Element> Drop for WindowArray<T> {
    fn drop(&mut self) {
        let array = std::mem::take(&mut self.0);
        // A thread that ends keeps nothing.
        _ = T::spares().try_with(|spares| {
            let mut spares = spares.borrow_mut();
            if spares.len() < MOST_SPARES {
                spares.push(array);
            }
        });
    }
}
