//! What the index is given of an item.

use crate::domain::article::Audience;
use crate::domain::library::{Indexed, ItemKind};
use crate::domain::record::Record;

/// A record for the index: everybody may read it, and its headings and identifiers are found like its words.
pub fn of_record(record: Record) -> Indexed {
    let Record { id, data, is_demo, added_at, .. } = record;
    let identifiers = [&data.external_id, &data.pmid, &data.doi, &data.pmcid, &data.nct];
    let headings = data.mesh.iter().map(|mesh| &mesh.heading).chain(&data.keywords);
    Indexed {
        id: (&id).into(),
        kind: ItemKind::Record,
        identifiers: identifiers.into_iter().flatten().cloned().collect(),
        headings: headings.cloned().collect(),
        text: data.abstract_text(),
        study_type: Some(data.study_type()),
        notices: data.notices.iter().map(|notice| notice.kind).collect(),
        external_id: data.external_id,
        slug: String::new(),
        title: data.title,
        authors: data.authors,
        journal: if data.journal.is_empty() { data.journal_abbreviation } else { data.journal },
        year: data.year,
        products: Vec::new(),
        areas: Vec::new(),
        topics: Vec::new(),
        evidence_level: None,
        audience: Audience::default(),
        labelling: Vec::new(),
        expires_at: None,
        published_at: added_at,
        is_demo,
    }
}
