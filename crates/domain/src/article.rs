//! Articles: authored content with versions and a lifecycle.

pub mod fields;

use super::account::Role;
use super::id::{AccountId, ArticleId, VersionId};
use super::pico::{Certainty, Pico};
use super::record::CitedWork;
use super::time::Moment;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The kind of an article.
///
/// Variants are in the order in which they are offered.
/// The slug appears in addresses, files, the database and locale keys (`kind-…`).
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
pub enum ArticleKind {
    EvidenceSummary,
    StandardResponse,
    Faq,
    GuidelineDigest,
    RealWorldEvidence,
    SafetyUpdate,
    EducationModule,
    PatientResource,
}

/// Oxford CEBM 2011 level of evidence, 1 (systematic review) to 5 (mechanism-based reasoning).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct EvidenceLevel(u8);

impl TryFrom<u8> for EvidenceLevel {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, String> {
        if (1..=5).contains(&level) {
            Ok(Self(level))
        } else {
            Err(format!("an evidence level is 1 to 5, not {level}"))
        }
    }
}

impl From<EvidenceLevel> for u8 {
    fn from(level: EvidenceLevel) -> u8 {
        level.0
    }
}

/// For whom an article is meant. An empty list means everyone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Slugs of the vocabulary.
    pub professions: Vec<String>,
    /// Slugs of the vocabulary.
    pub specialties: Vec<String>,
}

/// Whether a use lies within the approved label.
///
/// The slug appears in files, forms, the database and locale keys (`labelling-status-…`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum LabellingStatus {
    Within,
    Outside,
}

/// Labelling status of what the article describes, for one product in one country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelling {
    pub product: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub status: LabellingStatus,
    /// Where the label can be read or looked up.
    #[serde(default)]
    pub link: String,
}

/// One entry of an article's numbered list of references.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    pub doi: Option<String>,
    pub pmid: Option<String>,
    /// The citation as printed, in NLM style.
    pub citation: String,
}

impl Reference {
    /// The work that it cites, by its valid identifiers.
    pub fn work(&self) -> CitedWork {
        CitedWork::of(self.pmid.as_deref(), self.doi.as_deref())
    }
}

/// An article's metadata: all of its content but the body.
///
/// A stored version outlives the fields of the program that wrote it: a new field has a default, and a field that the
/// program no longer knows is ignored. Files are read more strictly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The last part of the address: lower-case letters, digits and hyphens.
    pub slug: String,
    pub kind: ArticleKind,
    pub title: String,
    /// The bottom line, in one to three sentences.
    pub summary: String,
    #[serde(default)]
    pub products: Vec<String>,
    #[serde(default)]
    pub areas: Vec<String>,
    #[serde(default)]
    pub topics: Vec<String>,
    #[serde(default)]
    pub evidence_level: Option<EvidenceLevel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// The question that it answers.
    #[serde(default, skip_serializing_if = "Pico::is_empty")]
    pub pico: Pico,
    #[serde(default)]
    pub authors: Vec<String>,
    #[serde(default)]
    pub approval_reference: String,
    /// `YYYY-MM-DD`: when the department approved it, where it was approved elsewhere.
    #[serde(default)]
    pub approved: Option<String>,
    /// `YYYY-MM-DD`: when its next review is due.
    #[serde(default)]
    pub review_due: Option<String>,
    /// `YYYY-MM-DD`: the first day on which it is no longer shown.
    #[serde(default)]
    pub expires: Option<String>,
    /// Demonstration content, marked as such in every portal.
    #[serde(default, rename = "demonstration", skip_serializing_if = "std::ops::Not::not")]
    pub is_demo: bool,
    #[serde(default)]
    pub audience: Audience,
    #[serde(default)]
    pub labelling: Vec<Labelling>,
    #[serde(default)]
    pub references: Vec<Reference>,
}

impl FrontMatter {
    /// The front matter of a new article, with everything else empty.
    pub fn new(slug: impl Into<String>, kind: ArticleKind, title: impl Into<String>) -> Self {
        Self {
            slug: slug.into(),
            kind,
            title: title.into(),
            summary: String::new(),
            products: Vec::new(),
            areas: Vec::new(),
            topics: Vec::new(),
            evidence_level: None,
            certainty: None,
            pico: Pico::default(),
            authors: Vec::new(),
            approval_reference: String::new(),
            approved: None,
            review_due: None,
            expires: None,
            is_demo: false,
            audience: Audience::default(),
            labelling: Vec::new(),
            references: Vec::new(),
        }
    }
}

/// Whether a text can be the last part of an address.
pub fn slug_is_valid(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= 100
        && slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !slug.starts_with('-')
        && !slug.ends_with('-')
}

/// The file in the image folder to which an address in an article's Markdown (`figures/name.svg`) refers; `None` for
/// any other address.
pub fn image_file(address: &str) -> Option<&str> {
    let file = address.strip_prefix("figures/").unwrap_or(address);
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    file.split('/').all(is_name).then_some(file)
}

/// A slug made from a title: its lower-case ASCII letters and digits, joined by hyphens.
pub fn slug_from(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 80 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The state of a version.
///
/// Draft → in review → approved → published → withdrawn or expired; a newer published version
/// makes the one before it superseded; one in review or approved goes back to draft to be changed.
///
/// Variants are in the order of a version's life.
/// The slug appears in addresses, the database and locale keys (`state-…`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum VersionState {
    Draft,
    InReview,
    Approved,
    Published,
    Superseded,
    Withdrawn,
    Expired,
}

/// What people do to a version.
///
/// The slug appears in forms, the database and locale keys (`step-…`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Step {
    Submit,
    Approve,
    /// A reviewer returns it with a reason.
    SendBack,
    /// An editor takes it back to go on writing.
    TakeBack,
    Publish,
    Withdraw,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the version is not in a state from which this step leads")]
    WrongState,
    #[error("the step belongs to another role")]
    WrongRole,
    #[error("nobody approves their own work")]
    OwnWork,
}

/// The state to which a step leads, or why this person may not take it.
///
/// `writers` are all who wrote in the version.
///
/// Invariant: nobody who wrote in a version approves it, whatever their roles.
///
/// # Errors
/// [`Refusal`] says what forbids it: the state, the person's roles or their part in the writing.
pub fn next_state(
    state: VersionState,
    step: Step,
    roles: &[Role],
    actor: &AccountId,
    writers: &[AccountId],
) -> Result<VersionState, Refusal> {
    use VersionState::{Approved, Draft, InReview, Published, Withdrawn};
    let (from, to, role): (&[VersionState], _, _) = match step {
        Step::Submit => (&[Draft], InReview, Role::Editor),
        Step::Approve => (&[InReview], Approved, Role::Reviewer),
        Step::SendBack => (&[InReview, Approved], Draft, Role::Reviewer),
        Step::TakeBack => (&[InReview, Approved], Draft, Role::Editor),
        Step::Publish => (&[Approved], Published, Role::Editor),
        Step::Withdraw => (&[Published], Withdrawn, Role::Editor),
    };
    let may_withdraw = step == Step::Withdraw && roles.contains(&Role::Reviewer);
    if !roles.contains(&role) && !may_withdraw {
        return Err(Refusal::WrongRole);
    }
    if !from.contains(&state) {
        return Err(Refusal::WrongState);
    }
    if step == Step::Approve && writers.contains(actor) {
        return Err(Refusal::OwnWork);
    }
    Ok(to)
}

/// A complete version of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub id: VersionId,
    pub article: ArticleId,
    /// 1 for the first.
    pub number: i64,
    pub state: VersionState,
    pub front: FrontMatter,
    /// Markdown.
    pub body: String,
    pub author: AccountId,
    pub created_at: Moment,
    pub updated_at: Moment,
    pub approved_by: Option<AccountId>,
    pub approved_at: Option<Moment>,
    pub published_at: Option<Moment>,
    /// When it was withdrawn, expired or superseded.
    pub ended_at: Option<Moment>,
    /// Demonstration content, by its own front matter or because its article belongs to the demonstration portal.
    pub is_demo: bool,
    /// Counts changes of this row.
    pub lock: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::Slug;

    fn step(state: VersionState, step: Step, roles: &[Role], own: bool) -> Result<VersionState, Refusal> {
        let writers = [AccountId::from("author"), AccountId::from("helper")];
        let actor = AccountId::from(if own { "helper" } else { "other" });
        next_state(state, step, roles, &actor, &writers)
    }

    #[test]
    fn nobody_approves_their_own_work() {
        let all = Role::ALL;
        assert_eq!(step(VersionState::InReview, Step::Approve, all, true), Err(Refusal::OwnWork));
        assert_eq!(step(VersionState::InReview, Step::Approve, all, false), Ok(VersionState::Approved));
    }

    #[test]
    fn only_an_approved_version_is_published() {
        for state in VersionState::all() {
            let result = step(state, Step::Publish, &[Role::Editor], true);
            assert_eq!(result.is_ok(), state == VersionState::Approved, "{state:?}");
        }
    }

    #[test]
    fn a_step_belongs_to_its_role() {
        assert_eq!(step(VersionState::Draft, Step::Submit, &[Role::Hcp], true), Err(Refusal::WrongRole));
        assert_eq!(
            step(VersionState::InReview, Step::Approve, &[Role::Editor], false),
            Err(Refusal::WrongRole)
        );
        assert_eq!(
            step(VersionState::Published, Step::Withdraw, &[Role::Reviewer], false),
            Ok(VersionState::Withdrawn)
        );
    }

    #[test]
    fn an_image_never_lies_outside_its_folder() {
        assert_eq!(image_file("figures/af-stroke.svg"), Some("af-stroke.svg"));
        assert_eq!(image_file("a/b.png"), Some("a/b.png"));
        for bad in [
            "",
            "/a.svg",
            "../a.svg",
            "figures/../a.svg",
            "figures//a",
            "https://x/a.svg",
            "a%2e.svg",
            ".git",
        ] {
            assert_eq!(image_file(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_slug_made_of_a_title_is_valid() {
        for title in ["Dapagliflozin in HFrEF: what now?", "  --Ärzte & Co. 2026 ", "a"] {
            assert!(slug_is_valid(&slug_from(title)), "{title}");
        }
    }
}
