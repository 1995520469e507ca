//! The index folder: opening, writing, and which number of the library it has reached.

use super::SearchError;
use super::folder::Folder;
use super::phrases::PhraseCache;
use super::profiles::ProfileCache;
use super::schema::{Fields, STEMS, VERSION, WORDS, schema, stem_analyzer, word_analyzer};
use super::terms::{Standing, TermCache};
use domain::id::ItemId;
use domain::library::IndexedItem;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
use tantivy::index::SegmentId;
use tantivy::query::{BoostQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, SegmentReader, Term};

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
    profiles: Arc<ProfileCache>,
    phrases: Arc<PhraseCache>,
    terms: TermCache,
    writing: Mutex<Writing>,
    reached: AtomicI64,
}

/// The one writer, and what has become of changes that no commit holds yet.
#[derive(Default)]
struct Writing {
    /// Opened by the first change, so that others can read beside whoever writes.
    writer: Option<IndexWriter>,
    /// The writer holds changes that are not committed.
    is_staged: bool,
    /// Changes were staged and are gone: the next commit must not say that they are in.
    is_lost: bool,
}

impl Writing {
    /// Lets go of the writer and of what it holds.
    fn drop_writer(&mut self) {
        self.writer = None;
        self.is_lost |= std::mem::take(&mut self.is_staged);
    }
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
        let directory = Folder::open(folder).map_err(tantivy::TantivyError::from)?;
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
        let directory = Folder::open(folder).map_err(tantivy::TantivyError::from)?;
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
        let directory = Folder::open(folder).map_err(tantivy::TantivyError::from)?;
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
        let store = Self {
            index,
            reader,
            fields: schema().1,
            profiles: Arc::default(),
            phrases: Arc::default(),
            terms: TermCache::default(),
            writing: Mutex::default(),
            reached: AtomicI64::new(0),
        };
        store.refresh()?;
        Ok(store)
    }

    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    pub fn profiles(&self) -> &Arc<ProfileCache> {
        &self.profiles
    }

    pub fn phrases(&self) -> &Arc<PhraseCache> {
        &self.phrases
    }

    /// Where a term stands for this searcher.
    pub fn standing(&self, term: &Term, searcher: &Searcher) -> Result<Arc<Standing>, SearchError> {
        Ok(self.terms.of(term, searcher)?)
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub fn reached(&self) -> i64 {
        self.reached.load(Ordering::Acquire)
    }

    pub fn stage(&self, upserts: Vec<IndexedItem>, removals: Vec<ItemId>) -> Result<(), SearchError> {
        let fields = self.fields;
        let mut writing = self.writing();
        writing.is_staged |= !(upserts.is_empty() && removals.is_empty());
        self.write(&mut writing, |writer| {
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
        let mut writing = self.writing();
        if std::mem::take(&mut writing.is_lost) {
            writing.drop_writer();
            writing.is_lost = false;
            return Err(SearchError::StagedLost);
        }
        self.write(&mut writing, |writer| commit(writer, reached))?;
        writing.is_staged = false;
        self.refresh()
    }

    pub fn reset(&self) -> Result<(), SearchError> {
        let mut writing = self.writing();
        self.write(&mut writing, |writer| {
            writer.delete_all_documents()?;
            commit(writer, 0)
        })?;
        (writing.is_staged, writing.is_lost) = (false, false);
        self.refresh()
    }

    pub fn rest(&self) {
        self.writing().drop_writer();
    }

    pub fn refresh(&self) -> Result<(), SearchError> {
        // Read before the reload: a commit in between makes the number too small, never too large, and
        // applying a change twice does no harm.
        let payload = self.index.load_metas()?.payload;
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        self.profiles.follow(&searcher)?;
        self.phrases.follow(&searcher);
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
        writing: &mut Writing,
        change: impl FnOnce(&mut IndexWriter) -> Result<(), SearchError>,
    ) -> Result<(), SearchError> {
        let opened = match writing.writer.take() {
            Some(writer) => Ok(writer),
            None => self.index.writer_with_num_threads(1, WRITER_MEMORY).map_err(SearchError::from),
        };
        let done = opened.and_then(|mut writer| {
            change(&mut writer)?;
            writing.writer = Some(writer);
            Ok(())
        });
        if done.is_err() {
            writing.drop_writer();
        }
        done
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(|poisoned| {
            // A change that panicked has taken the writer out, and what it had staged with it.
            let mut writing = poisoned.into_inner();
            self.writing.clear_poison();
            writing.drop_writer();
            writing
        })
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

/// The parts of the index, in the order in which this searcher has them.
pub(super) fn parts(searcher: &Searcher) -> Vec<SegmentId> {
    searcher.segment_readers().iter().map(SegmentReader::segment_id).collect()
}

/// The schema version and the library's number in a commit's payload.
fn read_payload(payload: &str) -> Option<(u32, i64)> {
    let (version, reached) = payload.split_once(':')?;
    Some((version.parse().ok()?, reached.parse().ok()?))
}
