//! RIS as records.

use super::names::{MESH_MARK, NAME, OWN_ID, TYPES};
use crate::dates::{detail, of_ris};
use crate::entry::complete;
use crate::names::{Named, of_text};
use crate::plain_text::plain;
use crate::rejection::Rejection;
use crate::tagged::{Entries, Entry, Style};
use crate::text::{
    article_number, clean, fingerprint, heading, is_abstract, kept, nct, notices_of_types, one_section,
    pmcid, web_addresses, year_in,
};
use domain::record::{
    AbstractSection, MeshHeading, RecordData, doi_of_address, labelled_doi, labelled_pmid, normal_doi,
    normal_pmid,
};
use std::io::BufRead;

const STYLE: Style = Style {
    field,
    start: "TY",
    end: Some("ER"),
    name: "RIS",
    single: &["TI", "T1", "PY", "Y1", "DO", "VL", "IS", "SP"],
    titles: &["TI", "T1", "CT", "BT"],
    texts: &["AB", "AD", "AU", "A1", "A2", "KW", "L1", "L2", "N1", "N2", "RN", "T1", "T2", "TI", "UR"],
    note: "N1",
};

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

/// A tag of two capitals, or of a capital and a digit, and a hyphen after two spaces. Tags that are known are recognised
/// with other white space too, or in small letters.
fn field(line: &str) -> Option<(&str, &str)> {
    let known = |tag: &str| TAGS.split(' ').find(|known| known.eq_ignore_ascii_case(tag));
    let line = line.trim_start_matches([' ', '\t', '\u{a0}']);
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.bytes();
    let is_tag = letters.next().is_some_and(|b| b.is_ascii_uppercase())
        && letters.next().is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if let Some(value) = rest.strip_prefix("  -")
        && (value.is_empty() || value.starts_with([' ', '\t', '\u{a0}']) || known(tag).is_some())
    {
        return if is_tag { Some((tag, value.trim())) } else { known(tag).map(|tag| (tag, value.trim())) };
    }
    if tag == "ER" && rest.trim().is_empty() {
        return Some((tag, ""));
    }
    let known = known(tag).filter(|_| is_tag)?;
    let gap = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let value = gap.strip_prefix(['-', '–']).filter(|_| gap.len() < rest.len())?;
    (value.is_empty() || value.starts_with([' ', '\t', '\u{a0}'])).then(|| (known, value.trim()))
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
        title: title(entry),
        vernacular_title: clean(entry.first(&["TT"])),
        abstract_sections: abstracts(entry),
        authors: authors(entry),
        journal: clean(entry.first(&["JF", "T2", "JO", "BT"])),
        journal_abbreviation: clean(entry.first(&["J2", "JA", "J1"])),
        issn: issn(entry.first(&["SN"])),
        publisher: clean(entry.first(&["PB"])),
        year: ["PY", "Y1", "DA"]
            .iter()
            .flat_map(|tag| entry.all(tag))
            .find_map(|date| year_in(&of_ris(date))),
        date: date(entry),
        volume: clean(entry.first(&["VL", "VO"])),
        issue: issue(entry),
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
        "U1" => nct_of(data, value),
        "TI" | "T1" | "CT" | "ST" | "BT" if text == data.title => true,
        "TT" => text == data.vernacular_title,
        "AB" | "N2" => is_abstract(data, value),
        "A2" | "ED" => {
            let names = value.lines().flat_map(|line| of_text(line, Named::Anyone));
            names.into_iter().all(|name| data.authors.contains(&name))
        }
        "JF" | "T2" | "JO" | "BT" => text == data.journal,
        "J2" | "JA" | "J1" => text == data.journal_abbreviation,
        "SN" => text == data.issn,
        "PB" => text == data.publisher,
        "PY" | "Y1" => year_in(&of_ris(value)) == data.year,
        "DA" => year_in(&of_ris(value)).is_none_or(|year| Some(year) == data.year),
        "VL" | "VO" => text == data.volume,
        "IS" | "CP" => text == data.issue,
        "M1" | "C7" => text == data.issue || text == data.pages || nct_of(data, value),
        "SP" | "EP" => data.pages.contains(&crate::text::pages(value)),
        "AR" => text == data.pages,
        "M3" => normal_doi(value).is_none() || normal_doi(value) == data.doi,
        "UR" | "L2" | "LK" => value.lines().map(clean).all(|link| data.links.contains(&link)),
        "U2" => text.ends_with(MESH_MARK),
        _ => false,
    }
}

fn nct_of(data: &RecordData, value: &str) -> bool {
    data.nct.is_some() && whole_nct(value) == data.nct
}

/// The lines of all fields of a tag, each a value of its own.
fn lines<'a>(entry: &'a Entry, tag: &'a str) -> impl Iterator<Item = String> {
    entry.all(tag).flat_map(str::lines).map(clean).filter(|line| !line.is_empty())
}

fn own_id(value: &str) -> Option<String> {
    value.strip_prefix(OWN_ID).map(clean).filter(|id| !id.is_empty())
}

/// Where a DOI is written for want of a better place.
const NOTES: [&str; 9] = ["L1", "L2", "L3", "UR", "M1", "M2", "N1", "AN", "C1"];

fn whole_nct(value: &str) -> Option<String> {
    nct(value).filter(|number| number.len() == value.trim().len())
}

fn links(entry: &Entry) -> Vec<String> {
    web_addresses(["UR", "L2", "LK"].into_iter().flat_map(|tag| lines(entry, tag)))
}

/// The DOI where it is given, or the one of a link or a note; links of what has an identifier of its own lead elsewhere.
fn doi(entry: &Entry, links: &[String]) -> Option<String> {
    let has_own_id = entry.all("ID").find_map(own_id).is_some();
    let mut links = links.iter().filter(|_| !has_own_id);
    let mut notes = NOTES.iter().flat_map(|tag| entry.all(tag)).filter(|_| !has_own_id);
    ["DO", "M3"]
        .iter()
        .find_map(|tag| normal_doi(entry.first(&[tag])))
        .or_else(|| links.find_map(|link| doi_of_address(link)))
        .or_else(|| notes.find_map(labelled_doi))
}

fn is_pubmed(name: &str) -> bool {
    ["NLM", "PubMed", "MEDLINE"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The accession number, where the database that gave it is PubMed's.
fn pmid(entry: &Entry) -> Option<String> {
    let provider = entry.first(&["DP"]);
    let database = if provider.is_empty() { entry.first(&["DB"]) } else { provider };
    let accession = entry.first(&["AN"]);
    let given = normal_pmid(accession).filter(|_| is_pubmed(database));
    let has_own_id = entry.all("ID").find_map(own_id).is_some();
    let notes =
        ["AN", "N1", "M1", "C1", "UR"].into_iter().flat_map(|tag| entry.all(tag)).flat_map(str::lines);
    given.or_else(|| notes.filter(|_| !has_own_id).find_map(labelled_pmid))
}

fn authors(entry: &Entry) -> Vec<String> {
    let of = |tags: &[&'static str]| -> Vec<String> {
        tags.iter().flat_map(|tag| lines(entry, tag)).flat_map(|line| of_text(&line, Named::Anyone)).collect()
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

/// The title, or what is in its place where an entry has none of its own.
fn title(entry: &Entry) -> String {
    clean(entry.first(&["TI", "T1", "CT", "BT", "ST", "TT", "T2", "JF", "JO", "T3"]))
}

/// Every abstract once: one may stand under two tags, or in pieces under one.
fn abstracts(entry: &Entry) -> Vec<AbstractSection> {
    let mut abstracts: Vec<(String, &str)> = Vec::new();
    for given in ["AB", "N2"].into_iter().flat_map(|tag| entry.all(tag)) {
        let text = plain(given);
        let is_known = abstracts.iter().any(|(known, _)| known.contains(&text));
        match abstracts.iter_mut().find(|(known, _)| text.contains(known.as_str())) {
            Some(shorter) => *shorter = (text, given),
            None if is_known => {}
            None => abstracts.push((text, given)),
        }
    }
    abstracts.iter().flat_map(|(_, given)| one_section(given)).collect()
}

/// The date of the year of publication that says most. `Y2` says when somebody looked.
fn date(entry: &Entry) -> String {
    let dates: Vec<String> = ["PY", "Y1", "DA"]
        .into_iter()
        .flat_map(|tag| entry.all(tag))
        .map(of_ris)
        .filter(|d| !d.is_empty())
        .collect();
    let year = dates.iter().find_map(|date| year_in(date));
    let of_year = dates.iter().filter(|date| year.is_some() && year_in(date) == year);
    // The first of those that say as much.
    let best = of_year.rev().max_by_key(|date| detail(date)).cloned().unwrap_or_default();
    match dates.iter().find(|date| year_in(date).is_none()) {
        Some(day) if detail(&best) <= 1 => clean(&format!("{best} {day}")),
        _ => best,
    }
}

/// The issue; `M1` has it where its own tag is missing.
fn issue(entry: &Entry) -> String {
    let number = clean(entry.first(&["IS", "CP"]));
    let other = clean(entry.first(&["M1"]));
    let is_issue = (1..=3).contains(&other.len()) && other.bytes().all(|byte| byte.is_ascii_digit());
    if number.is_empty() && is_issue { other } else { number }
}

/// First and last page, or the number of an article that has none.
fn pages(entry: &Entry) -> String {
    let [first, last] = ["SP", "EP"].map(|tag| crate::text::pages(entry.first(&[tag])));
    if first.is_empty() && last.is_empty() {
        let of_article =
            ["AR", "C7", "M1"].into_iter().flat_map(|tag| entry.all(tag).map(move |value| (tag, value)));
        return of_article
            .filter(|(_, value)| nct(value).is_none())
            // `M1` has the issue as often.
            .filter_map(|(tag, value)| article_number(value).filter(|number| tag != "M1" || number.len() > 3))
            .next()
            .unwrap_or_default();
    }
    if first.is_empty() || last.is_empty() || first.contains('-') || first == last {
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
