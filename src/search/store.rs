//! The index folder: opening, writing, and which number of the library it has reached.

use super::SearchError;
use super::asked::Asked;
use super::schema::{Fields, STEMS, VERSION, WORDS, schema, stem_analyzer, word_analyzer};
use crate::domain::id::ItemId;
use crate::domain::library::Indexed;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::query::{BoostQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, Term};

/// Bytes that the writer may fill before it writes a segment.
const WRITER_MEMORY: usize = 50_000_000;
/// Bytes of one block of kept cards. A page reads twenty cards from twenty places: small blocks waste less.
const CARD_BLOCK: usize = 4_096;
/// Blocks of cards that are kept unpacked, for each segment.
const CARD_BLOCKS_KEPT: usize = 64;

pub(super) struct Store {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    /// Opened by the first change, so that others can read beside whoever writes.
    writer: Mutex<Option<IndexWriter>>,
    reached: AtomicI64,
}

impl Store {
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder)?;
        match Self::open_whole(folder) {
            Ok(Some(store)) => Ok(store),
            Ok(None) | Err(_) => Self::make_anew(folder),
        }
    }

    /// Opens what is there; nothing where it is missing, damaged or of another version.
    fn open_whole(folder: &Path) -> Result<Option<Self>, SearchError> {
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        if !Index::exists(&directory).map_err(tantivy::TantivyError::from)? {
            return Ok(None);
        }
        let index = Index::open(directory)?;
        let metas = index.load_metas()?;
        let version = metas.payload.as_deref().and_then(read_payload).map(|(version, _)| version);
        let is_untouched = metas.payload.is_none() && metas.segments.is_empty();
        if metas.schema != schema().0 || !(is_untouched || version == Some(VERSION)) {
            return Ok(None);
        }
        // A writer beside us removes files while we read; and it has looked at them itself.
        if let Ok(_lock) = index.directory().acquire_lock(&INDEX_WRITER_LOCK)
            && !index.validate_checksum()?.is_empty()
        {
            return Ok(None);
        }
        Self::over(index).map(Some)
    }

    /// Empties the folder and makes a new index. Never while another process writes to it.
    fn make_anew(folder: &Path) -> Result<Self, SearchError> {
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
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
        // A directory remembers which files it manages, so a fresh one is opened over the emptied folder.
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let settings = IndexSettings { docstore_blocksize: CARD_BLOCK, ..IndexSettings::default() };
        let index = Index::create(directory, schema().0, settings)?;
        drop(lock);
        Self::over(index)
    }

    fn over(index: Index) -> Result<Self, SearchError> {
        index.tokenizers().register(STEMS, stem_analyzer());
        index.tokenizers().register(WORDS, word_analyzer());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(CARD_BLOCKS_KEPT)
            .try_into()?;
        let store =
            Self { index, reader, fields: schema().1, writer: Mutex::new(None), reached: AtomicI64::new(0) };
        store.refresh()?;
        Ok(store)
    }

    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub fn reached(&self) -> i64 {
        self.reached.load(Ordering::Acquire)
    }

    pub fn stage(&self, upserts: Vec<Indexed>, removals: Vec<ItemId>) -> Result<(), SearchError> {
        let fields = self.fields;
        self.write(|writer| {
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

    pub fn commit(&self, reached: i64) -> Result<(), SearchError> {
        self.write(|writer| commit(writer, reached))?;
        self.refresh()
    }

    pub fn reset(&self) -> Result<(), SearchError> {
        self.write(|writer| {
            writer.delete_all_documents()?;
            commit(writer, 0)
        })?;
        self.refresh()
    }

    pub fn rest(&self) {
        self.writer().take();
    }

    pub fn refresh(&self) -> Result<(), SearchError> {
        // Read before the reload: a commit in between makes the number too small, never too large, and
        // applying a change twice does no harm.
        let payload = self.index.load_metas()?.payload;
        self.reader.reload()?;
        let reached = payload.as_deref().and_then(read_payload).map_or(0, |(_, reached)| reached);
        self.reached.store(reached, Ordering::Release);
        Ok(())
    }

    pub fn is_there(&self) -> bool {
        self.index.load_metas().is_ok()
    }

    /// Runs a change with the writer, opening it if need be. A writer that failed is not used again.
    fn write(
        &self,
        change: impl FnOnce(&mut IndexWriter) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let mut slot = self.writer();
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => self.index.writer_with_num_threads(1, WRITER_MEMORY)?,
        };
        change(&mut writer)?;
        *slot = Some(writer);
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        // A change that panicked has taken the writer out: what is left is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a text asks for.
    pub fn understand(&self, text: &str) -> Asked {
        Asked::of(text)
    }

    /// The items in whose text these stems stand in this order. Adds nothing to a score.
    pub fn phrase(&self, stems: &[String]) -> Box<dyn Query> {
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

/// The schema version and the library's number in a commit's payload.
fn read_payload(payload: &str) -> Option<(u32, i64)> {
    let (version, reached) = payload.split_once(':')?;
    Some((version.parse().ok()?, reached.parse().ok()?))
}
