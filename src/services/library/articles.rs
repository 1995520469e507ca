//! Published articles as they are shown, kept in memory so that a page costs no rendering.

use crate::domain::article::{FrontMatter, Reference, Version, VersionState};
use crate::domain::asker::{Asker, LibraryView};
use crate::domain::id::{ArticleId, ItemId, RecordId, VersionId};
use crate::domain::record::{NoticeKind, Record};
use crate::domain::time::Moment;
use crate::error::{Failure, Outcome};
use crate::markdown::{self, Heading};
use crate::state::State;
use crate::storage;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Bytes of text that are kept; beyond it everything is forgotten and kept anew as it is asked for.
const KEPT_BYTES: usize = 32 << 20;

/// The published version of an article, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownArticle {
    pub id: ArticleId,
    pub version: VersionId,
    /// The version's number, from 1.
    pub number: i64,
    pub front: FrontMatter,
    /// The body, safe to put into a page as it is.
    pub html: String,
    pub contents: Vec<Heading>,
    /// In the order of their numbers.
    pub references: Vec<ShownReference>,
    pub approved_at: Option<Moment>,
    pub published_at: Option<Moment>,
    /// When it is to be looked at again.
    pub review_due: Option<Moment>,
    /// First moment at which it is no longer shown.
    pub expires_at: Option<Moment>,
    pub is_demo: bool,
    /// Number of the change with which it came into the library as it is.
    change: i64,
}

/// An entry of an article's list of references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownReference {
    /// As cited in the text, from 1.
    pub number: usize,
    pub citation: String,
    pub doi: Option<String>,
    pub pmid: Option<String>,
    /// The record of the library that restates it, with what became of the publication.
    pub record: Option<RecordId>,
    pub notices: Vec<NoticeKind>,
}

impl ShownArticle {
    /// The address of its page.
    pub fn address(&self) -> String {
        format!("/library/{}", self.front.slug)
    }

    fn is_for(&self, view: &LibraryView, expires_at: Option<Moment>, now: Moment) -> bool {
        view.allows(&self.front.audience, &self.front.labelling, expires_at, now)
    }
}

/// The articles kept.
#[derive(Default)]
pub struct Articles {
    kept: RwLock<Kept>,
}

#[derive(Default)]
struct Kept {
    by_slug: HashMap<String, Arc<ShownArticle>>,
    bytes: usize,
    /// Counts how often everything was forgotten, so that nothing read before is kept after.
    age: u64,
}

impl Articles {
    /// Forgets everything: something in the library has changed.
    pub fn forget_all(&self) {
        let mut kept = self.write();
        kept.by_slug.clear();
        kept.bytes = 0;
        kept.age += 1;
    }

    fn find(&self, slug: &str) -> Option<Arc<ShownArticle>> {
        self.read().by_slug.get(slug).cloned()
    }

    fn age(&self) -> u64 {
        self.read().age
    }

    fn keep(&self, article: Arc<ShownArticle>, age: u64) {
        let mut kept = self.write();
        if kept.age != age {
            return;
        }
        if kept.bytes + article.html.len() > KEPT_BYTES {
            kept.by_slug.clear();
            kept.bytes = 0;
        }
        kept.bytes += article.html.len();
        kept.by_slug.insert(article.front.slug.clone(), article);
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept> {
        // Every change under the lock leaves it whole, even one that was cut short by a panic.
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The published version of the article at an address.
///
/// # Errors
/// [`Failure::Gone`] when it was withdrawn or has expired and this asker could have read it; else
/// [`Failure::NotFound`] where there is nothing that he may read.
pub async fn article(state: &State, asker: &Asker, slug: &str) -> Outcome<Arc<ShownArticle>> {
    let (view, now) = (asker.library_view(), Moment::now());
    if view == LibraryView::Nothing {
        return Err(Failure::NotFound);
    }
    match current(state, slug).await? {
        Some(article) if article.is_for(&view, article.expires_at, now) => Ok(article),
        Some(article) if article.is_for(&view, None, now) => Err(Failure::Gone),
        Some(_) => Err(Failure::NotFound),
        None => Err(missing(state, &view, slug, now).await?),
    }
}

/// Content type and bytes of a picture of an article, for whoever may read the article. The name is that of the
/// picture's address.
///
/// # Errors
/// As [`article`].
pub async fn media(state: &State, asker: &Asker, slug: &str, name: &str) -> Outcome<(String, Vec<u8>)> {
    let article = article(state, asker, slug).await?;
    // Texts may name the folder of pictures; addresses do not.
    for name in [name.to_owned(), format!("figures/{name}")] {
        if let Some(found) = storage::articles::media(&state.store, &article.id, &name).await? {
            return Ok(found);
        }
    }
    Err(Failure::NotFound)
}

/// The article as it is kept, or read anew.
async fn current(state: &State, slug: &str) -> Outcome<Option<Arc<ShownArticle>>> {
    if let Some(article) = state.library.find(slug)
        && is_current(state, &article).await?
    {
        return Ok(Some(article));
    }
    let age = state.library.age();
    let Some(version) = storage::articles::published(&state.store, slug).await? else { return Ok(None) };
    let article = Arc::new(shown(state, version).await?);
    state.library.keep(article.clone(), age);
    Ok(Some(article))
}

/// Where other nodes change the same library, what is kept here may be out of date before the follower hears of it.
async fn is_current(state: &State, article: &ShownArticle) -> Outcome<bool> {
    if !state.store.is_shared() {
        return Ok(true);
    }
    let change = storage::library::change_of(&state.store, &ItemId::from(&article.id)).await?;
    Ok(change == Some(article.change))
}

async fn shown(state: &State, version: Version) -> Outcome<ShownArticle> {
    let media_base = format!("/library/{}/media", version.front.slug);
    as_read(state, version, &media_base).await
}

/// A version, published or not, as readers will see it: what a reviewer looks at. Its pictures lie below
/// `media_base`.
///
/// # Errors
/// When the database fails.
pub async fn as_read(state: &State, version: Version, media_base: &str) -> Outcome<ShownArticle> {
    // Read before the references: a change in between makes the article look out of date, never current.
    let change = storage::library::change_of(&state.store, &ItemId::from(&version.article)).await?;
    let Version { front, body, .. } = version;
    let works: Vec<_> = front.references.iter().map(Reference::work).collect();
    let records = storage::records::of_works(&state.store, &works).await?;
    let table_label = state.texts.get("article-table");
    let options = markdown::Options {
        references: front.references.len(),
        media_base,
        table_label,
        ..markdown::Options::default()
    };
    let rendered = markdown::render(&body, &options);
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
        review_due: front.review_due.as_deref().and_then(Moment::from_day),
        expires_at: front.expires.as_deref().and_then(Moment::from_day),
        is_demo: version.is_demo,
        change: change.unwrap_or_default(),
        front,
    })
}

/// What to say of an address at which nothing is published.
async fn missing(state: &State, view: &LibraryView, slug: &str, now: Moment) -> Outcome<Failure> {
    let Some(article) = storage::articles::by_slug(&state.store, slug).await? else {
        return Ok(Failure::NotFound);
    };
    let versions = storage::articles::versions(&state.store, &article).await?;
    let last_shown = versions
        .iter()
        .find(|version| matches!(version.state, VersionState::Withdrawn | VersionState::Expired));
    let could_read =
        |version: &Version| view.allows(&version.front.audience, &version.front.labelling, None, now);
    Ok(if last_shown.is_some_and(could_read) { Failure::Gone } else { Failure::NotFound })
}
