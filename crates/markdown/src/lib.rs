//! The only way from Markdown to HTML.
//!
//! Raw HTML in the text is shown as it was typed. What is made of the rest passes a sanitiser that knows only the
//! few elements, attributes and classes written here: no script, no style, no SVG, nothing fetched from elsewhere.
//!
//! This is the only module that names `pulldown_cmark` and `ammonia`.

mod addresses;
mod citations;
mod page;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

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

/// A text as the portal shows and indexes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe to put into a page as it is.
    pub html: String,
    /// Its headings, in order.
    pub contents: Vec<Heading>,
    /// The words alone, a line for each block, without citations: what is indexed.
    pub plain: String,
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

/// Renders Markdown, with tables and strikethrough.
///
/// A `[1]`, `[2, 3]` or `[1-3]` whose numbers all stand in the list of references leads there. An image
/// `figures/name.svg` is taken from the folder of images, and with a title becomes a figure; an image from
/// elsewhere becomes a link, so that reading a page asks no other server for anything.
pub fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    let mut rendered = page::render(markdown, options);
    rendered.html = SANITISER.clean(&rendered.html).to_string();
    rendered
}

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "div",
            "em",
            "figcaption",
            "figure",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "rel"])),
            ("div", HashSet::from(["aria-label", "role", "tabindex"])),
            ("h2", HashSet::from(["id"])),
            ("h3", HashSet::from(["id"])),
            ("h4", HashSet::from(["id"])),
            ("h5", HashSet::from(["id"])),
            ("h6", HashSet::from(["id"])),
            ("img", HashSet::from(["alt", "loading", "src"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["scope"])),
        ]))
        .allowed_classes(HashMap::from([
            ("a", HashSet::from(["cite"])),
            ("div", HashSet::from(["figure-scroll", "table-scroll"])),
            ("td", HashSet::from(["number"])),
            ("th", HashSet::from(["number"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None);
    builder
});

#[cfg(test)]
mod tests;
