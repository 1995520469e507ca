//! The reading list.

use super::{add, for_others, id_of, outside, titles, trail};
use crate::both;
use crate::library_fixture::{add_article, add_records, article, record, trials, withdraw};
use crate::support::{PASSWORD, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::saved::NOTE_MAX;
use services::accounts::NewAccount;
use services::library;

both! {
    async fn what_is_saved_stands_on_the_list_newest_first_until_it_is_removed(portal: Portal) {
        let first = add(&portal, "First trial").await;
        let second = add(&portal, "Second trial").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        for id in [&first, &second, &first] {
            browser.post("/saved", &[("add", id)]).await;
        }
        assert_eq!(titles(&mut browser).await, ["Second trial", "First trial"], "each once");
        let page = browser.get("/saved").await;
        let export = format!("/export?item={second}&item={first}&format=ris");
        assert_eq!(page.attributes("a[download]", "href"), [export]);
        browser.post("/saved", &[("remove", &second)]).await;
        browser.post("/saved", &[("remove", &second)]).await;
        assert_eq!(titles(&mut browser).await, ["First trial"]);
        browser.post("/saved", &[("remove", &first)]).await;
        assert_eq!(browser.get("/saved").await.attributes(".empty-state a", "href"), ["/search"]);
        let actions: Vec<_> = trail(&portal, &hcp).await.into_iter().map(|(action, ..)| action).collect();
        assert_eq!(
            actions,
            ["saved.item-remove", "saved.item-remove", "saved.item-add", "saved.item-add", "account.add"]
        );
    }

    async fn article_record_and_hit_have_a_button_that_leads_back_to_where_it_stood(portal: Portal) {
        let record = add(&portal, "Sotagliflozin trial").await;
        add_article(&portal, article("sotagliflozin", "Sotagliflozin in short", "## In short\n\nYes.\n")).await;
        let article = id_of(&portal, "sotagliflozin").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        for (address, id) in [
            (format!("/records/{record}"), record.as_str()),
            ("/library/sotagliflozin".to_owned(), article.as_str()),
            ("/search?q=sotagliflozin&sort=newest".to_owned(), record.as_str()),
        ] {
            let button = |name: &str| format!("main button[form=save][name={name}][value^='{id}']");
            let page = browser.get(&address).await;
            assert_eq!(page.attributes("#save input[name=next]", "value"), std::slice::from_ref(&address));
            if page.has(&button("add")) {
                let value = page.attributes(&button("add"), "value").remove(0);
                let back = browser.post("/saved", &[("add", &value), ("next", &address)]).await;
                assert_eq!(back.status, StatusCode::SEE_OTHER);
                // In a list the place is the hit's title.
                let place = value.split_once('#').map_or_else(|| format!("save-{id}"), |(_, title)| title.to_owned());
                assert_eq!(back.location().unwrap(), format!("{address}#{place}"));
                assert!(page.has(&format!("[id='{place}']")), "{place}");
            }
            assert!(browser.get(&address).await.has(&button("remove")), "{address}");
            browser.post("/saved", &[("remove", id), ("next", &address)]).await;
            assert!(browser.get(&address).await.has(&button("add")), "{address}");
        }
        assert!(portal.declared().await.get("/library/sotagliflozin").await.has("button[form=save][name=add]"));
        let elsewhere = browser.post("/saved", &[("add", &record), ("next", "https://evil.example")]).await;
        assert_eq!(elsewhere.location().as_deref(), Some("/"));
        let odd = browser.post("/saved", &[("add", &format!("{record}#h1&x=\"")), ("next", "/search?q=a")]).await;
        assert_eq!(odd.location().unwrap(), format!("/search?q=a#save-{record}"));
    }

    async fn a_visitor_signs_in_and_what_they_saved_is_saved(portal: Portal) {
        let id = add(&portal, "Sotagliflozin trial").await;
        let new = NewAccount {
            email: "hcp@demo.example".into(),
            password: Some(PASSWORD.into()),
            roles: vec![Role::Hcp],
            ..Portal::somebody()
        };
        portal.person_like(new).await;
        let mut visitor = portal.declared().await;
        let address = format!("/records/{id}");
        let page = visitor.post("/saved", &[("add", &id), ("next", &address)]).await;
        assert_eq!(page.location().as_deref(), Some("/sign-in?next=%2Fsaved"));
        let page = visitor.post(
            "/sign-in",
            &[("email", "hcp@demo.example"), ("password", PASSWORD), ("next", "/saved")],
        ).await;
        let page = visitor.get(&page.location().unwrap()).await;
        assert_eq!(page.location().unwrap(), format!("{address}#save-{id}"));
        assert!(visitor.get(&address).await.has("button[form=save][name=remove]"));
        assert_eq!(titles(&mut visitor).await, ["Sotagliflozin trial"], "and only once");
    }

    async fn signing_in_takes_nothing_off_a_list(portal: Portal) {
        let id = add(&portal, "Sotagliflozin trial").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        portal.signed_in(&hcp).await.post("/saved", &[("add", &id)]).await;
        let mut somebody = portal.declared().await;
        somebody.post("/saved", &[("remove", &id)]).await;
        let mut browser = portal.signed_in(&hcp).await;
        browser.take_cookie(&somebody, "materia_kept");
        assert_eq!(browser.get("/saved").await.location().as_deref(), Some("/saved"));
        assert_eq!(titles(&mut browser).await, ["Sotagliflozin trial"]);
    }

    async fn what_left_the_library_is_told_as_such_and_nothing_of_it(portal: Portal) {
        add_article(&portal, article("secret", "Secret findings", "## In short\n\nSecret.\n")).await;
        let kept = add(&portal, "Open trial").await;
        let id = id_of(&portal, "secret").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        browser.post("/saved", &[("add", &kept)]).await;
        browser.post("/saved", &[("add", id.as_str())]).await;
        browser.post("/saved", &[("item", id.as_str()), ("note", "for the ward round")]).await;
        assert_eq!(titles(&mut browser).await, ["Secret findings", "Open trial"]);
        withdraw(&portal, "secret").await;
        let page = browser.get("/saved").await;
        assert_eq!(page.texts(".hits .hit-title"), ["No longer available", "Open trial"]);
        assert!(!page.body.contains("Secret"), "{}", page.body);
        assert!(page.body.contains("for the ward round"), "their own words stay");
        assert_eq!(page.attributes("a[download]", "href"), [format!("/export?item={kept}&format=ris")]);
        browser.post("/saved", &[("remove", id.as_str())]).await;
        assert_eq!(titles(&mut browser).await, ["Open trial"]);
    }

    async fn nobody_saves_or_sees_what_is_not_open_to_them(portal: Portal) {
        let text = "## In short\n\nSecret.\n";
        add_article(&portal, outside(article("outside", "Secret use", text))).await;
        add_article(&portal, for_others(article("elsewhere", "Secret elsewhere", text))).await;
        add_article(&portal, article("open", "Open words", text)).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        for slug in ["outside", "elsewhere"] {
            let id = id_of(&portal, slug).await;
            let page = browser.post("/saved", &[("add", id.as_str())]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{slug}");
        }
        assert_eq!(browser.post("/saved", &[("add", "nothing")]).await.status, StatusCode::NOT_FOUND);
        let open = id_of(&portal, "open").await;
        browser.post("/saved", &[("add", open.as_str())]).await;
        // A new version is for others alone.
        add_article(&portal, for_others(article("open", "Secret by now", text))).await;
        let page = browser.get("/saved").await;
        assert_eq!(page.texts(".hits .hit-title"), ["No longer available"]);
        assert!(!page.body.contains("Secret") && !page.body.contains("Open words"), "{}", page.body);
    }

    async fn a_list_is_its_owners_alone(portal: Portal) {
        let id = add(&portal, "Sotagliflozin trial").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut owner = portal.signed_in(&hcp).await;
        owner.post("/saved", &[("add", &id)]).await;
        owner.post("/saved", &[("item", &id), ("note", "mine alone")]).await;
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        let staff = portal.person("admin@demo.example", &[Role::Administrator, Role::Auditor, Role::Analyst]).await;
        for account in [&other, &staff] {
            let mut browser = portal.signed_in(account).await;
            assert!(titles(&mut browser).await.is_empty());
            assert!(!browser.get(&format!("/records/{id}")).await.has("button[name=remove]"));
            let changed = browser.post("/saved", &[("item", &id), ("note", "changed")]).await;
            assert_eq!(changed.status, StatusCode::NOT_FOUND);
            browser.post("/saved", &[("remove", &id)]).await;
        }
        let trail = portal.signed_in(&staff).await.get("/admin/audit").await;
        assert!(!trail.body.contains(&id) && !trail.body.contains("mine alone"), "{}", trail.body);
        let page = owner.get("/saved").await;
        assert!(page.texts(".hits .hit-title") == ["Sotagliflozin trial"] && page.body.contains("mine alone"));
    }

    async fn a_note_is_written_changed_and_kept_where_it_is_too_long(portal: Portal) {
        let id = add(&portal, "Sotagliflozin trial").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        browser.post("/saved", &[("add", &id)]).await;
        let open = format!("/saved?note={id}");
        assert!(browser.get("/saved").await.attributes("a", "href").contains(&format!("{open}#note")));
        let next = browser.get(&open).await.attributes("form.form input[name=next]", "value").pop().unwrap();
        let done = browser.post("/saved", &[("item", &id), ("note", " Two lines\nof mine "), ("next", &next)]).await;
        assert_eq!(done.location().as_deref(), Some("/saved?done=note"));
        assert_eq!(browser.get("/saved").await.text("p.as-typed"), "Two lines of mine");
        assert_eq!(browser.get(&open).await.text("#note"), "Two lines of mine");
        let long = "x".repeat(NOTE_MAX + 1);
        let refused = browser.post("/saved", &[("item", &id), ("note", &long)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("#note[aria-invalid=true]") && refused.text("#note") == long);
        browser.post("/saved", &[("item", &id), ("note", "")]).await;
        assert!(!browser.get("/saved").await.has("p.as-typed"));
    }

    async fn a_long_list_goes_on_over_pages(portal: Portal) {
        let many = trials().into_iter().chain((0..30).map(|number| {
            let title = format!("Further trial {number}");
            domain::record::RecordData { external_id: Some(title.clone()), ..record(&title, "More.") }
        }));
        add_records(&portal, many.collect(), false).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let asker = domain::asker::Asker {
            account: Some(hcp.clone()),
            ..domain::asker::Asker::anonymous(domain::asker::Gate::Declared)
        };
        let all = services::search::rank(&portal.context, &asker, "", 100).await.unwrap();
        assert_eq!(all.len(), 55);
        for hit in &all {
            services::saved::list::add(&portal.context, &asker, &hit.id).await.unwrap();
        }
        let first = browser.get("/saved").await;
        let next = first.attributes(".pager a[rel=next]", "href").pop().unwrap();
        let second = browser.get(&next).await;
        let mut seen = first.texts(".hits .hit-title");
        seen.extend(second.texts(".hits .hit-title"));
        let mut titles: Vec<_> = all.into_iter().rev().map(|hit| hit.title).collect();
        assert_eq!((first.texts(".hits .hit-title").len(), seen.len()), (50, 55));
        seen.sort();
        titles.sort();
        assert_eq!(seen, titles);
    }

    async fn a_backup_brings_it_all_along(portal: Portal) {
        let id = add(&portal, "Sotagliflozin trial").await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        browser.post("/saved", &[("add", &id)]).await;
        browser.post("/saved", &[("item", &id), ("note", "mine alone")]).await;
        browser.post("/saved/searches", &[("query", "q=sotagliflozin"), ("name", "Mine"), ("frequency", "weekly")]).await;
        let mut lines = Vec::new();
        storage::backup::backup(&portal.context.store, |line| {
            lines.push(line.to_owned());
            Ok(())
        }).await.unwrap();
        let other = Portal::open(crate::support::Database::Sqlite).await.unwrap().without_workers().await;
        let restored = storage::backup::restore(&other.context.store, lines.into_iter().map(Ok), storage::backup::Accepted::Whole).await;
        restored.unwrap();
        library::changed(&other.context, 0).await;
        let mut browser = other.signed_in(&hcp).await;
        let page = browser.get("/saved").await;
        assert_eq!(page.texts(".hits .hit-title"), ["Sotagliflozin trial"]);
        assert!(page.body.contains("mine alone"));
        assert_eq!(browser.get("/saved/searches").await.texts("main .link-list bdi"), ["Mine"]);
    }
}
