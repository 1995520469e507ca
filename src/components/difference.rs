//! The difference between two texts, with what was removed and added marked for eye and ear.

use crate::texts::{t, t_with};
use domain::difference::{Fate, Stretch, difference};
use leptos::prelude::*;

/// Lines of unchanged text that are shown around a change; what lies further away is left out.
const AROUND: usize = 4;

/// How `new` came about from `old`; long unchanged parts are left out, with their number of lines in their place.
pub(crate) fn difference_view(old: &str, new: &str) -> impl IntoView + use<> {
    let stretches = difference(old, new);
    let last = stretches.len().saturating_sub(1);
    let parts = stretches
        .iter()
        .enumerate()
        .map(|(place, stretch)| part(stretch, place == 0, place == last))
        .collect_view();
    view! { <div class="diff">{parts}</div> }
}

fn part(stretch: &Stretch, is_first: bool, is_last: bool) -> AnyView {
    let text = stretch.text.clone();
    match stretch.fate {
        Fate::Kept => kept(&text, is_first, is_last),
        Fate::Removed => view! {
            <del><span class="visually-hidden">{t("diff-removed")}</span>{text}</del>
        }
        .into_any(),
        Fate::Added => view! {
            <ins><span class="visually-hidden">{t("diff-added")}</span>{text}</ins>
        }
        .into_any(),
    }
}

fn kept(text: &str, is_first: bool, is_last: bool) -> AnyView {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let before = if is_first { 0 } else { AROUND };
    let after = if is_last { 0 } else { AROUND };
    if lines.len() <= before + after + 2 {
        return text.to_owned().into_any();
    }
    let (head, rest) = lines.split_at(before);
    let (middle, tail) = rest.split_at(rest.len() - after);
    let left_out = t_with("diff-left-out", &[("count", middle.len().into())]);
    view! {
        {head.concat()}
        <p class="meta">{left_out}</p>
        {tail.concat()}
    }
    .into_any()
}
