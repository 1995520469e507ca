//! An item's surroundings in the library: similar items, what cites it and what it cites. Empty
//! lists are not shown.

use super::hits::link;
use crate::texts::{t, t_with};
use domain::library::Hit;
use domain::similarity::{Reason, Similar};
use leptos::prelude::*;

/// Items of a list that are visible; the rest is folded.
const SEEN: usize = 8;

/// Items similar to the page's, each with the reason.
pub(crate) fn similar(items: &[Similar]) -> Option<AnyView> {
    let lines = items.iter().map(|item| link(&item.hit, Some(reasons(item.reason))).into_any()).collect();
    section("similar", "similar-title", lines, None)
}

/// What cites a publication: these, of `total`, which is a lower bound unless all are counted; `address` leads to
/// the rest.
pub(crate) fn cited_by(items: &[Hit], total: usize, is_all: bool, address: String) -> Option<AnyView> {
    let key = if is_all { "neighbours-all" } else { "neighbours-first" };
    let text = || t_with(key, &[("count", total.into())]);
    let rest = (total > items.len()).then(|| view! { <p><a href=address>{text()}</a></p> }.into_any());
    section("cited-by", "record-cited-by", lines(items), rest)
}

/// What a publication cites, as far as the library has it.
pub(crate) fn cites(items: &[Hit]) -> Option<AnyView> {
    section("cites", "record-cites", lines(items), None)
}

fn lines(items: &[Hit]) -> Vec<AnyView> {
    items.iter().map(|hit| link(hit, None).into_any()).collect()
}

/// A list under its heading; `rest` leads to what is not listed.
fn section(
    id: &'static str,
    title: &'static str,
    mut lines: Vec<AnyView>,
    rest: Option<AnyView>,
) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let folded = lines.split_off(lines.len().min(SEEN));
    let more = (!folded.is_empty()).then(|| {
        let summary = t_with("neighbours-more", &[("count", folded.len().into())]);
        view! {
            <details class="more">
                <summary>{summary}</summary>
                <ul class="link-list">{folded}</ul>
            </details>
        }
    });
    let section = view! {
        <section class="related stack stack-s" aria-labelledby=id>
            <h2 id=id>{t(title)}</h2>
            <ul class="link-list">{lines}</ul>
            {more}
            {rest}
        </section>
    };
    Some(section.into_any())
}

fn reasons(reason: Reason) -> String {
    let counted = |key: &str, count: usize| (count > 0).then(|| t_with(key, &[("count", count.into())]));
    let shared = counted("similar-shared", reason.shared);
    let together = counted("similar-together", reason.together);
    let by_text = reason.by_text.then(|| t("similar-by-text").to_owned());
    [shared, together, by_text].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
