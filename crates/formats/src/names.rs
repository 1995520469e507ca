//! Names of people and groups, from whatever a source writes to what a record holds: `Family AB Jr`, or a group's name.
//!
//! Every reader comes here: with the parts of a name where the format has them apart ([`person`], [`group`]), or with a
//! text that may hold several names in any order of their parts ([`of_text`]).
//!
//! Particles stay with the family name and are never initials; degrees are dropped; `et al.` is nobody; names in
//! capitals come into normal case; given names of scripts without capitals stay whole (`山田 太郎`).

mod given;
mod group;
mod list;
mod person;
mod text;
mod value;
mod words;

pub(crate) use group::group;
pub(crate) use person::{Named, person};
pub(crate) use text::{of_text, written_inverted};
pub(crate) use value::of_value;

#[cfg(test)]
mod tests;
