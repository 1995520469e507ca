//! Interface texts from Fluent locale files: the only module that names the Fluent library.
//!
//! Texts live on the server; islands receive theirs as props. Who reads them has a [`Locale`](crate::locale::Locale).

use domain::locale::LanguageTag;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::HashMap;
use unic_langid::LanguageIdentifier;

/// The texts of one locale.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
    /// Messages without arguments, formatted once.
    plain: HashMap<String, String>,
    language: LanguageTag,
    is_pseudo: bool,
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
        Self::read("en", &[ENGLISH], None)
    }

    /// English in disguise: accented letters between `⟦` and `⟧`. What a page shows without them has escaped the
    /// locale file.
    pub fn pseudo() -> Result<Self, LocaleError> {
        Self::read("en-x-pseudo", &[ENGLISH], Some(accented))
    }

    /// The texts of another language's locale file; English where it has none.
    ///
    /// # Errors
    /// When the file has a mistake.
    pub fn translated(language: &LanguageTag, source: &str) -> Result<Self, LocaleError> {
        Self::read(language.as_str(), &[ENGLISH, source], None)
    }

    /// Reads locale files; what stands in a later one replaces what stands in one before.
    fn read(
        language: &str,
        sources: &[&str],
        transform: Option<fn(&str) -> std::borrow::Cow<'_, str>>,
    ) -> Result<Self, LocaleError> {
        let mistake = |what: String| LocaleError(format!("{language}: {what}"));
        let tag = LanguageTag::parse(language).ok_or_else(|| mistake("is no language".to_owned()))?;
        // Plural rules have no private languages.
        let public = language.split("-x-").next().unwrap_or(language);
        let rules: LanguageIdentifier = public.parse().map_err(|error| mistake(format!("{error:?}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![rules]);
        // Isolation marks around arguments would end up in titles, mails and tests; the pages are one-directional.
        bundle.set_use_isolating(false);
        bundle.set_transform(transform);
        let mut keys: Vec<String> = Vec::new();
        for source in sources {
            let resource = FluentResource::try_new((*source).to_owned())
                .map_err(|(_, errors)| mistake(format!("{errors:?}")))?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            }));
            bundle.add_resource_overriding(resource);
        }
        let is_pseudo = transform.is_some();
        let mut texts = Self { bundle, plain: HashMap::new(), language: tag, is_pseudo };
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

    /// The language.
    pub(crate) fn language(&self) -> &LanguageTag {
        &self.language
    }

    /// The text of this key; the key itself where there is none, which a test rules out for every key in the code.
    pub(crate) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// The text of this key with values put in.
    pub(crate) fn with(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
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
        if self.is_pseudo { format!("⟦{text}⟧") } else { text.into_owned() }
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
    fn the_pseudo_locale_marks_every_text() {
        let texts = Texts::pseudo().unwrap();
        assert!(texts.get("brand").starts_with('⟦'));
    }
}
