//! Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.

use crate::text::{abstract_line, heading_line, is_month_name};
use domain::record::{PublicationKind, RecordData};
use domain::slug::Slug;
use strum::{EnumString, IntoStaticStr, VariantArray};

pub(crate) const EXTENSION: &str = "csv";

/// The media type, for files whose first line names the columns.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// What stands between two cells.
///
/// The slug appears in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Separator {
    #[default]
    Comma,
    /// What spreadsheets expect where a comma stands before decimals.
    Semicolon,
    Tab,
}

impl Separator {
    fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }
}

/// A file of lines. It begins with a byte order mark, without which spreadsheets take UTF-8 for something else.
pub struct Table {
    separator: Separator,
    text: String,
}

impl Table {
    /// A table that has no line yet.
    pub fn new(separator: Separator) -> Self {
        Self { separator, text: "\u{feff}".to_owned() }
    }

    /// Adds a line.
    pub fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (number, text) in cells.into_iter().enumerate() {
            if number > 0 {
                self.text.push(self.separator.character());
            }
            self.text.push_str(&cell(text));
        }
        self.text.push_str("\r\n");
    }

    /// The file.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// A cell in quotes. One that a spreadsheet would take for a formula begins with an apostrophe, so that what came
/// from outside cannot run anything on the reader's machine; so does one of which it would make another number or a
/// date. Spreadsheets of East Asia also take wide characters.
fn cell(text: &str) -> String {
    let is_formula = text
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guard = if is_formula || is_mangled(text.trim()) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// The most digits of a number that a spreadsheet shows as it is.
const MOST_DIGITS: usize = 11;

/// Whether a spreadsheet would show something else: `0012` as 12, `1e12` as a number with twelve zeros, a number of many
/// digits in powers of ten, the pages `12-18`, the issue `1/2` or the gene `SEPT7` as days.
fn is_mangled(text: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if are_digits(text) {
        return text.len() > MOST_DIGITS || (text.len() > 1 && text.starts_with('0'));
    }
    let is_power = text.split_once(['e', 'E']).is_some_and(|(one, other)| {
        are_digits(&one.replace('.', "")) && are_digits(other.trim_start_matches(['+', '-']))
    });
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let is_short = |part: &&str| are_digits(part) && part.len() <= 2;
    // A decimal number has one stop; a day that begins with its year is meant as one.
    let is_day = match parts.as_slice() {
        [one, other] => !text.contains('.') && is_short(one) && are_digits(other) && other.len() <= 4,
        [one, other, last] => is_short(one) && is_short(other) && are_digits(last) && last.len() <= 4,
        _ => false,
    };
    let word = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = text.get(word.len()..).unwrap_or_default();
    let is_month = (1..=4).contains(&number.len()) && is_month_name(word.trim_end_matches([' ', '-']));
    is_power || is_day || is_month
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

/// The records as a table with a line of column names.
pub fn write(records: &[RecordData], separator: Separator) -> String {
    let mut file = Table::new(separator);
    file.line(COLUMNS);
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
        file.line(cells.iter().map(String::as_str));
    }
    file.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<const N: usize>(cells: [&str; N]) -> String {
        let mut table = Table::new(Separator::Comma);
        table.line(cells);
        table.into_text().trim_start_matches('\u{feff}').to_owned()
    }

    #[test]
    fn a_cell_can_neither_break_its_line_nor_run() {
        assert_eq!(line(["a \"b\", c", "=1+1"]), "\"a \"\"b\"\", c\",\"'=1+1\"\r\n");
        for formula in ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"] {
            assert_eq!(line([formula]), format!("\"'{formula}\"\r\n"));
        }
    }

    #[test]
    fn what_a_spreadsheet_would_change_is_kept_as_text() {
        for text in [
            "0012",
            "064002",
            "1e12",
            "2E5",
            "1.5E+3",
            "9783161484100",
            "12-18",
            "1/2",
            "1.2.2019",
            "SEPT7",
            "Mar-1",
        ] {
            assert_eq!(line([text]), format!("\"'{text}\"\r\n"), "{text}");
        }
        for text in [
            "31535829",
            "0",
            "MIR-2026-000123",
            "e0046493",
            "CD001234",
            "1995-2008",
            "0028-4793",
            "10.5555/1",
            "2019",
            "2026-11-30",
            "0.4",
            "12.5",
            "Mars 2",
            "Market 7",
            "",
            "PMC77",
        ] {
            assert_eq!(line([text]), format!("\"{text}\"\r\n"), "{text}");
        }
    }

    #[test]
    fn a_file_begins_with_a_byte_order_mark_and_has_the_separator_asked_for() {
        for (separator, line) in [
            (Separator::Comma, "\"a\",\"b;c\""),
            (Separator::Semicolon, "\"a\";\"b;c\""),
            (Separator::Tab, "\"a\"\t\"b;c\""),
        ] {
            let mut table = Table::new(separator);
            table.line(["a", "b;c"]);
            assert_eq!(table.into_text(), format!("\u{feff}{line}\r\n"));
        }
    }

    #[test]
    fn what_came_from_outside_cannot_run_in_a_table_of_records() {
        let title = "=HYPERLINK(\"https://evil.example\")".to_owned();
        let table = write(
            &[RecordData { title, authors: vec!["@SUM(A1)".into()], ..RecordData::default() }],
            Separator::Comma,
        );
        let row = table.lines().nth(1).unwrap();
        assert!(row.starts_with("\"'=HYPERLINK(\"\"https://evil.example\"\")\",\"'@SUM(A1)\","), "{row}");
        assert_eq!(row.matches("\",\"").count() + 1, COLUMNS.len());
    }
}
