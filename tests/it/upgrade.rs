//! The database of version 0.1.0, opened by this program; `tests/fixtures/0.1.0/README.md` says what is in it.

use crate::both;
use crate::support::{Browser, Database, PASSWORD, Portal};
use axum::http::StatusCode;
use domain::account::Account;
use domain::article::{Step, Version, VersionState};
use domain::request::{MessageKind, Request};
use services::audit_trail::{self, Verdict};
use services::config::Config;
use services::locale::Languages;
use services::publishing::{self, StepRequest};
use services::texts::Texts;
use sqlx::Connection as _;
use std::io::Read as _;
use storage::articles;
use storage::requests::{self, Scope};

const SQLITE: &[u8] = include_bytes!("../fixtures/0.1.0/materia.db.gz");
const POSTGRES: &[u8] = include_bytes!("../fixtures/0.1.0/postgres.sql.gz");

/// Opens a copy, which migrates it.
async fn open_old(database: Database) -> Option<Portal> {
    Portal::open_after(database, Languages::only(Texts::english().unwrap()), async |config: &mut Config| {
        match database {
            Database::Sqlite => {
                std::fs::create_dir_all(&config.data).unwrap();
                std::fs::write(config.data.join("materia.db"), unpacked(SQLITE)).unwrap();
            }
            Database::Postgres => {
                let statements = String::from_utf8(unpacked(POSTGRES)).unwrap();
                let mut connection = sqlx::PgConnection::connect(&config.database_url).await.unwrap();
                sqlx::raw_sql(sqlx::AssertSqlSafe(statements)).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    })
    .await
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    bytes
}

async fn account(portal: &Portal, name: &str) -> Account {
    let email = format!("{name}@portal.example");
    storage::accounts::find_by_email(&portal.context.store, &email).await.unwrap().unwrap().0
}

/// Signs in with the password of that time.
async fn signed_in<'a>(portal: &'a Portal, name: &str) -> Browser<'a> {
    let mut browser = portal.browser();
    let email = format!("{name}@portal.example");
    let page =
        browser.post("/sign-in", &[("email", &email), ("password", PASSWORD), ("next", "/account")]).await;
    assert_eq!(page.location().as_deref(), Some("/account"), "{}", page.body);
    browser
}

async fn versions(portal: &Portal, slug: &str) -> Vec<Version> {
    let article = articles::by_slug(&portal.context.store, slug).await.unwrap().unwrap();
    let mut versions = articles::versions(&portal.context.store, &article).await.unwrap();
    versions.sort_by_key(|version| version.number);
    versions
}

/// The request that asks this.
async fn request(portal: &Portal, question: &str) -> Request {
    let (asker, newest) = (account(portal, "hcp").await.id, (i64::MAX, String::new()));
    let own = requests::own(&portal.context.store, &asker, &newest, 10).await.unwrap();
    own.into_iter()
        .map(|(request, _)| request)
        .find(|request| request.questions[0].contains(question))
        .unwrap()
}

both! {
    opened by open_old;

    async fn articles_keep_their_versions_approvals_and_readers(portal: Portal) {
        for (slug, states) in [
            ("kaliumab-and-potassium", &[VersionState::Superseded, VersionState::Published][..]),
            ("was-drafted", &[VersionState::Draft]),
            ("was-submitted", &[VersionState::InReview]),
            ("was-approved", &[VersionState::Approved]),
            ("was-published", &[VersionState::Published]),
            ("was-withdrawn", &[VersionState::Withdrawn]),
        ] {
            let found: Vec<_> = versions(&portal, slug).await.iter().map(|version| version.state).collect();
            assert_eq!(found, states, "{slug}");
        }
        let [first, second] = versions(&portal, "kaliumab-and-potassium").await.try_into().unwrap();
        assert!(first.body.contains("0.4 mmol/l") && second.body.contains("0.5 mmol/l"));
        assert_eq!(second.approved_by, Some(account(&portal, "reviewer").await.id));
        assert_eq!(second.front.approval_reference, "FIX-2");
        let steps = articles::steps(&portal.context.store, &second.article).await.unwrap();
        let approval = steps.iter().find(|taken| taken.version == second.id && taken.step == Step::Approve);
        assert_eq!(approval.unwrap().name, "Reviewer Person");

        let mut reader = portal.declared().await;
        let page = reader.get("/library/kaliumab-and-potassium").await;
        assert!(page.text(".prose").contains("0.5 mmol/l"), "{}", page.body);
        let picture = page.attributes(".prose img", "src").remove(0);
        assert_eq!(reader.get(&picture).await.status, StatusCode::OK);
        assert_eq!(reader.get("/library/was-withdrawn").await.status, StatusCode::GONE);
        assert_eq!(reader.get("/library/was-approved").await.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_published_is_found_and_nothing_else(portal: Portal) {
        let mut reader = portal.declared().await;
        for (words, title) in [
            ("kaliumab lower", "Does kaliumab lower potassium?"),
            ("was published", "An article that was published"),
            ("hyperkaliämie", "Hyperkaliämie – ein Überblick"),
            ("10.5555/first", "Kaliumab in chronic heart failure: a randomised trial"),
        ] {
            let address = format!("/api/v1/search?q={}", domain::address::query_value(words));
            let titles = reader.get(&address).await.json()["hits"].to_string();
            assert!(titles.contains(title), "{words}: {titles}");
        }
        let all = reader.get("/api/v1/search?q=").await.json();
        assert_eq!(all["total"], 5, "two articles and three records: {all}");
    }

    async fn an_approval_still_signs_what_it_signed(portal: Portal) {
        let editor = account(&portal, "editor").await;
        let version = versions(&portal, "was-approved").await.remove(0);
        // Publishing compares the digest of the text with the one that was signed.
        publishing::take(&portal.context, &editor, &version.id, StepRequest::plain(Step::Publish, version.lock)).await.unwrap();
        assert_eq!(portal.declared().await.get("/library/was-approved").await.status, StatusCode::OK);
    }

    async fn every_earlier_approval_is_verified_by_its_own_scheme(portal: Portal) {
        for slug in ["kaliumab-and-potassium", "was-approved", "was-published", "was-withdrawn"] {
            // What was approved elsewhere and imported has no approval of this portal.
            for version in versions(&portal, slug).await.into_iter().filter(|it| it.approved_by.is_some()) {
                let approved = publishing::approved_content(&portal.context, &version).await.unwrap();
                let approved = approved.unwrap_or_else(|| panic!("{slug}, version {}", version.number));
                assert_eq!((approved.front, approved.body), (version.front, version.body));
                let pictures = articles::pictures(&portal.context.store, &version.id).await.unwrap();
                assert_eq!(approved.pictures.len(), pictures.len());
            }
        }
        let submitted = versions(&portal, "was-submitted").await.remove(0);
        assert_eq!(publishing::approved_content(&portal.context, &submitted).await.unwrap(), None);
        // What was submitted then is reviewed and published now.
        let (reviewer, editor) = (account(&portal, "reviewer").await, account(&portal, "editor").await);
        let page = signed_in(&portal, "reviewer").await.get(&format!("/review/{}", submitted.id)).await;
        assert_eq!(page.status, StatusCode::OK);
        let approve = StepRequest { approval_reference: "X-9".into(), ..StepRequest::plain(Step::Approve, submitted.lock) };
        publishing::take(&portal.context, &reviewer, &submitted.id, approve).await.unwrap();
        let publish = StepRequest::plain(Step::Publish, submitted.lock + 1);
        publishing::take(&portal.context, &editor, &submitted.id, publish).await.unwrap();
    }

    async fn requests_keep_their_messages_and_frozen_citations(portal: Portal) {
        let answered = request(&portal, "below 50 kg").await;
        let messages = requests::messages(&portal.context.store, &answered.id, true).await.unwrap();
        let kinds: Vec<_> = messages.iter().map(|message| message.kind).collect();
        assert_eq!(kinds, [MessageKind::Note, MessageKind::Reply, MessageKind::FollowUp]);
        let cited: Vec<_> = messages[1].citations.iter().map(|citation| citation.version_number).collect();
        assert_eq!(cited, [Some(1), None], "an article's version and a record");

        let mut asker = signed_in(&portal, "hcp").await;
        let page = asker.get(&format!("/requests/{}", answered.reference)).await;
        assert!(page.text(".message-reply").contains("Yes, see"), "{}", page.body);
        let cited = asker.get(&format!("/requests/{}/cited/1", answered.reference)).await;
        assert!(cited.body.contains("0.4 mmol/l"), "the reply keeps the version that was sent: {}", cited.body);
        let waiting = request(&portal, "with food").await;
        assert_eq!(waiting.owner, account(&portal, "msl").await.id);
        assert!(signed_in(&portal, "msl").await.get("/desk").await.text("tbody").contains("with food"));
        let found = requests::find(&portal.context.store, Scope::Desk, &waiting.reference).await.unwrap();
        assert_eq!(found, Some(waiting));
    }

    async fn the_audit_trail_is_intact_and_goes_on(portal: Portal) {
        assert_eq!(audit_trail::verify(&portal.context).await.unwrap(), Verdict::Intact { rows: 53 });
        portal.person("new@portal.example", &[]).await;
        assert_eq!(audit_trail::verify(&portal.context).await.unwrap(), Verdict::Intact { rows: 54 });
    }

    async fn people_their_passwords_and_what_they_keep_are_there(portal: Portal) {
        let mut reader = signed_in(&portal, "hcp").await;
        assert!(reader.get("/saved").await.body.contains("For the ward round"));
        assert!(reader.get("/saved/searches").await.body.contains("Potassium"));
        let mut officer = signed_in(&portal, "safety").await;
        assert_eq!(officer.get("/safety?state=acknowledged").await.texts("tbody th").len(), 1);
        let reports = officer.get("/safety/export.json").await.json();
        assert_eq!(reports[0]["report"]["event"], "  A rash after the \"second\" tablet\n");
        let mut administrator = signed_in(&portal, "admin").await;
        assert!(administrator.get("/admin/routing").await.body.contains("Kaliumab"));
        assert!(administrator.get("/admin/vocabulary/product/kaliumab").await.body.contains("KLB-1"));
    }
}
