//! Administration: people, vocabulary, the audit trail.

use crate::both;
use crate::support::{PASSWORD, Page, Portal};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::account::{Account, Role};
use domain::vocabulary::TermKind;
use services::accounts::{self, NewAccount};

async fn now(portal: &Portal, account: &Account) -> Account {
    storage::accounts::find(&portal.context.store, &account.id).await.unwrap().unwrap()
}

async fn administrator(portal: &Portal) -> Account {
    portal.person("admin@demo.example", &[Role::Administrator]).await
}

/// What a page's form says of the state that it shows.
fn version(page: &Page) -> String {
    page.attributes("input[name=version]", "value").remove(0)
}

async fn unverified(portal: &Portal) -> Account {
    let new = NewAccount {
        email: "new@demo.example".into(),
        name: "Newly Come".into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Hcp],
        is_verified: false,
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

/// Takes a step with a person in their present state; returns the page's answer.
async fn step(
    portal: &Portal,
    actor: &Account,
    of: &Account,
    fields: &[(&str, &str)],
) -> crate::support::Page {
    let version = now(portal, of).await.version.to_string();
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    portal.signed_in(actor).await.post(&format!("/admin/people/{}", of.id), &all).await
}

both! {
    async fn an_administrator_verifies_an_hcp_and_the_trail_says_why(portal: Portal) {
        let admin = administrator(&portal).await;
        let hcp = unverified(&portal).await;
        let done = step(&portal, &admin, &hcp, &[("step", "verify"), ("reason", "GMC register")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert!(now(&portal, &hcp).await.verified_at.is_some());
        let page = portal.signed_in(&admin).await.get(&format!("/admin/audit?subject=account:{}", hcp.id)).await;
        let rows = page.texts(".audit-row");
        assert!(rows[0].contains("Verified") && rows[0].contains("GMC register"), "{rows:?}");
        assert!(rows[0].contains("Before: Verified: No") && rows[0].contains("After: Verified: Yes"), "{rows:?}");

        step(&portal, &admin, &hcp, &[("step", "unverify")]).await;
        assert!(now(&portal, &hcp).await.verified_at.is_none());
    }

    async fn those_to_be_verified_stand_first(portal: Portal) {
        let admin = administrator(&portal).await;
        portal.person("a@demo.example", &[Role::Hcp]).await;
        unverified(&portal).await;
        let mut browser = portal.signed_in(&admin).await;
        let page = browser.get("/admin/people").await;
        assert!(page.texts("tbody th")[0].contains("Newly Come"), "{:?}", page.texts("tbody th"));
        assert_eq!(page.texts("tbody tr").len(), 3);
        assert_eq!(browser.get("/admin/people?q=newly").await.texts("tbody tr").len(), 1);
        assert_eq!(browser.get("/admin/people?q=%25").await.texts("tbody tr").len(), 0);
        assert_eq!(browser.get("/admin/people?role=administrator").await.texts("tbody tr").len(), 1);
        assert_eq!(browser.get("/admin/people?standing=verified").await.texts("tbody tr").len(), 1);
        assert_eq!(browser.get("/admin/people?standing=disabled").await.texts("tbody tr").len(), 0);
    }

    async fn roles_are_given_and_taken(portal: Portal) {
        let admin = administrator(&portal).await;
        let person = portal.person("msl@demo.example", &[Role::Msl]).await;
        step(&portal, &admin, &person, &[("step", "roles"), ("roles", "editor"), ("roles", "msl")]).await;
        assert_eq!(now(&portal, &person).await.roles, [Role::Msl, Role::Editor]);
        let none = step(&portal, &admin, &person, &[("step", "roles")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(now(&portal, &person).await.roles, [Role::Msl, Role::Editor]);
    }

    async fn the_last_administrator_stays_one(portal: Portal) {
        let admin = administrator(&portal).await;
        for fields in [&[("step", "roles"), ("roles", "editor")][..], &[("step", "disable")]] {
            let refused = step(&portal, &admin, &admin, fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.has(".error-summary"));
        }
        assert_eq!(now(&portal, &admin).await.version, admin.version);
        portal.person("second@demo.example", &[Role::Administrator]).await;
        step(&portal, &admin, &admin, &[("step", "roles"), ("roles", "editor")]).await;
        assert_eq!(now(&portal, &admin).await.roles, [Role::Editor]);
    }

    async fn disabling_ends_sessions_tokens_and_sign_in(portal: Portal) {
        let admin = administrator(&portal).await;
        let hcp = unverified(&portal).await;
        let token = accounts::add_token(&portal.context, "new@demo.example").await.unwrap();
        let mut browser = portal.signed_in(&hcp).await;
        assert_eq!(browser.get("/account").await.status, StatusCode::OK);
        step(&portal, &admin, &hcp, &[("step", "disable")]).await;
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
        let sign_in = [("email", "new@demo.example"), ("password", PASSWORD)];
        assert_eq!(portal.browser().post("/sign-in", &sign_in).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        step(&portal, &admin, &hcp, &[("step", "enable")]).await;
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER, "the old session stays ended");
        let request = Request::get("/account")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap();
        assert_eq!(portal.send(request).await.status(), StatusCode::UNAUTHORIZED, "so does the token");
        assert_eq!(portal.browser().post("/sign-in", &sign_in).await.status, StatusCode::SEE_OTHER);
    }

    async fn a_page_that_is_out_of_date_changes_nothing(portal: Portal) {
        let admin = administrator(&portal).await;
        let hcp = unverified(&portal).await;
        step(&portal, &admin, &hcp, &[("step", "verify")]).await;
        let mut browser = portal.signed_in(&admin).await;
        let old = [("version", "1"), ("step", "disable")];
        assert_eq!(browser.post(&format!("/admin/people/{}", hcp.id), &old).await.status, StatusCode::CONFLICT);
        assert!(now(&portal, &hcp).await.disabled_at.is_none());
    }

    async fn whoever_is_invited_chooses_a_password_by_mail(portal: Portal) {
        let admin = administrator(&portal).await;
        let mut browser = portal.signed_in(&admin).await;
        let fields = [("name", "Dr Invited"), ("email", "invited@demo.example"), ("roles", "msl"), ("roles", "editor")];
        let done = browser.post("/admin/people/new", &fields).await;
        assert!(browser.follow(done).await.has("button[value=invite]"));
        let again = browser.post("/admin/people/new", &fields).await;
        assert!(again.has("#email-error"), "an administrator may know whose address it is");

        let link = portal.mailed_link("invited@demo.example", "/reset-password/").await;
        let mut invited = portal.browser();
        invited.post(&link, &[("password", PASSWORD)]).await;
        assert!(invited.get("/about").await.has("a[href='/desk']"), "signed in with the roles given");
    }

    async fn a_term_is_added_and_renamed_and_the_portal_knows_it_at_once(portal: Portal) {
        let admin = administrator(&portal).await;
        let mut browser = portal.signed_in(&admin).await;
        let fields = [("kind", "product"), ("name", "Finerenone"), ("synonyms", "MRA\n\nKerendia")];
        assert_eq!(browser.post("/admin/vocabulary", &fields).await.status, StatusCode::SEE_OTHER);
        let term = portal.context.vocabulary().find(TermKind::Product, "finerenone").cloned().unwrap();
        assert_eq!(term.synonyms, ["MRA", "Kerendia"]);
        assert!(browser.post("/admin/vocabulary", &fields).await.has("#name-error"));
        let address = "/admin/vocabulary/product/finerenone";
        let version = version(&browser.get(address).await);
        let renamed = [("name", "Finerenone tablets"), ("synonyms", "MRA"), ("version", &version)];
        browser.post(address, &renamed).await;
        assert_eq!(portal.context.vocabulary().name(TermKind::Product, "finerenone"), "Finerenone tablets");
        let page = browser.get("/admin/audit?subject=vocabulary").await;
        assert_eq!(page.texts(".audit-row").len(), 2);
        assert_eq!(browser.get("/admin/vocabulary/product/nothing").await.status, StatusCode::NOT_FOUND);
    }

    async fn countries_are_not_added_to(portal: Portal) {
        let admin = administrator(&portal).await;
        let mut browser = portal.signed_in(&admin).await;
        let page = browser.post("/admin/vocabulary", &[("kind", "country"), ("name", "Atlantis")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(!browser.get("/admin/vocabulary?kind=country").await.has("form[action='/admin/vocabulary']"));
    }

    async fn the_trail_is_paged_by_number_and_its_chain_checked(portal: Portal) {
        let auditor = portal.person("auditor@demo.example", &[Role::Auditor]).await;
        for n in 0..120 {
            let new = NewAccount { email: format!("p{n}@demo.example"), ..Portal::somebody() };
            portal.person_like(new).await;
        }
        let mut browser = portal.signed_in(&auditor).await;
        let page = browser.get("/admin/audit").await;
        assert_eq!(page.attributes(".audit-row", "id")[0], "row-121");
        assert_eq!(page.texts(".audit-row").len(), 100);
        let older = page.attributes("a[rel=next]", "href").pop().unwrap();
        let page = browser.get(&older).await;
        assert_eq!(page.attributes(".audit-row", "id")[0], "row-21");
        assert!(!page.has("a[rel=next]"));
        assert!(browser.get("/admin/audit?verify=yes").await.has(".notice-success"));
    }

    async fn a_new_rule_stands_before_the_one_that_holds_for_everything(portal: Portal) {
        let admin = administrator(&portal).await;
        let msl = portal.person("msl@demo.example", &[Role::Msl]).await;
        let mut browser = portal.signed_in(&admin).await;
        assert!(browser.get("/admin/routing").await.has(".notice-info"), "no rule for everything else");
        for (name, country) in [("Everything else", ""), ("Germany", "DE"), ("France", "FR")] {
            let fields = [("name", name), ("country", country), ("owner", msl.id.as_str())];
            let done = browser.post("/admin/routing/new", &fields).await;
            assert_eq!(done.location().as_deref(), Some("/admin/routing"), "{}", done.body);
        }
        let page = browser.get("/admin/routing").await;
        assert_eq!(page.texts("tbody th"), ["Germany", "France", "Everything else"]);
        let france = page.attributes("tbody th a", "href")[1].clone();
        browser.post(&france, &[("step", "up"), ("version", &version(&page))]).await;
        assert_eq!(browser.get("/admin/routing").await.texts("tbody th"), ["France", "Germany", "Everything else"]);
        let seen = version(&browser.get(&france).await);
        browser.post(&france, &[("step", "remove"), ("version", &seen)]).await;
        assert_eq!(browser.get("/admin/routing").await.texts("tbody th"), ["Germany", "Everything else"]);
    }

    async fn the_rule_for_everything_else_stays(portal: Portal) {
        let admin = administrator(&portal).await;
        let msl = portal.person("msl@demo.example", &[Role::Msl]).await;
        let mut browser = portal.signed_in(&admin).await;
        let fallback = [("name", "Everything else"), ("owner", msl.id.as_str())];
        browser.post("/admin/routing/new", &fallback).await;
        let rule = browser.get("/admin/routing").await.attributes("tbody th a", "href").pop().unwrap();
        let seen = version(&browser.get(&rule).await);
        let refused = browser.post(&rule, &[("step", "remove"), ("version", &seen)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has(".error-summary"));
        let narrowed = [("name", "Narrow"), ("owner", msl.id.as_str()), ("country", "DE"), ("step", "save"), ("version", &seen)];
        assert_eq!(browser.post(&rule, &narrowed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(browser.get("/admin/routing").await.texts("tbody th"), ["Everything else"]);
        let renamed = [("name", "All the rest"), ("owner", msl.id.as_str()), ("step", "save"), ("version", &seen)];
        browser.post(&rule, &renamed).await;
        assert_eq!(browser.get("/admin/routing").await.texts("tbody th"), ["All the rest"]);
    }

    async fn a_rule_whose_owner_left_the_desk_is_marked(portal: Portal) {
        let admin = administrator(&portal).await;
        let msl = portal.person("msl@demo.example", &[Role::Msl]).await;
        let mut browser = portal.signed_in(&admin).await;
        browser.post("/admin/routing/new", &[("name", "Everything else"), ("owner", msl.id.as_str())]).await;
        assert!(!browser.get("/admin/routing").await.has("tbody .badge"));
        step(&portal, &admin, &msl, &[("step", "disable")]).await;
        assert!(browser.get("/admin/routing").await.has("tbody .badge"));
    }

    async fn an_empty_portal_leads_its_administrator_and_tells_visitors_plainly(portal: Portal) {
        assert!(portal.browser().get("/").await.body.contains("materia user add"));
        let admin = administrator(&portal).await;
        let visitor = portal.declared().await.get("/").await;
        assert_eq!(visitor.text("h1"), portal.context.default_locale().get("first-visitor-title"));
        assert!(!visitor.body.contains("materia "), "commands are for those who run the portal");
        let mut browser = portal.signed_in(&admin).await;
        let page = browser.get("/").await;
        assert!(page.body.contains("materia import"));
        assert_eq!(page.texts("main ol > li .badge"), ["Done", "To do", "To do", "To do", "To do"]);
        let msl = portal.person("msl@demo.example", &[Role::Msl]).await;
        browser.post("/admin/routing/new", &[("name", "All"), ("owner", msl.id.as_str())]).await;
        let steps = browser.get("/").await.texts("main ol > li .badge");
        assert_eq!(steps, ["Done", "To do", "Done", "To do", "Done"], "nobody hears of safety reports yet");
        portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let steps = browser.get("/").await.texts("main ol > li .badge");
        assert_eq!(steps, ["Done", "To do", "Done", "Done", "Done"]);
    }
}
