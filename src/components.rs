//! Presentational pieces that several pages share. They take plain values and know no service.

pub mod badges;
pub mod chart;
pub mod consent;
pub mod difference;
pub mod facets;
pub mod footer;
pub mod form;
pub mod header;
pub mod hits;
pub mod identifiers;
pub mod key_pager;
pub mod neighbours;
pub mod pager;
pub mod pico;
pub mod profile_form;
pub mod rating;
pub mod reading;
pub mod save;
pub mod search_box;
pub mod thread;
pub mod when;
pub mod why;
