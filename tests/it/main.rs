//! Integration tests, in one binary; the tree follows the product. Every test that touches the database runs on
//! SQLite and on PostgreSQL: see `support`.
#![allow(unreachable_pub, reason = "a program of tests has no face")]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it needs by failing, and reads its set-up from the environment"
)]

mod library_fixture;
mod process;
mod seed;
mod support;

mod access;
mod account;
mod admin;
mod api;
mod architecture;
mod article_page;
mod ask;
mod audit;
mod backup;
mod browse;
mod citations;
mod cleanup;
mod closed_pipe;
mod consent;
mod crash;
mod demo;
mod desk;
mod discovery;
mod duplicates;
mod engagement;
mod export;
mod faults;
mod flood;
mod folded;
mod heavy_work;
mod identifier_lists;
mod insights;
mod kept_forms;
mod library;
mod locale;
mod logging;
mod nodes;
mod oai;
mod outbox;
mod passwords;
mod pathological;
mod private_files;
mod promises;
mod publishing;
mod questions;
mod races;
mod raw_text;
mod record_page;
mod records;
mod register;
mod retention;
mod routing;
mod safety;
mod saved;
mod search_page;
mod server;
mod sign_in;
mod snapshots;
mod strategies;
mod suggest;
mod throttles;
mod understanding;
mod upgrade;
mod vocabulary;
