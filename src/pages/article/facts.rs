//! The facts beside an article: version and approval, subjects, and labelling by country.

use crate::components::date_time::{approval_day, calendar_day};
use crate::components::facets;
use crate::pages::browse;
use crate::texts::{t, t_for, t_with};
use domain::article::{Labelling, LabellingStatus};
use domain::facet::Facet;
use domain::vocabulary::{TermKind, Vocabulary};
use leptos::prelude::*;
use services::library::ShownArticle;

/// Version and dates in one line, for those who see the rest only below the text.
pub(super) fn standing(article: &ShownArticle) -> impl IntoView + use<> {
    let version = t_with("article-standing-version", &[("number", article.number.into())]);
    view! {
        <p class="cluster meta">
            <span>{version}</span>
            {article.approved_at.map(|at| view! { <span>{t("article-approved")}" "{approval_day(at)}</span> })}
            {article.review_due.map(|on| view! { <span>{t("article-review-due")}" "{calendar_day(on)}</span> })}
        </p>
    }
}

/// All of it.
pub(super) fn facts(article: &ShownArticle, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let front = &article.front;
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned().into_any());
    let level = front.evidence_level.map(|level| {
        let level = u8::from(level);
        format!("{level}: {}", t_for(&format!("level-{level}-means"))).into_any()
    });
    let terms = |facet, slugs| terms(facet, slugs, vocabulary);
    let rows = [
        ("article-version", text(&article.number.to_string())),
        ("article-approved", article.approved_at.map(|at| approval_day(at).into_any())),
        ("article-reference", text(&front.approval_reference)),
        ("article-review-due", article.review_due.map(|on| calendar_day(on).into_any())),
        ("article-level", level),
        ("article-authors", text(&front.authors.join(", "))),
        ("article-products", terms(Facet::Product, &front.products)),
        ("article-areas", terms(Facet::Area, &front.areas)),
        ("article-topics", terms(Facet::Topic, &front.topics)),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| view! { <dt>{t(key)}</dt><dd>{value}</dd> }))
        .collect_view();
    view! {
        <dl class="article-meta">{rows}</dl>
        {labelling(&front.labelling, article.is_demo, vocabulary)}
    }
}

/// Terms as links to all that is filed under them.
fn terms(facet: Facet, slugs: &[String], vocabulary: &Vocabulary) -> Option<AnyView> {
    let link = |(place, slug): (usize, &String)| {
        let name = facets::name(facet, slug, vocabulary);
        view! { {(place > 0).then_some(", ")}<a href=browse::value::address(facet, slug)>{name}</a> }
    };
    (!slugs.is_empty()).then(|| slugs.iter().enumerate().map(link).collect_view().into_any())
}

/// The labelling of each product by country. In a demonstration these are example values.
fn labelling(labelling: &[Labelling], is_demo: bool, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let entry = |entry: &Labelling| {
        let key = match entry.status {
            LabellingStatus::Within => "labelling-within",
            LabellingStatus::Outside => "labelling-outside",
        };
        let product = vocabulary.name(TermKind::Product, &entry.product);
        let country = vocabulary.name(TermKind::Country, &entry.country);
        let text = t_with(key, &[("product", product.into()), ("country", country.into())]);
        let link = site(&entry.link).map(|site| {
            let text = t_with("labelling-link", &[("site", site.to_owned().into())]);
            view! { " "<a href=entry.link.clone()>{text}</a> }
        });
        view! { <li>{text} {link}</li> }
    };
    (!labelling.is_empty()).then(|| {
        view! {
            <section class="labelling" aria-labelledby="labelling">
                <h2 id="labelling">{t("labelling-title")}</h2>
                <ul>{labelling.iter().map(entry).collect_view()}</ul>
                {is_demo.then(|| view! { <p class="meta">{t("labelling-demo")}</p> })}
            </section>
        }
    })
}

/// The site to which a link leads: all that is known of it, since many labels are found by a regulator's search only.
fn site(link: &str) -> Option<&str> {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next().filter(|site| !site.is_empty())
}
