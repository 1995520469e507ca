//! Integration tests, arranged like the product. Every test that touches the database runs on SQLite and on
//! PostgreSQL: see `support`.

mod support;

mod architecture;
mod sign_in;
