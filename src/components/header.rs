//! The header of every page: name, navigation, account.

use crate::page_context::{PageContext, page_context};
use crate::texts::t;
use domain::account::{
    ADMINISTRATORS, ANALYSTS, ASKERS, AUDITORS, DESK, EDITORS, REVIEWERS, SAFETY_OFFICERS,
};
use leptos::prelude::*;

/// The links that a person's roles allow: address and locale key.
fn ways(page: &PageContext) -> Vec<(&'static str, &'static str)> {
    let asker = &page.asker;
    let mut ways = vec![("/search", "nav-search"), ("/browse", "nav-browse"), ("/ask", "nav-ask")];
    let mut add = |condition: bool, address, key| {
        if condition {
            ways.push((address, key));
        }
    };
    add(asker.has_any(ASKERS), "/requests", "nav-requests");
    add(asker.has_any(DESK), "/desk", "nav-desk");
    add(asker.has_any(EDITORS), "/editor", "nav-editor");
    add(asker.has_any(REVIEWERS), "/review", "nav-review");
    add(asker.has_any(SAFETY_OFFICERS), "/safety", "nav-safety");
    add(asker.has_any(ANALYSTS), "/insights", "nav-insights");
    add(asker.has_any(ADMINISTRATORS), "/admin", "nav-admin");
    add(asker.has_any(AUDITORS) && !asker.has_any(ADMINISTRATORS), "/admin/audit", "nav-audit");
    ways
}

fn link(path: &str, address: &'static str, key: &'static str) -> impl IntoView + use<> {
    let is_here = path == address || path.starts_with(&format!("{address}/"));
    view! { <li><a href=address aria-current=is_here.then_some("page")>{t(key)}</a></li> }
}

fn account_links(page: &PageContext) -> AnyView {
    match &page.asker.account {
        Some(account) => view! {
            {link(&page.path, "/saved", "nav-saved")}
            <li><a href="/account">{account.name.clone()}</a></li>
            <li>
                <form method="post" action="/sign-out">
                    <button class="button button-quiet" type="submit">{t("sign-out")}</button>
                </form>
            </li>
        }
        .into_any(),
        None if page.is_asker_known => view! { <li><a href="/sign-in">{t("sign-in")}</a></li> }.into_any(),
        // They may well be signed in: nothing here may look as if they were not.
        None => ().into_any(),
    }
}

/// Name of the portal, navigation by role, and the account's links; on a phone, behind one button that needs no
/// script. The links are in one `details`, which the style sheet opens where there is room.
pub(crate) fn site_header() -> impl IntoView {
    let page = page_context();
    let links = ways(&page).into_iter().map(|(address, key)| link(&page.path, address, key)).collect_view();
    let has_search = !matches!(page.path.as_str(), "/" | "/search");
    let banner =
        || view! { <aside class="demo-banner" aria-label=t("demo-label")>{t("demo-banner")}</aside> };
    view! {
        {page.is_demo.then(banner)}
        <header class="site-header">
            <a class="brand" href="/"><img src="/favicon.svg" alt="" width="28" height="28"/>{t("brand")}</a>
            {has_search.then(header_search)}
            <details class="menu">
                <summary>{t("nav-menu")}</summary>
                <nav class="main-nav" aria-label=t("nav-main")><ul>{links}</ul></nav>
                <div class="account-nav"><ul>{account_links(&page)}</ul></div>
            </details>
        </header>
    }
}

fn header_search() -> impl IntoView {
    view! {
        <form class="header-search" role="search" method="get" action="/search" aria-label=t("search-header-label")>
            <label class="visually-hidden" for="header-q">{t("search-label")}</label>
            <input id="header-q" name="q" type="search" autocomplete="off" placeholder=t("search-placeholder")/>
        </form>
    }
}
