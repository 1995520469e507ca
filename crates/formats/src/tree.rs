//! An entry of an XML document as a small tree.

use crate::entities::entity;
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
    pub(crate) nodes: Vec<Node>,
}

#[derive(Debug, PartialEq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An element with nothing in it yet.
    pub(crate) fn new(name: String, attributes: Vec<(String, String)>) -> Self {
        Self { name, attributes, nodes: Vec::new() }
    }

    /// Adds a node at the end; a text to the text before it.
    pub(crate) fn push(&mut self, node: Node) {
        match (self.nodes.last_mut(), node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, node) => self.nodes.push(node),
        }
    }

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

    /// An attribute's value; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }
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
        parent.push(node);
    }
}

fn push_text(stack: &mut [Element], text: &str) {
    push(stack, Node::Text(text.to_owned()));
}

/// What a reference stands for: a character of HTML or a numbered one, or itself where only a document type definition
/// could tell.
fn resolved(reference: &BytesRef<'_>) -> String {
    entity(reference).unwrap_or_else(|| format!("&{};", &**reference))
}
