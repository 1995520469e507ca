//! Numbers in brackets that cite the list of references.

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    Text(&'a str),
    /// The text between the brackets.
    Citation(&'a str),
}

/// Longest text between the brackets of a citation, in bytes.
const LONGEST: usize = 60;

/// The text in its parts; a citation is one whose numbers all lie in `1..=references`.
pub(crate) fn parts(text: &str, references: usize) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut searched = 0;
    while let Some(open) = rest.get(searched..).and_then(|tail| tail.find('[')).map(|at| at + searched) {
        let after = &rest[open + 1..];
        // Looking no further than a citation is long keeps a text full of brackets cheap.
        let length = after.bytes().take(LONGEST + 1).position(|byte| byte == b']');
        let inside = length.and_then(|length| after.get(..length));
        if let Some(inside) = inside.filter(|inside| is_citation(inside, references)) {
            if open > 0 {
                parts.push(Part::Text(&rest[..open]));
            }
            parts.push(Part::Citation(inside));
            rest = &rest[open + inside.len() + 2..];
            searched = 0;
        } else {
            searched = open + 1;
        }
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

fn is_citation(inside: &str, references: usize) -> bool {
    inside.split(',').all(|part| {
        let mut numbers = part.split(['-', '–']).map(|text| number(text.trim(), references));
        match (numbers.next(), numbers.next(), numbers.next()) {
            (Some(Some(_)), None, _) => true,
            (Some(Some(first)), Some(Some(last)), None) => first < last,
            _ => false,
        }
    })
}

fn number(text: &str, references: usize) -> Option<usize> {
    let is_plain = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| is_plain && (1..=references).contains(number))
}

/// The numbers of a citation, and what stands between them, in order.
pub(crate) fn runs(inside: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        let is_digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some((is_digit, run))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_the_list_are_citations() {
        use Part::{Citation, Text};
        assert_eq!(
            parts("a [1] b[2, 3].", 3),
            [Text("a "), Citation("1"), Text(" b"), Citation("2, 3"), Text(".")]
        );
        assert_eq!(parts("[1–3]", 3), [Citation("1–3")]);
        for text in
            ["[0]", "[4]", "[1-4]", "[3-1]", "[]", "[1,]", "[x]", "[0.60, 0.80]", "[1", "1]", "[+1]", "[é]"]
        {
            assert_eq!(parts(text, 3), [Text(text)], "{text}");
        }
        assert_eq!(parts("[[1]]", 3), [Text("["), Citation("1"), Text("]")]);
    }

    #[test]
    fn the_runs_of_a_citation_make_it_up_again() {
        let runs: Vec<_> = runs("1, 12–3").collect();
        assert_eq!(runs, [(true, "1"), (false, ", "), (true, "12"), (false, "–"), (true, "3")]);
    }
}
