//! The pages of editors and reviewers, used as people use them: forms, without script.

use super::lifecycle::{DRAWING, Team};
use crate::both;
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::article::{Step, VersionState};
use domain::id::VersionId;
use domain::pico::Certainty;
use domain::record::RecordData;
use domain::time::Moment;
use services::accounts::NewAccount;

/// The fields of the form on a page, as a browser would send them, with some of them changed.
fn filled<'a>(page: &'a Page, anew: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for name in ["lock", "title", "slug", "review_due", "expires", "approval_reference", "countries"] {
        let value = page.attributes(&format!("#draft [name='{name}']"), "value");
        fields.extend(value.first().map(|value| (name.to_owned(), value.clone())));
    }
    for name in ["summary", "authors", "body"] {
        fields.push((name.to_owned(), typed(page, &format!("#draft [name='{name}']"))));
    }
    for name in ["areas", "products", "topics", "professions", "specialties"] {
        let chosen = page.attributes(&format!("#draft [name='{name}'][checked]"), "value");
        fields.extend(chosen.into_iter().map(|value| (name.to_owned(), value)));
    }
    let citations = page.texts("#draft [name='ref_citation']");
    let dois = page.attributes("#draft [name='ref_doi']", "value");
    for (citation, doi) in citations.into_iter().zip(dois) {
        fields.push(("ref_citation".to_owned(), citation));
        fields.push(("ref_doi".to_owned(), doi));
    }
    fields.retain(|(name, _)| !anew.iter().any(|(other, _)| other == name));
    fields.extend(anew.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// The text of a field of several lines, as it is.
fn typed(page: &Page, selector: &str) -> String {
    let html = scraper::Html::parse_document(&page.body);
    let selector = scraper::Selector::parse(selector).unwrap();
    html.select(&selector).next().map(|field| field.text().collect()).unwrap_or_default()
}

/// Adds a record with a DOI.
async fn record(portal: &Portal, doi: &str) -> String {
    let data = RecordData {
        doi: Some(doi.into()),
        title: "A trial".into(),
        year: Some(2019),
        ..RecordData::default()
    };
    let mut tx = portal.context.store.begin().await.unwrap();
    storage::records::import::upsert(&mut tx, vec![data], false, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    storage::records::by_identifier(&portal.context.store, doi).await.unwrap().unwrap().id.to_string()
}

async fn send(browser: &mut Browser<'_>, address: &str, fields: &[(String, String)]) -> Page {
    let pairs: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(address, &pairs).await
}

async fn step(browser: &mut Browser<'_>, address: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(address).await;
    let lock = page.attributes("input[name='lock']", "value").first().cloned().unwrap_or_default();
    let mut all = vec![("lock", lock.as_str())];
    all.extend(fields);
    browser.post(address, &all).await
}

/// The browser of a second editor, who typed "Typed before." into a draft's form without a session and then signed in.
async fn typed_before_sign_in<'a>(portal: &'a Portal, team: &Team<'_>, address: &str) -> Browser<'a> {
    let writer = NewAccount {
        email: "writer@demo.example".into(),
        password: Some(PASSWORD.into()),
        roles: vec![Role::Editor],
        ..Portal::somebody()
    };
    portal.person_like(writer).await;
    let mut editor = portal.signed_in(&team.editor).await;
    let fields = filled(&editor.get(address).await, &[("step", "save"), ("body", "Typed before.")]);
    let mut browser = portal.browser();
    let away = send(&mut browser, address, &fields).await;
    assert!(away.location().unwrap().starts_with("/sign-in"));
    browser.post("/sign-in", &[("email", "writer@demo.example"), ("password", PASSWORD)]).await;
    browser
}

both! {
    async fn an_article_goes_from_its_first_word_to_its_readers_and_back(portal: Portal) {
        let team = Team::of(&portal).await;
        let mut editor = portal.signed_in(&team.editor).await;
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let mut reader = portal.declared().await;

        let new = editor.post("/editor/new", &[("title", "Potassium"), ("kind", "faq")]).await;
        let address = new.location().unwrap();
        let review = address.replace("/editor/", "/review/");
        let page = editor.get(&address).await;
        let text = [
            ("summary", "Check it early."),
            ("body", "## When\n\nAfter one week."),
            ("areas", "heart-failure"),
            ("step", "save"),
        ];
        let saved = send(&mut editor, &address, &filled(&page, &text)).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let page = editor.get(&address).await;
        assert_eq!(page.text("#preview-text h2"), "When");
        assert_eq!(reviewer.get(&review).await.status, StatusCode::NOT_FOUND, "a draft is its editors' own");

        let sent = send(&mut editor, &address, &filled(&page, &[("step", "submit")])).await;
        assert_eq!(sent.location().unwrap(), format!("{address}?done=submit"));
        assert!(reviewer.get("/review").await.text("tbody th a").contains("Potassium"));
        let seen = reviewer.get(&review).await;
        assert_eq!(seen.text(".article-layout h1"), "Potassium");
        assert!(seen.text(".prose").contains("After one week."));
        assert_eq!(reader.get("/library/potassium").await.status, StatusCode::NOT_FOUND);

        let without = step(&mut reviewer, &review, &[("step", "approve")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let approved = step(&mut reviewer, &review, &[("step", "approve"), ("approval_reference", "REF-7")]).await;
        assert!(approved.location().is_some(), "{}", approved.body);
        assert_eq!(reader.get("/library/potassium").await.status, StatusCode::NOT_FOUND);

        let published = step(&mut editor, &address, &[("step", "publish")]).await;
        assert!(published.location().is_some(), "{}", published.body);
        let read = reader.get("/library/potassium").await;
        assert_eq!(read.text(".prose"), seen.text(".prose"), "the reviewer saw what readers get");
        assert!(read.text(".article-meta").contains("REF-7"));

        let unsaid = step(&mut editor, &address, &[("step", "withdraw")]).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "withdrawing needs a reason");
        step(&mut editor, &address, &[("step", "withdraw"), ("reason", "Out of date")]).await;
        assert_eq!(reader.get("/library/potassium").await.status, StatusCode::GONE);
        assert!(editor.get(&address).await.text("#history + ol").contains("Out of date"));
    }

    async fn a_conflict_keeps_what_was_typed(portal: Portal) {
        let team = Team::of(&portal).await;
        let other = portal.person("other@demo.example", &[Role::Editor]).await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let (mut mine, mut theirs) = (portal.signed_in(&team.editor).await, portal.signed_in(&other).await);
        let (seen, seen_too) = (mine.get(&address).await, theirs.get(&address).await);
        send(&mut theirs, &address, &filled(&seen_too, &[("body", "Their words."), ("step", "save")])).await;

        let conflict = send(&mut mine, &address, &filled(&seen, &[("body", "My words."), ("step", "save")])).await;
        assert_eq!(conflict.status, StatusCode::CONFLICT);
        assert_eq!(conflict.text("#body"), "My words.");
        assert!(conflict.text(".diff del").contains("Their") && conflict.text(".diff ins").contains("My"));
        assert_eq!(team.version(&id).await.body, "Their words.");
        assert!(!conflict.has("leptos-island[data-component^='SaveState']"), "nothing is saved by itself over theirs");

        let mine_again = filled(&conflict, &[("step", "save")]);
        assert_eq!(send(&mut mine, &address, &mine_again).await.status, StatusCode::SEE_OTHER);
        assert_eq!(team.version(&id).await.body, "My words.");
    }

    async fn text_that_comes_too_late_for_its_draft_is_shown_to_be_copied(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let mut editor = portal.signed_in(&team.editor).await;
        let seen = editor.get(&address).await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        let late = send(&mut editor, &address, &filled(&seen, &[("body", "Too late."), ("step", "save")])).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(late.text("textarea#body"), "Too late.");
        assert_eq!(team.version(&id).await.state, VersionState::InReview);
    }

    async fn what_a_draft_lacks_is_said_at_its_fields(portal: Portal) {
        let team = Team::of(&portal).await;
        let mut editor = portal.signed_in(&team.editor).await;
        let new = editor.post("/editor/new", &[("title", "Bare"), ("kind", "faq")]).await;
        let address = new.location().unwrap();
        let page = editor.get(&address).await;
        let sent = send(&mut editor, &address, &filled(&page, &[("body", "Words."), ("step", "submit")])).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sent.has("#summary-error") && sent.has(".error-summary a[href='#areas']"));
        assert_eq!(sent.text("#body"), "Words.");
    }

    async fn the_question_of_a_draft_is_kept_and_a_part_that_is_too_long_is_told_at_its_field(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let mut editor = portal.signed_in(&team.editor).await;
        let page = editor.get(&address).await;
        let long = "x".repeat(301);
        let typed = [("population", "Adults\r\nwith gout"), ("outcome", &long), ("certainty", "very-low"), ("step", "submit")];
        let sent = send(&mut editor, &address, &filled(&page, &typed)).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sent.has("#outcome-error") && sent.has(".error-summary a[href='#outcome']"));
        assert!(sent.has("details[open] #outcome"), "the fold of what is wrong lies open");
        assert_eq!(sent.text("textarea#population"), "Adults with gout");
        assert_eq!(sent.attributes("#certainty option[selected]", "value"), ["very-low"]);
        let front = team.version(&id).await.front;
        assert_eq!(front.pico.population, "Adults with gout");
        assert_eq!(front.certainty, Some(Certainty::VeryLow));
    }

    async fn a_record_is_found_and_cited_without_retyping(portal: Portal) {
        let team = Team::of(&portal).await;
        let record = record(&portal, "10.1056/nejmoa1911303").await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let mut editor = portal.signed_in(&team.editor).await;
        let page = editor.get(&address).await;
        let doi = "https://doi.org/10.1056/NEJMoa1911303";
        let found = send(&mut editor, &address, &filled(&page, &[("find", doi), ("step", "find")])).await;
        let found = editor.follow(found).await;
        let cite = found.attributes("button[name='step'][value^='cite:']", "value").pop().unwrap();
        assert_eq!(cite, format!("cite:{record}"));
        send(&mut editor, &address, &filled(&found, &[("step", &cite)])).await;
        let page = editor.get(&address).await;
        assert_eq!(page.texts("[name='ref_citation']"), ["A trial. 2019."]);
        assert!(page.has(&format!("ol.references a[href='/records/{record}']")), "it is known to the library");
        send(&mut editor, &address, &filled(&page, &[("step", "remove-reference:0")])).await;
        assert!(team.version(&id).await.front.references.is_empty());
    }

    async fn a_picture_comes_with_the_whole_form_so_that_nothing_typed_is_lost(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let mut editor = portal.signed_in(&team.editor).await;
        let fields = filled(&editor.get(&address).await, &[("body", "Typed before."), ("step", "add-picture")]);
        let page = upload(&mut editor, &address, &fields, "Forest plot.svg", DRAWING).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert_eq!(team.version(&id).await.body, "Typed before.");
        let picture = format!("{address}/pictures/forest-plot.svg");
        let shown = editor.get(&picture).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        assert_eq!(reviewer.get(&picture).await.status, StatusCode::NOT_FOUND);
        let mut reader = portal.declared().await;
        assert!(reader.get(&picture).await.location().unwrap().starts_with("/sign-in"));

        let fields = filled(&editor.get(&address).await, &[("step", "add-picture")]);
        let active = b"<svg><script>alert(1)</script></svg>";
        let refused = upload(&mut editor, &address, &fields, "evil.svg", active).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.has("#picture-error"));
    }

    async fn saving_while_writing_tells_of_conflicts_by_code(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let mut editor = portal.signed_in(&team.editor).await;
        let lock = team.version(&id).await.lock;
        let kept = autosave(&mut editor, &id, lock, "Kept.").await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.body);
        assert_eq!(kept.json()["lock"], lock + 1);
        let stale = autosave(&mut editor, &id, lock, "Stale.").await;
        assert_eq!((stale.status, stale.json()["code"].as_str()), (StatusCode::CONFLICT, Some("conflict")));
        assert_eq!(team.version(&id).await.body, "Kept.");
        let mut nobody = portal.browser();
        let signed_out = autosave(&mut nobody, &id, lock + 1, "Nobody's.").await;
        assert_eq!(signed_out.json()["code"], "sign-in-needed");
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        assert_eq!(autosave(&mut reviewer, &id, lock + 1, "Not his.").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_text_that_waited_for_a_sign_in_is_not_called_saved_and_never_replaces_a_newer_one(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let mut browser = typed_before_sign_in(&portal, &team, &address).await;
        let page = browser.get(&address).await;
        assert_eq!(typed(&page, "#body").trim(), "Typed before.");
        assert!(page.text(".save-state").contains("Not saved"), "{}", page.text(".save-state"));
        assert_eq!(page.attributes("#draft", "autocomplete"), ["off"], "no browser fills in what it remembers");
        // Saved by the page itself, it is no longer kept, and a newer text is what comes next.
        let lock = team.version(&id).await.lock;
        assert_eq!(autosave(&mut browser, &id, lock, "Typed on.").await.status, StatusCode::OK);
        let page = browser.get(&address).await;
        assert_eq!(typed(&page, "#body").trim(), "Typed on.");
        assert!(page.text(".save-state").starts_with("Saved") && !page.has("[role=alert]"));
    }

    async fn a_kept_text_and_a_newer_one_are_shown_together(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let address = format!("/editor/{id}");
        let mut editor = portal.signed_in(&team.editor).await;
        let mut browser = typed_before_sign_in(&portal, &team, &address).await;
        let lock = team.version(&id).await.lock;
        assert_eq!(autosave(&mut editor, &id, lock, "Written since.").await.status, StatusCode::OK);
        let page = browser.get(&address).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.text("[role=alert] h2").contains("after the text below was written"));
        let difference = page.text("[role=alert] details[open]");
        assert!(difference.contains("Written since") && difference.contains("Typed before"), "{difference}");
        assert_eq!(team.version(&id).await.body, "Written since.");
    }

    async fn the_preview_is_made_by_the_librarys_renderer(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let mut editor = portal.signed_in(&team.editor).await;
        let body = serde_json::json!({
            "version": id, "references": 1, "body": "So [1].\n\n![A plot](figures/a.svg)\n\n<script>alert(1)</script>",
        });
        let page = editor.post_body("/api/fn/editor/preview", "application/json", body.to_string()).await;
        let html = page.json().as_str().unwrap().to_owned();
        assert!(html.contains("href=\"#ref-1\""), "{html}");
        assert!(html.contains(&format!("src=\"/editor/{id}/pictures/a.svg\"")), "{html}");
        assert!(!html.contains("<script"), "{html}");
    }

    async fn a_reviewer_sees_in_advance_that_they_cannot_approve_their_own_work(portal: Portal) {
        let team = Team::of(&portal).await;
        let both = portal.person("both@demo.example", &[Role::Editor, Role::Reviewer]).await;
        let id = team.draft("A question").await;
        let mut helper = portal.signed_in(&both).await;
        let address = format!("/editor/{id}");
        let page = helper.get(&address).await;
        send(&mut helper, &address, &filled(&page, &[("body", "Helped."), ("step", "submit")])).await;
        let review = format!("/review/{id}");
        let page = helper.get(&review).await;
        assert!(page.has("#decision .notice-warning") && !page.has("button[value='approve']"));
        let tried = step(&mut helper, &review, &[("step", "approve"), ("approval_reference", "R")]).await;
        assert_eq!(tried.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        assert!(reviewer.get(&review).await.has("button[value='approve']"));
    }

    async fn a_reviewer_sees_what_changed_since_the_last_approval(portal: Portal) {
        let team = Team::of(&portal).await;
        let first = team.draft("A question").await;
        team.publish(&first).await;
        let mut editor = portal.signed_in(&team.editor).await;
        let next = step(&mut editor, &format!("/editor/{first}"), &[("step", "new-version")]).await;
        let address = next.location().unwrap();
        let page = editor.get(&address).await;
        let anew = [
            ("body", "The second text."),
            ("summary", "In few words."),
            ("comparator", "Placebo"),
            ("certainty", "low"),
            ("step", "submit"),
        ];
        send(&mut editor, &address, &filled(&page, &anew)).await;
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let review = address.replace("/editor/", "/review/");
        let page = reviewer.get(&review).await;
        let removed = page.texts("#changes del").join(" ");
        let added = page.texts("#changes ins").join(" ");
        assert!(removed.contains("first") && added.contains("second"), "{removed} | {added}");
        for change in ["few words", "Placebo", "Low certainty"] {
            assert!(added.contains(change), "{change} in {added}");
        }

        let sent_back = step(&mut reviewer, &review, &[("step", "send-back"), ("reason", "Say why.")]).await;
        assert_eq!(sent_back.location().as_deref(), Some("/review"));
        assert!(editor.get(&address).await.text(".notice").contains("Say why."));
    }

    async fn the_mark_of_demonstration_content_stays_until_it_is_taken_off_and_approved(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let mut version = team.version(&id).await;
        version.front.is_demo = true;
        team.write(&id, version, "Words to try.").await;
        team.publish(&id).await;
        let mut editor = portal.signed_in(&team.editor).await;
        let mut reader = portal.declared().await;
        let next = step(&mut editor, &format!("/editor/{id}"), &[("step", "new-version")]).await;
        let address = next.location().unwrap();
        let page = editor.get(&address).await;
        assert!(page.has("#demonstration[checked]") && page.has(".toolbar .badge-demo"));
        let own_words = filled(&page, &[("demonstration", ""), ("body", "Our own words."), ("step", "submit")]);
        send(&mut editor, &address, &own_words).await;
        assert!(reader.get("/library/a-question").await.has(".article-header .badge-demo"));
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let review = address.replace("/editor/", "/review/");
        let seen = reviewer.get(&review).await;
        assert!(seen.texts("#changes del").join(" ").contains("Demonstration content"), "{:?}", seen.texts("#changes"));
        step(&mut reviewer, &review, &[("step", "approve"), ("approval_reference", "REF-2")]).await;
        step(&mut editor, &address, &[("step", "publish")]).await;
        let read = reader.get("/library/a-question").await;
        assert!(read.text(".prose").contains("Our own words.") && !read.has(".article-header .badge-demo"));
    }

    async fn lists_show_each_person_the_states_they_may_see(portal: Portal) {
        let team = Team::of(&portal).await;
        team.draft("A draft").await;
        let sent = team.draft("A version in review").await;
        team.take(&team.editor, &sent, Step::Submit).await.unwrap();
        let mut editor = portal.signed_in(&team.editor).await;
        let drafts = editor.get("/editor").await;
        assert_eq!(drafts.texts("tbody th a"), ["A draft"]);
        assert_eq!(drafts.texts(".tabs .badge"), ["1", "1", "0", "0", "0", "0"]);
        assert!(editor.get("/editor?q=nothing+like+it").await.has(".empty-state"));
        assert!(editor.get("/editor?q=100%25_").await.has(".empty-state"), "wildcards are letters here");
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        assert_eq!(reviewer.get("/review").await.texts("tbody th a"), ["A version in review"]);
        assert_eq!(reviewer.get("/review?state=draft").await.status, StatusCode::NOT_FOUND);
        assert_eq!(reviewer.get("/editor").await.status, StatusCode::NOT_FOUND);
    }
}

async fn autosave(browser: &mut Browser<'_>, id: &VersionId, lock: i64, text: &str) -> Page {
    let lock = lock.to_string();
    let fields = [["lock", lock.as_str()], ["title", "A question"], ["kind", "faq"], ["body", text]];
    let body = serde_json::json!({ "version": id, "fields": fields });
    browser.post_body("/api/fn/editor/save", "application/json", body.to_string()).await
}

async fn upload(
    browser: &mut Browser<'_>,
    address: &str,
    fields: &[(String, String)],
    name: &str,
    bytes: &[u8],
) -> Page {
    let mut body = Vec::new();
    for (field, value) in fields {
        let part = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    let head = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\n\
         content-type: image/svg+xml\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    browser.post_body(&format!("{address}/pictures"), "multipart/form-data; boundary=edge", body).await
}
