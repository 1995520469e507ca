//! Interface texts from Fluent locale files: the only module that names the Fluent library.
//!
//! Texts live on the server; islands receive theirs as props.

use domain::time::Moment;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;
use unic_langid::LanguageIdentifier;

/// The texts of one locale.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once.
    plain: HashMap<String, String>,
    language: String,
}

/// A value put into a message.
#[derive(Debug, Clone)]
pub enum Arg {
    /// Chooses the plural form.
    Number(i64),
    Text(String),
}

macro_rules! number_args {
    ($($number:ty),+) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                // Counts shown to people stay far below the limit.
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )+};
}
number_args!(i32, i64, u8, u32, u64, usize);

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Why a locale file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the locale file cannot be read: {0}")]
pub struct LocaleError(String);

const ENGLISH: &str = include_str!("../../../content/start/locales/en.ftl");

impl Texts {
    /// The English texts that ship with the program.
    ///
    /// # Errors
    /// When the file has a mistake, which the tests rule out.
    pub fn english() -> Result<Self, LocaleError> {
        Self::read("en", ENGLISH.to_owned(), None)
    }

    /// English in disguise: accented letters between `⟦` and `⟧`. What a page shows without them has escaped the
    /// locale file.
    pub fn pseudo() -> Result<Self, LocaleError> {
        Self::read("en-x-pseudo", ENGLISH.to_owned(), Some(accented))
    }

    /// Reads a locale file.
    ///
    /// # Errors
    /// When the language tag or the file has a mistake.
    fn read(
        language: &str,
        source: String,
        transform: Option<fn(&str) -> std::borrow::Cow<'_, str>>,
    ) -> Result<Self, LocaleError> {
        let tag: LanguageIdentifier = "en".parse().map_err(|e| LocaleError(format!("{e:?}")))?;
        let resource =
            FluentResource::try_new(source).map_err(|(_, errors)| LocaleError(format!("{errors:?}")))?;
        let keys: Vec<String> = resource
            .entries()
            .filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks around arguments would end up in titles, mails and tests; the pages are one-directional.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        bundle.add_resource(resource).map_err(|errors| LocaleError(format!("{errors:?}")))?;
        let is_pseudo = transform.is_some();
        let mut texts = Self { bundle, plain: HashMap::new(), language: language.to_owned() };
        for key in keys {
            let mut errors = Vec::new();
            let text = texts
                .bundle
                .get_message(&key)
                .and_then(|message| message.value())
                .map(|pattern| texts.bundle.format_pattern(pattern, None, &mut errors).into_owned());
            if let (Some(text), true) = (text, errors.is_empty()) {
                texts.plain.insert(key, if is_pseudo { format!("⟦{text}⟧") } else { text });
            }
        }
        Ok(texts)
    }

    /// The tag for the page's `lang`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The text of this key; the key itself where there is none, which a test rules out for every key in the code.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// Whether there is a message of this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A day as people write it, such as `22 November 2026`, in UTC.
    pub fn day(&self, moment: Moment) -> String {
        let [year, month, day, ..] = moment.parts();
        let year = year.to_string();
        self.with("date-day", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
    }

    /// A day of a year that is known, such as `22 Nov`, in UTC.
    pub fn short_day(&self, moment: Moment) -> String {
        let [_, month, day, ..] = moment.parts();
        self.with("date-short", &[("day", day.into()), ("month", month.into())])
    }

    /// A day with the time, such as `22 November 2026, 14:05 UTC`.
    pub fn time(&self, moment: Moment) -> String {
        let [.., hour, minute] = moment.parts();
        let time = format!("{hour:02}:{minute:02}");
        self.with("date-time", &[("day", self.day(moment).into()), ("time", time.into())])
    }

    /// The text of this key with values put in.
    pub fn with(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut values = FluentArgs::new();
        for (name, arg) in args {
            let value = match arg {
                Arg::Number(number) => FluentValue::from(*number),
                Arg::Text(text) => FluentValue::from(text.as_str()),
            };
            values.set(*name, value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        if self.language.ends_with("pseudo") { format!("⟦{text}⟧") } else { text.into_owned() }
    }
}

fn accented(text: &str) -> std::borrow::Cow<'_, str> {
    text.chars()
        .map(|c| match c {
            'a' => 'á',
            'e' => 'ë',
            'i' => 'ï',
            'o' => 'ö',
            'u' => 'ü',
            'A' => 'Å',
            'E' => 'É',
            'O' => 'Ø',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_file_is_free_of_mistakes() {
        assert!(Texts::english().is_ok());
    }

    #[test]
    fn a_day_is_written_as_the_locale_writes_it() {
        let texts = Texts::english().unwrap();
        let moment = Moment::from_day("2026-11-02").unwrap().plus(5 * 60_000);
        assert_eq!(texts.day(moment), "2 November 2026");
        assert_eq!(texts.short_day(moment), "2 Nov");
        assert_eq!(texts.time(moment), "2 November 2026, 00:05 UTC");
    }

    #[test]
    fn the_pseudo_locale_marks_every_text() {
        let texts = Texts::pseudo().unwrap();
        assert!(texts.get("brand").starts_with('⟦'));
    }
}
