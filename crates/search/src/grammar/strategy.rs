//! A search strategy: a text of several lines, of which later ones combine earlier ones.
//!
//! [`Strategy::parse`] splits a text into lines ([`splitting`]), takes away their numbers ([`numbering`]) and what
//! histories of searches print beside them ([`printed`]), and parses what is left, each line in its own notation. A
//! line may refer to any other, before or after it, but not to itself.

mod numbering;
mod printed;
mod raw_line;
mod signs;
mod splitting;

use super::dialects;
use super::language::Language;
use super::lexer::Operator;
use super::limits::MAX_QUERY_BYTES;
use super::parsed_query::{self, ParsedQuery};
use super::problems::Problems;
use super::references::LineNames;
use super::rewriting::Rewriting;
use super::tree::{Expression, Leaf, Node, Pattern};
use super::words::{is_gap, is_quote};
use domain::query::{ProblemCode, QueryProblem, Span};
use raw_line::{LineLimit, RawKind, RawLine};

/// Lines that are read.
pub(crate) const MAX_LINES: usize = 500;
/// Problems of one line that are reported.
const MAX_LINE_PROBLEMS: usize = 5;

/// A text of several lines. Numbers, counts and separators of its lines are no part of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Strategy {
    pub(crate) lines: Vec<StrategyLine>,
    /// The place of the line whose finds are the result; none where no line can be searched.
    pub(crate) result: Option<usize>,
    /// What is wrong with the text as a whole.
    pub(crate) problems: Vec<QueryProblem>,
}

/// A line of a strategy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StrategyLine {
    /// By which others refer to it, lower-case; empty for a comment.
    pub(crate) name: String,
    /// Without its number and what was printed beside it.
    pub(crate) text: String,
    /// From its first word to its last.
    pub(crate) span: Span,
    pub(crate) kind: LineKind,
    /// Whether it was switched off, so that references to it count for nothing.
    pub(crate) is_off: bool,
    pub(crate) problems: Vec<QueryProblem>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LineKind {
    /// A heading or a remark.
    Comment,
    /// What to find; none where nothing of it can be searched.
    Search(Option<Node>),
}

impl StrategyLine {
    /// What the line asks for, unless it is switched off.
    pub(crate) fn node(&self) -> Option<&Node> {
        match &self.kind {
            LineKind::Search(node) if !self.is_off => node.as_ref(),
            _ => None,
        }
    }

    /// The lines to which it refers, as often as it does, switched off or not.
    pub(crate) fn references(&self) -> Vec<usize> {
        let mut found = Vec::new();
        if let LineKind::Search(Some(node)) = &self.kind {
            node.for_each_leaf(&mut |leaf| found.extend(leaf.line()));
        }
        found
    }
}

impl Strategy {
    /// Reads a text as a strategy; none where it is a single search. `off` names lines to leave out, `chosen` the line
    /// whose finds are the result instead of the last one's.
    pub(crate) fn parse(text: &str, off: &[String], chosen: Option<&str>) -> Option<Self> {
        if !text.trim().contains(splitting::is_line_end) {
            return None;
        }
        let whole = &text[..text.floor_char_boundary(MAX_QUERY_BYTES)];
        let split = splitting::split(whole);
        let mut problems = Problems::default();
        if whole.len() < text.len() {
            problems.add(ProblemCode::TooLong, Span::new(whole.len(), text.len()));
        }
        let mut raw = split.lines;
        if let Some(first) = raw.get(MAX_LINES) {
            problems.add(ProblemCode::TooManyLines, Span::new(first.span.start, whole.len()));
            raw.truncate(MAX_LINES);
        }
        let searches = raw.iter().filter(|line| line.kind == RawKind::Search).count();
        if searches == 0 {
            return None;
        }
        let lines = parse_lines(whole, &raw, split.is_numbered, split.has_references);
        let is_plain = lines.iter().all(|(_, language)| *language == Some(Language::Question));
        let is_plain = is_plain && !split.has_references;
        let asks = raw.iter().any(|line| line.span.of(whole).ends_with('?'));
        let is_single = searches < 2 && raw.len() < 2;
        if (is_plain && (asks || !split.is_numbered)) || (is_single && !split.is_numbered) {
            return None;
        }
        let mut lines: Vec<StrategyLine> = lines.into_iter().map(|(line, _)| line).collect();
        for line in &mut lines {
            line.is_off = !line.name.is_empty() && off.contains(&line.name);
        }
        let mut strategy = Self { lines, result: None, problems: Vec::new() };
        strategy.open_circles();
        strategy.report_later_lines(split.is_descending);
        strategy.result = strategy.find_result(chosen, split.is_descending);
        if strategy.result.is_none() {
            problems.add(ProblemCode::NothingToSearch, Span::new(0, whole.len()));
        }
        strategy.problems = problems.into_sorted();
        Some(strategy)
    }

    /// The chosen line, or the last one that can be searched. Histories that begin with their newest line end with
    /// their first.
    fn find_result(&self, chosen: Option<&str>, is_descending: bool) -> Option<usize> {
        let can_be = |place: &usize| self.lines.get(*place).is_some_and(|line| line.node().is_some());
        let named = chosen.map(|name| name.trim_start_matches(['#', 's', 'S']).to_ascii_lowercase());
        let named = named.and_then(|name| self.lines.iter().position(|line| line.name == name));
        let places = 0..self.lines.len();
        named.filter(can_be).or_else(|| match is_descending {
            true => places.clone().find(can_be),
            false => places.clone().rfind(can_be),
        })
    }

    /// The places of all lines, each after those to which it refers.
    pub(crate) fn evaluation_order(&self) -> Vec<usize> {
        let mut is_entered = vec![false; self.lines.len()];
        let mut order = Vec::with_capacity(self.lines.len());
        for start in 0..self.lines.len() {
            let mut stack = vec![(start, false)];
            while let Some((place, is_done)) = stack.pop() {
                if is_done {
                    order.push(place);
                    continue;
                }
                let Some(is_entered) = is_entered.get_mut(place).filter(|is_entered| !**is_entered) else {
                    continue;
                };
                *is_entered = true;
                stack.push((place, true));
                let references = self.lines.get(place).map(StrategyLine::references).unwrap_or_default();
                stack.extend(references.into_iter().map(|target| (target, false)));
            }
        }
        order
    }

    /// Takes away every reference that leads back to its own line, and reports it.
    fn open_circles(&mut self) {
        // 0: not visited, 1: being visited, 2: done.
        let mut state = vec![0_u8; self.lines.len()];
        let mut circles = Vec::new();
        for start in 0..self.lines.len() {
            let mut stack = vec![(start, self.references_of(start), 0)];
            if state[start] != 0 {
                continue;
            }
            state[start] = 1;
            while let Some((line, references, next)) = stack.last_mut() {
                let line = *line;
                let Some((target, span)) = references.get(*next).copied() else {
                    state[line] = 2;
                    stack.pop();
                    continue;
                };
                *next += 1;
                match state.get(target) {
                    Some(0) => {
                        state[target] = 1;
                        stack.push((target, self.references_of(target), 0));
                    }
                    Some(1) => circles.push((line, target, span)),
                    _ => {}
                }
            }
        }
        self.cut(circles);
    }

    /// The lines to which a line refers, each once, with the first place of the reference.
    fn references_of(&self, line: usize) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        if let Some(StrategyLine { kind: LineKind::Search(Some(node)), .. }) = self.lines.get(line) {
            node.for_each_leaf(&mut |leaf| {
                if let Pattern::Line(target) = leaf.pattern {
                    found.push((target, leaf.span));
                }
            });
        }
        found.sort_by_key(|(target, _)| *target);
        found.dedup_by_key(|(target, _)| *target);
        found
    }

    /// Takes references out of lines: of each the line, the one to which it refers, and the place.
    fn cut(&mut self, mut circles: Vec<(usize, usize, Span)>) {
        circles.sort_unstable();
        for of_line in circles.chunk_by(|a, b| a.0 == b.0) {
            let line = of_line.first().and_then(|(line, ..)| self.lines.get_mut(*line));
            let Some(line) = line else { continue };
            let targets: Vec<usize> = of_line.iter().map(|(_, target, _)| *target).collect();
            for (_, _, span) in of_line {
                line.report(ProblemCode::CircularLine, *span);
            }
            if let LineKind::Search(node) = &mut line.kind {
                *node = node.take().and_then(|node| without_lines(node, &targets));
            }
        }
    }

    /// A line further down is found all the same, but the order of the lines may be wrong.
    fn report_later_lines(&mut self, is_descending: bool) {
        for place in 0..self.lines.len() {
            for (target, span) in self.references_of(place) {
                if (target > place) != is_descending
                    && let Some(line) = self.lines.get_mut(place)
                {
                    line.report(ProblemCode::LaterLine, span);
                }
            }
        }
    }

    /// What a matching item may hold: the leaves of the result and of all lines to which it refers, each once, in the
    /// order of the text.
    pub(crate) fn wanted(&self) -> Vec<&Leaf> {
        let mut is_needed = vec![false; self.lines.len()];
        let mut open: Vec<usize> = self.result.into_iter().collect();
        while let Some(place) = open.pop() {
            let Some(is_known) = is_needed.get_mut(place).filter(|is_known| !**is_known) else { continue };
            *is_known = true;
            let node = self.lines.get(place).and_then(StrategyLine::node);
            for leaf in node.map(Node::wanted).unwrap_or_default() {
                if let Pattern::Line(target) = leaf.pattern {
                    open.push(target);
                }
            }
        }
        let needed = self.lines.iter().zip(is_needed).filter(|(_, is_needed)| *is_needed);
        needed.filter_map(|(line, _)| line.node()).flat_map(Node::wanted).collect()
    }
}

impl StrategyLine {
    /// Adds a problem, unless there are enough.
    pub(crate) fn report(&mut self, code: ProblemCode, span: Span) {
        let problem = QueryProblem { code, span };
        if self.problems.len() < MAX_LINE_PROBLEMS && !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// A node without the references to some lines, in ascending order. Recursion is bounded by the depth of the tree.
fn without_lines(node: Node, targets: &[usize]) -> Option<Node> {
    let rest = |nodes: Vec<Node>| -> Vec<Node> {
        nodes.into_iter().filter_map(|node| without_lines(node, targets)).collect()
    };
    let joined = |mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node| match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(join(nodes)),
    };
    let is_negated = |node: &Node| matches!(node, Node::Not(_));
    match node {
        Node::Leaf(Leaf { pattern: Pattern::Line(line), .. }) if targets.binary_search(&line).is_ok() => None,
        Node::Leaf(leaf) => Some(Node::Leaf(leaf)),
        Node::All(nodes) => {
            let was_positive = nodes.iter().any(|node| !is_negated(node));
            let rest = rest(nodes);
            // Without what it is taken from, a negation would find everything else.
            if was_positive && rest.iter().all(is_negated) { None } else { joined(rest, Node::All) }
        }
        Node::Any(nodes) => joined(rest(nodes), Node::Any),
        Node::Not(inner) => without_lines(*inner, targets).map(|node| Node::Not(Box::new(node))),
    }
}

/// Parses every line. Lines without a sign of a language are read in the strategy's own.
fn parse_lines(
    whole: &str,
    raw: &[RawLine],
    is_numbered: bool,
    has_references: bool,
) -> Vec<(StrategyLine, Option<Language>)> {
    let blocks = raw.iter().map(|line| line.block).max().unwrap_or(0);
    let own_name = |line: &'_ RawLine, block: usize| match line.block == block {
        true => line.own_name.clone(),
        false => String::new(),
    };
    let names: Vec<LineNames> =
        (0..=blocks).map(|block| LineNames::new(raw.iter().map(|line| own_name(line, block)))).collect();
    let begins_with_field =
        |line: &RawLine| line.pieces.first().is_some_and(|it| dialects::begins_with_field(it.of(whole)));
    let is_ebsco = dialects::is_ebsco(whole) || raw.iter().any(begins_with_field);
    let first = Reading { is_ebsco, ..Reading::default() };
    let parsed: Vec<_> = raw.iter().map(|line| parse_line(whole, line, &names[line.block], first)).collect();
    let speaks =
        |wanted: Language| parsed.iter().flatten().any(|parsed: &ParsedQuery| parsed.language == wanted);
    let own = [Language::Ovid, Language::Embase].into_iter().find(|language| speaks(*language));
    let own = own.unwrap_or(Language::PubMed);
    let is_strategy =
        is_numbered || has_references || parsed.iter().flatten().any(|it| it.language != Language::Question);
    let is_of_small_letters = own == Language::PubMed && !has_capital_operator(whole);
    let second = Reading { is_ebsco, language: Some(own), is_of_small_letters };
    let mut lines = Vec::with_capacity(raw.len());
    for (line, parsed) in raw.iter().zip(parsed) {
        let language = parsed.as_ref().map(|parsed| parsed.language);
        let parsed = match parsed {
            Some(parsed) if is_strategy && is_foreign(parsed.language, own, line.span.of(whole)) => {
                parse_line(whole, line, &names[line.block], second)
            }
            other => other,
        };
        lines.push((to_line(whole, line, parsed), language));
    }
    lines
}

/// Whether a line is to be read in the strategy's own language: Ovid's lines may have capitals, too.
fn is_foreign(language: Language, own: Language, line: &str) -> bool {
    language == Language::Question
        || (language == Language::PubMed && own == Language::Ovid && !line.contains('['))
}

fn to_line(whole: &str, raw: &RawLine, parsed: Option<ParsedQuery>) -> StrategyLine {
    let mut problems: Vec<QueryProblem> = raw.problems.clone();
    let kind = match parsed {
        None => LineKind::Comment,
        Some(parsed) => {
            problems.extend(parsed.problems);
            LineKind::Search(match parsed.expression {
                Expression::Structured(node) => Some(node),
                _ => None,
            })
        }
    };
    problems.truncate(MAX_LINE_PROBLEMS);
    let pieces = raw.pieces.iter().map(|piece| piece.of(whole));
    let text = pieces.collect::<Vec<_>>().join(" ");
    StrategyLine { name: raw.name.clone(), text, span: raw.span, kind, is_off: false, problems }
}

/// How a line is read.
#[derive(Debug, Clone, Copy, Default)]
struct Reading {
    is_ebsco: bool,
    /// The language, where it is known.
    language: Option<Language>,
    /// Whether operators are in lower case, as in all of the strategy.
    is_of_small_letters: bool,
}

fn has_capital_operator(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| Operator::of(word).is_some())
}

/// Adds a part of the text with the operators outside quotation marks in capitals.
fn copy_with_operators(whole: &str, span: Span, out: &mut Rewriting) {
    let mut is_quoted = false;
    let mut start = span.start;
    for part in span.of(whole).split_inclusive(|c: char| is_gap(c) || is_quote(c) || "()".contains(c)) {
        let word = part.trim_end_matches(|c: char| is_gap(c) || is_quote(c) || "()".contains(c));
        let end = start + word.len();
        match Operator::of_any_case(word).filter(|_| !is_quoted) {
            Some(_) => out.put(&word.to_ascii_uppercase(), Span::new(start, end)),
            None => out.copy(whole, Span::new(start, end)),
        }
        out.copy(whole, Span::new(end, start + part.len()));
        is_quoted ^= part.ends_with(is_quote);
        start += part.len();
    }
}

/// The parsed line; none for a comment.
fn parse_line(whole: &str, line: &RawLine, names: &LineNames, reading: Reading) -> Option<ParsedQuery> {
    if line.kind == RawKind::Comment {
        return None;
    }
    let mut joined = Rewriting::default();
    for (position, piece) in line.pieces.iter().enumerate() {
        if position > 0 {
            joined.put(" ", Span::new(piece.start, piece.start));
        }
        match reading.is_of_small_letters {
            true => copy_with_operators(whole, *piece, &mut joined),
            false => joined.copy(whole, *piece),
        }
    }
    if let Some(limit) = line.limit {
        return Some(parse_limited(whole, line, limit, names));
    }
    if joined.text.trim().is_empty() {
        return Some(ParsedQuery {
            language: Language::PubMed,
            expression: Expression::Nothing,
            problems: vec![QueryProblem { code: ProblemCode::NothingToSearch, span: line.span }],
        });
    }
    let translation = dialects::translate(&joined.text, reading.is_ebsco);
    let language = translation.language.or(reading.language);
    let text = &translation.rewriting.text;
    let mut parsed = parsed_query::parse_text(text, language, Some(names), Problems::default());
    parsed_query::lead_back(&mut parsed, &translation.rewriting);
    parsed_query::lead_back(&mut parsed, &joined);
    Some(parsed)
}

/// Another line, limited to years.
fn parse_limited(whole: &str, line: &RawLine, limit: LineLimit, names: &LineNames) -> ParsedQuery {
    let mut written = Rewriting::default();
    written.put("#", Span::new(limit.line.start, limit.line.start));
    written.copy(whole, limit.line);
    if let Some(years) = limit.years {
        written.put(" and \"", Span::new(years.start, years.start));
        written.copy(whole, years);
        written.put("\".yr.", Span::new(years.end, years.end));
    }
    let language = Some(Language::Ovid);
    let mut parsed = parsed_query::parse_text(&written.text, language, Some(names), Problems::default());
    parsed_query::lead_back(&mut parsed, &written);
    parsed.problems.retain(|problem| problem.span.end <= line.span.end);
    parsed
}
