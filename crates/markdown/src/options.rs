//! Options of rendering.

/// What rendering needs to know about the page around the text.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The length of the list of references; a number beyond it is no citation.
    pub references: usize,
    /// Prefix of the references' ids: with `ref-`, `[1]` links to `#ref-1`.
    pub reference_prefix: &'a str,
    /// Prefix of the headings' ids, so that they clash with no other id of the page.
    pub heading_prefix: &'a str,
    /// The address of the folder of images, without a slash at its end.
    pub media_base: &'a str,
    /// The name of a table for screen readers; each table's number is added.
    pub table_label: &'a str,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            references: 0,
            reference_prefix: "ref-",
            heading_prefix: "section-",
            media_base: "/media",
            table_label: "Table",
        }
    }
}
