//! Signs for letters, on small libraries.

use super::*;
use domain::query::ProblemCode;

fn records() -> Library {
    Library::of(vec![
        record("a", "Women and men", "Tumour of the colour kind; paediatric ischaemia."),
        record("b", "A woman", "Tumor without color; pediatric ischemic stroke."),
        record("c", "Hyperglycemia", "Vaccination of the children in rheumatology."),
        record("d", "Hypoglycaemia and dogs", "Childhood vaccines; a dogma of haematology."),
        record("e", "Womanhood", "The vaccinated child, IL-6 and a non-steroidal agent."),
    ])
}

fn search(library: &Library, text: &str) -> SearchResults {
    library.search.search(&SearchQuery::of(text), &scope(&LibraryView::Department)).unwrap()
}

fn found(library: &Library, text: &str) -> Vec<String> {
    let mut ids: Vec<String> = search(library, text).hits.iter().map(|hit| hit.id.to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn a_sign_stands_for_one_letter_or_none() {
    let library = records();
    for (text, expected) in [
        ("wom?n", vec!["a", "b"]),
        ("wom#n.ti.", vec!["a", "b"]),
        ("wom?n*", vec!["a", "b", "e"]),
        ("tumo?r AND colo?r", vec!["a", "b"]),
        ("p?ediatric.mp.", vec!["a", "b"]),
        ("p#ediatric.mp.", vec!["a"]),
        ("isch?emi*", vec!["a", "b"]),
        ("*glycemia", vec!["c"]),
        ("*glyc?emia", vec!["c", "d"]),
        ("h*matology", vec!["d"]),
        ("dog$1.mp.", vec!["d"]),
        ("dog$2.mp.", vec!["d"]),
        ("non-steroid*", vec!["e"]),
    ] {
        assert_eq!(found(&library, text), expected, "{text}");
        assert_eq!(search(&library, text).problems, [], "{text}");
    }
}

#[test]
fn signs_stand_for_letters_within_phrases_and_near_others() {
    let library = records();
    for (text, expected) in [
        ("\"p?ediatric isch?emi*\"", vec!["a", "b"]),
        ("\"isch?emic stroke\"", vec!["b"]),
        ("(vaccinat* adj4 child*).ti,ab.", vec!["c", "d", "e"]),
        ("(child* adj1 vaccin*).ti,ab.", vec!["d", "e"]),
        ("\"the vaccinat* child\"", vec!["e"]),
        ("\"children in rheumatolog*\"", vec!["c"]),
        ("(wom?n adj2 men).ti.", vec!["a"]),
        ("(rheumatology adj3 wom?n).mp.", vec![]),
    ] {
        assert_eq!(found(&library, text), expected, "{text}");
    }
}

#[test]
fn what_a_sign_stands_for_ranks_and_is_marked() {
    let library = records();
    let results = search(&library, "wom?n");
    let marked = |hit: &Hit| hit.matched.iter().any(|it| it.word.starts_with("wom"));
    assert!(results.hits.iter().all(marked), "{:?}", results.hits);
}

#[test]
fn a_sign_for_too_many_words_is_reported_and_bounded() {
    let numbered = |number: usize| record(&format!("r{number}"), &format!("Abc{number}x"), "");
    let library = Library::of((0..700).map(numbered).collect());
    let results = search(&library, "abc*x");
    assert_eq!(results.total, 500);
    assert_eq!(results.problems.first().map(|problem| problem.code), Some(ProblemCode::TooManyWords));
    let results = search(&library, "1. abc*x\n2. abc1*\n3. 1 or 2");
    assert_eq!(results.lines[0].problems[0].code, ProblemCode::TooManyWords);
    assert_eq!(results.lines[1].count, Some(111));
}
