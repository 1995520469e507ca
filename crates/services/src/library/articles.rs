//! Published articles as they are shown.

use super::cache::{ShownArticle, ShownReference};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::heavy_work::RENDERINGS;
use crate::locale::Locale;
use domain::article::{FrontMatter, Reference, Version, VersionState};
use domain::asker::{Asker, LibraryView};
use domain::id::ItemId;
use domain::record::Record;
use domain::time::{CalendarDay, Moment};
use std::sync::Arc;

/// The published version of the article at an address.
///
/// # Errors
/// [`Failure::Gone`] when it was withdrawn, [`Failure::Expired`] when it has expired, where this asker could have read
/// it; else [`Failure::NotFound`] where there is nothing that they may read.
pub async fn article(
    context: &Context,
    locale: &Locale,
    asker: &Asker,
    slug: &str,
) -> Outcome<Arc<ShownArticle>> {
    let (view, now) = (asker.library_view(), Moment::now());
    if view == LibraryView::Nothing {
        return Err(Failure::NotFound);
    }
    match current(context, locale, slug).await? {
        Some(article) if article.is_for(&view, article.expires_at, now) => Ok(article),
        Some(article) if article.is_for(&view, None, now) => Err(ended(&article.front)),
        Some(_) => Err(Failure::NotFound),
        None => Err(missing(context, &view, slug, now).await?),
    }
}

/// Content type and bytes of a picture of an article, for whoever may read the article. The name is that of the
/// picture's address.
pub async fn media(context: &Context, asker: &Asker, slug: &str, name: &str) -> Outcome<(String, Vec<u8>)> {
    let article = article(context, &context.default_locale(), asker, slug).await?;
    // Texts may name the folder of pictures; addresses do not.
    for name in [name.to_owned(), format!("figures/{name}")] {
        if let Some(found) = storage::articles::media(&context.store, &article.id, &name).await? {
            return Ok(found);
        }
    }
    Err(Failure::NotFound)
}

/// The article as it is cached, or read again.
async fn current(context: &Context, locale: &Locale, slug: &str) -> Outcome<Option<Arc<ShownArticle>>> {
    if let Some(article) = context.library.find(locale.language(), slug)
        && is_current(context, &article).await?
    {
        return Ok(Some(article));
    }
    let age = context.library.age();
    let Some(version) = storage::articles::published(&context.store, slug).await? else { return Ok(None) };
    let article = Arc::new(shown(context, locale, version).await?);
    context.library.keep(locale.language(), article.clone(), age);
    Ok(Some(article))
}

/// Where other nodes change the same library, what is kept here may be out of date before the follower hears of it.
async fn is_current(context: &Context, article: &ShownArticle) -> Outcome<bool> {
    if !context.store.is_shared() {
        return Ok(true);
    }
    let change = storage::library::change_of(&context.store, &ItemId::from(&article.id)).await?;
    Ok(change == Some(article.change))
}

async fn shown(context: &Context, locale: &Locale, version: Version) -> Outcome<ShownArticle> {
    let media_base = format!("/library/{}/media", version.front.slug);
    as_read(context, locale, version, &media_base).await
}

/// A version, published or not, as readers will see it: what a reviewer looks at. Its pictures lie below
/// `media_base`.
pub async fn as_read(
    context: &Context,
    locale: &Locale,
    version: Version,
    media_base: &str,
) -> Outcome<ShownArticle> {
    // Read before the references: a change in between makes the article look out of date, never current.
    let change = storage::library::change_of(&context.store, &ItemId::from(&version.article)).await?;
    let Version { front, body, .. } = version;
    let works: Vec<_> = front.references.iter().map(Reference::work).collect();
    let records = storage::records::of_works(&context.store, &works).await?;
    let (references, table_label) = (front.references.len(), locale.get("article-table"));
    let media_base = media_base.to_owned();
    let render = move || {
        let options = markdown::Options {
            references,
            media_base: &media_base,
            table_label,
            ..markdown::Options::default()
        };
        markdown::render(&body, &options)
    };
    let rendered = RENDERINGS.run(render).await?;
    let reference = |((number, reference), record): ((usize, &Reference), Option<Record>)| ShownReference {
        number,
        citation: reference.citation.clone(),
        doi: reference.doi.clone(),
        pmid: reference.pmid.clone(),
        notices: record.iter().flat_map(|record| &record.data.notices).map(|notice| notice.kind).collect(),
        record: record.map(|record| record.id),
    };
    Ok(ShownArticle {
        id: version.article,
        version: version.id,
        number: version.number,
        html: rendered.html,
        contents: rendered.contents,
        references: (1..).zip(&front.references).zip(records).map(reference).collect(),
        approved_at: version.approved_at,
        published_at: version.published_at,
        review_due: front.review_due.as_deref().and_then(CalendarDay::parse),
        expires_at: front.expires.as_deref().and_then(Moment::from_day),
        is_demo: version.is_demo,
        change: change.unwrap_or_default(),
        front,
    })
}

/// What to say of an address at which nothing is published.
async fn missing(context: &Context, view: &LibraryView, slug: &str, now: Moment) -> Outcome<Failure> {
    let Some(article) = storage::articles::by_slug(&context.store, slug).await? else {
        return Ok(Failure::NotFound);
    };
    let versions = storage::articles::versions(&context.store, &article).await?;
    let last_shown = versions
        .iter()
        .find(|version| matches!(version.state, VersionState::Withdrawn | VersionState::Expired));
    let could_read =
        |version: &Version| view.allows(&version.front.audience, &version.front.labelling, None, now);
    Ok(match last_shown {
        Some(version) if !could_read(version) => Failure::NotFound,
        Some(version) if version.state == VersionState::Expired => ended(&version.front),
        Some(_) => Failure::Gone,
        None => Failure::NotFound,
    })
}

/// What to say of an article whose last day is over.
fn ended(front: &FrontMatter) -> Failure {
    front.expires.as_deref().and_then(CalendarDay::parse).map_or(Failure::Gone, Failure::Expired)
}
