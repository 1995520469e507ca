//! Identifiers of merged records: the record kept is still found by them.

use crate::error::Stored;
use crate::sql::{placeholders, rows_at_once};
use crate::store::Tx;
use domain::id::RecordId;
use domain::record::{RecordData, SharedIdentifier};
use domain::slug::Slug;
use sqlx::AssertSqlSafe;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The kind of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum AliasKind {
    Pmid,
    Doi,
    External,
}

impl AliasKind {
    pub(super) fn shared(self) -> SharedIdentifier {
        match self {
            Self::Pmid => SharedIdentifier::Pmid,
            Self::Doi => SharedIdentifier::Doi,
            Self::External => SharedIdentifier::External,
        }
    }
}

/// The identifiers of a record, each with its kind.
pub(super) fn identifiers(data: &RecordData) -> [(AliasKind, &Option<String>); 3] {
    [(AliasKind::Pmid, &data.pmid), (AliasKind::Doi, &data.doi), (AliasKind::External, &data.external_id)]
}

/// Whether a record has this identifier itself.
pub(super) fn is_own(data: &RecordData, kind: AliasKind, identifier: &str) -> bool {
    identifiers(data).into_iter().any(|(known, own)| known == kind && own.as_deref() == Some(identifier))
}

/// As [`identifiers`], to be changed.
pub(super) fn identifiers_mut(data: &mut RecordData) -> [(AliasKind, &mut Option<String>); 3] {
    [
        (AliasKind::Pmid, &mut data.pmid),
        (AliasKind::Doi, &mut data.doi),
        (AliasKind::External, &mut data.external_id),
    ]
}

/// The aliases among the identifiers of these entries, each with its record.
pub(super) async fn among(
    tx: &mut Tx,
    entries: impl Iterator<Item = &RecordData>,
) -> Stored<Vec<(AliasKind, String, String)>> {
    let any = sqlx::query("select 1 from record_aliases limit 1").fetch_optional(tx.on()).await?;
    if any.is_none() {
        return Ok(Vec::new());
    }
    let ids: Vec<&String> = entries.flat_map(identifiers).filter_map(|(_, id)| id.as_ref()).collect();
    let mut all = Vec::new();
    for some in ids.chunks(rows_at_once(1)) {
        let sql = format!(
            "select kind, identifier, record from record_aliases where identifier in ({})",
            placeholders(1, some.len())
        );
        let mut query = sqlx::query_as::<_, (String, String, String)>(AssertSqlSafe(sql));
        for id in some {
            query = query.bind(*id);
        }
        let alias =
            |(kind, id, record): (String, String, String)| Some((AliasKind::from_slug(&kind)?, id, record));
        all.extend(query.fetch_all(tx.on()).await?.into_iter().filter_map(alias));
    }
    Ok(all)
}

/// Makes an identifier an alias of a record.
pub(super) async fn add(tx: &mut Tx, kind: AliasKind, identifier: &str, record: &RecordId) -> Stored<()> {
    sqlx::query(
        "insert into record_aliases (kind, identifier, record) values ($1, $2, $3)
         on conflict (kind, identifier) do update set record = excluded.record",
    )
    .bind(kind.slug())
    .bind(identifier)
    .bind(record.as_str())
    .execute(tx.on())
    .await?;
    Ok(())
}
