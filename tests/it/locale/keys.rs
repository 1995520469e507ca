//! The keys of the locale file and those in the code are the same.

use crate::architecture::{product_files, source::File};
use std::collections::BTreeSet;

const ENGLISH: &str = include_str!("../../../content/start/locales/en.ftl");

/// Functions whose first argument is a key.
const TEXTS: [&str; 5] = ["t(", "t_for(", "t_with(", "locale.get(", "locale.with("];

fn keys() -> BTreeSet<&'static str> {
    let is_key = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    ENGLISH
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name)
        .filter(|n| is_key(n))
        .collect()
}

/// Every string literal of the server and the islands, tests left out.
fn literals() -> BTreeSet<String> {
    let files = product_files();
    let written = files.iter().flat_map(|file| file.strings_before_tests()).map(|(_, text)| text.to_owned());
    // The prefix that strum puts before the names of an enum's variants.
    let prefixes = files.iter().flat_map(|file| file.first_literals_of("prefix ="));
    written.chain(prefixes.map(|(_, prefix)| format!("{prefix}{{}}"))).collect()
}

/// Whether a literal with `{…}` in it can make this key.
fn makes(literal: &str, key: &str) -> bool {
    let (Some((start, _)), Some((_, end))) = (literal.split_once('{'), literal.rsplit_once('}')) else {
        return false;
    };
    let has_fixed_part = start.ends_with('-') || end.starts_with('-');
    has_fixed_part && key.len() > start.len() + end.len() && key.starts_with(start) && key.ends_with(end)
}

#[test]
fn every_key_of_the_locale_file_is_used() {
    let literals = literals();
    let unused: Vec<_> = keys()
        .into_iter()
        .filter(|key| !literals.contains(*key) && !literals.iter().any(|literal| makes(literal, key)))
        .collect();
    assert!(unused.is_empty(), "texts that nobody uses: {unused:#?}");
}

#[test]
fn no_key_stands_twice_in_the_locale_file() {
    let mut seen = BTreeSet::new();
    let names = ENGLISH.lines().filter_map(|line| line.split_once(" =")).map(|(name, _)| name);
    let twice: Vec<_> = names.filter(|name| keys().contains(name) && !seen.insert(*name)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn every_key_in_the_code_has_its_text() {
    let keys = keys();
    let mut missing = Vec::new();
    for file in product_files() {
        for function in TEXTS {
            missing.extend(unknown(&file, function, &keys));
        }
    }
    assert!(missing.is_empty(), "keys without a text:\n{}", missing.join("\n"));
}

/// The literals that stand as the first argument of a function and are no key.
fn unknown(file: &File, function: &str, keys: &BTreeSet<&str>) -> Vec<String> {
    let arguments = file.first_literals_of(function).into_iter();
    arguments
        .filter(|(_, key)| !keys.contains(key.as_str()))
        .map(|(line, key)| format!("{line}: {key}"))
        .collect()
}

#[test]
fn every_problem_of_a_query_has_its_text() {
    use domain::query::ProblemCode;
    let keys = keys();
    let missing: Vec<_> = ProblemCode::ALL.iter().filter(|code| !keys.contains(code.key())).collect();
    assert!(missing.is_empty(), "problems without a text: {missing:?}");
}

#[test]
fn what_the_audit_trail_records_has_a_text() {
    const KINDS: [&str; 10] = [
        "account",
        "article",
        "publishing",
        "records",
        "report",
        "request",
        "routing",
        "saved",
        "version",
        "vocabulary",
    ];
    let keys = keys();
    let is_action = |text: &str| {
        text.split_once('.').is_some_and(|(kind, step)| {
            KINDS.contains(&kind)
                && !["toml", "jsonl"].contains(&step)
                && step.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        })
    };
    let missing: Vec<_> = literals()
        .into_iter()
        .filter(|text| is_action(text))
        .map(|action| format!("action-{}", action.replace('.', "-")))
        .filter(|key| !keys.contains(key.as_str()))
        .collect();
    assert!(missing.is_empty(), "changes that the page of the audit trail cannot name: {missing:#?}");
}
