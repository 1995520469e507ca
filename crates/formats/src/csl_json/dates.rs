//! Dates of CSL: in parts, in words, and in the forms that older writers use.

use crate::dates::{joined, printed};
use crate::text::{clean, month, year_in};
use serde_json::{Map, Value};

/// Variables that say when a work was published, the first before the others.
const PUBLISHED: [&str; 5] = ["issued", "published-print", "published", "published-online", "original-date"];

const SEASONS: [&str; 4] = ["Spring", "Summer", "Autumn", "Winter"];

/// Year and date of publication.
pub(super) fn published(item: &Map<String, Value>) -> (Option<i32>, String) {
    let dates = PUBLISHED.iter().filter_map(|name| item.get(*name)).map(date);
    let date = dates.into_iter().find(|date| !date.is_empty()).unwrap_or_default();
    (year_in(&date), date)
}

/// A date as printed: in words where it is given so, else of its parts.
fn date(value: &Value) -> String {
    match value {
        Value::String(text) => printed(text),
        Value::Number(_) => scalar(value),
        Value::Array(list) if list.iter().any(Value::is_object) => {
            range(&list.iter().map(date).collect::<Vec<_>>())
        }
        Value::Array(_) => of_parts(value),
        Value::Object(parts) => of_object(parts),
        _ => String::new(),
    }
}

fn of_object(object: &Map<String, Value>) -> String {
    let given = |name: &str| object.get(name).map(scalar).unwrap_or_default();
    let words = ["literal", "raw"].map(given).into_iter().find(|text| !text.is_empty());
    if let Some(words) = words {
        return printed(&words);
    }
    let plain = match object.get("date-parts") {
        Some(parts) => of_parts(parts),
        None => of_texts(&["year", "month", "day"].map(given)),
    };
    let dated = match given("season") {
        season if season.is_empty() || plain.contains(' ') => plain,
        season => clean(&format!("{plain} {}", season_name(&season))),
    };
    let is_about =
        object.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null));
    if is_about && !dated.is_empty() { format!("ca. {dated}") } else { dated }
}

/// Numbers of seasons are 1 to 4, from spring on, or those of the Extended Date/Time Format.
fn season_name(season: &str) -> &str {
    let number = season.parse::<usize>().ok().map(|number| if number > 20 { number - 20 } else { number });
    number.and_then(|number| SEASONS.get(number.checked_sub(1)?)).copied().unwrap_or(season)
}

/// `[[2018, 2, 1]]`, `[[2018, 2], [2018, 3]]`, and `[2018, 2, 1]` where the outer list was left out.
fn of_parts(parts: &Value) -> String {
    let Some(list) = parts.as_array() else { return String::new() };
    if !list.iter().any(Value::is_array) {
        return of_texts(&list.iter().map(scalar).collect::<Vec<_>>());
    }
    let dates = list.iter().filter_map(Value::as_array);
    range(&dates.map(|parts| of_texts(&parts.iter().map(scalar).collect::<Vec<_>>())).collect::<Vec<_>>())
}

/// The first date, up to the last where there are two.
fn range(dates: &[String]) -> String {
    let mut dates = dates.iter().filter(|date| !date.is_empty());
    match (dates.next(), dates.next_back()) {
        (Some(first), Some(last)) => joined(first, last),
        (first, _) => first.cloned().unwrap_or_default(),
    }
}

/// Year, month and day; a month after the twelfth is a season.
fn of_texts(parts: &[String]) -> String {
    let part = |at: usize| parts.get(at).map(String::as_str).filter(|part| *part != "0").unwrap_or_default();
    let (year, month_text, day) = (part(0), part(1), part(2));
    let is_season = month_text.parse::<u8>().is_ok_and(|month| (21..=24).contains(&month));
    clean(&format!("{year} {} {day}", if is_season { season_name(month_text) } else { month(month_text) }))
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => clean(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
