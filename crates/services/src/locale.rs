//! Texts, days and times for one reader: in their language and their time zone. Nothing else writes them.

use crate::texts::{Arg, Texts};
use domain::locale::{LanguageTag, Preferences, Zone, accepted_languages};
use domain::time::{CalendarDay, Moment};
use std::hash::{Hash, Hasher};

/// A reader's language and time zone; cheap to clone.
#[derive(Clone)]
pub struct Locale {
    texts: &'static Texts,
    zone: Zone,
}

/// The languages that a portal speaks.
pub struct Languages {
    /// For whoever has not chosen, and for what is written for nobody in particular.
    default: Texts,
    others: Vec<Texts>,
}

impl Languages {
    /// One language.
    pub fn only(default: Texts) -> Self {
        Self { default, others: Vec::new() }
    }

    /// These languages and another one.
    #[must_use]
    pub fn and(mut self, texts: Texts) -> Self {
        self.others.push(texts);
        self
    }

    /// Every language with its own name for itself, the default first.
    pub fn names(&self) -> impl Iterator<Item = (&LanguageTag, &str)> {
        self.all().map(|texts| (texts.language(), texts.get("language-name")))
    }

    /// Whether there is anything to choose.
    pub fn are_several(&self) -> bool {
        !self.others.is_empty()
    }

    /// The language of this very tag.
    pub fn named(&self, tag: &str) -> Option<&LanguageTag> {
        self.names().map(|(language, _)| language).find(|language| language.as_str() == tag)
    }

    /// The language that an `Accept-Language` header wants most, of those there are.
    pub fn accepted(&self, header: &str) -> Option<LanguageTag> {
        if !self.are_several() {
            return None;
        }
        accepted_languages(header)
            .iter()
            .find_map(|wanted| self.find(wanted))
            .map(|texts| texts.language().clone())
    }

    /// The texts of a language: of its tag, or else of the same language elsewhere.
    fn find(&self, wanted: &LanguageTag) -> Option<&Texts> {
        let exactly = self.all().find(|texts| texts.language() == wanted);
        exactly.or_else(|| self.all().find(|texts| texts.language().primary() == wanted.primary()))
    }

    fn all(&self) -> impl Iterator<Item = &Texts> {
        std::iter::once(&self.default).chain(&self.others)
    }
}

impl Locale {
    /// The locale of somebody with these preferences: in the default language and UTC where nothing is chosen.
    pub(crate) fn of(languages: &'static Languages, preferences: &Preferences) -> Self {
        let chosen = preferences.language.as_ref().and_then(|language| languages.find(language));
        Self {
            texts: chosen.unwrap_or(&languages.default),
            zone: preferences.zone.clone().unwrap_or(Zone::UTC),
        }
    }

    /// The language's tag, for a page's `lang`.
    pub fn language(&self) -> &'static str {
        self.texts.language().as_str()
    }

    /// The time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The text of a key; the key itself where there is none, which a test rules out for every key in the code.
    pub fn get<'a>(&self, key: &'a str) -> &'a str {
        self.texts.get(key)
    }

    /// The text of a key with values put in.
    pub fn with(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        self.texts.with(key, args)
    }

    /// The day of a moment where the reader is, such as `22 November 2026`.
    pub fn day(&self, moment: Moment) -> String {
        self.calendar_day(moment.in_zone(&self.zone).day)
    }

    /// A day that is the same everywhere, such as `22 November 2026`.
    pub fn calendar_day(&self, day: CalendarDay) -> String {
        let [date, month] = parts(day);
        // As text, so that no language groups its digits.
        self.with("date-day", &[date, month, ("year", day.year().to_string().into())])
    }

    /// The day on which an article was approved or published: the reader's, or, of an article that was imported with
    /// its day alone, that day.
    pub fn approval_day(&self, moment: Moment) -> String {
        match moment.whole_day() {
            Some(day) => self.calendar_day(day),
            None => self.day(moment),
        }
    }

    /// A day of a year that is known, such as `22 Nov`; the same everywhere.
    pub fn short_day(&self, day: CalendarDay) -> String {
        self.with("date-short", &parts(day))
    }

    /// Day, time and zone where the reader is, such as `22 November 2026, 15:05 CET`.
    pub fn time(&self, moment: Moment) -> String {
        let at = moment.in_zone(&self.zone);
        let day = self.calendar_day(at.day);
        let time = format!("{:02}:{:02}", at.hour, at.minute);
        self.with("date-time", &[("day", day.into()), ("time", time.into()), ("zone", at.zone.into())])
    }

    /// RFC 3339 with the offset of the reader's zone, for files: `2026-11-22T15:05:00+01:00`.
    pub fn timestamp(&self, moment: Moment) -> String {
        moment.rfc3339_in(&self.zone)
    }
}

fn parts(day: CalendarDay) -> [(&'static str, Arg); 2] {
    [("day", i64::from(day.day_of_month()).into()), ("month", i64::from(day.month()).into())]
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.language() == other.language() && self.zone == other.zone
    }
}

impl Eq for Locale {}

impl Hash for Locale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.language().hash(state);
        self.zone.hash(state);
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({}, {})", self.language(), self.zone.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up language with the plural rules of Polish.
    const POLISH_LIKE: &str = "language-name = Polszczyzna\n\
         date-time = { $time } { $zone }, { $day }\n\
         search-title = Szukaj\n\
         form-problems = { $count ->\n    [one] one\n    [few] few\n    [many] many\n   *[other] other\n }\n";

    fn languages() -> &'static Languages {
        let polish = Texts::translated(&LanguageTag::parse("pl").unwrap(), POLISH_LIKE).unwrap();
        Box::leak(Box::new(Languages::only(Texts::english().unwrap()).and(polish)))
    }

    fn locale(language: &str, zone: &str) -> Locale {
        let preferences = Preferences { language: LanguageTag::parse(language), zone: Zone::named(zone) };
        Locale::of(languages(), &preferences)
    }

    fn evening() -> Moment {
        Moment::from_day("2026-11-02").unwrap().plus(20 * 3_600_000 + 5 * 60_000)
    }

    #[test]
    fn who_has_not_chosen_reads_english_and_utc() {
        let locale = locale("", "");
        assert_eq!(locale.language(), "en");
        assert_eq!(locale.day(evening()), "2 November 2026");
        assert_eq!(locale.time(evening()), "2 November 2026, 20:05 UTC");
        assert_eq!(locale.timestamp(evening()), "2026-11-02T20:05:00Z");
        assert_eq!(locale.short_day(evening().utc_day()), "2 Nov");
    }

    #[test]
    fn times_and_days_are_those_of_the_zone_and_say_so() {
        let india = locale("en", "Asia/Kolkata");
        assert_eq!(india.time(evening()), "3 November 2026, 01:35 IST");
        assert_eq!(india.day(evening()), "3 November 2026");
        assert_eq!(india.timestamp(evening()), "2026-11-03T01:35:00+05:30");
        let summer = Moment::from_day("2026-07-01").unwrap().plus(1);
        assert_eq!(locale("en", "Europe/Berlin").time(summer), "1 July 2026, 02:00 CEST");
    }

    #[test]
    fn a_day_of_the_calendar_is_the_same_in_every_zone() {
        let new_york = locale("en", "America/New_York");
        let day = Moment::from_day("2026-11-02").unwrap();
        assert_eq!(new_york.calendar_day(day.utc_day()), "2 November 2026");
        assert_eq!(new_york.approval_day(day), "2 November 2026");
        assert_eq!(new_york.approval_day(day.plus(1)), "1 November 2026");
        assert_eq!(new_york.day(day), "1 November 2026");
    }

    #[test]
    fn plural_rules_and_the_form_of_times_follow_the_language() {
        let of = |language: &str, count: i64| {
            locale(language, "UTC").with("form-problems", &[("count", count.into())])
        };
        let polish = [1, 2, 5, 21, 22, 25].map(|count| of("pl", count));
        assert_eq!(polish, ["one", "few", "many", "many", "few", "many"]);
        assert_eq!(of("en", 2), "2 things need your attention");
        assert_eq!(
            locale("pl", "UTC").time(evening()),
            "20:05 UTC, 2 November 2026",
            "untranslated texts are English"
        );
    }

    #[test]
    fn a_language_is_found_by_its_tag_or_by_the_language_alone() {
        let languages = languages();
        let accepted = |header| languages.accepted(header).map(String::from);
        assert_eq!(accepted("pl-PL, en;q=0.5").as_deref(), Some("pl"));
        assert_eq!(accepted("de, en-GB;q=0.5, pl;q=0.1").as_deref(), Some("en"));
        assert_eq!(accepted("de"), None);
        assert_eq!(languages.names().map(|(_, name)| name).collect::<Vec<_>>(), ["English", "Polszczyzna"]);
        assert_eq!(locale("de", "UTC").language(), "en");
    }
}
