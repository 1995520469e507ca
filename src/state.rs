//! What every part of a running portal shares.

use crate::config::Config;
use crate::domain::vocabulary::Vocabulary;
use crate::http::assets::Assets;
use crate::pages::article::cached::Pages;
use crate::services::engagement::Engagement;
use crate::services::library::Articles;
use crate::services::search::Engine;
use crate::storage::{self, Store, StoreError};
use crate::texts::Texts;
use std::sync::{Arc, RwLock};

/// Shared by all requests and workers; cheap to clone.
#[derive(Clone)]
pub struct State(Arc<Shared>);

/// The parts, reached through [`State`].
pub struct Shared {
    pub config: Config,
    pub store: Store,
    pub texts: &'static Texts,
    pub assets: Assets,
    pub search: Engine,
    /// Published articles as they are shown.
    pub library: Articles,
    /// Their whole pages, for readers without an account.
    pub pages: Pages,
    /// Signs cookies; the same on every node.
    pub key: Vec<u8>,
    /// Engagement signals that wait to be written.
    pub engagement: Engagement,
    vocabulary: RwLock<Arc<Vocabulary>>,
}

impl std::ops::Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Why a portal cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data directory cannot be made: {0}")]
    Data(std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Locale(#[from] crate::texts::LocaleError),
}

impl State {
    /// Opens the database and what else a portal needs; makes what is not there.
    ///
    /// # Errors
    /// When the data directory, the database or a locale file cannot be used.
    pub async fn open(config: Config) -> Result<Self, StartError> {
        Self::open_with(config, Texts::english()?).await
    }

    /// As [`State::open`], with other texts.
    ///
    /// # Errors
    /// As [`State::open`].
    pub async fn open_with(config: Config, texts: Texts) -> Result<Self, StartError> {
        std::fs::create_dir_all(&config.data).map_err(StartError::Data)?;
        let store = Store::open(&config.database_url).await?;
        let fresh = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let key = storage::settings::get_or_set(&store, "cookie-key", &fresh).await?.into_bytes();
        let vocabulary = storage::vocabulary::all(&store).await?;
        let assets = Assets::read(&config.site);
        Ok(Self(Arc::new(Shared {
            search: Engine::new(config.index_folder()),
            library: Articles::default(),
            pages: Pages::default(),
            config,
            store,
            // Texts live as long as the program; leaking them once spares every page a reference count.
            texts: Box::leak(Box::new(texts)),
            assets,
            key,
            engagement: Engagement::default(),
            vocabulary: RwLock::new(Arc::new(vocabulary)),
        })))
    }

    /// The vocabulary as it is now.
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        // A panic while the lock was held leaves the value whole: it is replaced, never edited.
        self.vocabulary.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Reads the vocabulary again, after it was changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew_vocabulary(&self) -> Result<(), StoreError> {
        let fresh = Arc::new(storage::vocabulary::all(&self.store).await?);
        *self.vocabulary.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh;
        Ok(())
    }
}
