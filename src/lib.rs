//! Materia's web face and command line: pages, islands, the API and the commands.
//!
//! This is the map. Modules of both sides come first; each module of the server alone is gated here and nowhere
//! else. Use cases and everything below them are crates of their own: `docs/ARCHITECTURE.md` shows the house.

pub mod api;
pub mod islands;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod http;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod scene;
#[cfg(feature = "ssr")]
pub mod telemetry;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod visit;
