//! The only way from Markdown to HTML.
//!
//! Raw HTML in the text is shown as typed. The rendered HTML passes a sanitiser that allows only the few elements,
//! attributes and classes that rendering writes: no script, no style, no SVG, nothing fetched from elsewhere.
//!
//! This is the only module that names `pulldown_cmark` and `ammonia`.

mod addresses;
mod citations;
mod options;
mod render;
mod rendered;
mod sanitiser;

pub use options::Options;
pub use rendered::{Heading, Rendered};

/// Renders Markdown, with tables and strikethrough.
///
/// A `[1]`, `[2, 3]` or `[1-3]` whose numbers are all in the list of references links to it. An image
/// `figures/name.svg` comes from the image folder, and becomes a figure if it has a title; any other image becomes a
/// link, so that a page never loads anything from another server.
pub fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    let mut rendered = render::render(markdown, options);
    rendered.html = sanitiser::clean(&rendered.html);
    rendered
}

#[cfg(test)]
mod tests;
