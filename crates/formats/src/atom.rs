//! Feeds of what is new: the Atom syndication format (RFC 4287), read on by pages (RFC 5005).

use crate::xml_writer::Document;
use domain::time::Moment;

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
    /// The author of entries that name none.
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
    let mut document = Document::new();
    document.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom")], |document| write(document, feed));
    document.finish()
}

fn write(document: &mut Document, feed: &Feed) {
    document.text("id", &[], &feed.id);
    document.text("title", &[], &feed.title);
    document.text("updated", &[], &feed.updated.rfc3339());
    link(document, "self", "application/atom+xml", &feed.own);
    link(document, "alternate", "text/html", &feed.page);
    for (relation, address) in [("previous", &feed.previous), ("next", &feed.next)] {
        if let Some(address) = address {
            link(document, relation, "application/atom+xml", address);
        }
    }
    author(document, &feed.author);
    for entry in &feed.entries {
        document.element("entry", &[], |document| write_entry(document, entry));
    }
}

fn write_entry(document: &mut Document, entry: &Entry) {
    document.text("id", &[], &entry.id);
    document.text("title", &[], &entry.title);
    document.text("published", &[], &entry.published.rfc3339());
    document.text("updated", &[], &entry.updated.rfc3339());
    link(document, "alternate", "text/html", &entry.address);
    for name in &entry.authors {
        author(document, name);
    }
    for Category { term, label } in &entry.categories {
        document.empty("category", &[("term", term), ("label", label)]);
    }
    document.text("summary", &[], &entry.summary);
}

fn author(document: &mut Document, name: &str) {
    document.element("author", &[], |document| document.text("name", &[], name));
}

fn link(document: &mut Document, relation: &str, kind: &str, address: &str) {
    document.empty("link", &[("rel", relation), ("type", kind), ("href", address)]);
}
