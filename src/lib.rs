//! Materia's web face and command line: pages, islands, the API and the commands.
//!
//! This is the map. Modules of both sides come first; each module of the server alone is gated here and nowhere
//! else. Use cases and everything below them are crates of their own: `docs/ARCHITECTURE.md` shows the house.

mod api;
mod islands;

#[cfg(feature = "ssr")]
mod app;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod error;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
mod page_context;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod telemetry;
#[cfg(feature = "ssr")]
mod texts;
#[cfg(feature = "ssr")]
mod visit;
