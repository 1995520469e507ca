//! Which records an article cites.

use super::{Stored, Tx};
use crate::domain::article::Reference;
use crate::domain::id::ArticleId;
use crate::domain::record::{normal_doi, normal_pmid};

fn identifiers(reference: &Reference) -> (Option<String>, Option<String>) {
    let pmid = reference.pmid.as_deref().and_then(normal_pmid);
    let doi = reference.doi.as_deref().and_then(normal_doi);
    (pmid, doi)
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
             select $1, id, $4 from records where pmid = $2 or doi = $3
                 or id in (select record from record_aliases
                     where (kind = 'pmid' and identifier = $2) or (kind = 'doi' and identifier = $3))
             order by case when pmid = $2 then 0 when doi = $3 then 1 else 2 end limit 1",
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
