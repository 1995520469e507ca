//! What people look for at the desk, among people, in the editor's list and in the audit trail is found however it is
//! written, on both databases.

use crate::both;
use crate::publishing::Team;
use crate::support::Portal;
use domain::account::{AccountFilter, Role};
use domain::request::Queue;
use services::accounts::NewAccount;
use storage::requests::DeskQuery;

both! {
    async fn a_person_is_found_by_any_spelling_of_their_name_or_address(portal: Portal) {
        for (email, name) in [("a@demo.example", "Jörg Übelhör"), ("b@demo.example", "Какая Светлана"), ("c@demo.example", "Γιώργος ΣΟΦΟΣ")] {
            let new = NewAccount { email: email.into(), name: name.into(), ..Portal::somebody() };
            portal.person_like(new).await;
        }
        let found = async |words: &str| {
            let sought = AccountFilter { words: words.into(), ..AccountFilter::default() };
            let (people, total) = services::people::list(&portal.context, &sought, 1).await.unwrap();
            assert_eq!(total, i64::try_from(people.len()).unwrap(), "{words}");
            people.into_iter().map(|person| person.email.chars().take(1).collect::<String>()).collect::<String>()
        };
        for (words, expected) in [
            ("ubelhor", "a"),
            ("ÜBELHÖR", "a"),
            ("U\u{308}belho\u{308}r", "a"),
            ("A@DEMO.example", "a"),
            ("какая", "b"),
            ("КАКАЯ", "b"),
            ("γιωργος", "c"),
            ("σοφος", "c"),
            ("100%_!", ""),
        ] {
            assert_eq!(found(words).await, expected, "{words}");
        }
        let mut person = storage::accounts::find_by_email(&portal.context.store, "a@demo.example").await.unwrap().unwrap().0;
        person.name = "Łucja Żak".into();
        let mut tx = portal.context.store.begin().await.unwrap();
        storage::accounts::update(&mut tx, &person).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found("lucja zak").await, "a", "by the new name");
        assert_eq!(found("ubelhor").await, "", "not by the old one");
    }

    async fn a_request_is_found_by_any_spelling_of_its_question(portal: Portal) {
        let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let hcp = portal.person("hcp@demo.example", &[Role::Hcp]).await;
        let mut asker = portal.signed_in(&hcp).await;
        for question in ["Hilft Apixaban bei Übelkeit?", "Какая доза 50 µg?"] {
            let sent = asker.post("/ask", &[("question", question)]).await;
            assert!(sent.location().is_some(), "{}", sent.body);
        }
        for (words, expected) in [
            ("ubelkeit", "Übelkeit"),
            ("ÜBELKEIT", "Übelkeit"),
            ("какая", "Какая"),
            ("КАКАЯ", "Какая"),
            ("50 mcg", "Какая"),
        ] {
            let query = DeskQuery { queue: Queue::Open, words: words.into(), ..DeskQuery::default() };
            let now = domain::time::Moment::now();
            let found = storage::requests::queue(&portal.context.store, &specialist.id, &query, now, 10).await.unwrap();
            assert_eq!(found.len(), 1, "{words}");
            assert!(found[0].request.questions[0].contains(expected), "{words}");
        }
    }

    async fn a_version_is_found_by_any_spelling_of_its_title(portal: Portal) {
        let team = Team::of(&portal).await;
        team.draft("Überleben bei Ménière (10⁶ Zellen)").await;
        let mut editor = portal.signed_in(&team.editor).await;
        for words in ["%C3%9CBERLEBEN", "uberleben", "meniere", "MENIERE", "10+6"] {
            let page = editor.get(&format!("/editor?q={words}")).await;
            assert_eq!(page.texts("tbody th a").len(), 1, "{words}");
        }
        assert!(editor.get("/editor?q=106").await.has(".empty-state"));
    }
}
