//! Chooses the writer of a format.

use crate::format::ExportFormat;
use crate::{bibtex, csl_json, csv, medline, ris};
use domain::record::RecordData;

/// The records as one file.
pub fn write(format: ExportFormat, records: &[RecordData]) -> String {
    write_separated(format, records, csv::Separator::Comma)
}

/// As [`write`], with this between the cells of a table.
pub fn write_separated(format: ExportFormat, records: &[RecordData], separator: csv::Separator) -> String {
    match format {
        ExportFormat::Ris => ris::write(records),
        ExportFormat::Nbib => medline::write(records),
        ExportFormat::BibTex => bibtex::write(records),
        ExportFormat::CslJson => csl_json::write(records),
        ExportFormat::Csv => csv::write(records, separator),
    }
}
