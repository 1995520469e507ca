//! A rendered text.

/// A text as the portal shows and indexes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe to put into a page as it is.
    pub html: String,
    /// Its headings, in order.
    pub contents: Vec<Heading>,
    /// Plain text without citations, a line per block: what is indexed.
    pub plain: String,
    /// Of it the paragraphs and lists alone, without headings, tables, code, alternative texts and captions: what a
    /// snippet may quote.
    pub prose: String,
}

/// An entry of the contents list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6; never more than one deeper than the heading before it.
    pub level: u8,
    /// The id of the heading's element.
    pub id: String,
    /// Plain text.
    pub text: String,
}
