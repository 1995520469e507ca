//! Requests as the desk lists them. Services let nobody else come here.

use super::row::RequestRow;
use crate::error::Stored;
use crate::folded_text;
use crate::row::row;
use crate::store::{Store, Tx};
use domain::id::{AccountId, RequestId};
use domain::request::{Queue, Request};
use domain::slug::Slug;
use domain::time::Moment;

/// What the desk wants listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskQuery {
    pub queue: Queue,
    /// Slug of the vocabulary; empty for every area.
    pub area: String,
    /// In the question or the reference; empty for all.
    pub words: String,
    /// Key of the last row of the page before; see [`Listed::key`].
    pub after: Option<(i64, String)>,
}

/// A request as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub request: Request,
    pub asker_name: String,
    pub asker_specialty: String,
    pub asker_country: String,
    pub owner_name: String,
    /// Where the next page begins: after this.
    pub key: (i64, String),
}

row! {
    struct ListedRow {
        ..request: RequestRow,
        asker_name: String,
        asker_specialty: String,
        asker_country: String,
        owner_name: String,
        sort_key: i64,
    }
}

impl ListedRow {
    fn listed(self) -> Stored<Listed> {
        Ok(Listed {
            key: (self.sort_key, self.request.id.clone()),
            request: self.request.try_into()?,
            asker_name: self.asker_name,
            asker_specialty: self.asker_specialty,
            asker_country: self.asker_country,
            owner_name: self.owner_name,
        })
    }
}

/// Up to `limit` requests of a queue: open ones by due time, finished ones latest first.
pub async fn queue(
    store: &Store,
    me: &AccountId,
    query: &DeskQuery,
    now: Moment,
    limit: i64,
) -> Stored<Vec<Listed>> {
    let (after, after_id) = query.after.clone().unwrap_or((i64::MIN, String::new()));
    let rows: Vec<ListedRow> = sqlx::query_as(
        "select * from (
             select r.*, a.name as asker_name, a.specialty as asker_specialty, a.country as asker_country,
                 o.name as owner_name,
                 case when $1 in ('answered', 'closed')
                     then -coalesce(r.closed_at, r.answered_at, r.due_at) else r.due_at end as sort_key
             from requests r join accounts a on a.id = r.asker join accounts o on o.id = r.owner
             where (($1 = 'mine' and r.state in ('received', 'in-progress') and r.owner = $2)
                 or ($1 = 'unclaimed' and r.state = 'received')
                 or ($1 = 'open' and r.state in ('received', 'in-progress'))
                 or ($1 = 'overdue' and r.state in ('received', 'in-progress')
                     and (r.due_at < $3 or r.promised_at < $3))
                 or ($1 = r.state))
               and ($4 = '' or r.area = $4)
               and ($5 = '' or coalesce(r.folded, lower(r.questions)) like $5 escape '!' or lower(r.reference) like $5 escape '!')
         ) listed
         where sort_key > $6 or (sort_key = $6 and id > $7)
         order by sort_key, id limit $8",
    )
    .bind(query.queue.slug())
    .bind(me.as_str())
    .bind(now.0)
    .bind(&query.area)
    .bind(folded_text::pattern(&query.words))
    .bind(after)
    .bind(after_id)
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(ListedRow::listed).collect()
}

row! {
    /// How much waits at the desk.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Counts {
        pub mine: i64,
        pub unclaimed: i64,
        pub open: i64,
        pub overdue: i64,
        /// Open, and due or promised for before the given end of the day.
        pub due_today: i64,
        pub answered: i64,
        pub closed: i64,
    }
}

/// How much waits at the desk, for this person.
pub async fn counts(store: &Store, me: &AccountId, now: Moment, end_of_day: Moment) -> Stored<Counts> {
    let counts: Counts = sqlx::query_as(
        "select
             count(case when is_open = 1 and owner = $1 then 1 end) as mine,
             count(case when state = 'received' then 1 end) as unclaimed,
             count(case when is_open = 1 then 1 end) as open,
             count(case when is_open = 1 and first_due < $2 then 1 end) as overdue,
             count(case when is_open = 1 and first_due >= $2 and first_due < $3 then 1 end) as due_today,
             count(case when state = 'answered' then 1 end) as answered,
             count(case when state = 'closed' then 1 end) as closed
         from (
             select state, owner,
                 case when promised_at < due_at then promised_at else due_at end as first_due,
                 case when state in ('received', 'in-progress') then 1 else 0 end as is_open
             from requests
         ) counted",
    )
    .bind(me.as_str())
    .bind(now.0)
    .bind(end_of_day.0)
    .fetch_one(&store.reader)
    .await?;
    Ok(counts)
}

/// Other requests on a product that were answered, latest first.
pub async fn on_product(
    store: &Store,
    product: &str,
    except: &RequestId,
    limit: i64,
) -> Stored<Vec<Request>> {
    let rows: Vec<RequestRow> = sqlx::query_as(
        "select * from requests
         where product = $1 and product <> '' and id <> $2 and answered_at is not null
         order by received_at desc, id desc limit $3",
    )
    .bind(product)
    .bind(except.as_str())
    .bind(limit)
    .fetch_all(&store.reader)
    .await?;
    rows.into_iter().map(Request::try_from).collect()
}

/// An open request with what the routing rules look at beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    pub request: Request,
    pub asker_specialty: String,
    pub asker_country: String,
}

/// The open requests of an owner, as this transaction sees them, by id: the order in which rows are locked.
pub async fn open_of(tx: &mut Tx, owner: &AccountId) -> Stored<Vec<Owned>> {
    row! {
        struct Row {
            ..request: RequestRow,
            asker_specialty: String,
            asker_country: String,
        }
    }
    let rows: Vec<Row> = sqlx::query_as(
        "select r.*, a.specialty as asker_specialty, a.country as asker_country
         from requests r join accounts a on a.id = r.asker
         where r.owner = $1 and r.state in ('received', 'in-progress') order by r.id",
    )
    .bind(owner.as_str())
    .fetch_all(tx.on())
    .await?;
    let owned = |row: Row| {
        Ok(Owned {
            request: row.request.try_into()?,
            asker_specialty: row.asker_specialty,
            asker_country: row.asker_country,
        })
    };
    rows.into_iter().map(owned).collect()
}

/// Everybody who owns an open request.
pub async fn owners_of_open(store: &Store) -> Stored<Vec<AccountId>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select distinct owner from requests where state in ('received', 'in-progress') order by owner",
    )
    .fetch_all(&store.reader)
    .await?;
    Ok(rows.into_iter().map(|(owner,)| owner.into()).collect())
}
