//! Use cases. Each authorises, applies the rules of `domain`, and persists the change with its audit row and
//! outgoing messages in one transaction.

pub mod accounts;
pub mod engagement;
pub mod follower;
pub mod import;
pub mod library;
pub mod passwords;
pub mod publishing;
pub mod search;
pub mod start;
pub mod workers;
