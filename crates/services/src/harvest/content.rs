//! The content of a harvested item.

use domain::article::Version;
use domain::record::Record;

/// The content of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Article(Box<Version>),
    Record(Box<Record>),
}
