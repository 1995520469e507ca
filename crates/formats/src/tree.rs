//! An entry of an XML document as a small tree.

use crate::limits::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS};
use crate::lines::decoded;
use crate::rejection::Rejection;
use crate::xml::{Fragment, line_feeds};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element with all that is in it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Element {
    /// Without its prefix.
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Debug, PartialEq)]
enum Node {
    Element(Element),
    Text(String),
}

/// Elements between which a reader sees a gap.
const BLOCKS: [&str; 9] =
    ["p", "sec", "title", "label", "list-item", "def", "disp-formula", "AbstractText", "subtitle"];

impl Element {
    /// The elements directly within, of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |element| element.name == name)
    }

    /// The elements directly within.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of this name at any depth, in their order; not those within one of them.
    pub(crate) fn within<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        for child in self.children() {
            if child.name == name {
                found.push(child);
            } else {
                found.extend(child.within(name));
            }
        }
        found
    }

    /// The first element down a path such as `Journal/JournalIssue`.
    pub(crate) fn at(&self, path: &str) -> Option<&Element> {
        path.split('/').try_fold(self, |element, name| element.children().find(|child| child.name == name))
    }

    /// The text at the end of a path, clean; empty where there is none.
    pub(crate) fn text_at(&self, path: &str) -> String {
        self.at(path).map(Element::text).unwrap_or_default()
    }

    /// An attribute's value; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    /// All text within, clean. Markup is left out; a power keeps a `^`, a fraction its stroke.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, false);
        crate::text::clean(&text)
    }

    /// The text within, clean, without that of the elements of these names.
    pub(crate) fn text_without(&self, names: &[&str]) -> String {
        let mut text = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(inner) => text.push_str(inner),
                Node::Element(element) if names.contains(&element.name.as_str()) => text.push(' '),
                Node::Element(element) => {
                    text.push_str(&element.text_without(names));
                    if element.name == "institution" {
                        text.push(' ');
                    }
                }
            }
        }
        crate::text::clean(&text)
    }

    /// What stands directly within and is none of these, as names with texts: a list gives one for each of its
    /// elements, and texts of elements without any of their own are joined.
    pub(crate) fn others(&self, known: &[&str]) -> Vec<(String, String)> {
        let mut others = Vec::new();
        for child in self.children().filter(|child| !known.contains(&child.name.as_str())) {
            let is_list = child.name.ends_with("List") || child.name.ends_with("-group");
            if is_list && child.children().next().is_some() {
                others.extend(child.children().map(|one| (one.name.clone(), one.joined())));
            } else {
                others.push((child.name.clone(), child.joined()));
            }
        }
        others
    }

    /// The texts within, joined where they stand in elements of their own.
    fn joined(&self) -> String {
        let has_text =
            self.nodes.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
        if has_text || self.children().next().is_none() {
            return self.text();
        }
        let texts = self.children().map(Self::joined).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("; ")
    }

    fn write(&self, text: &mut String, in_formula: bool) {
        let in_formula = in_formula || self.name == "math";
        let mut is_second = false;
        for node in &self.nodes {
            match node {
                Node::Text(inner) if in_formula => text.push_str(inner.trim()),
                Node::Text(inner) => text.push_str(inner),
                Node::Element(element) => {
                    if is_second && self.name == "mfrac" {
                        text.push('/');
                    }
                    if element.name == "sup" || (is_second && self.name == "msup") {
                        raise(text, &element.text());
                    } else {
                        element.write(text, in_formula);
                    }
                    if BLOCKS.contains(&element.name.as_str()) {
                        text.push(' ');
                    }
                    is_second = true;
                }
            }
        }
    }
}

/// Writes a superscript: a power of a number keeps its sense (`10^-3`), anything else is written on.
fn raise(text: &mut String, inner: &str) {
    let is_power = text.ends_with(|c: char| c.is_ascii_digit())
        && inner.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '−' | '–'));
    if is_power {
        text.push('^');
    }
    text.push_str(inner);
}

/// The tree of an entry, without the elements of the names to skip.
///
/// # Errors
/// When it is not well-formed, too deep or too large; the line is counted from the document's start.
pub(crate) fn tree(fragment: &Fragment, skip: &[&str]) -> Result<Element, Rejection> {
    // What is not UTF-8 was written by older programs, whose prologue says so.
    let text = decoded(&fragment.text);
    let mut reader = Reader::from_str(&text);
    let mut stack = vec![Element::default()];
    let mut count = 0;
    loop {
        let event = reader.read_event();
        let position =
            usize::try_from(reader.error_position().max(reader.buffer_position())).unwrap_or_default();
        let event = event.map_err(|error| at(fragment, position, &format!("malformed XML: {error}")))?;
        if stack.len() > MAX_DEPTH || count > MAX_ELEMENTS {
            return Err(at(fragment, position, "its elements are too many or nested too deep"));
        }
        match event {
            Event::Start(start) if skip.contains(&start.local_name().into_inner()) => {
                let end = start.to_end().into_owned();
                reader
                    .read_to_end(end.name())
                    .map_err(|error| at(fragment, position, &format!("malformed XML: {error}")))?;
            }
            Event::Start(start) => {
                let element = element(&start);
                count += 1 + element.attributes.len();
                stack.push(element);
            }
            Event::Empty(start) => {
                let element = element(&start);
                count += 1 + element.attributes.len();
                push(&mut stack, Node::Element(element));
            }
            Event::End(_) => {
                if let Some(done) = stack.pop() {
                    push(&mut stack, Node::Element(done));
                }
            }
            Event::Text(inner) => push_text(&mut stack, &inner),
            Event::CData(inner) => push_text(&mut stack, &inner),
            Event::GeneralRef(reference) => push_text(&mut stack, &resolved(&reference)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    let root = stack.into_iter().next().unwrap_or_default();
    let entry = root.nodes.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    entry.ok_or_else(|| fragment.rejected("malformed XML: an element has no end"))
}

fn at(fragment: &Fragment, byte: usize, reason: &str) -> Rejection {
    let before = fragment.text.get(..byte).unwrap_or(&fragment.text);
    Rejection::entry(fragment.number, fragment.line + line_feeds(before), reason)
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.html_attributes();
    Element {
        name: start.local_name().into_inner().to_owned(),
        attributes: attributes
            .with_checks(false)
            .flatten()
            .take(MAX_ATTRIBUTES)
            .map(|attribute| {
                let value =
                    attribute.normalized_value(XmlVersion::default()).unwrap_or_default().into_owned();
                (attribute.key.local_name().into_inner().to_owned(), value)
            })
            .collect(),
        nodes: Vec::new(),
    }
}

fn push(stack: &mut [Element], node: Node) {
    if let Some(parent) = stack.last_mut() {
        parent.nodes.push(node);
    }
}

fn push_text(stack: &mut [Element], text: &str) {
    let Some(parent) = stack.last_mut() else { return };
    if let Some(Node::Text(before)) = parent.nodes.last_mut() {
        before.push_str(text);
    } else {
        parent.nodes.push(Node::Text(text.to_owned()));
    }
}

/// What a reference stands for: a character, or itself where only a document type definition could tell.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    match quick_xml::escape::resolve_predefined_entity(reference) {
        Some(text) => text.to_owned(),
        None => format!("&{};", &**reference),
    }
}
