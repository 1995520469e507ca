//! What an article's page says of itself to crawlers: the article in the words of schema.org, where everybody may
//! read it.

use crate::app::Discovery;
use crate::visit::Visit;
use domain::article::{ArticleKind, FrontMatter};
use domain::slug::Slug;
use domain::time::Moment;
use domain::vocabulary::TermKind;
use serde_json::{Value, json};
use services::discovery;
use services::library::ShownArticle;

pub(super) fn of(visit: &Visit, article: &ShownArticle) -> Discovery {
    Discovery {
        description: Some(article.front.summary.clone()),
        canonical: Some(article.address()),
        citation: Vec::new(),
        structured: discovery::article_is_public(&visit.context, article).then(|| structured(visit, article)),
    }
}

fn structured(visit: &Visit, article: &ShownArticle) -> Value {
    let (front, locale) = (&article.front, &visit.locale);
    let named = |name: &str| json!({ "@type": "Thing", "name": name });
    let citations: Vec<&str> = article.references.iter().map(|it| it.citation.as_str()).collect();
    json!({
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": format!("{}{}", visit.context.config.base_url, article.address()),
        "name": front.title,
        "description": front.summary,
        "inLanguage": locale.language(),
        "genre": locale.get(&format!("kind-{}", front.kind.slug())),
        "medicalAudience": audience(front.kind),
        "about": subjects(visit, front).iter().map(|name| named(name)).collect::<Vec<_>>(),
        "author": front.authors.iter().map(|name| json!({ "@type": "Organization", "name": name })).collect::<Vec<_>>(),
        "publisher": { "@type": "Organization", "name": locale.get("brand"), "url": visit.context.config.base_url },
        "datePublished": article.published_at.map(Moment::day),
        "lastReviewed": article.approved_at.map(Moment::day),
        "version": article.number,
        "citation": citations,
    })
}

/// For whom it is, as a type of schema.org.
fn audience(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::PatientResource => "https://schema.org/Patient",
        _ => "https://schema.org/Clinician",
    }
}

/// The names of what it is about.
fn subjects(visit: &Visit, front: &FrontMatter) -> Vec<String> {
    let vocabulary = visit.context.vocabulary();
    let kinds = [
        (TermKind::Area, &front.areas),
        (TermKind::Product, &front.products),
        (TermKind::Topic, &front.topics),
    ];
    let names = kinds
        .into_iter()
        .flat_map(|(kind, slugs)| slugs.iter().map(move |slug| (kind, slug)))
        .map(|(kind, slug)| vocabulary.name(kind, slug).to_owned());
    names.collect()
}
