//! The difference between two texts, with what was removed and added marked for eye and ear.

use crate::texts::{t, t_with};
use leptos::prelude::*;
use services::difference::{ChangeTag, Segment, difference};

/// Lines of unchanged text that are shown around a change; what is further away is left out.
const AROUND: usize = 4;

/// What changed from `old` to `new`; long unchanged parts are replaced by their number of lines.
pub(crate) fn difference_view(old: &str, new: &str) -> impl IntoView + use<> {
    let segments = difference(old, new);
    let last = segments.len().saturating_sub(1);
    let parts = segments
        .iter()
        .enumerate()
        .map(|(place, segment)| part(segment, place == 0, place == last))
        .collect_view();
    view! { <div class="diff">{parts}</div> }
}

fn part(segment: &Segment, is_first: bool, is_last: bool) -> AnyView {
    let text = segment.text.clone();
    match segment.tag {
        ChangeTag::Equal => unchanged(&text, is_first, is_last),
        ChangeTag::Delete => view! {
            <del><span class="visually-hidden">{t("diff-removed")}</span>{text}</del>
        }
        .into_any(),
        ChangeTag::Insert => view! {
            <ins><span class="visually-hidden">{t("diff-added")}</span>{text}</ins>
        }
        .into_any(),
    }
}

fn unchanged(text: &str, is_first: bool, is_last: bool) -> AnyView {
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
