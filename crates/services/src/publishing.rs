//! Publishing: drafts, review, what readers get, and what leaves the library.
//!
//! What a healthcare professional reads is always exactly an approved version: a version can be changed only as a
//! draft, an approval signs the stored text of its whole content, and publishing compares with that text once more.

mod audit_entries;
mod content;
mod drafts;
mod expiry;
pub mod form;
mod importing;
mod mails;
mod pictures;
mod reading;
mod rendering;
mod review;
mod steps;
mod versions;

pub use content::{Content, ContentPicture, missing};
pub use drafts::{Saved, create, new_version, put_picture, remove_picture, save, save_fields};
pub use expiry::expire_due;
pub use form::Draft;
pub use importing::{Import, import};
pub use pictures::PICTURE_MAX;
pub use reading::{
    Desk, Dossier, PAGE, dossier, find_records, list, picture, record as cited_record, records_of,
};
pub use rendering::{as_read, preview};
pub use review::{Compared, Review, Since, compared_picture, review};
pub use steps::{StepRequest, approved_content, take};
pub use storage::articles::{Listed, Picture, VersionStep};
