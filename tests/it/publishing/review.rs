//! What a reviewer sees and signs, and who is mailed about it.

use super::lifecycle::{DRAWING, Team};
use crate::both;
use crate::support::{Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::article::{
    ArticleKind, Audience, FrontMatter, Labelling, LabellingStatus, Reference, Step, Version, VersionState,
};
use domain::id::VersionId;
use domain::pico::{Certainty, Pico};
use domain::time::{DAY, Moment};
use services::failure::Failure;
use services::publishing::{self, Content, ContentPicture};
use storage::articles::{self, SignedText, VersionStep};

/// Another drawing.
const OTHER: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle r="2"/></svg>"#;

async fn draw(team: &Team<'_>, portal: &Portal, id: &VersionId, bytes: &[u8]) {
    let lock = team.version(id).await.lock;
    publishing::put_picture(&portal.context, &team.editor, id, lock, "a.svg", bytes).await.unwrap();
}

/// The next version of a published article.
async fn next(team: &Team<'_>, portal: &Portal, id: &VersionId) -> VersionId {
    let article = team.version(id).await.article;
    publishing::new_version(&portal.context, &team.editor, &article).await.unwrap()
}

/// Front matter of which every value ends so. Written without a rest: a new field is to be reviewed too.
fn every(mark: &str, before: &FrontMatter) -> FrontMatter {
    let is_first = mark == "one";
    let given = |name: &str| vec![format!("{name}-{mark}")];
    FrontMatter {
        slug: before.slug.clone(),
        kind: if is_first { ArticleKind::Faq } else { ArticleKind::SafetyUpdate },
        title: format!("Title {mark}"),
        summary: format!("Summary {mark}"),
        products: given("product"),
        areas: given("area"),
        topics: given("topic"),
        evidence_level: if is_first { 4 } else { 5 }.try_into().ok(),
        certainty: Some(if is_first { Certainty::Low } else { Certainty::High }),
        pico: Pico {
            population: format!("Population {mark}"),
            intervention: format!("Intervention {mark}"),
            comparator: format!("Comparator {mark}"),
            outcome: format!("Outcome {mark}"),
        },
        authors: given("author"),
        approval_reference: before.approval_reference.clone(),
        approved: None,
        review_due: Some(if is_first { "2031-01-01" } else { "2032-01-01" }.to_owned()),
        expires: Some(if is_first { "2041-01-01" } else { "2042-01-01" }.to_owned()),
        is_demo: is_first,
        audience: Audience {
            countries: vec![if is_first { "GB" } else { "DE" }.to_owned()],
            professions: given("profession"),
            specialties: given("specialty"),
        },
        labelling: vec![Labelling {
            product: format!("labelled-{mark}"),
            country: "GB".into(),
            status: if is_first { LabellingStatus::Within } else { LabellingStatus::Outside },
            link: format!("https://{mark}.example/"),
        }],
        references: vec![Reference {
            doi: Some(format!("10.1000/{mark}")),
            pmid: Some(if is_first { "11" } else { "22" }.to_owned()),
            citation: format!("Citation {mark}"),
        }],
    }
}

/// What people read of the values of [`every`].
fn shown(mark: &str) -> Vec<String> {
    let is_first = mark == "one";
    let mut all: Vec<String> =
        ["Title", "Summary", "Population", "Intervention", "Comparator", "Outcome", "Citation"]
            .map(|name| format!("{name} {mark}"))
            .to_vec();
    all.extend(
        ["product", "area", "topic", "author", "profession", "specialty", "labelled"]
            .map(|name| format!("{name}-{mark}")),
    );
    let rest: &[&str] = match is_first {
        true => &[
            "Frequent question",
            "4",
            "Low certainty",
            "1 January 2031",
            "1 January 2041",
            "United Kingdom",
            "Within the approved label",
            "https://one.example/",
            "10.1000/one",
            "11",
            "Demonstration content",
        ],
        false => &[
            "Safety update",
            "5",
            "High certainty",
            "1 January 2032",
            "1 January 2042",
            "Germany",
            "Outside the approved label",
            "https://two.example/",
            "10.1000/two",
            "22",
        ],
    };
    all.extend(rest.iter().map(|text| (*text).to_owned()));
    all
}

/// A page without the elements of this name, and without the words that are only for the ear.
fn without(page: &Page, element: &str) -> Page {
    let mut body = page.body.clone();
    for (start, end) in [
        (r#"<span class="visually-hidden">"#, "</span>"),
        (&format!("<{element}>"), &format!("</{element}>")),
    ] {
        while let Some(at) = body.find(start) {
            let length = body[at..].find(end).unwrap() + end.len();
            body.replace_range(at..at + length, "");
        }
    }
    Page { body, ..page.clone() }
}

/// Writes the content of a version, its state and its signature, as they would be had they been given like that.
async fn sign(portal: &Portal, team: &Team<'_>, version: &Version, signed: &SignedText) {
    let mut tx = portal.context.store.begin().await.unwrap();
    articles::update(&mut tx, version).await.unwrap();
    articles::signing::put_text(&mut tx, signed).await.unwrap();
    let step = VersionStep {
        version: version.id.clone(),
        step: Step::Approve,
        actor: team.reviewer.id.clone(),
        name: String::new(),
        comment: String::new(),
        digest: signed.digest.clone(),
        scheme: signed.scheme,
        at: Moment::now(),
    };
    articles::add_step(&mut tx, &step).await.unwrap();
    tx.commit().await.unwrap();
}

async fn content(portal: &Portal, version: &Version) -> Content {
    let pictures = articles::pictures(&portal.context.store, &version.id).await.unwrap();
    let picture = |it: articles::Picture| ContentPicture { name: it.name, sha256: it.digest };
    Content {
        front: version.front.clone(),
        body: version.body.clone(),
        pictures: pictures.into_iter().map(picture).collect(),
    }
}

/// A version that was submitted and approved.
async fn approved(team: &Team<'_>) -> Version {
    let id = team.draft("A question").await;
    team.take(&team.editor, &id, Step::Submit).await.unwrap();
    team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
    team.version(&id).await
}

both! {
    async fn a_review_shows_all_that_a_signature_covers_and_every_change_of_it(portal: Portal) {
        let team = Team::of(&portal).await;
        let first = team.draft("A question").await;
        let mut version = team.version(&first).await;
        version.front = every("one", &version.front);
        team.write(&first, version, "Text one.\n").await;
        draw(&team, &portal, &first, DRAWING).await;
        team.publish(&first).await;
        let second = next(&team, &portal, &first).await;
        let mut version = team.version(&second).await;
        version.front = every("two", &version.front);
        team.write(&second, version, "Text two.\n").await;
        draw(&team, &portal, &second, OTHER).await;
        team.take(&team.editor, &second, Step::Submit).await.unwrap();

        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let page = reviewer.get(&format!("/review/{second}")).await;
        assert!(page.text("#changes .meta").contains("Version 1, which readers have now"), "{}", page.text("#changes"));
        let (before, changes, covered) =
            (without(&page, "ins").text("#changes"), without(&page, "del").text("#changes"), page.text("#covered"));
        for text in shown("one") {
            assert!(before.contains(&text), "{text} is not among what was: {before}");
        }
        for text in shown("two") {
            assert!(changes.contains(&text), "{text} is not among the changes: {changes}");
        }
        for text in shown("two") {
            assert!(covered.contains(&text), "{text} is not shown as signed: {covered}");
        }
        assert!(covered.contains("a.svg"), "{covered}");
        assert!(before.contains("Text one.") && changes.contains("Text two."), "the text is compared: {changes}");
        assert_eq!(page.attributes("#changes figure img", "src").len(), 2);
    }

    async fn a_changed_picture_is_shown_beside_the_one_before(portal: Portal) {
        let team = Team::of(&portal).await;
        let first = team.draft("A question").await;
        draw(&team, &portal, &first, DRAWING).await;
        team.publish(&first).await;
        let second = next(&team, &portal, &first).await;
        draw(&team, &portal, &second, OTHER).await;
        team.take(&team.editor, &second, Step::Submit).await.unwrap();
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let review = format!("/review/{second}");
        let page = reviewer.get(&review).await;
        assert!(page.text("#changes").contains("The picture a.svg was replaced by another"), "{}", page.text("#changes"));
        let mut drawings = Vec::new();
        for address in page.attributes("#changes figure img", "src") {
            let picture = reviewer.get(&address).await;
            assert_eq!(picture.status, StatusCode::OK, "{address}");
            assert!(picture.header("content-security-policy").contains("sandbox"));
            drawings.push(picture.body);
        }
        assert_eq!(drawings.len(), 2);
        assert!(drawings[0].contains("0 0 1 1") && drawings[1].contains("0 0 2 2"), "{drawings:?}");
        let foreign = format!("{review}/pictures/{}", "0".repeat(64));
        assert_eq!(reviewer.get(&foreign).await.status, StatusCode::NOT_FOUND);
        assert_eq!(reviewer.get(&format!("{review}/pictures/%25")).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_version_of_which_nothing_changed_says_so(portal: Portal) {
        let team = Team::of(&portal).await;
        let first = team.draft("A question").await;
        let mut version = team.version(&first).await;
        version.front.approval_reference = "REF-1".into();
        team.write(&first, version, "Text.\n").await;
        team.publish(&first).await;
        let second = next(&team, &portal, &first).await;
        team.take(&team.editor, &second, Step::Submit).await.unwrap();
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let page = reviewer.get(&format!("/review/{second}")).await;
        assert!(page.text("#changes").contains("The body text is unchanged") || page.text("#changes").contains("Nothing changed"));
        assert!(!page.has("#changes del") && !page.has("#changes ins"), "{}", page.text("#changes"));
    }

    async fn after_sending_back_a_reviewer_sees_what_changed_since_they_read(portal: Portal) {
        let team = Team::of(&portal).await;
        let other = portal.person("other@demo.example", &[Role::Reviewer]).await;
        let id = team.draft("A question").await;
        draw(&team, &portal, &id, DRAWING).await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        let (mut reviewer, mut second) = (portal.signed_in(&team.reviewer).await, portal.signed_in(&other).await);
        let review = format!("/review/{id}");
        assert!(!reviewer.get(&review).await.has("#changes-read"), "nothing was read before");
        team.take(&team.reviewer, &id, Step::SendBack).await.unwrap();
        let mut version = team.version(&id).await;
        version.front.audience.countries = vec!["DE".into()];
        team.write(&id, version, "The second text.\n").await;
        draw(&team, &portal, &id, OTHER).await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();

        for _ in 0..2 {
            let page = reviewer.get(&review).await;
            let read = page.text("#changes-read");
            assert!(read.contains("what you read on") && read.contains("Germany"), "{read}");
            assert!(page.text("#changes-read .diff del").contains("first") || read.contains("first"), "{read}");
            let pictures = page.attributes("#changes-read img", "src");
            assert_eq!(pictures.len(), 2);
            assert_eq!(reviewer.get(&pictures[0]).await.status, StatusCode::OK, "the picture of that time is kept");
        }
        let read = second.get(&review).await.text("#changes-read");
        assert!(read.contains("sent back on") && read.contains("Germany"), "who read nothing sees what was sent back: {read}");
    }

    async fn people_are_mailed_about_what_waits_for_them_and_what_became_of_their_work(portal: Portal) {
        let portal = portal.without_workers().await;
        let team = Team::of(&portal).await;
        let both = portal.person("both@demo.example", &[Role::Editor, Role::Reviewer]).await;
        let gone = portal.person("gone@demo.example", &[Role::Reviewer]).await;
        let mut disabled = gone.clone();
        disabled.disabled_at = Some(Moment::now());
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::accounts::update(&mut tx, &disabled).await.unwrap();
        tx.commit().await.unwrap();
        let id = team.draft("A secret medicine").await;
        let version = team.version(&id).await;
        let draft = publishing::Draft { front: version.front, body: "A helper's words.".into() };
        publishing::save(&portal.context, &both, &id, version.lock, draft).await.unwrap();

        let count = async |email: &str| portal.mails(email).await.len();
        let author = team.editor.email.as_str();
        team.take(&both, &id, Step::Submit).await.unwrap();
        assert_eq!(count("reviewer@demo.example").await, 1);
        assert_eq!(count("both@demo.example").await, 0, "who wrote in it cannot sign it, and did it");
        assert_eq!(count("gone@demo.example").await, 0);
        assert_eq!(count(author).await, 0);
        team.take(&team.reviewer, &id, Step::SendBack).await.unwrap();
        assert_eq!((count(author).await, count("both@demo.example").await), (1, 1));
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
        assert_eq!(count(author).await, 2, "the author, who also sent it, is told once");
        team.take(&team.editor, &id, Step::Publish).await.unwrap();
        assert_eq!(count(author).await, 2, "nobody is told what they did themselves");
        team.take(&team.reviewer, &id, Step::Withdraw).await.unwrap();
        assert_eq!(count(author).await, 3);
        for email in [author, "reviewer@demo.example", "both@demo.example"] {
            for mail in portal.mails(email).await {
                assert!(!mail.contains("secret medicine") && !mail.contains("because"), "{mail}");
                assert!(mail.contains(id.as_str()), "it leads to the version: {mail}");
            }
        }
    }

    async fn an_editor_learns_when_nobody_can_approve(portal: Portal) {
        let both = portal.person("both@demo.example", &[Role::Editor, Role::Reviewer]).await;
        let id = publishing::create(&portal.context, &both, ArticleKind::Faq, "Alone").await.unwrap();
        let version = articles::version(&portal.context.store, &id).await.unwrap().unwrap();
        let mut front = version.front;
        front.summary = "Short.".into();
        front.areas = vec!["heart-failure".into()];
        let draft = publishing::Draft { front, body: "Text.".into() };
        let saved = publishing::save(&portal.context, &both, &id, version.lock, draft).await.unwrap();
        let submit = publishing::StepRequest::plain(Step::Submit, saved.lock);
        publishing::take(&portal.context, &both, &id, submit).await.unwrap();
        let mut editor = portal.signed_in(&both).await;
        let address = format!("/editor/{id}");
        assert!(editor.get(&address).await.text(".notice-warning").contains("Nobody can approve"));
        portal.person("reviewer@demo.example", &[Role::Reviewer]).await;
        assert!(!editor.get(&address).await.has(".notice-warning"));
    }

    async fn an_approval_outlives_the_fields_of_the_program_that_gave_it(portal: Portal) {
        let team = Team::of(&portal).await;
        let version = approved(&team).await;
        // As a program signs it that knows a field more, and has none for the products yet.
        let mut text = serde_json::to_value(content(&portal, &version).await).unwrap();
        text["front"]["of-another-time"] = "x".into();
        text["of-another-time"] = serde_json::json!([1]);
        text["front"].as_object_mut().unwrap().remove("products");
        let signed = SignedText::new(text.to_string());
        sign(&portal, &team, &version, &signed).await;
        let approved = publishing::approved_content(&portal.context, &version).await.unwrap();
        assert_eq!(approved, Some(content(&portal, &version).await));
        team.take(&team.editor, &version.id, Step::Publish).await.unwrap();
        let page = portal.declared().await.get("/library/a-question").await;
        assert!(page.text(".prose").contains("The first text"), "{}", page.body);
        assert!(publishing::approved_content(&portal.context, &team.version(&version.id).await).await.unwrap().is_some());
    }

    async fn a_signature_is_of_its_own_text_and_scheme_alone(portal: Portal) {
        let team = Team::of(&portal).await;
        let version = approved(&team).await;
        let text = serde_json::to_string(&content(&portal, &version).await).unwrap();
        let right = SignedText::new(text.clone());
        let forged = SignedText { digest: "0".repeat(64), ..right.clone() };
        let unknown = SignedText { digest: "1".repeat(64), scheme: 9, text };
        for wrong in [forged, unknown] {
            sign(&portal, &team, &team.version(&version.id).await, &wrong).await;
            assert_eq!(publishing::approved_content(&portal.context, &version).await.unwrap(), None);
            let tried = team.take(&team.editor, &version.id, Step::Publish).await;
            assert!(matches!(tried, Err(Failure::Conflict)), "{tried:?}");
        }
        sign(&portal, &team, &team.version(&version.id).await, &right).await;
        team.take(&team.editor, &version.id, Step::Publish).await.unwrap();
    }

    async fn what_has_expired_is_neither_submitted_nor_approved_nor_published(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let today = Moment::now().day();
        let mut version = team.version(&id).await;
        version.front.expires = Some(today.clone());
        team.write(&id, version, "Text.\n").await;
        let Err(Failure::Invalid(problems)) = team.take(&team.editor, &id, Step::Submit).await else {
            panic!("it was submitted");
        };
        assert_eq!(problems.of("expires"), Some("editor-expires-over"));

        // The day comes while the version is in review, and while it is approved.
        let mut version = team.version(&id).await;
        version.front.expires = Some(Moment::now().plus(30 * DAY).day());
        team.write(&id, version, "Text.\n").await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        let mut version = team.version(&id).await;
        version.front.expires = Some(today);
        let mut tx = portal.context.store.begin().await.unwrap();
        articles::update(&mut tx, &version).await.unwrap();
        tx.commit().await.unwrap();
        let mut reviewer = portal.signed_in(&team.reviewer).await;
        let lock = team.version(&id).await.lock.to_string();
        let fields = [("lock", lock.as_str()), ("step", "approve"), ("approval_reference", "R")];
        let page = reviewer.post(&format!("/review/{id}"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let link = page.attributes(".error-summary a", "href");
        assert_eq!(link, ["#covered-expires"]);
        assert!(page.has(&link[0]), "the field is there: {}", page.text("#covered"));

        let mut version = team.version(&id).await;
        version.state = VersionState::Approved;
        let signed = SignedText::new(serde_json::to_string(&content(&portal, &version).await).unwrap());
        sign(&portal, &team, &version, &signed).await;
        let mut editor = portal.signed_in(&team.editor).await;
        let lock = team.version(&id).await.lock.to_string();
        let page = editor.post(&format!("/editor/{id}"), &[("lock", lock.as_str()), ("step", "publish")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text(".error-summary").contains("Take it back"), "{}", page.body);
        assert_eq!(team.version(&id).await.state, VersionState::Approved);
    }
}
