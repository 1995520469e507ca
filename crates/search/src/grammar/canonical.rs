//! The canonical form: how a query was read, in PubMed's syntax. Parsed again, it gives the same tree.

use super::fields::Field;
use super::tree::{Expression, Heading, Leaf, Node, Pattern, Word};
use std::fmt::{self, Display, Formatter};

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything | Self::Nothing => Ok(()),
            Self::Question(leaves) => {
                for (position, leaf) in leaves.iter().enumerate() {
                    write!(f, "{}{leaf}", if position > 0 { " " } else { "" })?;
                }
                Ok(())
            }
            Self::Structured(node) => node.fmt(f),
        }
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            // Without its tag it would be a question.
            Self::Leaf(leaf) if leaf.field == Field::Anywhere => write_leaf(leaf, true, f),
            node => write_node(node, f),
        }
    }
}

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_leaf(self, false, f)
    }
}

/// Recursion is bounded by the depth of the tree.
fn write_node(node: &Node, f: &mut Formatter<'_>) -> fmt::Result {
    let (nodes, operator) = match node {
        Node::Leaf(leaf) => return write_leaf(leaf, false, f),
        Node::Not(node) => {
            f.write_str("NOT ")?;
            return write_part(node, f);
        }
        Node::All(nodes) => (nodes, "AND"),
        Node::Any(nodes) => (nodes, "OR"),
    };
    for (position, part) in nodes.iter().enumerate() {
        match (position, part) {
            (0, _) => {}
            // `a NOT b` is shorter than `a AND NOT b` and means the same.
            (_, Node::Not(_)) if operator == "AND" => f.write_str(" ")?,
            _ => write!(f, " {operator} ")?,
        }
        write_part(part, f)?;
    }
    Ok(())
}

fn write_part(node: &Node, f: &mut Formatter<'_>) -> fmt::Result {
    if let Node::All(_) | Node::Any(_) = node {
        f.write_str("(")?;
        write_node(node, f)?;
        f.write_str(")")
    } else {
        write_node(node, f)
    }
}

fn write_leaf(leaf: &Leaf, is_tagged: bool, f: &mut Formatter<'_>) -> fmt::Result {
    let tag = leaf.field.tag();
    match &leaf.pattern {
        Pattern::Words(words) => write_words(words, f)?,
        Pattern::Phrase(words) => write_quoted(words, f)?,
        Pattern::Near { words, distance } => {
            write_quoted(words, f)?;
            return write!(f, "[{tag}:~{distance}]");
        }
        Pattern::Value(value) => write_quoted(std::slice::from_ref(value), f)?,
        Pattern::Heading(heading) => return write_heading(heading, f),
        Pattern::Dates(dates) => dates.fmt(f)?,
        Pattern::Line(place) => return write!(f, "#{}", place + 1),
    }
    if is_tagged || leaf.field != Field::Anywhere { write!(f, "[{tag}]") } else { Ok(()) }
}

fn write_quoted(words: &[Word], f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    write_words(words, f)?;
    f.write_str("\"")
}

fn write_words(words: &[Word], f: &mut Formatter<'_>) -> fmt::Result {
    for (position, word) in words.iter().enumerate() {
        let gap = if position > 0 { " " } else { "" };
        let mark = if word.is_truncated { "*" } else { "" };
        write!(f, "{gap}{}{mark}", word.text)?;
        if let Some(limit) = word.limit {
            write!(f, "{limit}")?;
        }
    }
    Ok(())
}

fn write_heading(heading: &Heading, f: &mut Formatter<'_>) -> fmt::Result {
    let tag = if heading.major { "majr" } else { "mh" };
    let narrow = if heading.explode { "" } else { ":noexp" };
    let mark = if heading.name.is_truncated { "*" } else { "" };
    match &heading.qualifier {
        Some(qualifier) => write!(f, "\"{}/{qualifier}{mark}\"[{tag}{narrow}]", heading.name.text),
        None => write!(f, "\"{}{mark}\"[{tag}{narrow}]", heading.name.text),
    }
}
