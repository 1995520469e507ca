//! The program under measurement, as its own process.

use super::client;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_materia");

/// Runs a command of the program and waits for it.
pub fn run(arguments: &[&str]) {
    let status =
        Command::new(PROGRAM).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "materia {arguments:?} ended with {status}");
}

/// A port that is free now.
pub fn free_port() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A running server; ended when dropped.
pub struct Server {
    child: Child,
    address: SocketAddr,
    data: String,
}

impl Server {
    /// Starts the portal with its demo library over what is in `data`, and waits until its index is up to date.
    pub fn start(data: &Path) -> Self {
        Self::start_as(Command::new(PROGRAM), data)
    }

    /// As [`Server::start`], as a process that may have no more than so many files open.
    pub fn start_with_files(data: &Path, files: usize) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\""), PROGRAM]);
        Self::start_as(shell, data)
    }

    fn start_as(mut program: Command, data: &Path) -> Self {
        let (address, data) = (free_port(), data.to_str().unwrap().to_owned());
        let child = program
            .args(["serve", "--demo", "--listen", &address.to_string(), "--data", &data])
            .env("MATERIA_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { child, address, data };
        let began = Instant::now();
        while !client::is_ready(address) {
            assert!(began.elapsed() < Duration::from_secs(60), "the server did not become ready");
            std::thread::sleep(Duration::from_millis(100));
        }
        // The demo library is indexed by the follower just after the start.
        std::thread::sleep(Duration::from_secs(3));
        server
    }

    /// As [`Server::start`], with its data on a disk of this size that goes with it; none where this machine lets nobody
    /// mount anything.
    pub fn start_on_small_disk(data: &Path, size: &str) -> Option<Self> {
        const ON_DISK: &str = r#"mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@""#;
        std::fs::create_dir_all(data).unwrap();
        let in_own_space = || {
            let mut command = Command::new("unshare");
            command.args(["--map-root-user", "--mount", "sh", "-c", ON_DISK, "sh", size]).arg(data);
            command
        };
        let can_mount = in_own_space().arg("true").stderr(Stdio::null()).status();
        can_mount.is_ok_and(|status| status.success()).then(|| {
            let mut command = in_own_space();
            command.arg(PROGRAM);
            Self::start_as(command, data)
        })
    }

    /// Takes all that is free on its disk.
    pub fn fill(&self) {
        let mut file = std::fs::File::create(self.filling()).unwrap();
        for size in [1 << 20, 1 << 12, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    /// Gives it back.
    pub fn free(&self) {
        std::fs::remove_file(self.filling()).unwrap();
    }

    /// A file on the disk, which no other process sees at its own address.
    fn filling(&self) -> PathBuf {
        let root = Path::new("/proc").join(self.child.id().to_string()).join("root");
        root.join(self.data.trim_start_matches('/')).join("filling")
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder of its database and index.
    pub fn data(&self) -> &str {
        &self.data
    }

    /// Processor time used so far.
    pub fn cpu(&self) -> Duration {
        cpu_of(&self.child.id().to_string())
    }

    pub fn resident_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kilobytes / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Processor time that this process has used.
pub fn own_cpu() -> Duration {
    cpu_of("self")
}

/// Nanoseconds on a processor over all threads, from `/proc/PID/task/*/schedstat`, finer than clock ticks.
fn cpu_of(process: &str) -> Duration {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let nanoseconds = tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<u64>().ok())
        .sum();
    Duration::from_nanos(nanoseconds)
}
