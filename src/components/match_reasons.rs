//! Why an item was found, and ranked where it is.

use crate::texts::{t, t_with};
use domain::library::{Hit, ItemKind, MatchLocation, TermMatch};
use domain::record::NoticeKind;
use leptos::prelude::*;

/// Folded under a hit; nothing if no words matched.
pub(crate) fn why(hit: &Hit) -> impl IntoView + use<> {
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

/// What influences the order besides the words.
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
