//! Types of study, by which records are grouped, and how publication types name them.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The design of a study. The strongest comes first.
///
/// The slug appears in addresses, the index and locale keys (`study-…`).
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
pub enum StudyType {
    SystematicReview,
    RandomisedTrial,
    ClinicalTrial,
    Observational,
    CaseReport,
    Guideline,
    Review,
    Other,
}

/// Names that contain a word of [`DESIGNS`] but are no clinical study: animal studies, protocols without results,
/// enquiries into misconduct, book reviews.
const NO_DESIGN: [&str; 4] = ["veterinary", "protocol", "scientific integrity", "book review"];

/// Words of a publication type that name a design; the first match decides. They cover MeSH's study characteristics
/// and publication formats of all years, and the terms of other sources.
const DESIGNS: [(&str, StudyType); 21] = [
    ("nonrandomi", StudyType::ClinicalTrial),
    ("non randomi", StudyType::ClinicalTrial),
    ("meta analysis", StudyType::SystematicReview),
    ("systematic review", StudyType::SystematicReview),
    ("randomized controlled", StudyType::RandomisedTrial),
    ("randomised controlled", StudyType::RandomisedTrial),
    ("randomized clinical", StudyType::RandomisedTrial),
    ("randomised clinical", StudyType::RandomisedTrial),
    ("clinical trial", StudyType::ClinicalTrial),
    ("controlled trial", StudyType::ClinicalTrial),
    ("equivalence trial", StudyType::ClinicalTrial),
    ("observational", StudyType::Observational),
    ("cohort", StudyType::Observational),
    ("case control", StudyType::Observational),
    ("cross sectional", StudyType::Observational),
    ("twin stud", StudyType::Observational),
    ("case report", StudyType::CaseReport),
    ("case series", StudyType::CaseReport),
    ("guideline", StudyType::Guideline),
    ("consensus", StudyType::Guideline),
    ("review", StudyType::Review),
];

/// Words of a publication type that describe a study without naming its design.
const TRAITS: [&str; 5] =
    ["clinical stud", "comparative stud", "multicent", "evaluation stud", "validation stud"];

impl StudyType {
    /// The strongest design that publication types name. A study of unnamed design counts as observational, the
    /// weakest design that it can have.
    pub fn of(publication_types: &[String]) -> Self {
        let names: Vec<String> = publication_types.iter().map(|name| normal(name)).collect();
        let designs = names.iter().filter_map(|name| design(name));
        designs.min().unwrap_or_else(|| {
            let is_study =
                |name: &String| TRAITS.iter().any(|told| name.contains(told)) && !is_no_design(name);
            if names.iter().any(is_study) { Self::Observational } else { Self::Other }
        })
    }
}

/// Lower-case, with spaces for hyphens.
fn normal(name: &str) -> String {
    name.to_lowercase().replace(['-', '‐', '‑', '–', '_'], " ")
}

fn is_no_design(name: &str) -> bool {
    NO_DESIGN.iter().any(|word| name.contains(word))
}

fn design(name: &str) -> Option<StudyType> {
    let named = DESIGNS.iter().find(|(words, _)| name.contains(words));
    named.map(|(_, design)| *design).filter(|_| !is_no_design(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::Slug;

    fn of(names: &[&str]) -> StudyType {
        StudyType::of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn every_study_characteristic_of_mesh_has_its_type() {
        use StudyType::{
            CaseReport, ClinicalTrial, Guideline, Observational, Other, RandomisedTrial, Review,
            SystematicReview,
        };
        for (name, expected) in [
            ("Meta-Analysis", SystematicReview),
            ("Network Meta-Analysis", SystematicReview),
            ("Systematic Review", SystematicReview),
            ("Randomized Controlled Trial", RandomisedTrial),
            ("Adaptive Clinical Trial", ClinicalTrial),
            ("Clinical Trial", ClinicalTrial),
            ("Clinical Trial, Phase I", ClinicalTrial),
            ("Clinical Trial, Phase IV", ClinicalTrial),
            ("Controlled Clinical Trial", ClinicalTrial),
            ("Equivalence Trial", ClinicalTrial),
            ("Pragmatic Clinical Trial", ClinicalTrial),
            ("Observational Study", Observational),
            ("Twin Study", Observational),
            ("Clinical Study", Observational),
            ("Comparative Study", Observational),
            ("Evaluation Study", Observational),
            ("Evaluation Studies", Observational),
            ("Multicenter Study", Observational),
            ("Validation Study", Observational),
            ("Validation Studies", Observational),
            ("Case Reports", CaseReport),
            ("Consensus Development Conference", Guideline),
            ("Consensus Development Conference, NIH", Guideline),
            ("Guideline", Guideline),
            ("Practice Guideline", Guideline),
            ("Review", Review),
            ("Scoping Review", Review),
            ("Review, Tutorial", Review),
            ("Clinical Trial Protocol", Other),
            ("Clinical Trial, Veterinary", Other),
            ("Observational Study, Veterinary", Other),
            ("Randomized Controlled Trial, Veterinary", Other),
            ("Scientific Integrity Review", Other),
            ("Editorial", Other),
            ("Journal Article", Other),
            ("Letter", Other),
        ] {
            assert_eq!(of(&[name]), expected, "{name}");
        }
    }

    #[test]
    fn other_sources_write_it_in_their_own_way() {
        assert_eq!(of(&["meta-analysis"]), StudyType::SystematicReview);
        assert_eq!(of(&["randomised-controlled-trial"]), StudyType::RandomisedTrial);
        assert_eq!(of(&["Non-randomised controlled trial"]), StudyType::ClinicalTrial);
        assert_eq!(of(&["Case–control study"]), StudyType::Observational);
        assert_eq!(of(&["Book Review"]), StudyType::Other);
    }

    #[test]
    fn the_strongest_design_gives_the_study_type() {
        assert!(StudyType::ALL.is_sorted());
        assert_eq!(of(&["Review", "Meta-Analysis"]), StudyType::SystematicReview);
        assert_eq!(
            of(&["Clinical Trial, Phase III", "Randomized Controlled Trial"]),
            StudyType::RandomisedTrial
        );
        assert_eq!(of(&["Review", "Practice Guideline"]), StudyType::Guideline);
    }

    #[test]
    fn how_a_study_was_done_decides_only_where_no_design_is_named() {
        assert_eq!(of(&["Comparative Study", "Review"]), StudyType::Review);
        assert_eq!(of(&["Multicenter Study", "Practice Guideline"]), StudyType::Guideline);
        assert_eq!(of(&["Journal Article", "Multicenter Study"]), StudyType::Observational);
        assert_eq!(of(&[]), StudyType::Other);
    }
}
