//! Narrowing by what an article's evidence is about and how certain it is.

use super::*;
use domain::facet::Facet;
use domain::pico::{Certainty, PicoPart};
use domain::slug::Slug;

fn about(id: &str, pico: [&str; 4], certainty: Option<Certainty>) -> IndexedItem {
    let mut item = article(id, &format!("Article {id}"), "What was found.");
    for (part, text) in PicoPart::all().zip(pico) {
        *item.pico.part_mut(part) = text.to_owned();
    }
    IndexedItem { certainty, topics: vec!["mortality".into()], ..item }
}

fn answered() -> Library {
    Library::of(vec![
        about("adults", ["Adults with gout", "Colchicine", "Placebo", "Attacks"], Some(Certainty::High)),
        about("children", ["Children with gout", "Placebo", "Colchicine", "Death"], Some(Certainty::VeryLow)),
        about("unstated", ["", "", "", ""], None),
        record("record", "Adults with gout", "Colchicine against placebo."),
    ])
}

fn with(part: PicoPart, words: &str) -> SearchQuery {
    let mut query = SearchQuery::of("");
    *query.pico.part_mut(part) = words.to_owned();
    query
}

#[test]
fn a_question_is_found_with_the_text() {
    assert_eq!(ids(&answered().ask("children attacks").hits), Vec::<&str>::new());
    assert_eq!(ids(&answered().ask("children").hits), ["children"]);
}

#[test]
fn words_of_a_part_narrow_to_articles_in_whose_part_they_all_stand() {
    let library = answered();
    let found = |part, words| {
        let mut found = ids(&library.answer(&with(part, words)).hits).join(" ");
        found.insert(0, '=');
        found
    };
    assert_eq!(found(PicoPart::Population, "gout adult"), "=adults", "in any form and order");
    assert_eq!(found(PicoPart::Population, "the gout").len(), "=adults children".len());
    assert_eq!(found(PicoPart::Intervention, "placebo"), "=children");
    assert_eq!(found(PicoPart::Comparator, "placebo"), "=adults");
    assert_eq!(found(PicoPart::Outcome, "attacks of death"), "=");
    assert_eq!(found(PicoPart::Outcome, "of the …").split(' ').count(), 4, "nothing that says anything");
    let both = SearchQuery { text: "colchicine".into(), ..with(PicoPart::Population, "adults") };
    assert_eq!(ids(&library.answer(&both).hits), ["adults"]);
}

#[test]
fn what_is_near_is_looked_for_under_the_same_words_of_the_question_first() {
    let query = SearchQuery { text: "colchicine unheardof".into(), ..with(PicoPart::Population, "children") };
    let results = answered().answer(&query);
    assert_eq!(results.total, 0);
    assert_eq!(ids(&results.nearby), ["children"]);
}

#[test]
fn certainty_and_topic_are_counted_and_narrow() {
    let library = answered();
    let all = library.ask("");
    assert_eq!(counts(&all.facets.certainties), [("high", 1), ("very-low", 1)]);
    assert_eq!(counts(&all.facets.topics), [("mortality", 3)]);
    let high = library.answer(&SearchQuery::only(Facet::Certainty, "high"));
    assert_eq!(ids(&high.hits), ["adults"]);
    assert_eq!(high.hits[0].certainty, Some(Certainty::High));
    assert_eq!(
        counts(&high.facets.certainties),
        [("high", 1), ("very-low", 1)],
        "its own choice is no filter"
    );
    assert_eq!(counts(&high.facets.topics), [("mortality", 1)]);
}

#[test]
fn a_hit_carries_the_start_of_each_part() {
    let long = "Adults with chronic kidney disease and an estimated glomerular filtration rate of 20 to 45, or more \
                with albuminuria, with and without diabetes";
    let library = Library::of(vec![about("long", [long, "Colchicine", "", ""], None)]);
    let hit = library.ask("colchicine").hits.remove(0);
    assert_eq!(hit.pico.intervention, "Colchicine");
    assert_eq!(hit.pico.comparator, "");
    let start = hit.pico.population.strip_suffix('…').unwrap();
    assert!(long.starts_with(start) && start.len() > 100, "{start}");
}
