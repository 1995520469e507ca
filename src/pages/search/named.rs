//! What a list of identifiers names beside the items found: requests, and what is not here.

use crate::texts::{t, t_with};
use domain::library::{NamedRequest, SearchResults};
use leptos::prelude::*;

/// Missing identifiers that are visible; the rest is folded.
const OPEN: usize = 20;

/// Both; nothing for a search that is no list.
pub(super) fn named(results: &SearchResults) -> impl IntoView + use<> {
    view! { {requests(&results.requests)} {missing(&results.missing)} }
}

fn requests(requests: &[NamedRequest]) -> Option<impl IntoView + use<>> {
    let links = requests.iter().map(|request| {
        view! { <li><a href=request.address()><bdi>{request.reference.clone()}</bdi></a></li> }
    });
    let links = links.collect_view();
    (!requests.is_empty()).then(|| {
        view! {
            <section class="stack stack-s" aria-labelledby="named-requests">
                <h2 id="named-requests">{t("search-named-requests")}</h2>
                <ul class="plain-list">{links}</ul>
            </section>
        }
    })
}

fn missing(missing: &[String]) -> Option<impl IntoView + use<>> {
    let list = |part: &[String]| {
        let names = part.iter().enumerate().map(|(place, typed)| {
            let gap = if place > 0 { ", " } else { "" };
            view! { {gap}<bdi>{typed.clone()}</bdi> }
        });
        names.collect_view()
    };
    let (first, rest) = missing.split_at(missing.len().min(OPEN));
    let folded = (!rest.is_empty()).then(|| {
        let summary = t_with("search-missing-more", &[("count", rest.len().into())]);
        view! { <details><summary>{summary}</summary><p>{list(rest)}</p></details> }
    });
    (!missing.is_empty()).then(|| {
        view! {
            <div class="notice missing" role="status">
                <p>{t("search-missing")}" "{list(first)}</p>
                {folded}
            </div>
        }
    })
}
