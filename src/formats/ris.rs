//! RIS, with the liberties that reference managers take.

use super::tagged::{Entries, Entry, Style};
use super::text::{author_of_inverted, clean, fingerprint, is_web_address, pmcid, year_in};
use super::{Rejected, complete};
use crate::domain::record::{AbstractSection, RecordData, normal_doi, normal_pmid};
use std::io::BufRead;

const STYLE: Style = Style { field, start: "TY", end: Some("ER"), name: "RIS" };

/// Tags that are also recognised where only one space stands before the hyphen.
const TAGS: &str = "TY ER AB AD AN AU A1 A2 A3 A4 C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ET ID \
                    IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RN RP SE SN SP ST \
                    T1 T2 T3 TA TI TT UR VL VO Y1 Y2";

/// The records of a RIS file.
pub fn read(reader: impl BufRead + Send) -> impl Iterator<Item = Result<RecordData, Rejected>> + Send {
    Entries::new(reader, STYLE).map(|entry| {
        let entry = entry?;
        complete(record(&entry)).map_err(|reason| Rejected::entry(entry.number, entry.line, reason))
    })
}

/// Whether a line begins an entry.
pub fn opens_entry(line: &str) -> bool {
    field(line).is_some_and(|(tag, _)| tag == "TY")
}

fn field(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.bytes();
    let is_tag = letters.next().is_some_and(|b| b.is_ascii_uppercase())
        && letters.next().is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let value = match rest.strip_prefix("  -") {
        Some(value) => value,
        None => rest.strip_prefix(" -").filter(|_| TAGS.split(' ').any(|known| known == tag))?,
    };
    (is_tag && (value.is_empty() || value.starts_with(' '))).then(|| (tag, value.trim()))
}

fn record(entry: &Entry) -> RecordData {
    let links = links(entry);
    let mut data = RecordData {
        pmid: pmid(entry),
        doi: doi(entry, &links),
        pmcid: pmcid(entry.first(&["C2"])).filter(|_| entry.first(&["C2"]).contains("PMC")),
        title: clean(entry.first(&["TI", "T1", "CT"])),
        vernacular_title: clean(entry.first(&["TT"])),
        abstract_sections: abstract_sections(entry),
        authors: authors(entry),
        journal: journal(entry),
        journal_abbreviation: clean(entry.first(&["J2", "JA", "J1"])),
        issn: issn(entry.first(&["SN"])),
        year: ["PY", "Y1", "DA"].iter().flat_map(|tag| entry.all(tag)).find_map(year_in),
        date: date(entry),
        volume: clean(entry.first(&["VL", "VO"])),
        issue: clean(entry.first(&["IS", "CP"])),
        pages: pages(entry),
        languages: lines(entry, "LA").map(|language| language.to_lowercase()).collect(),
        publication_types: publication_types(entry),
        keywords: lines(entry, "KW").collect(),
        links,
        ..RecordData::default()
    };
    super::text::notices_of_types(&mut data);
    if data.pmid.is_none() && data.doi.is_none() && !data.title.is_empty() {
        // `ID` counts within one user's library and means another paper in the next, so it identifies nothing.
        data.external_id = Some(fingerprint(&data));
    }
    data
}

/// The lines of all fields of a tag, each a value of its own.
fn lines<'a>(entry: &'a Entry, tag: &'a str) -> impl Iterator<Item = String> {
    entry.all(tag).flat_map(str::lines).map(clean).filter(|line| !line.is_empty())
}

fn links(entry: &Entry) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for link in ["UR", "L2", "LK"].into_iter().flat_map(|tag| lines(entry, tag)) {
        if is_web_address(&link) && !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

fn doi(entry: &Entry, links: &[String]) -> Option<String> {
    let resolved = links.iter().filter(|link| link.contains("doi.org/"));
    normal_doi(entry.first(&["DO"]))
        .or_else(|| normal_doi(entry.first(&["M3"])))
        .or_else(|| resolved.into_iter().find_map(|link| normal_doi(link)))
}

/// The accession number, where the database that gave it is PubMed's.
fn pmid(entry: &Entry) -> Option<String> {
    let provider = entry.first(&["DP"]);
    let database = entry.first(&["DB"]);
    let is_pubmed = ["NLM", "PubMed", "MEDLINE"].iter().any(|name| {
        provider.eq_ignore_ascii_case(name) || (provider.is_empty() && database.eq_ignore_ascii_case(name))
    });
    normal_pmid(entry.first(&["AN"])).filter(|_| is_pubmed)
}

fn abstract_sections(entry: &Entry) -> Vec<AbstractSection> {
    let text = clean(entry.first(&["AB", "N2"]));
    if text.is_empty() { Vec::new() } else { vec![AbstractSection { label: String::new(), text }] }
}

fn authors(entry: &Entry) -> Vec<String> {
    let of = |tags: &[&'static str]| -> Vec<String> {
        tags.iter()
            .flat_map(|tag| lines(entry, tag))
            .map(|name| author_of_inverted(&name))
            .filter(|name| !name.is_empty())
            .collect()
    };
    let authors = of(&["AU", "A1"]);
    if authors.is_empty() { of(&["A2", "ED"]) } else { authors }
}

fn journal(entry: &Entry) -> String {
    clean(entry.first(&["JF", "T2", "JO", "BT", "J2", "JA"]))
}

fn issn(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or_default().to_owned()
}

fn date(entry: &Entry) -> String {
    let year = entry.first(&["PY", "Y1"]);
    let day = entry.first(&["DA"]);
    let text =
        if year.is_empty() || year_in(day).is_some() { day.to_owned() } else { format!("{year} {day}") };
    clean(text.trim_end_matches('/'))
}

fn pages(entry: &Entry) -> String {
    let first = clean(entry.first(&["SP"]));
    let last = clean(entry.first(&["EP"]));
    if first.is_empty() || last.is_empty() || first.contains(['-', '–']) || first == last {
        if first.is_empty() { last } else { first }
    } else {
        format!("{first}-{last}")
    }
}

fn publication_types(entry: &Entry) -> Vec<String> {
    let kind = match entry.first(&["TY"]) {
        "JOUR" | "JFULL" | "EJOUR" | "MGZN" => "Journal Article",
        "BOOK" | "EBOOK" | "EDBOOK" => "Book",
        "CHAP" | "ECHAP" => "Book Chapter",
        "CONF" | "CPAPER" => "Conference Paper",
        "THES" => "Thesis",
        "RPRT" => "Report",
        "DATA" => "Dataset",
        _ => "",
    };
    let mut types: Vec<String> = if kind.is_empty() { Vec::new() } else { vec![kind.to_owned()] };
    for given in lines(entry, "M3") {
        let repeats =
            given.eq_ignore_ascii_case("article") || types.iter().any(|t| t.eq_ignore_ascii_case(&given));
        if !repeats && normal_doi(&given).is_none() {
            types.push(given);
        }
    }
    types
}
