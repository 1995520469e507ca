//! The order of what is found: subjects before circumstances, articles before records, the same under every filter.

use super::*;
use domain::record::NoticeKind;
use proptest::prelude::*;

#[test]
fn an_item_without_a_title_is_judged_by_its_first_sentence() {
    let filler = "Patients were followed for two years in eleven centres and every event was recorded";
    let untitled = format!("Colchicine prevents attacks of gout in adults. {filler}.");
    let mut items = vec![
        record("untitled", "", &untitled),
        record("aside", "", &format!("{filler}. Colchicine prevents attacks of gout in adults.")),
    ];
    items.extend((0..20).map(|n| record(&format!("other{n}"), "Asthma in school children", filler)));
    let library = Library::of(items);
    assert_eq!(ids(&library.ask("colchicine gout").hits), ["untitled", "aside"]);
    assert_eq!(library.ask("colchicine[ti]").total, 0, "a first sentence is no title");
}

#[test]
fn the_subject_outweighs_the_circumstance() {
    let mut items = vec![
        record(
            "subject",
            "Apixaban with clarithromycin",
            "Clarithromycin raised the concentration of apixaban by half in volunteers.",
        ),
        record(
            "circumstance",
            "Interactions in older women",
            "Interactions between older women and their carers, and effects of age on older women and apixaban.",
        ),
    ];
    let other = |n: usize| {
        let (title, text) = match n % 8 {
            0 => ("Apixaban", "Apixaban and bleeding."),
            1 => ("Clarithromycin", "Clarithromycin and cough."),
            2 => ("Women", "Women of every age."),
            _ => ("Gout", "Colchicine."),
        };
        record(&format!("other{n}"), title, text)
    };
    items.extend((0..64).map(other));
    let found = Library::of(items).ask("interactions between apixaban and clarithromycin in older women");
    assert_eq!(ids(&found.hits)[0], "subject");
}

#[test]
fn the_words_of_one_concept_weigh_less_than_as_many_subjects() {
    let thesaurus = Thesaurus::of(
        &[group("Chronic kidney disease", &[("chronic renal disease", Kind::Synonym)])],
        Spellings::default(),
    );
    let mut items = vec![
        record("medicine", "Finerenone", "Finerenone for one year in adults with heart problems."),
        record("disease", "Chronic kidney disease", "Chronic kidney disease in adults of every region."),
    ];
    items.extend((0..8).map(|n| record(&format!("m{n}"), "Finerenone", "Potassium.")));
    items.extend((0..8).map(|n| record(&format!("d{n}"), "Chronic kidney disease", "Anaemia.")));
    items.extend((0..80).map(|n| record(&format!("o{n}"), "Gout", "Colchicine in gout.")));
    let library = Library::of(items);
    let score = |text: &str, id: &str| {
        let scope = SearchScope { thesaurus: &thesaurus, ..scope(&LibraryView::Department) };
        let hits = library.search.rank(text, &scope, 200).unwrap();
        hits.iter().find(|hit| hit.id.as_str() == id).map(|hit| hit.score).unwrap()
    };
    let (medicine, disease) = (score("finerenone", "medicine"), score("chronic kidney disease", "disease"));
    assert!(disease > medicine && disease < 2.6 * medicine, "{disease} and {medicine}");
}

#[test]
fn an_article_that_answers_comes_before_every_record() {
    let mut items: Vec<_> = (0..30)
        .map(|n| record(&format!("r{n}"), "Apixaban in dialysis", &"apixaban dialysis ".repeat(n % 5)))
        .collect();
    items.push(record("title", "Apixaban in dialysis", ""));
    let long = "Anticoagulants differ in how the kidney clears them. ".repeat(60);
    items.push(article("answers", "Anticoagulants", &format!("{long} Apixaban on dialysis: half the dose.")));
    items.push(article("lacks", "Apixaban", "Apixaban and bleeding, apixaban and stroke."));
    items.extend((0..99).map(|n| record(&format!("other{n}"), "Gout", "Colchicine in gout.")));
    let library = Library::of(items);
    for text in ["apixaban dialysis", "effects of apixaban in elderly patients on dialysis"] {
        let hits = library.ask(text).hits;
        assert_eq!(ids(&hits)[0], "answers", "{text}");
        assert_ne!(ids(&hits)[1], "lacks", "{text}");
    }
}

#[test]
fn a_retracted_publication_comes_after_its_like() {
    let retracted = IndexedItem {
        notices: vec![NoticeKind::Retracted],
        ..record("retracted", "Apixaban in dialysis", "Half the dose.")
    };
    let library = Library::of(vec![retracted, record("sound", "Apixaban in dialysis", "Half the dose.")]);
    assert_eq!(ids(&library.ask("apixaban dialysis").hits), ["sound", "retracted"]);
}

/// Four hundred items with a few words each, of many kinds, levels and years.
fn varied() -> Library {
    let words = ["asthma", "steroid", "inhaled", "children", "placebo", "school", "relapse", "dose"];
    let item = |number: usize| {
        let mixed = number.wrapping_mul(2_654_435_761) >> 4;
        let pick = |shift: usize| words[(mixed >> shift) % words.len()];
        let text: Vec<&str> = (0..3 + mixed % 9).map(|place| pick(3 * place % 17)).collect();
        let make = if mixed.is_multiple_of(7) { article } else { record };
        let title = format!("{} {}", pick(1), pick(5));
        IndexedItem {
            areas: if mixed.is_multiple_of(3) { vec!["lungs".into()] } else { vec!["heart".into()] },
            products: if mixed.is_multiple_of(5) { vec!["inhalix".into()] } else { Vec::new() },
            evidence_level: EvidenceLevel::try_from(u8::try_from(mixed % 5 + 1).unwrap()).ok(),
            year: Some(2_000 + i32::try_from(mixed % 24).unwrap()),
            notices: if mixed.is_multiple_of(11) { vec![NoticeKind::Retracted] } else { Vec::new() },
            pico: Pico { population: pick(2).to_owned(), ..Pico::default() },
            ..make(&format!("i{number}"), if mixed.is_multiple_of(4) { "" } else { &title }, &text.join(" "))
        }
    };
    Library::of((0..400).map(item).collect())
}

static VARIED: std::sync::LazyLock<Library> = std::sync::LazyLock::new(varied);

proptest! {
    #[test]
    fn no_filter_reorders_what_stays(
        text in prop::sample::select(vec![
            "asthma", "asthma steroid", "inhaled steroid in children", "asthma OR relapse",
            "dose of inhaled steroid for relapse of asthma at school", "\"asthma steroid\" dose", "children NOT dose",
        ]),
        area in prop::option::of(prop::sample::select(vec!["lungs", "heart"])),
        product in any::<bool>(),
        level in prop::option::of(1..=5_u8),
        from_year in prop::option::of(2_000..2_024_i32),
        population in prop::option::of(prop::sample::select(vec!["asthma", "children"])),
        kind in prop::option::of(prop::sample::select(vec!["record", "evidence-summary"])),
    ) {
        let all = SearchQuery::of(text);
        let mut query = all.clone();
        query.areas = area.into_iter().map(Into::into).collect();
        query.products = if product { vec!["inhalix".into()] } else { Vec::new() };
        query.levels = level.into_iter().map(|level| level.to_string()).collect();
        query.kinds = kind.into_iter().map(Into::into).collect();
        query.from_year = from_year;
        query.pico.population = population.unwrap_or_default().to_owned();
        let view = LibraryView::Department;
        let list = |query: &SearchQuery, count| {
            let found = VARIED.search.search_range(query, 0, count, &scope(&view)).unwrap().hits;
            found.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        let (whole, narrowed) = (list(&all, 400), list(&query, 400));
        let stays: Vec<_> = whole.iter().filter(|id| narrowed.contains(id)).cloned().collect();
        prop_assert_eq!(&stays, &narrowed);
        prop_assert_eq!(&list(&query, 20), &narrowed[..narrowed.len().min(20)]);
    }
}
