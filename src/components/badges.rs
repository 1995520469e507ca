//! What a library item is, in words beside its title.

use crate::texts::{t, t_for};
use domain::article::EvidenceLevel;
use domain::library::ItemKind;
use domain::pico::Certainty;
use domain::record::{NoticeKind, StudyType};
use domain::slug::Slug;
use leptos::prelude::*;

/// The kind's name.
pub(crate) fn kind_name(kind: ItemKind) -> String {
    t_for(&format!("kind-{}", kind.slug()))
}

/// A level of evidence by word; the style sheet adds the shape.
pub(crate) fn evidence_level(level: EvidenceLevel) -> impl IntoView + use<> {
    let number = u8::from(level).to_string();
    view! { <span class="evidence-level" data-level=number.clone()>{t_for(&format!("level-{number}"))}</span> }
}

/// How certain an answer is, by word; the style sheet adds the shape.
pub(crate) fn certainty(certainty: Certainty) -> impl IntoView + use<> {
    let slug = certainty.slug();
    view! { <span class="certainty" data-certainty=slug>{t_for(&format!("certainty-{slug}"))}</span> }
}

/// The type of a study by word; the style sheet adds the shape.
pub(crate) fn study_type(study: StudyType) -> impl IntoView + use<> {
    let slug = study.slug();
    view! { <span class="study-type" data-study=slug>{t_for(&format!("study-{slug}"))}</span> }
}

/// What became of a publication; each notice once.
pub(crate) fn notices(kinds: &[NoticeKind]) -> impl IntoView + use<> {
    let is_first =
        |(place, kind): &(usize, &NoticeKind)| !kinds.iter().take(*place).any(|known| known == *kind);
    let kinds: Vec<NoticeKind> = kinds.iter().enumerate().filter(is_first).map(|(_, kind)| *kind).collect();
    kinds.into_iter().map(notice).collect_view()
}

fn notice(kind: NoticeKind) -> impl IntoView {
    let class = match kind {
        NoticeKind::Retracted => "badge badge-retracted",
        NoticeKind::Erratum | NoticeKind::Concern => "badge badge-erratum",
        NoticeKind::RetractionNotice | NoticeKind::ErratumNotice => "badge",
    };
    view! { <span class=class>{t_for(&format!("notice-{}", kind.slug()))}</span> }
}

/// Says that content is for demonstration.
pub(crate) fn demo(is_demo: bool) -> impl IntoView {
    is_demo.then(|| view! { <span class="badge badge-demo">{t("demo-content")}</span> })
}
