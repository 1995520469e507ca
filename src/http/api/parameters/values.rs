//! The types of parameters: how each is parsed, its schema, and the message for an invalid value.

use super::super::cursor;
use domain::article::EvidenceLevel;
use domain::library::ItemKind;
use domain::pico::Certainty;
use domain::record::StudyType;
use domain::search_query::{PAGE_SIZE, Sort};
use domain::slug::Slug;
use services::export::{ExportFormat, Separator};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

/// A value of a parameter.
pub(crate) trait ParameterValue: Sized {
    /// The locale key of the message for an invalid value.
    const PROBLEM: &'static str = "parameter-value";
    /// Parses a value.
    fn read(text: &str) -> Option<Self>;
    /// The schema in the API's description.
    fn schema() -> RefOr<Schema>;
}

impl ParameterValue for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

/// A schema of a closed list of names.
fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
}

/// A whole number in this inclusive range, written in plain digits.
fn whole(text: &str, least: i64, most: i64) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (text.bytes().all(|byte| byte.is_ascii_digit()) && (least..=most).contains(&number)).then_some(number)
}

fn whole_schema(least: i64, most: i64) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
}

/// A kind of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind(pub(crate) ItemKind);

impl ParameterValue for Kind {
    fn read(text: &str) -> Option<Self> {
        ItemKind::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        names(ItemKind::all().map(ItemKind::slug))
    }
}

/// A type of study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Study(pub(crate) StudyType);

impl ParameterValue for Study {
    fn read(text: &str) -> Option<Self> {
        StudyType::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        names(StudyType::all().map(StudyType::slug))
    }
}

/// A grade of certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grade(pub(crate) Certainty);

impl ParameterValue for Grade {
    fn read(text: &str) -> Option<Self> {
        Certainty::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        names(Certainty::all().map(Certainty::slug))
    }
}

/// An evidence level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Level(pub(crate) EvidenceLevel);

impl ParameterValue for Level {
    fn read(text: &str) -> Option<Self> {
        let level = u8::try_from(whole(text, 1, 5)?).ok()?;
        EvidenceLevel::try_from(level).ok().map(Self)
    }

    fn schema() -> RefOr<Schema> {
        whole_schema(1, 5).into()
    }
}

/// A year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Year(pub(crate) i32);

impl ParameterValue for Year {
    const PROBLEM: &'static str = "parameter-year";

    fn read(text: &str) -> Option<Self> {
        i32::try_from(whole(text, 1, 9999)?).ok().map(Self)
    }

    fn schema() -> RefOr<Schema> {
        whole_schema(1, 9999).into()
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order(pub(crate) Sort);

impl ParameterValue for Order {
    fn read(text: &str) -> Option<Self> {
        match text {
            "relevance" => Some(Self(Sort::Relevance)),
            "newest" => Some(Self(Sort::Newest)),
            _ => None,
        }
    }

    fn schema() -> RefOr<Schema> {
        names(["relevance", "newest"])
    }
}

/// The format of a file: RIS, which every reference manager reads, unless asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Format(pub(crate) ExportFormat);

impl Default for Format {
    fn default() -> Self {
        Self(ExportFormat::Ris)
    }
}

impl ParameterValue for Format {
    fn read(text: &str) -> Option<Self> {
        ExportFormat::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(ExportFormat::all().map(ExportFormat::slug)))
            .default(Some(Self::default().0.slug().into()))
            .into()
    }
}

impl ParameterValue for Separator {
    fn read(text: &str) -> Option<Self> {
        Self::from_slug(text)
    }

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Self::all().map(Self::slug)))
            .default(Some(Self::default().slug().into()))
            .into()
    }
}

/// How many hits are given at once: as many as a page of results has, unless asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit(usize);

impl Limit {
    const MOST: i64 = 100;

    /// The number.
    pub(crate) fn count(self) -> usize {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(PAGE_SIZE)
    }
}

impl ParameterValue for Limit {
    const PROBLEM: &'static str = "parameter-limit";

    fn read(text: &str) -> Option<Self> {
        usize::try_from(whole(text, 1, Self::MOST)?).ok().map(Self)
    }

    fn schema() -> RefOr<Schema> {
        whole_schema(1, Self::MOST).default(Some(PAGE_SIZE.into())).into()
    }
}

/// Where a search goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor(pub(crate) String);

impl ParameterValue for Cursor {
    const PROBLEM: &'static str = "parameter-cursor";

    fn read(text: &str) -> Option<Self> {
        cursor::has_form(text).then(|| Self(text.to_owned()))
    }

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(cursor::FORM)).into()
    }
}
