//! The database: the only crate that names sqlx.
//!
//! One file per domain, each a set of plain functions. What reads takes the [`Store`]; what writes takes a
//! [`Tx`], so that a service can put a change, its audit row and its outgoing messages into one transaction.
//! Rows are private to their file and become domain types before they leave it.
//!
//! The SQL is one portable dialect for SQLite and PostgreSQL (see `migrations/`).

pub mod accounts;
pub mod articles;
pub mod audit;
pub mod backup;
pub mod change_numbers;
pub mod citations;
mod database_file;
pub mod editions;
pub mod engagement;
mod error;
mod folded_text;
pub mod harvest;
mod head;
pub mod insights;
pub mod leases;
pub mod library;
pub mod links;
mod locks;
mod migrations;
mod open;
pub mod outbox;
pub mod pending_forms;
pub mod readiness;
pub mod records;
pub mod requests;
pub mod retention;
mod retry;
pub mod routing;
mod row;
pub mod safety;
pub mod saved;
pub mod search_texts;
pub mod sessions;
pub mod settings;
mod sql;
mod store;
pub mod submissions;
pub mod thesaurus;
pub mod throttles;
pub mod tokens;
mod trail;
pub mod vocabulary;

pub use error::{StoreError, Stored};
pub use locks::Guard;
pub use open::PATIENCE;
pub use retry::{Contended, transact};
pub use store::{Snapshot, Store, Tx};
