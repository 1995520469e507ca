//! What is known of a library item, as Dublin Core.

use super::content::Content;
use crate::context::Context;
use domain::article::Version;
use domain::record::{Record, doi_address, pmid_address};
use domain::slug::Slug;
use domain::time::Moment;
use domain::vocabulary::TermKind;
use formats::oai::{DublinCore, Element};

/// The metadata of an item.
pub fn dublin_core(context: &Context, content: &Content) -> DublinCore {
    match content {
        Content::Article(version) => of_article(context, version),
        Content::Record(record) => of_record(context, record),
    }
}

fn of_article(context: &Context, version: &Version) -> DublinCore {
    let (front, vocabulary) = (&version.front, context.vocabulary());
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
    let locale = context.default_locale();
    core.add(Element::Publisher, locale.get("brand"));
    core.add(Element::Date, version.published_at.map(Moment::day).unwrap_or_default());
    core.add(Element::Type, locale.get(&format!("kind-{}", front.kind.slug())));
    core.add(Element::Identifier, format!("{}/library/{}", context.config.base_url, front.slug));
    core.add(Element::Language, locale.language());
    core
}

fn of_record(context: &Context, record: &Record) -> DublinCore {
    let data = &record.data;
    let mut core = DublinCore::default();
    core.add(Element::Title, &data.title);
    data.authors.iter().for_each(|author| core.add(Element::Creator, author));
    data.mesh.iter().for_each(|mesh| core.add(Element::Subject, &mesh.heading));
    data.keywords.iter().for_each(|keyword| core.add(Element::Subject, keyword));
    core.add(Element::Description, data.abstract_text());
    core.add(Element::Date, data.year.map(|year| year.to_string()).unwrap_or_default());
    data.publication_types.iter().for_each(|kind| core.add(Element::Type, kind));
    core.add(Element::Identifier, format!("{}/records/{}", context.config.base_url, record.id));
    core.add(Element::Identifier, data.doi.as_deref().map(doi_address).unwrap_or_default());
    core.add(Element::Identifier, data.pmid.as_deref().map(pmid_address).unwrap_or_default());
    core.add(Element::Source, data.citation());
    data.languages.iter().for_each(|language| core.add(Element::Language, language));
    core
}
