//! Sessions in the portal's own database.

use crate::visit::account_in_data;
use domain::time::Moment;
use services::context::Context;
use storage::Store;
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
pub fn layer(context: &Context) -> SessionManagerLayer<DatabaseSessions> {
    SessionManagerLayer::new(DatabaseSessions { store: context.store.clone() })
        .with_name(COOKIE)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(context.config.is_https())
        .with_expiry(Expiry::OnInactivity(Duration::days(DAYS)))
}

/// Sessions as rows of the database.
#[derive(Debug, Clone)]
pub struct DatabaseSessions {
    store: Store,
}

fn moment(time: OffsetDateTime) -> Moment {
    Moment(time.unix_timestamp().saturating_mul(1000))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait::async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let data = serde_json::to_string(&record.data).map_err(failed)?;
            let (id, expires_at) = (record.id.to_string(), moment(record.expiry_date));
            let account = account_in_data(&record.data);
            let is_new = storage::sessions::insert(&self.store, &id, account, &data, expires_at)
                .await
                .map_err(failed)?;
            if is_new {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&record.data).map_err(failed)?;
        let (id, expires_at) = (record.id.to_string(), moment(record.expiry_date));
        let account = account_in_data(&record.data);
        storage::sessions::update(&self.store, &id, account, &data, expires_at).await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row =
            storage::sessions::find(&self.store, &id.to_string(), Moment::now()).await.map_err(failed)?;
        let Some((data, expires_at)) = row else { return Ok(None) };
        Ok(Some(Record {
            id: *id,
            data: serde_json::from_str(&data).map_err(failed)?,
            expiry_date: OffsetDateTime::from_unix_timestamp(expires_at.0 / 1000).map_err(failed)?,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        storage::sessions::delete(&self.store, &id.to_string()).await.map_err(failed)
    }
}
