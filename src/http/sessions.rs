//! Sessions in the portal's own database.

use crate::visit::account_in_data;
use domain::time::Moment;
use services::context::Context;
use services::failure::Failure;
use services::sessions::{self, Session};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

/// Name of the session's cookie.
pub const COOKIE: &str = "materia_session";
/// How long an HCP stays signed in.
const DAYS: i64 = 30;

/// The layer that gives every request its session; nothing is read or written before the session is used.
pub(crate) fn layer(context: &Context) -> SessionManagerLayer<DatabaseSessions> {
    SessionManagerLayer::new(DatabaseSessions { context: context.clone() })
        .with_name(COOKIE)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(context.config.is_https())
        .with_expiry(Expiry::OnInactivity(Duration::days(DAYS)))
}

/// Sessions as rows of the database.
#[derive(Clone)]
pub(crate) struct DatabaseSessions {
    context: Context,
}

impl std::fmt::Debug for DatabaseSessions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("DatabaseSessions").finish_non_exhaustive()
    }
}

/// A record with its id and data as text, as services store it.
struct Encoded<'a> {
    id: String,
    account: Option<&'a str>,
    data: String,
    expires_at: Moment,
}

impl<'a> Encoded<'a> {
    fn of(record: &'a Record) -> Result<Self> {
        Ok(Self {
            id: record.id.to_string(),
            account: account_in_data(&record.data),
            data: serde_json::to_string(&record.data).map_err(garbled)?,
            expires_at: moment(record.expiry_date),
        })
    }

    fn session(&self) -> Session<'_> {
        Session { id: &self.id, account: self.account, data: &self.data, expires_at: self.expires_at }
    }
}

fn moment(time: OffsetDateTime) -> Moment {
    Moment(time.unix_timestamp().saturating_mul(1000))
}

/// The database has failed, so that nobody knows whether there is such a session.
fn failed(failure: Failure) -> Error {
    match failure {
        Failure::Unavailable(cause) => Error::Backend(cause),
        other => Error::Backend(other.to_string()),
    }
}

/// The session is there and cannot be understood.
fn garbled(error: impl std::fmt::Display) -> Error {
    Error::Decode(error.to_string())
}

#[async_trait::async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let encoded = Encoded::of(record)?;
            if sessions::add(&self.context, encoded.session()).await.map_err(failed)? {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        sessions::save(&self.context, Encoded::of(record)?.session()).await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = sessions::find(&self.context, &id.to_string()).await.map_err(failed)?;
        let Some((data, expires_at)) = found else { return Ok(None) };
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_str(&data).map_err(garbled)?,
            expiry_date: OffsetDateTime::from_unix_timestamp(expires_at.0 / 1000).map_err(garbled)?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::end(&self.context, &id.to_string()).await.map_err(failed)
    }
}
