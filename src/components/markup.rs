//! HTML of long lists, written straight into a string. The framework allocates for every element and writes a comment
//! behind its children; a page of results has a thousand of them and hydrates none.
//!
//! Markup is `'static`: what comes from outside can only be given as text, which is escaped.

use leptos::prelude::{IntoView, RenderHtml as _};

/// A piece of HTML in the making.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    html: String,
}

impl Markup {
    /// Adds markup of the program's own.
    pub(crate) fn fixed(&mut self, markup: &'static str) -> &mut Self {
        self.html.push_str(markup);
        self
    }

    /// Adds text, or the value of an attribute in double quotes.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            let (before, after) = rest.split_at(at);
            self.html.push_str(before);
            self.html.push_str(match after.as_bytes().first() {
                Some(b'&') => "&amp;",
                Some(b'<') => "&lt;",
                Some(b'>') => "&gt;",
                Some(b'"') => "&quot;",
                _ => "&#39;",
            });
            rest = after.get(1..).unwrap_or_default();
        }
        self.html.push_str(rest);
        self
    }

    /// Adds a component.
    pub(crate) fn view(&mut self, view: impl IntoView) -> &mut Self {
        self.html.push_str(&view.into_view().to_html());
        self
    }

    /// The HTML, for an element's `inner_html`.
    pub(crate) fn finish(self) -> String {
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_within_elements_and_attributes() {
        let mut markup = Markup::default();
        markup.fixed("<a title=\"").text("\"><script>'&amp;é").fixed("\">").text("p < 0.05").fixed("</a>");
        assert_eq!(markup.finish(), "<a title=\"&quot;&gt;&lt;script&gt;&#39;&amp;amp;é\">p &lt; 0.05</a>");
    }
}
