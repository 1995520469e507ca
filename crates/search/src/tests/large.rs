//! Libraries with more items than the engine reads at once, and with more than one kind of access.

use super::*;

const ITEMS: usize = 9_000;

/// Item n holds a word for each number that divides it. `gamma delta` is a phrase in multiples of five, and reversed
/// in their successors.
fn library() -> Library {
    let item = |number: usize| {
        let is_divisible = |by: usize| number.is_multiple_of(by);
        let mut text = String::from("study");
        for (by, word) in [(2, " alpha"), (3, " beta"), (4, " common ground")] {
            if is_divisible(by) {
                text.push_str(word);
            }
        }
        match number % 5 {
            0 => text.push_str(" gamma delta"),
            1 => text.push_str(" delta gamma"),
            _ => {}
        }
        if is_divisible(7) {
            text.push_str(&" epsilon".repeat(number % 11 + 1));
        }
        let audience = if is_divisible(9) {
            Audience { countries: vec!["DE".to_owned()], ..Audience::default() }
        } else {
            Audience::default()
        };
        IndexedItem {
            audience,
            year: Some(2_000 + i32::from(is_divisible(2))),
            ..record(&number.to_string(), "", &text)
        }
    };
    Library::of((0..ITEMS).map(item).collect())
}

#[test]
fn counts_are_true_wherever_an_item_stands() {
    let library = library();
    assert_eq!(library.ask("alpha beta").total, 1_500);
    assert_eq!(library.ask("\"gamma delta\"").total, 1_800);
    let results = library.ask("beta");
    assert_eq!(results.total, 3_000);
    assert_eq!(counts(&results.facets.years), [("2001", 1_500), ("2000", 1_500)]);
}

#[test]
fn what_a_reader_may_not_see_is_in_no_count_wherever_it_stands() {
    let library = library();
    let view = LibraryView::Reader(Reader { country: "GB".to_owned(), ..Reader::default() });
    let results = library.search.search(&SearchQuery::of("beta"), &scope(&view)).unwrap();
    assert_eq!(results.total, 2_000);
    assert_eq!(counts(&results.facets.kinds), [("record", 2_000)]);
    let narrowed = SearchQuery { from_year: Some(2_001), ..SearchQuery::of("beta") };
    let results = library.search.search(&narrowed, &scope(&view)).unwrap();
    assert_eq!(results.total, 1_000);
    assert_eq!(counts(&results.facets.years), [("2001", 1_000), ("2000", 1_000)]);
}

#[test]
fn a_phrase_that_means_a_word_counts_only_where_it_stands_as_a_phrase() {
    let library = library();
    let thesaurus = Thesaurus::of(&[group("Zeta", &[("gamma delta", Kind::Synonym)])], Spellings::default());
    let total = |text: &str| {
        let scope = SearchScope { thesaurus: &thesaurus, ..scope(&LibraryView::Department) };
        library.search.search(&SearchQuery::of(text), &scope).unwrap().total
    };
    assert_eq!(total("zeta"), 1_800);
    assert_eq!(total("zeta beta"), 600);
}

#[test]
fn the_best_are_the_same_however_many_are_kept() {
    let library = library();
    let view = LibraryView::Department;
    for text in ["epsilon beta", "epsilon alpha beta common", "epsilon gamma delta ground study"] {
        let few = library.search.rank(text, &scope(&view), 100).unwrap();
        let all = library.search.rank(text, &scope(&view), ITEMS).unwrap();
        assert_eq!(ids(&few), ids(&all)[..few.len()], "{text}");
        let scores = |hits: &[Hit]| hits.iter().take(100).map(|hit| hit.score).collect::<Vec<_>>();
        assert_eq!(scores(&few), scores(&all), "{text}");
    }
}

#[test]
fn a_phrase_that_means_a_word_is_found_where_the_engine_finds_it_and_stays_true_as_the_library_changes() {
    let text = |number: usize| {
        let mixed = number * 2_654_435_761;
        (0..12)
            .map(|place| ["red", "green", "blue"][(mixed >> (2 * place)) % 3])
            .collect::<Vec<_>>()
            .join(" ")
    };
    let items = |range: std::ops::Range<usize>| {
        range.map(|number| record(&number.to_string(), "", &text(number))).collect::<Vec<_>>()
    };
    let library = Library::of(items(0..1_500));
    let phrases = ["red green", "green green", "red green red", "blue blue blue", "green red red blue"];
    let groups: Vec<Group> = (0..)
        .zip(phrases)
        .map(|(n, phrase)| group(&format!("word{n}"), &[(phrase, Kind::Synonym)]))
        .collect();
    let thesaurus = Thesaurus::of(&groups, Spellings::default());
    let total = |text: &str| {
        let scope = SearchScope { thesaurus: &thesaurus, ..scope(&LibraryView::Department) };
        library.search.search(&SearchQuery::of(text), &scope).unwrap().total
    };
    let mut before = 0;
    let mut is_true = || {
        let totals: Vec<u64> = (0..phrases.len()).map(|n| total(&format!("word{n}"))).collect();
        let of_engine: Vec<u64> = phrases.map(|phrase| library.ask(&format!("\"{phrase}\"")).total).into();
        assert_eq!(totals, of_engine);
        assert!(totals.iter().all(|total| *total > 0));
        assert_ne!(totals.iter().sum::<u64>(), std::mem::replace(&mut before, totals.iter().sum()));
    };
    is_true();
    library.search.apply(items(1_500..2_000), Vec::new(), 2).unwrap();
    is_true();
    library
        .search
        .apply(Vec::new(), (0..500).map(|n| ItemId::from(n.to_string().as_str())).collect(), 3)
        .unwrap();
    is_true();
}
