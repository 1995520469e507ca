//! The demonstration: what it invents agrees with its own library, and what it states as fact is in its sources.

use crate::both;
use domain::article::{ArticleKind, FrontMatter};
use domain::asker::{Asker, Declaration, Gate};
use domain::record::RecordData;
use domain::search_query::SearchQuery;
use formats::Format;
use services::content;
use services::{demo, search};
use std::path::Path;

/// Readers of whom each finds something else: by country because of labelling, by profession because of audiences.
fn readers() -> Vec<Asker> {
    let professions = ["physician", "pharmacist", "nurse", "other-healthcare-professional", ""];
    let countries = ["GB", "DE", "US", "FR"];
    let reader = |country: &str, profession: &str| Asker {
        declaration: Some(Declaration { country: country.into(), profession: profession.into() }),
        ..Asker::anonymous(Gate::Declared)
    };
    countries.iter().flat_map(|country| professions.map(|profession| reader(country, profession))).collect()
}

fn articles() -> Vec<(FrontMatter, String)> {
    let text = |file: content::File| String::from_utf8(file.bytes.to_vec()).unwrap();
    content::demo_files("articles").into_iter().map(|file| formats::article(&text(file)).unwrap()).collect()
}

fn records() -> Vec<RecordData> {
    let file = content::demo_file("records.jsonl").unwrap();
    formats::read(Format::JsonLines, file.bytes).map(Result::unwrap).collect()
}

both! {
    async fn a_gap_finds_nothing_and_every_other_search_of_the_month_finds_something(portal: Portal) {
        demo::load(&portal.context).await.unwrap();
        let month = content::demo_month().unwrap();
        for reader in readers() {
            let total = async |words: &str| {
                search::search(&portal.context, &reader, &SearchQuery::of(words)).await.unwrap().total
            };
            for gap in &month.gaps {
                assert_eq!(total(&gap.words).await, 0, "{} for {:?}", gap.words, reader.declaration);
            }
            for search in &month.searches {
                assert!(total(&search.words).await > 0, "{} for {:?}", search.words, reader.declaration);
            }
        }
    }

    async fn a_reply_cites_what_the_library_has(portal: Portal) {
        demo::load(&portal.context).await.unwrap();
        let store = &portal.context.store;
        for request in content::demo_month().unwrap().requests {
            for name in &request.cites {
                let is_there = match name.strip_prefix("record:") {
                    Some(id) => storage::records::by_identifier(store, id).await.unwrap().is_some(),
                    None => storage::articles::published(store, name).await.unwrap().is_some(),
                };
                assert!(is_there, "{name}, cited in the answer to: {}", request.question);
            }
        }
    }
}

#[test]
fn every_article_of_the_demonstration_says_that_it_is_one() {
    for (front, _) in articles() {
        assert!(front.is_demo, "{}", front.slug);
    }
}

#[test]
fn an_article_about_a_product_says_how_it_is_labelled() {
    let teaches = |front: &FrontMatter| {
        matches!(front.kind, ArticleKind::EducationModule | ArticleKind::RealWorldEvidence)
    };
    for (front, _) in articles().iter().filter(|(front, _)| !teaches(front)) {
        let Some(product) = front.products.first() else { continue };
        for country in ["GB", "DE", "US"] {
            let is_labelled =
                |entry: &domain::article::Labelling| entry.product == *product && entry.country == country;
            assert!(front.labelling.iter().any(is_labelled), "{}: {product}, {country}", front.slug);
        }
    }
}

#[test]
fn no_record_of_the_demonstration_states_an_indexing_that_was_never_made() {
    for record in records() {
        assert!(record.mesh.is_empty() && !record.keywords.is_empty(), "{}", record.title);
    }
}

#[test]
fn nothing_is_stated_that_its_source_does_not_bear_out() {
    let mut trials = String::new();
    for name in ["trials.jsonl", "trials-2.jsonl"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
        let Ok(lines) = std::fs::read_to_string(&path) else {
            crate::support::skipped(&format!("{} is not here", path.display()));
            return;
        };
        trials += &lines;
    }
    let files = ["articles", "figures"].into_iter().flat_map(content::demo_files);
    let files: Vec<_> = files.chain(content::demo_file("records.jsonl")).collect();
    let stated = |text: &str| {
        files.iter().find(|file| String::from_utf8_lossy(file.bytes).contains(text)).map(|file| file.path)
    };
    let trials: Vec<serde_json::Value> =
        trials.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let is_listed = |trial: &serde_json::Value, list: &str, field: &str| {
        trial[list].as_array().unwrap().iter().any(|name| name == field)
    };
    let identifiers = ["doi", "pmid", "nct_id"];
    // A second report of a study repeats an identifier that the first one's source bears out.
    let is_borne_out = |field: &str, value: &str| {
        trials.iter().any(|trial| trial[field] == value && !is_listed(trial, "unverified", field))
    };
    let mut withheld = 0;
    for trial in &trials {
        // From memory: not even in a citation.
        for field in identifiers.into_iter().filter(|field| is_listed(trial, "unverified", field)) {
            let Some(value) = trial[field].as_str().filter(|value| !is_borne_out(field, value)) else {
                continue;
            };
            withheld += 1;
            assert_eq!(stated(value), None, "{} of {}", field, trial["id"]);
        }
        // From a weak source: not as a fact.
        let result = &trial["primary_result"];
        if is_listed(trial, "weakly_verified", "primary_result") {
            withheld += 1;
            let (low, high) = (result["ci_low"].as_f64().unwrap(), result["ci_high"].as_f64().unwrap());
            for between in ["-", "\u{2013}", " to "] {
                let interval = format!("{low:.2}{between}{high:.2}");
                assert_eq!(stated(&interval), None, "{interval} of {}", trial["id"]);
            }
        }
    }
    assert!(withheld > 0, "the sources name what they do not bear out");
}
