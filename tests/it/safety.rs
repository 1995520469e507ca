//! Safety reports: received from anybody, stored word for word, seen by safety officers alone.

use crate::both;
use crate::support::{Browser, Page};
use axum::http::StatusCode;
use domain::account::Role;
use domain::slug::Slug;
use storage::audit;

const EVENT: &str = "  She bled after the \"second\" tablet;\n=cmd\n";

async fn report(browser: &mut Browser<'_>, fields: &[(&str, &str)]) -> Page {
    let fields: Vec<_> = [("event", EVENT), ("contact", "+44 20 0000 0000")]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    browser.post("/report-safety", &fields).await
}

fn reference(page: &Page) -> String {
    let location = page.location().unwrap();
    location["/report-safety/".len()..].split('?').next().unwrap().to_owned()
}

both! {
    async fn anybody_reports_and_only_two_fields_are_needed(portal: Portal) {
        let mut browser = portal.browser();
        let empty = browser.post("/report-safety", &[("event", ""), ("product", "Apixaban")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(empty.texts(".error-summary li").len(), 2);
        assert_eq!(empty.attributes("#product", "value"), ["Apixaban"]);
        let sent = report(&mut browser, &[]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let reference = reference(&sent);
        let page = browser.follow(sent).await;
        assert!(page.text(".notice-success").contains(&reference));
        assert!(!page.body.contains("second"), "the confirmation repeats nothing");
    }

    async fn a_report_is_kept_word_for_word(portal: Portal) {
        let officer = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let before = domain::time::Moment::now();
        let sent = report(&mut portal.browser(), &[("patient", " M, 70 "), ("kind", "product-complaint")]).await;
        let reference = reference(&sent);
        let stored = storage::safety::find(&portal.context.store, &reference).await.unwrap().unwrap();
        assert_eq!(stored.data.event, EVENT);
        assert_eq!(stored.data.patient, " M, 70 ");
        assert!(stored.day_zero >= before);
        let mut browser = portal.signed_in(&officer).await;
        let json = browser.get(&format!("/safety/{reference}/export.json")).await.json();
        assert_eq!(json[0]["report"]["event"], EVENT);
        let csv = browser.get("/safety/export.csv").await.body;
        assert!(csv.contains("\"\"second\"\"") && csv.contains("\"'+44 20"), "{csv}");
        assert_eq!(browser.get("/safety/export.json").await.json().as_array().unwrap().len(), 1);
        assert!(browser.get(&format!("/safety/{reference}/export.csv")).await.body.contains(&reference));
    }

    async fn the_inbox_puts_what_waits_first_and_an_acknowledgement_stays(portal: Portal) {
        let officer = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let other = portal.person("safety2@demo.example", &[Role::SafetyOfficer]).await;
        let first = reference(&report(&mut portal.browser(), &[]).await);
        let second = reference(&report(&mut portal.browser(), &[]).await);
        let mut browser = portal.signed_in(&officer).await;
        assert_eq!(browser.get("/safety").await.texts("tbody th"), [first.clone(), second.clone()]);
        browser.post(&format!("/safety/{first}"), &[]).await;
        portal.signed_in(&other).await.post(&format!("/safety/{first}"), &[]).await;
        assert_eq!(browser.get("/safety").await.texts("tbody th"), [second]);
        assert_eq!(browser.get("/safety?state=acknowledged").await.text("tbody th"), first);
        let stored = storage::safety::find(&portal.context.store, &first).await.unwrap().unwrap();
        assert_eq!(stored.acknowledged_by, Some(officer.id));
        let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.action == "report.acknowledge").count(), 1);
        assert_eq!(rows.iter().filter(|row| row.action == "report.receive").count(), 2);
        assert!(!format!("{rows:?}").contains("bled"));
    }

    async fn nobody_but_safety_officers_reads_reports(portal: Portal) {
        let reference = reference(&report(&mut portal.browser(), &[]).await);
        let roles = [Role::Hcp, Role::MedicalInformationSpecialist, Role::Msl, Role::Administrator, Role::Auditor];
        for role in roles {
            let person = portal.person(&format!("{}@x.example", role.slug()), &[role]).await;
            let mut browser = portal.signed_in(&person).await;
            for address in ["/safety".to_owned(), format!("/safety/{reference}"), "/safety/export.csv".into()] {
                assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND, "{role:?} {address}");
            }
        }
    }

    async fn the_same_report_sent_twice_is_one(portal: Portal) {
        let mut browser = portal.browser();
        let token = browser.get("/report-safety").await.attributes("input[name=token]", "value").remove(0);
        let first = reference(&report(&mut browser, &[("token", &token)]).await);
        assert_eq!(reference(&report(&mut browser, &[("token", &token)]).await), first);
        assert_ne!(reference(&report(&mut browser, &[("token", &token), ("batch", "B1")]).await), first);
    }

    async fn a_report_begun_in_a_question_stands_though_the_question_is_abandoned(portal: Portal) {
        let mut browser = portal.declared().await;
        let typed = [("question", "He bled on apixaban. Is that common?"), ("step", "begin")];
        let form = browser.post("/report-safety", &typed).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.text("#event").contains("He bled on apixaban"));
        let sent = report(&mut browser, &[]).await;
        let page = browser.follow(sent).await;
        assert!(page.has("a[href='/ask']"), "the question can be gone on with");
        assert!(browser.get("/ask").await.text("#question").contains("He bled"), "and was kept");
    }

    async fn day_zero_is_when_the_words_of_a_request_arrived(portal: Portal) {
        portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let officer = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut asker = portal.signed_in(&hcp).await;
        let sent = asker.post("/ask", &[("question", "Which dose at night?")]).await;
        let request = sent.location().unwrap()["/requests/".len()..].split('?').next().unwrap().to_owned();
        let scope = storage::requests::Scope::Desk;
        let asked = storage::requests::find(&portal.context.store, scope, &request).await.unwrap().unwrap();
        asker.post(&format!("/requests/{request}"), &[("step", "follow-up"), ("follow-up", "She was hospitalised on it.")]).await;
        let thread = storage::requests::messages(&portal.context.store, &asked.id, false).await.unwrap();
        let followed_up = thread[0].sent_at;
        let form = asker.get(&format!("/report-safety?request={request}")).await;
        let choices = form.attributes("#words option", "value");
        assert_eq!(choices.len(), 3, "question, follow-up, and neither");
        assert_eq!(form.attributes("#words option[selected]", "value"), [choices[1].clone()], "the words of harm");
        let before = domain::time::Moment::now();
        for (words, day_zero) in [("", followed_up), ("question", asked.received_at), (choices[1].as_str(), followed_up)] {
            let sent = report(&mut asker, &[("request", &request), ("words", words), ("batch", words)]).await;
            let stored = storage::safety::find(&portal.context.store, &reference(&sent)).await.unwrap().unwrap();
            assert_eq!(stored.day_zero, day_zero, "{words}");
            assert!(stored.filed_at >= before);
        }
        let sent = report(&mut asker, &[("request", &request), ("words", "now")]).await;
        let stored = storage::safety::find(&portal.context.store, &reference(&sent)).await.unwrap().unwrap();
        assert_eq!(stored.day_zero, stored.filed_at);
        let mut browser = portal.signed_in(&officer).await;
        assert!(browser.get("/safety/export.csv").await.body.starts_with("\u{feff}\"reference\",\"day_zero\""));
        // Somebody else's request gives nothing away, its times among it.
        let stranger = portal.person("other@demo.example", &[Role::Hcp]).await;
        let mut stranger = portal.signed_in(&stranger).await;
        assert!(!stranger.get(&format!("/report-safety?request={request}")).await.has("#words"));
    }

    async fn nothing_to_report_never_stands_beside_a_report(portal: Portal) {
        let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut asker = portal.signed_in(&hcp).await;
        let sent = asker.post("/ask", &[("question", "He bled. Why?")]).await;
        let request = sent.location().unwrap()["/requests/".len()..].split('?').next().unwrap().to_owned();
        let desk = format!("/desk/{request}");
        let mut browser = portal.signed_in(&specialist).await;
        let version = async |browser: &mut Browser<'_>| {
            browser.get(&desk).await.attributes("input[name=version]", "value").remove(0)
        };
        let none = async |browser: &mut Browser<'_>| {
            let version = version(browser).await;
            browser.post(&desk, &[("version", &version), ("step", "safety-none")]).await
        };
        assert_eq!(none(&mut browser).await.status, StatusCode::SEE_OTHER);
        // The asker reports it themselves: the owner is asked again.
        report(&mut asker, &[("request", &request)]).await;
        assert!(browser.get(&desk).await.has("#safety.notice-warning"));
        assert!(!browser.get(&desk).await.has("#safety button[value=safety-none]"));
        assert_eq!(none(&mut browser).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let seen = version(&mut browser).await;
        let reported = browser.post(&desk, &[("version", &seen), ("step", "safety-reported")]).await;
        assert_eq!(reported.status, StatusCode::SEE_OTHER);
        assert_eq!(none(&mut browser).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.get(&desk).await.has("#safety.notice-success"));
    }

    async fn the_owners_report_answers_the_safety_question(portal: Portal) {
        let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let sent = portal.signed_in(&hcp).await.post("/ask", &[("question", "He bled. Why?")]).await;
        let request = sent.location().unwrap()["/requests/".len()..].split('?').next().unwrap().to_owned();
        let desk = format!("/desk/{request}");
        let mut browser = portal.signed_in(&specialist).await;
        let version = browser.get(&desk).await.attributes("input[name=version]", "value").remove(0);
        let early = browser.post(&desk, &[("version", &version), ("step", "safety-reported")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no report yet");
        let way = browser.post(&desk, &[("version", &version), ("step", "safety-report")]).await;
        let form = browser.follow(way).await;
        assert!(form.text("#event").contains("He bled. Why?"));
        assert_eq!(form.attributes("#contact", "value"), ["hcp@demo.example"], "the reporter is who asked");
        let sent = report(&mut browser, &[("request", &request)]).await;
        let reference = reference(&sent);
        let page = browser.get(&desk).await;
        assert!(page.has("#safety.notice-success") && page.text("#safety").contains(&reference));
        assert!(portal.signed_in(&hcp).await.get(&format!("/requests/{request}")).await.body.contains(&reference));
    }
}
