//! People with a sign-in: who they are, what they may do.

use super::id::{AccountId, TokenId};
use super::locale::Preferences;
use super::time::Moment;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};
use unicode_normalization::UnicodeNormalization as _;

/// What a person may do. A person may hold several roles.
///
/// Variants are in the order in which they are offered.
/// The slug appears in addresses, files, the database and locale keys.
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
pub enum Role {
    /// Healthcare professional: reads the library and asks.
    Hcp,
    /// Answers medical information requests.
    MedicalInformationSpecialist,
    /// Medical science liaison: the same desk, for what is escalated or wants a visit.
    Msl,
    /// Writes articles.
    Editor,
    /// Approves exactly one version, or sends it back.
    Reviewer,
    /// Receives adverse events and product complaints.
    SafetyOfficer,
    /// Reads insight without personal data.
    Analyst,
    /// Reads the audit trail.
    Auditor,
    /// Users, routing, settings.
    Administrator,
}

impl Role {
    /// Whether this role works for the department that runs the portal.
    pub fn is_staff(self) -> bool {
        self != Self::Hcp
    }
}

/// Those who ask.
pub const ASKERS: &[Role] = &[Role::Hcp];
/// Those who answer requests, in the order in which a request without a rule looks for an owner.
pub const DESK: &[Role] = &[Role::MedicalInformationSpecialist, Role::Msl];
/// Those who may own requests: the desk, and administrators while nobody is at it.
pub const OWNERS: &[Role] = &[Role::MedicalInformationSpecialist, Role::Msl, Role::Administrator];
/// Those who write articles.
pub const EDITORS: &[Role] = &[Role::Editor];
/// Those who approve versions.
pub const REVIEWERS: &[Role] = &[Role::Reviewer];
/// Those who see versions on their way.
pub const EDITORS_AND_REVIEWERS: &[Role] = &[Role::Editor, Role::Reviewer];
/// Those who read the whole library, whatever its audience.
pub const DEPARTMENT: &[Role] =
    &[Role::MedicalInformationSpecialist, Role::Msl, Role::Editor, Role::Reviewer];
/// Those who receive safety reports.
pub const SAFETY_OFFICERS: &[Role] = &[Role::SafetyOfficer];
/// Those who read insight. It holds no personal data.
pub const ANALYSTS: &[Role] = &[Role::Analyst, Role::Administrator];
/// Those who read the audit trail.
pub const AUDITORS: &[Role] = &[Role::Auditor, Role::Administrator];
/// Those who manage users, routing and settings.
pub const ADMINISTRATORS: &[Role] = &[Role::Administrator];

/// A person with a sign-in. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    /// Lower-case and trimmed: see [`normal_email`].
    pub email: String,
    pub name: String,
    pub roles: Vec<Role>,
    /// Slugs of the vocabulary; empty where not given.
    pub profession: String,
    pub specialty: String,
    /// ISO 3166-1 alpha-2; empty where not given.
    pub country: String,
    pub institution: String,
    /// National Provider Identifier (United States), when given.
    pub npi: Option<String>,
    /// When an administrator, or the owner of a request, verified the HCP.
    pub verified_at: Option<Moment>,
    pub disabled_at: Option<Moment>,
    /// Language and time zone, as far as the person chose.
    pub preferences: Preferences,
    /// When consent to engagement signals was given; without it nothing is stored.
    pub consented_at: Option<Moment>,
    /// When the question of consent was answered, either way; `None` while it is open.
    pub consent_asked_at: Option<Moment>,
    pub created_at: Moment,
    /// Counts changes, so that two people's edits do not overwrite each other.
    pub version: i64,
}

impl Account {
    /// Whether the person holds this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the person holds any of these roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// Whether the person holds a role of the department.
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|role| role.is_staff())
    }
}

/// What people say about themselves. The slugs are the vocabulary's; empty where not given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub name: String,
    pub profession: String,
    pub specialty: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub institution: String,
    /// Only of those who practise in the United States.
    pub npi: Option<String>,
}

impl Account {
    /// What the person says about themselves.
    pub fn profile(&self) -> Profile {
        Profile {
            name: self.name.clone(),
            profession: self.profession.clone(),
            specialty: self.specialty.clone(),
            country: self.country.clone(),
            institution: self.institution.clone(),
            npi: self.npi.clone(),
        }
    }

    /// The same account with another profile.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        let Profile { name, profession, specialty, country, institution, npi } = profile;
        Self { name, profession, specialty, country, institution, npi, ..self }
    }
}

/// Which accounts to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Part of a name or an email address, in any spelling; empty for any.
    pub words: String,
    pub role: Option<Role>,
    pub standing: Option<AccountStatus>,
}

/// The status of an account.
///
/// The slug appears in addresses and locale keys (`standing-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum AccountStatus {
    /// An HCP whom nobody has verified yet.
    Unverified,
    Verified,
    Disabled,
    /// Staff whose roles need no verification.
    Active,
}

impl Account {
    /// The status of the account.
    pub fn standing(&self) -> AccountStatus {
        match (self.disabled_at, self.has(Role::Hcp), self.verified_at) {
            (Some(_), _, _) => AccountStatus::Disabled,
            (None, true, None) => AccountStatus::Unverified,
            (None, true, Some(_)) => AccountStatus::Verified,
            (None, false, _) => AccountStatus::Active,
        }
    }
}

/// A personal API token as its owner sees it, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    /// What the owner calls it.
    pub name: String,
    pub created_at: Moment,
}

/// An email address as it is stored and compared: trimmed, lower-case.
pub fn normal_email(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether a text can be an email address: one `@`, something before it, a dotted host after it.
pub fn looks_like_email(text: &str) -> bool {
    let text = text.trim();
    let Some((local, host)) = text.split_once('@') else { return false };
    !local.is_empty()
        && text.len() <= 254
        && host.contains('.')
        && !host.contains('@')
        && host.split('.').all(|label| !label.is_empty())
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control())
}

/// Fewest characters of a password. NIST SP 800-63B-4 asks for 15 where it is the only factor; 12 are enough of a
/// password that holds little which is guessed first.
pub const PASSWORD_MIN: usize = 12;

/// A password as it is hashed and compared: in Unicode's normalisation form C, so that it does not matter how a keyboard
/// composes its letters.
pub fn normal_password(text: &str) -> String {
    text.nfc().collect()
}

/// Whether a National Provider Identifier has the right form and check digit.
///
/// Ten digits, the first 1 or 2; the last is the Luhn check digit over `80840` and the first nine
/// (45 CFR 162.406; CMS, "Requirements for National Provider Identifier check digit").
pub fn npi_is_valid(text: &str) -> bool {
    let digits: Vec<u32> = text.trim().chars().map_while(|c| c.to_digit(10)).collect();
    if digits.len() != 10 || text.trim().len() != 10 || !matches!(digits[0], 1 | 2) {
        return false;
    }
    // The constant prefix 80840 contributes 24 to the sum.
    let sum: u32 = 24
        + digits
            .iter()
            .rev()
            .enumerate()
            .map(|(place, digit)| if place % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
            .sum::<u32>();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::Slug;

    #[test]
    fn an_npi_is_checked_by_its_check_digit() {
        assert!(npi_is_valid("1234567893"));
        assert!(!npi_is_valid("1234567890"));
        assert!(!npi_is_valid("3234567893"));
        assert!(!npi_is_valid("12345678"));
        assert!(!npi_is_valid("12345678931"));
        assert!(!npi_is_valid("123456789x"));
    }

    #[test]
    fn every_role_is_found_by_its_slug() {
        for role in Role::all() {
            assert_eq!(Role::from_slug(role.slug()), Some(role));
        }
    }

    #[test]
    fn an_email_needs_a_name_and_a_dotted_host() {
        assert!(looks_like_email("a.b@demo.example"));
        for bad in ["", "a", "@demo.example", "a@", "a@b", "a@b..c", "a b@c.de", "a@b@c.de"] {
            assert!(!looks_like_email(bad), "{bad}");
        }
    }
}
