//! The messages of a request's thread.

use crate::error::{StoreError, Stored};
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::{MessageId, RequestId};
use domain::request::{Message, MessageKind};
use domain::slug::Slug;
use domain::time::Moment;

row! {
    struct MessageRow {
        id: String,
        kind: String,
        author: String,
        author_name: String,
        body: String,
        citations: String,
        sent_at: i64,
        helped: Option<i64>,
        rated_at: Option<i64>,
    }
}

impl TryFrom<MessageRow> for Message {
    type Error = StoreError;

    fn try_from(row: MessageRow) -> Stored<Self> {
        Ok(Self {
            id: row.id.into(),
            kind: MessageKind::from_slug(&row.kind)
                .ok_or_else(|| StoreError::Corrupt("unknown kind of a message".to_owned()))?,
            author: row.author.into(),
            author_name: row.author_name,
            body: row.body,
            sent_at: Moment(row.sent_at),
            citations: serde_json::from_str(&row.citations)?,
            helped: row.helped.map(|helped| helped != 0),
            rated_at: row.rated_at.map(Moment),
        })
    }
}

/// Adds a message to a request.
pub async fn add_message(tx: &mut Tx, request: &RequestId, message: &Message) -> Stored<()> {
    sqlx::query(
        "insert into messages (id, request, kind, author, body, citations, sent_at, helped, rated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(message.id.as_str())
    .bind(request.as_str())
    .bind(message.kind.slug())
    .bind(message.author.as_str())
    .bind(&message.body)
    .bind(serde_json::to_string(&message.citations)?)
    .bind(message.sent_at.0)
    .bind(message.helped.map(i32::from))
    .bind(message.rated_at.map(|at| at.0))
    .execute(tx.on())
    .await?;
    Ok(())
}

/// Notes whether a reply answered the question, as its asker says.
pub async fn rate(tx: &mut Tx, message: &MessageId, helped: bool, at: Moment) -> Stored<()> {
    sqlx::query("update messages set helped = $2, rated_at = $3 where id = $1")
        .bind(message.as_str())
        .bind(i32::from(helped))
        .bind(at.0)
        .execute(tx.on())
        .await?;
    Ok(())
}

/// The messages of a request, oldest first. Notes are between those at the desk: only `with_notes` returns them.
pub async fn messages(store: &Store, request: &RequestId, with_notes: bool) -> Stored<Vec<Message>> {
    let rows: Vec<MessageRow> = sqlx::query_as(
        "select messages.id, messages.kind, messages.author, accounts.name as author_name, messages.body,
             messages.citations, messages.sent_at, cast(messages.helped as bigint) as helped, messages.rated_at
         from messages join accounts on accounts.id = messages.author
         where messages.request = $1 and ($2 = 1 or messages.kind <> 'note')
         order by messages.sent_at, messages.id",
    )
    .bind(request.as_str())
    .bind(i32::from(with_notes))
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(Message::try_from).collect()
}
