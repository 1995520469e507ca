//! The Markdown in which the registry keeps its texts.

use crate::plain_text::clean;

/// The text without escapes, marks of lists and headings, and strong type.
pub(super) fn without_markdown(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.trim();
        let item = ["* ", "- ", "+ "].iter().find_map(|mark| line.strip_prefix(mark));
        let heading = line.trim_start_matches('#');
        let is_heading = heading.len() < line.len() && heading.starts_with(' ');
        match item {
            Some(item) => format!("• {}", unescaped(item)),
            None => unescaped(if is_heading { heading } else { line }),
        }
    });
    clean(&lines.collect::<Vec<_>>().join(" "))
}

/// Without the backslash before a sign, and without pairs of stars that have none.
fn unescaped(line: &str) -> String {
    let line =
        if line.matches("**").count().is_multiple_of(2) { line.replace("**", "") } else { line.to_owned() };
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match letters.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(sign) => plain.push(sign),
            None => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_marks_of_lists_are_no_text() {
        for (text, plain) in [
            (
                "A one\\-step approach.\n\n* with \\<5 mg\n* \\> 10 mg",
                "A one-step approach. • with <5 mg • > 10 mg",
            ),
            ("\\[11C\\]PiB, 2\\*3, a\\_b, \\~5, 1\\.", "[11C]PiB, 2*3, a_b, ~5, 1."),
            ("# Aims\n**Primary** aim", "Aims Primary aim"),
            ("a ** b, C:\\data, \\\\", "a ** b, C:\\data, \\"),
            ("> 10 mg - daily", "> 10 mg - daily"),
        ] {
            assert_eq!(without_markdown(text), plain);
        }
    }
}
