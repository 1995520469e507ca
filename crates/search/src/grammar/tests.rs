//! Rules of the query language: what texts of each language mean, and what every text has in common.

mod fuzz;
mod ovid;
mod problems;
mod properties;
mod pubmed;
mod question;
mod strategies;

use super::language::Language;
use super::limits::{MAX_DEPTH, MAX_PROBLEMS, MAX_TERMS};
use super::parsed_query::ParsedQuery;
use super::*;
use domain::query::{ProblemCode, QueryProblem, Span};

/// How a text is parsed, in one line: the language, then its tree with every leaf's pattern and field. For problems
/// see [`problems`].
fn shape(text: &str) -> String {
    let parsed = parse(text);
    match &parsed.expression {
        Expression::Everything => "everything".to_owned(),
        Expression::Nothing => "nothing".to_owned(),
        Expression::Question(leaves) => leaves.iter().map(leaf_shape).collect::<Vec<_>>().join(" "),
        Expression::Structured(node) => node_shape(node),
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
    let word = |word: &Word| {
        let limit = word.limit.map_or_else(String::new, |limit| limit.to_string());
        format!("{}{}{limit}", word.text, if word.is_truncated { "*" } else { "" })
    };
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
        Pattern::Line(place) => format!("line {place}"),
    };
    match leaf.field {
        Field::Anywhere => pattern,
        field => format!("{pattern}@{}", field.tag()),
    }
}

/// The problems of a text, each with the part of the text that is marked.
fn problems(text: &str) -> Vec<(ProblemCode, &str)> {
    parse(text).problems.into_iter().map(|problem| (problem.code, problem.span.of(text))).collect()
}

#[track_caller]
fn check(language: Language, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(shape(text), *expected, "{text}");
        assert_eq!(parse(text).language, language, "{text}");
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

/// The number of nodes on the longest path down, this one included.
fn depth(node: &Node) -> usize {
    match node {
        Node::Leaf(_) => 1,
        Node::All(nodes) | Node::Any(nodes) => 1 + nodes.iter().map(depth).max().unwrap_or(0),
        Node::Not(node) => 1 + depth(node),
    }
}
