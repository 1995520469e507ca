//! The vocabulary as administrators keep it: terms are added and renamed, never removed, since content refers to them.

use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::{edition, library};
use domain::asker::Asker;
use domain::slug::Slug;
use domain::vocabulary::{Term, TermKind, Vocabulary, slug_of};
use storage::editions::{self, Topic};
use storage::{StoreError, audit, transact};

/// The lists that a portal extends as it likes. Countries are those of ISO 3166-1.
pub const EXTENSIBLE: [TermKind; 5] =
    [TermKind::Product, TermKind::Area, TermKind::Topic, TermKind::Specialty, TermKind::Profession];

/// What an administrator says of a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermForm {
    pub name: String,
    /// Other words for it, one a line.
    pub synonyms: String,
    /// Of a product: its therapeutic area; may be empty.
    pub area: String,
}

/// Adds a term; its slug is made of its name.
///
/// # Errors
/// [`Failure::Invalid`] with what is wrong, a name that is taken among it.
pub async fn add(context: &Context, asker: &Asker, kind: TermKind, form: TermForm) -> Outcome<Term> {
    if !EXTENSIBLE.contains(&kind) {
        return Err(Failure::NotFound);
    }
    let term = transact(async || {
        context.renew_vocabulary().await?;
        let (edition, vocabulary) = (context.vocabulary_edition(), context.vocabulary());
        let slug = slug_of(&form.name);
        let mut problems = Problems::new();
        problems.require(!slug.is_empty(), "name", "term-name-missing");
        problems.require(vocabulary.find(kind, &slug).is_none(), "name", "term-name-taken");
        let term = checked(&vocabulary, kind, slug, &form, problems)?;
        put(context, asker, edition, None, &term).await?;
        Ok::<_, Failure>(term)
    })
    .await?;
    changed(context, [&term].into_iter()).await?;
    Ok(term)
}

/// Renames a term, or changes its other words. Its slug stays, since content refers to it. `seen` is the edition of
/// the term ([`crate::edition::of`]) from which the form was filled in.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such term; [`Failure::Invalid`] with what is wrong; [`Failure::Conflict`] when
/// somebody else changed it in the meantime.
pub async fn change(
    context: &Context,
    asker: &Asker,
    (kind, slug): (TermKind, &str),
    seen: &str,
    form: TermForm,
) -> Outcome<()> {
    let written = transact(async || {
        context.renew_vocabulary().await?;
        let (edition, vocabulary) = (context.vocabulary_edition(), context.vocabulary());
        let old = vocabulary.find(kind, slug).cloned().ok_or(Failure::NotFound)?;
        let mut problems = Problems::new();
        problems.require(!form.name.trim().is_empty(), "name", "term-name-missing");
        let term = checked(&vocabulary, kind, slug.to_owned(), &form, problems)?;
        if term == old {
            return Ok(None);
        }
        edition::same(&old, seen)?;
        put(context, asker, edition, Some(&old), &term).await?;
        Ok::<_, Failure>(Some((old, term)))
    })
    .await?;
    match written {
        Some((old, term)) => changed(context, [&term, &old].into_iter()).await,
        None => Ok(()),
    }
}

fn checked(
    vocabulary: &Vocabulary,
    kind: TermKind,
    slug: String,
    form: &TermForm,
    mut problems: Problems,
) -> Outcome<Term> {
    let name = form.name.trim().to_owned();
    let area = if kind == TermKind::Product { form.area.trim().to_owned() } else { String::new() };
    let lines = form.synonyms.lines().map(str::trim).filter(|line| !line.is_empty());
    let synonyms: Vec<String> = lines.map(str::to_owned).collect();
    problems.require(name.chars().count() <= 120, "name", "profile-too-long");
    problems.require(form.synonyms.chars().count() <= 4_000, "synonyms", "profile-too-long");
    problems.require(
        area.is_empty() || vocabulary.find(TermKind::Area, &area).is_some(),
        "area",
        "term-area-unknown",
    );
    problems.or(Term { kind, slug, name, synonyms, area })
}

/// Writes a term, if the vocabulary is still of the edition by which it was checked.
async fn put(context: &Context, asker: &Asker, edition: i64, old: Option<&Term>, term: &Term) -> Outcome<()> {
    let before = old.map(serde_json::to_string).transpose()?.unwrap_or_default();
    let after = serde_json::to_string(term)?;
    let id = format!("{}/{}", term.kind.slug(), term.slug);
    let mut tx = context.store.begin().await?;
    editions::decide(&mut tx, Topic::Vocabulary, edition).await?;
    storage::vocabulary::put(&mut tx, term).await?;
    let change = audit::Change {
        actor: asker.into(),
        action: if old.is_some() { "vocabulary.change" } else { "vocabulary.add" },
        kind: "vocabulary",
        id: &id,
        old: &before,
        new: &after,
        reason: "",
    };
    audit::append(&mut tx, change).await?;
    Ok(tx.commit().await?)
}

/// Takes over what was written: `terms` are one term, as it is and as it was.
async fn changed<'a>(context: &Context, terms: impl Iterator<Item = &'a Term> + Clone) -> Outcome<()> {
    context.renew_vocabulary().await?;
    if terms.clone().any(|term| matches!(term.kind, TermKind::Product | TermKind::Area)) {
        index_naming(context, terms).await?;
    }
    Ok(())
}

/// Records are found under the products and areas that they name: those that hold a name of these terms are indexed
/// again. Call it after the vocabulary was reloaded: indexing reads it.
async fn index_naming<'a>(context: &Context, terms: impl Iterator<Item = &'a Term>) -> Outcome<()> {
    let names = terms.flat_map(|term| [&term.name, &term.slug].into_iter().chain(&term.synonyms));
    let names: Vec<String> = names.cloned().collect();
    let touch = async || {
        let mut tx = context.store.begin().await?;
        let last = storage::records::touch_mentioning(&mut tx, &names).await?;
        tx.commit().await?;
        Ok::<_, StoreError>(last)
    };
    let last = transact(touch).await?;
    if let Some(number) = last {
        library::changed(context, number).await;
    }
    Ok(())
}
