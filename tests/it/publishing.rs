//! Publishing: the life of a version, and what readers get of it.

mod lifecycle;
mod pages;
mod review;

pub use lifecycle::Team;
