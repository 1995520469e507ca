//! Writes XML documents: every element is closed, every text escaped.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// An XML document that is being written.
pub(crate) struct Document {
    writer: Writer<Vec<u8>>,
}

impl Document {
    /// A document of XML 1.0 in UTF-8.
    pub(crate) fn new() -> Self {
        let mut document = Self { writer: Writer::new(Vec::new()) };
        document.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        document
    }

    /// An element with others in it.
    pub(crate) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        within: impl FnOnce(&mut Self),
    ) {
        self.write(Event::Start(start(name, attributes)));
        within(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text in it.
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |document| {
            document.write(Event::Text(BytesText::new(&allowed(text))));
        });
    }

    /// An element with nothing in it.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// The text of the document.
    pub(crate) fn finish(self) -> String {
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        _ = self.writer.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*allowed(value)));
    }
    start
}

/// The text without the characters that XML 1.0 cannot hold, escaped or not (its production `Char`).
pub(crate) fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        other => !other.is_ascii_control() || other == '\u{7F}',
    };
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_arrives_as_it_is_whatever_it_holds() {
        let mut document = Document::new();
        document.element("a", &[("b", "1 < 2 & \"3\"")], |document| {
            document.text("c", &[], "<x> & ]]> 'y' \u{0}\u{B}\u{FFFE}\u{7F}ü");
            document.empty("d", &[]);
        });
        assert_eq!(
            document.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"1 &lt; 2 &amp; &quot;3&quot;\">\
             <c>&lt;x&gt; &amp; ]]&gt; &apos;y&apos; \u{7F}ü</c><d/></a>"
        );
    }
}
