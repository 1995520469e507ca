//! The typeahead: what completes the text, for whom, and within what bounds.

use super::*;
use domain::library::Suggestion;
use domain::vocabulary::{Term, TermKind};

fn term(kind: TermKind, name: &str, synonyms: &[&str]) -> Term {
    let synonyms = synonyms.iter().map(|word| (*word).to_owned()).collect();
    Term { kind, slug: name.to_lowercase(), name: name.into(), synonyms, area: String::new() }
}

fn lines(library: &Library, typed: &str) -> Vec<Suggestion> {
    library.search.suggest(typed, &scope(&LibraryView::Department), 8).unwrap()
}

/// Text and source of each line.
fn sources(library: &Library, typed: &str) -> Vec<(String, String)> {
    lines(library, typed).into_iter().map(|line| (line.text, line.source)).collect()
}

fn is(text: &str, source: &str) -> (String, String) {
    (text.to_owned(), source.to_owned())
}

#[test]
fn the_typeahead_goes_on_as_typed_and_leads_to_the_page() {
    let library = Library::of(vec![
        record("1", "Long-term metformin in diabetes", ""),
        article("2", "Metformin and the kidney", ""),
        article("3", "Insulin and the kidney", ""),
    ]);
    let titles = ["Metformin and the kidney", "Long-term metformin in diabetes"];
    assert_eq!(library.suggested("met"), titles);
    let products = ["Metformin", "Methotrexate"].map(|name| term(TermKind::Product, name, &["Glucophage"]));
    library.set_names(Vocabulary::new(products.into()), &[], &[]);
    assert_eq!(library.suggested("Met"), ["Metformin", titles[0], titles[1]]);
    assert_eq!(library.suggested("glucoph"), ["Metformin"]);
    assert_eq!(library.suggested("kidney metf")[0], titles[0]);
    assert!(library.suggested("methot").is_empty(), "a term without a hit is no help");
    assert!(library.suggested("").is_empty());
    let first = &library.search.suggest("metformin and", &scope(&LibraryView::Department), 1).unwrap();
    assert_eq!(first[0].address, "/library/2-slug");
}

#[test]
fn headings_are_found_by_any_of_their_words_the_most_frequent_first() {
    let mut items = vec![record("0", "One", ""), record("1", "Two", ""), record("2", "Three", "")];
    items[0].headings = vec!["Diabetes Mellitus, Type 2".into(), "Mice".into()];
    items[1].headings = vec!["Mitral Valve".into(), "Diabetes Mellitus, Type 2".into()];
    items[2].headings = vec!["Diabetes Insipidus".into()];
    let library = Library::of(items);
    let (common, rare) = (is("Diabetes Mellitus, Type 2", "heading"), is("Diabetes Insipidus", "heading"));
    assert_eq!(sources(&library, "diab"), [common.clone(), rare]);
    assert_eq!(sources(&library, "mellitus ty"), [common]);
    assert_eq!(lines(&library, "valve")[0].address, "/search?q=Mitral+Valve");
}

#[test]
fn words_of_the_thesaurus_lead_to_the_name_of_their_group() {
    let library = Library::of(vec![record("1", "Myocardial infarction in women", "")]);
    let heart =
        group("Myocardial infarction", &[("heart attack", Kind::Synonym), ("MI", Kind::Abbreviation)]);
    let off = Group { source: Source::Mesh, is_off: true, ..group("Women", &[]) };
    library.set_names(
        Vocabulary::default(),
        &[heart, off, Group { source: Source::Mesh, ..group("Heart Valves", &[]) }],
        &[],
    );
    for typed in ["heart att", "attack", "infarct", "mi"] {
        assert_eq!(sources(&library, typed)[0], is("Myocardial infarction", "heading"), "{typed}");
    }
    assert_eq!(library.suggested("heart"), ["Myocardial infarction"], "no hit, no line");
    assert!(sources(&library, "wom").iter().all(|(_, source)| source == "title"));
}

#[test]
fn searches_of_others_are_shown_by_the_name_of_a_subject_and_never_as_typed() {
    let library = Library::of(vec![
        record("1", "Myocardial infarction in women", "Mrs Jones of Leeds had a myocardial infarction"),
        record("2", "Apixaban", "Apixaban in dialysis"),
    ]);
    let heart = group("Myocardial infarction", &[("heart attack", Kind::Synonym)]);
    let vocabulary = Vocabulary::new(vec![term(TermKind::Product, "Apixaban", &["Eliquis"])]);
    let searches = ["mrs jones of leeds", "heart attack", "apixaban in dialysis", "eliquis", "myocardial"];
    library.set_names(vocabulary, &[heart], &searches);
    assert_eq!(sources(&library, "heart a")[0], is("Myocardial infarction", "searched"));
    // A product stays one.
    assert_eq!(sources(&library, "eliq")[0], is("Apixaban", "product"));
    for typed in ["mrs", "jones", "leeds", "dialysis", "m", "j", "a", "apixaban in d"] {
        for line in lines(&library, typed) {
            assert!(!searches.contains(&line.text.to_lowercase().as_str()), "{typed}: {}", line.text);
        }
    }
}

#[test]
fn every_line_finds_something_for_who_is_asked_to_choose_it() {
    let mut secret = article("secret", "Quibbleword", "Quibbleword of the heart");
    secret.audience.countries = vec!["DE".into()];
    secret.headings = vec!["Quibble Heading".into()];
    let library = Library::of(vec![secret, record("open", "Heart failure", "Heading")]);
    let vocabulary = Vocabulary::new(vec![term(TermKind::Topic, "Quibbleword", &[])]);
    library.set_names(vocabulary, &[group("Quibbleword heart", &[])], &["quibbleword heart"]);
    let view = |country: &str| {
        LibraryView::Reader(Reader { country: country.into(), profession: "".into(), specialty: "".into() })
    };
    for typed in ["q", "qu", "quibble", "quibbleword h", "heading", "h"] {
        let german = library.search.suggest(typed, &scope(&view("DE")), 8).unwrap();
        assert!(german.iter().any(|line| line.text.contains("Quibble")), "{typed}");
        let french = library.search.suggest(typed, &scope(&view("FR")), 8).unwrap();
        assert!(french.iter().all(|line| !line.text.contains("Quibble")), "{typed}: {french:?}");
    }
}

#[test]
fn titles_have_at_least_half_of_the_lines() {
    let items = (0..20).map(|number| {
        let headings = vec![format!("Asthma {number}")];
        IndexedItem { headings, ..record(&format!("i{number}"), &format!("Asthma study {number}"), "") }
    });
    let lines = sources(&Library::of(items.collect()), "asth");
    assert_eq!(lines.len(), 8);
    assert_eq!(lines.iter().filter(|(_, source)| source == "title").count(), 4);
}

#[test]
fn a_short_beginning_of_many_words_is_walked_through_once() {
    let words: String = (0..2_000).map(|number| format!("a{number} ")).collect();
    let library =
        Library::of(vec![record("1", &words, ""), record("2", "Asthma", ""), record("3", "Asthma", "")]);
    assert_eq!(library.search.prefixes.walks.lock().unwrap().len(), 0);
    let first = library.suggested("a");
    // Only words of titles: there are no headings to cache.
    assert_eq!(library.search.prefixes.walks.lock().unwrap().len(), 1);
    assert_eq!(library.suggested("a"), first);
    assert_eq!(library.suggested("ast"), ["Asthma", "Asthma"]);
    assert_eq!(library.search.prefixes.walks.lock().unwrap().len(), 1, "a longer one is not kept");
}
