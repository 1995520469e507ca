//! Library items in lists that somebody made, read from the database: the latest changes show at once.

use super::readable::readable;
use crate::context::Context;
use crate::failure::Outcome;
use domain::article::Version;
use domain::asker::LibraryView;
use domain::id::ItemId;
use domain::library::{Hit, ItemKind};
use domain::pico::Pico;
use domain::record::Record;
use std::collections::HashMap;

/// These items by their identifiers; those that this view does not show are left out.
pub async fn listed(context: &Context, view: &LibraryView, ids: &[ItemId]) -> Outcome<HashMap<ItemId, Hit>> {
    let (versions, records) = readable(context, view, ids).await?;
    let all = versions.into_iter().map(of_article).chain(records.into_iter().map(of_record));
    Ok(all.map(|hit| (hit.id.clone(), hit)).collect())
}

/// An article as a hit that no search has ranked.
fn of_article(version: Version) -> Hit {
    let Version { article, front, published_at, updated_at, is_demo, .. } = version;
    Hit {
        rank: 0,
        id: (&article).into(),
        kind: ItemKind::Article(front.kind),
        external_id: None,
        slug: front.slug,
        title: front.title,
        snippet: Vec::new(),
        authors: front.authors,
        journal: String::new(),
        year: Some(published_at.unwrap_or(updated_at).year().into()),
        evidence_level: front.evidence_level,
        certainty: front.certainty,
        pico: front.pico,
        study_type: None,
        notices: Vec::new(),
        published_at: published_at.unwrap_or(updated_at),
        updated_at,
        is_demo,
        score: 0.0,
        matched: Vec::new(),
    }
}

/// A record as a hit that no search has ranked.
pub(super) fn of_record(record: Record) -> Hit {
    let Record { id, data, is_demo, added_at, updated_at } = record;
    Hit {
        rank: 0,
        id: (&id).into(),
        kind: ItemKind::Record,
        study_type: Some(data.study_type()),
        notices: data.notices.iter().map(|notice| notice.kind).collect(),
        external_id: data.external_id,
        slug: String::new(),
        title: data.title,
        snippet: Vec::new(),
        authors: data.authors,
        journal: if data.journal.is_empty() { data.journal_abbreviation } else { data.journal },
        year: data.year,
        evidence_level: None,
        certainty: None,
        pico: Pico::default(),
        published_at: added_at,
        updated_at,
        is_demo,
        score: 0.0,
        matched: Vec::new(),
    }
}
