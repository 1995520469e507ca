//! Library items in lists: search hits, near matches, related and new items.

use crate::components::markup::Markup;
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

impl Titles {
    fn open(self) -> &'static str {
        match self {
            Self::Second => "<h2 class=hit-title>",
            Self::Third => "<h3 class=hit-title>",
        }
    }

    fn close(self) -> &'static str {
        match self {
            Self::Second => "</h2>",
            Self::Third => "</h3>",
        }
    }
}

/// Hits with their snippets, in order of rank; `address` is where a hit leads, `saved` what is on the reader's list.
/// The buttons that save them belong to the page's [`save_form`](crate::components::save::save_form).
pub(crate) fn hits(
    hits: &[Hit],
    titles: Titles,
    saved: &HashSet<ItemId>,
    address: impl Fn(&Hit) -> String,
) -> AnyView {
    list(hits, titles, address, |markup, hit, title| {
        save_button_of(markup, &hit.id, title, saved.contains(&hit.id));
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
    let listed = list(hits, titles, address, |markup, hit, title| {
        markup.fixed("<div class=hit-actions>");
        tick(markup, hit, title, form);
        save_button_of(markup, &hit.id, title, saved.contains(&hit.id));
        markup.fixed("</div>");
    });
    view! { <span id=TICK hidden>{t("hit-choose")}</span> {listed} }.into_any()
}

/// The list, with what `foot` adds to each hit, whose title has the id that it is given.
fn list(
    hits: &[Hit],
    titles: Titles,
    address: impl Fn(&Hit) -> String,
    foot: impl Fn(&mut Markup, &Hit, &str),
) -> AnyView {
    let start = hits.first().map_or(1, |hit| hit.rank);
    let mut items = Markup::default();
    for hit in hits {
        let id = title_id(hit, titles);
        // The next item or the end of the list ends it.
        items.fixed("<li><article class=hit>");
        item(&mut items, hit, titles, &id, &address(hit), |markup| foot(markup, hit, &id));
        items.fixed("</article>");
    }
    view! { <ol class="hits" start=start.to_string() inner_html=items.finish()></ol> }.into_any()
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
fn tick(markup: &mut Markup, hit: &Hit, title: &str, form: &'static str) {
    markup
        .fixed("<label class=hit-tick><input type=checkbox name=item value=\"")
        .text(hit.id.as_str())
        .fixed("\" form=")
        .fixed(form)
        .fixed(" aria-labelledby=\"")
        .fixed(TICK)
        .fixed(" ")
        .text(title)
        .fixed("\"></label>");
}

/// One item of a list, with what can be done with it at its foot.
pub(crate) fn one(hit: &Hit, titles: Titles, foot: impl IntoView) -> AnyView {
    let mut markup = Markup::default();
    item(&mut markup, hit, titles, "", &hit.address(), |markup| {
        markup.view(foot);
    });
    view! { <article class="hit" inner_html=markup.finish()></article> }.into_any()
}

/// What stands in an item's element. `id` is the title's, where something refers to it.
fn item(
    markup: &mut Markup,
    hit: &Hit,
    titles: Titles,
    id: &str,
    address: &str,
    foot: impl FnOnce(&mut Markup),
) {
    markup.fixed("<div class=hit-badges><b>").text(&badges::kind_name(hit.kind)).fixed("</b>");
    badges_of(markup, hit);
    markup.fixed("</div>").fixed(titles.open()).fixed("<a");
    if !id.is_empty() {
        markup.fixed(" id=").text(id);
    }
    markup.fixed(" href=\"").text(address).fixed("\">").text(&hit.title).fixed("</a>").fixed(titles.close());
    if !hit.snippet.is_empty() {
        // The block after it ends it.
        markup.fixed("<p class=hit-snippet>");
        snippet(markup, &hit.snippet);
    }
    pico::in_brief(markup, &hit.pico);
    why(markup, hit, id);
    markup.fixed("<div class=hit-foot>");
    let source = source(hit);
    if !source.is_empty() {
        markup.fixed("<p class=hit-meta>").text(&source).fixed("</p>");
    }
    foot(markup);
    markup.fixed("</div>");
}

fn badges_of(markup: &mut Markup, hit: &Hit) {
    if let Some(level) = hit.evidence_level {
        markup.view(badges::evidence_level(level));
    }
    if let Some(certainty) = hit.certainty {
        markup.view(badges::certainty(certainty));
    }
    if let Some(study) = hit.study_type.filter(|study| *study != StudyType::Other) {
        markup.view(badges::study_type(study));
    }
    if !hit.notices.is_empty() {
        markup.view(badges::notices(&hit.notices));
    }
    if hit.is_demo {
        markup.view(badges::demo(true));
    }
}

fn snippet(markup: &mut Markup, stretches: &[SnippetPart]) {
    for stretch in stretches {
        if stretch.is_match {
            markup.fixed("<mark>").text(&stretch.text).fixed("</mark>");
        } else {
            markup.text(&stretch.text);
        }
    }
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
