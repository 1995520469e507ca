//! Parsing and formatting of small texts that several formats share.

pub(crate) use crate::plain_text::clean;
pub(crate) use domain::record::{normal_nct as nct, normal_pmcid as pmcid};

use crate::limits::MAX_LINKS;
use crate::plain_text;
use domain::record::{AbstractSection, MeshHeading, Notice, NoticeKind, RecordData, SourceField, is_uncased};

/// The first year of four digits, 1500 to 2099, that a text holds.
pub(crate) fn year_in(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1500..2100).contains(year))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number, 1 to 12, of a month that is given as a number, by its name or by the start of its English one.
pub(crate) fn month_number(text: &str) -> Option<u8> {
    match text.parse::<u8>() {
        Ok(number) => (1..=12).contains(&number).then_some(number),
        Err(_) => english_month(text).or_else(|| foreign_month(text)),
    }
}

fn english_month(text: &str) -> Option<u8> {
    let is_name = |month: &&str| {
        text.len() >= 3
            && text.is_ascii()
            && month.get(..text.len()).is_some_and(|m| m.eq_ignore_ascii_case(text))
    };
    (1..).zip(&MONTHS).find(|(_, month)| is_name(month)).map(|(number, _)| number)
}

/// Months by their names in German, French and Spanish, where these are not spelt like the English ones.
fn foreign_month(text: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["januar", "jänner", "janvier", "enero"],
        &["februar", "février", "févr", "febrero"],
        &["märz", "mär", "mars", "marzo"],
        &["avril", "abril", "avr"],
        &["mai", "mayo"],
        &["juni", "juin", "junio"],
        &["juli", "juillet", "juil", "julio"],
        &["août", "agosto"],
        &["septembre", "septiembre", "setiembre"],
        &["oktober", "okt", "octobre", "octubre"],
        &["novembre", "noviembre"],
        &["dezember", "dez", "décembre", "déc", "diciembre"],
    ];
    let text = text.to_lowercase();
    (1..).zip(NAMES).find(|(_, names)| names.contains(&text.as_str())).map(|(number, _)| number)
}

/// Whether a text is the English name of a month or the start of it.
pub(crate) fn is_month_name(text: &str) -> bool {
    english_month(text).is_some()
}

/// A month's English abbreviation, for `1` to `12` and `01` to `12`; any other text as it is.
pub(crate) fn month(text: &str) -> &str {
    match month_number(text) {
        Some(number) => month_name(number),
        None => text,
    }
}

pub(crate) fn month_name(number: u8) -> &'static str {
    MONTHS.get(usize::from(number).wrapping_sub(1)).map_or("", |name| &name[..3])
}

/// A day, a month or a year, with what is known of it: month 1 to 12, day 1 to 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i32,
    pub(crate) month: Option<u8>,
    pub(crate) day: Option<u8>,
}

impl Date {
    /// The date that a text is: `2019 Nov 21`, `2019/11/21`, `2019-11`, `2009///` and the like; nothing for one that
    /// says more or less, such as `2019 Nov-Dec`.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut parts = text.split(['/', '-', ' ']).filter(|part| !part.is_empty());
        let year = parts.next()?;
        let year = year_in(year).filter(|_| year.len() == 4)?;
        let month = parts.next().map(|part| month_number(part).ok_or(())).transpose().ok()?;
        let day = parts.next().map(|part| part.parse::<u8>().map_err(|_| ())).transpose().ok()?;
        let is_day = day.is_none_or(|day| (1..=31).contains(&day));
        (is_day && parts.next().is_none()).then_some(Self { year, month, day })
    }

    /// Year, month and day of a publication, as far as they are known.
    pub(crate) fn parts_of(data: &RecordData) -> Vec<i32> {
        match Self::of(&data.date) {
            Some(date) => {
                let later = [date.month, date.day].into_iter().flatten().map(i32::from);
                std::iter::once(date.year).chain(later).collect()
            }
            None => data.year.into_iter().collect(),
        }
    }

    /// As MEDLINE prints it: `2019 Nov 21`.
    pub(crate) fn printed(self) -> String {
        let mut text = self.year.to_string();
        if let Some(month) = self.month {
            text.push(' ');
            text.push_str(month_name(month));
        }
        if let Some(day) = self.day {
            text.push_str(&format!(" {day}"));
        }
        text
    }

    /// Year, month and day as far as they are known, joined.
    pub(crate) fn joined(self, separator: &str) -> String {
        let mut text = self.year.to_string();
        for part in [self.month, self.day].into_iter().flatten() {
            text.push_str(&format!("{separator}{part:02}"));
        }
        text
    }
}

/// Pages with plain hyphens, and without a word before them; a hyphen alone is none.
pub(crate) fn pages(text: &str) -> String {
    let mut pages = clean(&text.replace(['–', '‐', '‑', '—', '−'], "-"));
    while pages.contains("--") {
        pages = pages.replace("--", "-");
    }
    for mark in ["pages ", "pp. ", "pp.", "pp ", "p. ", "S. "] {
        let rest = pages.strip_prefix(mark).map(str::trim_start);
        if let Some(rest) =
            rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase()))
        {
            pages = rest.to_owned();
        }
    }
    let pages = pages.replace(" - ", "-");
    if pages.chars().any(char::is_alphanumeric) { pages } else { String::new() }
}

/// The number of an article in place of pages, where a text is one: `e0046493`, `CD001234`, `104233`, but no identifier
/// with hyphens or parentheses in it.
pub(crate) fn article_number(text: &str) -> Option<String> {
    let number =
        clean(text.trim_start_matches("Article ").trim_start_matches("Art. ").trim_start_matches("No. "));
    let is_number = (1..=14).contains(&number.len())
        && number.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        && number.starts_with(|c: char| c.is_ascii_alphanumeric())
        && number.ends_with(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic())
        && number.chars().filter(char::is_ascii_digit).count() * 2 >= number.len();
    is_number.then_some(number)
}

/// An abstract in sections, and one more that says it in another language or at another length. Without the first the
/// other is the abstract.
pub(crate) fn with_other_abstract(sections: &mut Vec<AbstractSection>, label: &str, text: &str) {
    let text = plain_text::plain(text);
    let is_known = sections.iter().any(|section| section.text == text);
    if !text.is_empty() && !is_known {
        let label = if sections.is_empty() { String::new() } else { label.to_owned() };
        sections.push(AbstractSection { label, text });
    }
}

/// `Abstract in Spanish`, of a language's code.
pub(crate) fn abstract_in(language: &str) -> String {
    let language = language.to_lowercase();
    let name = match language.split('-').next().unwrap_or_default() {
        "eng" | "en" => "English",
        "spa" | "es" => "Spanish",
        "fre" | "fra" | "fr" => "French",
        "ger" | "deu" | "de" => "German",
        "ita" | "it" => "Italian",
        "por" | "pt" => "Portuguese",
        "chi" | "zho" | "zh" => "Chinese",
        "jpn" | "ja" => "Japanese",
        "kor" | "ko" => "Korean",
        "rus" | "ru" => "Russian",
        "pol" | "pl" => "Polish",
        "dut" | "nld" | "nl" => "Dutch",
        "tur" | "tr" => "Turkish",
        "ara" | "ar" => "Arabic",
        "cze" | "ces" | "cs" => "Czech",
        "hun" | "hu" => "Hungarian",
        "swe" | "sv" => "Swedish",
        "dan" | "da" => "Danish",
        "nor" | "nob" | "no" => "Norwegian",
        "fin" | "fi" => "Finnish",
        "" | "und" | "mul" => return "Other abstract".to_owned(),
        other => return format!("Abstract ({other})"),
    };
    format!("Abstract in {name}")
}

/// The abstract on one line, the labels of its sections before them.
pub(crate) fn abstract_line(data: &RecordData) -> String {
    clean(&data.abstract_text())
}

/// An abstract that comes as one text.
pub(crate) fn one_section(text: &str) -> Vec<AbstractSection> {
    plain_text::sections(text)
}

/// Whether the record's abstract holds this text.
pub(crate) fn is_abstract(data: &RecordData, text: &str) -> bool {
    let given = RecordData { abstract_sections: one_section(text), ..RecordData::default() };
    abstract_line(data).contains(&abstract_line(&given))
}

/// The web addresses among these texts, each once.
pub(crate) fn web_addresses(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for link in texts.into_iter().filter(|text| is_web_address(text)) {
        if links.len() == MAX_LINKS {
            break;
        }
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// A field to keep verbatim; `None` where it is blank.
pub(crate) fn kept(format: &str, name: &str, value: &str) -> Option<SourceField> {
    let value = value.trim();
    let field = || SourceField { format: format.to_owned(), name: name.to_owned(), value: value.to_owned() };
    (!value.is_empty()).then(field)
}

/// `J. J. V.` of `JJV`, from which every style makes what it wants; given names that are whole stay so.
pub(crate) fn spaced(initials: &str) -> String {
    if is_uncased(initials) {
        return initials.to_owned();
    }
    initials.chars().map(|c| format!("{c}.")).collect::<Vec<_>>().join(" ")
}

/// A heading as MEDLINE writes it: `*Heart Failure/drug therapy/*mortality`, a star on what is major.
pub(crate) fn heading(text: &str) -> Option<MeshHeading> {
    let mut parts = text.split('/').map(clean).filter(|part| !part.is_empty());
    let first = parts.next()?;
    let mut major = first.starts_with('*');
    let qualifiers = parts
        .map(|part| {
            major |= part.starts_with('*');
            part.trim_start_matches('*').to_owned()
        })
        .collect();
    let heading = first.trim_start_matches('*').to_owned();
    (!heading.is_empty()).then_some(MeshHeading { heading, ui: String::new(), major, qualifiers })
}

/// What [`heading`] reads as this heading.
pub(crate) fn heading_line(heading: &MeshHeading) -> String {
    let star = if heading.major { "*" } else { "" };
    let parts = std::iter::once(&heading.heading).chain(&heading.qualifiers);
    format!("{star}{}", parts.map(String::as_str).collect::<Vec<_>>().join("/"))
}

/// Whether a text can stand as a link: a web address without white space.
pub(crate) fn is_web_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// Adds the notices that the publication types imply, where no notice of that kind names its source.
pub(crate) fn notices_of_types(data: &mut RecordData) {
    for (name, kind) in [
        ("retracted publication", NoticeKind::Retracted),
        ("retraction of publication", NoticeKind::RetractionNotice),
        ("retraction notice", NoticeKind::RetractionNotice),
        ("published erratum", NoticeKind::ErratumNotice),
    ] {
        let is_named = data.publication_types.iter().any(|given| given.eq_ignore_ascii_case(name));
        if is_named && !data.notices.iter().any(|notice| notice.kind == kind) {
            data.notices.push(Notice { kind, source: String::new(), pmid: None });
        }
    }
}

/// Adds the notice that the beginning of a title is, where there is none of that kind.
pub(crate) fn notice_of_title(data: &mut RecordData) {
    let title = data.title.to_lowercase();
    let kind = [
        ("retracted:", NoticeKind::Retracted),
        ("retracted article:", NoticeKind::Retracted),
        ("withdrawn:", NoticeKind::Retracted),
        ("retraction notice to", NoticeKind::RetractionNotice),
        ("retraction notice:", NoticeKind::RetractionNotice),
        ("retraction:", NoticeKind::RetractionNotice),
    ]
    .into_iter()
    .find_map(|(words, kind)| title.starts_with(words).then_some(kind));
    if let Some(kind) = kind.filter(|kind| data.notices.iter().all(|notice| notice.kind != *kind)) {
        data.notices.push(Notice { kind, source: String::new(), pmid: None });
    }
}

/// An identifier derived from the content of an entry that has none: the same entry always gets the same.
pub(crate) fn fingerprint(data: &RecordData) -> String {
    let title = data.title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let first_page = data.pages.split(['-', '–']).next().unwrap_or_default();
    let place = format!("|{}|{}|{first_page}", data.year.unwrap_or_default(), data.volume);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut buffer = [0; 4];
    for c in title.chain(place.chars()) {
        for byte in c.encode_utf8(&mut buffer).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("entry-{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_one_whatever_its_dress() {
        for (dress, printed) in [
            ("2019/11/21/", Some("2019 Nov 21")),
            ("2019-11-21", Some("2019 Nov 21")),
            ("2019 November 21", Some("2019 Nov 21")),
            ("2011-05", Some("2011 May")),
            ("2009///", Some("2009")),
            ("1998 Dec-1999 Jan", None),
            ("2019 Nov-Dec", None),
            ("2019 Winter", None),
            ("1998-1999", None),
            ("Nov 2019", None),
        ] {
            assert_eq!(Date::of(dress).map(Date::printed).as_deref(), printed, "{dress}");
        }
    }

    #[test]
    fn a_star_anywhere_makes_a_heading_major() {
        let heading = heading("Occupational Health/*history/ethics").unwrap();
        assert_eq!(heading.heading, "Occupational Health");
        assert_eq!(heading.qualifiers, ["history", "ethics"]);
        assert!(heading.major);
        assert_eq!(super::heading("*/"), None);
    }

    #[test]
    fn a_year_is_found_in_any_date() {
        assert_eq!(year_in("1998 Dec-1999 Jan"), Some(1998));
        assert_eq!(year_in("2009///"), Some(2009));
        assert_eq!(year_in("Winter"), None);
    }

    #[test]
    fn entries_that_differ_in_year_have_different_fingerprints() {
        let data = RecordData { title: "Eine Studie".into(), ..RecordData::default() };
        let later = RecordData { year: Some(2020), ..data.clone() };
        assert_eq!(fingerprint(&data), fingerprint(&data.clone()));
        assert_ne!(fingerprint(&data), fingerprint(&later));
    }
}
