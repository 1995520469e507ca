//! The library as files: any selection of it, or the result of a search, for whoever may see it.

pub use formats::ExportFormat;
pub use formats::citation::CitationStyle;
pub use formats::csv::Separator;

use super::search;
use crate::context::Context;
use crate::failure::Outcome;
use crate::heavy_work::RENDERINGS;
use domain::article::{ArticleKind, FrontMatter, Version};
use domain::asker::{Asker, LibraryView};
use domain::id::{ArticleId, ItemId, RecordId};
use domain::record::{AbstractSection, PublicationKind, RecordData};
use domain::search_query::{LAST_PAGE, PAGE_SIZE, SearchQuery};
use domain::slug::Slug;
use domain::time::Moment;
use std::collections::HashMap;

/// The most items of one file: as many as the pages of a search show.
pub const MOST: usize = PAGE_SIZE * LAST_PAGE;

/// What is to be exported.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// What a search finds, best first; its page does not matter.
    Result(Box<SearchQuery>),
    /// These items, in this order.
    Items(Vec<ItemId>),
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    /// A name for it, in ASCII.
    pub file_name: String,
    /// How many items it holds.
    pub count: usize,
}

/// A selection as a file: at most [`MOST`] items, of those that this asker may see. What they may not see is left out
/// as if it were not there.
///
/// # Errors
/// `NotReady` while the index is being made, for the result of a search; else when the database or the index fails.
pub async fn export(
    context: &Context,
    asker: &Asker,
    selection: &Selection,
    format: ExportFormat,
    separator: Separator,
) -> Outcome<Exported> {
    export_in(context, &asker.library_view(), selection, format, separator).await
}

/// As [`export`], for a view of the library whoever has it.
pub async fn export_in(
    context: &Context,
    view: &LibraryView,
    selection: &Selection,
    format: ExportFormat,
    separator: Separator,
) -> Outcome<Exported> {
    let ids = match selection {
        Selection::Result(query) => found(context, view, query).await?,
        Selection::Items(ids) => unique(ids.iter().cloned()),
    };
    let items = items(context, view, &ids).await?;
    let (day, count) = (Moment::now().day(), items.len());
    Ok(Exported {
        bytes: RENDERINGS
            .run(move || formats::write_separated(format, &items, separator).into_bytes())
            .await?,
        media_type: format.media_type(),
        file_name: format!("materia-{day}.{}", format.extension()),
        count,
    })
}

/// A publication as citations to copy, one in each style. One with thousands of authors takes its time.
pub async fn citations(data: &RecordData) -> Outcome<Vec<(CitationStyle, String)>> {
    let data = data.clone();
    RENDERINGS.run(move || formats::citation::citations(&data)).await
}

fn unique(ids: impl Iterator<Item = ItemId>) -> Vec<ItemId> {
    let mut seen = std::collections::HashSet::new();
    ids.filter(|id| seen.insert(id.clone())).take(MOST).collect()
}

/// What a search finds, page after page.
async fn found(context: &Context, view: &LibraryView, query: &SearchQuery) -> Outcome<Vec<ItemId>> {
    let mut ids = Vec::new();
    for page in 1..=LAST_PAGE {
        let results = search::search_in(context, view, &SearchQuery { page, ..query.clone() }).await?;
        let is_last = results.hits.len() < PAGE_SIZE;
        ids.extend(results.hits.into_iter().map(|hit| hit.id));
        if is_last {
            break;
        }
    }
    // A change between two pages may have moved an item from one to the other.
    Ok(unique(ids.into_iter()))
}

/// The items of these ids that this view shows, in the order given.
async fn items(context: &Context, view: &LibraryView, ids: &[ItemId]) -> Outcome<Vec<RecordData>> {
    let now = Moment::now();
    if *view == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let records: Vec<RecordId> = ids.iter().map(RecordId::from).collect();
    let articles: Vec<ArticleId> = ids.iter().map(ArticleId::from).collect();
    let mut found: HashMap<ItemId, RecordData> = HashMap::new();
    for record in storage::records::by_ids(&context.store, &records).await? {
        found.insert((&record.id).into(), record.data);
    }
    for version in storage::articles::published_by_ids(&context.store, &articles).await? {
        let front = &version.front;
        let expires_at = front.expires.as_deref().and_then(Moment::from_day);
        if view.allows(&front.audience, &front.labelling, expires_at, now) {
            found.insert((&version.article).into(), of_article(context, version));
        }
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// An article as what it is to a reference manager: a page of this portal, by its authors and of its day.
fn of_article(context: &Context, version: Version) -> RecordData {
    let shown_at = version.approved_at.or(version.published_at).unwrap_or(version.updated_at);
    let day = shown_at.day();
    let FrontMatter { slug, kind, title, summary, authors, .. } = version.front;
    RecordData {
        external_id: Some(version.article.as_str().to_owned()),
        kind: Some(PublicationKind::WebPage),
        title,
        abstract_sections: vec![AbstractSection { label: String::new(), text: summary }],
        authors,
        publication_types: vec![kind_name(context, kind)],
        year: Some(i32::from(shown_at.year())),
        date: day,
        links: vec![format!("{}/library/{slug}", context.config.base_url)],
        ..RecordData::default()
    }
}

fn kind_name(context: &Context, kind: ArticleKind) -> String {
    context.default_locale().get(&format!("kind-{}", kind.slug())).to_owned()
}
