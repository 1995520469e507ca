//! Names that reading and writing share.

use domain::record::NoticeKind;

/// The name under which fields are kept.
pub(super) const NAME: &str = "nbib";
/// What stands before the identifier of a record's source among those of other organisations.
pub(super) const OWN_ID: &str = "Materia: ";

/// Tags of notices; the first of a kind is the one that is written.
pub(super) const NOTICES: [(&str, NoticeKind); 7] = [
    ("RIN", NoticeKind::Retracted),
    ("RRI", NoticeKind::Retracted),
    ("EIN", NoticeKind::Erratum),
    ("CRI", NoticeKind::Erratum),
    ("ECI", NoticeKind::Concern),
    ("ROF", NoticeKind::RetractionNotice),
    ("EFR", NoticeKind::ErratumNotice),
];
