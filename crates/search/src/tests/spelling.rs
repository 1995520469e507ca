//! Correcting misspelt searches.

use super::*;

fn trials() -> Library {
    Library::of(vec![
        record("1", "Rivaroxaban in atrial fibrillation", "Stroke and bleeding"),
        record("2", "Apixaban in atrial fibrillation", "Stroke and bleeding"),
        IndexedItem { year: Some(2_019), ..record("3", "Asthma in children", "Inhaled steroids") },
    ])
}

#[test]
fn a_misspelt_word_is_mended_with_one_that_finds_something() {
    let library = Library::of(vec![
        record("1", "Rivaroxaban in atrial fibrillation", "Stroke and bleeding"),
        record("2", "Apixaban in atrial fibrillation", "Stroke and bleeding"),
    ]);
    let results = library.ask("rivaroxiban in fibrillaton");
    assert_eq!(results.suggestion.as_deref(), Some("rivaroxaban fibrillation"));
    assert!(library.answer(&SearchQuery::of("rivaroxaban fibrillation")).total > 0);
    assert_eq!(library.ask("apixaban").suggestion, None);
    assert_eq!(library.ask("xyzzyplugh").suggestion, None);
}

#[test]
fn swapped_doubled_and_wrong_first_letters_are_mended() {
    let library = trials();
    for (typed, meant) in [
        ("strkoe", "stroke"),
        ("blleeding", "bleeding"),
        ("bleding", "bleeding"),
        ("ztroke", "stroke"),
        ("fibbrilation", "fibrillation"),
        ("arivaroxaban", "rivaroxaban"),
    ] {
        assert_eq!(library.ask(typed).suggestion.as_deref(), Some(meant), "{typed}");
    }
}

#[test]
fn what_is_suggested_finds_something_under_the_filters_that_are_chosen() {
    let library = trials();
    let in_2019 = |text: &str| SearchQuery { from_year: Some(2_019), ..SearchQuery::of(text) };
    assert_eq!(library.answer(&in_2019("astma")).suggestion.as_deref(), Some("asthma"));
    assert_eq!(library.answer(&in_2019("strokke")).suggestion, None);
    assert_eq!(library.ask("strokke").suggestion.as_deref(), Some("stroke"));
    for text in ["astma", "strokke", "rivaroxiban", "bleding atrail"] {
        for query in
            [SearchQuery::of(text), in_2019(text), SearchQuery { kinds: vec!["faq".into()], ..in_2019(text) }]
        {
            if let Some(suggestion) = library.answer(&query).suggestion {
                assert!(library.answer(&SearchQuery { text: suggestion, ..query }).total > 0, "{text}");
            }
        }
    }
}

#[test]
fn no_correction_is_an_abbreviation_another_medicine_or_a_guess_between_two() {
    let library = Library::of(vec![
        record("1", "Dapagliflozin and axitinib", "Cold weather was made. Hypertension and hypotension."),
        record("2", "HFpEF", "A mask. Prenatal and postnatal care."),
    ]);
    for typed in ["copd", "MACE", "MASH", "mash", "canagliflozin", "afatinib", "hfxef"] {
        assert_eq!(library.ask(typed).suggestion, None, "{typed}");
    }
    assert_eq!(library.ask("dapagliflozn").suggestion.as_deref(), Some("dapagliflozin"));
    assert_eq!(library.ask("hypertenson").suggestion.as_deref(), Some("hypertension"));
    assert_eq!(library.ask("dapagliflozn xyzzyplugh").suggestion, None, "the rest stays unknown");
}

#[test]
fn a_word_of_the_thesaurus_without_a_hit_is_no_help() {
    let library = trials();
    let gout = group("Gouty arthritis", &[("Podagra", Kind::Synonym)]);
    library.set_names(Vocabulary::default(), &[gout], &[]);
    assert_eq!(library.ask("podagrra").suggestion, None);
    library.search.apply(vec![record("4", "Podagras", "")], Vec::new(), 2).unwrap();
    // The index knows only the plural; the thesaurus's word is closer, and its stem finds the same.
    assert_eq!(library.ask("podagrra").suggestion.as_deref(), Some("podagra"));
}
