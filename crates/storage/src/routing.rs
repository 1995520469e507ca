//! Routing rules.

use crate::error::{StoreError, Stored};
use crate::head::Topic;
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::RuleId;
use domain::routing::Rule;

row! {
    struct RuleRow {
        id: String,
        name: String,
        product: String,
        area: String,
        specialty: String,
        country: String,
        owner: String,
        position: i64,
    }
}

impl From<RuleRow> for Rule {
    fn from(row: RuleRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            product: row.product,
            area: row.area,
            specialty: row.specialty,
            country: row.country,
            owner: row.owner.into(),
            position: row.position,
        }
    }
}

/// All rules, in the order in which they are tried.
pub async fn rules(store: &Store) -> Stored<Vec<Rule>> {
    let rows: Vec<RuleRow> =
        sqlx::query_as("select * from routing_rules order by position, id").fetch_all(&store.reader).await?;
    Ok(rows.into_iter().map(Rule::from).collect())
}

/// All rules, as this transaction sees them.
pub async fn rules_in(tx: &mut Tx) -> Stored<Vec<Rule>> {
    let rows: Vec<RuleRow> =
        sqlx::query_as("select * from routing_rules order by position, id").fetch_all(tx.on()).await?;
    Ok(rows.into_iter().map(Rule::from).collect())
}

/// Adds a rule, or replaces the one of the same id.
///
/// # Errors
/// [`StoreError::Conflict`] when there is no such owner.
pub async fn put(tx: &mut Tx, rule: &Rule) -> Stored<()> {
    sqlx::query(
        "insert into routing_rules (id, name, product, area, specialty, country, owner, position)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do update set
             name = excluded.name, product = excluded.product, area = excluded.area,
             specialty = excluded.specialty, country = excluded.country, owner = excluded.owner,
             position = excluded.position",
    )
    .bind(rule.id.as_str())
    .bind(&rule.name)
    .bind(&rule.product)
    .bind(&rule.area)
    .bind(&rule.specialty)
    .bind(&rule.country)
    .bind(rule.owner.as_str())
    .bind(rule.position)
    .execute(tx.on())
    .await?;
    tx.raise(Topic::Routing);
    Ok(())
}

/// Removes a rule.
///
/// # Errors
/// [`StoreError::Stale`] when it is not there.
pub async fn remove(tx: &mut Tx, id: &RuleId) -> Stored<()> {
    tx.raise(Topic::Routing);
    let done =
        sqlx::query("delete from routing_rules where id = $1").bind(id.as_str()).execute(tx.on()).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
