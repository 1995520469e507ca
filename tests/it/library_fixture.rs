//! A library for tests of pages.

use crate::support::Portal;
use domain::account::Role;
use domain::article::Step;
use domain::record::{AbstractSection, RecordData};
use domain::time::Moment;
use services::{library, publishing};
use storage::audit::Actor;

/// A record with a title and an abstract.
pub fn record(title: &str, text: &str) -> RecordData {
    let section = AbstractSection { label: String::new(), text: text.into() };
    RecordData { title: title.into(), abstract_sections: vec![section], ..RecordData::default() }
}

/// Waits until a change is searchable, in a portal whose workers run.
async fn found(portal: &Portal, number: i64) {
    let is_found = library::changed(&portal.context, number).await;
    assert!(is_found || !portal.context.search.is_followed(), "the index follows");
}

/// Adds records and waits until they are searchable.
pub async fn add_records(portal: &Portal, records: Vec<RecordData>, is_demo: bool) {
    let mut tx = portal.context.store.begin().await.unwrap();
    let done = storage::records::import::upsert(&mut tx, records, is_demo, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    found(portal, done.last_change.unwrap()).await;
}

/// Adds one record; returns the address of its page.
pub async fn add_record(portal: &Portal, data: RecordData) -> String {
    let data =
        RecordData { external_id: Some(data.external_id.unwrap_or_else(|| data.title.clone())), ..data };
    let name = data.external_id.clone().unwrap();
    add_records(portal, vec![data], false).await;
    let record = storage::records::by_identifier(&portal.context.store, &name).await.unwrap().unwrap();
    format!("/records/{}", record.id)
}

/// More records than fit on a page, of several years and study types; two of them have a word of their own.
pub fn trials() -> Vec<RecordData> {
    let types = ["Meta-Analysis", "Randomized Controlled Trial", "Case Reports"];
    (0..25usize)
        .map(|number| RecordData {
            external_id: Some(format!("t{number}")),
            year: Some(2000 + i32::try_from(number % 4).unwrap()),
            publication_types: vec![types[number % 3].to_owned()],
            journal: "Journal of Invented Trials".into(),
            authors: vec!["Sample A".into(), "Muster B".into()],
            ..record(
                &format!("Invented trial {number} of dapagliflozin"),
                if number < 2 { "Heart failure in sheep." } else { "Heart failure in people." },
            )
        })
        .collect()
}

/// An approved article, as a department imports it.
pub fn article(slug: &str, title: &str, body: &str) -> publishing::Import {
    let text = format!(
        "+++\nslug = {slug:?}\nkind = \"evidence-summary\"\ntitle = {title:?}\nsummary = \"Fewer events.\"\n\
         areas = [\"heart-failure\"]\nevidence_level = 2\nauthors = [\"Medical Information\"]\n\
         approved = \"2026-01-05\"\napproval_reference = \"X-1\"\nreview_due = \"2027-01-05\"\n+++\n{body}"
    );
    let (front, body) = formats::article(&text).unwrap();
    publishing::Import { front, body, media: Vec::new(), is_demo: false }
}

/// Adds an article and waits until it is searchable.
pub async fn add_article(portal: &Portal, article: publishing::Import) {
    let email = format!("{}@demo.example", uuid::Uuid::new_v4().simple());
    let author = portal.person(&email, &[Role::Editor]).await;
    publishing::import(&portal.context, Actor::Portal, &author.id, None, article).await.unwrap();
    found(portal, storage::change_numbers::last_change(&portal.context.store).await.unwrap()).await;
}

/// Takes a published article out of the library, as an editor does.
pub async fn withdraw(portal: &Portal, slug: &str) {
    let email = format!("{}@demo.example", uuid::Uuid::new_v4().simple());
    let editor = portal.person(&email, &[Role::Editor]).await;
    let version = storage::articles::published(&portal.context.store, slug).await.unwrap().unwrap();
    let taking = publishing::StepRequest {
        step: Step::Withdraw,
        lock: version.lock,
        comment: "because".into(),
        approval_reference: String::new(),
    };
    publishing::take(&portal.context, &editor, &version.id, taking).await.unwrap();
    found(portal, storage::change_numbers::last_change(&portal.context.store).await.unwrap()).await;
}
