//! How a portal is set up. Every value has a default with which it runs; `docs` and README list them.

use crate::secret::{Secret, without_credentials};
use domain::asker::Gate;
use domain::network::Networks;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where mail goes.
#[derive(Clone, PartialEq, Eq)]
pub enum MailTo {
    /// One file a mail, in `mail/` under the data directory.
    Folder,
    /// An SMTP server, as `smtp://user:password@host:port` or `smtps://…`.
    Smtp(String),
}

impl std::fmt::Debug for MailTo {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder => formatter.write_str("Folder"),
            Self::Smtp(address) => {
                formatter.debug_tuple("Smtp").field(&without_credentials(address)).finish()
            }
        }
    }
}

/// Who is shown metrics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetricsAccess {
    /// Programs on the same machine, and nothing that comes through a proxy.
    Loopback,
    /// Whoever sends this bearer token.
    Token(Secret),
    Public,
    Off,
}

impl std::str::FromStr for MetricsAccess {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix("token:")) {
            ("loopback", _) => Ok(Self::Loopback),
            ("public", _) => Ok(Self::Public),
            ("off", _) => Ok(Self::Off),
            (_, Some(token)) if !token.is_empty() => Ok(Self::Token(token.into())),
            // The text may be a token that lacks its prefix.
            _ => Err("it is loopback, token:SECRET, public or off".to_owned()),
        }
    }
}

/// [`Config::questions_a_day`] where nobody says otherwise: more than a department could ask.
pub const QUESTIONS_A_DAY: u32 = 60;

/// The set-up of a running portal.
#[derive(Clone)]
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
    /// Who is shown metrics.
    pub metrics: MetricsAccess,
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

impl std::fmt::Debug for Config {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Config")
            .field("listen", &self.listen)
            .field("base_url", &self.base_url)
            .field("trusted_proxies", &self.trusted_proxies)
            .field("data", &self.data)
            .field("database_url", &without_credentials(&self.database_url))
            .field("gate", &self.gate)
            .field("metrics", &self.metrics)
            .field("is_demo", &self.is_demo)
            .field("site", &self.site)
            .field("mail", &self.mail)
            .field("mail_from", &self.mail_from)
            .finish_non_exhaustive()
    }
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
            metrics: MetricsAccess::Loopback,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_is_printed_without_its_secrets() {
        let mut config = Config::in_folder(Path::new("data"));
        config.database_url = "postgres://materia:HUSH1@db.example/materia".into();
        config.mail = MailTo::Smtp("smtps://materia:HUSH2@mail.example".into());
        config.metrics = "token:HUSH3".parse().unwrap();
        let text = format!("{config:?} {config:#?}");
        assert!(text.contains("db.example/materia") && text.contains("mail.example"), "{text}");
        assert!(!text.contains("HUSH") && !text.contains("materia:"), "{text}");
    }

    #[test]
    fn who_is_shown_metrics_is_one_of_four() {
        assert_eq!("loopback".parse(), Ok(MetricsAccess::Loopback));
        assert_eq!("token:x".parse(), Ok(MetricsAccess::Token("x".into())));
        for wrong in ["", "token:", "HUSH"] {
            let error = wrong.parse::<MetricsAccess>().unwrap_err();
            assert!(!error.contains("HUSH"), "{error}");
        }
    }
}
