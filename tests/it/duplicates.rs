//! Records that are probably of one publication: recognised, offered, and decided once.

use crate::both;
use crate::library_fixture::{add_article, add_records, article, record};
use crate::support::{Browser, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::article::Reference;
use domain::id::ItemId;
use domain::record::{AbstractSection, Record, RecordData};
use domain::time::Moment;
use services::library;
use storage::{audit, saved::items};

const PAGE: &str = "/editor/duplicates";
const TITLE: &str = "β-Blockers in André's trial of heart failure";

/// The same publication as PubMed and as somebody's reference manager have it.
fn twins() -> [RecordData; 2] {
    [
        RecordData {
            pmid: Some("11".into()),
            authors: vec!["Müller A".into(), "Sample B".into()],
            year: Some(2019),
            ..record(TITLE, "Fewer events.")
        },
        RecordData {
            doi: Some("10.1000/twin".into()),
            title: "Beta-blockers in Andre's trial of Heart Failure.".into(),
            authors: vec!["Muller AB".into()],
            journal: "Journal of Invented Trials".into(),
            year: Some(2020),
            ..RecordData::default()
        },
    ]
}

async fn by(portal: &Portal, identifier: &str) -> Record {
    storage::records::by_identifier(&portal.context.store, identifier).await.unwrap().unwrap()
}

async fn editor(portal: &Portal) -> Browser<'_> {
    let account = portal.person("editor@demo.example", &[Role::Editor]).await;
    portal.signed_in(&account).await
}

async fn take_in(portal: &Portal, entry: RecordData) {
    let mut tx = portal.context.store.begin().await.unwrap();
    let done = storage::records::import::upsert(&mut tx, vec![entry], false, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    if let Some(number) = done.last_change {
        library::changed(&portal.context, number).await;
    }
}

/// The number of the change by which an item is news.
async fn news(portal: &Portal, item: &ItemId) -> i64 {
    let changes = storage::library::changes_after(&portal.context.store, 0, 10).await.unwrap();
    changes.into_iter().find(|change| change.item.id() == *item).unwrap().news
}

/// Decides on the first pair of the list.
async fn decide(browser: &mut Browser<'_>, decision: &str) -> Option<String> {
    let page = browser.get(PAGE).await;
    let of = |name: &str| page.attributes(&format!("main input[name={name}]"), "value").remove(0);
    let (first, second) = (of("first"), of("second"));
    let fields = [("first", first.as_str()), ("second", second.as_str()), ("decision", decision)];
    browser.post(PAGE, &fields).await.location()
}

both! {
    async fn a_pair_is_offered_side_by_side_whatever_its_case_accents_and_greek_letters(portal: Portal) {
        let mut editor = editor(&portal).await;
        assert!(editor.get(PAGE).await.has("main .empty-state"));
        add_records(&portal, twins().to_vec(), false).await;
        let page = editor.get(PAGE).await;
        assert_eq!(page.text("main .meta"), "One pair waits for a decision");
        let cells = page.texts("main .table td");
        assert!(cells.iter().any(|text| text.contains("PMID 11")), "{cells:?}");
        assert!(cells.iter().any(|text| text.contains("10.1000/twin")), "{cells:?}");
        assert_eq!(page.texts("main form button").len(), 3);
    }

    async fn what_differs_in_title_author_or_by_years_is_no_pair(portal: Portal) {
        let [one, other] = twins();
        let unlike = vec![
            one,
            RecordData { doi: Some("10.1000/1".into()), title: "Something else in a trial".into(), ..other.clone() },
            RecordData { doi: Some("10.1000/2".into()), authors: vec!["Sample B".into()], ..other.clone() },
            RecordData { doi: Some("10.1000/3".into()), year: Some(2023), ..other },
        ];
        add_records(&portal, unlike, false).await;
        assert!(editor(&portal).await.get(PAGE).await.has("main .empty-state"));
    }

    async fn merging_keeps_what_both_say_and_leads_to_the_record_kept(portal: Portal) {
        add_records(&portal, twins().to_vec(), false).await;
        let (kept, gone) = (by(&portal, "11").await, by(&portal, "10.1000/twin").await);
        let mut citing = article("digest", "A digest", "Text [1].");
        citing.front.references =
            vec![Reference { doi: Some("10.1000/twin".into()), pmid: None, citation: "Twin.".into() }];
        add_article(&portal, citing).await;
        let mut editor = editor(&portal).await;
        let first = editor.get(PAGE).await.attributes("main input[name=first]", "value").remove(0);
        let decision = if first == kept.id.as_str() { "keep-first" } else { "keep-second" };
        assert_eq!(decide(&mut editor, decision).await.as_deref(), Some("/editor/duplicates?done=merged"));

        let merged = by(&portal, "11").await;
        assert_eq!((&merged.id, merged.data.doi.as_deref()), (&kept.id, Some("10.1000/twin")));
        assert_eq!((merged.data.title.as_str(), merged.data.journal.as_str()), (TITLE, "Journal of Invented Trials"));
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 1);
        let mut reader = portal.declared().await;
        let there = reader.get(&format!("/records/{}", gone.id)).await;
        assert_eq!(there.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(there.location(), Some(format!("/records/{}", kept.id)));
        let there = reader.get(&format!("/records/{}/cited-by?page=2", gone.id)).await;
        assert_eq!(there.location(), Some(format!("/records/{}/cited-by?page=2", kept.id)));
        let page = reader.get(&format!("/records/{}", kept.id)).await;
        assert_eq!(page.texts("[aria-labelledby=cited-by] a"), ["A digest"], "what cited the other cites this one");
        assert_eq!(reader.get("/search?q=blockers").await.texts(".hit-title").len(), 1, "the other is not found any more");
        assert!(editor.get(PAGE).await.has("main .empty-state"));
        let trail = audit::list(&portal.context.store, Some("records"), i64::MAX, 10).await.unwrap();
        assert_eq!(trail[0].action, "records.merge");
        assert!(trail[0].old.contains("10.1000/twin") && trail[0].new.contains(gone.id.as_str()));
    }

    async fn reading_lists_keep_one_entry_with_both_notes(portal: Portal) {
        add_records(&portal, twins().to_vec(), false).await;
        let (kept, gone) = (by(&portal, "11").await.id, by(&portal, "10.1000/twin").await.id);
        let of_both = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let of_one = portal.person("other@demo.example", &[Role::Hcp]).await;
        for (account, id, note) in
            [(&of_both, &kept, "Mine"), (&of_both, &gone, "Mine too"), (&of_one, &gone, "Another's")]
        {
            let mut browser = portal.signed_in(account).await;
            browser.post("/saved", &[("add", id.as_str())]).await;
            let noted = browser.post("/saved", &[("item", id.as_str()), ("note", note)]).await;
            assert_eq!(noted.status, StatusCode::SEE_OTHER);
        }
        let mut editor = editor(&portal).await;
        let first = editor.get(PAGE).await.attributes("main input[name=first]", "value").remove(0);
        decide(&mut editor, if first == kept.as_str() { "keep-first" } else { "keep-second" }).await;
        for (account, note) in [(&of_both, "Mine\n\nMine too"), (&of_one, "Another's")] {
            let list = items::list(&portal.context.store, &account.id, None, 10).await.unwrap();
            let list: Vec<_> = list.iter().map(|entry| (entry.item.as_str(), entry.note.as_str())).collect();
            assert_eq!(list, [(kept.as_str(), note)]);
        }
    }

    async fn a_merged_record_stays_the_news_that_it_was(portal: Portal) {
        add_records(&portal, twins().to_vec(), false).await;
        let kept = ItemId::from(&by(&portal, "11").await.id);
        let before = news(&portal, &kept).await;
        let mut editor = editor(&portal).await;
        let first = editor.get(PAGE).await.attributes("main input[name=first]", "value").remove(0);
        decide(&mut editor, if first == kept.as_str() { "keep-first" } else { "keep-second" }).await;
        assert_eq!(news(&portal, &kept).await, before);
    }

    async fn a_merged_record_does_not_come_back_with_the_next_import(portal: Portal) {
        let [one, other] = twins();
        // PubMed numbers a publication once: with two numbers everything else has to agree.
        let place = |data: RecordData| RecordData {
            journal: "Journal of Invented Trials".into(),
            volume: "7".into(),
            pages: "11-19".into(),
            year: Some(2019),
            ..data
        };
        let (one, other) = (place(one), place(RecordData { pmid: Some("22".into()), ..other }));
        add_records(&portal, vec![one, other.clone()], false).await;
        let kept = by(&portal, "11").await.id;
        let mut editor = editor(&portal).await;
        let first = editor.get(PAGE).await.attributes("main input[name=first]", "value").remove(0);
        decide(&mut editor, if first == kept.as_str() { "keep-first" } else { "keep-second" }).await;
        let section = AbstractSection { label: String::new(), text: "A better abstract.".into() };
        take_in(&portal, RecordData { abstract_sections: vec![section], ..other }).await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 1);
        let record = by(&portal, "22").await;
        assert_eq!((&record.id, record.data.pmid.as_deref()), (&kept, Some("11")), "its own PMID stays");
        assert_eq!(record.data.abstract_text(), "A better abstract.");
        let mut reader = portal.declared().await;
        assert_eq!(reader.get("/search?q=pmid:22").await.texts(".hit-title").len(), 1, "both PMIDs find it");
        let mut citing = article("later", "A later digest", "Text [1].");
        citing.front.references =
            vec![Reference { doi: None, pmid: Some("22".into()), citation: "Twin.".into() }];
        add_article(&portal, citing).await;
        let page = reader.get(&format!("/records/{kept}")).await;
        assert_eq!(page.texts("[aria-labelledby=cited-by] a"), ["A later digest"]);
        assert!(reader.get("/library/later").await.has(&format!(".references a[href='/records/{kept}']")));
    }

    async fn what_was_found_to_be_two_is_not_offered_again(portal: Portal) {
        add_records(&portal, twins().to_vec(), false).await;
        let mut editor = editor(&portal).await;
        assert_eq!(decide(&mut editor, "distinct").await.as_deref(), Some("/editor/duplicates?done=distinct"));
        let [one, _] = twins();
        take_in(&portal, RecordData { volume: "1".into(), ..one }).await;
        assert!(editor.get(PAGE).await.has("main .empty-state"), "an import does not bring the question back");
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 2);
        let trail = audit::list(&portal.context.store, Some("records"), i64::MAX, 10).await.unwrap();
        assert_eq!(trail[0].action, "records.distinct");
    }

    async fn a_decision_is_made_once(portal: Portal) {
        add_records(&portal, twins().to_vec(), false).await;
        let (one, other) = (by(&portal, "11").await.id, by(&portal, "10.1000/twin").await.id);
        let mut editor = editor(&portal).await;
        let fields = [("first", one.as_str()), ("second", other.as_str()), ("decision", "distinct")];
        assert_eq!(editor.post(PAGE, &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(editor.post(PAGE, &fields).await.status, StatusCode::CONFLICT);
        let merge = [("first", one.as_str()), ("second", other.as_str()), ("decision", "keep-first")];
        assert_eq!(editor.post(PAGE, &merge).await.status, StatusCode::CONFLICT);
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 2);
    }

    async fn decisions_follow_the_record_kept(portal: Portal) {
        let [one, other] = twins();
        let third = RecordData { doi: None, external_id: Some("third".into()), year: Some(2019), ..other.clone() };
        add_records(&portal, vec![one, other, third], false).await;
        let of = |identifier: &'static str| by(&portal, identifier);
        let (a, b, c) = (of("11").await.id, of("10.1000/twin").await.id, of("third").await.id);
        let mut editor = editor(&portal).await;
        for (first, second, decision) in [(&b, &c, "distinct"), (&a, &b, "keep-first")] {
            let fields = [("first", first.as_str()), ("second", second.as_str()), ("decision", decision)];
            assert_eq!(editor.post(PAGE, &fields).await.status, StatusCode::SEE_OTHER);
        }
        assert!(editor.get(PAGE).await.has("main .empty-state"), "the kept record stands for both");
    }

    async fn records_of_an_earlier_version_are_compared_too(portal: Portal) {
        add_records(&portal, twins().to_vec(), false).await;
        let portal = portal.without_workers().await;
        forget_comparisons(&portal).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(services::duplicates::run(portal.context.clone(), stopped));
        while storage::records::comparison::waiting(&portal.context.store).await.unwrap() > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        stop.send(true).unwrap();
        worker.await.unwrap();
        assert_eq!(storage::records::duplicates::count(&portal.context.store).await.unwrap(), 1);
    }

    async fn chapters_under_one_doi_stay_two_and_are_offered_with_the_reason(portal: Portal) {
        let chapter = |title: &str, author: &str, pages: &str| RecordData {
            doi: Some("10.5555/book".into()),
            title: title.into(),
            authors: vec![author.into()],
            journal: "Handbook of Samples".into(),
            year: Some(2016),
            pages: pages.into(),
            ..RecordData::default()
        };
        let both = vec![
            chapter("Management of sample dysfunction", "Firstly A", "10-40"),
            chapter("Commentary on the future of chapters", "Secondly B", "41-52"),
        ];
        add_records(&portal, both.clone(), false).await;
        for again in both {
            take_in(&portal, again).await;
        }
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 2, "nor when they come again");
        let page = editor(&portal).await.get(PAGE).await;
        assert_eq!(page.texts("main form").len(), 1);
        assert!(page.text("main section .meta").contains("same DOI"), "{}", page.text("main section .meta"));
    }

    async fn only_the_preprint_of_four_alike_is_offered(portal: Portal) {
        let of = |doi: &str, title: &str| RecordData {
            doi: Some(doi.into()),
            title: title.into(),
            authors: vec!["Muster A".into(), "Sample B".into()],
            year: Some(2021),
            ..RecordData::default()
        };
        let title = "Samplastatin for heart failure in invented people";
        let in_print = |data: RecordData, pages: &str| RecordData {
            journal: "Journal of Samples".into(),
            volume: "3".into(),
            pages: pages.into(),
            ..data
        };
        let four = vec![
            in_print(of("10.5555/paper", title), "1-9"),
            RecordData { journal: "medRxiv".into(), year: Some(2020), ..of("10.1101/2020.01.01", title) },
            in_print(of("10.5555/erratum", &format!("Erratum: {title}")), "77"),
            in_print(of("10.5555/part", &format!("{title}. Part II")), "90-99"),
        ];
        add_records(&portal, four, false).await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 4);
        let page = editor(&portal).await.get(PAGE).await;
        assert_eq!(page.texts("main form").len(), 1);
        assert!(page.text("main section .meta").contains("preprint"));
    }

    async fn prefaces_of_two_books_are_two_and_no_pair(portal: Portal) {
        let preface = |author: &str, book: &str| RecordData {
            external_id: Some("entry-same".into()),
            title: "Preface".into(),
            authors: vec![author.into()],
            journal: book.into(),
            year: Some(2011),
            ..RecordData::default()
        };
        add_records(&portal, vec![preface("Alpha A", "Book One of Samples"), preface("Beta B", "Book Two of Samples")], false).await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 2);
        assert!(editor(&portal).await.get(PAGE).await.has("main .empty-state"));
    }

    async fn a_wrong_pmid_overwrites_nothing_and_a_corrected_title_is_an_update(portal: Portal) {
        let right = RecordData {
            pmid: Some("77".into()),
            authors: vec!["Muster A".into()],
            year: Some(2019),
            ..record("Samplastatin in heart failure", "Fewer events.")
        };
        let wrong = RecordData {
            pmid: Some("77".into()),
            authors: vec!["Other C".into()],
            year: Some(1999),
            ..record("Surgery of the sample knee", "It worked.")
        };
        add_records(&portal, vec![right.clone(), wrong], false).await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 2);
        let title = "[Behandlung mit Samplastatin bei Herzschwäche]".to_owned();
        take_in(&portal, RecordData { title: title.clone(), ..right }).await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 2);
        assert_eq!(by(&portal, "77").await.data.title, title);
    }

    async fn what_was_merged_does_not_come_back_though_its_title_is_another(portal: Portal) {
        let chapter = |title: &str| RecordData { doi: Some("10.5555/one".into()), title: title.into(), ..RecordData::default() };
        let (one, other) = (chapter("Samplastatin in heart failure"), chapter("Traitement de la faiblesse du coeur"));
        add_records(&portal, vec![one, other.clone()], false).await;
        let mut editor = editor(&portal).await;
        decide(&mut editor, "keep-first").await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 1);
        take_in(&portal, RecordData { volume: "2".into(), ..other }).await;
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), 1);
    }
}

/// Makes the rows what they are before they are compared.
async fn forget_comparisons(portal: &Portal) {
    let database = sqlx::AnyPool::connect(&portal.context.config.database_url).await.unwrap();
    sqlx::query("delete from likely_duplicates").execute(&database).await.unwrap();
    sqlx::query("update records set compared_at = null").execute(&database).await.unwrap();
    database.close().await;
}
