//! What a search answers: matches, counts, order, pages, and help where nothing was found.

use super::*;
use domain::search_query::Sort;

/// Eight items on asthma: kinds, areas, levels and years in known numbers.
fn varied() -> Library {
    let items = (0..8_u8).map(|number| {
        let id = format!("i{number}");
        let title = format!("Asthma study number {number}");
        let make = if number < 3 { article } else { record };
        IndexedItem {
            areas: if number % 2 == 0 { vec!["lungs".into()] } else { vec!["heart".into(), "lungs".into()] },
            products: if number < 4 { vec!["inhalix".into()] } else { Vec::new() },
            evidence_level: EvidenceLevel::try_from(number % 3 + 1).ok(),
            year: Some(2_010 + i32::from(number)),
            published_at: Moment(i64::from(number)),
            ..make(&id, &title, "Inhaled steroids in asthma.")
        }
    });
    Library::of(items.collect())
}

#[test]
fn counts_are_the_hits_that_a_choice_would_show() {
    let library = varied();
    let unfiltered = library.ask("asthma");
    assert_eq!(unfiltered.total, 8);
    assert_eq!(counts(&unfiltered.facets.kinds), [("record", 5), ("evidence-summary", 3)]);
    assert_eq!(counts(&unfiltered.facets.areas), [("lungs", 8), ("heart", 4)]);
    for (area, count) in counts(&unfiltered.facets.areas) {
        let chosen = SearchQuery { areas: vec![area.into()], ..SearchQuery::of("asthma") };
        assert_eq!(library.answer(&chosen).total, count);
    }
}

#[test]
fn choices_within_a_facet_widen_and_facets_narrow_each_other() {
    let library = varied();
    let query = SearchQuery {
        levels: vec!["1".into(), "2".into()],
        kinds: vec!["record".into()],
        ..SearchQuery::of("asthma")
    };
    let results = library.answer(&query);
    // Levels 1 and 2 are numbers 0, 1, 3, 4, 6, 7; records are 3 to 7.
    assert_eq!(results.total, 4);
    // A facet's own choice does not narrow its counts; the other's does.
    assert_eq!(counts(&results.facets.levels), [("1", 2), ("2", 2), ("3", 1)]);
    assert_eq!(counts(&results.facets.kinds), [("record", 4), ("evidence-summary", 2)]);
    let chosen: Vec<bool> = results.facets.levels.iter().map(|entry| entry.is_chosen).collect();
    assert_eq!(chosen, [true, true, false]);
    // Neither narrows anything else less than both together.
    assert_eq!(counts(&results.facets.areas), [("lungs", 4), ("heart", 2)]);
}

#[test]
fn a_choice_without_hits_stays_in_its_list() {
    let query = SearchQuery { products: vec!["unknown".into()], ..SearchQuery::of("asthma") };
    let results = varied().answer(&query);
    assert_eq!(results.total, 0);
    assert_eq!(counts(&results.facets.products), [("inhalix", 4), ("unknown", 0)]);
    assert!(!results.nearby.is_empty());
}

#[test]
fn years_narrow_by_both_bounds_and_are_counted_newest_first() {
    let library = varied();
    let query = SearchQuery { from_year: Some(2_012), to_year: Some(2_014), ..SearchQuery::of("asthma") };
    let results = library.answer(&query);
    assert_eq!(results.total, 3);
    assert_eq!(results.facets.years.len(), 8);
    assert_eq!(results.facets.years[0].value, "2017");
    assert_eq!(results.facets.years.iter().filter(|entry| entry.is_chosen).count(), 3);
    let open = SearchQuery { from_year: Some(2_016), ..SearchQuery::of("asthma") };
    assert_eq!(library.answer(&open).total, 2);
}

#[test]
fn newest_sorts_by_publication_and_so_does_a_search_without_words() {
    let library = varied();
    let newest = SearchQuery { sort: Sort::Newest, ..SearchQuery::of("asthma") };
    let order = ["i7", "i6", "i5", "i4", "i3", "i2", "i1", "i0"];
    assert_eq!(ids(&library.answer(&newest).hits), order);
    assert_eq!(ids(&library.ask("").hits), order);
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let items = (0..45).map(|n| record(&format!("i{n:02}"), "Gout", &"colchicine ".repeat(n % 7 + 1)));
    let library = Library::of(items.collect());
    let page = |page| library.answer(&SearchQuery { page, ..SearchQuery::of("gout colchicine") });
    let mut seen = Vec::new();
    for number in 1..=4 {
        let results = page(number);
        assert_eq!(results.total, 45);
        seen.extend(results.hits.into_iter().map(|hit| (hit.rank, hit.id)));
    }
    assert!(seen.iter().map(|(rank, _)| *rank).eq(1..=45));
    seen.sort_by(|a, b| a.1.cmp(&b.1));
    seen.dedup_by(|a, b| a.1 == b.1);
    assert_eq!(seen.len(), 45);
    assert!(page(usize::MAX).hits.is_empty());
    assert_eq!(page(0).hits.len(), 20, "a query made without a page asks for the first");
}

#[test]
fn an_item_may_lack_the_common_words_of_a_question_but_not_its_subject() {
    let mut items: Vec<_> =
        (0..30).map(|n| record(&format!("c{n}"), "Patients", "treatment of patients with pain")).collect();
    items.push(record("gout", "Febuxostat", "Febuxostat in gout"));
    let library = Library::of(items);
    assert_eq!(ids(&library.ask("How should patients get febuxostat?").hits), ["gout"]);
    let unknown = library.ask("patients unheardof");
    assert_eq!(unknown.total, 0);
    assert!(!unknown.nearby.is_empty(), "what holds the other word is near");
}

#[test]
fn any_form_of_a_word_is_found_and_the_title_weighs_more() {
    let library = Library::of(vec![
        record("text", "Another", "Treatment with anticoagulants in one sentence here"),
        record("title", "Anticoagulant treatment", "With another in one sentence here"),
        record("other", "Gout", "Colchicine"),
    ]);
    assert_eq!(ids(&library.ask("anticoagulant treatments").hits), ["title", "text"]);
}

#[test]
fn a_phrase_in_quotes_stands_in_the_text_as_it_is() {
    let library = Library::of(vec![
        record("phrase", "One", "Acute heart failure in the elderly"),
        record("apart", "Two", "Failure of treatment in acute disease of the heart"),
    ]);
    assert_eq!(library.ask("heart failure").total, 2);
    assert_eq!(ids(&library.ask("\"heart failure\"").hits), ["phrase"]);
    let reversed = library.ask("\"failure heart\"");
    assert_eq!(reversed.total, 0);
    assert_eq!(reversed.nearby.len(), 2);
}

#[test]
fn an_identifier_finds_exactly_its_item() {
    let mut first = record("first", "Colchicine", "A trial in gout");
    first.identifiers = vec!["31535829".into(), "10.1056/NEJMoa1911303".into(), "NCT03036124".into()];
    let mut second = record("second", "Colchicine", "A trial in gout");
    second.identifiers = vec!["31535820".into(), "10.1056/NEJMoa1911304".into()];
    let library = Library::of(vec![first, second]);
    for text in [
        "31535829",
        "PMID: 31535829",
        "PMID:31535829",
        "https://doi.org/10.1056/NEJMOA1911303",
        "doi: 10.1056/nejmoa1911303",
        "nct03036124",
    ] {
        assert_eq!(ids(&library.ask(text).hits), ["first"], "{text}");
    }
    assert_eq!(library.ask("10.1056/nejmoa191130").total, 0);
}

#[test]
fn a_list_finds_what_it_names_and_nothing_that_cites_it() {
    let own = |id: &str, identifier: &str| IndexedItem {
        identifiers: vec![identifier.into()],
        ..record(id, "Colchicine", "A trial in gout")
    };
    let citing = IndexedItem {
        cited_identifiers: vec!["31535829".into(), "28845751".into(), "12345678".into()],
        ..article("citing", "Gout", "Colchicine helps.")
    };
    let library = Library::of(vec![own("first", "31535829"), own("second", "28845751"), citing]);
    for text in ["31535829, 28845751", "31535829\n28845751", "31535829[pmid] OR 28845751[pmid]"] {
        assert_eq!(ids(&library.ask(text).hits), ["first", "second"], "{text}");
    }
    let partly = library.ask("31535829, 12345678");
    assert_eq!(ids(&partly.hits), ["first"]);
    assert_eq!(partly.missing, ["12345678"], "that it is cited does not make it be here");
    assert_eq!(library.ask("PMID: 31535829").total, 2, "a single one also finds what mentions it");
}

#[test]
fn a_strategy_of_known_items_keeps_its_logic() {
    let own = |id: &str, identifier: &str| IndexedItem {
        identifiers: vec![identifier.into()],
        ..record(id, "Colchicine", "A trial in gout")
    };
    let library = Library::of(vec![own("first", "31535829"), own("second", "28845751")]);
    let lines = "1. 31535829[pmid]\n2. 28845751[pmid]\n3. ";
    for (last, found) in [("1 and 2", 0), ("1 or 2", 2), ("#1 NOT #2", 1), ("or/1-2", 2)] {
        let results = library.ask(&format!("{lines}{last}"));
        assert_eq!((results.total, results.lines.len()), (found, 3), "{last}");
        assert!(results.missing.is_empty(), "{last}: {:?}", results.missing);
    }
}

#[test]
fn authors_headings_and_journals_are_found_but_not_shown_in_snippets() {
    let mut item = record("1", "Gout", "Colchicine in gout");
    item.authors = vec!["Zimmermann K".into(), "B".into(), "C".into(), "D".into()];
    item.headings = vec!["Hyperuricemia".into()];
    item.journal = "Rheumatology Letters".into();
    let library = Library::of(vec![item]);
    for text in ["zimmermann", "hyperuricemia", "rheumatology"] {
        let results = library.ask(text);
        assert_eq!(results.total, 1, "{text}");
        assert!(results.hits[0].snippet.iter().all(|stretch| !stretch.is_match));
    }
}

#[test]
fn a_hit_carries_what_its_line_shows() {
    let item = IndexedItem {
        year: Some(2_019),
        evidence_level: EvidenceLevel::try_from(2).ok(),
        notices: vec![domain::record::NoticeKind::Retracted],
        is_demo: true,
        ..article("a", "Colchicine", "Colchicine in gout, once daily.")
    };
    let hit = Library::of(vec![item]).ask("colchicine").hits.remove(0);
    assert_eq!(hit.address(), "/library/a-slug");
    assert_eq!((hit.rank, hit.year, hit.is_demo), (1, Some(2_019), true));
    assert_eq!(hit.evidence_level, EvidenceLevel::try_from(2).ok());
    assert_eq!(hit.notices, [domain::record::NoticeKind::Retracted]);
    assert_eq!(hit.external_id.as_deref(), Some("a"));
    assert!(hit.snippet[0].is_match && hit.snippet[0].text == "Colchicine");
    assert!(hit.score > 0.0);
}

#[test]
fn similar_items_share_telling_words_and_never_are_the_item_itself() {
    let library = Library::of(vec![
        record("a", "Dapagliflozin in heart failure", "Dapagliflozin lowered hospital admissions in failure"),
        record("b", "Empagliflozin and dapagliflozin in heart failure", "Both lowered hospital admissions"),
        record("c", "Colchicine in gout", "Colchicine lowered the number of attacks"),
        record("d", "Allopurinol in gout", "Allopurinol lowered urate"),
    ]);
    let similar =
        library.search.find_similar(&ItemId::from("a"), &scope(&LibraryView::Department), 3).unwrap();
    assert_eq!(ids(&similar)[0], "b");
    assert!(!ids(&similar).contains(&"a"));
    let none =
        library.search.find_similar(&ItemId::from("gone"), &scope(&LibraryView::Department), 3).unwrap();
    assert!(none.is_empty());
}

#[test]
fn no_text_makes_a_search_fail() {
    let library = varied();
    let texts = [
        "(".repeat(10_000),
        "\0".into(),
        "a\0b \"\0".into(),
        "asthma ".repeat(9_400),
        "x".repeat(65_536),
        "\"".repeat(5_000),
        "\"a b\" ".repeat(2_000),
        "AND OR NOT title:(* ^~ [a TO b] -x +y".into(),
        "ASTHMA\u{301}\u{202E}\u{10FFFF} 🫁".into(),
        "10.1/ doi: pmid: nct 00000".into(),
        "é".repeat(1_500),
        (0..5_000).map(|number| format!("w{number} ")).collect(),
    ];
    for text in texts {
        let start: String = text.chars().take(20).collect();
        let results = library.ask(&text);
        assert!(results.total > 0 || results.hits.is_empty(), "{start}");
        library.suggested(&text);
        library.search.rank(&text, &scope(&LibraryView::Department), 10).unwrap();
    }
}
