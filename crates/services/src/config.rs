//! How a portal is set up. Every value has a default with which it runs; `docs` and README list them.

use domain::asker::Gate;
use domain::network::Networks;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTo {
    /// One file a mail, in `mail/` under the data directory.
    Folder,
    /// An SMTP server, as `smtp://user:password@host:port` or `smtps://…`.
    Smtp(String),
}

/// [`Config::questions_a_day`] where nobody says otherwise: more than a department could ask.
pub const QUESTIONS_A_DAY: u32 = 60;

/// The set-up of a running portal.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    /// Where readers reach the portal, without a trailing slash: for links in mails and the origin check.
    pub base_url: String,
    /// Proxies whose word is taken for a client's address.
    pub trusted_proxies: Networks,
    /// Holds the SQLite file, the search index and, without a mail server, the mails.
    pub data: PathBuf,
    pub database_url: String,
    /// How long the database is waited for while another process holds it: [`storage::PATIENCE`] where somebody waits
    /// for a page.
    pub database_patience: Duration,
    pub gate: Gate,
    /// Most questions that one person sends within a day.
    pub questions_a_day: u32,
    /// Demo library and demo people are shown as such on every page.
    pub is_demo: bool,
    /// Built islands and style; absent: the pages work without islands.
    pub site: PathBuf,
    pub mail: MailTo,
    pub mail_from: String,
    /// Whom to call with a safety report while the portal cannot store one; empty where there is no such number.
    pub safety_phone: String,
}

impl Config {
    /// The default for a data directory: SQLite, loopback, visitors declare themselves.
    pub fn in_folder(data: &Path) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            base_url: "http://127.0.0.1:3000".to_owned(),
            trusted_proxies: Networks::default(),
            data: data.to_owned(),
            database_url: sqlite_url(data),
            database_patience: storage::PATIENCE,
            gate: Gate::Declared,
            questions_a_day: QUESTIONS_A_DAY,
            is_demo: false,
            site: PathBuf::from("target/site"),
            mail: MailTo::Folder,
            mail_from: "Materia <no-reply@localhost>".to_owned(),
            safety_phone: String::new(),
        }
    }

    /// Where the search index lives.
    pub fn index_folder(&self) -> PathBuf {
        self.data.join("index")
    }

    /// Host of the portal, without a port: for identifiers that are to be unique in the world.
    pub fn host(&self) -> &str {
        let host = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        host.split(['/', ':']).next().filter(|host| !host.is_empty()).unwrap_or("localhost")
    }

    /// The bare address from which mails come, without a name.
    pub fn mail_address(&self) -> &str {
        let address = self.mail_from.rsplit_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
        address.unwrap_or(&self.mail_from).trim()
    }

    /// Whether cookies may be limited to encrypted connections.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// The address of the SQLite database in a data directory.
pub fn sqlite_url(data: &Path) -> String {
    format!("sqlite://{}?mode=rwc", data.join("materia.db").display())
}
