//! What is known of a library item, as Dublin Core.

use super::Content;
use crate::domain::article::Version;
use crate::domain::record::{Record, doi_address, pmid_address};
use crate::domain::time::Moment;
use crate::domain::vocabulary::TermKind;
use crate::formats::oai::{DublinCore, Element};
use crate::state::State;

/// The metadata of an item.
pub fn dublin_core(state: &State, content: &Content) -> DublinCore {
    match content {
        Content::Article(version) => of_article(state, version),
        Content::Record(record) => of_record(state, record),
    }
}

fn of_article(state: &State, version: &Version) -> DublinCore {
    let (front, vocabulary) = (&version.front, state.vocabulary());
    let mut core = DublinCore::default();
    core.add(Element::Title, &front.title);
    front.authors.iter().for_each(|author| core.add(Element::Creator, author));
    for (kind, slugs) in [
        (TermKind::Area, &front.areas),
        (TermKind::Product, &front.products),
        (TermKind::Topic, &front.topics),
    ] {
        slugs.iter().for_each(|slug| core.add(Element::Subject, vocabulary.name(kind, slug)));
    }
    core.add(Element::Description, &front.summary);
    core.add(Element::Publisher, state.texts.get("brand"));
    core.add(Element::Date, version.published_at.map(Moment::day).unwrap_or_default());
    core.add(Element::Type, state.texts.get(&format!("kind-{}", front.kind.slug())));
    core.add(Element::Identifier, format!("{}/library/{}", state.config.base_url, front.slug));
    core.add(Element::Language, state.texts.language());
    core
}

fn of_record(state: &State, record: &Record) -> DublinCore {
    let data = &record.data;
    let mut core = DublinCore::default();
    core.add(Element::Title, &data.title);
    data.authors.iter().for_each(|author| core.add(Element::Creator, author));
    data.mesh.iter().for_each(|mesh| core.add(Element::Subject, &mesh.heading));
    data.keywords.iter().for_each(|keyword| core.add(Element::Subject, keyword));
    core.add(Element::Description, data.abstract_text());
    core.add(Element::Date, data.year.map(|year| year.to_string()).unwrap_or_default());
    data.publication_types.iter().for_each(|kind| core.add(Element::Type, kind));
    core.add(Element::Identifier, format!("{}/records/{}", state.config.base_url, record.id));
    core.add(Element::Identifier, data.doi.as_deref().map(doi_address).unwrap_or_default());
    core.add(Element::Identifier, data.pmid.as_deref().map(pmid_address).unwrap_or_default());
    core.add(Element::Source, data.citation());
    data.languages.iter().for_each(|language| core.add(Element::Language, language));
    core
}
