//! What every entry needs to become a record.

use crate::text;
use domain::record::RecordData;

/// The record, where it has what every record needs: a title, and something by which it is known again.
pub(crate) fn complete(mut data: RecordData) -> Result<RecordData, String> {
    if data.title.is_empty() {
        return Err("the entry has no title".to_owned());
    }
    text::tidy(&mut data);
    if data.pmid.is_none() && data.doi.is_none() && data.external_id.is_none() {
        data.external_id = Some(text::fingerprint(&data));
    }
    Ok(data)
}
