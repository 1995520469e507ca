//! Libraries of more items than the engine looks at in one go, and of more kinds of access than one.

use super::*;
use crate::domain::thesaurus::{Group, Kind, Source, Spellings, Word};

const ITEMS: usize = 9_000;

/// Item n holds a word for each number that divides it; by five they are a phrase, or the same words the other way round.
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
        Indexed {
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
    let results = library.search.search(&SearchQuery::of("beta"), &sight(&view)).unwrap();
    assert_eq!(results.total, 2_000);
    assert_eq!(counts(&results.facets.kinds), [("record", 2_000)]);
    let narrowed = SearchQuery { from_year: Some(2_001), ..SearchQuery::of("beta") };
    let results = library.search.search(&narrowed, &sight(&view)).unwrap();
    assert_eq!(results.total, 1_000);
    assert_eq!(counts(&results.facets.years), [("2001", 1_000), ("2000", 1_000)]);
}

#[test]
fn a_phrase_that_means_a_word_counts_only_where_it_stands_as_a_phrase() {
    let library = library();
    let group = Group {
        source: Source::Start,
        id: "zeta".to_owned(),
        name: "Zeta".into(),
        words: vec![Word { text: "gamma delta".into(), kind: Kind::Synonym }],
        broader: Vec::new(),
        context: Vec::new(),
        usual: Vec::new(),
        trees: Vec::new(),
        is_off: false,
    };
    let thesaurus = Thesaurus::of(&[group], Spellings::default());
    let total = |text: &str| {
        let sight = Sight { thesaurus: &thesaurus, ..sight(&LibraryView::Department) };
        library.search.search(&SearchQuery::of(text), &sight).unwrap().total
    };
    assert_eq!(total("zeta"), 1_800);
    assert_eq!(total("zeta beta"), 600);
}

#[test]
fn the_best_are_the_same_however_many_are_kept() {
    let library = library();
    let view = LibraryView::Department;
    for text in ["epsilon beta", "epsilon alpha beta common", "epsilon gamma delta ground study"] {
        let few = library.search.rank(text, &sight(&view), 100).unwrap();
        let all = library.search.rank(text, &sight(&view), ITEMS).unwrap();
        assert_eq!(ids(&few), ids(&all)[..few.len()], "{text}");
        let scores = |hits: &[Hit]| hits.iter().take(100).map(|hit| hit.score).collect::<Vec<_>>();
        assert_eq!(scores(&few), scores(&all), "{text}");
    }
}
