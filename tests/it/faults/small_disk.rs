//! A disk of a few megabytes that belongs to one server alone and goes with it.

use crate::process::Server;
use crate::support::{Portal, skipped};
use services::config::{Config, sqlite_url};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Mounts a small file system, copies what is to be on it, and becomes the program that is to run on it. In a name
/// space of its own, so that it needs no rights and leaves nothing behind.
const ON_SMALL_DISK: &str =
    r#"mount -t tmpfs -o size="$1" tmpfs "$2" && cp -a "$3/." "$2" && shift 3 && exec "$@""#;

/// The disk, with the server that runs on it.
pub struct SmallDisk {
    pub server: Server,
    /// The folder as this process reaches it.
    folder: PathBuf,
    /// Where it is mounted; empty for everybody else.
    place: PathBuf,
}

impl SmallDisk {
    /// Starts a server over a copy of a portal's data, on a disk of this size; none where this machine lets nobody
    /// mount anything, which it then says.
    pub fn start(portal: &Portal, size: &str, arguments: &[&str]) -> Option<Self> {
        let data = &portal.context.config.data;
        let place = data.with_extension("disk");
        std::fs::create_dir_all(&place).unwrap();
        if !can_mount(&place) {
            skipped(
                "NO FULL DISK WAS TESTED: neither `unshare --map-root-user --mount` nor mounting is allowed here. \
                 Only `storage` has shown, with SQLite's own limit of pages, that a full database is survived",
            );
            return None;
        }
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", ON_SMALL_DISK, "sh", size]);
        command.arg(&place).arg(data).arg(env!("CARGO_BIN_EXE_materia"));
        let config = Config {
            data: place.clone(),
            database_url: sqlite_url(&place),
            questions_a_day: u32::MAX,
            ..portal.context.config.clone()
        };
        let server = Server::start_by(command, &config, arguments, Stdio::null());
        let folder = Path::new("/proc").join(server.id().to_string()).join("root");
        let folder = folder.join(place.strip_prefix("/").unwrap());
        Some(Self { server, folder, place })
    }

    /// Takes all that is free.
    pub fn fill(&self) {
        let mut file = File::create(self.filling()).unwrap();
        for size in [1 << 20, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Gives it back.
    pub fn free(&self) {
        std::fs::remove_file(self.filling()).unwrap();
    }

    fn filling(&self) -> PathBuf {
        self.folder.join("filling")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // An empty folder that cannot be removed does no harm.
        _ = std::fs::remove_dir(&self.place);
    }
}

fn can_mount(place: &Path) -> bool {
    Command::new("unshare")
        .args(["--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs"])
        .arg(place)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
