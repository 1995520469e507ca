//! What a portal writes belongs to the account it runs under alone: database, index, mails and backups hold what people
//! asked, reported and signed, and the key that signs cookies.
//!
//! The only module that names rustix.

use rustix::fs::Mode;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;

/// What is allowed to anybody but the owner.
const OF_OTHERS: u32 = 0o077;
/// Marks a folder that others write into on purpose, such as `/tmp`.
const STICKY: u32 = 0o1000;

/// From here on every file that this process creates is its own (0600, folders 0700), whichever library creates it.
pub fn create_private() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Makes a folder, and those above it that are missing, for this account alone.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Takes the rights of others from a data directory and everything in it, and says so in the log. What cannot be
/// changed is said there too: it belongs to another account, and the portal may work all the same.
pub(crate) fn mend(folder: &Path) {
    let mut mended = Mended::default();
    mended.close(folder);
    if mended.closed > 0 {
        tracing::warn!(
            folder = %folder.display(),
            entries = mended.closed,
            "files of the data directory could be read by other accounts of this machine, and can no longer"
        );
    }
    if mended.left > 0 {
        tracing::warn!(
            folder = %folder.display(),
            entries = mended.left,
            "files of the data directory can be read by other accounts of this machine: give them to the portal's own"
        );
    }
}

#[derive(Debug, Default)]
struct Mended {
    closed: usize,
    left: usize,
}

impl Mended {
    /// Closes what is at this path and below it. Links are not followed: where they lead is not the portal's.
    fn close(&mut self, path: &Path) {
        // What is gone by now needs no mending.
        let Ok(found) = fs::symlink_metadata(path) else { return };
        if found.is_symlink() {
            return;
        }
        let mode = found.mode();
        if mode & OF_OTHERS != 0 {
            let is_shared = mode & STICKY != 0;
            let own = Permissions::from_mode(mode & 0o700);
            if is_shared || fs::set_permissions(path, own).is_err() {
                self.left += 1;
            } else {
                self.closed += 1;
            }
        }
        if found.is_dir() {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            entries.for_each(|entry| self.close(&entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn wider_rights_are_taken_and_links_are_not_followed() {
        let folder = std::env::temp_dir().join(format!("materia_{}", uuid::Uuid::new_v4().simple()));
        let (data, outside) = (folder.join("data"), folder.join("outside"));
        make_folder(&data.join("index")).unwrap();
        assert_eq!((mode(&data), mode(&data.join("index"))), (0o700, 0o700));
        for (file, wide) in
            [(data.join("materia.db"), 0o644), (data.join("index/a"), 0o664), (outside.clone(), 0o644)]
        {
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(wide)).unwrap();
        }
        fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        std::os::unix::fs::symlink(&outside, data.join("link")).unwrap();
        let mut mended = Mended::default();
        mended.close(&data);
        assert_eq!((mended.closed, mended.left), (3, 0));
        assert_eq!(mode(&data), 0o700);
        assert_eq!((mode(&data.join("materia.db")), mode(&data.join("index/a"))), (0o600, 0o600));
        assert_eq!(mode(&outside), 0o644);
        let mut again = Mended::default();
        again.close(&data);
        assert_eq!(again.closed, 0);
        fs::remove_dir_all(&folder).unwrap();
    }
}
