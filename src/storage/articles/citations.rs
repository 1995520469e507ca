//! Which records an article cites.

use super::{Store, Stored, Tx};
use crate::domain::article::Reference;
use crate::domain::id::{ArticleId, RecordId};
use crate::domain::record::{RecordData, normal_doi, normal_pmid};

/// A record that a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: RecordId,
    pub data: RecordData,
}

fn identifiers(reference: &Reference) -> (Option<String>, Option<String>) {
    let pmid = reference.pmid.as_deref().and_then(normal_pmid);
    let doi = reference.doi.as_deref().and_then(normal_doi);
    (pmid, doi)
}

/// For each reference the record of its PMID or DOI, if the library has it.
///
/// # Errors
/// When the database fails.
pub async fn known(store: &Store, references: &[Reference]) -> Stored<Vec<Option<Known>>> {
    let mut all = Vec::with_capacity(references.len());
    for reference in references {
        let (pmid, doi) = identifiers(reference);
        let row: Option<(String, String)> =
            sqlx::query_as("select id, data from records where pmid = $1 or doi = $2 order by id limit 1")
                .bind(pmid)
                .bind(doi)
                .fetch_optional(&store.reader)
                .await?;
        let known = row.map(|(id, data)| Ok(Known { id: id.into(), data: serde_json::from_str(&data)? }));
        all.push(known.transpose().map_err(|error: serde_json::Error| super::StoreError::from(error))?);
    }
    Ok(all)
}

/// Points an article at the records that its references name; an empty list at none.
///
/// # Errors
/// When the database fails.
pub async fn cite(tx: &mut Tx, article: &ArticleId, references: &[Reference]) -> Stored<()> {
    sqlx::query("delete from citations where article = $1").bind(article.as_str()).execute(tx.on()).await?;
    for (position, reference) in (1_i64..).zip(references) {
        let (pmid, doi) = identifiers(reference);
        sqlx::query(
            "insert into citations (article, record, position)
             select $1, id, $4 from records where pmid = $2 or doi = $3 order by id limit 1",
        )
        .bind(article.as_str())
        .bind(pmid)
        .bind(doi)
        .bind(position)
        .execute(tx.on())
        .await?;
    }
    Ok(())
}
