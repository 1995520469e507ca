//! Two at once: what one reads and then decides by holds until it is written, and nobody waits for ever.

use crate::both;
use crate::library_fixture::{add_article, article, withdraw};
use crate::support::Portal;
use domain::account::{Account, Role};
use domain::asker::{Asker, Gate};
use domain::id::{RecordId, RuleId};
use domain::record::RecordData;
use domain::saved::{Frequency, MOST_SEARCHES};
use domain::search_query::SearchQuery;
use domain::slug::Slug as _;
use domain::time::Moment;
use domain::vocabulary::TermKind;
use formats::Rejection;
use services::context::Context;
use services::duplicates::{self, Decision};
use services::failure::{Failure, Outcome};
use services::import::{self, Import, Indexing, Watcher};
use services::people::{self, Step};
use services::routing::{self, RuleForm};
use services::saved::searches::{self, Said};
use services::vocabulary::{self, TermForm};
use std::path::Path;
use std::time::{Duration, Instant};

/// Pairs of records merged beside imports of the same records.
const PAIRS: usize = 300;
/// More than ten times what it takes; with deadlocks each costs a second at least.
const PATIENCE: Duration = Duration::from_secs(120);

fn asker(account: &Account) -> Asker {
    Asker { account: Some(account.clone()), ..Asker::anonymous(Gate::Declared) }
}

/// One publication under an identifier of its own in each of two sources: a PMID and a DOI.
fn twin(number: usize, source: usize) -> RecordData {
    RecordData {
        pmid: (source == 0).then(|| format!("{}", 1_000 + number)),
        doi: (source == 1).then(|| format!("10.5555/{number}")),
        title: format!("Invented trial number {number} of a medicine for people"),
        authors: vec!["Sample B".into()],
        year: Some(2020),
        journal: format!("Journal {source} {}", uuid::Uuid::new_v4().simple()),
        ..RecordData::default()
    }
}

struct Nobody;

impl Watcher for Nobody {
    fn come_to(&mut self, _: u64, _: u64) {}

    fn rejected(&mut self, _: &Path, rejected: &Rejection) {
        panic!("{rejected}");
    }
}

/// Imports these records again, changed, from files of different orders.
async fn take_in(context: &Context, name: &str, order: impl Iterator<Item = usize>) -> Outcome<()> {
    let import = Import { format: None, author: None, is_demo: false };
    let numbers: Vec<usize> = order.collect();
    for (part, numbers) in numbers.chunks(50).enumerate() {
        let lines: Vec<String> = numbers
            .iter()
            .map(|number| serde_json::to_string(&twin(number / 2, number % 2)).unwrap())
            .collect();
        let path = context.config.data.join(format!("{name}-{part}.jsonl"));
        std::fs::write(&path, lines.join("\n")).unwrap();
        let mut indexing = Indexing::begin(context).await?;
        import::file(context, &import, &path, &mut indexing, &mut Nobody).await?;
        indexing.finish(context).await?;
    }
    Ok(())
}

async fn by_own_identifier(portal: &Portal, number: usize, source: usize) -> RecordId {
    let twin = twin(number, source);
    let identifier = twin.pmid.or(twin.doi).unwrap();
    storage::records::by_identifier(&portal.context.store, &identifier).await.unwrap().unwrap().id
}

/// A rule that holds for everything.
fn fallback(owner: &Account) -> RuleForm {
    RuleForm { name: "Everything".into(), owner: owner.id.to_string(), ..RuleForm::default() }
}

async fn remove(portal: &Portal, admin: &Asker, id: &RuleId) -> Outcome<()> {
    let rules = routing::rules(&portal.context, admin).await?;
    let rule = rules.iter().find(|rule| rule.id == *id).ok_or(Failure::NotFound)?;
    let seen = routing::edition_of(rule)?;
    routing::remove(&portal.context, admin, id, &seen).await
}

async fn take(portal: &Portal, actor: &Account, of: &Account, step: Step) -> Outcome<()> {
    let now = storage::accounts::find(&portal.context.store, &of.id).await?.unwrap();
    people::take(&portal.context, &asker(actor), &of.id, now.version, step, "").await
}

both! {
    async fn merging_beside_imports_fails_nowhere_and_nothing_merged_comes_back(portal: Portal) {
        let editor = portal.person("editor@x.example", &[Role::Editor]).await;
        let context = portal.context.clone();
        let started = Instant::now();
        take_in(&context, "first", 0..2 * PAIRS).await.unwrap();
        let mut pairs = Vec::new();
        for number in 0..PAIRS {
            pairs.push((by_own_identifier(&portal, number, 0).await, by_own_identifier(&portal, number, 1).await));
        }
        let (context, asker, pairs) = (&context, &asker(&editor), &pairs);
        let merging = async |from: usize| {
            for (number, (one, other)) in pairs.iter().enumerate().filter(|(number, _)| number % 2 == from) {
                let (kept, gone) = if number % 3 == 0 { (one, other) } else { (other, one) };
                duplicates::decide(context, asker, Decision::Merge, kept, gone).await.unwrap();
            }
        };
        let importing = async |name: &str, order: Vec<usize>| {
            take_in(context, name, order.into_iter()).await.unwrap();
        };
        tokio::join!(
            merging(0),
            merging(1),
            importing("there", (0..2 * PAIRS).collect()),
            importing("back", (0..2 * PAIRS).rev().collect()),
            importing("again", (0..2 * PAIRS).collect()),
        );
        assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
        assert_eq!(storage::records::count(&portal.context.store).await.unwrap(), i64::try_from(PAIRS).unwrap());
        let changes = storage::library::changes_after(&portal.context.store, 0, 10_000).await.unwrap();
        assert_eq!(changes.iter().filter(|change| !change.is_removed).count(), PAIRS);
        for number in [0, 1, PAIRS - 1] {
            assert_eq!(by_own_identifier(&portal, number, 0).await, by_own_identifier(&portal, number, 1).await);
        }
        let verdict = storage::audit::verify(&portal.context.store).await.unwrap();
        assert!(matches!(verdict, storage::audit::Verdict::Intact { .. }), "{verdict:?}");
    }

    async fn two_administrators_never_remove_both_rules_for_everything(portal: Portal) {
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        let msl = portal.person("msl@x.example", &[Role::Msl]).await;
        for _ in 0..15 {
            let rules = routing::rules(&portal.context, &admin).await.unwrap();
            for _ in rules.len()..2 {
                routing::save(&portal.context, &admin, None, fallback(&msl)).await.unwrap();
            }
            let rules = routing::rules(&portal.context, &admin).await.unwrap();
            let done = tokio::join!(
                remove(&portal, &admin, &rules[0].id),
                remove(&portal, &admin, &rules[1].id),
            );
            assert!(done.0.is_ok() != done.1.is_ok(), "{done:?}");
            assert_eq!(routing::rules(&portal.context, &admin).await.unwrap().len(), 1);
        }
    }

    async fn two_administrators_never_disable_each_other(portal: Portal) {
        let one = portal.person("one@x.example", &[Role::Administrator]).await;
        let other = portal.person("other@x.example", &[Role::Administrator]).await;
        for _ in 0..10 {
            let done = tokio::join!(
                take(&portal, &one, &other, Step::Disable),
                take(&portal, &other, &one, Step::Disable),
            );
            assert!(done.0.is_ok() != done.1.is_ok(), "{done:?}");
            for account in [&one, &other] {
                take(&portal, &one, account, Step::Enable).await.unwrap();
            }
        }
    }

    async fn searches_saved_at_once_stay_within_their_number(portal: Portal) {
        let hcp = portal.person("hcp@x.example", &[Role::Hcp]).await;
        let save = async |number: i64| {
            let said = Said { name: format!("Search {number}"), frequency: Frequency::Off.slug().to_owned() };
            let query = SearchQuery::of(&format!("word{number}"));
            searches::add(&portal.context, &hcp, &query, 0, &said).await.is_ok()
        };
        for number in 0..MOST_SEARCHES - 1 {
            assert!(save(number).await);
        }
        let done = tokio::join!(save(1_000), save(1_001), save(1_002), save(1_003));
        assert_eq!([done.0, done.1, done.2, done.3].iter().filter(|is_saved| **is_saved).count(), 1, "{done:?}");
    }

    async fn of_two_terms_of_one_name_added_at_once_one_is_refused(portal: Portal) {
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        for number in 0..10 {
            let add = || {
                let form = TermForm { name: format!("Product {number}"), ..TermForm::default() };
                vocabulary::add(&portal.context, &admin, TermKind::Product, form)
            };
            let done = tokio::join!(add(), add());
            assert!(done.0.is_ok() != done.1.is_ok(), "{done:?}");
            for failed in [done.0, done.1].into_iter().filter_map(Result::err) {
                assert!(matches!(failed, Failure::Invalid(_)), "{failed:?}");
            }
        }
    }

    async fn steps_of_two_versions_of_one_article_do_not_lock_each_other_out(portal: Portal) {
        let approver = portal.person("approver@x.example", &[Role::Reviewer]).await;
        let author = portal.person("author@x.example", &[Role::Editor]).await;
        for number in 0..8 {
            let slug = format!("article-{number}");
            add_article(&portal, article(&slug, "An article", "Text.")).await;
            let next = article(&slug, "An article", "Another text.");
            let publishing = services::publishing::import(
                &portal.context,
                storage::audit::Actor::Portal,
                &author.id,
                Some(&approver.id),
                next,
            );
            let withdrawing = async {
                let version = storage::articles::published(&portal.context.store, &slug).await.unwrap();
                let Some(version) = version else { return Ok(()) };
                let step = services::publishing::StepRequest {
                    step: domain::article::Step::Withdraw,
                    lock: version.lock,
                    comment: "because".into(),
                    approval_reference: String::new(),
                };
                services::publishing::take(&portal.context, &author, &version.id, step).await
            };
            let (published, withdrawn) = tokio::join!(publishing, withdrawing);
            published.unwrap();
            assert!(matches!(withdrawn, Ok(()) | Err(Failure::Conflict)), "{withdrawn:?}");
        }
        withdraw(&portal, "article-0").await;
    }
}

/// What a dead node held is taken over when the database says that its time is over, whatever a node's clock says.
mod leases {
    use super::*;

    both! {
        async fn a_lease_lasts_by_the_clock_of_the_database(portal: Portal) {
            let store = &portal.context.store;
            let hold = async |holder: &str, lasts| storage::leases::hold(store, "test", holder, lasts).await.unwrap();
            assert!(hold("here", 60_000).await);
            assert!(!hold("there", 60_000).await);
            assert!(hold("here", -1).await, "whoever holds it may end it");
            assert!(hold("there", 60_000).await);
            let until = {
                use sqlx::Connection as _;
                let mut connection =
                    sqlx::AnyConnection::connect(&portal.context.config.database_url).await.unwrap();
                let row: (i64,) = sqlx::query_as("select until from leases where name = 'test'")
                    .fetch_one(&mut connection)
                    .await
                    .unwrap();
                row.0
            };
            // Both clocks are this machine's.
            assert!((until - Moment::now().0 - 60_000).abs() < 30_000, "{until}");
        }
    }
}
