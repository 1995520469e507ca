//! Routing: every request has an owner at once.

use crate::both;
use crate::support::Portal;
use domain::account::{Account, Role};
use domain::asker::{Asker, Gate};
use domain::id::RuleId;
use domain::routing::Facts;
use services::failure::Failure;
use services::routing::{self, RuleForm};

fn asker(account: &Account) -> Asker {
    Asker { account: Some(account.clone()), ..Asker::anonymous(Gate::Declared) }
}

async fn owner(portal: &Portal, area: &str, country: &str) -> String {
    let facts = Facts { area: area.into(), country: country.into(), ..Facts::default() };
    routing::owner_for(&portal.context, &facts).await.unwrap().email
}

fn rule(area: &str, country: &str, owner: &Account) -> RuleForm {
    RuleForm {
        name: "A rule".into(),
        area: area.into(),
        country: country.into(),
        owner: owner.id.to_string(),
        ..RuleForm::default()
    }
}

/// The edition of a rule as it is now.
async fn edition(portal: &Portal, admin: &Asker, id: &RuleId) -> String {
    let rules = routing::rules(&portal.context, admin).await.unwrap();
    routing::edition_of(rules.iter().find(|rule| rule.id == *id).unwrap()).unwrap()
}

async fn disable(portal: &Portal, account: &Account) {
    let mut account = storage::accounts::find(&portal.context.store, &account.id).await.unwrap().unwrap();
    account.disabled_at = Some(domain::time::Moment::now());
    let mut tx = portal.context.store.begin().await.unwrap();
    storage::accounts::update(&mut tx, &account).await.unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn the_first_rule_that_holds_decides(portal: Portal) {
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        let specialist = portal.person("mi@x.example", &[Role::MedicalInformationSpecialist]).await;
        let msl = portal.person("msl@x.example", &[Role::Msl]).await;
        let state = &portal.context;
        let wide = routing::save(state, &admin, None, rule("heart-failure", "", &specialist)).await.unwrap();
        routing::save(state, &admin, None, rule("heart-failure", "GB", &msl)).await.unwrap();
        assert_eq!(owner(&portal, "heart-failure", "GB").await, "mi@x.example");
        let order = routing::order(&routing::rules(state, &admin).await.unwrap()).unwrap();
        routing::shift(state, &admin, &wide, &order, false).await.unwrap();
        assert_eq!(owner(&portal, "heart-failure", "GB").await, "msl@x.example");
        assert_eq!(owner(&portal, "heart-failure", "DE").await, "mi@x.example");
    }

    async fn where_a_rules_owner_has_left_the_next_rule_decides(portal: Portal) {
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        portal.person("oldest@x.example", &[Role::MedicalInformationSpecialist]).await;
        let first = portal.person("first@x.example", &[Role::Msl]).await;
        let second = portal.person("second@x.example", &[Role::Msl]).await;
        routing::save(&portal.context, &admin, None, rule("heart-failure", "", &first)).await.unwrap();
        routing::save(&portal.context, &admin, None, rule("", "", &second)).await.unwrap();
        disable(&portal, &first).await;
        assert_eq!(owner(&portal, "heart-failure", "GB").await, "second@x.example");
    }

    async fn a_fallback_always_exists(portal: Portal) {
        let nobody = routing::owner_for(&portal.context, &Facts::default()).await;
        assert!(matches!(nobody, Err(Failure::NotReady(_))));
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        assert_eq!(owner(&portal, "", "").await, "admin@x.example");
        portal.person("msl@x.example", &[Role::Msl]).await;
        assert_eq!(owner(&portal, "", "").await, "msl@x.example");
        let first = portal.person("mi@x.example", &[Role::MedicalInformationSpecialist]).await;
        portal.person("amy@x.example", &[Role::MedicalInformationSpecialist]).await;
        assert_eq!(owner(&portal, "", "").await, "mi@x.example", "whoever is there longest");
        routing::save(&portal.context, &asker(&admin), None, rule("heart-failure", "", &first)).await.unwrap();
        disable(&portal, &first).await;
        assert_eq!(owner(&portal, "heart-failure", "").await, "amy@x.example", "the rule's owner is gone");
    }

    async fn only_administrators_change_rules(portal: Portal) {
        let msl = portal.person("msl@x.example", &[Role::Msl]).await;
        let refused = routing::save(&portal.context, &asker(&msl), None, rule("", "", &msl)).await;
        assert!(matches!(refused, Err(Failure::NotFound)));
    }

    async fn a_rule_names_known_terms_and_somebody_at_the_desk(portal: Portal) {
        let admin = portal.person("admin@x.example", &[Role::Administrator]).await;
        let form = RuleForm { area: "phrenology".into(), owner: admin.id.to_string(), ..RuleForm::default() };
        match routing::save(&portal.context, &asker(&admin), None, form).await {
            Err(Failure::Invalid(problems)) => assert_eq!(problems.iter().count(), 3, "{problems:?}"),
            other => panic!("{other:?}"),
        }
    }

    async fn changes_of_rules_stand_in_the_trail(portal: Portal) {
        let admin = asker(&portal.person("admin@x.example", &[Role::Administrator]).await);
        let msl = portal.person("msl@x.example", &[Role::Msl]).await;
        let id = routing::save(&portal.context, &admin, None, rule("", "DE", &msl)).await.unwrap();
        let seen = edition(&portal, &admin, &id).await;
        routing::save(&portal.context, &admin, Some((&id, &seen)), rule("", "GB", &msl)).await.unwrap();
        let stale = routing::remove(&portal.context, &admin, &id, &seen).await;
        assert!(matches!(stale, Err(Failure::Conflict)), "it is another rule by now");
        routing::remove(&portal.context, &admin, &id, &edition(&portal, &admin, &id).await).await.unwrap();
        assert!(routing::rules(&portal.context, &admin).await.unwrap().is_empty());
        let rows = storage::audit::list(&portal.context.store, None, i64::MAX, 10).await.unwrap();
        for action in ["routing.add", "routing.change", "routing.remove"] {
            assert!(rows.iter().any(|row| row.action == action), "{action}");
        }
    }
}
