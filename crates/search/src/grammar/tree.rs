//! What a text asks for, as a tree.

use super::MAX_DEPTH;
use super::dates::Dates;
use super::fields::Field;
use domain::query::Span;

/// A part of a structured query. No path from a root to a leaf is longer than [`MAX_DEPTH`], so that a tree may be
/// walked, cloned and dropped by functions that call themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Leaf(Leaf),
    /// All of these; at least two, none of them `All`.
    All(Vec<Self>),
    /// Any of these; at least two, none of them `Any`.
    Any(Vec<Self>),
    /// What does not match this; never `Not` itself.
    Not(Box<Self>),
}

/// Something to look for in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    pub field: Field,
    pub pattern: Pattern,
    /// Where it was written, with its field.
    pub span: Span,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// All of these words, anywhere in the field; at least one. They stood side by side, so that together they may be
    /// a term of the vocabulary.
    Words(Vec<Word>),
    /// These words as they stand, one after the other; at least one. Only the last may be truncated.
    Phrase(Vec<Word>),
    /// These words in any order, with at most `distance` other words among them; at least two.
    Near {
        words: Vec<Word>,
        distance: u32,
    },
    /// A whole value of a field that holds values, such as an author's name.
    Value(Word),
    Heading(Heading),
    Dates(Dates),
}

/// A word as it was written, or a value; with a letter or digit at its end, and no quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// Whether everything that begins so is meant.
    pub is_truncated: bool,
    pub span: Span,
}

/// A heading of the thesaurus, as written: whether there is such a heading is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub name: Word,
    /// Name of the subheading that has to stand with it, lower-case.
    pub qualifier: Option<String>,
    /// Whether narrower headings are meant too.
    pub explode: bool,
    /// Whether it has to be a main subject.
    pub major: bool,
}

impl Node {
    /// From its first word to its last.
    pub fn span(&self) -> Span {
        match self {
            Self::Leaf(leaf) => leaf.span,
            Self::All(nodes) | Self::Any(nodes) => {
                let spans = nodes.iter().map(Self::span);
                spans.reduce(Span::to).unwrap_or(Span::new(0, 0))
            }
            Self::Not(node) => node.span(),
        }
    }

    /// How many nodes the longest path down has, this one included.
    pub fn depth(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::All(nodes) | Self::Any(nodes) => 1 + nodes.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(node) => 1 + node.depth(),
        }
    }

    /// What an item may hold to match, in the order of the text: all leaves but those under a `Not`.
    pub fn wanted(&self) -> Vec<&Leaf> {
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
    /// The words that its text is searched for; none for a heading, a value or a date.
    pub fn words(&self) -> &[Word] {
        match &self.pattern {
            Pattern::Words(words) | Pattern::Phrase(words) | Pattern::Near { words, .. } => words,
            Pattern::Value(_) | Pattern::Heading(_) | Pattern::Dates(_) => &[],
        }
    }
}

impl Word {
    pub(super) fn new(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), is_truncated: false, span }
    }
}

/// A node with its depth, so that no tree grows deeper than [`MAX_DEPTH`] while it is made.
#[derive(Debug)]
pub(super) struct Grown {
    pub node: Node,
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    All,
    Any,
}

impl Grown {
    pub fn leaf(leaf: Leaf) -> Self {
        Self { node: Node::Leaf(leaf), depth: 1 }
    }

    /// Both.
    ///
    /// # Errors
    /// This one alone, where both would be too deep.
    pub fn and(self, other: Self) -> Result<Self, Self> {
        self.joined(other, Kind::All)
    }

    /// Either.
    ///
    /// # Errors
    /// This one alone, where both would be too deep.
    pub fn or(self, other: Self) -> Result<Self, Self> {
        self.joined(other, Kind::Any)
    }

    /// What does not match; not of not is the thing itself.
    ///
    /// # Errors
    /// The thing itself, where its opposite would be too deep.
    pub fn not(self) -> Result<Self, Self> {
        match self.node {
            Node::Not(node) => Ok(Self { node: *node, depth: self.depth - 1 }),
            node if self.depth < MAX_DEPTH => {
                Ok(Self { node: Node::Not(Box::new(node)), depth: self.depth + 1 })
            }
            node => Err(Self { node, depth: self.depth }),
        }
    }

    /// All of these leaves; nothing of none.
    pub fn all(leaves: Vec<Leaf>) -> Option<Self> {
        Self::of(leaves, Node::All)
    }

    /// Any of these leaves; nothing of none.
    pub fn any(leaves: Vec<Leaf>) -> Option<Self> {
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

    /// Both in one node; a part of the node's own kind gives its parts instead of itself.
    fn joined(self, other: Self, kind: Kind) -> Result<Self, Self> {
        let depth = self.level(kind).max(other.level(kind)) + 1;
        if depth > MAX_DEPTH {
            return Err(self);
        }
        let mut nodes = parts(self.node, kind);
        nodes.append(&mut parts(other.node, kind));
        let node = match kind {
            Kind::All => Node::All(nodes),
            Kind::Any => Node::Any(nodes),
        };
        Ok(Self { node, depth })
    }

    /// The depth of what it contributes to a node of this kind.
    fn level(&self, kind: Kind) -> usize {
        match (kind, &self.node) {
            (Kind::All, Node::All(_)) | (Kind::Any, Node::Any(_)) => self.depth - 1,
            _ => self.depth,
        }
    }
}

fn parts(node: Node, kind: Kind) -> Vec<Node> {
    match (kind, node) {
        (Kind::All, Node::All(nodes)) | (Kind::Any, Node::Any(nodes)) => nodes,
        (_, node) => vec![node],
    }
}
