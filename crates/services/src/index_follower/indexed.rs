//! What the index is given of an item, but for the number of the change by which it is news, which the item itself
//! does not know.

use domain::article::{Audience, Version};
use domain::library::{IndexedItem, ItemKind, Quotable};
use domain::pico::Pico;
use domain::record::{Record, RecordData, trial_numbers};
use domain::time::Moment;
use domain::vocabulary::{TermKind, Vocabulary};

/// A record for the index: everybody may read it, and its headings and identifiers are found like its words. Products
/// and areas are those that its title, headings and keywords name, since no bibliographic source knows a portal's.
pub fn of_record(record: Record, vocabulary: &Vocabulary) -> IndexedItem {
    let Record { id, data, is_demo, added_at, updated_at } = record;
    let (products, areas) = subjects(&data, vocabulary);
    let identifiers = [&data.external_id, &data.pmid, &data.doi, &data.pmcid, &data.nct];
    // Registrations have no field of their own but for those at ClinicalTrials.gov.
    let registrations = data.others.iter().flat_map(|field| trial_numbers(&field.value));
    let headings = data.mesh.iter().map(|mesh| &mesh.heading).chain(&data.keywords);
    IndexedItem {
        id: (&id).into(),
        kind: ItemKind::Record,
        identifiers: identifiers
            .into_iter()
            .flatten()
            .chain(&data.other_identifiers)
            .cloned()
            .chain(registrations)
            .collect(),
        cited_identifiers: Vec::new(),
        headings: headings.cloned().collect(),
        text: text(&data),
        quotable: None,
        study_type: Some(data.study_type()),
        notices: data.notices.iter().map(|notice| notice.kind).collect(),
        external_id: data.external_id,
        publication_types: data.publication_types,
        languages: data.languages,
        slug: String::new(),
        title: data.title,
        authors: data.authors,
        journal: [data.journal, data.journal_abbreviation, data.publisher]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default(),
        year: data.year,
        products,
        areas,
        topics: Vec::new(),
        evidence_level: None,
        pico: Pico::default(),
        certainty: None,
        audience: Audience::default(),
        labelling: Vec::new(),
        expires_at: None,
        published_at: added_at,
        news: 0,
        updated_at,
        is_demo,
    }
}

/// What is searched beside the title: the abstract, and the title in the language of the publication.
fn text(data: &RecordData) -> String {
    let texts = [data.abstract_text(), data.vernacular_title.clone()];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Slugs of the products and areas that a record is about.
fn subjects(data: &RecordData, vocabulary: &Vocabulary) -> (Vec<String>, Vec<String>) {
    let headings = data.mesh.iter().map(|mesh| &mesh.heading).chain(&data.keywords);
    let named = vocabulary.named_in_any([&data.title].into_iter().chain(headings).map(String::as_str));
    let slugs = |kind| named.list(kind).into_iter().map(|term| term.slug.clone()).collect::<Vec<_>>();
    let products = slugs(TermKind::Product);
    let mut areas = slugs(TermKind::Area);
    for product in named.list(TermKind::Product) {
        if !product.area.is_empty() && !areas.contains(&product.area) {
            areas.push(product.area.clone());
        }
    }
    (products, areas)
}

/// A published version for the index. Its summary and its words are one text; its references count by their
/// identifiers alone, so that the words of a cited title do not make an article a hit for them.
pub fn of_article(version: Version) -> IndexedItem {
    let Version { article, front, body, published_at, updated_at, is_demo, .. } = version;
    let rendered = markdown::render(&body, &markdown::Options::default());
    let published_at = published_at.unwrap_or(updated_at);
    let references = front.references.iter();
    let cited = references.flat_map(|reference| [&reference.pmid, &reference.doi]).flatten().cloned();
    IndexedItem {
        id: (&article).into(),
        kind: ItemKind::Article(front.kind),
        identifiers: Vec::new(),
        cited_identifiers: cited.collect(),
        external_id: None,
        publication_types: Vec::new(),
        languages: Vec::new(),
        text: format!("{}\n{}", front.summary, rendered.plain),
        quotable: Some(Quotable { summary: front.summary, prose: rendered.prose }),
        expires_at: front.expires.as_deref().and_then(Moment::from_day),
        year: Some(i32::from(published_at.year())),
        slug: front.slug,
        title: front.title,
        authors: front.authors,
        headings: Vec::new(),
        journal: String::new(),
        products: front.products,
        areas: front.areas,
        topics: front.topics,
        evidence_level: front.evidence_level,
        pico: front.pico,
        certainty: front.certainty,
        study_type: None,
        notices: Vec::new(),
        audience: front.audience,
        labelling: front.labelling,
        published_at,
        news: 0,
        updated_at,
        is_demo,
    }
}
