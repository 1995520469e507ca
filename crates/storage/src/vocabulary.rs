//! The vocabulary's terms.

use crate::error::Stored;
use crate::head::Topic;
use crate::store::{Store, Tx};
use domain::slug::Slug;
use domain::vocabulary::{Term, TermKind, Vocabulary};

/// Adds a term, or replaces the one of the same kind and slug.
pub async fn put(tx: &mut Tx, term: &Term) -> Stored<()> {
    sqlx::query(
        "insert into terms (kind, slug, name, synonyms, area) values ($1, $2, $3, $4, $5)
         on conflict (kind, slug) do update set
             name = excluded.name, synonyms = excluded.synonyms, area = excluded.area",
    )
    .bind(term.kind.slug())
    .bind(&term.slug)
    .bind(&term.name)
    .bind(serde_json::to_string(&term.synonyms)?)
    .bind(&term.area)
    .execute(tx.on())
    .await?;
    tx.raise(Topic::Vocabulary);
    Ok(())
}

/// All terms.
pub async fn all(store: &Store) -> Stored<Vocabulary> {
    let rows: Vec<(String, String, String, String, String)> =
        sqlx::query_as("select kind, slug, name, synonyms, area from terms").fetch_all(&store.reader).await?;
    let mut terms = Vec::with_capacity(rows.len());
    for (kind, slug, name, synonyms, area) in rows {
        if let Some(kind) = TermKind::from_slug(&kind) {
            terms.push(Term { kind, slug, name, synonyms: serde_json::from_str(&synonyms)?, area });
        }
    }
    Ok(Vocabulary::new(terms))
}
