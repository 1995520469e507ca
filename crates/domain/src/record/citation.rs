//! Citations as the National Library of Medicine and the ICMJE (“Vancouver”) print them, and the parts of which other
//! styles make theirs.

mod authors;
mod pages;
mod place;

pub use authors::{AuthorList, Generations, apa_authors};
use pages::shortened_pages;
pub use pages::{is_article_number, whole_pages};
pub use place::VolumeAndIssue;

use super::data::RecordData;
use super::identifier::doi_address;
use super::kind::PublicationKind;
use super::notice::NoticeKind;

const AUTHORS: AuthorList =
    AuthorList { most: 6, shown: 6, et_al: "et al.", generations: Generations::Ordinals };

/// The registry as the style names it: place, publisher and first day are part of the form.
const REGISTRY: &str =
    "ClinicalTrials.gov [Internet]. Bethesda (MD): National Library of Medicine (US). 2000 Feb 29 - .";

impl RecordData {
    /// The citation in the style of the ICMJE: six authors, then et al, title, journal or publisher, date, volume, pages.
    pub fn citation(&self) -> String {
        let title = self.title_without_stop();
        let authors = AUTHORS.of(&self.authors);
        let by = Sentences::new().then(&authors);
        match self.kind {
            Some(PublicationKind::TrialRegistration) if self.nct.is_some() => self.registration(title),
            Some(PublicationKind::TrialRegistration | PublicationKind::WebPage) => {
                by.then(&format!("{title} [Internet]")).then(&self.imprint()).text() + &self.available_from()
            }
            Some(PublicationKind::Chapter | PublicationKind::ConferencePaper) if !self.journal.is_empty() => {
                let volume = VolumeAndIssue::of(&self.volume, &self.issue).nlm();
                let volume = if volume.is_empty() { volume } else { format!("Vol. {volume}") };
                let pages = shortened_pages(&self.pages);
                let pages = if pages.is_empty() { pages } else { format!("p. {pages}") };
                let book = format!("In: {}", self.journal);
                by.then(title).then(&book).then(&volume).then(&self.imprint()).then(&pages).text()
            }
            Some(PublicationKind::Thesis) => {
                by.then(&format!("{title} [dissertation]")).then(&self.imprint()).text()
            }
            Some(PublicationKind::Dataset) => {
                by.then(&format!("{title} [dataset]")).then(&self.imprint()).text()
            }
            Some(PublicationKind::Preprint) => {
                let server = self.journal_in_short();
                let named = format!("{} [Preprint]", if server.is_empty() { title } else { &server });
                let by = if server.is_empty() { by } else { by.then(title) };
                by.then(&named).then(&self.dated_place()).text()
            }
            _ if self.has_journal() => {
                by.then(title).then(&self.journal_in_short()).then(&self.dated_place()).text()
            }
            _ => by.then(title).then(&self.imprint()).text(),
        }
    }

    /// [`RecordData::citation`] with what the style adds for readers who look the work up: the DOI of what has no pages,
    /// and what became of the publication.
    pub fn vancouver(&self) -> String {
        let doi = self.doi.as_deref().filter(|_| self.pages.is_empty() && !self.has_address());
        let doi = doi.map(|doi| format!("doi: {doi}")).unwrap_or_default();
        let text = Sentences::from(self.citation()).then(&doi).then(self.ahead_of_print());
        text.then(&self.notices_in_words()).text()
    }

    /// The citation as PubMed prints it in the library's own style: with DOI, PMID and PMCID.
    pub fn nlm(&self) -> String {
        let named = |name: &str, id: &Option<String>| id.as_ref().map(|id| format!("{name}: {id}"));
        let doi = named("doi", &self.doi).filter(|_| !self.has_address() || !self.links.is_empty());
        let ids: Vec<String> =
            [named("PMID", &self.pmid), named("PMCID", &self.pmcid)].into_iter().flatten().collect();
        Sentences::from(self.citation())
            .then(&doi.unwrap_or_default())
            .then(self.ahead_of_print())
            .then(&self.notices_in_words())
            .then(&ids.join("; "))
            .text()
    }

    /// The title without its full stop, which styles add; a question mark or an ellipsis stays.
    pub fn title_without_stop(&self) -> &str {
        let title = self.title.trim();
        match title.strip_suffix('.') {
            Some(before) if !before.ends_with('.') => before,
            _ => title,
        }
    }

    /// The journal by its abbreviation, which these styles print without stops; in full where none is known.
    pub fn journal_in_short(&self) -> String {
        if self.journal_abbreviation.is_empty() {
            return self.journal.trim_end_matches('.').to_owned();
        }
        let words = self.journal_abbreviation.replace('.', " ");
        words.split_whitespace().collect::<Vec<_>>().join(" ").replace(" )", ")")
    }

    /// Whether it appeared in a journal, whatever its source called it.
    pub fn has_journal(&self) -> bool {
        !self.journal.is_empty() || !self.journal_abbreviation.is_empty()
    }

    /// The kind, where the source says it or the journal shows it.
    pub fn evident_kind(&self) -> Option<PublicationKind> {
        let of_journal = || self.has_journal().then_some(PublicationKind::JournalArticle);
        self.kind.or_else(of_journal)
    }

    /// Whether a kind is no news where the source gives none.
    pub(super) fn is_evidently(&self, kind: PublicationKind) -> bool {
        self.kind.is_none() && self.evident_kind() == Some(kind)
    }

    /// Whether its source says that an article has appeared ahead of its volume or issue. What a record lacks says
    /// nothing: many sources leave volume and pages out.
    pub fn is_ahead_of_print(&self) -> bool {
        self.evident_kind() == Some(PublicationKind::JournalArticle)
            && self.has_journal()
            && self.says_ahead_of_print()
            && [&self.volume, &self.issue, &self.pages].into_iter().all(String::is_empty)
    }

    fn says_ahead_of_print(&self) -> bool {
        const LONGEST: usize = 200;
        let notes = self.others.iter().map(|field| &field.value);
        self.publication_types.iter().chain(notes).filter(|text| text.len() <= LONGEST).any(|text| {
            let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
            letters == "epub"
                || ["aheadofprint", "advanceonlinepublication"].iter().any(|words| letters.contains(words))
        })
    }

    /// The address at which it is read: the first link, or that of its DOI.
    pub fn address(&self) -> Option<String> {
        self.links.first().cloned().or_else(|| self.doi.as_deref().map(doi_address))
    }

    fn ahead_of_print(&self) -> &'static str {
        if self.is_ahead_of_print() { "Epub ahead of print" } else { "" }
    }

    /// Whether [`RecordData::citation`] says where it is read.
    fn has_address(&self) -> bool {
        matches!(self.kind, Some(PublicationKind::TrialRegistration | PublicationKind::WebPage))
    }

    fn registration(&self, title: &str) -> String {
        let number = self.nct.as_deref().unwrap_or_default();
        let date = if self.date.is_empty() { String::new() } else { format!("; {}", self.date) };
        let entry = format!("Identifier {number}, {title}{date}");
        Sentences::from(REGISTRY.to_owned()).then(&entry).text() + &self.available_from()
    }

    fn available_from(&self) -> String {
        self.address().map(|address| format!(" Available from: {address}")).unwrap_or_default()
    }

    /// `2019 Nov 21`, as printed.
    fn date_or_year(&self) -> String {
        let year = || self.year.map(|year| year.to_string()).unwrap_or_default();
        if self.date.is_empty() { year() } else { self.date.clone() }
    }

    /// `2019 Nov 21;381(21):1995-2008`.
    fn dated_place(&self) -> String {
        let date = match self.date_or_year() {
            date if date.is_empty() => "[date unknown]".to_owned(),
            date => date,
        };
        let volume = VolumeAndIssue::of(&self.volume, &self.issue).nlm();
        let volume = if volume.is_empty() { volume } else { format!(";{volume}") };
        let pages = shortened_pages(&self.pages);
        let pages = if pages.is_empty() { pages } else { format!(":{pages}") };
        format!("{date}{volume}{pages}")
    }

    /// `Mosby; 2002`: books go by their year, what is published as it comes by its day.
    fn imprint(&self) -> String {
        let by_year = matches!(
            self.kind,
            Some(
                PublicationKind::Book
                    | PublicationKind::Chapter
                    | PublicationKind::ConferencePaper
                    | PublicationKind::Thesis
            )
        );
        let year = self.year.map(|year| year.to_string()).filter(|_| by_year);
        let date = year.unwrap_or_else(|| self.date_or_year());
        match (self.publisher.trim_end_matches('.'), date.as_str()) {
            ("", date) => date.to_owned(),
            (publisher, "") => format!("{publisher}; [date unknown]"),
            (publisher, date) => format!("{publisher}; {date}"),
        }
    }

    /// `Retraction in: Lancet. 2010;375(9713):445`.
    fn notices_in_words(&self) -> String {
        let words = self.notices.iter().filter_map(|notice| {
            let source = notice.source.trim_end_matches('.');
            let words = match notice.kind {
                NoticeKind::Retracted => "Retraction in",
                NoticeKind::Erratum => "Erratum in",
                NoticeKind::Concern => "Expression of concern in",
                NoticeKind::RetractionNotice => "Retraction of",
                NoticeKind::ErratumNotice => "Erratum for",
            };
            match (source, notice.kind) {
                ("", NoticeKind::Retracted) => Some("Retracted".to_owned()),
                ("", _) => None,
                (source, _) => Some(format!("{words}: {source}")),
            }
        });
        words.collect::<Vec<_>>().join(". ")
    }
}

/// Whether a text has an end of its own, so that no full stop follows it.
pub fn is_ended(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '»', '\'']).ends_with(['.', '?', '!', '。', '？', '！', '…'])
}

/// Sentences in a row: empty ones are left out, and none ends in two stops.
struct Sentences(String);

impl Sentences {
    fn new() -> Self {
        Self(String::new())
    }

    fn from(text: String) -> Self {
        Self(text)
    }

    fn then(mut self, sentence: &str) -> Self {
        if sentence.is_empty() {
            return self;
        }
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(sentence);
        if !is_ended(sentence) {
            self.0.push('.');
        }
        self
    }

    fn text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_leaves_out_what_is_unknown() {
        let data = RecordData { title: "A trial.".into(), year: Some(2019), ..RecordData::default() };
        assert_eq!(data.citation(), "A trial. 2019.");
        assert_eq!(RecordData::default().citation(), "");
        let in_journal = RecordData { journal: "eLife".into(), ..data };
        assert_eq!(in_journal.citation(), "A trial. eLife. 2019.");
        assert_eq!(in_journal.nlm(), in_journal.vancouver());
    }

    #[test]
    fn the_stop_of_a_title_is_one_whatever_it_ends_in() {
        for (title, cited) in [
            ("Does it work?", "Does it work? 2019."),
            ("It works!", "It works! 2019."),
            ("They said “it works?”", "They said “it works?” 2019."),
            ("Wait...", "Wait... 2019."),
            ("[Eine Studie].", "[Eine Studie]. 2019."),
            ("本当か？", "本当か？ 2019."),
        ] {
            let data = RecordData { title: title.into(), year: Some(2019), ..RecordData::default() };
            assert_eq!(data.citation(), cited);
        }
    }

    #[test]
    fn an_abbreviation_has_no_stops() {
        for (given, printed) in [
            ("N. Engl. J. Med.", "N Engl J Med"),
            ("J.Clin.Oncol.", "J Clin Oncol"),
            ("Lancet (Lond.)", "Lancet (Lond)"),
            ("mBio", "mBio"),
        ] {
            let data = RecordData { journal_abbreviation: given.into(), ..RecordData::default() };
            assert_eq!(data.journal_in_short(), printed);
        }
    }
}
