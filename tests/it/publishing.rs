//! Publishing: the life of a version, and what readers get of it.

mod lifecycle;

pub use lifecycle::Team;
