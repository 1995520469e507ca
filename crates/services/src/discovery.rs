//! What crawlers learn about the library: what an anonymous visitor may see, whoever asks.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::library::ShownArticle;
use domain::asker::{Asker, LibraryView};
use domain::time::Moment;
use formats::discovery::{SitemapUrl, sitemap, sitemap_index};

/// The most addresses that one sitemap may have (<https://www.sitemaps.org/protocol.html>).
pub const SITEMAP_MAX: usize = 50_000;
/// Pages that everybody may see behind any gate.
const OPEN_PAGES: [&str; 2] = ["/", "/about"];

fn public_view(context: &Context) -> LibraryView {
    Asker::anonymous(context.config.gate).library_view()
}

/// Whether everybody may read this article.
pub fn article_is_public(context: &Context, article: &ShownArticle) -> bool {
    let front = &article.front;
    public_view(context).allows(&front.audience, &front.labelling, article.expires_at, Moment::now())
}

/// Whether everybody may read the records.
pub fn records_are_public(context: &Context) -> bool {
    public_view(context) != LibraryView::Nothing
}

/// The sitemap of what everybody may read, or, where it has more than `size` addresses, the index of its parts, which
/// lie at `/sitemap.xml?part=1` and so on.
///
/// # Errors
/// [`Failure::NotFound`] for a part that there is not.
pub async fn public_sitemap(context: &Context, part: Option<usize>, size: usize) -> Outcome<String> {
    let base = &context.config.base_url;
    let articles = public_articles(context).await?;
    let before_records = OPEN_PAGES.len() + articles.len();
    let records = if records_are_public(context) {
        usize::try_from(storage::harvest::count_of_records(&context.store).await?).unwrap_or_default()
    } else {
        0
    };
    let parts = (before_records + records).div_ceil(size);
    let part = match part {
        None if parts > 1 => {
            let address = |part| format!("{base}/sitemap.xml?part={part}");
            let places = (1..=parts).map(|part| SitemapUrl { address: address(part), changed_at: None });
            return Ok(sitemap_index(&places.collect::<Vec<_>>()));
        }
        None => 0,
        Some(part) if (1..=parts).contains(&part) => part - 1,
        Some(_) => return Err(Failure::NotFound),
    };
    let open = OPEN_PAGES.map(|path| SitemapUrl { address: format!("{base}{path}"), changed_at: None });
    let mut places: Vec<SitemapUrl> = open.into_iter().chain(articles).skip(part * size).take(size).collect();
    if records > 0 && places.len() < size {
        let first = (part * size).saturating_sub(before_records);
        places.extend(public_records(context, first, size - places.len()).await?);
    }
    Ok(sitemap(&places))
}

async fn public_articles(context: &Context) -> Outcome<Vec<SitemapUrl>> {
    let (view, now) = (public_view(context), Moment::now());
    if view == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let articles = storage::harvest::articles(&context.store).await?.into_iter();
    let seen = articles.filter(|(front, _)| {
        let expires_at = front.expires.as_deref().and_then(Moment::from_day);
        view.allows(&front.audience, &front.labelling, expires_at, now)
    });
    let base = &context.config.base_url;
    let place = |slug, at| SitemapUrl { address: format!("{base}/library/{slug}"), changed_at: Some(at) };
    Ok(seen.map(|(front, at)| place(front.slug, at)).collect())
}

async fn public_records(context: &Context, first: usize, count: usize) -> Outcome<Vec<SitemapUrl>> {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let records = storage::harvest::records(&context.store, whole(first), whole(count)).await?;
    let base = &context.config.base_url;
    let place = |(id, at)| SitemapUrl { address: format!("{base}/records/{id}"), changed_at: Some(at) };
    Ok(records.into_iter().map(place).collect())
}
