//! Parsing and formatting of small texts that several formats share.

use crate::limits::MAX_LINKS;
use domain::record::{
    AbstractSection, AuthorName, MeshHeading, Notice, NoticeKind, PublicationKind, RecordData, SourceField,
};

/// The text with every run of white space as one space, and none at the ends.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    cleaned
}

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

/// The number, 1 to 12, of a month that is given as a number, by its English name or by the start of it.
fn month_number(text: &str) -> Option<u8> {
    let is_name = |month: &&str| {
        text.len() >= 3
            && text.is_ascii()
            && month.get(..text.len()).is_some_and(|m| m.eq_ignore_ascii_case(text))
    };
    match text.parse::<u8>() {
        Ok(number) => (1..=12).contains(&number).then_some(number),
        Err(_) => (1..).zip(&MONTHS).find(|(_, month)| is_name(month)).map(|(number, _)| number),
    }
}

/// Whether a text is the English name of a month or the start of it.
pub(crate) fn is_month_name(text: &str) -> bool {
    text.parse::<u8>().is_err() && month_number(text).is_some() || text.eq_ignore_ascii_case("sept")
}

/// A month's English abbreviation, for `1` to `12` and `01` to `12`; any other text as it is.
pub(crate) fn month(text: &str) -> &str {
    match month_number(text) {
        Some(number) => month_name(number),
        None => text,
    }
}

fn month_name(number: u8) -> &'static str {
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

/// Normalises what formats write in different ways, so that a record is the same whatever its source.
/// A date that names another year than the publication's gives way to that year.
pub(crate) fn tidy(data: &mut RecordData) {
    data.date = Date::of(&data.date).map_or_else(|| clean(data.date.trim_end_matches('/')), Date::printed);
    match (data.year, year_in(&data.date)) {
        (Some(year), Some(dated)) if year != dated => data.date = year.to_string(),
        (Some(year), None) => data.date = clean(&format!("{year} {}", data.date)),
        (_, dated) => data.year = dated,
    }
    data.pages = data.pages.replace(['–', '‐', '‑', '—'], "-");
    while data.pages.contains("--") {
        data.pages = data.pages.replace("--", "-");
    }
    for language in &mut data.languages {
        *language = language.to_lowercase();
    }
    // A star before a keyword says that it names a main subject.
    for keyword in &mut data.keywords {
        *keyword = keyword.trim_start_matches(['*', ' ']).to_owned();
    }
    data.keywords.retain(|keyword| !keyword.is_empty());
    data.kind = data.kind.or_else(|| PublicationKind::of_types(&data.publication_types));
    data.others.sort_by(|a, b| a.format.cmp(&b.format));
}

/// The abstract on one line, the labels of its sections before them.
pub(crate) fn abstract_line(data: &RecordData) -> String {
    clean(&data.abstract_text())
}

/// An abstract that comes in one piece.
pub(crate) fn one_section(text: &str) -> Vec<AbstractSection> {
    let text = clean(text);
    if text.is_empty() { Vec::new() } else { vec![AbstractSection { label: String::new(), text }] }
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

/// `Family AB Jr` of an author's parts; given names may be whole or initials.
pub(crate) fn author(family: &str, given: &str, suffix: &str) -> String {
    clean(&format!("{family} {} {suffix}", initials(given)))
}

/// `JF` of `Jean-François`, `J. F.`, `JF` or `Jean F`.
fn initials(given: &str) -> String {
    let given = given.trim();
    let letters_alone = given.chars().count() <= 4 && given.chars().all(char::is_uppercase);
    if letters_alone {
        return given.to_owned();
    }
    given
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐'))
        .filter_map(|name| name.chars().next())
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect()
}

/// `Family AB` of `Family, Ann B.` (or `Family, Ann B., Jr`); a name without a comma as it is. A doubled comma stands
/// for a comma in the name of a group, as reference managers write it.
pub(crate) fn author_of_inverted(name: &str) -> String {
    if name.contains(",,") {
        return clean(&name.replace(",,", ","));
    }
    let mut parts = name.splitn(3, ',');
    let family = parts.next().unwrap_or_default();
    match parts.next() {
        None => clean(name),
        Some(given) => author(family, given, parts.next().unwrap_or_default()),
    }
}

/// What [`author_of_inverted`] reads as this name.
pub(crate) fn inverted(name: &str) -> String {
    match AuthorName::of(name) {
        AuthorName::Person { family, initials, suffix: "" } => format!("{family}, {initials}"),
        AuthorName::Person { family, initials, suffix } => format!("{family}, {initials}, {suffix}"),
        AuthorName::Whole(name) => name.replace(',', ",,"),
    }
}

/// `J. J. V.` of `JJV`, from which every style makes what it wants.
pub(crate) fn spaced(initials: &str) -> String {
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

/// `PMC` and digits, from either of the two ways it is written.
pub(crate) fn pmcid(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches(['P', 'M', 'C', 'p', 'm', 'c', ':', ' ']);
    let digits = digits.split('.').next().unwrap_or_default();
    ((1..=12).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()))
        .then(|| format!("PMC{digits}"))
}

/// The first number of ClinicalTrials.gov in a text: `NCT` and eight digits.
pub(crate) fn nct(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    text.match_indices("NCT").find_map(|(at, _)| {
        let number = text.get(at..at + 11)?;
        let is_whole = !text[at + 11..].starts_with(|c: char| c.is_ascii_digit());
        (is_whole && number[3..].bytes().all(|b| b.is_ascii_digit())).then(|| number.to_owned())
    })
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
    fn an_author_is_family_name_and_initials_whatever_the_source_wrote() {
        for (source, expected) in [
            ("deRoon-Cassini, T. A.", "deRoon-Cassini TA"),
            ("Elklit, Ask", "Elklit A"),
            ("Carrière, Jean-François", "Carrière JF"),
            ("King, Martin Luther, Jr", "King ML Jr"),
            ("McMurray, JJV", "McMurray JJV"),
            ("DAPA-HF Committees", "DAPA-HF Committees"),
            (",", ""),
        ] {
            assert_eq!(author_of_inverted(source), expected);
        }
    }

    #[test]
    fn an_inverted_name_reads_back() {
        for name in ["McMurray JJV", "King ML Jr", "Heart, Lung, and Blood Institute", "Plato", "Smith III"] {
            assert_eq!(author_of_inverted(&inverted(name)), name);
        }
    }

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
    fn year_and_date_agree() {
        let tidied = |year, date: &str| {
            let mut data = RecordData { year, date: date.into(), ..RecordData::default() };
            tidy(&mut data);
            (data.year, data.date)
        };
        assert_eq!(tidied(Some(2019), ""), (Some(2019), "2019".into()));
        assert_eq!(tidied(None, "2019-11"), (Some(2019), "2019 Nov".into()));
        assert_eq!(tidied(Some(2019), "Winter"), (Some(2019), "2019 Winter".into()));
        assert_eq!(tidied(Some(2019), "2018 Dec 3"), (Some(2019), "2019".into()));
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
    fn a_trial_number_is_eight_digits() {
        assert_eq!(nct("ClinicalTrials.gov/NCT03036124").as_deref(), Some("NCT03036124"));
        assert_eq!(nct("NCT030361245"), None);
        assert_eq!(nct("é NCT0303é"), None);
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
