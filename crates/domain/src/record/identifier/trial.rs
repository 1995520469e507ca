//! Numbers of trial registries.

/// The first number of ClinicalTrials.gov in a text, as `NCT` and eight digits: alone, labelled, in an address, and with
/// a space or a hyphen after its letters.
pub fn normal_nct(text: &str) -> Option<String> {
    numbers(text, "NCT", 8).next()
}

/// All trial numbers in a text, each once: of ClinicalTrials.gov (`NCT03036124`), the ISRCTN registry
/// (`ISRCTN12345678`), EudraCT (`2014-003464-25`) and the European CTIS (`2022-501234-12-00`).
pub fn trial_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let all = numbers(text, "NCT", 8).chain(numbers(text, "ISRCTN", 8)).chain(european(text));
    for number in all {
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

fn numbers<'a>(text: &'a str, registry: &'static str, length: usize) -> impl Iterator<Item = String> + 'a {
    let begins = move |at: &usize| {
        text.get(*at..at + registry.len()).is_some_and(|start| start.eq_ignore_ascii_case(registry))
    };
    let starts = text.char_indices().map(|(at, _)| at).filter(begins);
    starts.filter_map(move |at| {
        let rest =
            text[at + registry.len()..].trim_start_matches([' ', '-', ':', '\u{a0}', '‐', '‑', '/', '#']);
        let digits = rest.get(..length)?;
        let is_whole = !rest[length..].starts_with(|c: char| c.is_ascii_digit());
        (is_whole && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{registry}{digits}"))
    })
}

/// Numbers of four, six and two digits, and where the middle begins with a five two more.
fn european(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '‐' | '‑' | '–'));
    words.filter(|word| word.len() >= 14).filter_map(|word| {
        let word = word.replace(['‐', '‑', '–'], "-");
        let groups: Vec<&str> = word.trim_matches('-').split('-').collect();
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let [year, number, ..] = groups.as_slice() else { return None };
        let is_year = year.starts_with("20");
        match lengths.as_slice() {
            [4, 6, 2] if is_year => Some(groups.join("-")),
            [4, 6, 2, 2] if is_year && number.starts_with('5') => Some(groups.join("-")),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_clinicaltrials_gov_is_eight_digits() {
        for text in [
            "ClinicalTrials.gov/NCT03036124",
            "nct03036124",
            "NCT 03036124",
            "NCT-03036124.",
            "NCT: 03036124",
            "https://clinicaltrials.gov/study/NCT03036124?term=x",
            "https://clinicaltrials.gov/ct2/show/NCT03036124",
            "(ClinicalTrials.gov number, NCT03036124)",
        ] {
            assert_eq!(normal_nct(text).as_deref(), Some("NCT03036124"), "{text}");
        }
        for text in ["NCT030361245", "é NCT0303é", "NCT", "NCT0303612", ""] {
            assert_eq!(normal_nct(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_other_registries_are_known_in_their_forms() {
        for (text, number) in [
            ("ISRCTN12345678", "ISRCTN12345678"),
            ("isrctn 12345678", "ISRCTN12345678"),
            ("https://www.isrctn.com/ISRCTN12345678", "ISRCTN12345678"),
            ("EudraCT 2014-003464-25", "2014-003464-25"),
            ("EudraCT number: 2014‐003464‐25.", "2014-003464-25"),
            ("https://www.clinicaltrialsregister.eu/ctr-search/trial/2014-003464-25/DE", "2014-003464-25"),
            ("EUCTR2014-003464-25-DE", "2014-003464-25"),
            ("EU CT 2022-501234-12-00", "2022-501234-12-00"),
            ("https://euclinicaltrials.eu/ctis-public/view/2022-501234-12-00", "2022-501234-12-00"),
        ] {
            assert_eq!(trial_numbers(text), [number], "{text}");
        }
        let several = "NCT03036124, ISRCTN12345678; EudraCT 2014-003464-25 and NCT03036124";
        assert_eq!(trial_numbers(several), ["NCT03036124", "ISRCTN12345678", "2014-003464-25"]);
        assert!(trial_numbers("2014-03-25, 1999-123456-12, +49 2014-003464").is_empty());
    }
}
