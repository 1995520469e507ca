//! What a record becomes when a further source tells of the same publication.

use super::{Notice, RecordData};

impl RecordData {
    /// What is known after `newer` came in: its word counts for everything that it carries, and what it does not
    /// carry stays, so that a bare citation never takes away an abstract.
    ///
    /// Two lists grow instead of being replaced: publication types, because sources differ in how finely they
    /// class, and notices, because a publication once retracted stays retracted whatever a source leaves out.
    /// Merging the same again changes nothing.
    #[must_use]
    pub fn merged_with(self, newer: Self) -> Self {
        let sections_say_the_same = letters(&self.abstract_text()) == letters(&newer.abstract_text());
        let mut publication_types = newer.publication_types;
        for old in self.publication_types {
            if !publication_types.iter().any(|new| new.eq_ignore_ascii_case(&old)) {
                publication_types.push(old);
            }
        }
        Self {
            external_id: newer.external_id.or(self.external_id),
            pmid: newer.pmid.or(self.pmid),
            doi: newer.doi.or(self.doi),
            pmcid: newer.pmcid.or(self.pmcid),
            nct: newer.nct.or(self.nct),
            title: text(newer.title, self.title),
            vernacular_title: text(newer.vernacular_title, self.vernacular_title),
            // The same abstract as one piece says less than in its sections.
            abstract_sections: if sections_say_the_same
                && newer.abstract_sections.len() < self.abstract_sections.len()
            {
                self.abstract_sections
            } else {
                list(newer.abstract_sections, self.abstract_sections)
            },
            authors: list(newer.authors, self.authors),
            journal: text(newer.journal, self.journal),
            journal_abbreviation: text(newer.journal_abbreviation, self.journal_abbreviation),
            issn: text(newer.issn, self.issn),
            year: newer.year.or(self.year),
            date: text(newer.date, self.date),
            volume: text(newer.volume, self.volume),
            issue: text(newer.issue, self.issue),
            pages: text(newer.pages, self.pages),
            languages: list(newer.languages, self.languages),
            publication_types,
            mesh: list(newer.mesh, self.mesh),
            keywords: list(newer.keywords, self.keywords),
            notices: notices(newer.notices, self.notices),
            links: list(newer.links, self.links),
        }
    }
}

fn text(newer: String, older: String) -> String {
    if newer.trim().is_empty() { older } else { newer }
}

fn list<T>(newer: Vec<T>, older: Vec<T>) -> Vec<T> {
    if newer.is_empty() { older } else { newer }
}

/// The newer source's notices, and those of kinds that it says nothing of.
fn notices(newer: Vec<Notice>, older: Vec<Notice>) -> Vec<Notice> {
    let mut all = newer;
    let named: Vec<_> = all.iter().map(|notice| notice.kind).collect();
    all.extend(older.into_iter().filter(|notice| !named.contains(&notice.kind)));
    all
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{AbstractSection, NoticeKind};

    fn section(label: &str, text: &str) -> AbstractSection {
        AbstractSection { label: label.into(), text: text.into() }
    }

    fn full() -> RecordData {
        RecordData {
            pmid: Some("1".into()),
            title: "A trial".into(),
            abstract_sections: vec![section("METHODS", "We asked."), section("RESULTS", "They answered.")],
            year: Some(2019),
            publication_types: vec!["Randomized Controlled Trial".into()],
            notices: vec![Notice { kind: NoticeKind::Retracted, source: "Journal. 2020".into(), pmid: None }],
            ..RecordData::default()
        }
    }

    #[test]
    fn a_bare_citation_takes_nothing_away() {
        let bare = RecordData {
            doi: Some("10.1000/a".into()),
            title: "A trial, as corrected".into(),
            publication_types: vec!["Journal Article".into()],
            ..RecordData::default()
        };
        let merged = full().merged_with(bare);
        assert_eq!(merged.title, "A trial, as corrected");
        assert_eq!(merged.abstract_sections, full().abstract_sections);
        assert_eq!((merged.pmid.as_deref(), merged.doi.as_deref()), (Some("1"), Some("10.1000/a")));
        assert_eq!(merged.publication_types, ["Journal Article", "Randomized Controlled Trial"]);
        assert!(merged.is_retracted());
    }

    #[test]
    fn sections_stay_when_the_same_abstract_comes_as_one_piece() {
        let flat =
            |text: &str| RecordData { abstract_sections: vec![section("", text)], ..RecordData::default() };
        let same = full().merged_with(flat("Methods: We asked. Results: They answered."));
        assert_eq!(same.abstract_sections.len(), 2);
        let other = full().merged_with(flat("Something else was found."));
        assert_eq!(other.abstract_text(), "Something else was found.");
    }

    #[test]
    fn merging_the_same_again_changes_nothing() {
        let newer = RecordData { title: "Newer".into(), year: Some(2020), ..RecordData::default() };
        let once = full().merged_with(newer.clone());
        assert_eq!(once.clone().merged_with(newer), once);
    }
}
