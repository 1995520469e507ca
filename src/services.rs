//! Use cases. Each authorises, applies the rules of `domain`, and persists the change with its audit row and
//! outgoing messages in one transaction.

pub mod accounts;
pub mod consent;
pub mod demo;
pub mod demo_engagement;
pub mod discovery;
pub mod duplicates;
pub mod engagement;
pub mod expiry;
pub mod export;
pub mod first_steps;
pub mod follower;
pub mod harvest;
pub mod import;
pub mod insights;
pub mod library;
pub mod mail;
pub mod overview;
pub mod own_account;
pub mod password_links;
pub mod passwords;
pub mod people;
pub mod profiles;
pub mod publishing;
pub mod registration;
pub mod requests;
pub mod routing;
pub mod safety;
pub mod saved;
pub mod search;
pub mod similar;
pub mod start;
pub mod thesaurus;
pub mod trail;
pub mod vocabulary;
pub mod workers;
