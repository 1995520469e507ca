//! Arrays of one value for each document of a window.
//!
//! A search needs some dozens of them for each part of the index: every thread keeps those that were given back.

use std::cell::RefCell;
use std::thread::LocalKey;
use tantivy::DocId;

/// Documents of a window; a power of two. Its arrays fit the processor's nearer memory.
pub(super) const WINDOW: usize = 4_096;
/// So many arrays of a kind are kept by a thread.
const MOST_KEPT: usize = 64;

/// Arrays that wait to be used again.
type Kept<T> = RefCell<Vec<Box<[T]>>>;

thread_local! {
    static SMALL: Kept<u8> = const { RefCell::new(Vec::new()) };
    static LARGE: Kept<u64> = const { RefCell::new(Vec::new()) };
}

/// Values of which arrays are kept.
pub(super) trait Value: Copy + Default + 'static {
    fn kept() -> &'static LocalKey<Kept<Self>>;
}

impl Value for u8 {
    fn kept() -> &'static LocalKey<Kept<Self>> {
        &SMALL
    }
}

impl Value for u64 {
    fn kept() -> &'static LocalKey<Kept<Self>> {
        &LARGE
    }
}

/// One value for each document of a window.
pub(super) struct PerDocument<T: Value>(Box<[T]>);

impl<T: Value> PerDocument<T> {
    pub fn new() -> Self {
        let kept = T::kept().try_with(|kept| kept.borrow_mut().pop()).ok().flatten();
        match kept {
            Some(array) => {
                let mut array = Self(array);
                array.clear();
                array
            }
            None => Self(vec![T::default(); WINDOW].into()),
        }
    }

    pub fn clear(&mut self) {
        self.0.fill(T::default());
    }

    /// The values in the order of the documents.
    pub fn values(&self) -> &[T] {
        &self.0
    }

    /// Any place is there: it is taken modulo the window.
    pub fn at(&mut self, place: DocId) -> &mut T {
        &mut self.0[place as usize % WINDOW]
    }
}

impl<T: Value> Drop for PerDocument<T> {
    fn drop(&mut self) {
        let array = std::mem::take(&mut self.0);
        // A thread that ends keeps nothing.
        _ = T::kept().try_with(|kept| {
            let mut kept = kept.borrow_mut();
            if kept.len() < MOST_KEPT {
                kept.push(array);
            }
        });
    }
}
