//! What people say of themselves: checked in one place, on registering, in the own account and by administrators.

use crate::failure::Problems;
use domain::account::{self, Profile};
use domain::vocabulary::{TermKind, Vocabulary};

/// Most characters of a name or an institution.
const LONGEST: usize = 200;

/// The country whose HCPs have a National Provider Identifier.
pub const NPI_COUNTRY: &str = "US";

/// A profile with spaces trimmed and without what does not belong to its country.
#[must_use]
pub fn tidy(profile: Profile) -> Profile {
    let trimmed = |text: String| text.trim().to_owned();
    let npi = profile.npi.map(trimmed).filter(|npi| !npi.is_empty() && profile.country.trim() == NPI_COUNTRY);
    Profile {
        name: trimmed(profile.name),
        profession: trimmed(profile.profession),
        specialty: trimmed(profile.specialty),
        country: trimmed(profile.country),
        institution: trimmed(profile.institution),
        npi,
    }
}

/// Notes what is wrong with a tidy profile. Of an HCP, country and profession are needed: they decide what applies
/// to them.
pub fn check(vocabulary: &Vocabulary, profile: &Profile, is_hcp: bool, problems: &mut Problems) {
    let knows = |kind, slug: &str| vocabulary.find(kind, slug).is_some();
    let fits = |kind, slug: &str| if slug.is_empty() { !is_hcp } else { knows(kind, slug) };
    problems.require(!profile.name.is_empty(), "name", "profile-name-missing");
    problems.require(profile.name.chars().count() <= LONGEST, "name", "profile-too-long");
    problems.require(fits(TermKind::Country, &profile.country), "country", "profile-country-missing");
    problems.require(
        fits(TermKind::Profession, &profile.profession),
        "profession",
        "profile-profession-missing",
    );
    problems.require(
        profile.specialty.is_empty() || knows(TermKind::Specialty, &profile.specialty),
        "specialty",
        "profile-specialty-unknown",
    );
    problems.require(profile.institution.chars().count() <= LONGEST, "institution", "profile-too-long");
    problems.require(profile.npi.as_deref().is_none_or(account::npi_is_valid), "npi", "profile-npi-wrong");
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::vocabulary::Term;

    fn problems_of(profile: Profile, is_hcp: bool) -> Vec<&'static str> {
        let term = |kind, slug: &str| Term {
            kind,
            slug: slug.into(),
            name: slug.into(),
            synonyms: Vec::new(),
            area: String::new(),
        };
        let vocabulary = Vocabulary::new(vec![
            term(TermKind::Country, "US"),
            term(TermKind::Country, "GB"),
            term(TermKind::Profession, "physician"),
        ]);
        let mut problems = Problems::new();
        check(&vocabulary, &tidy(profile), is_hcp, &mut problems);
        problems.iter().map(|(field, _)| field).collect()
    }

    fn physician() -> Profile {
        Profile {
            name: "A".into(),
            country: "US".into(),
            profession: "physician".into(),
            ..Profile::default()
        }
    }

    #[test]
    fn an_hcp_says_his_country_and_profession_and_staff_need_not() {
        let nameless = Profile::default();
        assert_eq!(problems_of(nameless.clone(), true), ["country", "name", "profession"]);
        assert_eq!(problems_of(nameless, false), ["name"]);
        assert_eq!(problems_of(physician(), true), [""; 0]);
    }

    #[test]
    fn an_npi_is_checked_where_there_are_such_numbers() {
        let with_npi = |country: &str| Profile {
            npi: Some("1234567890".into()),
            country: country.into(),
            ..physician()
        };
        assert_eq!(problems_of(with_npi("US"), true), ["npi"]);
        assert_eq!(problems_of(with_npi("GB"), true), [""; 0]);
        assert_eq!(tidy(with_npi("GB")).npi, None);
    }
}
