//! What rendering has to know of the page around the text.

/// What rendering has to know of the page around the text.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// How many entries the list of references has; a number beyond it is no citation.
    pub references: usize,
    /// The start of the ids of the references: `ref-` leads `[1]` to `#ref-1`.
    pub reference_prefix: &'a str,
    /// The start of the ids of headings, so that they clash with no other id of the page.
    pub heading_prefix: &'a str,
    /// The address of the folder of images, without a slash at its end.
    pub media_base: &'a str,
    /// What a table is called by a screen reader; each has its number added.
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
