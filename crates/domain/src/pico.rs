//! The clinical question that an article answers, in the parts that PICO names, and how certain its answer is.

use crate::slug::Slug;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The longest part of a question, in characters.
pub const LONGEST_PART: usize = 300;

/// A part of a clinical question.
///
/// The slug appears in addresses, files, forms and the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum PicoPart {
    /// The patients.
    Population,
    /// The treatment or exposure.
    Intervention,
    /// The alternative it is compared with.
    Comparator,
    /// The measured result.
    Outcome,
}

/// A clinical question: each part is plain text on one line, and empty where it is not stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Pico {
    pub population: String,
    pub intervention: String,
    pub comparator: String,
    pub outcome: String,
}

impl Pico {
    /// One part.
    pub fn part(&self, part: PicoPart) -> &str {
        match part {
            PicoPart::Population => &self.population,
            PicoPart::Intervention => &self.intervention,
            PicoPart::Comparator => &self.comparator,
            PicoPart::Outcome => &self.outcome,
        }
    }

    /// One part, mutably.
    pub fn part_mut(&mut self, part: PicoPart) -> &mut String {
        match part {
            PicoPart::Population => &mut self.population,
            PicoPart::Intervention => &mut self.intervention,
            PicoPart::Comparator => &mut self.comparator,
            PicoPart::Outcome => &mut self.outcome,
        }
    }

    /// The parts that are stated, in the order of the name.
    pub fn stated(&self) -> impl Iterator<Item = (PicoPart, &str)> {
        PicoPart::all().map(|part| (part, self.part(part))).filter(|(_, text)| !text.is_empty())
    }

    /// Whether no part is stated.
    pub fn is_empty(&self) -> bool {
        self.stated().next().is_none()
    }
}

/// Whether a text can be a part of a question: one line that is not too long.
pub fn part_is_valid(text: &str) -> bool {
    text.chars().count() <= LONGEST_PART && !text.contains(char::is_control)
}

/// How certain it is that the true effect lies close to the estimate, in the four grades of GRADE (Guyatt and
/// others, BMJ 2008;336:924).
///
/// The most certain comes first.
/// The slug appears in addresses, files, the index and locale keys (`certainty-…`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Certainty {
    High,
    Moderate,
    Low,
    VeryLow,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_not_stated_is_left_out() {
        let mut pico = Pico::default();
        assert!(pico.is_empty());
        *pico.part_mut(PicoPart::Outcome) = "Death".into();
        *pico.part_mut(PicoPart::Population) = "Adults".into();
        let stated: Vec<_> = pico.stated().collect();
        assert_eq!(stated, [(PicoPart::Population, "Adults"), (PicoPart::Outcome, "Death")]);
    }

    #[test]
    fn a_part_is_one_line_of_bounded_length() {
        assert!(part_is_valid(""));
        assert!(part_is_valid(&"ü".repeat(LONGEST_PART)));
        assert!(!part_is_valid(&"u".repeat(LONGEST_PART + 1)));
        assert!(!part_is_valid("Adults\nand children"));
    }

    #[test]
    fn every_name_reads_back() {
        for part in PicoPart::all() {
            assert_eq!(PicoPart::from_slug(part.slug()), Some(part));
        }
        for certainty in Certainty::all() {
            assert_eq!(Certainty::from_slug(certainty.slug()), Some(certainty));
            let json = serde_json::to_string(&certainty).unwrap();
            assert_eq!(json, format!("\"{}\"", certainty.slug()));
        }
        assert!(Certainty::ALL.is_sorted(), "the most certain first");
    }
}
