//! Presentational pieces that several pages share. They take plain values and know no service.

pub(crate) mod badges;
pub(crate) mod chart;
pub(crate) mod consent;
pub(crate) mod date_time;
pub(crate) mod difference;
pub(crate) mod facets;
pub(crate) mod footer;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod hits;
pub(crate) mod identifiers;
pub(crate) mod key_pager;
pub(crate) mod match_reasons;
pub(crate) mod neighbours;
pub(crate) mod pager;
pub(crate) mod pico;
pub(crate) mod profile_form;
pub(crate) mod rating;
pub(crate) mod reading;
pub(crate) mod safety_phone;
pub(crate) mod save;
pub(crate) mod search_box;
pub(crate) mod stored_meanwhile;
pub(crate) mod text_area;
pub(crate) mod thread;
pub(crate) mod unsent_form;
