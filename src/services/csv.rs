//! Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.

/// One line, with its end.
pub fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotes. One that a spreadsheet would take for a formula begins with an apostrophe, so that what came
/// from outside cannot run anything on the reader's machine.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_can_neither_break_its_line_nor_run() {
        assert_eq!(line(["a \"b\", c", "=1+1"]), "\"a \"\"b\"\", c\",\"'=1+1\"\r\n");
    }
}
