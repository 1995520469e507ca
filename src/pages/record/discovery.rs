//! What a record's page says of itself: the publication in the words of schema.org, where everybody may read it, and
//! in the tags that reference managers read (Highwire Press), for whoever sees the page.

use crate::app::Discovery;
use crate::visit::Visit;
use domain::record::{Record, RecordData, doi_address, pmid_address};
use serde_json::{Value, json};
use services::discovery;

pub(super) fn of(visit: &Visit, record: &Record) -> Discovery {
    let text = record.data.abstract_text();
    Discovery {
        description: Some(if text.is_empty() { record.data.citation() } else { text }),
        canonical: Some(format!("/records/{}", record.id)),
        citation: citation(&record.data),
        structured: discovery::records_are_public(&visit.context).then(|| structured(visit, record)),
    }
}

fn structured(visit: &Visit, record: &Record) -> Value {
    let data = &record.data;
    let addresses = [data.doi.as_deref().map(doi_address), data.pmid.as_deref().map(pmid_address)];
    let keywords = data.mesh.iter().map(|mesh| &mesh.heading).chain(&data.keywords);
    let mut about = json!({
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "url": format!("{}/records/{}", visit.context.config.base_url, record.id),
        "headline": data.title,
        "author": data.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect::<Vec<_>>(),
        "keywords": keywords.collect::<Vec<_>>(),
        "sameAs": addresses.iter().flatten().collect::<Vec<_>>(),
    });
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            about[name] = value;
        }
    };
    let said = |text: &str| (!text.is_empty()).then(|| json!(text));
    add("abstract", said(&data.abstract_text()));
    add("datePublished", data.year.map(|year| json!(year.to_string())));
    add("pagination", said(&data.pages));
    add("inLanguage", data.languages.first().map(|language| json!(language)));
    add("isPartOf", said(&data.journal).map(|name| periodical(name, &data.issn)));
    about
}

fn periodical(name: Value, issn: &str) -> Value {
    let mut periodical = json!({ "@type": "Periodical", "name": name });
    if !issn.is_empty() {
        periodical["issn"] = json!(issn);
    }
    periodical
}

fn citation(data: &RecordData) -> Vec<(&'static str, String)> {
    let (first, last) = data.pages.split_once('-').unwrap_or((&data.pages, ""));
    let mut tags = vec![("citation_title", data.title.clone())];
    tags.extend(data.authors.iter().map(|author| ("citation_author", author.clone())));
    tags.extend([
        ("citation_journal_title", data.journal.clone()),
        ("citation_journal_abbrev", data.journal_abbreviation.clone()),
        ("citation_issn", data.issn.clone()),
        ("citation_publication_date", data.year.map(|year| year.to_string()).unwrap_or_default()),
        ("citation_volume", data.volume.clone()),
        ("citation_issue", data.issue.clone()),
        ("citation_firstpage", first.to_owned()),
        ("citation_lastpage", full_page(first, last)),
        ("citation_doi", data.doi.clone().unwrap_or_default()),
        ("citation_pmid", data.pmid.clone().unwrap_or_default()),
        ("citation_language", data.languages.first().cloned().unwrap_or_default()),
    ]);
    tags.retain(|(_, content)| !content.is_empty());
    tags
}

/// The last page in full: bibliographies leave out the digits that it shares with the first (`1995-2008`, `445-9`).
fn full_page(first: &str, last: &str) -> String {
    let are_numbers = [first, last].iter().all(|page| page.bytes().all(|byte| byte.is_ascii_digit()));
    match first.len().checked_sub(last.len()) {
        Some(shared) if are_numbers && !last.is_empty() => format!("{}{last}", &first[..shared]),
        _ => last.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_page_is_written_in_full() {
        for (first, last, full) in [
            ("445", "9", "449"),
            ("1995", "2008", "2008"),
            ("e12", "5", "5"),
            ("7", "", ""),
            ("9", "12", "12"),
        ] {
            assert_eq!(full_page(first, last), full, "{first}-{last}");
        }
    }
}
