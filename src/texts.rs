//! The interface's texts inside a page: in the language of the visit whose page is being rendered.

use domain::time::Moment;
use leptos::prelude::use_context;
use services::texts::{Arg, Texts};

/// The text of a key, inside a page. Owned by the portal for as long as it runs.
pub(crate) fn t(key: &'static str) -> &'static str {
    use_context::<&'static Texts>().map_or(key, |texts| texts.get(key))
}

/// The text of a key made at run time, such as `kind-faq`.
pub(crate) fn t_for(key: &str) -> String {
    use_context::<&'static Texts>().map_or_else(|| key.to_owned(), |texts| texts.get(key).to_owned())
}

/// A day as people write it, inside a page: see [`Texts::day`].
pub(crate) fn t_day(moment: Moment) -> String {
    use_context::<&'static Texts>().map_or_else(|| moment.day(), |texts| texts.day(moment))
}

/// A day of a year that is known, inside a page: see [`Texts::short_day`].
pub(crate) fn t_short_day(moment: Moment) -> String {
    use_context::<&'static Texts>().map_or_else(|| moment.day(), |texts| texts.short_day(moment))
}

/// A day with the time, inside a page: see [`Texts::time`].
pub(crate) fn t_time(moment: Moment) -> String {
    use_context::<&'static Texts>().map_or_else(|| moment.rfc3339(), |texts| texts.time(moment))
}

/// The text of a key with values put in, inside a page.
pub(crate) fn t_with(key: &str, args: &[(&'static str, Arg)]) -> String {
    use_context::<&'static Texts>().map_or_else(|| key.to_owned(), |texts| texts.with(key, args))
}
