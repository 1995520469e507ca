//! Query languages and synonyms, on small libraries.

use super::*;

/// Two senses of one abbreviation.
static WORDS: std::sync::LazyLock<Thesaurus> = std::sync::LazyLock::new(|| {
    let groups = [
        sense("Myocardial infarction", "heart attack", &["coronary", "troponin"], &["MI"]),
        sense("Mitral insufficiency", "mitral regurgitation", &["mitral", "valve"], &[]),
    ];
    Thesaurus::of(&groups, Spellings::new([], []))
});

fn sense(name: &str, same: &str, context: &[&str], usual: &[&str]) -> Group {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let words = [(same, Kind::Synonym), ("MI", Kind::Abbreviation)];
    Group { context: owned(context), usual: owned(usual), ..group(name, &words) }
}

fn answer(library: &Library, query: &SearchQuery) -> SearchResults {
    let scope = SearchScope { thesaurus: &WORDS, ..scope(&LibraryView::Department) };
    library.search.search(query, &scope).unwrap()
}

fn found(library: &Library, text: &str) -> Vec<String> {
    let mut ids: Vec<String> =
        answer(library, &SearchQuery::of(text)).hits.iter().map(|it| it.id.to_string()).collect();
    ids.sort();
    ids
}

fn records() -> Library {
    let full = |id: &str, title: &str, text: &str, author: &str, year: i32| IndexedItem {
        authors: vec![author.to_owned()],
        year: Some(year),
        journal: "Journal of Invented Trials".into(),
        headings: vec![if id == "a" { "Heart Failure" } else { "Gout" }.to_owned()],
        publication_types: vec!["Randomized Controlled Trial".into()],
        languages: vec!["eng".into()],
        identifiers: vec![format!("1000{id}")],
        ..record(id, title, text)
    };
    Library::of(vec![
        full(
            "a",
            "Dapagliflozin in heart failure",
            "Fewer hospitalisations than with placebo.",
            "McMurray JJV",
            2019,
        ),
        full(
            "b",
            "Placebo response",
            "Heart function and later failure of dapagliflozin.",
            "Solomon SD",
            2022,
        ),
        full("c", "Statins", "Lipids in adults.", "Ridker PM", 2008),
    ])
}

#[test]
fn pubmeds_syntax_finds_what_its_logic_says() {
    let library = records();
    for (text, expected) in [
        ("dapagliflozin AND placebo", vec!["a", "b"]),
        ("dapagliflozin[ti] AND placebo", vec!["a"]),
        ("dapagliflozin NOT hospitalisations", vec!["b"]),
        ("statins OR hospitalisations", vec!["a", "c"]),
        ("(statins OR dapagliflozin) AND 2019:2024[dp]", vec!["a", "b"]),
        ("dapagliflozin AND 2020:2024[dp]", vec!["b"]),
        ("\"heart failure\"[tiab]", vec!["a"]),
        ("dapagli*", vec!["a", "b"]),
        ("McMurray J[au]", vec!["a"]),
        ("mcmurray[au] OR ridker[au]", vec!["a", "c"]),
        ("heart failure[mh:noexp]", vec!["a"]),
        ("randomized controlled trial[pt] AND eng[la] AND lipids", vec!["c"]),
        ("\"Journal of Invented Trials\"[ta] AND statins", vec!["c"]),
        ("1000b[pmid]", vec!["b"]),
        ("heart adj2 failure", vec!["a"]),
        ("heart adj5 failure", vec!["a", "b"]),
        ("NOT dapagliflozin", vec!["c"]),
    ] {
        assert_eq!(found(&library, text), expected, "{text}");
    }
}

#[test]
fn a_malformed_query_gives_its_best_and_says_where_it_is_wrong() {
    let library = records();
    let results = answer(&library, &SearchQuery::of("(dapagliflozin AND placebo"));
    assert_eq!(results.total, 2);
    let problem = results.problems.first().expect("the open parenthesis is told");
    assert_eq!(problem.place("(dapagliflozin AND placebo").marked, "(");
    assert!(results.read_as.is_some());
}

#[test]
fn other_words_for_the_same_are_found_and_can_be_switched_off() {
    let library = Library::of(vec![
        record("mi", "Myocardial infarction", "Troponin rises."),
        record("typed", "Heart attack", "Pain."),
        record("other", "Panic attack", "The heart beats fast."),
    ]);
    let results = answer(&library, &SearchQuery::of("heart attack"));
    let ids: Vec<&str> = ids(&results.hits);
    assert!(ids.contains(&"mi") && ids[0] == "typed", "what was typed comes first: {ids:?}");
    let expansion = results.expansions.iter().find(|it| it.typed == "heart attack").expect("it is shown");
    assert!(expansion.words.iter().any(|word| word.eq_ignore_ascii_case("myocardial infarction")));
    let hit = results.hits.iter().find(|hit| hit.id.as_str() == "mi").unwrap();
    assert!(
        hit.matched.iter().any(|it| it.other.as_deref() == Some("Myocardial infarction")),
        "{:?}",
        hit.matched
    );
    let off = SearchQuery { off: vec![expansion.key.clone()], ..SearchQuery::of("heart attack") };
    let results = answer(&library, &off);
    assert!(!ids_of(&results).contains(&"mi".to_owned()));
    assert!(results.expansions.iter().any(|it| it.is_off), "it can be switched on again");
}

fn ids_of(results: &SearchResults) -> Vec<String> {
    results.hits.iter().map(|hit| hit.id.to_string()).collect()
}

#[test]
fn an_abbreviation_means_what_the_question_is_about() {
    let library = Library::of(vec![
        record("valve", "Mitral insufficiency after valve repair", "Regurgitation of the mitral valve."),
        record("infarct", "Myocardial infarction", "Coronary troponin."),
    ]);
    let results = answer(&library, &SearchQuery::of("MI after mitral valve repair"));
    assert_eq!(ids_of(&results).first().map(String::as_str), Some("valve"));
    assert!(!results.expansions.iter().any(|it| it.words.iter().any(|word| word.contains("nfarction"))));
}

#[test]
fn whatever_is_typed_is_answered_at_once() {
    let library = records();
    let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
    let terms: String = (0..5_000).map(|number| format!("term{number} OR ")).collect();
    for text in [
        deep.as_str(),
        &terms,
        "*",
        "a*",
        &"NOT (".repeat(3_000),
        &"dapagliflozin ".repeat(5_000),
        "\u{202e}lufrednow dapagliflozin",
        "a\0b",
        "\"",
        "\" \" \"",
    ] {
        let began = std::time::Instant::now();
        answer(&library, &SearchQuery::of(text));
        // Debug builds are about ten times slower than promised.
        assert!(
            began.elapsed() < std::time::Duration::from_millis(2_500),
            "{:.20}: {:?}",
            text,
            began.elapsed()
        );
    }
}
