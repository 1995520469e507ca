//! The text of a digest.

use crate::locale::Locale;
use domain::library::Hit;

/// What a digest says.
#[derive(Debug)]
pub(super) struct Letter {
    pub practice_changing: Vec<Hit>,
    pub others: Vec<Hit>,
    pub retracted: Vec<Hit>,
    /// Whether more is new than is named.
    pub is_more: bool,
}

impl Letter {
    pub(crate) fn is_empty(&self) -> bool {
        self.practice_changing.is_empty() && self.others.is_empty() && self.retracted.is_empty()
    }

    /// The whole text, with the address at which its reader ends such mails.
    pub(crate) fn body(&self, locale: &Locale, base_url: &str, unsubscribe: &str) -> String {
        let searches = format!("{base_url}/saved/searches");
        let mut parts = vec![locale.get("mail-digest-intro").to_owned()];
        for (title, hits) in [
            ("mail-digest-practice", &self.practice_changing),
            ("mail-digest-retracted", &self.retracted),
            ("mail-digest-others", &self.others),
        ] {
            if !hits.is_empty() {
                parts.push(locale.get(title).to_uppercase());
                parts.extend(hits.iter().map(|hit| line(locale, base_url, hit)));
            }
        }
        if self.is_more {
            parts.push(locale.with("mail-digest-more", &[("link", searches.as_str().into())]));
        }
        parts.push(locale.with(
            "mail-digest-close",
            &[("searches", searches.into()), ("unsubscribe", unsubscribe.into())],
        ));
        parts.join("\n\n")
    }
}

/// An item's title, what it is, and where it is read.
fn line(locale: &Locale, base_url: &str, hit: &Hit) -> String {
    let kind = locale.get(&format!("kind-{}", hit.kind.slug())).to_owned();
    let title = hit.title.trim_end_matches('.');
    format!("{title} ({kind})\n{base_url}{}", hit.address())
}
