//! Small readings of text that several formats share.

use crate::domain::record::{MeshHeading, Notice, NoticeKind, RecordData};

/// The text with every run of white space as one space, and none at the ends.
pub fn clean(text: &str) -> String {
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
pub fn year_in(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1500..2100).contains(year))
}

/// A month's English abbreviation, for `1` to `12` and `01` to `12`; any other text as it is.
pub fn month(text: &str) -> &str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    text.parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1))
        .and_then(|index| NAMES.get(index))
        .unwrap_or(&text)
}

/// `Family AB Jr` of an author's parts; given names may be whole or initials.
pub fn author(family: &str, given: &str, suffix: &str) -> String {
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

/// `Family AB` of `Family, Ann B.` (or `Family, Ann B., Jr`); a name without a comma as it is.
pub fn author_of_inverted(name: &str) -> String {
    let mut parts = name.splitn(3, ',');
    let family = parts.next().unwrap_or_default();
    match parts.next() {
        None => clean(name),
        Some(given) => author(family, given, parts.next().unwrap_or_default()),
    }
}

/// A heading as MEDLINE writes it: `*Heart Failure/drug therapy/*mortality`, a star on what is major.
pub fn heading(text: &str) -> Option<MeshHeading> {
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

/// `PMC` and digits, from either of the two ways it is written.
pub fn pmcid(text: &str) -> Option<String> {
    let digits = text.trim().trim_start_matches(['P', 'M', 'C', 'p', 'm', 'c', ':', ' ']);
    let digits = digits.split('.').next().unwrap_or_default();
    ((1..=12).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()))
        .then(|| format!("PMC{digits}"))
}

/// The first number of ClinicalTrials.gov in a text: `NCT` and eight digits.
pub fn nct(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    text.match_indices("NCT").find_map(|(at, _)| {
        let number = text.get(at..at + 11)?;
        let is_whole = !text[at + 11..].starts_with(|c: char| c.is_ascii_digit());
        (is_whole && number[3..].bytes().all(|b| b.is_ascii_digit())).then(|| number.to_owned())
    })
}

/// Whether a text can stand as a link: a web address without white space.
pub fn is_web_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// Adds the notices that the publication types imply, where no notice of that kind names its source.
pub fn notices_of_types(data: &mut RecordData) {
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

/// An identifier made of what an entry says, for one that brings none: the same entry always gets the same.
pub fn fingerprint(data: &RecordData) -> String {
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
