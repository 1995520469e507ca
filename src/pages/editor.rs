//! Where articles are written, and from where they are published and withdrawn.

mod actions;
mod draft_form;
pub(crate) mod duplicates;
mod history;
pub(crate) mod list;
pub(crate) mod names;
pub(crate) mod new;
pub(crate) mod pictures;
mod rows;
mod state;
pub(crate) mod version;

pub(crate) use history::history;
