//! What use cases need of a running portal: database, search engine, vocabulary, thesaurus, languages and
//! configuration.

use crate::config::Config;
use crate::content::{self, ContentError};
use crate::engagement::buffer::Engagement;
use crate::library::cache::Articles;
use crate::locale::{Languages, Locale};
use crate::private_files;
use crate::readiness::Readiness;
use crate::search::engine::Engine;
use crate::texts::Texts;
use domain::account::Account;
use domain::locale::Preferences;
use domain::thesaurus::{Builder, Group, Spellings, Thesaurus};
use domain::vocabulary::Vocabulary;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use storage::{Store, StoreError};

/// Shared by all requests and workers; cheap to clone.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

/// The parts, reached through [`Context`].
pub struct Parts {
    pub config: Config,
    pub store: Store,
    /// The languages that the portal speaks.
    pub languages: &'static Languages,
    pub search: Engine,
    /// Published articles as they are shown.
    pub library: Articles,
    /// Signs cookies; the same on every node.
    pub key: Vec<u8>,
    /// Engagement signals that wait to be written.
    pub engagement: Engagement,
    /// What was last found out about the database.
    pub(crate) readiness: Readiness,
    /// Held while the names for suggestions are read, so that what was read first never replaces what was read later.
    pub naming: tokio::sync::Mutex<()>,
    vocabulary: RwLock<Edition<Vocabulary>>,
    thesaurus: RwLock<Edition<Thesaurus>>,
}

/// What is kept in memory of the database, with the edition of which it is.
struct Edition<T> {
    number: i64,
    content: Arc<T>,
}

impl<T> Clone for Edition<T> {
    fn clone(&self) -> Self {
        Self { number: self.number, content: self.content.clone() }
    }
}

/// The groups that the program ships with, and a thesaurus of them alone: what every portal begins with.
struct Start {
    groups: Vec<Group>,
    thesaurus: Arc<Thesaurus>,
}

static START: LazyLock<Result<Start, ContentError>> = LazyLock::new(|| {
    let groups = content::start_groups()?;
    let thesaurus = Arc::new(Thesaurus::of(&groups, content::spellings()?));
    Ok(Start { groups, thesaurus })
});

impl std::ops::Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
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
    #[error("{0}")]
    Content(&'static ContentError),
}

impl Context {
    /// Opens the database and what else a portal needs; makes what is not there.
    ///
    /// # Errors
    /// When the data directory, the database or a locale file cannot be used.
    pub async fn open(config: Config) -> Result<Self, StartError> {
        Self::open_with(config, Languages::only(Texts::english()?)).await
    }

    /// As [`Context::open`], in other languages.
    pub async fn open_with(config: Config, languages: Languages) -> Result<Self, StartError> {
        private_files::make_folder(&config.data).map_err(StartError::Data)?;
        let store = Store::open_patiently(&config.database_url, config.database_patience).await?;
        private_files::mend(&config.data);
        let fresh = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let key = storage::settings::get_or_set(&store, "cookie-key", &fresh).await?.into_bytes();
        let vocabulary = vocabulary(&store).await?;
        let thesaurus = thesaurus(&store, START.as_ref().map_err(StartError::Content)?).await?;
        Ok(Self(Arc::new(Parts {
            search: Engine::new(config.index_folder()),
            library: Articles::default(),
            config,
            store,
            // Texts live as long as the program; leaking them once spares every page a reference count.
            languages: Box::leak(Box::new(languages)),
            key,
            engagement: Engagement::default(),
            readiness: Readiness::default(),
            naming: tokio::sync::Mutex::default(),
            vocabulary: RwLock::new(vocabulary),
            thesaurus: RwLock::new(thesaurus),
        })))
    }

    /// Language and time zone of somebody with these preferences.
    pub fn locale(&self, preferences: &Preferences) -> Locale {
        Locale::of(self.languages, preferences)
    }

    /// Language and time zone of this person, wherever they are: for mails.
    pub fn locale_of(&self, account: &Account) -> Locale {
        self.locale(&account.preferences)
    }

    /// The default language and UTC: for what is written for nobody in particular, such as what programs read, the
    /// command line, and citations that are frozen for whoever reads them later.
    pub fn default_locale(&self) -> Locale {
        self.locale(&Preferences::default())
    }

    /// The vocabulary as it is now.
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        present(&self.vocabulary).content
    }

    /// The edition of the vocabulary in memory.
    pub fn vocabulary_edition(&self) -> i64 {
        present(&self.vocabulary).number
    }

    /// Reads the vocabulary again, after it was changed, here or by another process.
    pub async fn renew_vocabulary(&self) -> Result<(), StoreError> {
        replace(&self.vocabulary, vocabulary(&self.store).await?);
        Ok(())
    }

    /// The thesaurus as it is now.
    pub fn thesaurus(&self) -> Arc<Thesaurus> {
        present(&self.thesaurus).content
    }

    /// The edition of the thesaurus in memory.
    pub fn thesaurus_edition(&self) -> i64 {
        present(&self.thesaurus).number
    }

    /// Reads the thesaurus again, if it was changed, here or by another process, since it was read last.
    pub async fn renew_thesaurus(&self) -> Result<(), StoreError> {
        if storage::editions::all(&self.store).await?.thesaurus == self.thesaurus_edition() {
            return Ok(());
        }
        // Read when this portal was opened, or it would not be open.
        let Ok(start) = START.as_ref() else { return Ok(()) };
        replace(&self.thesaurus, thesaurus(&self.store, start).await?);
        Ok(())
    }

    /// A thesaurus of the groups in use and of these.
    pub async fn thesaurus_with(&self, more: &[Group]) -> Result<Thesaurus, StoreError> {
        let mut builder =
            builder(&self.store, self.start_groups(), self.thesaurus().spellings().clone()).await?;
        more.iter().for_each(|group| builder.add(group));
        Ok(builder.finish())
    }

    /// The groups that ship with the program.
    pub fn start_groups(&self) -> &'static [Group] {
        START.as_ref().map_or(&[], |start| &start.groups)
    }
}

fn present<T>(kept: &RwLock<Edition<T>>) -> Edition<T> {
    // A panic while the lock was held leaves the value whole: it is replaced, never edited.
    kept.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Replaces what is kept, unless somebody else has read a later edition meanwhile.
fn replace<T>(kept: &RwLock<Edition<T>>, fresh: Edition<T>) {
    let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
    if kept.number <= fresh.number {
        *kept = fresh;
    }
}

/// The terms as they are now.
async fn vocabulary(store: &Store) -> Result<Edition<Vocabulary>, StoreError> {
    // A change after this one is read with it at best, and again at worst.
    let number = storage::editions::all(store).await?.vocabulary;
    Ok(Edition { number, content: Arc::new(storage::vocabulary::all(store).await?) })
}

/// The program's groups, the portal's own and those of MeSH, as they are now.
async fn thesaurus(store: &Store, start: &'static Start) -> Result<Edition<Thesaurus>, StoreError> {
    let number = storage::editions::all(store).await?.thesaurus;
    if number == 0 {
        return Ok(Edition { number, content: start.thesaurus.clone() });
    }
    let spellings = start.thesaurus.spellings().clone();
    let content = Arc::new(builder(store, &start.groups, spellings).await?.finish());
    Ok(Edition { number, content })
}

/// The groups in use.
async fn builder(store: &Store, start: &[Group], spellings: Spellings) -> Result<Builder, StoreError> {
    let off = storage::thesaurus::switched_off(store).await?;
    let mut builder = Builder::new(spellings);
    for group in start {
        let is_off = off.contains(&(group.source, group.id.clone()));
        builder.add(&Group { is_off, ..group.clone() });
    }
    storage::thesaurus::read_into(&mut builder, store, &off).await?;
    Ok(builder)
}
