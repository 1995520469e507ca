//! Every reader has a language and a time zone of their own, on pages, in mails and in files.

use crate::both;
use crate::library_fixture::{add_article, article};
use crate::publishing::Team;
use crate::support::{Browser, Database, Page, Portal};
use axum::http::StatusCode;
use domain::account::{Account, Role};
use domain::locale::{LanguageTag, Preferences, Zone};
use services::locale::Languages;
use services::own_account;
use services::texts::Texts;
use storage::audit;

/// A made-up language with the plural rules of Polish.
const POLISH_LIKE: &str = "language-name = Polszczyzna\n\
     date-time = { $time } { $zone }, { $day }\n\
     preferences-title = Ustawienia\n\
     preferences-now = Teraz { $time }.\n\
     mail-safety-subject = Raport { $reference }\n\
     form-problems = { $count ->\n    [one] { $count } problem\n    [few] { $count } problemy\n   \
     *[many] { $count } problemów\n }\n";

async fn of_two_languages(database: Database) -> Option<Portal> {
    let polish = Texts::translated(&LanguageTag::parse("pl").unwrap(), POLISH_LIKE).unwrap();
    Portal::open_in(database, Languages::only(Texts::english().unwrap()).and(polish), |_| {}).await
}

async fn choose(browser: &mut Browser<'_>, zone: &str) {
    let page = browser.post("/preferences", &[("language", "en"), ("zone", zone)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(browser.follow(page).await.has(".notice-success"));
}

/// This person, with a time zone and a language.
async fn with(portal: &Portal, account: Account, zone: &str, language: &str) -> Account {
    let preferences = Preferences { language: LanguageTag::parse(language), zone: Zone::named(zone) };
    own_account::change_preferences(&portal.context, &account, preferences).await.unwrap();
    storage::accounts::find(&portal.context.store, &account.id).await.unwrap().unwrap()
}

async fn report(portal: &Portal) -> String {
    let fields = [("event", "She bled."), ("contact", "+44 20 0000 0000")];
    let sent = portal.browser().post("/report-safety", &fields).await;
    sent.location().unwrap()["/report-safety/".len()..].split('?').next().unwrap().to_owned()
}

/// What an article's page says about its approval.
fn approved(page: &Page) -> String {
    assert_eq!(page.status, StatusCode::OK);
    page.texts(".article-meta dd").join(" | ")
}

fn language_of(page: &Page) -> String {
    page.attributes("html", "lang").remove(0)
}

both! {
    async fn two_readers_of_one_cached_page_each_get_their_own_zone(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("Approved now").await;
        team.publish(&id).await;
        let version = team.version(&id).await;
        let address = format!("/library/{}", version.front.slug);
        let at = version.approved_at.unwrap();
        // 25 hours apart: there it is never the same day.
        let zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago"];
        let mut readers = Vec::new();
        for zone in zones {
            let mut browser = portal.declared().await;
            choose(&mut browser, zone).await;
            readers.push((browser, zone));
        }
        readers.push((portal.declared().await, "UTC"));
        // Twice: the second time from memory.
        for _ in 0..2 {
            for (browser, zone) in &mut readers {
                let locale = portal.context.locale(&Preferences { language: None, zone: Zone::named(zone) });
                let shown = approved(&browser.get(&address).await);
                assert!(shown.contains(&locale.day(at)), "{zone}: {shown}");
            }
        }
    }

    async fn a_visitors_browser_remembers_the_zone(portal: Portal) {
        let mut browser = portal.declared().await;
        assert_eq!(browser.get("/preferences").await.attributes("#zone option[selected]", "value"), ["UTC"]);
        choose(&mut browser, "Asia/Kolkata").await;
        let page = browser.get("/preferences").await;
        assert_eq!(page.attributes("#zone option[selected]", "value"), ["Asia/Kolkata"]);
        let sent = browser.post("/report-safety", &[("event", "She bled."), ("contact", "0")]).await;
        let page = browser.follow(sent).await;
        assert!(page.text(".notice-success").contains(" IST"), "{}", page.text(".notice-success"));
        let cookie = browser.cookie("materia_preferences").unwrap();
        assert!(cookie.contains("Asia/Kolkata"));
        let other = portal.browser().get("/preferences?done=yes").await;
        assert!(other.text(".notice-success").contains(" UTC"));
    }

    async fn the_account_comes_before_the_browser(portal: Portal) {
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut browser = portal.browser();
        choose(&mut browser, "America/New_York").await;
        browser.sign_in(&hcp).await;
        assert!(browser.get("/preferences").await.has("option[value='America/New_York'][selected]"));
        choose(&mut browser, "Asia/Kolkata").await;
        assert!(browser.get("/account").await.text("section[aria-labelledby=preferences]").contains(" IST"));
        assert!(portal.signed_in(&hcp).await.get("/account").await.text("main").contains(" IST"), "in any browser");
        let stored = storage::accounts::find(&portal.context.store, &hcp.id).await.unwrap().unwrap();
        assert_eq!(stored.preferences.zone, Zone::named("Asia/Kolkata"));
        let rows = audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap();
        let row = rows.iter().find(|row| row.action == "account.preferences").unwrap();
        assert_eq!((row.old.as_str(), row.new.as_str()), (r#"{"zone":""}"#, r#"{"zone":"Asia/Kolkata"}"#));
    }

    async fn a_zone_that_does_not_exist_is_told_at_its_field(portal: Portal) {
        let mut browser = portal.browser();
        for zone in ["", "Europe/Atlantis", "Etc/Unknown"] {
            let page = browser.post("/preferences", &[("zone", zone)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{zone}");
            assert!(page.has("#zone-error") && page.has(".error-summary a[href='#zone']"));
            let kept = page.attributes("#zone option[selected]", "value");
            assert_eq!(kept.join(""), zone, "what was chosen is kept");
        }
        assert_eq!(browser.cookie("materia_preferences"), None);
        assert!(!browser.get("/preferences").await.has("#language"), "one language is no choice");
    }

    async fn a_mail_is_in_its_recipients_zone(portal: Portal) {
        let portal = portal.without_workers().await;
        let person = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
        let officer = with(&portal, person, "Asia/Kolkata", "").await;
        portal.person("safety2@demo.example", &[Role::SafetyOfficer]).await;
        let reference = report(&portal).await;
        let mail = portal.mails("safety@demo.example").await.pop().unwrap();
        assert!(mail.contains(" IST") && !mail.contains(" UTC"), "{mail}");
        let mail = portal.mails("safety2@demo.example").await.pop().unwrap();
        assert!(mail.contains(" UTC") && !mail.contains(" IST"), "{mail}");
        let mut browser = portal.signed_in(&officer).await;
        let file = browser.get(&format!("/safety/{reference}/export.csv")).await.body;
        assert!(file.contains("+05:30\""), "a file for people is in their zone: {file}");
        let json = browser.get(&format!("/safety/{reference}/export.json")).await.json();
        assert!(json[0]["day_zero"].as_str().unwrap().ends_with('Z'), "a file for programs is in UTC");
    }

    async fn a_day_of_the_calendar_stays_where_the_reader_is_behind_utc(portal: Portal) {
        add_article(&portal, article("days", "Days", "Text.")).await;
        let mut browser = portal.declared().await;
        choose(&mut browser, "America/New_York").await;
        let facts = approved(&browser.get("/library/days").await);
        assert!(facts.contains("5 January 2027"), "to be reviewed by: {facts}");
        assert!(facts.contains("5 January 2026"), "approved: {facts}");
    }

    async fn registering_takes_the_browsers_choice_over(portal: Portal) {
        let mut browser = portal.browser();
        choose(&mut browser, "Europe/Warsaw").await;
        let fields = [
            ("email", "new@demo.example"),
            ("password", crate::support::PASSWORD),
            ("name", "New"),
            ("country", "GB"),
            ("profession", "physician"),
            ("terms", "yes"),
        ];
        let sent = browser.post("/register", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let link = portal.mailed_link("new@demo.example", "/register/").await;
        browser.post(&link, &[]).await;
        let found = storage::accounts::find_by_email(&portal.context.store, "new@demo.example").await.unwrap();
        assert_eq!(found.unwrap().0.preferences.zone, Zone::named("Europe/Warsaw"));
    }
}

mod languages {
    use super::*;

    both! {
        opened by of_two_languages;

        async fn a_page_is_in_the_language_that_the_browser_wants_most(portal: Portal) {
            add_article(&portal, article("days", "Days", "Text.")).await;
            let mut browser = portal.declared().await;
            // In both orders and twice, so that neither language is answered from the other's memory.
            for languages in ["pl-PL, en;q=0.5", "de, en", "pl", "*"] {
                let wanted = if languages.starts_with("pl") { "pl" } else { "en" };
                let page = browser.get_in(languages, "/library/days").await;
                assert_eq!(language_of(&page), wanted, "{languages}");
                let has_polish = page.text("footer").contains("Ustawienia");
                assert_eq!(has_polish, wanted == "pl", "{languages}");
            }
        }

        async fn what_was_chosen_comes_before_what_the_browser_wants(portal: Portal) {
            let mut browser = portal.browser();
            let page = browser.get_in("pl", "/preferences").await;
            assert_eq!(page.texts("#language option"), ["English", "Polszczyzna"]);
            assert_eq!(page.attributes("#language option[selected]", "value"), ["pl"]);
            choose(&mut browser, "UTC").await;
            assert_eq!(language_of(&browser.get_in("pl", "/about").await), "en");
            let wrong = browser.post("/preferences", &[("language", "xx"), ("zone", "Europe/Warsaw")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(wrong.has("#language-error") && !wrong.has("#zone-error"));
            assert_eq!(wrong.attributes("#zone option[selected]", "value"), ["Europe/Warsaw"]);
        }

        async fn plural_rules_follow_the_language(portal: Portal) {
            let mut browser = portal.browser();
            browser.post("/preferences", &[("language", "pl"), ("zone", "Europe/Warsaw")]).await;
            let page = browser.post("/preferences", &[]).await;
            assert_eq!(page.text(".error-summary h2"), "2 problemy");
            let locale = |language| portal.context.locale(&Preferences { language: LanguageTag::parse(language), zone: None });
            let counted = |language, count: i64| locale(language).with("form-problems", &[("count", count.into())]);
            assert_eq!([1, 3, 5, 22].map(|count| counted("pl", count)), ["1 problem", "3 problemy", "5 problemów", "22 problemy"]);
            assert_eq!(counted("en", 22), "22 things need your attention");
        }

        async fn a_mail_is_in_its_recipients_language(portal: Portal) {
            let portal = portal.without_workers().await;
            let person = portal.person("safety@demo.example", &[Role::SafetyOfficer]).await;
            with(&portal, person, "Europe/Warsaw", "pl").await;
            portal.person("safety2@demo.example", &[Role::SafetyOfficer]).await;
            let reference = report(&portal).await;
            let mail = portal.mails("safety@demo.example").await.pop().unwrap();
            assert!(mail.starts_with(&format!("Raport {reference}")), "{mail}");
            let zone = if mail.contains(" CEST,") { "CEST" } else { "CET" };
            assert!(mail.contains(&format!(" {zone}, ")), "the form of a time is the language's: {mail}");
            assert!(!portal.mails("safety2@demo.example").await.pop().unwrap().contains("Raport"));
        }
    }
}
