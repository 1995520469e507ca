//! The audit trail as auditors read it: found by what people know, told in words, and not flooded.

use crate::both;
use crate::publishing::Team;
use crate::support::{Browser, Page, Portal};
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::article::Step;
use domain::locale::{Preferences, Zone};
use domain::time::{DAY, Moment};
use services::accounts::NewAccount;
use services::publishing::{self, Draft};
use storage::{articles, audit};

/// A question with an owner; its reference, and who asked and who owns it.
async fn asked(portal: &Portal) -> (String, Account, Account) {
    let named = async |email: &str, name: &str, roles: &[Role], is_verified: bool| {
        let new = NewAccount {
            email: email.into(),
            name: name.into(),
            roles: roles.to_vec(),
            is_verified,
            ..Portal::somebody()
        };
        portal.person_like(new).await
    };
    let hcp = named("hcp@demo.example", "Jörg Ünal", &[Role::Hcp], false).await;
    let owner = named("mi@demo.example", "Olive Owner", &[Role::MedicalInformationSpecialist], true).await;
    let mut asker = portal.signed_in(&hcp).await;
    let sent = asker.post("/ask", &[("question", "Is apixaban safe below 50 kg?")]).await;
    let reference = sent.location().unwrap()["/requests/".len()..].split('?').next().unwrap().to_owned();
    (reference, hcp, owner)
}

async fn desk(portal: &Portal, owner: &Account, reference: &str, fields: &[(&str, &str)]) {
    let mut desk = portal.signed_in(owner).await;
    let address = format!("/desk/{reference}");
    let version = desk.get(&address).await.attributes("input[name=version]", "value").remove(0);
    let fields: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let done = desk.post(&address, &fields).await;
    assert!(done.location().is_some(), "{}", done.body);
}

async fn auditor(portal: &Portal) -> Browser<'_> {
    let auditor = portal.person("auditor@demo.example", &[Role::Auditor]).await;
    portal.signed_in(&auditor).await
}

/// What the rows of a page say beside time and hash.
fn rows(page: &Page) -> Vec<String> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page.texts(".audit-row")
}

async fn actions(portal: &Portal, subject: &str) -> Vec<(String, String)> {
    let rows = audit::list(&portal.context.store, Some(subject), i64::MAX, 1_000).await.unwrap();
    rows.into_iter().map(|row| (row.action, row.actor)).collect()
}

both! {
    async fn numbers_names_emails_and_titles_find_their_rows_whatever_their_case(portal: Portal) {
        let (reference, hcp, owner) = asked(&portal).await;
        desk(&portal, &owner, &reference, &[("step", "claim")]).await;
        let team = Team::of(&portal).await;
        team.draft("Ärztliche Fragen").await;
        let mut auditor = auditor(&portal).await;
        let all = rows(&auditor.get("/admin/audit").await).len();
        for number in [reference.clone(), reference.to_lowercase(), reference[..8].to_owned()] {
            let found = rows(&auditor.get(&format!("/admin/audit?q={number}")).await);
            assert_eq!(found.len(), 2, "received and claimed: {found:?}");
            assert!(found.iter().all(|row| row.contains(&reference)), "{found:?}");
        }
        for name in ["hcp%40demo.example", "J%C3%B6rg+%C3%9Cnal", "J%C3%96RG", "%C3%9CNAL", "jorg"] {
            let found = rows(&auditor.get(&format!("/admin/audit?q={name}")).await);
            assert_eq!(found.len(), 2, "made, and asked: {name}: {found:?}");
            let done = rows(&auditor.get(&format!("/admin/audit?person={name}")).await);
            assert_eq!(done.len(), 1, "{name}: {done:?}");
            assert!(done[0].contains("Request received") && done[0].contains("Jörg Ünal"), "{done:?}");
        }
        for title in ["%C3%84rztliche", "%C3%84RZTLICHE+fragen"] {
            let found = rows(&auditor.get(&format!("/admin/audit?q={title}")).await);
            assert_eq!(found.len(), 2, "begun and changed: {title}: {found:?}");
        }
        let both = format!("/admin/audit?q={reference}&person=owner&kind=request");
        assert_eq!(rows(&auditor.get(&both).await).len(), 1);
        assert_eq!(rows(&auditor.get(&format!("/admin/audit?q={}", hcp.id)).await).len(), 1, "by its id");
        for nothing in ["q=MIR-2026-XXXXXX", "q=%25", "q=%27+or+1=1", "person=nobody", "kind=%25"] {
            assert!(auditor.get(&format!("/admin/audit?{nothing}")).await.has(".empty-state"), "{nothing}");
        }
        assert_eq!(rows(&auditor.get("/admin/audit?kind=request").await).len(), 2);
        assert!(all > 6);
    }

    async fn a_row_says_in_words_who_did_what_to_what(portal: Portal) {
        let (reference, _, owner) = asked(&portal).await;
        desk(&portal, &owner, &reference, &[("step", "claim")]).await;
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        team.publish(&id).await;
        let administrator = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let mut admin = portal.signed_in(&administrator).await;
        let page = admin.get("/admin/audit").await;
        for row in rows(&page) {
            let words = row.split(" · ").next().unwrap();
            let is_id = |word: &str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(!words.split(|c: char| !c.is_alphanumeric()).any(is_id), "{row}");
            let said = row.rsplit_once(" · ").unwrap().0;
            assert!(!said.split(|c: char| !c.is_alphanumeric()).any(is_id), "{row}");
            assert!(!said.contains("{\""), "{row}");
        }
        let of = |text: &str| rows(&page).into_iter().find(|row| row.contains(text)).unwrap();
        let claimed = of("Request taken on");
        assert!(claimed.contains("Olive Owner") && claimed.contains(&format!("Request {reference}")), "{claimed}");
        let published = of("Published · Article A question Open: A questionBefore: Version 1: Approved");
        assert!(published.contains("After: Version 1: Published"), "{published}");
        assert!(of("Account made").contains("After: "), "{}", of("Account made"));
        let links = page.attributes(".audit-row a", "href");
        for link in ["/library/a-question".to_owned(), format!("/admin/people/{}", owner.id)] {
            assert!(links.contains(&link), "{link} in {links:?}");
            assert_eq!(admin.get(&link).await.status, StatusCode::OK);
        }
        assert!(!links.iter().any(|link| link.starts_with("/desk/")), "an administrator is not at the desk");
        let subject = links.iter().find(|link| link.starts_with("/admin/audit?subject=request")).unwrap();
        let one = admin.get(subject).await;
        assert_eq!(rows(&one).len(), 2);
        assert!(one.text("main").contains(&format!("Only rows of: {reference}")));
    }

    async fn days_are_those_of_the_reader(portal: Portal) {
        asked(&portal).await;
        // Fourteen hours ahead: there it is often tomorrow.
        let zone = Zone::named("Pacific/Kiritimati").unwrap();
        let mut account = portal.person("auditor@demo.example", &[Role::Auditor]).await;
        account.preferences = Preferences { zone: Some(zone.clone()), ..Preferences::default() };
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::accounts::update(&mut tx, &account).await.unwrap();
        tx.commit().await.unwrap();
        let mut auditor = portal.signed_in(&account).await;
        let now = Moment::now();
        let day = |at: Moment| at.in_zone(&zone).day.to_string();
        let (today, tomorrow, yesterday) = (day(now), day(now.plus(DAY)), day(now.plus(-DAY)));
        assert!(!rows(&auditor.get(&format!("/admin/audit?from={today}&to={today}")).await).is_empty());
        assert!(auditor.get(&format!("/admin/audit?from={tomorrow}")).await.has(".empty-state"));
        assert!(auditor.get(&format!("/admin/audit?to={yesterday}")).await.has(".empty-state"));
        let page = auditor.get(&format!("/admin/audit?from={today}&kind=account")).await;
        assert_eq!(page.attributes("#audit-from", "value"), [today]);
        assert_eq!(page.attributes("#audit-kind option[selected]", "value"), ["account"]);
    }

    async fn pages_and_files_have_what_was_looked_for(portal: Portal) {
        let (reference, _, owner) = asked(&portal).await;
        let decline = [("step", "decline"), ("verify-reason", "=HYPERLINK(\"https://evil.example\")")];
        desk(&portal, &owner, &reference, &decline).await;
        let names: Vec<String> = (0..120).map(|number| format!("many{number}@demo.example")).collect();
        for name in &names {
            portal.person(name, &[Role::Hcp]).await;
        }
        let mut auditor = auditor(&portal).await;
        let page = auditor.get("/admin/audit?q=many&kind=account").await;
        assert_eq!(rows(&page).len(), 100);
        let older = page.attributes(".pager a[rel=next]", "href").remove(0);
        assert!(older.contains("q=many") && older.contains("kind=account"), "{older}");
        assert_eq!(rows(&auditor.get(&older).await).len(), 20);

        let file = page.attributes("form a.button", "href").remove(0);
        let file = auditor.get(&file).await;
        assert!(file.header("content-type").starts_with("text/csv"));
        assert!(file.header("content-disposition").contains("audit-trail.csv"));
        assert_eq!(file.body.lines().count(), 121, "the columns, and every row that was looked for");
        let file = auditor.get("/admin/audit/export.csv?person=olive").await.body;
        assert_eq!(file.lines().count(), 2, "{file}");
        assert!(file.contains("\"Verification declined\",\"Person\",\"Jörg Ünal\""), "{file}");
        assert!(file.contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\""), "nothing in it runs: {file}");
    }

    async fn a_session_of_writing_leaves_one_row_for_each_person(portal: Portal) {
        let team = Team::of(&portal).await;
        let other = portal.person("other@demo.example", &[Role::Editor]).await;
        let id = team.draft("A question").await;
        let subject = format!("article:{}", team.version(&id).await.article);
        let save = async |by: &Account, text: &str| {
            let version = team.version(&id).await;
            let draft = Draft { front: version.front, body: text.into() };
            publishing::save(&portal.context, by, &id, version.lock, draft).await.unwrap();
        };
        let saves = async || {
            let all = actions(&portal, &subject).await;
            all.into_iter().filter(|(action, _)| action == "article.save").map(|(_, by)| by).collect::<Vec<_>>()
        };
        for number in 0..20 {
            save(&team.editor, &format!("Text {number}.\n")).await;
        }
        assert_eq!(saves().await, [team.editor.id.to_string()], "twenty saves while writing are one row");
        save(&other, "Theirs.\n").await;
        save(&other, "Theirs again.\n").await;
        save(&team.editor, "Mine.\n").await;
        assert_eq!(saves().await.len(), 3, "each time that another person goes on");
        // They come back an hour later.
        let mut version = team.version(&id).await;
        version.updated_at = Moment::now().plus(-3_600_000);
        let mut tx = portal.context.store.begin().await.unwrap();
        articles::update(&mut tx, &version).await.unwrap();
        tx.commit().await.unwrap();
        save(&team.editor, "Later.\n").await;
        assert_eq!(saves().await.len(), 4);
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        let row = audit::list(&portal.context.store, Some(&subject), i64::MAX, 1).await.unwrap().remove(0);
        assert_eq!(row.action, "article.submit", "what it says in the end is in the row of the step");
        assert!(row.old.contains("sha256"));
        assert!(matches!(audit::verify(&portal.context.store).await.unwrap(), audit::Verdict::Intact { .. }));
    }

    async fn superseding_declining_and_ending_sessions_leave_rows(portal: Portal) {
        let team = Team::of(&portal).await;
        let first = team.draft("A question").await;
        team.publish(&first).await;
        let article = team.version(&first).await.article;
        let second = publishing::new_version(&portal.context, &team.editor, &article).await.unwrap();
        team.publish(&second).await;
        let rows = audit::list(&portal.context.store, Some(&format!("article:{article}")), i64::MAX, 50).await.unwrap();
        let row = rows.iter().find(|row| row.action == "article.supersede").unwrap();
        assert_eq!(row.actor, team.editor.id.to_string());
        assert!(row.new.contains(first.as_str()) && row.new.contains("superseded"), "{}", row.new);

        let (reference, hcp, owner) = asked(&portal).await;
        desk(&portal, &owner, &reference, &[("step", "decline"), ("verify-reason", "Not in the register")]).await;
        let rows = audit::list(&portal.context.store, Some(&format!("account:{}", hcp.id)), i64::MAX, 50).await.unwrap();
        assert_eq!((rows[0].action.as_str(), rows[0].reason.as_str()), ("account.decline", "Not in the register"));
        portal.signed_in(&hcp).await.post("/account/sign-out-everywhere", &[]).await;
        let rows = actions(&portal, &format!("account:{}", hcp.id)).await;
        assert!(rows.contains(&("account.sign-out-everywhere".to_owned(), hcp.id.to_string())), "{rows:?}");
    }
}
