//! Where articles are written, and from where they are published and withdrawn.

mod actions;
mod draft_form;
pub mod duplicates;
mod history;
pub mod list;
pub mod names;
pub mod new;
pub mod pictures;
mod rows;
mod standing;
pub mod version;

pub use history::history;
