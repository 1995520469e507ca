//! What the subjects of the audit trail are called, and which subjects a name means.

use crate::error::Stored;
use crate::sql::placeholders;
use crate::store::Store;

/// Ids looked up by one statement.
const AT_ONCE: usize = 500;

/// A subject as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectName {
    /// `kind:id`.
    pub subject: String,
    pub name: String,
    /// What the address of its page is made of: the reference of a request or report, the id of a record; of an
    /// article its last part where it is published, else the id of its newest version.
    pub place: String,
    pub is_published: bool,
}

/// The names of requests, reports, articles, records and routing rules among these subjects (`kind:id`). What no longer
/// exists has none.
pub async fn names(store: &Store, subjects: &[String]) -> Stored<Vec<SubjectName>> {
    let mut found = Vec::new();
    for (kind, sql) in [
        ("request", "select id, reference, reference, 0 from requests where id in"),
        ("report", "select id, reference, reference, 0 from safety_reports where id in"),
        ("records", "select id, title, id, 1 from records where id in"),
        ("routing", "select id, name, id, 0 from routing_rules where id in"),
        (
            "article",
            "select a.id, v.title, case when a.published is null then v.id else a.slug end,
                 case when a.published is null then 0 else 1 end
             from articles a join versions v on v.article = a.id
             where v.number = (select max(n.number) from versions n where n.article = a.id) and a.id in",
        ),
    ] {
        let of_kind = |subject: &String| Some(subject.strip_prefix(kind)?.strip_prefix(':')?.to_owned());
        let ids: Vec<String> = subjects.iter().filter_map(of_kind).collect();
        for some in ids.chunks(AT_ONCE) {
            let sql = format!("{sql} ({})", placeholders(1, some.len()));
            let mut query = sqlx::query_as::<_, (String, String, String, i32)>(sqlx::AssertSqlSafe(sql));
            for id in some {
                query = query.bind(id);
            }
            let rows = query.fetch_all(&store.reader).await?;
            found.extend(rows.into_iter().map(|(id, name, place, is_published)| SubjectName {
                subject: format!("{kind}:{id}"),
                name,
                place,
                is_published: is_published != 0,
            }));
        }
    }
    Ok(found)
}

/// The requests and reports in whose reference this text occurs, which holds capitals, digits and hyphens alone.
pub async fn of_reference(store: &Store, text: &str) -> Stored<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select 'request:' || id from requests where reference like '%' || $1 || '%'
         union all
         select 'report:' || id from safety_reports where reference like '%' || $1 || '%'",
    )
    .bind(text)
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(|(subject,)| subject).collect())
}

/// Every article (`article:id`) with each title that one of its versions has: for a search that folds letters, which
/// databases do in different ways.
pub async fn titles(store: &Store) -> Stored<Vec<(String, String)>> {
    Ok(sqlx::query_as("select distinct 'article:' || article, title from versions")
        .fetch_all(&store.reader)
        .await?)
}
