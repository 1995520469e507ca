//! The one `<textarea>` of the pages.
//!
//! The framework writes the children of a `<textarea>` as they are, as it does for scripts: a text with
//! `</textarea>` in it would end the element and bring its own markup into the page. Here it is escaped, once, and no
//! other file writes the element (see `docs/decisions/0015-one-textarea.md`).

use leptos::prelude::*;
use std::borrow::Cow;

/// A field of several lines without its label.
#[derive(Debug, Default)]
pub(crate) struct TextArea {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    /// Lines that are seen at first; the style sheet's height without them.
    pub(crate) rows: Option<u8>,
    pub(crate) is_required: bool,
    pub(crate) is_invalid: bool,
    /// Whether the browser checks the spelling although nobody asked it to.
    pub(crate) is_spell_checked: bool,
    /// The ids of hint and problem.
    pub(crate) described_by: Option<String>,
}

impl TextArea {
    /// The element with a text in it, which comes back to the letter.
    pub(crate) fn holding(self, text: &str) -> AnyView {
        view! {
            <textarea
                id=self.id
                name=self.name
                rows=self.rows.map(|rows| rows.to_string())
                required=self.is_required
                spellcheck=self.is_spell_checked.then_some("true")
                aria-invalid=self.is_invalid.then_some("true")
                aria-describedby=self.described_by
                inner_html=content(text)
            ></textarea>
        }
        .into_any()
    }
}

/// A text as the content of the element. Browsers drop a line end directly after the start tag, so one is put there:
/// without it the text would lose its own.
fn content(text: &str) -> String {
    let mut content = String::with_capacity(text.len() + 1);
    content.push('\n');
    content.push_str(&escaped(text));
    content
}

/// A text for an element whose content the framework does not escape.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return text.into();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let owner = Owner::new();
        owner.with(|| TextArea { id: "a".into(), name: "b", ..TextArea::default() }.holding(text).to_html())
    }

    #[test]
    fn a_text_is_escaped_once_and_keeps_its_first_line_end() {
        let given = "\np &lt; 0.05 &copy; \"x\"</textarea><form>";
        let shown = html(given);
        assert!(
            shown.contains(">\n\np &amp;lt; 0.05 &amp;copy; \"x\"&lt;/textarea&gt;&lt;form&gt;</textarea>"),
            "{shown}"
        );
        assert_eq!(shown.matches("</textarea>").count(), 1);
    }

    #[test]
    fn attributes_without_a_value_are_left_out() {
        let shown = html("");
        for absent in ["rows", "class", "required", "spellcheck", "aria-"] {
            assert!(!shown.contains(absent), "{absent}: {shown}");
        }
    }

    /// The framework's own behaviour, for which this file exists. Once this fails, the framework escapes, and a plain
    /// child would do.
    #[test]
    fn the_framework_does_not_escape_a_child() {
        let owner = Owner::new();
        let shown = owner.with(|| leptos::html::textarea().child("</textarea><b>").to_html());
        assert!(shown.contains("</textarea><b>"), "{shown}");
    }
}
