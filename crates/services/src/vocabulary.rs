//! The vocabulary as administrators keep it: terms are added and renamed, never removed, since content refers to them.

use crate::context::Context;
use crate::failure::{Failure, Outcome, Problems};
use crate::library;
use domain::asker::Asker;
use domain::slug::Slug;
use domain::vocabulary::{Term, TermKind, slug_of};
use storage::audit;

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
    let slug = slug_of(&form.name);
    let mut problems = Problems::new();
    problems.require(!slug.is_empty(), "name", "term-name-missing");
    problems.require(context.vocabulary().find(kind, &slug).is_none(), "name", "term-name-taken");
    let term = checked(context, kind, slug, form, problems)?;
    put(context, asker, None, &term).await?;
    Ok(term)
}

/// Renames a term, or changes its other words. Its slug stays, since content refers to it.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such term; [`Failure::Invalid`] with what is wrong.
pub async fn change(
    context: &Context,
    asker: &Asker,
    kind: TermKind,
    slug: &str,
    form: TermForm,
) -> Outcome<()> {
    let old = context.vocabulary().find(kind, slug).cloned().ok_or(Failure::NotFound)?;
    let mut problems = Problems::new();
    problems.require(!form.name.trim().is_empty(), "name", "term-name-missing");
    let term = checked(context, kind, slug.to_owned(), form, problems)?;
    if term == old { Ok(()) } else { put(context, asker, Some(&old), &term).await }
}

fn checked(
    context: &Context,
    kind: TermKind,
    slug: String,
    form: TermForm,
    mut problems: Problems,
) -> Outcome<Term> {
    let name = form.name.trim().to_owned();
    let area = if kind == TermKind::Product { form.area.trim().to_owned() } else { String::new() };
    let lines = form.synonyms.lines().map(str::trim).filter(|line| !line.is_empty());
    let synonyms: Vec<String> = lines.map(str::to_owned).collect();
    problems.require(name.chars().count() <= 120, "name", "profile-too-long");
    problems.require(form.synonyms.chars().count() <= 4_000, "synonyms", "profile-too-long");
    problems.require(
        area.is_empty() || context.vocabulary().find(TermKind::Area, &area).is_some(),
        "area",
        "term-area-unknown",
    );
    problems.or(Term { kind, slug, name, synonyms, area })
}

async fn put(context: &Context, asker: &Asker, old: Option<&Term>, term: &Term) -> Outcome<()> {
    let before = old.map(serde_json::to_string).transpose()?.unwrap_or_default();
    let after = serde_json::to_string(term)?;
    let id = format!("{}/{}", term.kind.slug(), term.slug);
    let mut tx = context.store.begin().await?;
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
    tx.commit().await?;
    context.renew_vocabulary().await?;
    if matches!(term.kind, TermKind::Product | TermKind::Area) {
        index_naming(context, [Some(term), old].into_iter().flatten()).await?;
    }
    Ok(())
}

/// Records are found under the products and areas that they name: those that hold a name of these terms are indexed
/// again. Call it after the vocabulary was reloaded: indexing reads it.
async fn index_naming(context: &Context, terms: impl Iterator<Item = &Term>) -> Outcome<()> {
    let names = terms.flat_map(|term| [&term.name, &term.slug].into_iter().chain(&term.synonyms));
    let names: Vec<String> = names.cloned().collect();
    let mut tx = context.store.begin().await?;
    let last = storage::records::touch_mentioning(&mut tx, &names).await?;
    tx.commit().await?;
    if let Some(number) = last {
        library::changed(context, number).await;
    }
    Ok(())
}
