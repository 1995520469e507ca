//! Who searches, when, and what the index still holds although it is gone.

use domain::asker::LibraryView;
use domain::id::ItemId;
use domain::thesaurus::Thesaurus;
use domain::time::Moment;

/// What a search may see and by which words it expands.
#[derive(Debug, Clone, Copy)]
pub struct SearchScope<'a> {
    pub view: &'a LibraryView,
    pub now: Moment,
    /// Items removed by changes that have not reached the index yet.
    pub gone: &'a [ItemId],
    /// Synonyms by which queries are expanded.
    pub thesaurus: &'a Thesaurus,
}
