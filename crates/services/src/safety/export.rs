//! Safety reports for other systems: as CSV for people, as JSON for machines, all fields as they came.

use crate::failure::Outcome;
use crate::locale::Locale;
use domain::safety::Report;
use domain::slug::Slug;
use formats::csv;

const COLUMNS: [&str; 19] = [
    "reference",
    "day_zero",
    "kind",
    "event",
    "contact",
    "reporter_name",
    "reporter_profession",
    "country",
    "product",
    "batch",
    "patient",
    "onset",
    "outcome",
    "acknowledged_at",
    "request",
    "in_flood",
    "voided_at",
    "void_reason",
    "filed_at",
];

/// The reports as CSV (RFC 4180), with a line of column names. Times are in the reader's zone and say its offset.
pub fn as_csv(reports: &[Report], locale: &Locale, separator: csv::Separator) -> String {
    let mut file = csv::Table::new(separator);
    file.line(COLUMNS);
    for report in reports {
        let data = &report.data;
        let day_zero = locale.timestamp(report.day_zero);
        let filed_at = locale.timestamp(report.filed_at);
        let acknowledged = report.acknowledged_at.map(|at| locale.timestamp(at)).unwrap_or_default();
        let request = report.request.as_ref().map_or("", |id| id.as_str());
        let voided_at = report.voided.as_ref().map(|voided| locale.timestamp(voided.at)).unwrap_or_default();
        let cells: [&str; 19] = [
            &report.reference,
            &day_zero,
            data.kind.slug(),
            &data.event,
            &data.contact,
            &data.reporter_name,
            &data.reporter_profession,
            &data.country,
            &data.product,
            &data.batch,
            &data.patient,
            &data.onset,
            &data.outcome,
            &acknowledged,
            request,
            if report.is_in_flood { "yes" } else { "no" },
            &voided_at,
            report.voided.as_ref().map_or("", |voided| &voided.reason),
            &filed_at,
        ];
        file.line(cells);
    }
    file.into_text()
}

/// The reports as a JSON list.
///
/// # Errors
/// None that can happen: reports are plain data.
pub fn as_json(reports: &[Report]) -> Outcome<String> {
    let list: Vec<serde_json::Value> = reports
        .iter()
        .map(|report| {
            serde_json::json!({
                "reference": report.reference,
                "day_zero": report.day_zero.rfc3339(),
                "filed_at": report.filed_at.rfc3339(),
                "report": report.data,
                "request": report.request,
                "acknowledged_at": report.acknowledged_at.map(|at| at.rfc3339()),
                "in_flood": report.is_in_flood,
                "voided_at": report.voided.as_ref().map(|voided| voided.at.rfc3339()),
                "void_reason": report.voided.as_ref().map(|voided| &voided.reason),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&list)?)
}
