//! Lists of versions by state, for those who write and review.

use super::state::state_of;
use crate::error::{StoreError, Stored};
use crate::folded_text;
use crate::row::row;
use crate::store::Store;
use domain::article::{ArticleKind, VersionState};
use domain::id::{ArticleId, VersionId};
use domain::slug::Slug;
use domain::time::Moment;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: VersionId,
    pub article: ArticleId,
    pub number: i64,
    pub state: VersionState,
    pub kind: ArticleKind,
    pub title: String,
    /// The author's name.
    pub author: String,
    pub updated_at: Moment,
    /// Whether readers have a version of this article, this one or another.
    pub is_in_library: bool,
}

row! {
    struct Row {
        id: String,
        article: String,
        number: i64,
        state: String,
        kind: String,
        title: String,
        author: String,
        updated_at: i64,
        published: Option<String>,
    }
}

impl TryFrom<Row> for Listed {
    type Error = StoreError;

    fn try_from(row: Row) -> Stored<Self> {
        let kind = ArticleKind::from_slug(&row.kind)
            .ok_or_else(|| StoreError::Corrupt(format!("article kind {}", row.kind)))?;
        Ok(Self {
            id: row.id.into(),
            article: row.article.into(),
            number: row.number,
            state: state_of(&row.state)?,
            kind,
            title: row.title,
            author: row.author,
            updated_at: Moment(row.updated_at),
            is_in_library: row.published.is_some(),
        })
    }
}

/// Versions in a state whose title holds these words, latest change first; `offset` and `limit` make a page.
pub async fn list(
    store: &Store,
    state: VersionState,
    words: &str,
    offset: i64,
    limit: i64,
) -> Stored<Vec<Listed>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select v.id, v.article, v.number, v.state, v.kind, v.title, c.name as author, v.updated_at, a.published
         from versions v
         join articles a on a.id = v.article
         join accounts c on c.id = v.author
         where v.state = $1 and coalesce(v.folded, lower(v.title)) like $2 escape '!'
         order by v.updated_at desc, v.id desc limit $4 offset $3",
    )
    .bind(state.slug())
    .bind(folded_text::pattern_of_any(words))
    .bind(offset)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(Listed::try_from).collect()
}

/// How many versions whose title holds these words are in each state.
pub async fn counts(store: &Store, words: &str) -> Stored<Vec<(VersionState, i64)>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select state, count(*) from versions where coalesce(folded, lower(title)) like $1 escape '!' group by state",
    )
    .bind(folded_text::pattern_of_any(words))
    .fetch_all(&store.reader)
    .await?;
    let count = |state: VersionState| {
        rows.iter().find(|(slug, _)| slug == state.slug()).map_or(0, |(_, count)| *count)
    };
    Ok(VersionState::all().map(|state| (state, count(state))).collect())
}
