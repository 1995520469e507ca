//! Why an item was found, and ranked where it is.

use super::markup::Markup;
use crate::texts::{t, t_with};
use domain::library::{Hit, ItemKind, MatchLocation, TermMatch};
use domain::record::NoticeKind;
use leptos::prelude::*;

/// Folded under a hit, whose title may have an id; nothing if no words matched.
pub(crate) fn why(markup: &mut Markup, hit: &Hit, title: &str) {
    if hit.matched.is_empty() {
        return;
    }
    markup.fixed("<details class=why><summary");
    if !title.is_empty() {
        markup.fixed(" aria-describedby=").text(title);
    }
    let lines: Vec<String> = words(&hit.matched).into_iter().chain(order(hit)).collect();
    markup
        .fixed(">")
        .text(t("why-summary"))
        .fixed("</summary><p>")
        .text(&lines.join(" "))
        .fixed("</details>");
}

/// What the order of a list of hits follows, once for all of them.
pub(crate) fn order_note() -> impl IntoView {
    view! { <p class="meta no-print">{t("why-order")}</p> }
}

/// Which words matched where.
fn words(matched: &[TermMatch]) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, key) in [
        (MatchLocation::Title, "why-title"),
        (MatchLocation::Text, "why-text"),
        (MatchLocation::Elsewhere, "why-elsewhere"),
    ] {
        let here = matched.iter().filter(|it| it.place == place);
        let typed: Vec<&str> =
            here.clone().filter(|it| it.other.is_none()).map(|it| it.word.as_str()).collect();
        if !typed.is_empty() {
            lines.push(t_with(key, &[("words", typed.join(", ").into())]));
        }
    }
    let instead = matched.iter().filter_map(|it| Some((it.other.as_deref()?, it.word.as_str())));
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (other, word) in instead {
        match groups.iter_mut().find(|(known, _)| *known == other) {
            Some((_, words)) => words.push(word),
            None => groups.push((other, vec![word])),
        }
    }
    for (other, words) in groups {
        lines.push(t_with("why-instead", &[("other", other.into()), ("word", words.join(" ").into())]));
    }
    lines
}

/// What influences the place of this hit besides the words.
fn order(hit: &Hit) -> Vec<String> {
    let mut reasons = Vec::new();
    if matches!(hit.kind, ItemKind::Article(_)) {
        reasons.push(t("why-article").to_owned());
    }
    if let Some(level) = hit.evidence_level {
        reasons.push(t_with("why-level", &[("level", i64::from(u8::from(level)).into())]));
    }
    if hit.year.is_some() {
        reasons.push(t("why-recent").to_owned());
    }
    let raised =
        (!reasons.is_empty()).then(|| t_with("why-raised", &[("reasons", reasons.join(", ").into())]));
    let lowered = hit.notices.contains(&NoticeKind::Retracted).then(|| t("why-retracted").to_owned());
    raised.into_iter().chain(lowered).collect()
}
