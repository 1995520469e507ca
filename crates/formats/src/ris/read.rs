//! RIS as records.

use super::names::{MESH_MARK, NAME, OWN_ID, TYPES};
use crate::entry::complete;
use crate::rejection::Rejection;
use crate::tagged::{Entries, Entry, Style};
use crate::text::{
    abstract_line, author_of_inverted, clean, fingerprint, heading, kept, nct, notices_of_types, one_section,
    pmcid, web_addresses, year_in,
};
use domain::record::{MeshHeading, RecordData, normal_doi, normal_pmid};
use std::io::BufRead;

const STYLE: Style = Style { field, start: "TY", end: Some("ER"), name: "RIS" };

/// Tags that are also recognised where only one space stands before the hyphen.
const TAGS: &str = "TY ER AB AD AN AU A1 A2 A3 A4 C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ET ID \
                    IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RN RP SE SN SP ST \
                    T1 T2 T3 TA TI TT UR VL VO Y1 Y2";

/// The records of a RIS file.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Entries::new(reader, STYLE).map(|entry| {
        let entry = entry?;
        complete(record(&entry)).map_err(|reason| Rejection::entry(entry.number, entry.line, reason))
    })
}

/// Whether a line begins an entry.
pub(crate) fn opens_entry(line: &str) -> bool {
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
    let (keywords, mesh) = keywords(entry);
    let mut data = RecordData {
        external_id: entry.all("ID").find_map(own_id),
        pmid: pmid(entry),
        doi: doi(entry, &links),
        pmcid: pmcid(entry.first(&["C2"])).filter(|_| entry.first(&["C2"]).contains("PMC")),
        nct: entry.all("U1").chain(entry.all("C7")).find_map(whole_nct),
        kind: TYPES.kind(entry.first(&["TY"])),
        title: clean(entry.first(&["TI", "T1", "CT"])),
        vernacular_title: clean(entry.first(&["TT"])),
        abstract_sections: one_section(entry.first(&["AB", "N2"])),
        authors: authors(entry),
        journal: clean(entry.first(&["JF", "T2", "JO", "BT"])),
        journal_abbreviation: clean(entry.first(&["J2", "JA", "J1"])),
        issn: issn(entry.first(&["SN"])),
        publisher: clean(entry.first(&["PB"])),
        year: ["PY", "Y1", "DA"].iter().flat_map(|tag| entry.all(tag)).find_map(year_in),
        date: date(entry),
        volume: clean(entry.first(&["VL", "VO"])),
        issue: clean(entry.first(&["IS", "CP"])),
        pages: pages(entry),
        languages: lines(entry, "LA").collect(),
        publication_types: publication_types(entry),
        keywords,
        mesh,
        links,
        ..RecordData::default()
    };
    notices_of_types(&mut data);
    if data.external_id.is_none() && data.pmid.is_none() && data.doi.is_none() && !data.title.is_empty() {
        // Another `ID` counts within one user's library and means another paper in the next: it identifies nothing.
        data.external_id = Some(fingerprint(&data));
    }
    data.others = entry
        .fields()
        .filter(|(tag, value)| !stands_in(&data, tag, value))
        .filter_map(|(tag, value)| kept(NAME, tag, value))
        .collect();
    data
}

/// Whether the record holds what a field says.
fn stands_in(data: &RecordData, tag: &str, value: &str) -> bool {
    let text = clean(value);
    match tag {
        "AU" | "A1" | "LA" | "KW" => true,
        "TY" => text == TYPES.name(data.kind),
        "ID" => own_id(value).is_some(),
        "AN" => data.pmid.is_some() && normal_pmid(value) == data.pmid,
        "DP" | "DB" => data.pmid.is_some() && is_pubmed(&text),
        "DO" => data.doi.is_some() && normal_doi(value) == data.doi,
        "C2" => data.pmcid.is_some() && pmcid(value) == data.pmcid,
        "C7" if text == data.pages => true,
        "C7" | "U1" => data.nct.is_some() && whole_nct(value) == data.nct,
        "TI" | "T1" | "CT" | "ST" => text == data.title,
        "TT" => text == data.vernacular_title,
        "AB" | "N2" => text == abstract_line(data),
        "A2" | "ED" => value.lines().all(|name| data.authors.contains(&author_of_inverted(name))),
        "JF" | "T2" | "JO" | "BT" => text == data.journal,
        "J2" | "JA" | "J1" => text == data.journal_abbreviation,
        "SN" => text == data.issn,
        "PB" => text == data.publisher,
        "PY" | "Y1" => year_in(value) == data.year,
        "DA" => year_in(value).is_none_or(|year| Some(year) == data.year),
        "VL" | "VO" => text == data.volume,
        "IS" | "CP" => text == data.issue,
        "SP" | "EP" => data.pages.contains(&text),
        "M3" => normal_doi(value).is_none() || normal_doi(value) == data.doi,
        "UR" | "L2" | "LK" => value.lines().map(clean).all(|link| data.links.contains(&link)),
        "U2" => text.ends_with(MESH_MARK),
        _ => false,
    }
}

/// The lines of all fields of a tag, each a value of its own.
fn lines<'a>(entry: &'a Entry, tag: &'a str) -> impl Iterator<Item = String> {
    entry.all(tag).flat_map(str::lines).map(clean).filter(|line| !line.is_empty())
}

fn own_id(value: &str) -> Option<String> {
    value.strip_prefix(OWN_ID).map(clean).filter(|id| !id.is_empty())
}

fn whole_nct(value: &str) -> Option<String> {
    nct(value).filter(|number| number.len() == value.trim().len())
}

fn links(entry: &Entry) -> Vec<String> {
    web_addresses(["UR", "L2", "LK"].into_iter().flat_map(|tag| lines(entry, tag)))
}

/// The DOI where it is given, or the one of a link; links of what has an identifier of its own lead elsewhere.
fn doi(entry: &Entry, links: &[String]) -> Option<String> {
    let has_own_id = entry.all("ID").find_map(own_id).is_some();
    let resolved = links.iter().filter(|link| !has_own_id && link.contains("doi.org/"));
    normal_doi(entry.first(&["DO"]))
        .or_else(|| normal_doi(entry.first(&["M3"])))
        .or_else(|| resolved.into_iter().find_map(|link| normal_doi(link)))
}

fn is_pubmed(name: &str) -> bool {
    ["NLM", "PubMed", "MEDLINE"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The accession number, where the database that gave it is PubMed's.
fn pmid(entry: &Entry) -> Option<String> {
    let provider = entry.first(&["DP"]);
    let database = if provider.is_empty() { entry.first(&["DB"]) } else { provider };
    normal_pmid(entry.first(&["AN"])).filter(|_| is_pubmed(database))
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

/// Keywords, and the headings that end them where the entry says how many they are.
fn keywords(entry: &Entry) -> (Vec<String>, Vec<MeshHeading>) {
    let mut keywords: Vec<String> = lines(entry, "KW").collect();
    let marked =
        entry.all("U2").find_map(|value| value.strip_suffix(MESH_MARK)?.trim().parse::<usize>().ok());
    let first = keywords.len().saturating_sub(marked.unwrap_or_default());
    let mesh = keywords.split_off(first).iter().filter_map(|line| heading(line)).collect();
    (keywords, mesh)
}

fn issn(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or_default().to_owned()
}

fn date(entry: &Entry) -> String {
    let year = entry.first(&["PY", "Y1"]);
    let day = entry.first(&["DA"]);
    if year.is_empty() || year_in(day).is_some() { day.to_owned() } else { clean(&format!("{year} {day}")) }
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

/// Publication types beyond the entry's type. Scopus calls nearly everything an article.
fn publication_types(entry: &Entry) -> Vec<String> {
    let mut types: Vec<String> = Vec::new();
    for given in lines(entry, "M3") {
        let repeats =
            given.eq_ignore_ascii_case("article") || types.iter().any(|t| t.eq_ignore_ascii_case(&given));
        if !repeats && normal_doi(&given).is_none() {
            types.push(given);
        }
    }
    types
}
