//! The clinical question that an article answers, in the parts of PICO.

use super::badges;
use super::markup::Markup;
use crate::texts::{t, t_for};
use domain::pico::{Certainty, Pico, PicoPart};
use domain::slug::Slug;
use leptos::prelude::*;

/// Locale key of a part's name.
pub(crate) fn label(part: PicoPart) -> &'static str {
    match part {
        PicoPart::Population => "pico-population",
        PicoPart::Intervention => "pico-intervention",
        PicoPart::Comparator => "pico-comparator",
        PicoPart::Outcome => "pico-outcome",
    }
}

/// Locale key of the letter of a part.
fn letter(part: PicoPart) -> &'static str {
    match part {
        PicoPart::Population => "pico-population-letter",
        PicoPart::Intervention => "pico-intervention-letter",
        PicoPart::Comparator => "pico-comparator-letter",
        PicoPart::Outcome => "pico-outcome-letter",
    }
}

/// The question with the certainty of its answer, one part per row; nothing if neither is given.
pub(crate) fn question(pico: &Pico, certainty: Option<Certainty>) -> impl IntoView + use<> {
    let parts = pico
        .stated()
        .map(|(part, text)| view! { <div><dt>{t(label(part))}</dt><dd>{text.to_owned()}</dd></div> })
        .collect_view();
    let certainty = certainty.map(|certainty| {
        let means = t_for(&format!("certainty-{}-means", certainty.slug()));
        view! {
            <div>
                <dt>{t("pico-certainty")}</dt>
                <dd>{badges::certainty(certainty)}" "<span class="meta">{means}</span></dd>
            </div>
        }
    });
    let is_stated = !pico.is_empty() || certainty.is_some();
    is_stated.then(|| view! { <dl class="pico">{parts}{certainty}</dl> })
}

/// The question in one paragraph, each part after its letter; nothing if it is not given.
pub(crate) fn in_brief(markup: &mut Markup, pico: &Pico) {
    if pico.is_empty() {
        return;
    }
    markup.fixed("<p class=\"pico-brief\">");
    for (part, text) in pico.stated() {
        let (name, letter) = (t(label(part)), t(letter(part)));
        markup.fixed("<span><abbr title=\"").text(name).fixed("\">").text(letter).fixed("</abbr> ");
        markup.text(text).fixed("</span> ");
    }
    markup.fixed("</p>");
}
