//! The thesaurus: groups of words that mean the same, from broad to narrow, and the concepts that a query names.
//!
//! A [`Group`] is what an administrator sees: a name, its other words, its relations to others. The
//! [`Thesaurus`] holds all groups ready for look-up, and [`Thesaurus::recognise`] finds them in a query:
//!
//! - Words are compared in one form: lower-case, without accents, in American spelling, without the plural's s;
//!   hyphens, and gaps between letters and digits, do not count (`SGLT-2 inhibitors` is `sglt2 inhibitor`).
//! - The longest span of words wins: `type 2 diabetes` before `diabetes`.
//! - Curated groups, the program's and the portal's own, come before MeSH. Where both know a concept, the curated
//!   group answers, with MeSH's further words behind its own and MeSH's narrower headings beside its own.
//! - An abbreviation is one by its capitals, wherever the query's other words show that its writer uses them; one
//!   that is also a plain English word (`ALL`, `AIDS`) always needs them. A query of one word needs none.
//! - An abbreviation of several groups means the one of which the query shows evidence: the group's full words or
//!   its context. Without evidence it means its usual sense, if it has one, marked as [`Confidence::Guess`] and
//!   expanded to no more than the group's name. With evidence for two senses alike it means nothing.
//!   A caller may choose where custom does not; the senses that were not taken are named beside the one that was.
//! - What a concept expands to never includes an abbreviation that means something else as well: a search for
//!   mitral insufficiency is not to find infarctions by their `MI`.

mod abbreviation;
mod confusable;
mod group;
mod index;
mod recognise;
mod spelling;
#[cfg(test)]
mod tests;

pub use confusable::Confusables;
pub use group::{Group, GroupId, Kind, Source, Word};
pub use index::{Builder, Thesaurus};
pub use recognise::{
    Alternative, Concept, Confidence, MOST_ALTERNATIVES, MOST_NARROWER, Meaning, Narrower, Part, Sense,
};
pub use spelling::{Pair, Spellings};
