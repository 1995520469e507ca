//! Routing: which owner a request gets, and the rules that say so.

use crate::context::Context;
use crate::edition;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::{ADMINISTRATORS, Account, DESK, OWNERS, Role};
use domain::asker::Asker;
use domain::id::{AccountId, RuleId};
use domain::routing::{Facts, Rule, matching};
use domain::vocabulary::TermKind;
use storage::editions::{self, Topic};
use storage::{audit, transact};

/// Everybody who can answer requests now, by name.
pub async fn desk_people(context: &Context) -> Outcome<Vec<Account>> {
    let mut people = active(context, Role::MedicalInformationSpecialist).await?;
    for person in active(context, Role::Msl).await? {
        if !people.iter().any(|known| known.id == person.id) {
            people.push(person);
        }
    }
    people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(people)
}

async fn active(context: &Context, role: Role) -> Outcome<Vec<Account>> {
    let mut people = storage::accounts::list(&context.store, Some(role), false).await?;
    people.retain(|person| person.disabled_at.is_none());
    Ok(people)
}

/// The rules, and who can own requests.
pub(crate) struct Roster {
    rules: Vec<Rule>,
    /// Whoever has been here longest comes first.
    people: Vec<Account>,
}

impl Roster {
    async fn read(context: &Context) -> Outcome<Self> {
        let mut people: Vec<Account> = Vec::new();
        for role in OWNERS.iter().copied() {
            for person in active(context, role).await? {
                if !people.iter().any(|known| known.id == person.id) {
                    people.push(person);
                }
            }
        }
        people.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(Self { rules: storage::routing::rules(&context.store).await?, people })
    }

    /// As a transaction sees it in which somebody leaves.
    pub(crate) async fn without(tx: &mut storage::Tx, leaving: &AccountId) -> Outcome<Self> {
        let mut people = storage::accounts::active_with(tx, OWNERS).await?;
        people.retain(|person| person.id != *leaving);
        Ok(Self { rules: storage::routing::rules_in(tx).await?, people })
    }

    /// The owner of a request: see [`owner_for`].
    ///
    /// # Errors
    /// [`Failure::NotReady`] where nobody could own it.
    pub(crate) fn owner_for(&self, facts: &Facts) -> Outcome<&Account> {
        let rules = matching(&self.rules, facts).into_iter();
        let by_rule = rules.filter_map(|rule| {
            self.people.iter().find(|person| person.id == rule.owner && person.has_any(DESK))
        });
        let by_role = DESK.iter().chain(ADMINISTRATORS).filter_map(|role| {
            // The first one is who has been here longest.
            self.people.iter().find(|person| person.has(*role))
        });
        by_rule.chain(by_role).next().ok_or(Failure::NotReady("nobody answers requests yet"))
    }
}

/// The owner of a request of which this is known: by the first rule that holds and whose owner is still at the desk;
/// else whoever has been at the desk longest; with nobody there, an administrator, who can put somebody there.
///
/// # Errors
/// [`Failure::NotReady`] in a portal without anybody who could own it.
pub async fn owner_for(context: &Context, facts: &Facts) -> Outcome<Account> {
    Ok(Roster::read(context).await?.owner_for(facts)?.clone())
}

/// All rules, in the order in which they are tried. For administrators.
///
/// # Errors
/// [`Failure::NotFound`] for anybody else.
pub async fn rules(context: &Context, asker: &Asker) -> Outcome<Vec<Rule>> {
    administrator(asker)?;
    Ok(storage::routing::rules(&context.store).await?)
}

/// What an administrator says of a rule. Slugs of the vocabulary; empty: any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleForm {
    pub name: String,
    pub product: String,
    pub area: String,
    pub specialty: String,
    pub country: String,
    pub owner: String,
}

/// The edition of the order of rules, by which a form that moves one says what it shows.
pub fn order(rules: &[Rule]) -> Outcome<String> {
    edition::of(&rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>())
}

/// Adds a rule behind the others, but before the first that holds for everything and would leave it nothing; or
/// changes the one of this id in its place, where `seen` is the edition of the rule ([`crate::edition::of`]) from which
/// the form was filled in.
///
/// # Errors
/// [`Failure::Invalid`] with problems of `name`, `product`, `area`, `specialty`, `country` or `owner`;
/// [`Failure::Conflict`] when somebody else changed the rule in the meantime;
/// [`Failure::NotFound`] for anybody but an administrator, and where there is no such rule.
pub async fn save(
    context: &Context,
    asker: &Asker,
    id: Option<(&RuleId, &str)>,
    form: RuleForm,
) -> Outcome<RuleId> {
    administrator(asker)?;
    check(context, &form, &AccountId::from(form.owner.as_str())).await?;
    transact(|| save_once(context, asker, id, &form)).await
}

async fn save_once(
    context: &Context,
    asker: &Asker,
    id: Option<(&RuleId, &str)>,
    form: &RuleForm,
) -> Outcome<RuleId> {
    let (read_at, mut rules) = present(context).await?;
    let old = match id {
        Some((id, _)) => Some(found(&rules, id)?.clone()),
        None => None,
    };
    let rule = Rule {
        id: old.as_ref().map_or_else(RuleId::new, |rule| rule.id.clone()),
        position: old.as_ref().map_or(0, |rule| rule.position),
        name: form.name.trim().to_owned(),
        product: form.product.clone(),
        area: form.area.clone(),
        specialty: form.specialty.clone(),
        country: form.country.clone(),
        owner: AccountId::from(form.owner.as_str()),
    };
    if let (Some(old), Some((_, seen))) = (&old, id) {
        if *old == rule {
            return Ok(rule.id);
        }
        edition::same(&content(old), seen)?;
    }
    let mut tx = context.store.begin().await?;
    editions::decide(&mut tx, Topic::Routing, read_at).await?;
    let action = match &old {
        Some(old) => {
            keep_fallback(&rules, old, Some(&rule))?;
            storage::routing::put(&mut tx, &rule).await?;
            "routing.change"
        }
        None => {
            let first_fallback = rules.iter().position(Rule::is_fallback);
            let place = first_fallback.filter(|_| !rule.is_fallback()).unwrap_or(rules.len());
            rules.insert(place, rule.clone());
            put_in_order(&mut tx, &mut rules).await?;
            "routing.add"
        }
    };
    record(&mut tx, asker, action, &rule.id, old.as_ref(), Some(&rule)).await?;
    tx.commit().await?;
    Ok(rule.id)
}

/// The rules, with the edition by which a decision on them says what it was made of.
async fn present(context: &Context) -> Outcome<(i64, Vec<Rule>)> {
    // In this order: a change in between is noticed at worst.
    let read_at = editions::all(&context.store).await?.routing;
    Ok((read_at, storage::routing::rules(&context.store).await?))
}

fn found<'a>(rules: &'a [Rule], id: &RuleId) -> Outcome<&'a Rule> {
    rules.iter().find(|rule| rule.id == *id).ok_or(Failure::NotFound)
}

/// What a form says of a rule: not its place, which other rules' moves change.
fn content(rule: &Rule) -> Rule {
    Rule { position: 0, ..rule.clone() }
}

/// The edition of a rule.
pub fn edition_of(rule: &Rule) -> Outcome<String> {
    edition::of(&content(rule))
}

/// Refuses to lose the last rule that holds for everything.
fn keep_fallback(rules: &[Rule], old: &Rule, new: Option<&Rule>) -> Outcome<()> {
    let is_lost = old.is_fallback() && !new.is_some_and(Rule::is_fallback);
    let is_only_one = rules.iter().filter(|rule| rule.is_fallback()).count() == 1;
    if is_lost && is_only_one {
        return Err(Failure::Invalid(Problems::one("", "routing-fallback-stays")));
    }
    Ok(())
}

/// Writes every rule whose place in the list is not its position. All places are
/// counted again: two rules may have got the same position.
async fn put_in_order(tx: &mut storage::Tx, rules: &mut [Rule]) -> Outcome<()> {
    for (position, rule) in (1_i64..).zip(rules) {
        if rule.position != position {
            rule.position = position;
            storage::routing::put(tx, rule).await?;
        }
    }
    Ok(())
}

async fn check(context: &Context, form: &RuleForm, owner: &AccountId) -> Outcome<()> {
    let vocabulary = context.vocabulary();
    let mut problems = Problems::new();
    problems.require(!form.name.trim().is_empty(), "name", "routing-name-missing");
    for (field, kind, slug) in [
        ("product", TermKind::Product, &form.product),
        ("area", TermKind::Area, &form.area),
        ("specialty", TermKind::Specialty, &form.specialty),
        ("country", TermKind::Country, &form.country),
    ] {
        let is_known = slug.is_empty() || vocabulary.find(kind, slug).is_some();
        problems.require(is_known, field, "routing-term-unknown");
    }
    let is_at_desk = desk_people(context).await?.iter().any(|person| person.id == *owner);
    problems.require(is_at_desk, "owner", "routing-owner-missing");
    problems.or(())
}

/// Removes a rule. `seen` is its edition ([`edition_of`]) on the page from which it is removed.
///
/// # Errors
/// [`Failure::Invalid`] for the last rule that holds for everything; [`Failure::Conflict`] when somebody else changed it
/// in the meantime;
/// [`Failure::NotFound`] for anybody but an administrator, and where there is no such rule.
pub async fn remove(context: &Context, asker: &Asker, id: &RuleId, seen: &str) -> Outcome<()> {
    administrator(asker)?;
    transact(|| remove_once(context, asker, id, seen)).await
}

async fn remove_once(context: &Context, asker: &Asker, id: &RuleId, seen: &str) -> Outcome<()> {
    let (read_at, rules) = present(context).await?;
    let rule = found(&rules, id)?;
    edition::same(&content(rule), seen)?;
    keep_fallback(&rules, rule, None)?;
    let mut tx = context.store.begin().await?;
    editions::decide(&mut tx, Topic::Routing, read_at).await?;
    storage::routing::remove(&mut tx, id).await?;
    record(&mut tx, asker, "routing.remove", id, Some(rule), None).await?;
    Ok(tx.commit().await?)
}

/// Moves a rule one place up (`is_up`) or down. At the end of the list nothing changes. `seen` is the edition of the
/// order ([`order`]) on the page from which it is moved.
///
/// # Errors
/// [`Failure::Conflict`] when somebody else changed the order in the meantime;
/// [`Failure::NotFound`] for anybody but an administrator, and where there is no such rule.
pub async fn shift(context: &Context, asker: &Asker, id: &RuleId, seen: &str, is_up: bool) -> Outcome<()> {
    administrator(asker)?;
    transact(|| shift_once(context, asker, id, seen, is_up)).await
}

async fn shift_once(context: &Context, asker: &Asker, id: &RuleId, seen: &str, is_up: bool) -> Outcome<()> {
    let (read_at, mut rules) = present(context).await?;
    if order(&rules)? != seen {
        return Err(Failure::Conflict);
    }
    let at = rules.iter().position(|rule| rule.id == *id).ok_or(Failure::NotFound)?;
    let to = if is_up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < rules.len()) };
    let Some(to) = to else { return Ok(()) };
    let before = rules.clone();
    rules.swap(at, to);
    let mut tx = context.store.begin().await?;
    editions::decide(&mut tx, Topic::Routing, read_at).await?;
    put_in_order(&mut tx, &mut rules).await?;
    let find = |rules: &'_ [Rule]| rules.iter().find(|rule| rule.id == *id).cloned();
    record(&mut tx, asker, "routing.move", id, find(&before).as_ref(), find(&rules).as_ref()).await?;
    Ok(tx.commit().await?)
}

fn administrator(asker: &Asker) -> Outcome<()> {
    if asker.has_any(ADMINISTRATORS) { Ok(()) } else { Err(Failure::NotFound) }
}

async fn record(
    tx: &mut storage::Tx,
    asker: &Asker,
    action: &str,
    id: &RuleId,
    old: Option<&Rule>,
    new: Option<&Rule>,
) -> Outcome<()> {
    let text = |rule: Option<&Rule>| rule.map_or(Ok(String::new()), serde_json::to_string);
    let change = audit::Change {
        actor: asker.into(),
        action,
        kind: "routing",
        id: id.as_str(),
        old: &text(old)?,
        new: &text(new)?,
        reason: "",
    };
    Ok(audit::append(tx, change).await?)
}
