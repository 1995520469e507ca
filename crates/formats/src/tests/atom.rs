//! Feeds as documents.

use crate::atom::{Category, Entry, Feed, atom};
use crate::text::clean;
use crate::tree::{Element, tree};
use crate::xml::Splitter;
use crate::xml_writer::allowed;
use domain::time::Moment;
use proptest::prelude::*;

fn feed(title: &str, summary: &str) -> Feed {
    Feed {
        id: "tag:portal.example,2026:browse".into(),
        title: title.into(),
        updated: Moment(0),
        page: "https://portal.example/browse?a=1&b=2".into(),
        own: "https://portal.example/browse/feed.atom".into(),
        previous: None,
        next: Some("https://portal.example/browse/feed.atom?page=2".into()),
        author: "Materia".into(),
        entries: vec![Entry {
            id: "urn:uuid:0".into(),
            title: title.into(),
            address: "https://portal.example/library/a".into(),
            published: Moment(1_600_000_000_000),
            updated: Moment(1_700_000_000_000),
            authors: vec!["Sample A".into()],
            categories: vec![Category { term: "kind-faq".into(), label: title.into() }],
            summary: summary.into(),
        }],
    }
}

/// A document as a parser reads it.
fn read(document: &str) -> Element {
    let fragment = Splitter::new(document.as_bytes(), &["feed"]).next().unwrap().unwrap();
    tree(&fragment, &[]).unwrap()
}

#[test]
fn a_feed_says_all_that_atom_demands() {
    let document = atom(&feed("Heart & <lung>", "Fewer events."));
    for part in [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">",
        "<id>tag:portal.example,2026:browse</id>",
        "<title>Heart &amp; &lt;lung&gt;</title>",
        "<updated>1970-01-01T00:00:00.000Z</updated>",
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://portal.example/browse/feed.atom\"/>",
        "href=\"https://portal.example/browse?a=1&amp;b=2\"",
        "<link rel=\"next\" ",
        "<author><name>Materia</name></author>",
        "<entry><id>urn:uuid:0</id>",
        "<published>2020-09-13T12:26:40.000Z</published>",
        "<updated>2023-11-14T22:13:20.000Z</updated>",
        "<category term=\"kind-faq\" label=\"Heart &amp; &lt;lung&gt;\"/>",
        "<summary>Fewer events.</summary>",
    ] {
        assert!(document.contains(part), "{part} in {document}");
    }
    assert!(!document.contains("rel=\"previous\""));
}

proptest! {
    #[test]
    fn any_text_makes_a_document_that_reads_back(title in any::<String>(), summary in any::<String>()) {
        let feed = read(&atom(&feed(&title, &summary)));
        let kept = |text: &str| clean(&allowed(text));
        prop_assert_eq!(feed.text_at("title"), kept(&title));
        prop_assert_eq!(feed.text_at("entry/summary"), kept(&summary));
        prop_assert_eq!(feed.text_at("entry/id"), "urn:uuid:0");
    }
}
