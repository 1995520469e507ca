//! Asking, and following what was asked.

use crate::both;
use crate::support::{Browser, Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use services::accounts::NewAccount;

const QUESTION: &str = "Is apixaban safe below 50 kg?";

async fn with_desk(portal: &Portal) {
    portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
}

async fn ask(browser: &mut Browser<'_>, question: &str) -> Page {
    browser.post("/ask", &[("question", question)]).await
}

/// The address of a request that was just sent, without its query part.
fn address(page: &Page) -> String {
    let location = page.location().unwrap();
    location.split('?').next().unwrap().to_owned()
}

both! {
    async fn one_box_is_enough(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let sent = ask(&mut browser, QUESTION).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let page = browser.follow(sent).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text("h1").contains(QUESTION));
        assert!(page.has(".notice-success"));
        assert_eq!(page.texts(".progress li").len(), 3);
        assert!(page.text(".progress [aria-current]").contains("Somebody"), "who has it is named");
        assert!(browser.get("/requests").await.text(".link-list").contains(QUESTION));
    }

    async fn nothing_typed_is_lost_on_an_error(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let fields = [("question", QUESTION), ("channel", "telephone"), ("more", "And above?"), ("urgency", "urgent")];
        let page = browser.post("/ask", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.text("#question"), QUESTION);
        assert_eq!(page.text("#more"), "And above?");
        assert!(page.has("#urgency-urgent[checked]") && page.has("#channel-telephone[checked]"));
        assert!(page.has(".error-summary a[href='#contact']"));
    }

    async fn a_lost_sign_in_keeps_the_text(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person_like(NewAccount {
            email: "hcp@demo.example".into(),
            roles: vec![Role::Hcp],
            password: Some(crate::support::PASSWORD.into()),
            ..Portal::somebody()
        }).await;
        let mut browser = portal.browser();
        let page = ask(&mut browser, QUESTION).await;
        let location = page.location().unwrap();
        assert!(location.starts_with("/sign-in"), "{location}");
        let fields = [("email", hcp.email.as_str()), ("password", crate::support::PASSWORD), ("next", "/ask")];
        let back = browser.post("/sign-in", &fields).await;
        let page = browser.follow(back).await;
        assert_eq!(page.text("#question"), QUESTION);
        let sent = ask(&mut browser, QUESTION).await;
        assert!(address(&sent).starts_with("/requests/"));
        assert_eq!(browser.get("/ask").await.text("#question"), "", "what was sent is no longer kept");
    }

    async fn a_search_is_carried_over_and_its_area_guessed_from_what_is_sent(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let page = browser.get("/ask?q=heart+failure+and+rash").await;
        assert_eq!(page.text("#question"), "heart failure and rash");
        assert!(page.text(".notice-warning").contains("safety report"), "words of harm are noticed");
        assert!(!page.has("#area option[selected]:not([value=''])"), "a guess must not outlive a change of the text");
        for (question, area) in [("heart failure and rash", "heart-failure"), ("Asthma instead?", "asthma")] {
            let sent = ask(&mut browser, question).await;
            let reference = address(&sent).rsplit('/').next().unwrap().to_owned();
            let scope = storage::requests::Scope::Desk;
            let request = storage::requests::find(&portal.context.store, scope, &reference).await.unwrap();
            assert_eq!(request.unwrap().area, area);
        }
    }

    async fn a_newer_search_comes_before_a_question_that_was_kept(portal: Portal) {
        with_desk(&portal).await;
        let mut browser = portal.browser();
        ask(&mut browser, QUESTION).await;
        let page = browser.get("/ask?q=something+newer").await;
        assert_eq!(page.text("#question"), "something newer");
        assert_eq!(page.attributes(".notice-info a", "href"), ["/ask"], "the earlier one is offered");
        assert_eq!(browser.get("/ask").await.text("#question"), QUESTION);
        browser.post("/sign-out", &[]).await;
        assert_eq!(browser.get("/ask").await.text("#question"), "", "the next person at this browser");
    }

    async fn what_was_searched_before_signing_in_travels_along_where_it_is_ticked(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let specialist = portal.person("mi2@demo.example", &[Role::MedicalInformationSpecialist]).await;
        for has_answered_before in [false, true] {
            if has_answered_before {
                portal.signed_in(&hcp).await.post("/consent", &[("answer", "yes"), ("next", "/")]).await;
            }
            let mut browser = portal.declared().await;
            browser.post("/consent", &[("answer", "yes"), ("next", "/")]).await;
            browser.get("/search?q=zebra+stripes").await;
            browser.sign_in(&hcp).await;
            let form = browser.get("/ask").await;
            assert!(!form.has("aside.consent"), "nobody is asked twice");
            assert!(form.text("main").contains("zebra stripes"), "what would travel is shown before it does");
            assert!(!form.has("#with-context[checked]"), "a box that is ticked before is no consent");
            for ticked in [false, true] {
                let mut fields = vec![("question", QUESTION)];
                fields.extend(ticked.then_some(("with-context", "yes")));
                let sent = browser.post("/ask", &fields).await;
                let at_desk = address(&sent).replace("/requests/", "/desk/");
                let page = portal.signed_in(&specialist).await.get(&at_desk).await;
                assert_eq!(page.text("main").contains("zebra stripes"), ticked);
            }
        }
    }

    async fn a_form_that_the_portal_cannot_take_keeps_what_was_typed(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let page = ask(&mut browser, QUESTION).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "nobody is there to answer");
        assert_eq!(page.text("#question"), QUESTION);
        assert!(page.text(".error-summary").contains("send it again"));
    }

    async fn the_same_form_sent_twice_makes_one_request(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let form = browser.get("/ask").await;
        let token = form.attributes("input[name=token]", "value").remove(0);
        let fields = [("question", QUESTION), ("token", token.as_str())];
        let first = browser.post("/ask", &fields).await;
        let second = browser.post("/ask", &fields).await;
        assert_eq!(address(&first), address(&second));
        assert_eq!(browser.get("/requests").await.texts(".link-list li").len(), 1);
        let changed = browser.post("/ask", &[("question", "Something else?"), ("token", &token)]).await;
        assert_ne!(address(&first), address(&changed), "what was changed before sending again is another question");
    }

    async fn nobody_sees_what_is_not_theirs(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        let sent = ask(&mut portal.signed_in(&hcp).await, QUESTION).await;
        let address = address(&sent);
        let mut browser = portal.signed_in(&other).await;
        assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND);
        let posted = browser.post(&address, &[("step", "follow-up"), ("follow-up", "Mine!")]).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get(&format!("{address}/cited/1")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get(&address.replace("/requests", "/desk")).await.status, StatusCode::NOT_FOUND);
        assert!(!browser.get("/requests").await.body.contains(QUESTION));
        let prefilled = browser.get(&format!("/report-safety?request={}", &address["/requests/".len()..])).await;
        assert!(!prefilled.body.contains(QUESTION));
    }

    async fn only_hcps_ask(portal: Portal) {
        with_desk(&portal).await;
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let mut browser = portal.signed_in(&editor).await;
        assert!(!browser.get("/ask").await.has("textarea"));
        assert_eq!(ask(&mut browser, QUESTION).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_follow_up_opens_the_request_again(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let address = address(&ask(&mut browser, QUESTION).await);
        let empty = browser.post(&address, &[("step", "follow-up"), ("follow-up", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        for _ in 0..2 {
            browser.post(&address, &[("step", "follow-up"), ("follow-up", "And with reduced kidney function?")]).await;
        }
        let page = browser.get(&address).await;
        let told = page.texts(".message-asker").iter().filter(|text| text.contains("kidney")).count();
        assert_eq!(told, 1, "sent twice, told once");
    }

    async fn an_answer_cannot_be_rated_before_it_is_there(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let address = address(&ask(&mut browser, QUESTION).await);
        assert!(!browser.get(&address).await.has("form.rating"));
        assert_eq!(browser.post(&address, &[("step", "yes")]).await.status, StatusCode::CONFLICT);
    }

    async fn a_question_that_tells_of_harm_is_sent_and_the_report_offered(portal: Portal) {
        with_desk(&portal).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&hcp).await;
        let sent = ask(&mut browser, "My patient was hospitalised after the second tablet. Is this known?").await;
        let page = browser.follow(sent).await;
        let offered = page.attributes(".notice-warning a.button", "href");
        assert_eq!(offered.len(), 1, "{}", page.body);
        let form = browser.get(&offered[0]).await;
        assert!(form.text("#event").contains("hospitalised after the second tablet"));
        assert_eq!(form.attributes("#contact", "value"), ["hcp@demo.example"]);
    }
}
