//! The only way from Markdown to HTML.
//!
//! Raw HTML in the text is shown as it was typed. What is made of the rest passes a sanitiser that knows only the
//! few elements, attributes and classes written here: no script, no style, no SVG, nothing fetched from elsewhere.
//!
//! This is the only module that names `pulldown_cmark` and `ammonia`.

mod addresses;
mod citations;
mod options;
mod page;
mod rendered;
mod sanitiser;

pub use options::Options;
pub use rendered::{Heading, Rendered};

/// Renders Markdown, with tables and strikethrough.
///
/// A `[1]`, `[2, 3]` or `[1-3]` whose numbers all stand in the list of references leads there. An image
/// `figures/name.svg` is taken from the folder of images, and with a title becomes a figure; an image from
/// elsewhere becomes a link, so that reading a page asks no other server for anything.
pub fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    let mut rendered = page::render(markdown, options);
    rendered.html = sanitiser::clean(&rendered.html);
    rendered
}

#[cfg(test)]
mod tests;
