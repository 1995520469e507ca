//! What a text asks for, as a tree.

use super::dates::Dates;
use super::fields::Field;
use super::limits::MAX_DEPTH;
use domain::query::Span;

/// What a text asks for. Displayed in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// The text is blank: nothing narrows the search.
    Everything,
    /// There is text, but nothing in it to search for.
    Nothing,
    /// Words by relevance and required phrases, in the order of the text: only leaves with [`Pattern::Words`] and
    /// [`Pattern::Phrase`], all of them in [`Field::Anywhere`].
    Question(Vec<Leaf>),
    /// A boolean query.
    Structured(Node),
}

/// A part of a boolean query. No path from root to leaf is longer than [`MAX_DEPTH`], so trees can be walked, cloned
/// and dropped recursively.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Leaf(Leaf),
    /// All of these; at least two, none of them `All`.
    All(Vec<Self>),
    /// Any of these; at least two, none of them `Any`.
    Any(Vec<Self>),
    /// Everything that does not match this; never a `Not` itself.
    Not(Box<Self>),
}

/// Something to match in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) field: Field,
    pub(crate) pattern: Pattern,
    /// Where it was written, including its field.
    pub(crate) span: Span,
}

/// What to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// All of these words, anywhere in the field; at least one. They were written side by side, so together they may
    /// be a term of the vocabulary.
    Words(Vec<Word>),
    /// These words consecutively; at least one. Only the last may be truncated.
    Phrase(Vec<Word>),
    /// These words in any order, with at most `distance` other words among them; at least two.
    Near {
        words: Vec<Word>,
        distance: u32,
    },
    /// The whole value of a field, such as an author's name.
    Value(Word),
    Heading(Heading),
    Dates(Dates),
    /// What another line of the same strategy finds, by its place among the lines.
    Line(usize),
}

/// A word as it was written, or a value; it ends with a letter or digit and has no quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    /// Whether it stands for everything with this prefix.
    pub(crate) is_truncated: bool,
    /// The most letters that the ending of a truncated word may have.
    pub(crate) limit: Option<u8>,
    pub(crate) span: Span,
}

/// A heading of the thesaurus as written; it need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) name: Word,
    /// The name of the required subheading, lower-case.
    pub(crate) qualifier: Option<String>,
    /// Whether narrower headings are included.
    pub(crate) explode: bool,
    /// Whether it has to be a main subject.
    pub(crate) major: bool,
}

impl Node {
    /// From its first word to its last.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Leaf(leaf) => leaf.span,
            Self::All(nodes) | Self::Any(nodes) => {
                let spans = nodes.iter().map(Self::span);
                spans.reduce(Span::to).unwrap_or(Span::new(0, 0))
            }
            Self::Not(node) => node.span(),
        }
    }

    /// All leaves, in the order of the text.
    pub(super) fn for_each_leaf<'a>(&'a self, visit: &mut impl FnMut(&'a Leaf)) {
        match self {
            Self::Leaf(leaf) => visit(leaf),
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter().for_each(|node| node.for_each_leaf(visit));
            }
            Self::Not(node) => node.for_each_leaf(visit),
        }
    }

    /// All leaves, mutably.
    pub(super) fn leaves_mut<'a>(&'a mut self, visit: &mut impl FnMut(&'a mut Leaf)) {
        match self {
            Self::Leaf(leaf) => visit(leaf),
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter_mut().for_each(|node| node.leaves_mut(visit));
            }
            Self::Not(node) => node.leaves_mut(visit),
        }
    }

    /// What a matching item may hold, in the order of the text: all leaves except those under a `Not`.
    pub(crate) fn wanted(&self) -> Vec<&Leaf> {
        let mut leaves = Vec::new();
        self.collect_wanted(&mut leaves);
        leaves
    }

    fn collect_wanted<'a>(&'a self, leaves: &mut Vec<&'a Leaf>) {
        match self {
            Self::Leaf(leaf) => leaves.push(leaf),
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter().for_each(|node| node.collect_wanted(leaves));
            }
            Self::Not(_) => {}
        }
    }
}

impl Leaf {
    /// The words to search for; none for a heading, a value, dates or a line.
    pub(crate) fn words(&self) -> &[Word] {
        match &self.pattern {
            Pattern::Words(words) | Pattern::Phrase(words) | Pattern::Near { words, .. } => words,
            Pattern::Value(_) | Pattern::Heading(_) | Pattern::Dates(_) | Pattern::Line(_) => &[],
        }
    }
}

impl Leaf {
    /// The line to which it refers.
    pub(crate) fn line(&self) -> Option<usize> {
        match self.pattern {
            Pattern::Line(place) => Some(place),
            _ => None,
        }
    }
}

impl Word {
    pub(super) fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), is_truncated: false, limit: None, span }
    }

    /// Whether signs within it or before it stand for letters: `?` for one or none, `#` for one, `*` for any. In a DOI
    /// or a web address they do not.
    pub(crate) fn has_wildcard(&self) -> bool {
        self.text.contains(['?', '#', '*']) && !self.text.contains('/')
    }

    /// Whether it stands for more than one word.
    pub(crate) fn is_open(&self) -> bool {
        self.is_truncated || self.has_wildcard()
    }
}

/// A node with its depth, so that no tree grows deeper than [`MAX_DEPTH`].
#[derive(Debug)]
pub(super) struct BoundedNode {
    pub(crate) node: Node,
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connective {
    All,
    Any,
}

impl BoundedNode {
    pub(crate) fn leaf(leaf: Leaf) -> Self {
        Self { node: Node::Leaf(leaf), depth: 1 }
    }

    /// Both.
    ///
    /// # Errors
    /// This node alone, where both would be too deep.
    pub(crate) fn and(self, other: Self) -> Result<Self, Self> {
        self.joined(other, Connective::All)
    }

    /// Either.
    ///
    /// # Errors
    /// This node alone, where both would be too deep.
    pub(crate) fn or(self, other: Self) -> Result<Self, Self> {
        self.joined(other, Connective::Any)
    }

    /// The negation; a double negation cancels out.
    ///
    /// # Errors
    /// The node itself, where its negation would be too deep.
    pub(crate) fn not(self) -> Result<Self, Self> {
        match self.node {
            Node::Not(node) => Ok(Self { node: *node, depth: self.depth - 1 }),
            node if self.depth < MAX_DEPTH => {
                Ok(Self { node: Node::Not(Box::new(node)), depth: self.depth + 1 })
            }
            node => Err(Self { node, depth: self.depth }),
        }
    }

    /// All of these leaves; none without any.
    pub(crate) fn all(leaves: Vec<Leaf>) -> Option<Self> {
        Self::of(leaves, Node::All)
    }

    /// Any of these leaves; none without any.
    pub(crate) fn any(leaves: Vec<Leaf>) -> Option<Self> {
        Self::of(leaves, Node::Any)
    }

    fn of(mut leaves: Vec<Leaf>, node: fn(Vec<Node>) -> Node) -> Option<Self> {
        let last = leaves.pop()?;
        if leaves.is_empty() {
            return Some(Self::leaf(last));
        }
        leaves.push(last);
        Some(Self { node: node(leaves.into_iter().map(Node::Leaf).collect()), depth: 2 })
    }

    /// Both in one node; a side of the node's own kind contributes its parts.
    fn joined(self, other: Self, kind: Connective) -> Result<Self, Self> {
        let depth = self.depth_within(kind).max(other.depth_within(kind)) + 1;
        if depth > MAX_DEPTH {
            return Err(self);
        }
        let mut nodes = parts(self.node, kind);
        nodes.append(&mut parts(other.node, kind));
        let node = match kind {
            Connective::All => Node::All(nodes),
            Connective::Any => Node::Any(nodes),
        };
        Ok(Self { node, depth })
    }

    /// The depth of what it contributes to a node of this kind.
    fn depth_within(&self, kind: Connective) -> usize {
        match (kind, &self.node) {
            (Connective::All, Node::All(_)) | (Connective::Any, Node::Any(_)) => self.depth - 1,
            _ => self.depth,
        }
    }
}

fn parts(node: Node, kind: Connective) -> Vec<Node> {
    match (kind, node) {
        (Connective::All, Node::All(nodes)) | (Connective::Any, Node::Any(nodes)) => nodes,
        (_, node) => vec![node],
    }
}
