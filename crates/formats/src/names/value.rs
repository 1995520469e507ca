//! Names in JSON: as texts, or as objects of parts.

use super::group::group;
use super::person::{Named, person};
use super::text::of_text;
use crate::plain_text::{clean, plain};
use domain::record::is_of_group;
use serde_json::{Map, Value};

/// The names of a list, or of one text or object.
pub(crate) fn of_value(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(of_value).collect(),
        Value::Object(parts) => of_parts(parts),
        Value::String(text) => of_text(text, Named::Anyone),
        _ => Vec::new(),
    }
}

fn of_parts(parts: &Map<String, Value>) -> Vec<String> {
    let part = |names: &[&str]| -> String {
        let texts = names.iter().filter_map(|name| parts.get(*name)?.as_str()).map(plain);
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    };
    let whole = part(&["literal", "name", "fullName", "full_name", "collectiveName", "collab"]);
    let family = part(&["family", "lastName", "last_name", "last", "surname"]);
    let given = part(&["given", "firstName", "foreName", "first_name", "first", "initials"]);
    let family = clean(&[part(&["dropping-particle"]), part(&["non-dropping-particle"]), family].join(" "));
    let names = if family.is_empty() && given.is_empty() {
        of_text(&whole, Named::Anyone)
    } else if given.is_empty() && is_of_group(&family) {
        vec![group(&family)]
    } else if given.is_empty() && family.contains([',', ';']) {
        of_text(&family, Named::People)
    } else {
        vec![person(&family, &given, &part(&["suffix"]))]
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}
