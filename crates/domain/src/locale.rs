//! What a reader chooses about how texts and times are written for them: a language and a time zone.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{Hash, Hasher};

/// A language by its BCP 47 tag, such as `en` or `de-CH`, in the case in which tags are usually written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(String);

/// A time zone of the IANA database, such as `Europe/Berlin`. The server ships with the database; the browser knows
/// `UTC` alone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(TimeZone);

/// A text is not the name of a language or of a time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not known")]
pub struct UnknownName(String);

/// What a reader has chosen. What is empty is still open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Preferences {
    pub language: Option<LanguageTag>,
    pub zone: Option<Zone>,
}

/// The parts of the world by which zones are named. Other names (`EST`, `US/Eastern`, `Etc/GMT+5`) are older
/// spellings of zones that have one of these, or no place at all.
const AREAS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

impl LanguageTag {
    /// The language of this tag; nothing for a text that cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut subtags = text.trim().split(['-', '_']);
        let primary = subtags.next()?.to_ascii_lowercase();
        let is_language = matches!(primary.len(), 2..=8) && primary.bytes().all(|b| b.is_ascii_lowercase());
        if !is_language {
            return None;
        }
        let mut tag = primary;
        let mut is_private = false;
        for subtag in subtags {
            if !matches!(subtag.len(), 1..=8) || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return None;
            }
            tag.push('-');
            match subtag.len() {
                2 if !is_private => tag.push_str(&subtag.to_ascii_uppercase()),
                4 if !is_private && subtag.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    tag.push_str(&subtag[..1].to_ascii_uppercase());
                    tag.push_str(&subtag[1..].to_ascii_lowercase());
                }
                _ => tag.push_str(&subtag.to_ascii_lowercase()),
            }
            is_private |= subtag.len() == 1;
        }
        Some(Self(tag))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without country, script or variant: `de` of `de-CH`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone of this name, in whatever case; nothing for a name that the database does not have.
    pub fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("utc") {
            return Some(Self::UTC);
        }
        let zone = TimeZone::get(name).ok()?;
        (!zone.is_unknown() && zone.iana_name().is_some()).then_some(Self(zone))
    }

    /// Its name, such as `Europe/Berlin`.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The zones that are offered, by area and then by name. UTC is not among them.
    pub fn offered() -> Vec<(&'static str, Vec<String>)> {
        let mut names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        names.sort_unstable();
        let of = |area: &str| {
            let is_within = |name: &&String| name.split_once('/').is_some_and(|(within, _)| within == area);
            names.iter().filter(is_within).cloned().collect::<Vec<_>>()
        };
        AREAS.into_iter().map(|area| (area, of(area))).filter(|(_, names)| !names.is_empty()).collect()
    }

    pub(crate) fn rules(&self) -> &TimeZone {
        &self.0
    }
}

impl Preferences {
    /// These, and from others what is still open here.
    #[must_use]
    pub fn or(self, others: Self) -> Self {
        Self { language: self.language.or(others.language), zone: self.zone.or(others.zone) }
    }
}

/// The languages that an `Accept-Language` header asks for, the most wanted first (RFC 9110, 12.5.4). `*` and what is
/// not understood are left out.
pub fn accepted_languages(header: &str) -> Vec<LanguageTag> {
    let mut wanted: Vec<(f32, LanguageTag)> = header
        .split(',')
        .filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = match parameters.trim().strip_prefix("q=") {
                Some(weight) => weight.trim().parse().ok()?,
                None => 1.0,
            };
            (weight > 0.0 && weight <= 1.0).then_some((weight, LanguageTag::parse(tag)?))
        })
        .collect();
    // A stable sort: of equal weights the first named comes first.
    wanted.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownName;

    fn try_from(name: String) -> Result<Self, UnknownName> {
        Self::named(&name).ok_or(UnknownName(name))
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = UnknownName;

    fn try_from(tag: String) -> Result<Self, UnknownName> {
        Self::parse(&tag).ok_or(UnknownName(tag))
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> Self {
        tag.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(header: &str) -> Vec<String> {
        accepted_languages(header).into_iter().map(String::from).collect()
    }

    #[test]
    fn a_tag_is_written_in_its_usual_case() {
        for (text, tag) in
            [("EN", "en"), ("de-ch", "de-CH"), ("zh_hant_tw", "zh-Hant-TW"), ("en-x-AB", "en-x-ab")]
        {
            assert_eq!(LanguageTag::parse(text).unwrap().as_str(), tag, "{text}");
        }
        for text in ["", "*", "e", "en-", "en--GB", "1n", "en/GB", "abcdefghi"] {
            assert_eq!(LanguageTag::parse(text), None, "{text}");
        }
        assert_eq!(LanguageTag::parse("de-CH").unwrap().primary(), "de");
    }

    #[test]
    fn languages_are_wanted_by_weight() {
        assert_eq!(tags("de-CH, pl;q=0.5, en;q=0.8, *;q=0.1"), ["de-CH", "en", "pl"]);
        assert!(tags("pl;q=0, en;q=2, de;q=x").is_empty());
        assert!(tags("").is_empty());
    }

    #[test]
    fn what_is_chosen_first_holds() {
        let language = LanguageTag::parse("pl");
        let chosen = Preferences { language: None, zone: Some(Zone::UTC) };
        let others = Preferences { language: language.clone(), zone: None };
        assert_eq!(chosen.clone().or(others), Preferences { language, zone: Some(Zone::UTC) });
        assert_eq!(Preferences::default().or(chosen.clone()), chosen);
    }

    #[test]
    fn a_zone_is_found_by_its_name_alone() {
        assert_eq!(Zone::named("europe/berlin").unwrap().name(), "Europe/Berlin");
        assert_eq!(Zone::named("utc"), Some(Zone::UTC));
        for name in ["", "Europe", "Europe/Atlantis", "Etc/Unknown", "../etc/passwd", "+02:00", "CET-1CEST"] {
            assert_eq!(Zone::named(name), None, "{name}");
        }
    }

    #[test]
    fn every_zone_that_is_offered_is_known() {
        let offered = Zone::offered();
        assert_eq!(offered.len(), AREAS.len());
        for name in offered.iter().flat_map(|(_, names)| names) {
            assert_eq!(Zone::named(name).unwrap().name(), name);
        }
        assert!(
            offered.iter().any(|(area, names)| *area == "Asia" && names.contains(&"Asia/Kolkata".to_owned()))
        );
    }
}
