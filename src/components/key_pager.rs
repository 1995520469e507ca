//! Lists that are paged by key: the address holds where the next page begins.

use crate::texts::t;
use leptos::prelude::*;

/// A key as text in an address.
pub(crate) fn key_text((place, id): &(i64, String)) -> String {
    format!("{place}.{id}")
}

/// The key that an address gives; nothing for any other text.
pub(crate) fn read_key(text: &str) -> Option<(i64, String)> {
    let (place, id) = text.split_once('.')?;
    Some((place.parse().ok()?, id.to_owned()))
}

/// Links to the next page, if there is one, and back to the first.
pub(crate) fn key_pager(first: String, next: Option<String>, is_first: bool) -> AnyView {
    (next.is_some() || !is_first)
        .then(|| {
            view! {
                <nav class="pager" aria-label=t("pager-label")>
                    {(!is_first).then(|| view! { <a class="button" href=first>{t("pager-first")}</a> })}
                    {next.map(|next| view! { <a class="button" href=next rel="next">{t("pager-next")}</a> })}
                </nav>
            }
        })
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_nonsense_is_no_key() {
        let key = (-17, "abc".to_owned());
        assert_eq!(read_key(&key_text(&key)), Some(key));
        assert_eq!(read_key("x"), None);
        assert_eq!(read_key("x.y"), None);
    }
}
