//! Merging what two sources say about the same publication.

use super::author::AuthorName;
use super::cited::united;
use super::data::{AbstractSection, MeshHeading, RecordData, SourceField};
use super::kind::PublicationKind;
use super::notice::Notice;

impl RecordData {
    /// Merges `newer` into the record: its fields win where they are set, and others stay, so that a bare citation
    /// never removes an abstract.
    ///
    /// Three lists grow instead of being replaced: publication types, because sources classify more or less finely;
    /// notices, because a retracted publication stays retracted whatever a source omits; and references, because
    /// sources resolve different ones.
    ///
    /// Where a source says the same in less detail (an abstract without its sections, headings without their
    /// identifiers, a notice without its source, a year alone for a date), the detail stays. Merging the same again changes nothing.
    #[must_use]
    pub fn merged_with(self, newer: Self) -> Self {
        let merged_kind = kind(newer.kind.filter(|kind| !self.is_evidently(*kind)), self.kind);
        let keeps_sections = says_less(&newer.abstract_text(), &self.abstract_text())
            || (letters(&self.abstract_text()) == letters(&newer.abstract_text())
                && detail(&newer.abstract_sections) < detail(&self.abstract_sections));
        let is_year_alone =
            newer.year == self.year && newer.year.is_some_and(|year| newer.date == year.to_string());
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
            other_identifiers: union(self.other_identifiers, newer.other_identifiers),
            kind: merged_kind,
            title: title(newer.title, self.title),
            vernacular_title: text(newer.vernacular_title, self.vernacular_title),
            abstract_sections: if keeps_sections {
                self.abstract_sections
            } else {
                list(newer.abstract_sections, self.abstract_sections)
            },
            authors: authors(newer.authors, self.authors),
            journal: text(newer.journal, self.journal),
            journal_abbreviation: text(newer.journal_abbreviation, self.journal_abbreviation),
            issn: text(newer.issn, self.issn),
            publisher: text(newer.publisher, self.publisher),
            year: newer.year.or(self.year),
            date: if is_year_alone { self.date } else { text(newer.date, self.date) },
            volume: text(newer.volume, self.volume),
            issue: text(newer.issue, self.issue),
            pages: pages(newer.pages, self.pages),
            languages: list(newer.languages, self.languages),
            publication_types,
            mesh: mesh(newer.mesh, self.mesh),
            keywords: list(newer.keywords, self.keywords),
            notices: notices(newer.notices, self.notices),
            links: list(newer.links, self.links),
            references: united(self.references, newer.references),
            others: others(newer.others, self.others),
        }
    }
}

fn text(newer: String, older: String) -> String {
    if newer.trim().is_empty() { older } else { newer }
}

fn list<T>(newer: Vec<T>, older: Vec<T>) -> Vec<T> {
    if newer.is_empty() { older } else { newer }
}

fn union(older: Vec<String>, newer: Vec<String>) -> Vec<String> {
    let mut all = older;
    for text in newer {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// A title in capitals, or cut short, says less than the same title as it was printed.
fn title(newer: String, older: String) -> String {
    let is_shouted = !newer.chars().any(char::is_lowercase) && older.chars().any(char::is_lowercase);
    let is_same = letters(&newer) == letters(&older);
    if (is_shouted && is_same) || says_less(&newer, &older) { older } else { text(newer, older) }
}

/// Whether a text is the beginning of another, or too short to be more than a sign that there is none.
fn says_less(newer: &str, older: &str) -> bool {
    let (newer, older) = (letters(newer), letters(older));
    newer.len() < older.len() && older.starts_with(newer.as_str())
}

/// The newer source's authors, unless they are the first of those that are known: sources cut long lists.
fn authors(newer: Vec<String>, older: Vec<String>) -> Vec<String> {
    let families = |names: &[String]| -> Vec<String> {
        names.iter().map(|name| letters(AuthorName::of(name).family())).collect()
    };
    let (fewer, more) = (families(&newer), families(&older));
    if fewer.len() < more.len() && more.starts_with(&fewer) { older } else { list(newer, older) }
}

/// The newer source's pages, unless they are the first page alone of a known range.
fn pages(newer: String, older: String) -> String {
    let is_first = older.split('-').next() == Some(newer.as_str()) && older != newer;
    if is_first { older } else { text(newer, older) }
}

/// Sources with coarse kinds call everything in a journal an article, even a conference paper in a supplement.
fn kind(newer: Option<PublicationKind>, older: Option<PublicationKind>) -> Option<PublicationKind> {
    match newer {
        Some(PublicationKind::JournalArticle) => older.or(newer),
        _ => newer.or(older),
    }
}

/// How detailed an abstract is: its sections, and those with a label.
fn detail(sections: &[AbstractSection]) -> (usize, usize) {
    (sections.len(), sections.iter().filter(|section| !section.label.is_empty()).count())
}

/// The newer source's headings, with the identifiers that only the older one gave.
fn mesh(newer: Vec<MeshHeading>, older: Vec<MeshHeading>) -> Vec<MeshHeading> {
    if newer.is_empty() {
        return older;
    }
    let known = |name: &str| older.iter().find(|old| old.heading == name).map(|old| old.ui.clone());
    let with_ui = |heading: MeshHeading| match heading.ui.as_str() {
        "" => MeshHeading { ui: known(&heading.heading).unwrap_or_default(), ..heading },
        _ => heading,
    };
    newer.into_iter().map(with_ui).collect()
}

/// The newer source's notices, and older ones of other kinds. A notice without source and PMID only says that there
/// is one of its kind.
fn notices(newer: Vec<Notice>, older: Vec<Notice>) -> Vec<Notice> {
    let says_no_more = |notice: &Notice, old: &Notice| {
        let is_bare = notice.source.is_empty() && notice.pmid.is_none();
        old == notice || (is_bare && old.kind == notice.kind)
    };
    let fresh: Vec<Notice> =
        newer.iter().filter(|notice| !older.iter().any(|old| says_no_more(notice, old))).cloned().collect();
    let is_replaced =
        |old: &Notice| !newer.contains(old) && fresh.iter().any(|notice| notice.kind == old.kind);
    let mut all: Vec<Notice> = older.into_iter().filter(|old| !is_replaced(old)).collect();
    all.extend(fresh);
    all
}

/// The newer source's fields, and older ones of other formats.
fn others(newer: Vec<SourceField>, older: Vec<SourceField>) -> Vec<SourceField> {
    let mut all = newer;
    let formats: Vec<String> = all.iter().map(|field| field.format.clone()).collect();
    all.extend(older.into_iter().filter(|field| !formats.contains(&field.format)));
    all.sort_by(|a, b| a.format.cmp(&b.format));
    all
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{AbstractSection, NoticeKind};

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
    fn a_poorer_account_of_the_same_work_takes_nothing_away() {
        let rich = RecordData {
            title: "A trial of many things in older people".into(),
            authors: ["van Dijk J", "Berg A", "Sample B"].map(str::to_owned).to_vec(),
            pages: "10-19".into(),
            ..full()
        };
        for (name, poor) in [
            ("capitals", RecordData { title: rich.title.to_uppercase(), ..RecordData::default() }),
            ("cut title", RecordData { title: "A trial of many things".into(), ..RecordData::default() }),
            ("first author", RecordData { authors: vec!["van Dijk J".into()], ..RecordData::default() }),
            ("first page", RecordData { pages: "10".into(), ..RecordData::default() }),
            (
                "cut abstract",
                RecordData {
                    abstract_sections: vec![section("", "Methods: We as")],
                    ..RecordData::default()
                },
            ),
            (
                "a full stop",
                RecordData { abstract_sections: vec![section("", ".")], ..RecordData::default() },
            ),
        ] {
            assert_eq!(rich.clone().merged_with(poor), rich, "{name}");
        }
        let corrected =
            RecordData { authors: vec!["Other A".into()], pages: "12-19".into(), ..RecordData::default() };
        let merged = rich.merged_with(corrected);
        assert_eq!((merged.authors.concat().as_str(), merged.pages.as_str()), ("Other A", "12-19"));
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
    fn labels_and_identifiers_stay_when_a_source_leaves_them_out() {
        let heading =
            |ui: &str| MeshHeading { heading: "Asthma".into(), ui: ui.into(), ..MeshHeading::default() };
        let labelled = RecordData {
            abstract_sections: vec![section("AIM", "To ask.")],
            mesh: vec![heading("D001249")],
            ..RecordData::default()
        };
        let plain = RecordData {
            abstract_sections: vec![section("", "AIM: To ask.")],
            mesh: vec![heading("")],
            ..RecordData::default()
        };
        assert_eq!(labelled.clone().merged_with(plain), labelled);
    }

    #[test]
    fn a_year_alone_adds_nothing_to_the_date_of_a_record_of_that_year() {
        let of =
            |year, date: &str| RecordData { year: Some(year), date: date.into(), ..RecordData::default() };
        for known in ["", "2019 Nov 21"] {
            assert_eq!(of(2019, known).merged_with(of(2019, "2019")).date, known);
        }
        assert_eq!(of(2019, "2019 Nov 21").merged_with(of(2020, "2020")).date, "2020");
        assert_eq!(of(2019, "2019").merged_with(of(2019, "2019 Nov")).date, "2019 Nov");
    }

    #[test]
    fn a_journal_article_never_takes_the_place_of_a_finer_kind() {
        let of = |kind| RecordData { kind: Some(kind), ..RecordData::default() };
        let (paper, article) = (PublicationKind::ConferencePaper, PublicationKind::JournalArticle);
        assert_eq!(of(paper).merged_with(of(article)).kind, Some(paper));
        assert_eq!(of(article).merged_with(of(paper)).kind, Some(paper));
    }

    #[test]
    fn a_notice_without_a_source_does_not_displace_one_that_has_it() {
        let bare = Notice { kind: NoticeKind::Retracted, source: String::new(), pmid: None };
        let erratum = Notice { kind: NoticeKind::Erratum, source: "Journal. 2021".into(), pmid: None };
        let newer = RecordData { notices: vec![bare, erratum.clone()], ..RecordData::default() };
        assert_eq!(full().merged_with(newer).notices, [full().notices.remove(0), erratum]);
    }

    #[test]
    fn fields_of_one_format_give_way_to_newer_ones_of_that_format_alone() {
        let field = |format: &str, value: &str| SourceField {
            format: format.into(),
            name: "N1".into(),
            value: value.into(),
        };
        let older =
            RecordData { others: vec![field("nbib", "a"), field("ris", "b")], ..RecordData::default() };
        let newer = RecordData { others: vec![field("ris", "c")], ..RecordData::default() };
        assert_eq!(older.merged_with(newer).others, [field("nbib", "a"), field("ris", "c")]);
    }

    #[test]
    fn a_source_with_fewer_references_takes_none_away() {
        use crate::record::CitedWork;
        let of = |pmids: &[&str]| RecordData {
            references: pmids.iter().map(|pmid| CitedWork::of(Some(pmid), None)).collect(),
            ..RecordData::default()
        };
        assert_eq!(of(&["1", "2"]).merged_with(of(&["3", "2"])), of(&["1", "2", "3"]));
        assert_eq!(of(&["1"]).merged_with(of(&[])), of(&["1"]));
    }

    #[test]
    fn merging_the_same_again_changes_nothing() {
        let newer = RecordData { title: "Newer".into(), year: Some(2020), ..RecordData::default() };
        let once = full().merged_with(newer.clone());
        assert_eq!(once.clone().merged_with(newer), once);
    }
}
