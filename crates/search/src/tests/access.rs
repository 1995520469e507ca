//! Only what the searcher may see is in hits, counts, nearby items, suggestions and similar items.

use super::*;
use domain::vocabulary::{Term, TermKind};

/// A secret item beside one for everyone, alike except for a word that only the secret one holds.
fn library(restrict: impl FnOnce(&mut IndexedItem)) -> Library {
    let text = "telmisartan lowers pressure in adults with kidney disease over a year";
    let mut secret = article("secret", "Telmisartan quibbleword in kidney disease", text);
    restrict(&mut secret);
    Library::of(vec![secret, article("open", "Telmisartan in kidney disease", text)])
}

fn reader(country: &str, profession: &str, specialty: &str) -> LibraryView {
    LibraryView::Reader(Reader {
        country: country.into(),
        profession: profession.into(),
        specialty: specialty.into(),
    })
}

/// Whether the view shows the secret item. Every way to it has to agree.
fn shows_secret(library: &Library, view: &LibraryView) -> bool {
    let search = &library.search;
    let vocabulary = Vocabulary::new(vec![Term {
        kind: TermKind::Topic,
        slug: "q".into(),
        name: "Quibbleword".into(),
        synonyms: Vec::new(),
        area: String::new(),
    }]);
    library.set_names(vocabulary, &[], &[]);
    let answer = |query: &SearchQuery| search.search(query, &scope(view)).unwrap();
    let ask = |text: &str| answer(&SearchQuery::of(text));
    let filtered = SearchQuery { kinds: vec!["faq".into()], ..SearchQuery::of("telmisartan") };
    let shows = |hits: &[Hit]| hits.iter().any(|hit| hit.id.as_str() == "secret");
    let by_word = ask("telmisartan");
    let kinds = by_word.facets.kinds.iter().map(|entry| entry.count).sum::<u64>();
    let suggestions = |typed| search.suggest(typed, &scope(view), 10).unwrap();
    let open = ItemId::from("open");
    let secret = ItemId::from("secret");
    let ways = [
        ("hits", shows(&by_word.hits)),
        ("total", by_word.total == 2),
        ("counts", kinds == 2),
        ("a search of its own word", ask("quibbleword").total == 1),
        ("browsing", ask("").total == 2),
        ("ranking", shows(&search.rank("telmisartan", &scope(view), 10).unwrap())),
        ("nearby by a word", shows(&ask("unheardof telmisartan").nearby)),
        ("nearby without the filters", shows(&answer(&filtered).nearby)),
        ("spelling", ask("quibblewird").suggestion.is_some()),
        ("titles in the typeahead", suggestions("telmi").len() == 2),
        ("terms in the typeahead", suggestions("quibb").iter().any(|it| it.source == "topic")),
        ("similar items", shows(&search.find_similar(&open, &scope(view), 5).unwrap())),
        (
            "being asked for what is similar",
            !search.find_similar(&secret, &scope(view), 5).unwrap().is_empty(),
        ),
    ];
    let (name, first) = ways[0];
    for (way, shown) in ways {
        assert_eq!(shown, first, "{way} and {name} differ for {view:?}");
    }
    first
}

#[test]
fn a_country_profession_or_specialty_sees_what_is_meant_for_it_alone() {
    let german = library(|item| item.audience.countries = vec!["DE".into()]);
    assert!(shows_secret(&german, &reader("DE", "", "")));
    assert!(shows_secret(&german, &reader("de", "", "")));
    assert!(!shows_secret(&german, &reader("FR", "", "")));
    assert!(!shows_secret(&german, &reader("", "", "")), "an unknown country is no country");
    assert!(shows_secret(&german, &LibraryView::Department));

    let pharmacists = library(|item| item.audience.professions = vec!["pharmacist".into(), "nurse".into()]);
    assert!(shows_secret(&pharmacists, &reader("DE", "nurse", "")));
    assert!(!shows_secret(&pharmacists, &reader("DE", "physician", "")));
    assert!(!shows_secret(&pharmacists, &reader("DE", "", "")));

    let cardiologists = library(|item| item.audience.specialties = vec!["cardiology".into()]);
    assert!(shows_secret(&cardiologists, &reader("", "", "cardiology")));
    assert!(!shows_secret(&cardiologists, &reader("", "", "oncology")));
    assert!(!shows_secret(&cardiologists, &reader("", "", "")));
}

#[test]
fn every_part_of_an_audience_has_to_fit() {
    let both = library(|item| {
        item.audience.countries = vec!["DE".into()];
        item.audience.professions = vec!["nurse".into()];
    });
    assert!(shows_secret(&both, &reader("DE", "nurse", "")));
    assert!(!shows_secret(&both, &reader("DE", "physician", "")));
    assert!(!shows_secret(&both, &reader("FR", "nurse", "")));
}

#[test]
fn what_lies_outside_the_label_of_a_country_is_not_shown_there() {
    let entry = |country: &str, status| Labelling {
        product: "telmisartan".into(),
        country: country.into(),
        status,
        link: String::new(),
    };
    let labelled = library(|item| {
        item.labelling = vec![entry("DE", LabellingStatus::Outside), entry("FR", LabellingStatus::Within)];
    });
    assert!(!shows_secret(&labelled, &reader("DE", "", "")));
    assert!(shows_secret(&labelled, &reader("FR", "", "")));
    assert!(shows_secret(&labelled, &reader("GB", "", "")));
    assert!(!shows_secret(&labelled, &reader("", "", "")), "an unknown country might be any");
    assert!(shows_secret(&labelled, &LibraryView::Department));

    let within = library(|item| item.labelling = vec![entry("DE", LabellingStatus::Within)]);
    assert!(shows_secret(&within, &reader("", "", "")));
}

#[test]
fn what_has_expired_is_shown_to_nobody() {
    let until = |moment| library(move |item| item.expires_at = Some(moment));
    for view in [LibraryView::Department, reader("DE", "nurse", "cardiology")] {
        assert!(!shows_secret(&until(NOW), &view));
        assert!(!shows_secret(&until(NOW.plus(-1)), &view));
        assert!(shows_secret(&until(NOW.plus(1)), &view));
    }
}

#[test]
fn a_closed_gate_shows_nothing_at_all() {
    let library = library(|_| ());
    assert!(!shows_secret(&library, &LibraryView::Nothing));
    let results =
        library.search.search(&SearchQuery::of("telmisartan"), &scope(&LibraryView::Nothing)).unwrap();
    assert_eq!(results, SearchResults::default());
}

#[test]
fn access_is_read_anew_when_an_item_changes() {
    let library = library(|_| ());
    let german = reader("DE", "", "");
    assert!(shows_secret(&library, &german));
    let mut changed = article("secret", "Telmisartan quibbleword in kidney disease", "telmisartan kidney");
    changed.audience.countries = vec!["FR".into()];
    library.search.apply(vec![changed], Vec::new(), 2).unwrap();
    assert!(!shows_secret(&library, &german));
}
