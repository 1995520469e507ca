//! Digests: who gets which, what they say, and how to stop them.

use super::{add, for_others, id_of, outside, save_search, trail};
use crate::both;
use crate::library_fixture::{add_article, add_record, article, record, withdraw};
use crate::support::Portal;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::account::{Account, Role};
use domain::article::ArticleKind;
use domain::record::{Notice, NoticeKind, RecordData};
use domain::saved::{Frequency, monthly_issue, weekly_issue};
use domain::search_query::SearchQuery;
use domain::time::{DAY, Moment};
use services::index_follower;
use services::mail::Courier;
use services::publishing::Import;
use services::saved::digests;
use std::path::Path;
use storage::outbox;
use storage::outbox::Mail;

/// A portal without workers, its index as far as the library, and an HCP.
async fn quiet(portal: Portal) -> (Portal, Account) {
    let portal = portal.without_workers().await;
    let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
    (portal, hcp)
}

/// Sends what is due at a moment; how many mails.
async fn send(portal: &Portal, now: Moment) -> usize {
    index_follower::follow(&portal.context).await.unwrap();
    digests::send_due(&portal.context, "here", now).await.unwrap()
}

/// The mails that wait for somebody, of whatever time.
async fn mails(portal: &Portal, recipient: &str) -> Vec<Mail> {
    let mut all = outbox::due(&portal.context.store, Moment(i64::MAX), 1_000).await.unwrap();
    all.retain(|mail| mail.recipient == recipient);
    all
}

async fn last_mail(portal: &Portal, recipient: &str) -> Mail {
    mails(portal, recipient).await.pop().unwrap()
}

fn of(text: &str) -> SearchQuery {
    SearchQuery::of(text)
}

fn a_week_later(now: Moment) -> Moment {
    now.plus(7 * DAY)
}

fn eml(data: &Path) -> String {
    let file = std::fs::read_dir(data.join("mail")).unwrap().next().unwrap().unwrap().path();
    // Long header lines are folded, long lines of text broken.
    std::fs::read_to_string(file).unwrap().replace("\r\n ", " ").replace("=\r\n", "")
}

fn plain(slug: &str, title: &str) -> Import {
    let mut article = article(slug, title, "## In short\n\nSotagliflozin.\n");
    article.front.evidence_level = 4.try_into().ok();
    article
}

/// The path of the link that ends the digests of this mail's recipient.
fn unsubscribing(portal: &Portal, mail: &Mail) -> String {
    let address = mail.unsubscribe.clone().unwrap();
    address.strip_prefix(&portal.context.config.base_url).unwrap().to_owned()
}

/// A request as a mail program sends it: from nowhere, with no cookie.
async fn one_click(portal: &Portal, path: &str) -> StatusCode {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .unwrap();
    portal.send(request).await.status()
}

both! {
    async fn one_mail_tells_of_what_is_new_in_all_of_a_persons_searches(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        add(&portal, "Old sotagliflozin trial").await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        save_search(&portal, &hcp, &of("sotagliflozin kidney"), Frequency::Weekly).await;
        save_search(&portal, &hcp, &of("aspirin"), Frequency::Off).await;
        let id = add(&portal, "Sotagliflozin in kidney disease").await;
        add(&portal, "Aspirin once more").await;
        add_article(&portal, plain("in-short", "Sotagliflozin in short")).await;
        let now = Moment::now();
        assert_eq!(send(&portal, now).await, 1);
        let [mail] = mails(&portal, "hcp@demo.example").await.try_into().unwrap();
        let base = &portal.context.config.base_url;
        assert_eq!(mail.body.matches("Sotagliflozin in kidney disease (Publication)").count(), 1, "{}", mail.body);
        assert!(mail.body.contains(&format!("{base}/records/{id}\n")), "{}", mail.body);
        assert!(mail.body.contains(&format!("Sotagliflozin in short (Evidence summary)\n{base}/library/in-short")));
        assert!(mail.body.contains(&format!("{base}/saved/searches")));
        for unsaid in ["Old sotagliflozin", "Aspirin", "Name of", "/search?", "Somebody"] {
            assert!(!mail.body.contains(unsaid), "{unsaid}: {}", mail.body);
        }
        assert_eq!(send(&portal, now).await, 0, "told once");
        assert_eq!(send(&portal, a_week_later(now)).await, 0, "nothing new, no mail");
        add(&portal, "Sotagliflozin again").await;
        assert_eq!(send(&portal, a_week_later(now)).await, 0, "that issue is over");
        assert_eq!(send(&portal, a_week_later(a_week_later(now))).await, 1);
        let body = last_mail(&portal, "hcp@demo.example").await.body;
        assert!(body.contains("Sotagliflozin again") && !body.contains("kidney disease"), "{body}");
        let page = portal.signed_in(&hcp).await.get("/saved/searches").await;
        assert!(page.body.contains("Last mail on"), "{}", page.body);
    }

    async fn each_issue_goes_to_those_whose_turn_it_is(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let monthly = portal.person("monthly@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.signed_in(&monthly).await;
        let fields = [("query", "q=sotagliflozin"), ("name", "1"), ("frequency", "monthly")];
        browser.post("/saved/searches", &fields).await;
        let fields = [("query", "q=sotagliflozin"), ("name", "1"), ("frequency", "weekly")];
        portal.signed_in(&hcp).await.post("/saved/searches", &fields).await;
        add(&portal, "Sotagliflozin in kidney disease").await;
        assert_eq!(send(&portal, Moment::now()).await, 0, "the first mail is that of the next issue");
        let mut now = weekly_issue(Moment::now()).plus(7 * DAY);
        let mut weeks = 0;
        while mails(&portal, "monthly@demo.example").await.is_empty() {
            let is_first_monday = monthly_issue(now) == now;
            let expected = usize::from(weeks == 0) + usize::from(is_first_monday);
            assert_eq!(send(&portal, now).await, expected, "{}", now.rfc3339());
            assert_eq!(mails(&portal, "monthly@demo.example").await.len(), usize::from(is_first_monday));
            (now, weeks) = (a_week_later(now), weeks + 1);
        }
        assert!(weeks <= 5);
    }

    async fn who_wants_only_what_changes_practice_gets_that_first_and_alone(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let weekly = portal.person("weekly@demo.example", &[Role::Hcp]).await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::PracticeChanging).await;
        save_search(&portal, &weekly, &of("sotagliflozin"), Frequency::Weekly).await;
        add(&portal, "Sotagliflozin trial").await;
        add_article(&portal, plain("weak", "Weak evidence")).await;
        let now = Moment::now();
        assert_eq!(send(&portal, now).await, 1, "none for whom nothing changes");
        assert!(!last_mail(&portal, "weekly@demo.example").await.body.contains("PRACTICE-CHANGING"));
        add(&portal, "Another sotagliflozin trial").await;
        for (slug, kind, level) in [
            ("trials", ArticleKind::EvidenceSummary, 2),
            ("guideline", ArticleKind::GuidelineDigest, 5),
            ("safety", ArticleKind::SafetyUpdate, 5),
        ] {
            let mut article = plain(slug, &format!("Sotagliflozin: {slug}"));
            article.front.kind = kind;
            article.front.evidence_level = level.try_into().ok();
            add_article(&portal, article).await;
        }
        assert_eq!(send(&portal, a_week_later(now)).await, 2);
        let body = last_mail(&portal, "hcp@demo.example").await.body;
        for slug in ["trials", "guideline", "safety"] {
            assert!(body.contains(&format!("Sotagliflozin: {slug}")), "{body}");
        }
        assert!(!body.contains("Another") && !body.contains("Weak") && !body.contains("ALSO NEW"), "{body}");
        let body = last_mail(&portal, "weekly@demo.example").await.body;
        let place = |text: &str| body.find(text).unwrap();
        assert!(place("PRACTICE-CHANGING") < place("Sotagliflozin: safety"));
        assert!(place("Sotagliflozin: safety") < place("ALSO NEW") && place("ALSO NEW") < place("Another"));
    }

    async fn no_mail_holds_what_its_reader_may_not_see(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let staff = portal.person("staff@demo.example", &[Role::Editor, Role::MedicalInformationSpecialist]).await;
        for account in [&hcp, &staff] {
            save_search(&portal, account, &of("sotagliflozin"), Frequency::Weekly).await;
        }
        add_article(&portal, outside(plain("outside", "Secret use"))).await;
        add_article(&portal, for_others(plain("elsewhere", "Secret elsewhere"))).await;
        add_article(&portal, plain("withdrawn", "Secret findings")).await;
        withdraw(&portal, "withdrawn").await;
        let now = Moment::now();
        assert_eq!(send(&portal, now).await, 0, "not even that there is something");
        add_article(&portal, plain("open", "Open words")).await;
        assert_eq!(send(&portal, a_week_later(now)).await, 2);
        for recipient in ["hcp@demo.example", "staff@demo.example"] {
            let body = last_mail(&portal, recipient).await.body;
            assert!(body.contains("Open words") && !body.contains("Secret"), "{body}");
        }
    }

    async fn what_is_withdrawn_before_the_index_hears_of_it_is_in_no_mail(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        add_article(&portal, plain("withdrawn", "Secret findings")).await;
        index_follower::follow(&portal.context).await.unwrap();
        withdraw(&portal, "withdrawn").await;
        // Without a follower the index stays behind, and the digest waits for it.
        assert_eq!(digests::send_due(&portal.context, "here", Moment::now()).await.unwrap(), 0);
        assert!(mails(&portal, "hcp@demo.example").await.is_empty());
        add(&portal, "Sotagliflozin trial").await;
        assert_eq!(send(&portal, Moment::now()).await, 1, "nothing was lost by waiting");
        assert!(!last_mail(&portal, "hcp@demo.example").await.body.contains("Secret"));
    }

    async fn a_retraction_of_what_is_on_the_reading_list_is_told_once(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let notice = |kind| vec![Notice { kind, source: String::new(), pmid: None }];
        let data = |title: &str| RecordData { external_id: Some(title.into()), ..record(title, "Fewer events.") };
        let retracted = |title: &str| RecordData { notices: notice(NoticeKind::Retracted), ..data(title) };
        let mut browser = portal.signed_in(&hcp).await;
        for title in ["Trusted trial", "Corrected trial", "Unread trial"] {
            let address = add_record(&portal, data(title)).await;
            if title != "Unread trial" {
                browser.post("/saved", &[("add", address.trim_start_matches("/records/"))]).await;
            }
        }
        let known = add_record(&portal, retracted("Known as retracted")).await;
        browser.post("/saved", &[("add", known.trim_start_matches("/records/"))]).await;
        save_search(&portal, &hcp, &of("aspirin"), Frequency::PracticeChanging).await;
        let now = Moment::now();
        assert_eq!(send(&portal, now).await, 0);
        add_record(&portal, retracted("Trusted trial")).await;
        add_record(&portal, retracted("Unread trial")).await;
        let corrected = RecordData { notices: notice(NoticeKind::Erratum), ..data("Corrected trial") };
        add_record(&portal, corrected).await;
        assert_eq!(send(&portal, a_week_later(now)).await, 1);
        let body = last_mail(&portal, "hcp@demo.example").await.body;
        assert!(body.contains("RETRACTED, AND ON YOUR READING LIST\n\nTrusted trial"), "{body}");
        assert_eq!(body.matches("trial (").count(), 1, "{body}");
        assert!(!body.contains("Known"), "they saw it when they saved it: {body}");
        assert_eq!(send(&portal, a_week_later(a_week_later(now))).await, 0);
    }

    async fn a_correction_is_no_news_and_a_new_version_is(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let data = RecordData { external_id: Some("t".into()), ..record("Sotagliflozin trial", "Fewer.") };
        add_record(&portal, data.clone()).await;
        add_article(&portal, plain("in-short", "Sotagliflozin in short")).await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        add_record(&portal, RecordData { year: Some(2020), ..data }).await;
        let now = Moment::now();
        assert_eq!(send(&portal, now).await, 0);
        add_article(&portal, plain("in-short", "Sotagliflozin, anew")).await;
        assert_eq!(send(&portal, a_week_later(now)).await, 1);
        assert!(last_mail(&portal, "hcp@demo.example").await.body.contains("Sotagliflozin, anew"));
    }

    async fn who_is_disabled_gets_none(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        add(&portal, "Sotagliflozin trial").await;
        let mut tx = portal.context.store.begin().await.unwrap();
        let disabled = Account { disabled_at: Some(Moment::now()), ..hcp };
        storage::accounts::update(&mut tx, &disabled).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(send(&portal, Moment::now()).await, 0);
    }

    async fn while_one_node_sends_another_does_not(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        add(&portal, "Sotagliflozin trial").await;
        let now = Moment::now();
        let store = &portal.context.store;
        assert!(storage::leases::hold(store, "digests", "there", 60_000).await.unwrap());
        assert_eq!(send(&portal, now).await, 0);
        storage::leases::release(store, "digests", "there").await.unwrap();
        assert_eq!(send(&portal, now).await, 1);
    }

    async fn a_long_mail_names_the_newest_and_says_that_there_is_more(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        let trial = |number: u32| {
            let title = format!("Sotagliflozin trial {number}");
            RecordData { external_id: Some(title.clone()), ..record(&title, "Fewer events.") }
        };
        crate::library_fixture::add_records(&portal, (0..40).map(trial).collect(), false).await;
        assert_eq!(send(&portal, Moment::now()).await, 1);
        let body = last_mail(&portal, "hcp@demo.example").await.body;
        assert_eq!(body.matches("(Publication)").count(), 30, "{body}");
        assert!(body.contains("There is more"), "{body}");
    }

    async fn its_headers_let_a_mail_program_end_it_with_one_click(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let search = save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        add(&portal, "Sotagliflozin trial").await;
        let now = Moment::now();
        send(&portal, now).await;
        let mail = last_mail(&portal, "hcp@demo.example").await;
        let address = mail.unsubscribe.clone().unwrap();
        assert!(mail.body.contains(&address), "{}", mail.body);
        assert_eq!(Courier::new(&portal.context, "here").unwrap().deliver_due(|| false).await.unwrap(), 1);
        let text = eml(&portal.context.config.data);
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let header = |name: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}:"))).unwrap();
            line.trim().to_owned()
        };
        assert_eq!(header("List-Unsubscribe"), format!("<{address}>"));
        assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");

        let path = unsubscribing(&portal, &mail);
        assert_eq!(one_click(&portal, &path).await, StatusCode::OK);
        let store = &portal.context.store;
        let after = storage::saved::searches::find(store, &hcp.id, &search.id).await.unwrap().unwrap();
        assert_eq!(after.frequency, Frequency::Off);
        add(&portal, "Sotagliflozin again").await;
        assert_eq!(send(&portal, a_week_later(now)).await, 0);
        assert_eq!(one_click(&portal, &path).await, StatusCode::OK, "as often as one likes");
        let told: Vec<_> = trail(&portal, &hcp).await.into_iter().map(|(action, ..)| action).collect();
        assert_eq!(told.iter().filter(|action| *action == "saved.unsubscribe").count(), 1);
    }

    async fn opening_the_link_changes_nothing_and_its_button_does(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        let search = save_search(&portal, &hcp, &of("sotagliflozin"), Frequency::Weekly).await;
        let other = portal.person("other@demo.example", &[Role::Hcp]).await;
        let others = save_search(&portal, &other, &of("sotagliflozin"), Frequency::Weekly).await;
        add(&portal, "Sotagliflozin trial").await;
        let now = Moment::now();
        assert_eq!(send(&portal, now).await, 2);
        let path = unsubscribing(&portal, &last_mail(&portal, "hcp@demo.example").await);
        let store = &portal.context.store;
        let frequency = async |account: &Account, id| {
            storage::saved::searches::find(store, &account.id, id).await.unwrap().unwrap().frequency
        };
        let mut anybody = portal.browser();
        let page = anybody.get(&path).await;
        assert!(page.has(&format!("form[method=post][action='{path}'] button")), "{}", page.body);
        assert!(!page.body.contains("hcp@") && !page.body.contains("sotagliflozin"), "{}", page.body);
        assert_eq!(frequency(&hcp, &search.id).await, Frequency::Weekly);
        let page = anybody.post(&path, &[("List-Unsubscribe", "One-Click")]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.has("main a[href='/saved/searches']") && page.body.contains("To get them again"));
        assert_eq!(frequency(&hcp, &search.id).await, Frequency::Off);
        assert_eq!(frequency(&other, &others.id).await, Frequency::Weekly, "of whose mail it was alone");
        assert!(!anybody.get(&path).await.has("main form"), "there is nothing left to end");
        assert_eq!(anybody.get("/unsubscribe/guessed").await.status, StatusCode::NOT_FOUND);
        assert_eq!(one_click(&portal, "/unsubscribe/guessed").await, StatusCode::NOT_FOUND);

        // Turned on again, they begin with what comes from then on.
        add(&portal, "Sotagliflozin meanwhile").await;
        let mut browser = portal.signed_in(&hcp).await;
        let here = format!("/saved/searches/{}", search.id);
        browser.post(&here, &[("step", "change"), ("name", "1"), ("frequency", "weekly")]).await;
        add(&portal, "Sotagliflozin from now on").await;
        send(&portal, a_week_later(now)).await;
        let body = last_mail(&portal, "hcp@demo.example").await.body;
        assert!(body.contains("from now on") && !body.contains("meanwhile"), "{body}");
    }

    async fn other_mails_carry_no_such_link(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        portal.browser().post("/reset-password", &[("email", &hcp.email)]).await;
        assert_eq!(last_mail(&portal, "hcp@demo.example").await.unsubscribe, None);
    }

    async fn a_list_of_what_is_saved_needs_no_digest_to_show_a_retraction(portal: Portal) {
        let (portal, hcp) = quiet(portal).await;
        add_article(&portal, plain("in-short", "Sotagliflozin in short")).await;
        let id = id_of(&portal, "in-short").await;
        let notice = Notice { kind: NoticeKind::Retracted, source: String::new(), pmid: None };
        let retracted = RecordData { notices: vec![notice], ..record("Retracted trial", "Fewer.") };
        let record = add_record(&portal, retracted).await;
        let mut browser = portal.signed_in(&hcp).await;
        for id in [id.as_str(), record.trim_start_matches("/records/")] {
            browser.post("/saved", &[("add", id)]).await;
        }
        let page = browser.get("/saved").await;
        assert_eq!(page.texts(".hit .badge-retracted"), ["Retracted"]);
    }
}
