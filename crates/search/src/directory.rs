//! The index folder as tantivy reads it: through open files, and never mapped into memory.
//!
//! A mapped file that somebody cuts off ends the process with a signal at the next look at what is gone; a read of it
//! fails. Files that every search reads from end to end (terms, columns, lengths of fields) are read into memory once,
//! where they would be resident anyway: a twentieth of the index, two or three MB for 20,000 items. Postings, positions and cards are read where a search needs them: a copy of a
//! list costs less than walking it, and only the system's cache, which it can do without, grows with the library.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

/// The extensions of files of which parts are read: postings, positions, and stored fields, which hold the cards.
const READ_IN_PARTS: [&str; 3] = ["idx", "pos", "store"];

/// An index folder. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct IndexDirectory {
    /// Writes, locks and lists; nothing is read through it but the list of segments, which it does not map.
    files: MmapDirectory,
    path: PathBuf,
    opened: Arc<Mutex<Opened>>,
}

/// What was opened so far.
#[derive(Debug, Default)]
struct Opened {
    /// The length that each file had: it never changes.
    lengths: HashMap<PathBuf, u64>,
    /// Files in memory, as long as somebody uses them: segments are opened again with every commit.
    in_memory: HashMap<PathBuf, Weak<OwnedBytes>>,
}

impl IndexDirectory {
    /// Opens an existing folder.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { files: MmapDirectory::open(path)?, path: path.to_owned(), opened: Arc::default() })
    }

    /// Whether the opened files of these segments are as long as they were when they were opened. What became of their
    /// content in between shows where it is read.
    pub(crate) fn holds(&self, segments: &HashSet<String>) -> bool {
        let mut opened = self.opened();
        let segment = |path: &PathBuf| {
            let name = path.file_name()?.to_str()?;
            name.split('.').next().map(str::to_owned)
        };
        // Another process that writes to this index removes what it has merged.
        opened.lengths.retain(|path, _| segment(path).is_some_and(|id| segments.contains(&id)));
        let is_whole = |(path, length): (&PathBuf, &u64)| {
            std::fs::metadata(self.path.join(path)).is_ok_and(|found| found.len() == *length)
        };
        opened.lengths.iter().all(is_whole)
    }

    fn opened(&self) -> MutexGuard<'_, Opened> {
        // Every change under the lock leaves it whole.
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open_file(&self, path: &Path) -> io::Result<Arc<dyn FileHandle>> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if READ_IN_PARTS.contains(&extension) {
            let file = PartlyRead::open(&self.path.join(path))?;
            self.opened().lengths.insert(path.to_owned(), file.length as u64);
            return Ok(Arc::new(file));
        }
        let known = self.opened().in_memory.get(path).and_then(Weak::upgrade);
        if let Some(bytes) = known {
            self.opened().lengths.insert(path.to_owned(), bytes.len() as u64);
            return Ok(bytes);
        }
        let bytes = Arc::new(OwnedBytes::new(std::fs::read(self.path.join(path))?));
        let mut opened = self.opened();
        opened.in_memory.retain(|_, bytes| bytes.strong_count() > 0);
        opened.in_memory.insert(path.to_owned(), Arc::downgrade(&bytes));
        opened.lengths.insert(path.to_owned(), bytes.len() as u64);
        Ok(bytes)
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.open_file(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        // First, so that nobody finds it missing: what is merged is removed while searches go on.
        self.opened().lengths.remove(path);
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.files.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// A file of which parts are read, open while somebody uses it.
#[derive(Debug)]
struct PartlyRead {
    file: File,
    length: usize,
}

impl PartlyRead {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, length })
    }
}

impl HasLen for PartlyRead {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for PartlyRead {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}
