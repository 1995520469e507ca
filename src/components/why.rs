//! Why an item was found and stands where it stands.

use crate::texts::{t, t_with};
use domain::library::{Hit, ItemKind, MatchLocation, TermMatch};
use domain::record::NoticeKind;
use leptos::prelude::*;

/// Folded under a hit; nothing for an item that no words have found.
pub fn why(hit: &Hit) -> impl IntoView + use<> {
    (!hit.matched.is_empty()).then(|| {
        let lines = words(&hit.matched).into_iter().chain(order(hit));
        let lines = lines.map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <details class="more why no-print">
                <summary>{t("why-summary")}<span class="visually-hidden">": "{hit.title.clone()}</span></summary>
                <ul class="plain-list">{lines}</ul>
            </details>
        }
    })
}

/// Which words stand where.
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
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for (other, word) in instead {
        match told.iter_mut().find(|(known, _)| *known == other) {
            Some((_, words)) => words.push(word),
            None => told.push((other, vec![word])),
        }
    }
    for (other, words) in told {
        lines.push(t_with("why-instead", &[("other", other.into()), ("word", words.join(" ").into())]));
    }
    lines
}

/// What decides on the order beside the words.
fn order(hit: &Hit) -> Vec<String> {
    let mut lines = vec![t("why-order").to_owned()];
    if matches!(hit.kind, ItemKind::Article(_)) {
        lines.push(t("why-article").to_owned());
    }
    if let Some(level) = hit.evidence_level {
        lines.push(t_with("why-level", &[("level", i64::from(u8::from(level)).into())]));
    }
    if hit.year.is_some() {
        lines.push(t("why-recent").to_owned());
    }
    if hit.notices.contains(&NoticeKind::Retracted) {
        lines.push(t("why-retracted").to_owned());
    }
    lines
}
