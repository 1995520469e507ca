//! What a harvester gets of an item.

use domain::article::Version;
use domain::record::Record;

/// What there is of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Article(Box<Version>),
    Record(Box<Record>),
}
