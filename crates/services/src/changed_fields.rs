//! What the audit trail says of a change to something with named fields.

use serde_json::{Map, Value};

/// The fields in which two states differ, before and after, as JSON. Both list the same fields in one order.
pub(crate) fn changed_fields<const N: usize>(
    old: [(&'static str, String); N],
    new: [(&'static str, String); N],
) -> (String, String) {
    let (mut before, mut after) = (Map::new(), Map::new());
    for ((name, was), (_, is)) in old.into_iter().zip(new) {
        if was != is {
            before.insert(name.to_owned(), was.into());
            after.insert(name.to_owned(), is.into());
        }
    }
    (Value::Object(before).to_string(), Value::Object(after).to_string())
}
