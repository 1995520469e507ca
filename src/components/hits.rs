//! Library items in lists: search hits, near matches, related and new items.

use crate::components::match_reasons::why;
use crate::components::save::save_button_of;
use crate::components::{badges, pico};
use crate::texts::t;
use domain::id::ItemId;
use domain::library::{Hit, ItemKind, SnippetPart};
use domain::record::StudyType;
use leptos::prelude::*;
use std::collections::HashSet;

/// The heading level of the titles of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Titles {
    /// The list is what the page is for.
    Second,
    /// The list has a heading of its own.
    Third,
}

/// Hits with their snippets, in order of rank; `address` is where a hit leads, `saved` what is on the reader's list.
/// The buttons that save them belong to the page's [`save_form`](crate::components::save::save_form).
pub(crate) fn hits(
    hits: &[Hit],
    titles: Titles,
    saved: &HashSet<ItemId>,
    address: impl Fn(&Hit) -> String,
) -> AnyView {
    list(hits, |hit| {
        one(hit, titles, Some(title_id(hit, titles)), address(hit), save(hit, titles, saved)).into_any()
    })
}

/// As [`hits`], each with a box that is ticked for the form of this id, under the name `item`.
pub(crate) fn hits_to_tick(
    hits: &[Hit],
    titles: Titles,
    saved: &HashSet<ItemId>,
    address: impl Fn(&Hit) -> String,
    form: &'static str,
) -> AnyView {
    let listed = list(hits, |hit| {
        let foot =
            view! { <div class="hit-actions">{tick(hit, titles, form)} {save(hit, titles, saved)}</div> };
        one(hit, titles, Some(title_id(hit, titles)), address(hit), foot).into_any()
    });
    view! { <span id=TICK hidden>{t("hit-choose")}</span> {listed} }.into_any()
}

fn list(hits: &[Hit], one: impl Fn(&Hit) -> AnyView) -> AnyView {
    let start = hits.first().map_or(1, |hit| hit.rank);
    let items = hits.iter().map(|hit| view! { <li>{one(hit)}</li> }).collect_view();
    view! { <ol class="hits" start=start.to_string()>{items}</ol> }.into_any()
}

fn save(hit: &Hit, titles: Titles, saved: &HashSet<ItemId>) -> impl IntoView + use<> {
    save_button_of(&hit.id, &title_id(hit, titles), saved.contains(&hit.id))
}

/// The id of a hit's title. Lists with titles of different levels may stand on one page.
fn title_id(hit: &Hit, titles: Titles) -> String {
    match titles {
        Titles::Second => format!("h{}", hit.rank),
        Titles::Third => format!("n{}", hit.rank),
    }
}

/// The id of the text that says what a hit's box is for.
const TICK: &str = "tick";

/// The checkbox that selects a hit for a form elsewhere on the page.
fn tick(hit: &Hit, titles: Titles, form: &'static str) -> impl IntoView + use<> {
    let label = format!("{TICK} {}", title_id(hit, titles));
    view! {
        <label class="hit-tick no-print">
            <input type="checkbox" name="item" value=hit.id.to_string() form=form aria-labelledby=label/>
        </label>
    }
}

/// One item of a list, with what can be done with it at its foot; `id` is the title's, where something refers to it.
pub(crate) fn one<V: IntoView>(
    hit: &Hit,
    titles: Titles,
    id: Option<String>,
    address: String,
    foot: V,
) -> impl IntoView + use<V> {
    let link = view! { <a id=id.clone() href=address>{hit.title.clone()}</a> };
    let title = match titles {
        Titles::Second => view! { <h2 class="hit-title">{link}</h2> }.into_any(),
        Titles::Third => view! { <h3 class="hit-title">{link}</h3> }.into_any(),
    };
    let source = source(hit);
    view! {
        <article class="hit">
            <div class="hit-badges">
                <span class="hit-kind">{badges::kind_name(hit.kind)}</span>
                {hit.evidence_level.map(badges::evidence_level)}
                {hit.certainty.map(badges::certainty)}
                {hit.study_type.filter(|study| *study != StudyType::Other).map(badges::study_type)}
                {badges::notices(&hit.notices)}
                {badges::demo(hit.is_demo)}
            </div>
            {title}
            {(!hit.snippet.is_empty()).then(|| view! { <p class="hit-snippet">{snippet(&hit.snippet)}</p> })}
            {pico::in_brief(&hit.pico)}
            {why(hit, id)}
            <div class="hit-foot">
                {(!source.is_empty()).then(|| view! { <p class="hit-meta">{source}</p> })} {foot}
            </div>
        </article>
    }
}

fn snippet(stretches: &[SnippetPart]) -> impl IntoView + use<> {
    let stretch = |stretch: &SnippetPart| {
        let text = stretch.text.clone();
        if stretch.is_match { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
    };
    stretches.iter().map(stretch).collect_view()
}

/// Where it comes from: authors, journal, year.
fn source(hit: &Hit) -> String {
    let mut parts = Vec::new();
    if let [first, second, _, ..] = hit.authors.as_slice() {
        parts.push(format!("{first}, {second}, {}", t("hit-and-others")));
    } else if !hit.authors.is_empty() {
        parts.push(hit.authors.join(", "));
    }
    if !hit.journal.is_empty() {
        parts.push(hit.journal.clone());
    }
    if let Some(year) = hit.year {
        parts.push(year.to_string());
    }
    parts.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join(". ")
}

/// Items as a short list of links, such as new ones.
pub(crate) fn links(hits: &[Hit]) -> impl IntoView + use<> {
    let items = hits.iter().map(|hit| link(hit, None)).collect_view();
    view! { <ul class="link-list">{items}</ul> }
}

/// One item of a short list, with what is to be said of its place there.
pub(super) fn link(hit: &Hit, note: Option<String>) -> impl IntoView + use<> {
    let year = hit.year.filter(|_| hit.kind == ItemKind::Record).map(|year| year.to_string());
    view! {
        <li>
            <a href=hit.address()>{hit.title.clone()}</a>
            <div class="cluster meta">
                <span>{badges::kind_name(hit.kind)}</span>
                {hit.evidence_level.map(badges::evidence_level)}
                {year.map(|year| view! { <span>{year}</span> })}
                {badges::notices(&hit.notices)}
                {badges::demo(hit.is_demo)}
            </div>
            {note.map(|note| view! { <div class="meta">{note}</div> })}
        </li>
    }
}
