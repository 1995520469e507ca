//! The thread of a request: what was asked, answered and, at the desk, noted.

use crate::components::when::time;
use crate::domain::request::{FrozenCitation, Message, MessageKind, Request};
use crate::texts::{t, t_with};
use leptos::prelude::*;

/// Who looks at a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Asker,
    Desk,
    /// A reply that was not sent yet: its citations have no address.
    Preview,
}

/// Questions and messages, oldest first. `asker_name` stands over what the asker wrote, for the desk.
pub fn thread(request: &Request, messages: &[Message], asker_name: &str, side: Side) -> AnyView {
    let name = if side == Side::Asker { t("request-you").to_owned() } else { asker_name.to_owned() };
    let questions = request.questions.iter().map(|question| plain(question)).collect_view();
    let mut cited_before = 0;
    let messages = messages
        .iter()
        .map(|message| {
            let first = cited_before + 1;
            cited_before += message.citations.len();
            one(message, &name, &request.reference, first, side)
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

fn one(message: &Message, asker_name: &str, reference: &str, first: usize, side: Side) -> AnyView {
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
                {prose(&message.body)}
                {citations(&message.citations, reference, first, side)}
            </article>
        }
        .into_any(),
    }
}

/// A text of the asker's: exactly as typed, in paragraphs.
pub fn plain(text: &str) -> impl IntoView + use<> {
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(str::to_owned)
        .collect();
    paragraphs.into_iter().map(|paragraph| view! { <p class="as-typed">{paragraph}</p> }).collect_view()
}

/// A text of the desk's: Markdown.
pub fn prose(text: &str) -> AnyView {
    view! { <div class="prose">{plain(text)}</div> }.into_any()
}

/// What a reply cites. The asker reads the very version that was sent; its number is counted over all replies.
pub fn citations(citations: &[FrozenCitation], reference: &str, first: usize, side: Side) -> AnyView {
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
                <li>
                    <a href=address>{citation.title.clone()}</a>
                    {version.map(|version| view! { ", "{version} })}
                    <span class="meta">" "{citation.citation.clone()}</span>
                </li>
            }
        })
        .collect_view();
    (!citations.is_empty())
        .then(|| {
            view! {
                <section class="citations">
                    <h2>{t("request-cited")}</h2>
                    <ol start=first.to_string()>{rows}</ol>
                </section>
            }
        })
        .into_any()
}
