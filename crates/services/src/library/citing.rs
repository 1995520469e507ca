//! What can be cited in a reply or an article: library items with the exact version that is current.

use super::readable::readable;
use crate::context::Context;
use crate::failure::Outcome;
use crate::search;
use domain::article::Version;
use domain::asker::{Asker, LibraryView};
use domain::id::{ItemId, RecordId};
use domain::library::ItemKind;
use domain::record::{NoticeKind, Record};
use domain::request::FrozenCitation;
use std::collections::HashMap;

/// Items offered.
const OFFERED: usize = 10;

/// An item that can be cited.
#[derive(Debug, Clone, PartialEq)]
pub struct Citable {
    pub kind: ItemKind,
    pub address: String,
    /// As it would be frozen now.
    pub citation: FrozenCitation,
}

/// Items to cite for some words, a PMID or a DOI: the record with that identifier first, then the best matches of
/// what this asker may see.
///
/// # Errors
/// `NotReady` while the index is being made.
pub async fn cited(context: &Context, asker: &Asker, words: &str) -> Outcome<Vec<Citable>> {
    if words.trim().is_empty() || asker.library_view() == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let mut ids = Vec::new();
    if let Some(record) = storage::records::by_identifier(&context.store, words).await? {
        ids.push(ItemId::from(&record.id));
    }
    for hit in search::rank(context, asker, words, OFFERED).await? {
        if !ids.contains(&hit.id) {
            ids.push(hit.id);
        }
    }
    ids.truncate(OFFERED);
    citable(context, asker, &ids).await
}

/// These items as they would be cited now, in the order given; those that this asker may not see are left out.
pub async fn citable(context: &Context, asker: &Asker, ids: &[ItemId]) -> Outcome<Vec<Citable>> {
    let (versions, records) = readable(context, &asker.library_view(), ids).await?;
    let articles = versions.into_iter().map(|version| of_article(context, version));
    let all = articles.chain(records.into_iter().map(of_record));
    let mut found: HashMap<ItemId, Citable> =
        all.map(|citable| (citable.citation.item.clone(), citable)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

fn of_article(context: &Context, version: Version) -> Citable {
    let Version { front, .. } = version;
    // Once frozen it reads the same for everybody.
    let locale = context.default_locale();
    let day = locale.approval_day(version.approved_at.or(version.published_at).unwrap_or(version.updated_at));
    let facts = [
        ("authors", front.authors.join(", ").into()),
        ("title", front.title.clone().into()),
        ("number", version.number.into()),
        ("day", day.into()),
    ];
    Citable {
        kind: ItemKind::Article(front.kind),
        address: format!("/library/{}", front.slug),
        citation: FrozenCitation {
            item: (&version.article).into(),
            version: Some(version.id),
            version_number: Some(version.number),
            citation: locale.with("library-article-citation", &facts),
            title: front.title,
        },
    }
}

fn of_record(record: Record) -> Citable {
    Citable {
        kind: ItemKind::Record,
        address: format!("/records/{}", record.id),
        citation: FrozenCitation {
            item: (&record.id).into(),
            version: None,
            version_number: None,
            citation: record.data.citation(),
            title: record.data.title,
        },
    }
}

/// What became of the publications among these items; items of which nothing is known are left out.
pub async fn notices_of<'a>(
    context: &Context,
    items: impl IntoIterator<Item = &'a ItemId>,
) -> Outcome<HashMap<ItemId, Vec<NoticeKind>>> {
    let ids: Vec<RecordId> = items.into_iter().map(RecordId::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let records = storage::records::by_ids(&context.store, &ids).await?;
    let noticed = records.into_iter().filter(|record| !record.data.notices.is_empty());
    let kinds = |record: &Record| record.data.notices.iter().map(|notice| notice.kind).collect();
    Ok(noticed.map(|record| ((&record.id).into(), kinds(&record))).collect())
}
