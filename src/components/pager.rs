//! Lists in numbered pages of hits.

use crate::texts::{t, t_with};
use domain::search_query::{LAST_PAGE, PAGE_SIZE};
use leptos::prelude::*;

/// The number of pages that can be shown.
pub(crate) fn pages(total: u64) -> usize {
    usize::try_from(total).unwrap_or(usize::MAX).div_ceil(PAGE_SIZE).clamp(1, LAST_PAGE)
}

/// Which of `total` hits a page shows, `shown` of them, and links to the pages around it; nothing if there is
/// only one page.
pub(crate) fn pager(page: usize, total: u64, shown: usize, address: impl Fn(usize) -> String) -> AnyView {
    let last = pages(total);
    let page = page.max(1);
    let from = (page - 1) * PAGE_SIZE + 1;
    let to = from + shown.saturating_sub(1);
    let range = t_with("search-range", &[("from", from.into()), ("to", to.into()), ("total", total.into())]);
    let link = |page: usize, key: &'static str, relation: &'static str| {
        let is_there = (1..=last).contains(&page);
        is_there.then(|| view! { <a class="button" rel=relation href=address(page)>{t(key)}</a> })
    };
    (last > 1)
        .then(|| {
            view! {
                <nav class="pager" aria-label=t("search-pages")>
                    <span class="meta">{range}</span>
                    <span class="cluster">
                        {link(page - 1, "search-previous", "prev")} {link(page + 1, "search-next", "next")}
                    </span>
                </nav>
            }
        })
        .into_any()
}
