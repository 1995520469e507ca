//! The demonstration: invented people, their routing rules, a library of real studies. Only ever with `--demo`.

use crate::accounts::{self, NewAccount};
use crate::content::{self, ContentError, Person};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::{demo_engagement, publishing};
use domain::account::Role;
use domain::id::{AccountId, RuleId};
use domain::routing::Rule;
use domain::slug::Slug;
use formats::Format;
use storage::StoreError;
use storage::audit::Actor;
use storage::editions::{self, Topic};

/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "materia-demo";
/// Number of the demonstration's content; a portal that has it is not loaded again.
const LOADED: &str = "demo";

/// A sign-in of the demonstration.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
}

/// Who can sign in to the demonstration.
///
/// # Errors
/// When the content has a mistake, which tests rule out.
pub fn sign_ins() -> Outcome<Vec<SignIn>> {
    Ok(content::demo_people()?.into_iter().map(sign_in).collect())
}

/// Loads the demonstration into a portal that does not have it yet, and says who can sign in. What was changed
/// since in a portal that has it stays as it is.
pub async fn load(context: &Context) -> Outcome<Vec<SignIn>> {
    let people = content::demo_people().map_err(Failure::from)?;
    if storage::settings::get(&context.store, LOADED).await?.is_none() {
        terms(context).await?;
        self::people(context, &people).await?;
        records(context).await?;
        articles(context).await?;
        rules(context).await?;
        let mut tx = context.store.begin().await?;
        storage::settings::set(&mut tx, LOADED, "1").await?;
        tx.commit().await?;
    }
    demo_engagement::load(context).await?;
    sign_ins()
}

fn sign_in(person: Person) -> SignIn {
    SignIn { roles: roles(&person), name: person.name, email: person.email }
}

fn roles(person: &Person) -> Vec<Role> {
    person.roles.iter().filter_map(|slug| Role::from_slug(slug)).collect()
}

impl From<ContentError> for Failure {
    fn from(error: ContentError) -> Self {
        Self::internal(error)
    }
}

async fn terms(context: &Context) -> Outcome<()> {
    let mut tx = context.store.begin().await?;
    for term in content::demo_terms()? {
        storage::vocabulary::put(&mut tx, &term).await?;
    }
    tx.commit().await?;
    Ok(context.renew_vocabulary().await?)
}

async fn people(context: &Context, people: &[Person]) -> Outcome<()> {
    // One hash for all: hashing is slow on purpose, and everybody has the same password.
    let hash = crate::passwords::hash(PASSWORD.to_owned()).await?;
    for person in people {
        let new = NewAccount {
            email: person.email.clone(),
            name: person.name.clone(),
            roles: roles(person),
            profession: person.profession.clone(),
            specialty: person.specialty.clone(),
            country: person.country.clone(),
            institution: person.institution.clone(),
            is_verified: person.verified,
            is_demo: true,
            ..NewAccount::default()
        };
        match accounts::add(context, Actor::Portal, new).await {
            Ok(account) => {
                let mut tx = context.store.begin().await?;
                storage::accounts::set_password(&mut tx, &account.id, &hash).await?;
                tx.commit().await?;
            }
            // A start that was cut short has added this one already.
            Err(Failure::Conflict) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Routing rules, unless somebody has set up others.
async fn rules(context: &Context) -> Outcome<()> {
    let read_at = editions::all(&context.store).await?.routing;
    if !storage::routing::rules(&context.store).await?.is_empty() {
        return Ok(());
    }
    let mut tx = context.store.begin().await?;
    match editions::decide(&mut tx, Topic::Routing, read_at).await {
        // Another node starts at the same moment and was faster.
        Err(StoreError::Contended) => return Ok(()),
        other => other?,
    }
    for (position, rule) in (1..).zip(content::demo_rules()?) {
        let owner = storage::accounts::find_by_email(&context.store, &rule.owner).await?;
        let rule = Rule {
            id: RuleId::new(),
            name: rule.name,
            product: rule.product,
            area: rule.area,
            specialty: rule.specialty,
            country: rule.country,
            owner: owner.ok_or(Failure::NotFound)?.0.id,
            position,
        };
        storage::routing::put(&mut tx, &rule).await?;
    }
    Ok(tx.commit().await?)
}

async fn records(context: &Context) -> Outcome<()> {
    let Some(file) = content::demo_file("records.jsonl") else { return Ok(()) };
    let entries = formats::read(Format::JsonLines, file.bytes)
        .collect::<Result<Vec<_>, _>>()
        .map_err(Failure::internal)?;
    let mut tx = context.store.begin().await?;
    let now = domain::time::Moment::now();
    storage::records::import::upsert(&mut tx, entries, true, now).await?;
    Ok(tx.commit().await?)
}

async fn articles(context: &Context) -> Outcome<()> {
    let author = somebody(context, Role::Editor).await?;
    let approver = somebody(context, Role::Reviewer).await?;
    for file in content::demo_files("articles") {
        let text = String::from_utf8_lossy(file.bytes);
        let (front, body) =
            formats::article(&text).map_err(|error| Failure::internal(format!("{}: {error}", file.path)))?;
        let media = formats::article_images(&body)
            .into_iter()
            .filter_map(|name| Some((content::demo_file(&name)?.bytes.to_vec(), name)))
            .map(|(bytes, name)| (name, bytes))
            .collect();
        let article = publishing::Import { front, body, media, is_demo: true };
        publishing::import(context, Actor::Account(author.as_str()), &author, Some(&approver), article)
            .await?;
    }
    Ok(())
}

/// The first of the demonstration's people with this role.
async fn somebody(context: &Context, role: Role) -> Outcome<AccountId> {
    let people = content::demo_people()?;
    let person = people
        .iter()
        .find(|person| roles(person) == [role])
        .ok_or_else(|| Failure::internal(format!("the demonstration has no {}", role.slug())))?;
    let found = storage::accounts::find_by_email(&context.store, &person.email).await?;
    Ok(found.ok_or(Failure::NotFound)?.0.id)
}
