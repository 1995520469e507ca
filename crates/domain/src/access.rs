//! Who may read what: the one rule, for the pages of articles and for every hit, count and suggestion alike.

use super::article::{Audience, Labelling, LabellingStatus};
use super::asker::{LibraryView, Reader};
use super::time::Moment;
use serde::{Deserialize, Serialize};

/// Who may see an item, in a normal form: items with the same access have equal values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    countries: Vec<String>,
    professions: Vec<String>,
    specialties: Vec<String>,
    /// Countries in which the described use is off-label, for any product.
    outside: Vec<String>,
}

impl Access {
    /// The access that results from audience and labelling.
    pub fn of(audience: &Audience, labelling: &[Labelling]) -> Self {
        let outside = labelling.iter().filter(|entry| entry.status == LabellingStatus::Outside);
        Self {
            countries: sorted(audience.countries.iter().map(|code| normal_country(code))),
            professions: sorted(audience.professions.iter().cloned()),
            specialties: sorted(audience.specialties.iter().cloned()),
            outside: sorted(outside.map(|entry| normal_country(&entry.country))),
        }
    }

    /// Whether it is meant for this reader and on-label in their country. An unknown attribute of the reader
    /// never opens what is restricted by it.
    pub fn is_for(&self, reader: &Reader) -> bool {
        let country = normal_country(&reader.country);
        let within_label =
            if country.is_empty() { self.outside.is_empty() } else { !self.outside.contains(&country) };
        within_label
            && meant_for(&self.countries, &country)
            && meant_for(&self.professions, &reader.profession)
            && meant_for(&self.specialties, &reader.specialty)
    }
}

impl LibraryView {
    /// Whether this view shows an article at this moment. The caller makes sure that it is published.
    pub fn allows(
        &self,
        audience: &Audience,
        labelling: &[Labelling],
        expires_at: Option<Moment>,
        now: Moment,
    ) -> bool {
        let is_meant = match self {
            Self::Nothing => false,
            Self::Reader(reader) => Access::of(audience, labelling).is_for(reader),
            Self::Department => true,
        };
        is_meant && expires_at.is_none_or(|expiry| now < expiry)
    }
}

fn meant_for(audience: &[String], value: &str) -> bool {
    audience.is_empty() || (!value.is_empty() && audience.iter().any(|allowed| allowed == value))
}

fn normal_country(code: &str) -> String {
    code.trim().to_ascii_uppercase()
}

fn sorted(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    values.sort();
    values.dedup();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(country: &str, profession: &str) -> LibraryView {
        LibraryView::Reader(Reader {
            country: country.into(),
            profession: profession.into(),
            specialty: String::new(),
        })
    }

    fn allows(view: &LibraryView, audience: &Audience, labelling: &[Labelling]) -> bool {
        view.allows(audience, labelling, None, Moment(0))
    }

    #[test]
    fn an_audience_admits_those_it_names_and_nobody_of_whom_it_cannot_be_told() {
        let british = Audience { countries: vec!["GB".into()], ..Audience::default() };
        assert!(allows(&reader("gb", ""), &british, &[]));
        assert!(!allows(&reader("DE", ""), &british, &[]));
        assert!(!allows(&reader("", ""), &british, &[]));
        let physicians = Audience { professions: vec!["physician".into()], ..Audience::default() };
        assert!(allows(&reader("GB", "physician"), &physicians, &[]));
        assert!(!allows(&reader("GB", ""), &physicians, &[]));
        assert!(allows(&LibraryView::Department, &british, &[]));
    }

    #[test]
    fn what_lies_outside_the_label_is_for_the_department_alone() {
        let outside = |country: &str| {
            [Labelling {
                product: "p".into(),
                country: country.into(),
                status: LabellingStatus::Outside,
                link: String::new(),
            }]
        };
        let everyone = Audience::default();
        assert!(!allows(&reader("GB", ""), &everyone, &outside("GB")));
        assert!(allows(&reader("DE", ""), &everyone, &outside("GB")));
        assert!(!allows(&reader("", ""), &everyone, &outside("GB")), "his country is not known");
        assert!(allows(&LibraryView::Department, &everyone, &outside("GB")));
    }

    #[test]
    fn a_closed_gate_and_an_expiry_admit_nobody() {
        let everyone = Audience::default();
        assert!(!allows(&LibraryView::Nothing, &everyone, &[]));
        let day = Some(Moment(10));
        assert!(LibraryView::Department.allows(&everyone, &[], day, Moment(9)));
        assert!(!LibraryView::Department.allows(&everyone, &[], day, Moment(10)));
    }
}
