//! Answering: the queue, the steps on a request, the frozen reply.

mod closing;
mod correction;
mod departure;
mod drafts;
mod rating;

use crate::both;
use crate::support::{Browser, Database, Page, Portal};
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::asker::Gate;
use domain::id::ItemId;
use domain::library::ImportOutcome;
use domain::slug::Slug;
use services::accounts::NewAccount;
use services::publishing::{self, Import};
use storage::audit::{self, Actor, Verdict};

const DRAWING: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>"#;
const QUESTION: &str = "Is apixaban safe below 50 kg?";

/// One HCP, one specialist, one MSL, and a request of the first owned by the second.
struct Scene<'a> {
    portal: &'a Portal,
    hcp: Account,
    specialist: Account,
    msl: Account,
    reference: String,
}

impl<'a> Scene<'a> {
    async fn of(portal: &'a Portal) -> Scene<'a> {
        let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let msl = portal.person("msl@demo.example", &[Role::Msl]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let reference = ask(portal, &hcp).await;
        Scene { portal, hcp, specialist, msl, reference }
    }

    fn address(&self) -> String {
        format!("/desk/{}", self.reference)
    }

    async fn at_desk(&self) -> Browser<'a> {
        self.portal.signed_in(&self.specialist).await
    }

    /// Takes a step as the page of this moment offers it.
    async fn step(&self, browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Page {
        let page = browser.get(&self.address()).await;
        let fields = with_versions(&page, fields);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(&self.address(), &fields).await
    }

    async fn reply(&self, browser: &mut Browser<'_>, fields: &[(&str, &str)]) {
        let none = self.step(browser, &[("step", "safety-none")]).await;
        assert_eq!(none.status, StatusCode::SEE_OTHER, "{}", none.body);
        let fields: Vec<_> = [("step", "send")].into_iter().chain(fields.iter().copied()).collect();
        let sent = self.step(browser, &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }

    async fn seen_by_asker(&self) -> Page {
        self.portal.signed_in(&self.hcp).await.get(&format!("/requests/{}", self.reference)).await
    }
}

/// The fields with the versions that a page of the desk carries.
fn with_versions<'a>(page: &Page, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
    let of = |name: &str| page.attributes(&format!("input[name={name}]"), "value").remove(0);
    let versions = [("version", of("version")), ("lock", of("lock"))];
    versions.into_iter().chain(fields.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect()
}

async fn ask(portal: &Portal, hcp: &Account) -> String {
    let sent = portal.signed_in(hcp).await.post("/ask", &[("question", QUESTION)]).await;
    let location = sent.location().unwrap();
    location["/requests/".len()..].split('?').next().unwrap().to_owned()
}

async fn publish(portal: &Portal, author: &Account, body: &str) -> ItemId {
    let text = format!(
        "+++\nslug = \"low-weight\"\nkind = \"standard-response\"\ntitle = \"Low body weight\"\nsummary = \"Short.\"\n\
         approved = \"2026-01-05\"\napproval_reference = \"X-1\"\n+++\n{body}"
    );
    let (front, body) = formats::article(&text).unwrap();
    let media = vec![("figures/a.svg".into(), DRAWING.to_vec())];
    let import = Import { front, body, media, is_demo: false };
    let done = publishing::import(&portal.context, Actor::Portal, &author.id, None, import).await.unwrap();
    assert_ne!(done, ImportOutcome::Unchanged);
    let version = storage::articles::published(&portal.context.store, "low-weight").await.unwrap().unwrap();
    ItemId::from(&version.article)
}

both! {
    async fn the_queue_shows_who_asks_and_what_is_due(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let page = browser.get("/desk").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text("tbody tr").contains(QUESTION));
        assert!(page.has("tbody .due"));
        assert_eq!(page.texts(".tabs .badge"), ["1", "1", "1", "0", "0", "0"]);
        for (address, count) in [
            ("/desk?queue=unclaimed", 1),
            ("/desk?queue=open&q=50+KG", 1),
            ("/desk?queue=open&q=100%25", 0),
            ("/desk?queue=answered", 0),
            ("/desk?queue=open&area=heart-failure", 0),
            ("/desk?queue=open&after=x", 1),
        ] {
            assert_eq!(browser.get(address).await.texts("tbody tr").len(), count, "{address}");
        }
    }

    async fn claiming_moves_a_request_to_whoever_claims(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut msl = portal.signed_in(&scene.msl).await;
        assert_eq!(scene.step(&mut msl, &[("step", "claim")]).await.status, StatusCode::SEE_OTHER);
        assert!(msl.get("/desk").await.text("tbody").contains(QUESTION));
        assert!(!scene.at_desk().await.get("/desk").await.body.contains(QUESTION));
        assert!(scene.seen_by_asker().await.text(".progress [aria-current]").contains("Being worked on"));
    }

    async fn a_new_owner_is_asked_the_safety_question_anew(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.step(&mut browser, &[("step", "safety-none")]).await;
        let to = scene.msl.id.as_str();
        scene.step(&mut browser, &[("step", "hand-over"), ("to", to), ("reason", "Wants a visit")]).await;
        let mut msl = portal.signed_in(&scene.msl).await;
        let refused = scene.step(&mut msl, &[("step", "send"), ("body", "Yes.")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        scene.step(&mut msl, &[("step", "safety-none")]).await;
        scene.step(&mut msl, &[("step", "claim")]).await;
        let sent = scene.step(&mut msl, &[("step", "send"), ("body", "Yes.")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "claiming one's own asks nothing again");
    }

    async fn handing_over_needs_a_reason_that_the_asker_never_sees(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let to = ("to", scene.msl.id.as_str());
        let refused = scene.step(&mut browser, &[("step", "hand-over"), to, ("reason", "")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = scene.step(&mut browser, &[("step", "hand-over"), to, ("reason", "Wants a visit")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(portal.signed_in(&scene.msl).await.get(&scene.address()).await.text(".message-note").contains("Wants a visit"));
        assert!(!scene.seen_by_asker().await.body.contains("Wants a visit"));
    }

    async fn no_reply_goes_out_before_the_safety_question_is_answered(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        for step in ["send", "close"] {
            let refused = scene.step(&mut browser, &[("step", step), ("body", "A long *answer*.")]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.has("#safety-error"));
            assert_eq!(refused.text("#body"), "A long *answer*.", "the text is kept");
        }
        assert!(!scene.seen_by_asker().await.has(".message-reply"));
        scene.reply(&mut browser, &[("body", "A long *answer*.")]).await;
        let page = scene.seen_by_asker().await;
        assert!(page.text(".message-reply").contains("answer"));
        assert_eq!(page.texts(".progress [data-done]").len(), 3);
    }

    async fn only_the_owner_replies(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut msl = portal.signed_in(&scene.msl).await;
        let refused = scene.step(&mut msl, &[("step", "send"), ("body", "Mine")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.text("#body"), "Mine", "what was typed is not lost");
    }

    async fn a_step_on_an_older_state_is_refused_and_the_text_kept(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let version = browser.get(&scene.address()).await.attributes("input[name=version]", "value").remove(0);
        scene.step(&mut browser, &[("step", "safety-none")]).await;
        let fields = [("version", version.as_str()), ("step", "send"), ("body", "Written before")];
        let refused = browser.post(&scene.address(), &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert_eq!(refused.text("#body"), "Written before");
    }

    async fn an_unsent_reply_is_kept_with_every_step(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        let note = [("step", "note"), ("note", "Called the ward"), ("body", "Half an answer")];
        assert_eq!(scene.step(&mut browser, &note).await.status, StatusCode::SEE_OTHER);
        let page = browser.get(&scene.address()).await;
        assert_eq!(page.text("#body"), "Half an answer");
        assert!(page.text(".message-note").contains("Called the ward"));
        assert!(!scene.seen_by_asker().await.body.contains("Called the ward"));
    }

    async fn a_sent_reply_shows_the_version_that_was_sent(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let item = publish(&portal, &editor, "The first text.\n\n![A drawing](figures/a.svg)").await;
        let mut browser = scene.at_desk().await;
        let preview = scene.step(&mut browser, &[("step", "preview"), ("body", "See [1]."), ("cite", item.as_str())]).await;
        let preview = browser.get(preview.location().unwrap().split('#').next().unwrap()).await;
        assert!(preview.text("#preview").contains("Low body weight"), "{}", preview.body);
        scene.reply(&mut browser, &[("body", "See [1]."), ("cite", item.as_str())]).await;
        publish(&portal, &editor, "A text that came later.").await;
        let page = scene.seen_by_asker().await;
        let numbered = page.attributes(".message-reply .prose a", "href");
        assert_eq!(page.attributes(".citations li", "id"), [&numbered[0][1..]], "[1] leads to what is cited");
        let cited = page.attributes(".citations a", "href");
        assert_eq!(cited, [format!("/requests/{}/cited/1", scene.reference)]);
        let mut asker = portal.signed_in(&scene.hcp).await;
        let version = asker.get(&cited[0]).await;
        assert!(version.body.contains("The first text.") && !version.body.contains("came later"));
        let picture = version.attributes(".prose img", "src").remove(0);
        assert_eq!(asker.get(&picture).await.status, StatusCode::OK, "with its pictures: {picture}");
        assert!(version.has(".notice-warning"), "it says that a newer version is there");
        assert_eq!(asker.get(&cited[0].replace("/1", "/2")).await.status, StatusCode::NOT_FOUND);
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        assert_eq!(portal.signed_in(&other).await.get(&cited[0]).await.status, StatusCode::NOT_FOUND);
        assert!(browser.get(&cited[0].replace("/requests", "/desk")).await.body.contains("The first text."));
    }

    async fn a_follow_up_asks_the_safety_question_anew(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.reply(&mut browser, &[("body", "The answer.")]).await;
        let mut asker = portal.signed_in(&scene.hcp).await;
        let address = format!("/requests/{}", scene.reference);
        assert_eq!(asker.post(&address, &[("step", "no")]).await.status, StatusCode::SEE_OTHER);
        asker.post(&address, &[("step", "follow-up"), ("follow-up", "She bled.")]).await;
        let page = browser.get(&scene.address()).await;
        assert!(page.has("#safety.notice-warning"));
        assert!(page.text("h1 + p").contains("In progress"));
        let refused = scene.step(&mut browser, &[("step", "close")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_closed_request_takes_no_reply(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.step(&mut browser, &[("step", "safety-none")]).await;
        let closing = [("step", "close"), ("close-reason", "duplicate")];
        assert_eq!(scene.step(&mut browser, &closing).await.status, StatusCode::SEE_OTHER);
        let refused = scene.step(&mut browser, &[("step", "send"), ("body", "Late")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(!scene.seen_by_asker().await.has(".message-reply"));
    }

    async fn nobody_but_the_desk_sees_the_desk(portal: Portal) {
        let scene = Scene::of(&portal).await;
        for role in [Role::Hcp, Role::Editor, Role::Reviewer, Role::SafetyOfficer, Role::Analyst, Role::Administrator] {
            let person = portal.person(&format!("{}@x.example", role.slug()), &[role]).await;
            let mut browser = portal.signed_in(&person).await;
            assert_eq!(browser.get("/desk").await.status, StatusCode::NOT_FOUND, "{role:?}");
            assert_eq!(browser.get(&scene.address()).await.status, StatusCode::NOT_FOUND, "{role:?}");
        }
    }

    async fn every_step_stands_in_the_trail_without_a_word_of_the_request(portal: Portal) {
        let scene = Scene::of(&portal).await;
        let mut browser = scene.at_desk().await;
        scene.step(&mut browser, &[("step", "claim")]).await;
        scene.reply(&mut browser, &[("body", "The answer.")]).await;
        scene.step(&mut browser, &[("step", "close")]).await;
        let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        for action in ["request.receive", "request.claim", "request.safety", "request.reply", "request.close"] {
            assert!(rows.iter().any(|row| row.action == action), "{action}");
        }
        assert!(!format!("{rows:?}").contains("50 kg") && !format!("{rows:?}").contains("The answer"));
        assert!(matches!(audit::verify(&portal.context.store).await.unwrap(), Verdict::Intact { .. }));
    }
}

/// Under the verified gate.
async fn verified_gate(database: Database) {
    let Some(portal) = Portal::open_with(database, |config| config.gate = Gate::Verified).await else {
        return;
    };
    let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
    let msl = portal.person("msl@demo.example", &[Role::Msl]).await;
    let new = NewAccount {
        email: "new@demo.example".into(),
        roles: vec![Role::Hcp],
        institution: "A hospital".into(),
        npi: Some("1234567893".into()),
        is_verified: false,
        ..Portal::somebody()
    };
    let hcp = portal.person_like(new).await;
    let reference = ask(&portal, &hcp).await;
    let scene = Scene { portal: &portal, hcp, specialist, msl, reference };
    let mut browser = scene.at_desk().await;
    let panel = browser.get(&scene.address()).await.text("#verify");
    assert!(panel.contains("A hospital") && panel.contains("check digit is right"), "{panel}");
    let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
    let item = publish(&portal, &editor, "The first text.").await;
    scene.reply(&mut browser, &[("body", "The answer."), ("cite", item.as_str())]).await;
    let page = scene.seen_by_asker().await;
    assert!(!page.body.contains("The answer.") && page.body.contains("Your answer is ready"));
    let cited = format!("/requests/{}/cited/1", scene.reference);
    let mut asker = portal.signed_in(&scene.hcp).await;
    assert_eq!(asker.get(&cited).await.status, StatusCode::NOT_FOUND);
    let declined =
        scene.step(&mut browser, &[("step", "decline"), ("verify-reason", "No such hospital")]).await;
    assert_eq!(declined.status, StatusCode::SEE_OTHER);
    assert!(!scene.seen_by_asker().await.body.contains("The answer."));
    assert_eq!(scene.step(&mut browser, &[("step", "verify")]).await.status, StatusCode::SEE_OTHER);
    assert!(scene.seen_by_asker().await.body.contains("The answer."));
    assert_eq!(asker.get(&cited).await.status, StatusCode::OK);
    assert!(!browser.get(&scene.address()).await.has("#verify"));
    let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
    for action in ["account.decline", "account.verify"] {
        assert!(rows.iter().any(|row| row.action == action), "{action}");
    }
}

#[tokio::test]
async fn an_answer_opens_once_its_asker_is_verified_on_sqlite() {
    verified_gate(Database::Sqlite).await;
}

#[tokio::test]
async fn an_answer_opens_once_its_asker_is_verified_on_postgres() {
    verified_gate(Database::Postgres).await;
}

/// Who reads the library under the verified gate.
async fn readers_under_the_verified_gate(database: Database) {
    let Some(portal) = Portal::open_with(database, |config| config.gate = Gate::Verified).await else {
        return;
    };
    let article = crate::library_fixture::article("for-all", "Zebrastat in asthma", "Fewer events.");
    crate::library_fixture::add_article(&portal, article).await;
    let mut special =
        crate::library_fixture::article("for-cardiologists", "Zebrastat in hearts", "Fewer events.");
    special.front.audience.specialties = vec!["cardiology".into()];
    crate::library_fixture::add_article(&portal, special).await;
    let hcp = |email: &str, is_verified: bool| NewAccount {
        email: email.into(),
        roles: vec![Role::Hcp],
        specialty: "cardiology".into(),
        is_verified,
        ..Portal::somebody()
    };
    let verified = portal.person_like(hcp("verified@demo.example", true)).await;
    let new = portal.person_like(hcp("new@demo.example", false)).await;
    let found = async |browser: &mut Browser<'_>| {
        let page = browser.get("/search?q=zebrastat").await;
        let suggested = browser.get("/api/v1/suggest?q=zebra").await;
        (page.texts(".hit-title").len(), suggested.body.matches("Zebrastat").count())
    };
    assert_eq!(found(&mut portal.signed_in(&verified).await).await, (2, 2));
    assert_eq!(found(&mut portal.signed_in(&new).await).await, (1, 1), "as one who declared");
    for mut browser in [portal.browser(), portal.declared().await] {
        assert_eq!(found(&mut browser).await, (0, 0));
        assert!(!browser.get("/library/for-all").await.body.contains("Fewer events"));
    }
}

#[tokio::test]
async fn the_verified_gate_opens_the_library_to_signed_in_hcps_alone_on_sqlite() {
    readers_under_the_verified_gate(Database::Sqlite).await;
}

#[tokio::test]
async fn the_verified_gate_opens_the_library_to_signed_in_hcps_alone_on_postgres() {
    readers_under_the_verified_gate(Database::Postgres).await;
}
