//! Islands: all code that reaches the browser. Each makes a page nicer that works without it.
//!
//! Islands know `api` and `domain`; their texts arrive as props, because the locale files stay on the server.

#![allow(unreachable_pub, reason = "the macro of islands makes public items of private ones")]

pub(crate) mod editor;
pub(crate) mod reading;
pub(crate) mod typeahead;
pub(crate) mod years;
