//! The text of a digest.

use crate::context::Context;
use domain::library::Hit;

/// What a digest tells.
#[derive(Debug)]
pub(super) struct Letter {
    pub practice_changing: Vec<Hit>,
    pub others: Vec<Hit>,
    pub retracted: Vec<Hit>,
    /// Whether more is new than is named.
    pub is_more: bool,
}

impl Letter {
    pub fn is_empty(&self) -> bool {
        self.practice_changing.is_empty() && self.others.is_empty() && self.retracted.is_empty()
    }

    /// The whole text, with the address at which its reader ends such mails.
    pub fn body(&self, context: &Context, unsubscribe: &str) -> String {
        let texts = context.texts;
        let searches = format!("{}/saved/searches", context.config.base_url);
        let mut parts = vec![texts.get("mail-digest-intro").to_owned()];
        for (title, hits) in [
            ("mail-digest-practice", &self.practice_changing),
            ("mail-digest-retracted", &self.retracted),
            ("mail-digest-others", &self.others),
        ] {
            if !hits.is_empty() {
                parts.push(texts.get(title).to_uppercase());
                parts.extend(hits.iter().map(|hit| line(context, hit)));
            }
        }
        if self.is_more {
            parts.push(texts.with("mail-digest-more", &[("link", searches.as_str().into())]));
        }
        parts.push(texts.with(
            "mail-digest-close",
            &[("searches", searches.into()), ("unsubscribe", unsubscribe.into())],
        ));
        parts.join("\n\n")
    }
}

/// An item's title, what it is, and where it is read.
fn line(context: &Context, hit: &Hit) -> String {
    let kind = context.texts.get(&format!("kind-{}", hit.kind.slug())).to_owned();
    let title = hit.title.trim_end_matches('.');
    format!("{title} ({kind})\n{}{}", context.config.base_url, hit.address())
}
