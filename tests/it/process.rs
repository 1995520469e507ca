//! The portal as a real process, spoken to over a real connection.

use crate::support::Portal;
use domain::account::Account;
use domain::time::Moment;
use services::config::Config;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use storage::sessions;

/// An address that nobody listens on and that no other test gets.
fn free_address() -> SocketAddr {
    // Keeping the port open would keep the server out too, so that ports handed out are remembered instead.
    static GIVEN: Mutex<Vec<SocketAddr>> = Mutex::new(Vec::new());
    loop {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut given = GIVEN.lock().unwrap();
        if !given.contains(&address) {
            given.push(address);
            return address;
        }
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_materia");

/// The real process.
pub struct Server {
    process: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Starts it over the data of a portal and waits until it is ready.
    pub fn start(portal: &Portal) -> Self {
        Self::start_with(portal, &[], Stdio::null())
    }

    /// As [`Server::start`], with its log in a file, in JSON.
    pub fn start_logging(portal: &Portal, file: &Path) -> Self {
        Self::start_with(portal, &["--log-form", "json"], File::create(file).unwrap().into())
    }

    /// As [`Server::start`], as a process that may have no more than so many files open.
    pub fn start_with_files(portal: &Portal, files: usize) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {files}; exec \"$0\" \"$@\""), PROGRAM]);
        Self::start_by(shell, &portal.context.config, &[], Stdio::null())
    }

    /// As [`Server::start`], with more arguments.
    pub fn start_with(portal: &Portal, arguments: &[&str], log: Stdio) -> Self {
        Self::start_by(Command::new(PROGRAM), &portal.context.config, arguments, log)
    }

    /// Starts it by a command to which its arguments are added, with the folder and the database of this configuration.
    pub fn start_by(mut command: Command, config: &Config, arguments: &[&str], log: Stdio) -> Self {
        let address = free_address();
        let Config { data, site, database_url, .. } = config;
        let process = command
            .arg("serve")
            .args(["--listen", &address.to_string()])
            .arg("--data")
            .arg(data)
            .arg("--site")
            .arg(site)
            .args(["--database-url", database_url])
            .args(["--questions-a-day", &config.questions_a_day.to_string()])
            .args(arguments)
            .env_remove("MATERIA_LOG")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let server = Self { process, address };
        let until = Instant::now() + Duration::from_secs(60);
        while send(address, "GET", "/readyz", "", "").is_none_or(|answer| answer.status != 200) {
            assert!(Instant::now() < until, "the server did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Dropping sends SIGKILL, which the process can neither delay nor notice.
    pub fn kill(self) {}

    /// Sends SIGTERM, as a service manager does, and waits. Returns the exit code.
    pub fn stop(mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Also when a test fails, so that no process outlives it.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// A response: its status, and all of it as text, head included.
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    /// Where a redirect leads, without its query.
    pub fn location(&self) -> Option<&str> {
        let line = self.text.lines().find(|line| line.to_ascii_lowercase().starts_with("location: "))?;
        line.get("location: ".len()..)?.split('?').next()
    }
}

/// One request on a connection of its own. None when the connection breaks before the response is complete.
pub fn send(address: SocketAddr, method: &str, path: &str, cookie: &str, body: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    text.contains("\r\n\r\n").then_some(Answer { status, text })
}

/// The cookie of a session of this person.
pub async fn cookie(portal: &Portal, account: &Account) -> String {
    let id = tower_sessions::session::Id::default().to_string();
    let data = format!("{{\"account\":\"{}\"}}", account.id);
    let until = Moment::now().plus(3_600_000);
    sessions::insert(&portal.context.store, &id, Some(account.id.as_str()), &data, until).await.unwrap();
    format!("{}={id}", materia::http::sessions::COOKIE)
}
