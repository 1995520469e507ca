//! The last step from an entry to a record.

use crate::{plain_text, text};
use domain::record::RecordData;

/// Completes a record: tidies it and gives it an identifier if it has none. Fails where it has no title.
pub(crate) fn complete(mut data: RecordData) -> Result<RecordData, String> {
    plain_text::tidy(&mut data);
    if data.title.is_empty() {
        return Err("the entry has no title".to_owned());
    }
    text::tidy(&mut data);
    if data.pmid.is_none() && data.doi.is_none() && data.external_id.is_none() {
        data.external_id = Some(text::fingerprint(&data));
    }
    Ok(data)
}
