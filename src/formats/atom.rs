//! Feeds of what is new: the Atom syndication format (RFC 4287), read on by pages (RFC 5005).

use crate::domain::time::Moment;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;
use std::io;

/// A feed, or one page of it. All addresses are absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Stays the same for as long as the feed is the same.
    pub id: String,
    pub title: String,
    pub updated: Moment,
    /// The page for people.
    pub page: String,
    /// Where this page of the feed itself is.
    pub own: String,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// Who answers for entries that name nobody.
    pub author: String,
    pub entries: Vec<Entry>,
}

/// One item of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stays the same for as long as the item is the same, whatever becomes of its address.
    pub id: String,
    pub title: String,
    pub address: String,
    pub published: Moment,
    pub updated: Moment,
    pub authors: Vec<String>,
    pub categories: Vec<Category>,
    /// Plain text.
    pub summary: String,
}

/// What an item is, for machines and for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub term: String,
    pub label: String,
}

/// The feed as an XML document.
pub fn atom(feed: &Feed) -> String {
    let mut writer = Writer::new(Vec::new());
    // Writing into memory does not fail.
    _ = write(&mut writer, feed);
    String::from_utf8_lossy(&writer.into_inner()).into_owned()
}

type Xml = Writer<Vec<u8>>;

fn write(xml: &mut Xml, feed: &Feed) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    root.write_inner_content(|xml| {
        text(xml, "id", &feed.id)?;
        text(xml, "title", &feed.title)?;
        text(xml, "updated", &feed.updated.rfc3339())?;
        link(xml, "self", "application/atom+xml", &feed.own)?;
        link(xml, "alternate", "text/html", &feed.page)?;
        for (relation, address) in [("previous", &feed.previous), ("next", &feed.next)] {
            if let Some(address) = address {
                link(xml, relation, "application/atom+xml", address)?;
            }
        }
        author(xml, &feed.author)?;
        feed.entries.iter().try_for_each(|entry| write_entry(xml, entry))
    })?;
    Ok(())
}

fn write_entry(xml: &mut Xml, entry: &Entry) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &entry.id)?;
        text(xml, "title", &entry.title)?;
        text(xml, "published", &entry.published.rfc3339())?;
        text(xml, "updated", &entry.updated.rfc3339())?;
        link(xml, "alternate", "text/html", &entry.address)?;
        for name in &entry.authors {
            author(xml, name)?;
        }
        for Category { term, label } in &entry.categories {
            let category = xml.create_element("category");
            category.with_attributes([("term", term.as_str()), ("label", label)]).write_empty()?;
        }
        text(xml, "summary", &entry.summary)
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    let content: String = content.chars().filter(|c| is_allowed(*c)).collect();
    xml.create_element(name).write_text_content(BytesText::new(&content))?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, relation: &str, kind: &str, address: &str) -> io::Result<()> {
    let link = xml.create_element("link");
    link.with_attributes([("rel", relation), ("type", kind), ("href", address)]).write_empty()?;
    Ok(())
}

/// Whether a character may stand in an XML document (XML 1.0, production 2).
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
