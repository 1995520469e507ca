//! What a search is understood as: every word of the thesaurus finds what the library holds of it, other senses are a
//! click away, nothing is corrected to another medicine or an opposite, and nothing unlike is called near.

use crate::both;
use crate::library_fixture::{add_record, record};
use crate::support::Portal;
use domain::asker::{Asker, Gate};
use domain::library::SearchResults;
use domain::search_query::SearchQuery;
use domain::thesaurus::{Kind, Word};
use domain::vocabulary::TermKind;
use services::{demo, search};

/// A reader of the demonstration.
fn reader() -> Asker {
    let declaration = domain::asker::Declaration { country: "GB".into(), profession: "physician".into() };
    Asker { declaration: Some(declaration), ..Asker::anonymous(Gate::Declared) }
}

async fn ask(portal: &Portal, text: &str) -> SearchResults {
    search::search(&portal.context, &reader(), &SearchQuery::of(text)).await.unwrap()
}

async fn total(portal: &Portal, text: &str) -> u64 {
    ask(portal, text).await.total
}

/// Whether an item holds a word as it is.
async fn holds(portal: &Portal, word: &str) -> bool {
    let quoted = format!("\"{}\"", word.replace('"', ""));
    let all = portal.context.start_groups().iter().map(|group| format!("start:{}", group.id));
    let query = SearchQuery { off: all.collect(), ..SearchQuery::of(&quoted) };
    search::search(&portal.context, &reader(), &query).await.unwrap().total > 0
}

/// The ways in which people type a word.
fn ways(word: &Word) -> Vec<String> {
    let mut ways = vec![word.text.clone(), word.text.to_lowercase()];
    // In capitals, `and` and `or` are operators.
    if !word.text.contains(" and ") && !word.text.contains(" or ") {
        ways.push(word.text.to_uppercase());
    }
    if word.kind == Kind::Abbreviation {
        ways.push(word.text.replace('-', ""));
        if word.text.len() > 3
            && !word.text.ends_with(['s', 'S'])
            && word.text.chars().all(char::is_alphanumeric)
        {
            ways.extend([format!("{}s", word.text), format!("{}s", word.text.to_lowercase())]);
        }
    }
    ways.sort();
    ways.dedup();
    ways
}

both! {
    async fn every_word_of_the_thesaurus_finds_what_the_demonstration_holds_of_it(portal: Portal) {
        demo::load(&portal.context).await.unwrap();
        let (mut missed, mut walked) = (Vec::new(), 0);
        for group in portal.context.start_groups() {
            let full = group.words.iter().filter(|word| word.kind != Kind::Abbreviation);
            let mut is_held = holds(&portal, &group.name).await;
            for word in full {
                is_held = is_held || holds(&portal, &word.text).await;
            }
            if !is_held {
                continue;
            }
            for way in group.words.iter().flat_map(ways) {
                walked += 1;
                if total(&portal, &way).await == 0 {
                    missed.push(format!("{way} ({})", group.name));
                }
            }
        }
        assert!(missed.is_empty(), "{} of {walked}: {missed:#?}", missed.len());
        assert!(walked > 1_000, "{walked}");
        for product in portal.context.vocabulary().list(TermKind::Product) {
            for name in std::iter::once(&product.name).chain(&product.synonyms) {
                for way in [name.clone(), name.to_lowercase(), name.to_uppercase()] {
                    if holds(&portal, &product.name).await {
                        assert!(total(&portal, &way).await > 0, "{way}");
                    }
                }
            }
        }
    }

    async fn what_clinicians_type_finds_what_the_demonstration_holds(portal: Portal) {
        demo::load(&portal.context).await.unwrap();
        let mut missed = Vec::new();
        for text in [
            "HFpEF", "hfpef", "HFPEF", "Hfpef", "HFmrEF", "HFrEF", "MACE", "mace", "sglt2i", "SGLT2is", "SGLT-2i",
            "sglt-2 inhibitors", "GLP-1RAs", "GLP1RA", "glp-1 ra", "Farxiga", "forxiga", "Jardiance", "ENTRESTO",
            "wegovy", "semaglutid", "blood thinner", "MS", "AF", "afib", "ESRD", "CKD", "Dapagliflozin in hfpef",
            "Blutverdünner", "Vorhofflimmern", "Herzinsuffizienz", "welche Dosis Apixaban bei Vorhofflimmern",
            "does dapagliflozin help in heart failure", "Schlaganfall unter Apixaban",
        ] {
            if total(&portal, text).await == 0 {
                missed.push(text);
            }
        }
        assert!(missed.is_empty(), "{missed:?}");
    }

    async fn no_word_of_medicine_is_corrected_and_a_misspelt_one_is(portal: Portal) {
        demo::load(&portal.context).await.unwrap();
        search::suggesting::renew(&portal.context).await.unwrap();
        let mut wrong = Vec::new();
        for text in [
            "COPD", "copd", "MACE", "Farxiga", "HFpEF", "hfmref", "ESRD", "hydralazine", "hydroxyzine", "clonidine",
            "hypotension", "vincristine", "sotagliflozin", "axitinib", "afatinib", "ertugliflozin", "Celexa",
            "CABANA", "agonist", "antagonist", "bradycardia", "postnatal", "MASH", "XYZQ",
        ] {
            wrong.extend(ask(&portal, text).await.suggestion.map(|meant| format!("{text}: {meant}")));
        }
        for (text, meant) in [
            ("empaglifozin", "empagliflozin"),
            ("apixiban", "apixaban"),
            ("dapagliflozn", "dapagliflozin"),
            ("hart failure", "heart failure"),
            ("diabetis", "diabetes"),
            ("atrail fibrillation", "atrial fibrillation"),
        ] {
            let results = ask(&portal, text).await;
            if results.suggestion.as_deref() != Some(meant) {
                wrong.push(format!("{text}: {:?}", results.suggestion));
                continue;
            }
            if results.total == 0 {
                assert_eq!(results.nearby_for.as_deref(), Some(meant), "what is near is what was meant");
                assert!(!results.nearby.is_empty());
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    async fn nothing_unlike_is_called_near(portal: Portal) {
        demo::load(&portal.context).await.unwrap();
        for text in ["zzyzx", "parking at the congress centre", "weather tomorrow", "invoice number for the booth"] {
            let results = ask(&portal, text).await;
            let titles: Vec<&str> = results.nearby.iter().map(|hit| hit.title.as_str()).collect();
            assert!(titles.is_empty(), "{text}, as {:?}: {titles:?}", results.nearby_for);
        }
    }

    async fn other_senses_of_an_abbreviation_are_a_click_away(portal: Portal) {
        add_record(&portal, record("Ocrelizumab in multiple sclerosis", "Relapses.")).await;
        add_record(&portal, record("Valve area in mitral stenosis", "Echocardiography.")).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=ms").await;
        assert_eq!(page.texts(".hit-title"), ["Ocrelizumab in multiple sclerosis"]);
        assert!(page.text(".senses").contains("“ms” usually means Multiple sclerosis."), "{}", page.text(".senses"));
        let links = page.attributes(".senses a", "href");
        let other = links.iter().find(|link| link.contains("Mitral")).unwrap();
        assert_eq!(browser.get(other).await.texts(".hit-title"), ["Valve area in mitral stenosis"]);
        let answer = browser.get("/api/v1/search?q=ms").await.json();
        assert_eq!(answer["concepts"][0]["choice"], "usual");
        let senses = answer["concepts"][0]["other_senses"].as_array().unwrap();
        assert!(senses.iter().any(|sense| sense["query"] == "Mitral stenosis"), "{senses:?}");
    }

    async fn a_library_without_the_usual_sense_is_asked_for_what_it_holds(portal: Portal) {
        add_record(&portal, record("Valve area in mitral stenosis", "Echocardiography.")).await;
        let page = portal.declared().await.get("/search?q=MS").await;
        assert_eq!(page.texts(".hit-title"), ["Valve area in mitral stenosis"]);
        assert!(page.text(".senses").contains("of which this library holds most"), "{}", page.text(".senses"));
    }

    async fn what_was_understood_is_said_in_words_that_find_something(portal: Portal) {
        let text = "Forxiga and Farxiga are trade names.";
        add_record(&portal, record("Dapagliflozin in heart failure", text)).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=dapagliflozin").await;
        assert_eq!(page.text("details.more summary"), "Also searched: Forxiga, Farxiga");
        let answer = browser.get("/api/v1/search?q=dapagliflozin").await.json();
        assert_eq!(answer["concepts"][0]["words"], serde_json::json!(["Forxiga", "Farxiga"]));
        let off = browser.get("/search?q=dapagliflozin&off=start%3Adapagliflozin").await;
        assert_eq!(off.text("details.more summary"), "Searched as typed");
    }

    async fn a_name_is_found_with_other_words_between_its_own(portal: Portal) {
        add_record(&portal, record("A trial", "Heart failure and a preserved ejection fraction were required.")).await;
        let mut browser = portal.declared().await;
        let page = browser.get("/search?q=hfpef").await;
        assert_eq!(page.texts(".hit-snippet mark"), ["Heart failure and a preserved ejection fraction"]);
    }

    async fn words_that_only_join_are_not_marked(portal: Portal) {
        add_record(&portal, record("A trial", "Dapagliflozin helps to reduce oedema with heart failure.")).await;
        let page = portal.declared().await.get("/search?q=does+dapagliflozin+help+reduce+oedema+with+heart+failure").await;
        assert_eq!(page.texts(".hit-snippet mark"), ["Dapagliflozin", "oedema", "heart", "failure"]);
    }
}
