//! How much two records resemble each other: one publication or two.
//!
//! Each fact that both give speaks for or against. The points were set so that the pairs of
//! `labelled_duplicates` among the tests of `formats` are judged as they should be; title, people and place weigh most, since every source gives them.

use super::data::RecordData;
use super::identifier::normal_doi;
use super::kind::PublicationKind;
use super::notice::NoticeKind;
use super::provenance::{self, Agreement};
use super::title::{Numbers, Title, TitleComparison, TitleMatch, Work};
use std::collections::HashSet;

/// Points from which a pair is offered to an editor.
const OFFERED: i32 = 42;
/// Words of an abstract that are compared.
const ABSTRACT: usize = 120;
/// Abstracts with fewer words say nothing.
const SHORTEST_ABSTRACT: usize = 15;

/// Beginnings of the DOIs of preprint servers.
const PREPRINTS: [&str; 13] = [
    "10.1101/",
    "10.64898/",
    "10.21203/rs.",
    "10.2139/ssrn",
    "10.48550/arxiv",
    "10.20944/preprints",
    "10.31219/",
    "10.31234/",
    "10.26434/",
    "10.22541/",
    "10.36227/",
    "10.31235/",
    "10.32388/",
];
/// Names of preprint servers, as one word.
const SERVERS: [&str; 8] =
    ["medrxiv", "biorxiv", "arxiv", "researchsquare", "ssrn", "preprints", "psyarxiv", "authorea"];

/// A record in the form in which it is compared with others.
#[derive(Debug, Clone)]
pub struct Comparable {
    title: Title,
    vernacular: Option<Title>,
    families: Vec<String>,
    journals: Vec<Vec<String>>,
    year: Option<i32>,
    volume: String,
    issue: String,
    page: String,
    pmid: Option<String>,
    doi: Option<String>,
    pmcid: Option<String>,
    nct: Option<String>,
    kind: Option<PublicationKind>,
    is_preprint: bool,
    is_correction: bool,
    is_conference: bool,
    is_in_supplement: bool,
    abstract_words: HashSet<String>,
}

impl Comparable {
    /// The parts of a record that are compared.
    pub fn of(data: &RecordData) -> Self {
        let title = Title::of(&data.title);
        let vernacular = Title::of(&data.vernacular_title);
        let doi = data.doi.as_deref().map(|doi| normal_doi(doi).unwrap_or_else(|| doi.to_lowercase()));
        let journal = super::likeness::folded(&data.journal);
        let is_preprint = data.kind == Some(PublicationKind::Preprint)
            || doi.as_deref().is_some_and(|doi| PREPRINTS.iter().any(|server| doi.starts_with(server)))
            || SERVERS.iter().any(|server| journal.starts_with(server));
        let is_notice = |kind| data.notices.iter().any(|notice| notice.kind == kind);
        let is_of_type =
            |name: &str| data.publication_types.iter().any(|given| given.eq_ignore_ascii_case(name));
        let is_correction = title.work() == Some(Work::Correction)
            || is_notice(NoticeKind::ErratumNotice)
            || is_notice(NoticeKind::RetractionNotice)
            || is_of_type("Published Erratum");
        let is_conference = data.kind == Some(PublicationKind::ConferencePaper)
            || ["Meeting Abstract", "Conference Abstract", "Conference Paper"].into_iter().any(is_of_type)
            || ["congress", "conference", "meeting", "symposium", "abstracts"]
                .iter()
                .any(|word| journal.contains(word));
        let is_in_supplement =
            [&data.volume, &data.issue].iter().any(|text| text.to_lowercase().contains("suppl"))
                || data
                    .pages
                    .strip_prefix(['S', 's'])
                    .is_some_and(|page| page.starts_with(|c: char| c.is_ascii_digit()));
        let text = data.abstract_text();
        let abstract_words = text
            .split_whitespace()
            .take(ABSTRACT)
            .map(super::likeness::folded)
            .filter(|word| word.len() > 3)
            .collect();
        Self {
            vernacular: (!vernacular.words.is_empty()).then_some(vernacular),
            families: provenance::families(data),
            journals: provenance::journals(data),
            year: data.year,
            volume: provenance::volume(&data.volume),
            issue: provenance::volume(&data.issue),
            page: provenance::first_page(data),
            pmid: data.pmid.clone(),
            doi,
            pmcid: data.pmcid.clone(),
            nct: data.nct.clone(),
            kind: data.kind,
            is_preprint,
            is_correction,
            is_conference,
            is_in_supplement,
            abstract_words,
            title,
        }
    }

    /// Whether the titles have the same words: a quick look before comparing all.
    pub fn has_title_of(&self, other: &Self) -> bool {
        self.title.words == other.title.words
    }

    /// Whether it says in what kind of place it appeared.
    fn says_where(&self) -> bool {
        self.kind.is_some() || !self.journals.is_empty()
    }

    fn has_place(&self) -> bool {
        !self.volume.is_empty() || !self.page.is_empty()
    }

    fn is_registration(&self) -> bool {
        self.kind == Some(PublicationKind::TrialRegistration)
    }

    /// The titles of two, each in the language in which they are most alike.
    fn titles(&self, other: &Self) -> TitleComparison {
        let mut best = self.title.compare(&other.title);
        let mine = [Some(&self.title), self.vernacular.as_ref()];
        let theirs = [Some(&other.title), other.vernacular.as_ref()];
        for one in mine.into_iter().flatten() {
            for known in theirs.iter().flatten() {
                let found = one.compare(known);
                if found.share > best.share {
                    best = found;
                }
            }
        }
        best
    }

    fn abstracts(&self, other: &Self) -> Agreement {
        let shorter = self.abstract_words.len().min(other.abstract_words.len());
        if shorter < SHORTEST_ABSTRACT {
            return Agreement::Unknown;
        }
        let common = self.abstract_words.intersection(&other.abstract_words).count();
        match (10 * common) / shorter {
            8.. => Agreement::Same,
            5..8 => Agreement::Close,
            _ => Agreement::Other,
        }
    }
}

/// The kind of an identifier that two records have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharedIdentifier {
    Pmid,
    /// One DOI may be that of many: the chapters of a book, the abstracts of a supplement, corrections.
    Doi,
    /// The identifier in a source.
    External,
}

/// What two records have in common, and what parts them.
#[derive(Debug, Clone, Copy)]
pub struct Resemblance {
    pub title: TitleMatch,
    pub authors: Agreement,
    /// `Close` where the years differ by one, as between appearing online and in print.
    pub year: Agreement,
    pub journal: Agreement,
    pub volume: Agreement,
    pub issue: Agreement,
    pub page: Agreement,
    pub pmid: Agreement,
    pub doi: Agreement,
    /// The registry's number, of two registrations.
    pub registration: Agreement,
    pub text: Agreement,
    /// One of them is a preprint, and the other may be what it became.
    pub is_preprint_and_paper: bool,
    numbers: Numbers,
    other_work: Option<Work>,
    is_generic: bool,
    common_authors: usize,
    /// They are kinds of publication that are never one.
    are_kinds_apart: bool,
    /// One is a conference's abstract and the other is not.
    is_conference_and_paper: bool,
    /// One is in a supplement and the other is not.
    is_supplement_and_issue: bool,
}

impl Resemblance {
    /// Compares two records.
    pub fn of(one: &Comparable, other: &Comparable) -> Self {
        let titles = one.titles(other);
        let years = match (one.year, other.year) {
            (Some(a), Some(b)) => match a.abs_diff(b) {
                0 => Agreement::Same,
                1 => Agreement::Close,
                _ => Agreement::Other,
            },
            _ => Agreement::Unknown,
        };
        let has = |kind: PublicationKind| (one.kind == Some(kind)) != (other.kind == Some(kind));
        let both_kinds = one.kind.is_some() && other.kind.is_some();
        let doi = match Agreement::of_given(one.doi.as_ref(), other.doi.as_ref()) {
            Agreement::Other
                if Agreement::of_given(one.pmcid.as_ref(), other.pmcid.as_ref()) == Agreement::Same =>
            {
                Agreement::Unknown
            }
            found => found,
        };
        Self {
            title: titles.found,
            numbers: titles.numbers,
            other_work: titles.other_work,
            is_generic: one.title.is_generic() || other.title.is_generic(),
            authors: provenance::authors(&one.families, &other.families),
            common_authors: provenance::common(&one.families, &other.families),
            year: years,
            journal: provenance::journal(&one.journals, &other.journals),
            volume: Agreement::of(&one.volume, &other.volume),
            issue: Agreement::of(&one.issue, &other.issue),
            page: provenance::page(&one.page, &other.page),
            pmid: Agreement::of_given(one.pmid.as_ref(), other.pmid.as_ref()),
            doi,
            registration: match one.is_registration() && other.is_registration() {
                true => Agreement::of_given(one.nct.as_ref(), other.nct.as_ref()),
                false => Agreement::Unknown,
            },
            text: one.abstracts(other),
            is_preprint_and_paper: one.is_preprint != other.is_preprint
                && !one.is_conference
                && !other.is_conference,
            are_kinds_apart: one.is_correction != other.is_correction
                || one.is_registration() != other.is_registration()
                || (both_kinds
                    && (has(PublicationKind::Book)
                        || has(PublicationKind::Thesis)
                        || has(PublicationKind::Dataset))),
            is_conference_and_paper: one.says_where()
                && other.says_where()
                && one.is_conference != other.is_conference,
            is_supplement_and_issue: one.has_place()
                && other.has_place()
                && one.is_in_supplement != other.is_in_supplement,
        }
    }

    /// Whether an editor should see the two.
    pub fn is_offered(&self) -> bool {
        self.is_likely() || self.shares_identifier()
    }

    /// Whether enough speaks for one publication.
    pub fn is_likely(&self) -> bool {
        self.points() >= OFFERED
    }

    /// Whether they have a PMID, DOI or registration in common and none of these parts them.
    pub fn shares_identifier(&self) -> bool {
        let all = [self.pmid, self.doi, self.registration];
        all.contains(&Agreement::Same)
            && self.pmid != Agreement::Other
            && self.registration != Agreement::Other
    }

    /// Whether they are one publication so surely that an import merges them, given that they have this identifier
    /// in common: title, or first page and first author, agree with it, and nothing parts them.
    pub fn is_one_by(&self, shared: SharedIdentifier) -> bool {
        if self.registration != Agreement::Unknown {
            return self.registration == Agreement::Same;
        }
        let is_about_another = matches!(self.other_work, Some(Work::Correction | Work::Reply));
        if self.are_kinds_apart || is_about_another {
            return false;
        }
        let place_agrees = self.page == Agreement::Same && self.authors == Agreement::Same;
        match shared {
            SharedIdentifier::Pmid => self.is_one_by_pmid() || place_agrees,
            SharedIdentifier::Doi => {
                let agrees = self.title_agrees() || (place_agrees && self.numbers != Numbers::Other);
                agrees && self.pmid != Agreement::Other && self.authors != Agreement::Other
            }
            SharedIdentifier::External => {
                (self.is_one_by_external_id() || place_agrees)
                    && self.pmid != Agreement::Other
                    && self.authors != Agreement::Other
            }
        }
    }

    /// A title that many publications have agrees only where nothing else differs.
    fn title_agrees(&self) -> bool {
        let is_alike = match self.title {
            TitleMatch::Equal | TitleMatch::Near => self.numbers == Numbers::Same,
            TitleMatch::Contained => self.numbers != Numbers::Other && self.other_work.is_none(),
            _ => false,
        };
        let differs = [self.authors, self.journal, self.page, self.year].contains(&Agreement::Other);
        is_alike && !(self.is_generic && differs)
    }

    /// PubMed numbers each publication once and corrects titles: what is left to doubt is whether the source of the
    /// entry wrote the right number.
    fn is_one_by_pmid(&self) -> bool {
        match self.title {
            TitleMatch::Equal | TitleMatch::Near | TitleMatch::Contained => {
                !(self.is_generic && self.authors == Agreement::Other)
            }
            TitleMatch::Unknown => self.authors != Agreement::Other,
            TitleMatch::Overlapping => {
                self.authors != Agreement::Other
                    && self.year != Agreement::Other
                    && self.page != Agreement::Other
            }
            TitleMatch::Translated | TitleMatch::Different => {
                self.authors == Agreement::Same && matches!(self.year, Agreement::Same | Agreement::Close)
            }
        }
    }

    /// Identifiers of sources count within a source: `1` of another is another publication.
    fn is_one_by_external_id(&self) -> bool {
        match self.title {
            TitleMatch::Unknown => self.text != Agreement::Other,
            TitleMatch::Overlapping => self.text == Agreement::Same || self.authors == Agreement::Same,
            TitleMatch::Different | TitleMatch::Translated => {
                self.text == Agreement::Same && self.authors == Agreement::Same
            }
            _ => self.title_agrees(),
        }
    }

    /// Points for one publication.
    pub fn points(&self) -> i32 {
        let place = self.title_points() + self.people_points() + self.text_points();
        place + self.place_points() + self.identifier_points() - self.points_against()
    }

    fn title_points(&self) -> i32 {
        match self.title {
            TitleMatch::Equal | TitleMatch::Near if self.is_generic => 6,
            TitleMatch::Equal => 40,
            TitleMatch::Near => 37,
            TitleMatch::Contained if self.is_generic => 10,
            TitleMatch::Contained => 29,
            TitleMatch::Overlapping => 6,
            TitleMatch::Unknown | TitleMatch::Translated => 0,
            TitleMatch::Different => -25,
        }
    }

    fn people_points(&self) -> i32 {
        let several = if self.common_authors >= 3 { 6 } else { 0 };
        several
            + match self.authors {
                Agreement::Same => 14,
                Agreement::Close | Agreement::Unknown => 0,
                Agreement::Other => -28,
            }
    }

    fn text_points(&self) -> i32 {
        match self.text {
            Agreement::Same => 25,
            Agreement::Other => -35,
            _ => 0,
        }
    }

    fn place_points(&self) -> i32 {
        if self.is_preprint_and_paper {
            // A preprint has neither journal nor pages, and becomes a paper within years.
            return 4;
        }
        let points = |found: Agreement, same: i32, close: i32, other: i32| match found {
            Agreement::Unknown => 0,
            Agreement::Same => same,
            Agreement::Close => close,
            Agreement::Other => other,
        };
        points(self.year, 5, 1, -18)
            + points(self.journal, 8, 0, -12)
            + points(self.volume, 8, 0, -10)
            + points(self.issue, 2, 0, -3)
            + points(self.page, 14, 0, -14)
    }

    fn identifier_points(&self) -> i32 {
        let points = |found: Agreement, same: i32, other: i32| match found {
            Agreement::Same => same,
            Agreement::Other => other,
            _ => 0,
        };
        let doi = if self.is_preprint_and_paper { 0 } else { -35 };
        points(self.pmid, 45, -45) + points(self.doi, 40, doi) + points(self.registration, 60, -80)
    }

    fn points_against(&self) -> i32 {
        let numbers = match (self.numbers, self.title) {
            (Numbers::Same, _) | (_, TitleMatch::Translated | TitleMatch::Different) => 0,
            (Numbers::Other, _) => 40,
            (Numbers::More, TitleMatch::Contained) => 0,
            (Numbers::More, _) if self.page == Agreement::Same => 0,
            (Numbers::More, _) => 14,
        };
        let work = match self.other_work {
            Some(Work::Reply | Work::Part) if self.title == TitleMatch::Translated => 0,
            Some(Work::Correction) => 50,
            Some(Work::Reply) => 35,
            Some(Work::Part) if self.page == Agreement::Same => 4,
            Some(Work::Part) => 22,
            None => 0,
        };
        let apart = if self.are_kinds_apart { 60 } else { 0 };
        let conference = match (self.page, self.journal) {
            (Agreement::Same, _) => 0,
            (_, Agreement::Same) if self.is_supplement_and_issue => 14,
            (_, Agreement::Same) => 0,
            _ if self.is_conference_and_paper => 24,
            _ if self.is_supplement_and_issue => 14,
            _ => 0,
        };
        numbers + work + apart + conference
    }
}
