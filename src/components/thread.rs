//! The thread of a request: what was asked, answered and, at the desk, noted.

use crate::components::badges;
use crate::components::date_time::time;
use crate::texts::{t, t_with};
use domain::id::ItemId;
use domain::record::NoticeKind;
use domain::request::{FrozenCitation, Message, MessageKind, Request};
use leptos::prelude::*;
use markdown::Options;
use std::collections::HashMap;

/// Who looks at a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Asker,
    Desk,
    /// A reply that has not been sent: its citations have no address.
    Preview,
}

/// What has become of cited publications since, by item.
pub(crate) type Notices = HashMap<ItemId, Vec<NoticeKind>>;

/// Questions and messages, oldest first. `asker_name` heads what the asker wrote, at the desk.
pub(crate) fn thread(
    request: &Request,
    messages: &[Message],
    notices: &Notices,
    asker_name: &str,
    side: Side,
) -> AnyView {
    let name = if side == Side::Asker { t("request-you").to_owned() } else { asker_name.to_owned() };
    let questions = request.questions.iter().map(|question| plain(question)).collect_view();
    let mut cited_before = 0;
    let messages = messages
        .iter()
        .map(|message| {
            let first = cited_before + 1;
            cited_before += message.citations.len();
            one(message, notices, &name, (&request.reference, first), side)
        })
        .collect_view();
    view! {
        <section class="thread" aria-label=t("request-thread")>
            <article class="message message-asker">
                <header><strong>{name}</strong>{time(request.received_at)}</header>
                {questions}
            </article>
            {messages}
        </section>
    }
    .into_any()
}

fn one(
    message: &Message,
    notices: &Notices,
    asker_name: &str,
    (reference, first): (&str, usize),
    side: Side,
) -> AnyView {
    let author = message.author_name.clone();
    let at = time(message.sent_at);
    match message.kind {
        MessageKind::FollowUp => view! {
            <article class="message message-asker">
                <header><strong>{asker_name.to_owned()}</strong><span>{t("request-follow-up")}</span>{at}</header>
                {plain(&message.body)}
            </article>
        }
        .into_any(),
        MessageKind::Note => view! {
            <article class="message message-note">
                <header>
                    <strong>{author}</strong>
                    <span class="badge badge-state">{t("desk-note-internal")}</span>
                    {at}
                </header>
                {plain(&message.body)}
            </article>
        }
        .into_any(),
        MessageKind::Reply => view! {
            <article class="message message-reply">
                <header><strong>{author}</strong><span>{t("request-reply")}</span>{at}</header>
                {prose(&message.body, message.citations.len(), message.id.as_str())}
                {citations(&message.citations, notices, (reference, first), side, message.id.as_str())}
                {rated(message, side)}
            </article>
        }
        .into_any(),
    }
}

/// What the asker said of a reply, in the words of the button that they pressed.
fn rated(message: &Message, side: Side) -> impl IntoView + use<> {
    let who = if side == Side::Asker { "request-said-you" } else { "request-said-asker" };
    let at = message.rated_at;
    message.helped.map(|helped| {
        let words = t(if helped { "request-rating-yes" } else { "request-rating-no" });
        view! {
            <p class="meta reply-rating">
                {t_with(who, &[("words", words.into())])}
                {at.map(|at| view! { " "{time(at)} })}
            </p>
        }
    })
}

/// The asker's text: exactly as typed, in paragraphs.
pub(crate) fn plain(text: &str) -> impl IntoView + use<> {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(str::to_owned)
        .collect();
    paragraphs.into_iter().map(|paragraph| view! { <p class="as-typed">{paragraph}</p> }).collect_view()
}

/// The desk's text: Markdown. `[1]` leads to the first of its citations; `place` sets its ids apart from those of
/// other texts on the page.
pub(crate) fn prose(text: &str, citations: usize, place: &str) -> AnyView {
    let (reference_prefix, heading_prefix) = (format!("{place}-cited-"), format!("{place}-section-"));
    let options = Options {
        references: citations,
        reference_prefix: &reference_prefix,
        heading_prefix: &heading_prefix,
        table_label: t("prose-table"),
        ..Options::default()
    };
    let html = markdown::render(text, &options).html;
    view! { <div class="prose" inner_html=html></div> }.into_any()
}

/// What a reply cites, numbered from 1 as its text does. The asker reads the very version that was sent: `first` is
/// the place of the reply's first citation among those of all replies. `place` as for [`prose`].
pub(crate) fn citations(
    citations: &[FrozenCitation],
    notices: &Notices,
    (reference, first): (&str, usize),
    side: Side,
    place: &str,
) -> AnyView {
    let rows = citations
        .iter()
        .enumerate()
        .map(|(at, citation)| {
            let address = match (&citation.version, side) {
                (Some(_), Side::Asker) => Some(format!("/requests/{reference}/cited/{}", first + at)),
                (Some(_), Side::Desk) => Some(format!("/desk/{reference}/cited/{}", first + at)),
                (Some(_), Side::Preview) => None,
                (None, _) => Some(format!("/records/{}", citation.item)),
            };
            let version = citation
                .version_number
                .map(|number| t_with("request-cited-version", &[("number", number.into())]));
            view! {
                <li id=format!("{place}-cited-{}", at + 1)>
                    {format!("{}. ", at + 1)}
                    <a href=address>{citation.title.clone()}</a>
                    {version.map(|version| view! { ", "{version} })}
                    <span class="meta">" "{citation.citation.clone()}</span>
                    {notices.get(&citation.item).map(|kinds| view! { " "{badges::notices(kinds)} })}
                </li>
            }
        })
        .collect_view();
    (!citations.is_empty())
        .then(|| {
            view! {
                <section class="citations">
                    <h2>{t("request-cited")}</h2>
                    <ul>{rows}</ul>
                </section>
            }
        })
        .into_any()
}
