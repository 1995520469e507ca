//! Properties of every text.

use super::*;
use domain::folding::is_word_part;
use proptest::prelude::*;
use proptest::strategy::Strategy;

/// Pieces of everything that the languages have, and of what resembles it.
pub(super) const SCRAPS: [&str; 96] = [
    "a",
    "asthma",
    "heart failure",
    "x",
    "Heart Failure",
    "AND",
    "OR",
    "NOT",
    "and",
    "or",
    "not",
    "AND NOT",
    " ",
    " ",
    "  ",
    "\n",
    "\0",
    "\u{200f}",
    "(",
    ")",
    "((",
    "))",
    "()",
    "\"",
    "\"",
    "“",
    "”",
    "\"heart failure\"",
    "\"\"",
    "\"a*\"",
    "[",
    "]",
    "[ti]",
    "[tiab]",
    "[mh]",
    "[mh:noexp]",
    "[majr]",
    "[au]",
    "[ta]",
    "[dp]",
    "[edat]",
    "[sb]",
    "[titel]",
    " [ti]",
    "[tiab:~3]",
    "[ti:~",
    "[all]",
    "[ti",
    ":",
    " : ",
    "*",
    "$",
    "?",
    "#",
    "vaccin*",
    "a*",
    "diabet$",
    "dog$1",
    "wom?n",
    "p?ed",
    "colo*r",
    "/",
    "exp ",
    "exp Asthma/",
    "*Asthma/",
    "/dt",
    "/dt, th",
    ".ti.",
    ".ti,ab.",
    ".zz.",
    ".mp.",
    "adj",
    "adj3",
    " adj2 ",
    "limit ",
    " to yr=",
    "yr=\"2019 -Current\"",
    "2019",
    "2019:2024",
    "2019/13",
    "\"last 5 years\"",
    "#1",
    "or/1-5",
    "10.1000/a(1)b",
    "https://a.b/c?d",
    "25(OH)D",
    "(S)-x",
    "HLA-B*57:01",
    "1,25",
    ",",
    ";",
    "-",
    "'",
    "é",
    "ß",
    "α-x",
];

fn texts() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        12 => prop::sample::select(SCRAPS.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    let joint = prop_oneof![Just(""), Just(" "), Just(" ")];
    prop::collection::vec((scrap, joint), 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(scrap, joint)| [scrap, joint.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn every_text_made_of_syntax_check_rules(text in texts()) {
        check_rules(&text);
    }

    #[test]
    fn every_text_whatever_check_rules(text in any::<String>()) {
        check_rules(&text);
    }
}

/// Every rule for the parse of a text.
pub(super) fn check_rules(text: &str) {
    let parsed = parse(text);
    for problem in &parsed.problems {
        assert_lies_in(problem.span, text);
    }
    assert!(parsed.problems.len() <= MAX_PROBLEMS);
    match &parsed.expression {
        Expression::Everything => {
            assert!(text.chars().all(|c| words::is_gap(c) || domain::folding::is_invisible(c)))
        }
        Expression::Nothing => assert_eq!(parsed.problems[0].code, ProblemCode::NothingToSearch),
        Expression::Question(leaves) => {
            assert!(!leaves.is_empty());
            leaves.iter().for_each(|leaf| assert_is_leaf(leaf, text));
        }
        Expression::Structured(node) => {
            assert!(depth(node) <= MAX_DEPTH);
            assert_is_node(node, text);
        }
    }
    let canonical = parsed.expression.to_string();
    if parsed.expression != Expression::Nothing && canonical.len() <= MAX_QUERY_BYTES {
        let again = parse(&canonical);
        assert_eq!(again.expression.to_string(), canonical, "canonical form of {text:?}");
        assert_eq!(
            without_spans(again.expression),
            without_spans(parsed.expression),
            "{canonical:?} of {text:?}"
        );
    }
}

#[track_caller]
fn assert_lies_in(span: Span, text: &str) {
    assert!(span.start <= span.end, "{span:?} in {text:?}");
    assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
}

fn assert_is_node(node: &Node, text: &str) {
    assert_lies_in(node.span(), text);
    match node {
        Node::Leaf(leaf) => assert_is_leaf(leaf, text),
        Node::All(nodes) => {
            assert!(nodes.len() > 1 && !nodes.iter().any(|node| matches!(node, Node::All(_))));
            nodes.iter().for_each(|node| assert_is_node(node, text));
        }
        Node::Any(nodes) => {
            assert!(nodes.len() > 1 && !nodes.iter().any(|node| matches!(node, Node::Any(_))));
            nodes.iter().for_each(|node| assert_is_node(node, text));
        }
        Node::Not(node) => {
            assert!(!matches!(**node, Node::Not(_)));
            assert_is_node(node, text);
        }
    }
}

fn assert_is_leaf(leaf: &Leaf, text: &str) {
    assert_lies_in(leaf.span, text);
    let words: Vec<&Word> = match &leaf.pattern {
        Pattern::Value(word) => vec![word],
        Pattern::Heading(heading) => vec![&heading.name],
        _ => leaf.words().iter().collect(),
    };
    for word in &words {
        assert_lies_in(word.span, text);
        assert!(word.text.ends_with(|c: char| is_word_part(c) || c == ')'), "{word:?} of {text:?}");
        assert!(!word.text.contains(words::is_quote), "{word:?} of {text:?}");
    }
    match &leaf.pattern {
        Pattern::Words(_) => assert!(leaf.field.is_text() && !words.is_empty()),
        Pattern::Phrase(_) => {
            let before = &words[..words.len() - 1];
            assert!(leaf.field.is_text() && before.iter().all(|word| !word.is_truncated));
        }
        Pattern::Near { .. } => assert!(leaf.field.is_text() && words.len() > 1),
        Pattern::Heading(_) => assert_eq!(leaf.field, Field::Heading),
        Pattern::Dates(_) => assert_eq!(leaf.field, Field::Date),
        Pattern::Value(_) => assert!(!leaf.field.is_text()),
        Pattern::Line(_) => panic!("a line of {text:?}, which is a single search"),
    }
}

/// The same expression without its places in the text.
fn without_spans(mut expression: Expression) -> Expression {
    fn of_node(node: &mut Node) {
        match node {
            Node::Leaf(leaf) => of_leaf(leaf),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter_mut().for_each(of_node),
            Node::Not(node) => of_node(node),
        }
    }
    fn of_leaf(leaf: &mut Leaf) {
        let nowhere = Span::new(0, 0);
        leaf.span = nowhere;
        match &mut leaf.pattern {
            Pattern::Words(words) | Pattern::Phrase(words) | Pattern::Near { words, .. } => {
                words.iter_mut().for_each(|word| word.span = nowhere);
            }
            Pattern::Value(word) => word.span = nowhere,
            Pattern::Heading(heading) => heading.name.span = nowhere,
            Pattern::Dates(_) | Pattern::Line(_) => {}
        }
    }
    match &mut expression {
        Expression::Everything | Expression::Nothing => {}
        Expression::Question(leaves) => leaves.iter_mut().for_each(of_leaf),
        Expression::Structured(node) => of_node(node),
    }
    expression
}
