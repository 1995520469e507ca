//! The clinical question that an article answers, in the parts that PICO names, and how certain its answer is.

use serde::{Deserialize, Serialize};

/// The longest part of a question, in characters.
pub const LONGEST_PART: usize = 300;

/// A part of a clinical question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PicoPart {
    /// In whom.
    Population,
    /// What was done or given.
    Intervention,
    /// Against what.
    Comparator,
    /// What was looked for.
    Outcome,
}

impl PicoPart {
    /// Every part, in the order of the name.
    pub const ALL: [Self; 4] = [Self::Population, Self::Intervention, Self::Comparator, Self::Outcome];

    /// The name in addresses, files, forms and the index.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Intervention => "intervention",
            Self::Comparator => "comparator",
            Self::Outcome => "outcome",
        }
    }

    /// The part of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.slug() == slug)
    }
}

/// A clinical question: each part is plain text on one line, and empty where it is not stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
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

    /// One part, to be changed.
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
        PicoPart::ALL.into_iter().map(|part| (part, self.part(part))).filter(|(_, text)| !text.is_empty())
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    High,
    Moderate,
    Low,
    VeryLow,
}

impl Certainty {
    /// Every grade, the most certain first.
    pub const ALL: [Self; 4] = [Self::High, Self::Moderate, Self::Low, Self::VeryLow];

    /// The name in addresses, files, the index and locale keys (`certainty-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Moderate => "moderate",
            Self::Low => "low",
            Self::VeryLow => "very-low",
        }
    }

    /// The grade of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|certainty| certainty.slug() == slug)
    }
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
        for part in PicoPart::ALL {
            assert_eq!(PicoPart::from_slug(part.slug()), Some(part));
        }
        for certainty in Certainty::ALL {
            assert_eq!(Certainty::from_slug(certainty.slug()), Some(certainty));
            let json = serde_json::to_string(&certainty).unwrap();
            assert_eq!(json, format!("\"{}\"", certainty.slug()));
        }
        assert!(Certainty::ALL.is_sorted(), "the most certain first");
    }
}
