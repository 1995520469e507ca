//! Plain types and rules: what the product is about, without any input or output.
//!
//! Everything here compiles for the server and for the browser, and depends on no other crate of the project.

pub mod access;
pub mod account;
pub mod address;
pub mod article;
pub mod asker;
pub mod engagement;
pub mod facet;
pub mod folding;
pub mod id;
pub mod library;
pub mod locale;
pub mod network;
pub mod period;
pub mod pico;
pub mod query;
pub mod record;
pub mod request;
pub mod routing;
pub mod safety;
pub mod saved;
pub mod search_query;
pub mod similarity;
pub mod slug;
pub mod thesaurus;
pub mod time;
pub mod vocabulary;
