//! Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.

use crate::text::{abstract_line, heading_line};
use domain::record::{PublicationKind, RecordData};
use domain::slug::Slug;

pub(crate) const EXTENSION: &str = "csv";

/// The media type, for files whose first line names the columns.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// One line, with its end.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotes. One that a spreadsheet would take for a formula begins with an apostrophe, so that what came
/// from outside cannot run anything on the reader's machine. Spreadsheets of East Asia also take wide characters.
fn cell(text: &str) -> String {
    let is_formula = text
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, text.replace('"', "\"\""))
}

const COLUMNS: [&str; 22] = [
    "title",
    "authors",
    "journal",
    "journal_abbreviation",
    "year",
    "date",
    "volume",
    "issue",
    "pages",
    "publisher",
    "issn",
    "pmid",
    "doi",
    "pmcid",
    "nct",
    "kind",
    "publication_types",
    "languages",
    "mesh",
    "keywords",
    "abstract",
    "links",
];

/// The records as a table with a line of column names. It begins with a byte order mark, without which spreadsheets
/// take UTF-8 for something else.
pub fn write(records: &[RecordData]) -> String {
    let mut file = format!("\u{feff}{}", line(COLUMNS));
    for data in records {
        let given = |value: &Option<String>| value.clone().unwrap_or_default();
        let cells: [String; 22] = [
            data.title.clone(),
            data.authors.join("; "),
            data.journal.clone(),
            data.journal_abbreviation.clone(),
            data.year.map(|year| year.to_string()).unwrap_or_default(),
            data.date.clone(),
            data.volume.clone(),
            data.issue.clone(),
            data.pages.clone(),
            data.publisher.clone(),
            data.issn.clone(),
            given(&data.pmid),
            given(&data.doi),
            given(&data.pmcid),
            given(&data.nct),
            data.kind.map_or("", PublicationKind::slug).to_owned(),
            data.publication_types.join("; "),
            data.languages.join("; "),
            data.mesh.iter().map(heading_line).collect::<Vec<_>>().join("; "),
            data.keywords.join("; "),
            abstract_line(data),
            data.links.join(" "),
        ];
        file.push_str(&line(cells.iter().map(String::as_str)));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_can_neither_break_its_line_nor_run() {
        assert_eq!(line(["a \"b\", c", "=1+1"]), "\"a \"\"b\"\", c\",\"'=1+1\"\r\n");
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert_eq!(line([formula]), format!("\"'{formula}\"\r\n"));
        }
    }

    #[test]
    fn what_came_from_outside_cannot_run_in_a_table_of_records() {
        let title = "=HYPERLINK(\"https://evil.example\")".to_owned();
        let table = write(&[RecordData { title, authors: vec!["@SUM(A1)".into()], ..RecordData::default() }]);
        let row = table.lines().nth(1).unwrap();
        assert!(row.starts_with("\"'=HYPERLINK(\"\"https://evil.example\"\")\",\"'@SUM(A1)\","), "{row}");
        assert_eq!(row.matches("\",\"").count() + 1, COLUMNS.len());
    }
}
