//! The thesaurus as administrators keep it: a portal's own groups are added and changed, every group can be switched
//! off. What the program and MeSH say is not edited, so that a newer edition can be taken over as it is.

use crate::context::Context;
use crate::edition;
use crate::failure::{Failure, Outcome, Problems};
use domain::account::ADMINISTRATORS;
use domain::asker::Asker;
use domain::slug::Slug;
use domain::thesaurus::{Group, GroupId, Kind, Source, Thesaurus, Word};
use domain::time::Moment;
use domain::vocabulary::slug_of;
use std::collections::HashSet;
use storage::editions::{self, Topic};
use storage::{Tx, audit, transact};

/// At most so many groups are shown for a search.
pub const MOST_FOUND: usize = 50;
const LONGEST_WORD: usize = 120;
const LONGEST_FIELD: usize = 4_000;

/// What an administrator says of a group. Every field but the name holds words, one a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupForm {
    pub name: String,
    pub same: String,
    pub short: String,
    pub brands: String,
    pub broader: String,
    pub context: String,
    pub usual: String,
}

impl GroupForm {
    /// The form that says what a group says.
    pub fn of(group: &Group) -> Self {
        let lines = |kind| group.of_kind(kind).collect::<Vec<_>>().join("\n");
        Self {
            name: group.name.clone(),
            same: lines(Kind::Synonym),
            short: lines(Kind::Abbreviation),
            brands: lines(Kind::Brand),
            broader: group.broader.join("\n"),
            context: group.context.join("\n"),
            usual: group.usual.join("\n"),
        }
    }
}

/// The groups in one of whose words a text occurs, those with this very word first; at most [`MOST_FOUND`]. Without a
/// text: the portal's own.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator.
pub async fn search(context: &Context, asker: &Asker, text: &str) -> Outcome<Vec<Group>> {
    administrator(asker)?;
    let thesaurus = context.thesaurus();
    let ids = if text.trim().is_empty() {
        thesaurus.of_source(Source::Portal).take(MOST_FOUND).collect()
    } else {
        thesaurus.search(text, MOST_FOUND)
    };
    of_ids(context, &ids).await
}

/// One group.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator, and where there is no such group.
pub async fn find(context: &Context, asker: &Asker, id: GroupId<'_>) -> Outcome<Group> {
    administrator(asker)?;
    of_ids(context, &[id]).await?.pop().ok_or(Failure::NotFound)
}

/// These groups as they are now, in this order.
async fn of_ids(context: &Context, ids: &[GroupId<'_>]) -> Outcome<Vec<Group>> {
    let stored = storage::thesaurus::find(&context.store, ids).await?;
    let off = storage::thesaurus::switched_off(&context.store).await?;
    let group = |id: &GroupId<'_>| {
        let group = stored.iter().chain(context.start_groups()).find(|group| group.key() == *id)?;
        Some(Group { is_off: off.contains(&(group.source, group.id.clone())), ..group.clone() })
    };
    Ok(ids.iter().filter_map(group).collect())
}

/// Adds a group of the portal's own; its id is made of its name.
///
/// # Errors
/// [`Failure::Invalid`] with what is wrong; [`Failure::NotFound`] for anybody but an administrator.
pub async fn add(context: &Context, asker: &Asker, form: &GroupForm) -> Outcome<Group> {
    administrator(asker)?;
    let group = transact(async || {
        context.renew_thesaurus().await?;
        let (edition, thesaurus) = (context.thesaurus_edition(), context.thesaurus());
        let id = slug_of(&form.name);
        let mut problems = Problems::new();
        problems.require(!id.is_empty(), "name", "term-name-missing");
        let is_taken = !of_ids(context, &[GroupId { source: Source::Portal, id: &id }]).await?.is_empty();
        problems.require(!is_taken, "name", "term-name-taken");
        let group = checked(&thesaurus, id, form, problems)?;
        save(context, asker, edition, None, &group).await?;
        Ok::<_, Failure>(group)
    })
    .await?;
    context.renew_thesaurus().await?;
    Ok(group)
}

/// Changes a group of the portal's own. `seen` is the edition of the group ([`crate::edition::of`]) from which the form
/// was filled in.
///
/// # Errors
/// [`Failure::Invalid`] with what is wrong; [`Failure::NotFound`] for anybody but an administrator, and where the
/// portal has no such group; [`Failure::Conflict`] when somebody else changed it in the meantime.
pub async fn change(
    context: &Context,
    asker: &Asker,
    id: GroupId<'_>,
    seen: &str,
    form: &GroupForm,
) -> Outcome<()> {
    transact(async || {
        context.renew_thesaurus().await?;
        let (edition, thesaurus) = (context.thesaurus_edition(), context.thesaurus());
        let old = find(context, asker, id).await?;
        if old.source != Source::Portal {
            return Err(Failure::NotFound);
        }
        let mut problems = Problems::new();
        problems.require(!form.name.trim().is_empty(), "name", "term-name-missing");
        let group = checked(&thesaurus, old.id.clone(), form, problems)?;
        let group = Group { is_off: old.is_off, ..group };
        if group == old {
            return Ok(());
        }
        edition::same(&old, seen)?;
        save(context, asker, edition, Some(&old), &group).await
    })
    .await?;
    Ok(context.renew_thesaurus().await?)
}

/// Switches a group off, or on again.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator, and where there is no such group.
pub async fn switch(context: &Context, asker: &Asker, id: GroupId<'_>, is_off: bool) -> Outcome<()> {
    transact(|| switch_once(context, asker, id, is_off)).await?;
    Ok(context.renew_thesaurus().await?)
}

async fn switch_once(context: &Context, asker: &Asker, id: GroupId<'_>, is_off: bool) -> Outcome<()> {
    let edition = editions::all(&context.store).await?.thesaurus;
    let old = find(context, asker, id).await?;
    if old.is_off == is_off {
        return Ok(());
    }
    let standing = |is_off: bool| if is_off { r#"{"used":"no"}"# } else { r#"{"used":"yes"}"# };
    let mut tx = context.store.begin().await?;
    editions::decide(&mut tx, Topic::Thesaurus, edition).await?;
    storage::thesaurus::switch(&mut tx, id, is_off.then(Moment::now)).await?;
    storage::thesaurus::touch(&mut tx);
    let action = if is_off { "vocabulary.group-off" } else { "vocabulary.group-on" };
    record(&mut tx, asker, action, &old, standing(old.is_off), standing(is_off)).await?;
    Ok(tx.commit().await?)
}

/// Writes a group, if the thesaurus is still of the edition by which it was checked.
async fn save(
    context: &Context,
    asker: &Asker,
    edition: i64,
    old: Option<&Group>,
    group: &Group,
) -> Outcome<()> {
    let before = old.map(serde_json::to_string).transpose()?.unwrap_or_default();
    let after = serde_json::to_string(group)?;
    let mut tx = context.store.begin().await?;
    editions::decide(&mut tx, Topic::Thesaurus, edition).await?;
    storage::thesaurus::put(&mut tx, std::slice::from_ref(group)).await?;
    storage::thesaurus::touch(&mut tx);
    let action = if old.is_some() { "vocabulary.group-change" } else { "vocabulary.group-add" };
    record(&mut tx, asker, action, group, &before, &after).await?;
    Ok(tx.commit().await?)
}

async fn record(
    tx: &mut Tx,
    asker: &Asker,
    action: &str,
    group: &Group,
    old: &str,
    new: &str,
) -> Outcome<()> {
    let id = format!("{}/{}", group.source.slug(), group.id);
    let change =
        audit::Change { actor: asker.into(), action, kind: "vocabulary", id: &id, old, new, reason: "" };
    Ok(audit::append(tx, change).await?)
}

fn administrator(asker: &Asker) -> Outcome<()> {
    if asker.has_any(ADMINISTRATORS) { Ok(()) } else { Err(Failure::NotFound) }
}

/// The group that a form describes.
fn checked(thesaurus: &Thesaurus, id: String, form: &GroupForm, mut problems: Problems) -> Outcome<Group> {
    let fields = [
        ("name", &form.name),
        ("same", &form.same),
        ("short", &form.short),
        ("brands", &form.brands),
        ("broader", &form.broader),
        ("context", &form.context),
        ("usual", &form.usual),
    ];
    for (field, text) in fields {
        let is_short = lines(text).all(|line| line.chars().count() <= LONGEST_WORD);
        problems.require(is_short && text.chars().count() <= LONGEST_FIELD, field, "profile-too-long");
        problems.require(
            lines(text).all(|line| line.contains(char::is_alphanumeric)),
            field,
            "group-word-empty",
        );
    }
    let kinds = [(Kind::Synonym, &form.same), (Kind::Abbreviation, &form.short), (Kind::Brand, &form.brands)];
    let word = |text: &str, kind| Word { text: text.to_owned(), kind };
    let group = Group {
        source: Source::Portal,
        id,
        name: form.name.trim().to_owned(),
        words: kinds
            .into_iter()
            .flat_map(|(kind, text)| lines(text).map(move |line| word(line, kind)))
            .collect(),
        broader: lines(&form.broader).map(str::to_owned).collect(),
        context: lines(&form.context).map(str::to_owned).collect(),
        usual: lines(&form.usual).map(str::to_owned).collect(),
        trees: Vec::new(),
        is_off: false,
    };
    check_words(thesaurus, &group, &mut problems);
    for name in &group.broader {
        let is_itself = thesaurus.spellings().are_same(name, &group.name);
        problems.require(!is_itself && thesaurus.has_group(name), "broader", "group-broader-unknown");
    }
    problems.or(group)
}

fn check_words(thesaurus: &Thesaurus, group: &Group, problems: &mut Problems) {
    problems.require(!group.words.is_empty(), "same", "group-words-missing");
    let mut forms = HashSet::from([thesaurus.spellings().form(&group.name)]);
    for word in &group.words {
        let field = match word.kind {
            Kind::Abbreviation => "short",
            Kind::Brand => "brands",
            _ => "same",
        };
        problems.require(forms.insert(thesaurus.spellings().form(&word.text)), field, "group-word-twice");
        let others: Vec<GroupId<'_>> =
            thesaurus.groups_with(&word.text).into_iter().filter(|id| *id != group.key()).collect();
        if word.kind == Kind::Abbreviation {
            // Nothing could tell its senses apart.
            problems.require(
                others.is_empty() || !group.context.is_empty(),
                "context",
                "group-context-missing",
            );
        } else {
            let is_own = others.iter().any(|id| id.source == Source::Portal);
            problems.require(!is_own, field, "group-word-taken");
        }
    }
    let is_short = |text: &String| group.of_kind(Kind::Abbreviation).any(|short| short == text);
    problems.require(group.usual.iter().all(is_short), "usual", "group-usual-unknown");
}

/// The lines that say something.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}
