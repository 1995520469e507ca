//! What readers keep for themselves: reading list, saved searches with their digests, history.

mod digests;
mod history;
mod list;
mod restart;
mod searches;

use crate::library_fixture::{add_record, record};
use crate::support::{Browser, Portal};
use domain::account::Account;
use domain::article::{Audience, Labelling, LabellingStatus};
use domain::id::{ItemId, SavedSearchId};
use domain::saved::{Frequency, SavedSearch};
use domain::search_query::SearchQuery;
use domain::time::Moment;
use services::publishing::Import;
use storage::saved;

/// Puts a record with this title into the library; its id.
async fn add(portal: &Portal, title: &str) -> String {
    let address = add_record(portal, record(title, "Fewer events.")).await;
    address.trim_start_matches("/records/").to_owned()
}

/// The id of the published article at an address.
async fn id_of(portal: &Portal, slug: &str) -> ItemId {
    ItemId::from(&storage::articles::by_slug(&portal.context.store, slug).await.unwrap().unwrap())
}

/// An article about a use outside the label of Great Britain, where all readers in these tests are.
fn outside(mut article: Import) -> Import {
    article.front.labelling = vec![Labelling {
        product: "dapagliflozin".into(),
        country: "GB".into(),
        status: LabellingStatus::Outside,
        link: String::new(),
    }];
    article
}

/// An article for another country.
fn for_others(mut article: Import) -> Import {
    article.front.audience = Audience { countries: vec!["DE".into()], ..Audience::default() };
    article
}

/// Saves a search as it was an issue ago: its digest is due, and tells what comes from now on.
async fn save_search(
    portal: &Portal,
    account: &Account,
    query: &SearchQuery,
    frequency: Frequency,
) -> SavedSearch {
    let head = storage::change_numbers::last_change(&portal.context.store).await.unwrap();
    let search = SavedSearch {
        id: SavedSearchId::new(),
        account: account.id.clone(),
        name: format!("Name of {}", query.text),
        query: query.clone(),
        frequency,
        created_at: Moment(0),
        seen: head,
        seen_at: Moment(0),
        told: head,
        told_at: None,
        issue: Moment(0),
    };
    let mut tx = portal.context.store.begin().await.unwrap();
    assert!(saved::searches::add(&mut tx, &search).await.unwrap());
    tx.commit().await.unwrap();
    search
}

/// The titles on a person's reading list.
async fn titles(browser: &mut Browser<'_>) -> Vec<String> {
    browser.get("/saved").await.texts(".hits .hit-title")
}

/// What the audit trail says of a person: actions with what was before and after.
async fn trail(portal: &Portal, account: &Account) -> Vec<(String, String, String)> {
    let subject = format!("account:{}", account.id);
    let rows = storage::audit::list(&portal.context.store, Some(&subject), i64::MAX, 100).await.unwrap();
    rows.into_iter().map(|row| (row.action, row.old, row.new)).collect()
}
