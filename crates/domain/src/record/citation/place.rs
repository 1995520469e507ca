//! Volume, issue and supplement as styles print them.

/// What stands between date and pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeAndIssue<'a> {
    volume: &'a str,
    issue: &'a str,
    /// The number of a supplement, which may be empty; `None` where it is none.
    supplement: Option<&'a str>,
}

/// How a supplement is named, longest first.
const SUPPLEMENT: [&str; 4] = ["supplement", "suppl.", "suppl", "supp"];

impl<'a> VolumeAndIssue<'a> {
    /// The parts of a volume and an issue as given; a supplement may be named in either.
    pub fn of(volume: &'a str, issue: &'a str) -> Self {
        let (issue, of_issue) = without_supplement(issue);
        let (volume, of_volume) = without_supplement(volume);
        Self { volume, issue, supplement: of_issue.or(of_volume) }
    }

    /// `381(21)`, `42 Suppl 2`, `58(12 Suppl 7)`, `(401)`.
    pub fn nlm(&self) -> String {
        match (self.supplement, self.issue) {
            (None, "") => self.volume.to_owned(),
            (None, issue) => format!("{}({issue})", self.volume),
            (Some(supplement), "") => {
                format!("{} {}", self.volume, named("Suppl", supplement)).trim_start().to_owned()
            }
            (Some(supplement), issue) => format!("{}({issue} {})", self.volume, named("Suppl", supplement)),
        }
    }

    /// The volume.
    pub fn volume(&self) -> &'a str {
        self.volume
    }

    /// What stands in parentheses after the volume, a supplement by this name: `21`, `suppl 2`, `12 suppl 7`.
    pub fn in_parentheses(&self, name: &str) -> String {
        match (self.supplement, self.issue) {
            (None, issue) => issue.to_owned(),
            (Some(supplement), "") => named(name, supplement),
            (Some(supplement), issue) => format!("{issue} {}", named(name, supplement)),
        }
    }
}

fn named(name: &str, number: &str) -> String {
    if number.is_empty() { name.to_owned() } else { format!("{name} {number}") }
}

/// What stands before a supplement, and its number.
fn without_supplement(text: &str) -> (&str, Option<&str>) {
    // The same length as the text: only ASCII letters change.
    let lower = text.to_ascii_lowercase();
    let found = SUPPLEMENT.iter().find_map(|name| {
        let at = lower.find(name)?;
        let starts_word = lower.get(..at)?.chars().next_back().is_none_or(|c| !c.is_alphabetic());
        let rest = lower.get(at + name.len()..)?;
        let ends_word = rest.chars().next().is_none_or(|c| !c.is_alphabetic());
        (starts_word && ends_word).then_some((at, at + name.len()))
    });
    let Some((start, end)) = found else { return (text, None) };
    let before = text.get(..start).unwrap_or_default().trim_end_matches([' ', '(', ',', '.']);
    let number = text.get(end..).unwrap_or_default().trim_matches([' ', ')', '.', ',', ':']);
    (before, Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supplement_is_printed_as_such_wherever_it_was_named() {
        for (volume, issue, nlm, ama) in [
            ("381", "21", "381(21)", "21"),
            ("42", "Suppl 2", "42 Suppl 2", "suppl 2"),
            ("42 Suppl 2", "", "42 Suppl 2", "suppl 2"),
            ("42 (Suppl. 2)", "", "42 Suppl 2", "suppl 2"),
            ("12(Suppl 3)", "", "12 Suppl 3", "suppl 3"),
            ("58", "12 Suppl 7", "58(12 Suppl 7)", "12 suppl 7"),
            ("58", "12(Supplement 7)", "58(12 Suppl 7)", "12 suppl 7"),
            ("12", "Suppl", "12 Suppl", "suppl"),
            ("83", "Pt 2", "83(Pt 2)", "Pt 2"),
            ("", "401", "(401)", "401"),
            ("7", "", "7", ""),
            ("", "", "", ""),
        ] {
            let place = VolumeAndIssue::of(volume, issue);
            assert_eq!((place.nlm().as_str(), place.in_parentheses("suppl").as_str()), (nlm, ama));
        }
    }
}
