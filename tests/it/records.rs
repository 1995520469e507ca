//! Records: what comes in, what it changes, and that it is found.

use crate::both;
use crate::support::Portal;
use domain::asker::{Asker, Declaration, Gate};
use domain::library::ImportOutcome;
use domain::record::{AbstractSection, Record, RecordData};
use domain::search_query::SearchQuery;
use domain::time::Moment;
use services::{library, search};

fn declared() -> Asker {
    let declaration = Declaration { country: "GB".into(), profession: String::new() };
    Asker { declaration: Some(declaration), ..Asker::anonymous(Gate::Declared) }
}

fn entry(pmid: &str, doi: &str, external_id: &str, title: &str) -> RecordData {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    RecordData {
        pmid: given(pmid),
        doi: given(doi),
        external_id: given(external_id),
        title: title.into(),
        ..RecordData::default()
    }
}

/// Takes entries in; what became of each.
async fn take_in(portal: &Portal, entries: Vec<RecordData>) -> Vec<ImportOutcome> {
    let mut tx = portal.context.store.begin().await.unwrap();
    let done = storage::records::import::upsert(&mut tx, entries, false, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    if let Some(number) = done.last_change {
        assert!(library::changed(&portal.context, number).await, "the index follows");
    }
    done.outcomes
}

async fn by(portal: &Portal, identifier: &str) -> Record {
    storage::records::by_identifier(&portal.context.store, identifier).await.unwrap().unwrap()
}

async fn titles(portal: &Portal, words: &str) -> Vec<String> {
    let results = search::search(&portal.context, &declared(), &SearchQuery::of(words)).await.unwrap();
    results.hits.into_iter().map(|hit| hit.title).collect()
}

both! {
    async fn an_entry_updates_the_record_that_any_of_its_identifiers_names(portal: Portal) {
        use ImportOutcome::{Added, Unchanged, Updated};
        let first = entry("11", "10.1000/first", "a", "A first trial of samples");
        assert_eq!(take_in(&portal, vec![first.clone()]).await, [Added]);
        assert_eq!(take_in(&portal, vec![first]).await, [Unchanged]);
        for (newer, title) in [
            (entry("11", "", "", "A first trial of samples: a report"), "A first trial of samples: a report"),
            (
                entry("", "10.1000/first", "", "A first trial of samples: a final report"),
                "A first trial of samples: a final report",
            ),
            (
                entry("", "", "a", "A First Trial of Samples: A Final Report"),
                "A First Trial of Samples: A Final Report",
            ),
        ] {
            assert_eq!(take_in(&portal, vec![newer]).await, [Updated], "{title}");
            let record = by(&portal, "11").await;
            assert_eq!(record.data.title, title);
            assert_eq!(record.data.doi.as_deref(), Some("10.1000/first"));
        }
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 1);
    }

    async fn a_pmid_decides_before_a_doi_and_takes_nothing_from_another_record(portal: Portal) {
        take_in(&portal, vec![entry("1", "", "", "One"), entry("", "10.1000/two", "", "Two")]).await;
        let done = take_in(&portal, vec![entry("1", "10.1000/two", "", "One, newer")]).await;
        assert_eq!(done, [ImportOutcome::Updated]);
        assert_eq!(by(&portal, "1").await.data.title, "One, newer");
        let ids = titles(&portal, "two").await;
        assert_eq!(ids, ["Two"], "the record whose DOI it gives stays as it is");
    }

    async fn two_pmids_under_one_doi_are_two_records(portal: Portal) {
        use ImportOutcome::Added;
        let both = vec![entry("1", "10.1000/x", "", "One"), entry("2", "10.1000/x", "", "Two")];
        assert_eq!(take_in(&portal, both).await, [Added, Added]);
        assert_eq!(by(&portal, "10.1000/x").await.data.title, "One");
        assert_eq!(by(&portal, "2").await.data.doi.as_deref(), Some("10.1000/x"), "each keeps what it says");
    }

    async fn the_same_record_twice_in_one_file_is_one_record(portal: Portal) {
        use ImportOutcome::{Added, Unchanged, Updated};
        let one = entry("1", "", "", "One");
        let newer = entry("1", "", "", "One, newer");
        assert_eq!(take_in(&portal, vec![one.clone(), one, newer]).await, [Added, Unchanged, Updated]);
        assert_eq!(by(&portal, "1").await.data.title, "One, newer");
    }

    async fn a_bare_citation_keeps_the_abstract(portal: Portal) {
        let text = "Dapagliflozin was compared with placebo.";
        let section = AbstractSection { label: String::new(), text: text.into() };
        let full = RecordData { abstract_sections: vec![section], ..entry("1", "", "", "A trial") };
        take_in(&portal, vec![full]).await;
        take_in(&portal, vec![entry("1", "10.1000/x", "", "A trial, corrected")]).await;
        assert_eq!(by(&portal, "1").await.data.abstract_text(), text);
        assert_eq!(titles(&portal, "placebo").await, ["A trial, corrected"]);
    }

    async fn what_was_taken_in_is_found_at_once(portal: Portal) {
        assert!(titles(&portal, "finerenone").await.is_empty());
        take_in(&portal, vec![entry("31535829", "", "", "Finerenone in kidney disease")]).await;
        assert_eq!(titles(&portal, "finerenone").await, ["Finerenone in kidney disease"]);
        assert_eq!(titles(&portal, "31535829").await.len(), 1, "a PMID finds its record");
    }
}
