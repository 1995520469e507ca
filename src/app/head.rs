//! The `head` of a page.

use crate::texts::t;
use crate::visit::Visit;
use axum::http::StatusCode;
use leptos::prelude::*;
use serde_json::Value;

/// What the shell needs to know of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// The first part of the window's title, before the portal's name.
    pub(crate) title: String,
    pub(crate) status: StatusCode,
    /// Class of `main`: `page-narrow` for reading and forms, `page-wide` for lists and desks.
    pub(crate) width: &'static str,
    /// The path of the feed with what is new on the page.
    pub(crate) feed: Option<String>,
    pub(crate) discovery: Discovery,
}

/// What a page says of itself to crawlers and reference managers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Discovery {
    /// What the page is about, in a sentence or two; without it the portal's own description.
    pub(crate) description: Option<String>,
    /// The path of the one address under which the page is to be known.
    pub(crate) canonical: Option<String>,
    /// Tags of Highwire Press (`citation_…`), by which reference managers know a publication.
    pub(crate) citation: Vec<(&'static str, String)>,
    /// What the page is about in the words of schema.org (JSON-LD).
    pub(crate) structured: Option<Value>,
}

impl Head {
    /// A page of reading width that is there.
    pub(crate) fn titled(title: impl Into<String>) -> Self {
        let discovery = Discovery::default();
        Self { title: title.into(), status: StatusCode::OK, width: "page-narrow", feed: None, discovery }
    }

    /// The same page, wide.
    pub(crate) fn wide(self) -> Self {
        Self { width: "page-wide", ..self }
    }

    /// The same page with a feed.
    pub(crate) fn with_feed(self, address: &str) -> Self {
        Self { feed: Some(address.to_owned()), ..self }
    }

    /// The same page with another status, such as 422 for a form with problems.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same page, to be discovered.
    pub(crate) fn discovered(self, discovery: Discovery) -> Self {
        Self { discovery, ..self }
    }
}

/// The longest description, in characters: more is not shown anywhere.
const DESCRIPTION: usize = 300;

/// The beginning of a text, whole words of it.
fn beginning(text: &str) -> String {
    let mut beginning = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        length += 1 + word.chars().count();
        if length > DESCRIPTION {
            beginning.push('…');
            break;
        }
        if !beginning.is_empty() {
            beginning.push(' ');
        }
        beginning.push_str(word);
    }
    beginning
}

/// The elements of the head by which a page is discovered.
pub(super) fn discovery(visit: &Visit, discovery: &Discovery) -> impl IntoView + use<> {
    let description = discovery.description.as_deref().map(beginning).filter(|text| !text.is_empty());
    let description = description.unwrap_or_else(|| t("brand-description").to_owned());
    let canonical = discovery.canonical.as_ref().map(|path| {
        let address = format!("{}{path}", visit.context.config.base_url);
        view! { <link rel="canonical" href=address/> }
    });
    let citation = discovery.citation.iter().map(|(name, content)| {
        let content = content.clone();
        view! { <meta name=*name content=content/> }
    });
    let structured = discovery.structured.as_ref().map(|value| {
        let nonce = visit.nonce.0.to_string();
        view! { <script type="application/ld+json" nonce=nonce inner_html=for_script(value)></script> }
    });
    view! {
        <meta name="description" content=description/>
        {canonical}
        {citation.collect_view()}
        {structured}
    }
}

/// JSON that cannot end its script element.
fn for_script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script_in_which_it_stands() {
        let value = serde_json::json!({ "name": "</script><!--<script> & \u{2028}" });
        let text = for_script(&value);
        assert!(!text.contains(['<', '>', '&']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_description_ends_with_a_whole_word() {
        assert_eq!(beginning(" Two  words\n"), "Two words");
        let long = "word ".repeat(100);
        assert_eq!(beginning(&long).chars().count(), 60 * 5);
        assert!(beginning(&long).ends_with("word…"));
    }
}
