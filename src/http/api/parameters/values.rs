//! The values of parameters: how each is read, what the description says of it, and what is said of one that is none.

use super::super::cursor;
use domain::article::EvidenceLevel;
use domain::library::ItemKind;
use domain::pico::Certainty;
use domain::record::StudyType;
use domain::search_query::{PAGE_SIZE, Sort};
use domain::slug::Slug;
use services::export::ExportFormat;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

/// A value of a parameter.
pub trait Value: Sized {
    /// The locale key of what is said of a text that is no such value.
    const PROBLEM: &'static str = "parameter-value";
    /// The value that a text states.
    fn read(text: &str) -> Option<Self>;
    /// What the description says of such values.
    fn schema() -> RefOr<Schema>;
}

impl Value for String {
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).into()
    }
}

/// The names of a closed list.
fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).into()
}

/// A whole number between two others, both included; in no other dress than its digits.
fn whole(text: &str, least: i64, most: i64) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (text.bytes().all(|byte| byte.is_ascii_digit()) && (least..=most).contains(&number)).then_some(number)
}

fn whole_schema(least: i64, most: i64) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
}

/// A kind of item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind(pub ItemKind);

impl Value for Kind {
    fn read(text: &str) -> Option<Self> {
        ItemKind::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        names(ItemKind::all().map(ItemKind::slug))
    }
}

/// A type of study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Study(pub StudyType);

impl Value for Study {
    fn read(text: &str) -> Option<Self> {
        StudyType::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        names(StudyType::all().map(StudyType::slug))
    }
}

/// A grade of certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grade(pub Certainty);

impl Value for Grade {
    fn read(text: &str) -> Option<Self> {
        Certainty::from_slug(text).map(Self)
    }

    fn schema() -> RefOr<Schema> {
        names(Certainty::all().map(Certainty::slug))
    }
}

/// An evidence level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level(pub EvidenceLevel);

impl Value for Level {
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
pub struct Year(pub i32);

impl Value for Year {
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
pub struct Order(pub Sort);

impl Value for Order {
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
pub struct Format(pub ExportFormat);

impl Default for Format {
    fn default() -> Self {
        Self(ExportFormat::Ris)
    }
}

impl Value for Format {
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

/// How many hits are given at once: as many as a page of results has, unless asked otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(usize);

impl Limit {
    const MOST: i64 = 100;

    /// The number.
    pub fn count(self) -> usize {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(PAGE_SIZE)
    }
}

impl Value for Limit {
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
pub struct Cursor(pub String);

impl Value for Cursor {
    const PROBLEM: &'static str = "parameter-cursor";

    fn read(text: &str) -> Option<Self> {
        cursor::has_form(text).then(|| Self(text.to_owned()))
    }

    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(cursor::FORM)).into()
    }
}
