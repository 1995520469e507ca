//! Rules of the query language: what texts of each language mean, and what every text has in common.

mod fuzz;
mod ovid;
mod problems;
mod properties;
mod pubmed;
mod question;

use super::*;

/// How a text is read, in one line: the language, then its tree with every leaf's pattern and field. Problems stand
/// elsewhere: see [`problems`].
fn shape(text: &str) -> String {
    let reading = read(text);
    match &reading.meaning {
        Meaning::Everything => "everything".to_owned(),
        Meaning::Nothing => "nothing".to_owned(),
        Meaning::Question(leaves) => leaves.iter().map(leaf_shape).collect::<Vec<_>>().join(" "),
        Meaning::Structured(node) => node_shape(node),
    }
}

fn node_shape(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(node_shape).collect::<Vec<_>>().join(", ");
    match node {
        Node::Leaf(leaf) => leaf_shape(leaf),
        Node::All(nodes) => format!("all({})", list(nodes)),
        Node::Any(nodes) => format!("any({})", list(nodes)),
        Node::Not(node) => format!("not({})", node_shape(node)),
    }
}

fn leaf_shape(leaf: &Leaf) -> String {
    let word = |word: &Word| format!("{}{}", word.text, if word.is_truncated { "*" } else { "" });
    let words = |words: &[Word]| words.iter().map(word).collect::<Vec<_>>().join("·");
    let pattern = match &leaf.pattern {
        Pattern::Words(list) => words(list),
        Pattern::Phrase(list) => format!("<{}>", words(list)),
        Pattern::Near { words: list, distance } => format!("<{}>~{distance}", words(list)),
        Pattern::Value(value) => format!("={}", word(value)),
        Pattern::Heading(heading) => format!(
            "{}{}{}{}",
            if heading.explode { "exp " } else { "" },
            if heading.major { "major " } else { "" },
            word(&heading.name),
            heading.qualifier.as_ref().map_or_else(String::new, |qualifier| format!("/{qualifier}")),
        ),
        Pattern::Dates(dates) => dates.to_string(),
    };
    match leaf.field {
        Field::Anywhere => pattern,
        field => format!("{pattern}@{}", field.tag()),
    }
}

/// The problems of a text, each with the part of the text that is marked.
fn problems(text: &str) -> Vec<(ProblemCode, &str)> {
    read(text).problems.into_iter().map(|problem| (problem.code, problem.span.of(text))).collect()
}

#[track_caller]
fn check(language: Language, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(shape(text), *expected, "{text}");
        assert_eq!(read(text).language, language, "{text}");
    }
}

/// As [`check`], for texts without a problem.
#[track_caller]
fn check_sound(language: Language, table: &[(&str, &str)]) {
    check(language, table);
    for (text, _) in table {
        assert_eq!(problems(text), [], "{text}");
    }
}
