//! Names of enum variants, as they appear in addresses, files, the database and locale keys.

use std::str::FromStr;
use strum::VariantArray;

/// An enum without fields whose variants have stable names.
///
/// Derive `strum::EnumString`, `strum::IntoStaticStr` and `strum::VariantArray` with
/// `#[strum(serialize_all = "kebab-case")]` to get it. Slugs are stored and linked to: renaming a variant must not
/// change its slug.
pub trait Slug: VariantArray + Into<&'static str> + FromStr + Copy {
    /// Every variant, in the order of declaration.
    const ALL: &'static [Self] = Self::VARIANTS;

    /// The name of this variant.
    fn slug(self) -> &'static str {
        self.into()
    }

    /// The variant of this name.
    fn from_slug(slug: &str) -> Option<Self> {
        slug.parse().ok()
    }

    /// Every variant, in the order of declaration.
    fn all() -> impl ExactSizeIterator<Item = Self> + DoubleEndedIterator + Clone {
        Self::ALL.iter().copied()
    }
}

impl<T: VariantArray + Into<&'static str> + FromStr + Copy> Slug for T {}

#[cfg(test)]
mod tests;
