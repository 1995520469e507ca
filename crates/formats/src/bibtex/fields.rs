//! The fields of an entry, and the record that they make.

use super::names::{KEY, NAME, TYPE, TYPES, VERBATIM, WEB, WHOLES};
use super::{authors, tex, write};
use crate::dates::printed;
use crate::text::{
    clean, heading, is_abstract, kept, nct, notices_of_types, one_section, pmcid, web_addresses, year_in,
};
use biblatex::{Bibliography, Chunk, ChunksExt, Entry, RawBibliography, RawChunk, RawEntry, Spanned};
use domain::record::{RecordData, doi_of_address, labelled_doi, labelled_pmid, normal_doi, normal_pmid};
use std::collections::BTreeMap;

/// The text of a value, its abbreviations replaced; an undefined one stays as it is.
pub(super) fn spelled_out(value: &[Spanned<RawChunk<'_>>], strings: &BTreeMap<String, String>) -> String {
    let text = |chunk: &Spanned<RawChunk<'_>>| match chunk.v {
        RawChunk::Normal(text) => text.to_owned(),
        RawChunk::Abbreviation(name) => {
            strings.get(&name.to_ascii_lowercase()).cloned().unwrap_or_else(|| name.to_owned())
        }
    };
    value.iter().map(text).collect()
}

/// The fields of an entry, by their names in lower case.
pub(super) struct Fields {
    pub(super) key: String,
    /// In lower case.
    pub(super) kind: String,
    /// TeX, understood.
    pub(super) entry: Entry,
    pub(super) verbatim: BTreeMap<String, String>,
}

impl Fields {
    pub(super) fn of(
        raw: &RawEntry<'_>,
        strings: &BTreeMap<String, String>,
    ) -> Result<Self, biblatex::ParseError> {
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut verbatim = BTreeMap::new();
        for pair in &raw.fields {
            let name = pair.key.v.to_ascii_lowercase();
            let text = spelled_out(&pair.value.v, strings);
            if VERBATIM.contains(&name.as_str()) {
                verbatim.insert(name, tex::unescaped(&text));
            } else {
                texts.push((name, tex::simplified(&text)));
            }
        }
        let fields = texts
            .iter()
            .map(|(name, text)| {
                let value = vec![Spanned::zero(RawChunk::Normal(text.as_str()))];
                biblatex::Pair::new(Spanned::zero(name.as_str()), Spanned::zero(value))
            })
            .collect();
        let entry = RawEntry { key: raw.key.clone(), kind: raw.kind.clone(), fields };
        let bibliography = RawBibliography {
            preamble: String::new(),
            entries: vec![Spanned::zero(entry)],
            abbreviations: Vec::new(),
        };
        let entries = Bibliography::from_raw(bibliography)?.into_vec();
        let kind = raw.kind.v.to_ascii_lowercase();
        let nothing = || Entry::new(String::new(), biblatex::EntryType::Misc);
        let entry = entries.into_iter().next().unwrap_or_else(nothing);
        Ok(Self { key: raw.key.v.to_owned(), kind, entry, verbatim })
    }

    /// The text of the first of these fields that has one.
    pub(super) fn text(&self, names: &[&str]) -> String {
        let text = |name: &&str| match self.verbatim.get(*name) {
            Some(text) => clean(text),
            None => self.entry.get(name).map(|chunks| clean(&chunks.format_verbatim())).unwrap_or_default(),
        };
        names.iter().map(text).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The parts of a list: between semicolons, or else commas, that no braces protect.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let chunks = self.entry.get(name).unwrap_or_default();
        let is_plain = |chunk: &&Spanned<Chunk>| matches!(chunk.v, Chunk::Normal(_));
        let has_semicolon = chunks.iter().filter(is_plain).any(|chunk| chunk.v.get().contains(';'));
        let separator = if has_semicolon { ';' } else { ',' };
        let mut parts = vec![String::new()];
        for chunk in chunks {
            let mut pieces = match &chunk.v {
                Chunk::Normal(text) => text.split(separator).collect(),
                other => vec![other.get()],
            }
            .into_iter();
            if let (Some(last), Some(first)) = (parts.last_mut(), pieces.next()) {
                last.push_str(first);
            }
            parts.extend(pieces.map(str::to_owned));
        }
        parts.iter().map(|part| clean(part)).filter(|part| !part.is_empty()).collect()
    }

    pub(super) fn record(&self) -> RecordData {
        let (year, date) = self.published();
        let mut data = RecordData {
            external_id: Some(self.text(&["materiaid"])).filter(|id| !id.is_empty()),
            pmid: self.pmid(),
            doi: self.doi(),
            pmcid: pmcid(&self.text(&["pmcid", "pmc"])),
            nct: nct(&self.text(&["nct"])),
            kind: TYPES
                .kind(&self.kind)
                .filter(|_| self.kind != "misc" || self.text(&["howpublished"]) == WEB),
            title: self.title(),
            vernacular_title: self.text(&["origtitle"]),
            abstract_sections: one_section(&self.text(&["abstract"])),
            authors: self.authors(),
            journal: self.text(&["journal", "journaltitle", "booktitle"]),
            journal_abbreviation: self.text(&["shortjournal"]),
            issn: self.text(&["issn", "isbn"]),
            publisher: self.text(&["publisher", "institution", "school"]),
            year,
            date,
            volume: self.text(&["volume"]),
            issue: self.text(&["number", "issue"]),
            pages: self.text(&["pages", "eid", "articleno", "article-number"]),
            languages: self.list("language"),
            publication_types: self.list("pubtypes"),
            mesh: self.list("mesh").iter().filter_map(|line| heading(line)).collect(),
            keywords: self.list("keywords"),
            links: self.links(),
            ..RecordData::default()
        };
        notices_of_types(&mut data);
        self.keep_others(&mut data);
        data
    }

    /// The DOI where it is given, or else that of an address or a note. With an identifier of the portal these lead
    /// elsewhere.
    fn doi(&self) -> Option<String> {
        let is_own = !self.text(&["materiaid"]).is_empty();
        let or_elsewhere = |names: &[&str], read: fn(&str) -> Option<String>| {
            names.iter().filter(|_| !is_own).find_map(|name| read(&self.text(&[name])))
        };
        normal_doi(&self.text(&["doi"]))
            .or_else(|| or_elsewhere(&["url", "ee", "link"], doi_of_address))
            .or_else(|| {
                or_elsewhere(&["note", "howpublished", "eprint", "annote", "annotation"], labelled_doi)
            })
    }

    fn pmid(&self) -> Option<String> {
        let is_own = !self.text(&["materiaid"]).is_empty();
        let notes = ["note", "annote", "url"].into_iter().filter(|_| !is_own);
        let is_pubmed = self.text(&["eprinttype", "archiveprefix"]).eq_ignore_ascii_case("pubmed");
        normal_pmid(&self.text(&["pmid"]))
            .or_else(|| normal_pmid(&self.text(&["eprint"])).filter(|_| is_pubmed))
            .or_else(|| notes.map(|name| self.text(&[name])).find_map(|note| labelled_pmid(&note)))
    }

    /// Title and subtitle.
    fn title(&self) -> String {
        let mut title = self.text(&["title", "maintitle", "origtitle", "shorttitle"]);
        // Of what has parts this says where they appeared.
        if title.is_empty() && !WHOLES.contains(&self.kind.as_str()) {
            title = self.text(&["booktitle"]);
        }
        match self.text(&["subtitle"]) {
            subtitle if subtitle.is_empty() => title,
            subtitle => format!("{}: {subtitle}", title.trim_end_matches([':', '.'])),
        }
    }

    /// Authors, or editors where there are none.
    fn authors(&self) -> Vec<String> {
        let named = |name| self.entry.get(name).map(authors::names).unwrap_or_default();
        let authors = named("author");
        if authors.is_empty() { named("editor") } else { authors }
    }

    fn published(&self) -> (Option<i32>, String) {
        let parts = ["year", "month", "day"].map(|name| self.text(&[name]));
        let given = self.text(&["pubdate", "date"]);
        let date = if given.is_empty() { clean(&parts.join(" ")) } else { given };
        let date = printed(&date);
        (year_in(&date).or_else(|| parts.first().and_then(|year| year_in(year))), date)
    }

    fn links(&self) -> Vec<String> {
        let texts = ["url", "links"].map(|name| self.text(&[name]));
        web_addresses(texts.iter().flat_map(|text| text.split(' ').map(str::to_owned)))
    }

    /// Keeps key, type and fields that say more than the record does.
    fn keep_others(&self, data: &mut RecordData) {
        let key = Some(&self.key).filter(|key| !write::is_own_key(data, key));
        let key = key.and_then(|key| kept(NAME, KEY, key));
        let kind = Some(&self.kind).filter(|kind| *kind != TYPES.name(data.kind));
        let kind = kind.and_then(|kind| kept(NAME, TYPE, kind));
        let names = self.entry.fields.keys().chain(self.verbatim.keys());
        let fields = names
            .map(|name| (name, self.text(&[name])))
            .filter(|(name, text)| !stands_in(data, name, text))
            .filter_map(|(name, text)| kept(NAME, name, &text));
        data.others = key.into_iter().chain(kind).chain(fields).collect();
    }
}

/// Whether the record holds what a field says.
fn stands_in(data: &RecordData, name: &str, text: &str) -> bool {
    match name {
        "author" | "date" | "day" | "keywords" | "language" | "links" | "materiaid" | "mesh" | "month"
        | "pages" | "pubdate" | "pubtypes" | "subtitle" | "title" | "url" | "year" => true,
        "howpublished" => text == WEB,
        "pmid" => data.pmid.is_some(),
        "doi" => data.doi.is_some(),
        "pmcid" | "pmc" => data.pmcid.is_some(),
        "nct" => data.nct.is_some(),
        "origtitle" => text == data.vernacular_title,
        "abstract" => is_abstract(data, text),
        "journal" | "journaltitle" | "booktitle" => text == data.journal,
        "shortjournal" => text == data.journal_abbreviation,
        "issn" | "isbn" => text == data.issn,
        "publisher" | "institution" | "school" => text == data.publisher,
        "eid" | "articleno" | "article-number" => text == data.pages,
        "volume" => text == data.volume,
        "number" | "issue" => text == data.issue,
        _ => false,
    }
}
