//! The index folder: opening, writing, and the number of the library that it has reached.

use super::analysis::{indexing_stem_analyzer, indexing_word_analyzer};
use super::card_cache::CardCache;
use super::directory::IndexDirectory;
use super::error::SearchError;
use super::phrase_postings::PhrasePostingsCache;
use super::preferences::PreferenceCache;
use super::profiles::ProfileCache;
use super::schema::{Fields, STEMS, VERSION, WORDS, schema};
use super::term_statistics::{TermStatistics, TermStatisticsCache};
use domain::id::ItemId;
use domain::library::IndexedItem;
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
use tantivy::query::{BoostQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, Term};

/// Bytes that each thread of the writer may buffer before it writes a segment.
const WRITER_MEMORY: usize = 50_000_000;
/// A writer whose first change has so many items is opened for an import, whose speed matters more than few segments.
const MANY: usize = 200;
/// Threads of a writer that is opened for an import.
const THREADS_FOR_MANY: usize = 2;
/// Bytes per block of stored cards. A page reads twenty cards from twenty places: small blocks waste less.
const CARD_BLOCK: usize = 4_096;
/// Unpacked blocks of cards that are cached per segment.
const CARD_BLOCKS_KEPT: usize = 64;

pub(crate) struct IndexStore {
    index: Index,
    directory: IndexDirectory,
    reader: IndexReader,
    fields: Fields,
    profiles: Arc<ProfileCache>,
    preferences: Arc<PreferenceCache>,
    phrases: Arc<PhrasePostingsCache>,
    cards: CardCache,
    terms: TermStatisticsCache,
    writer: Mutex<WriterState>,
    reached: AtomicI64,
    /// A reader met something that cannot be read.
    is_damaged: AtomicBool,
}

/// The single writer, and the state of changes that are not committed yet.
#[derive(Default)]
struct WriterState {
    /// Opened by the first change, so that other processes can read while one writes.
    writer: Option<IndexWriter>,
    /// The writer holds uncommitted changes.
    is_staged: bool,
    /// Staged changes were lost: the next commit must not claim them.
    is_lost: bool,
}

impl WriterState {
    /// Drops the writer with everything it holds.
    fn drop_writer(&mut self) {
        self.writer = None;
        self.is_lost |= std::mem::take(&mut self.is_staged);
    }
}

impl IndexStore {
    pub(crate) fn open(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder)?;
        match Self::open_intact(folder) {
            Ok(Some(store)) => Ok(store),
            Ok(None) | Err(_) => Self::recreate(folder),
        }
    }

    /// Opens an existing index; none where it is missing, damaged or of another version.
    fn open_intact(folder: &Path) -> Result<Option<Self>, SearchError> {
        let directory = IndexDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        if !Index::exists(&directory).map_err(tantivy::TantivyError::from)? {
            return Ok(None);
        }
        let index = Index::open(directory.clone())?;
        let metas = index.load_metas()?;
        let version = metas.payload.as_deref().and_then(read_payload).map(|(version, _)| version);
        let is_untouched = metas.payload.is_none() && metas.segments.is_empty();
        if metas.schema != schema().0 || !(is_untouched || version == Some(VERSION)) {
            return Ok(None);
        }
        // A writer in another process removes files while we read, and has validated them itself.
        if let Ok(_lock) = index.directory().acquire_lock(&INDEX_WRITER_LOCK)
            && !index.validate_checksum()?.is_empty()
        {
            return Ok(None);
        }
        Self::with_index(index, directory).map(Some)
    }

    /// Empties the folder and creates a new index, unless another process writes to it.
    fn recreate(folder: &Path) -> Result<Self, SearchError> {
        let directory = IndexDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|_| SearchError::Locked)?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_lock = path.extension().is_some_and(|extension| extension == "lock");
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else if !is_lock {
                fs::remove_file(path)?;
            }
        }
        // A directory remembers which files it manages, so a new one is opened over the emptied folder.
        let directory = IndexDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let settings = IndexSettings { docstore_blocksize: CARD_BLOCK, ..IndexSettings::default() };
        let index = Index::create(directory.clone(), schema().0, settings)?;
        drop(lock);
        Self::with_index(index, directory)
    }

    fn with_index(index: Index, directory: IndexDirectory) -> Result<Self, SearchError> {
        index.tokenizers().register(STEMS, indexing_stem_analyzer());
        index.tokenizers().register(WORDS, indexing_word_analyzer());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(CARD_BLOCKS_KEPT)
            .try_into()?;
        let store = Self {
            index,
            directory,
            reader,
            fields: schema().1,
            profiles: Arc::default(),
            preferences: Arc::default(),
            phrases: Arc::default(),
            cards: CardCache::default(),
            terms: TermStatisticsCache::default(),
            writer: Mutex::default(),
            reached: AtomicI64::new(0),
            is_damaged: AtomicBool::new(false),
        };
        store.refresh()?;
        Ok(store)
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(crate) fn profiles(&self) -> &Arc<ProfileCache> {
        &self.profiles
    }

    pub(crate) fn preferences(&self) -> &Arc<PreferenceCache> {
        &self.preferences
    }

    pub(crate) fn phrases(&self) -> &Arc<PhrasePostingsCache> {
        &self.phrases
    }

    pub(crate) fn cards(&self) -> &CardCache {
        &self.cards
    }

    /// The statistics of a term for this searcher.
    pub(crate) fn term_statistics(
        &self,
        term: &Term,
        searcher: &Searcher,
    ) -> Result<Arc<TermStatistics>, SearchError> {
        Ok(self.terms.get(term, searcher)?)
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(crate) fn reached(&self) -> i64 {
        self.reached.load(Ordering::Acquire)
    }

    pub(crate) fn stage(&self, upserts: Vec<IndexedItem>, removals: Vec<ItemId>) -> Result<(), SearchError> {
        let fields = self.fields;
        let mut state = self.lock_writer();
        state.is_staged |= !(upserts.is_empty() && removals.is_empty());
        let threads = if upserts.len() < MANY { 1 } else { THREADS_FOR_MANY };
        self.write(&mut state, threads, |writer| {
            for id in &removals {
                writer.delete_term(fields.id_term(id.as_str()));
            }
            for item in &upserts {
                writer.delete_term(fields.id_term(item.id.as_str()));
                writer.add_document(fields.document(item)?)?;
            }
            Ok(())
        })
    }

    /// Takes the lock as the writer of an import.
    pub(crate) fn begin_import(&self) -> Result<(), SearchError> {
        self.write(&mut self.lock_writer(), THREADS_FOR_MANY, |_| Ok(()))
    }

    pub(crate) fn commit(&self, reached: i64) -> Result<(), SearchError> {
        let mut state = self.lock_writer();
        if std::mem::take(&mut state.is_lost) {
            state.drop_writer();
            state.is_lost = false;
            return Err(SearchError::StagedLost);
        }
        self.write(&mut state, 1, |writer| commit(writer, reached))?;
        state.is_staged = false;
        self.refresh()
    }

    pub(crate) fn reset(&self) -> Result<(), SearchError> {
        let mut state = self.lock_writer();
        self.write(&mut state, 1, |writer| {
            writer.delete_all_documents()?;
            commit(writer, 0)
        })?;
        (state.is_staged, state.is_lost) = (false, false);
        self.refresh()
    }

    pub(crate) fn release_writer(&self) {
        self.lock_writer().drop_writer();
    }

    pub(crate) fn refresh(&self) -> Result<(), SearchError> {
        self.noted(self.reload())
    }

    fn reload(&self) -> Result<(), SearchError> {
        // Read before the reload: a commit in between makes the number too small, never too large, and applying a
        // change twice does no harm.
        let payload = self.index.load_metas()?.payload;
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        self.profiles.follow(&searcher)?;
        self.preferences.follow(&searcher);
        self.phrases.follow(&searcher);
        self.cards.follow(&searcher);
        let reached = payload.as_deref().and_then(read_payload).map_or(0, |(_, reached)| reached);
        self.reached.store(reached, Ordering::Release);
        Ok(())
    }

    /// Whether the folder holds the last commit, and its files are whole as far as their lengths tell and readers have
    /// seen.
    pub(crate) fn is_whole(&self) -> bool {
        if self.is_damaged.load(Ordering::Acquire) {
            return false;
        }
        let segments = || -> Option<HashSet<String>> {
            let metas = self.index.load_metas().ok()?;
            Some(metas.segments.iter().map(|segment| segment.id().uuid_string()).collect())
        };
        let mut listed = segments();
        while let Some(ids) = &listed {
            if self.directory.holds(ids) {
                return true;
            }
            // Another process may have merged what was listed, and removed it, in between.
            let now = segments();
            if now == listed {
                return false;
            }
            listed = now;
        }
        false
    }

    /// Notes what a reader met.
    pub(crate) fn noted<T>(&self, read: Result<T, SearchError>) -> Result<T, SearchError> {
        if read.as_ref().is_err_and(SearchError::is_damage) {
            self.is_damaged.store(true, Ordering::Release);
        }
        read
    }

    /// Runs a change with the writer, opening it with so many threads if necessary. A writer that failed is not used
    /// again.
    fn write(
        &self,
        state: &mut WriterState,
        threads: usize,
        change: impl FnOnce(&mut IndexWriter) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let opened = match state.writer.take() {
            Some(writer) => Ok(writer),
            None => self
                .index
                .writer_with_num_threads(threads, threads * WRITER_MEMORY)
                .map_err(SearchError::from),
        };
        let done = opened.and_then(|mut writer| {
            change(&mut writer)?;
            state.writer = Some(writer);
            Ok(())
        });
        if done.is_err() {
            state.drop_writer();
        }
        // What cannot be written, such as on a full disk, is no damage to what is there.
        done.map_err(|error| match error {
            SearchError::Lost(cause) => SearchError::Index(cause),
            other => other,
        })
    }

    fn lock_writer(&self) -> MutexGuard<'_, WriterState> {
        self.writer.lock().unwrap_or_else(|poisoned| {
            // A change that panicked has taken the writer with it, and everything it had staged.
            let mut state = poisoned.into_inner();
            self.writer.clear_poison();
            state.drop_writer();
            state
        })
    }

    /// The items whose text holds these stems consecutively. Adds nothing to a score.
    pub(crate) fn phrase_query(&self, stems: &[String]) -> Box<dyn Query> {
        let mut terms: Vec<Term> =
            stems.iter().map(|stem| Term::from_field_text(self.fields.words, stem)).collect();
        let query: Box<dyn Query> = match terms.len() {
            1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic)),
            _ => Box::new(PhraseQuery::new(terms)),
        };
        Box::new(BoostQuery::new(query, 0.0))
    }
}

fn commit(writer: &mut IndexWriter, reached: i64) -> Result<(), SearchError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&format!("{VERSION}:{reached}"));
    prepared.commit()?;
    Ok(())
}

/// The schema version and the library's number from a commit's payload.
fn read_payload(payload: &str) -> Option<(u32, i64)> {
    let (version, reached) = payload.split_once(':')?;
    Some((version.parse().ok()?, reached.parse().ok()?))
}
