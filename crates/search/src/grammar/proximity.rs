//! Ovid's `adj`: words near each other, including alternatives in parentheses on either side.

use super::fields::{Field, WIDEST};
use super::limits::MAX_TERMS;
use super::problems::Problems;
use super::tree::{BoundedNode, Leaf, Node, Pattern};
use super::words;
use domain::query::{ProblemCode, Span};

/// Both sides near each other: each alternative on the left with each on the right. Sides that are not words, or that
/// make too many pairs, are combined by `and` instead.
///
/// `distance` is the number of other words allowed between; none where the sides are adjacent in this order. `terms`
/// counts the words made.
pub(super) fn join(
    left: BoundedNode,
    distance: Option<u32>,
    right: BoundedNode,
    operator: Span,
    terms: &mut usize,
    problems: &mut Problems,
) -> BoundedNode {
    let pairs = match (alternatives(&left.node), alternatives(&right.node)) {
        (Some(left), Some(right)) => pairs(&left, &right, distance, terms),
        _ => None,
    };
    match pairs.and_then(BoundedNode::any) {
        Some(near) => near,
        None => {
            problems.add(ProblemCode::Proximity, operator);
            left.and(right).unwrap_or_else(|left| {
                problems.add(ProblemCode::TooDeep, operator);
                left
            })
        }
    }
}

/// The words and phrases of which any is meant; none for anything else.
fn alternatives(node: &Node) -> Option<Vec<&Leaf>> {
    match node {
        Node::Leaf(leaf) => (!leaf.words().is_empty()).then(|| vec![leaf]),
        Node::Any(nodes) => nodes
            .iter()
            .map(|node| match node {
                Node::Leaf(leaf) => (!leaf.words().is_empty()).then_some(leaf),
                _ => None,
            })
            .collect(),
        Node::All(_) | Node::Not(_) => None,
    }
}

/// None where there are too many terms.
fn pairs(left: &[&Leaf], right: &[&Leaf], distance: Option<u32>, terms: &mut usize) -> Option<Vec<Leaf>> {
    let count = |leaves: &[&Leaf]| leaves.iter().map(|leaf| leaf.words().len()).sum::<usize>();
    let made = count(left) * right.len() + count(right) * left.len();
    if *terms + made > MAX_TERMS {
        return None;
    }
    let all = || left.iter().flat_map(|a| right.iter().map(move |b| (*a, *b)));
    // A pair in two fields matches nothing, so it is used only if there is no other.
    let same = all().filter(|(a, b)| a.field == b.field || [a.field, b.field].contains(&Field::Anywhere));
    let mut pairs: Vec<_> = same.map(|(a, b)| pair(a, b, distance)).collect();
    if pairs.is_empty() {
        pairs = all().map(|(a, b)| pair(a, b, distance)).collect();
    }
    *terms += made;
    Some(pairs)
}

fn pair(left: &Leaf, right: &Leaf, distance: Option<u32>) -> Leaf {
    let within = |leaf: &Leaf| match leaf.pattern {
        Pattern::Near { distance, .. } => distance,
        _ => 0,
    };
    let words = words::split_verbatim(left.words().iter().chain(right.words()).cloned().collect());
    let is_truncated_within =
        words.split_last().is_some_and(|(_, before)| before.iter().any(|word| word.is_truncated));
    let is_loose = [left, right].iter().any(|leaf| matches!(leaf.pattern, Pattern::Near { .. }));
    let pattern = match distance {
        None if !is_loose && !is_truncated_within => Pattern::Phrase(words),
        distance => {
            let between = within(left).saturating_add(within(right)).saturating_add(distance.unwrap_or(0));
            Pattern::Near { words, distance: between.min(WIDEST) }
        }
    };
    let field = if left.field == Field::Anywhere { right.field } else { left.field };
    let (first, last) = if left.span.start <= right.span.start { (left, right) } else { (right, left) };
    Leaf { field, pattern, span: Span::new(first.span.start, last.span.end.max(first.span.end)) }
}
