//! From tokens to a tree, for the two languages with operators.
//!
//! One loop over the tokens with an explicit stack: an open parenthesis is a [`Frame`] on it, never a recursive call.

use super::fields::FieldSpec;
use super::frame::{Frame, PendingOperand};
use super::language::Language;
use super::lexer::{Operator, Token, TokenKind};
use super::limits::MAX_DEPTH;
use super::operands::Operand;
use super::problems::Problems;
use super::token_stream::TokenStream;
use super::tree::{BoundedNode, Node};
use super::year_limits::{self, LimitedQuery};
use domain::query::{ProblemCode, Span};

/// What a text asks for; none where nothing of it was understood.
pub(super) fn parse_tokens(
    text: &str,
    tokens: &[Token],
    language: Language,
    problems: &mut Problems,
) -> Option<Node> {
    let limited = if language == Language::Ovid { year_limits::split_limits(text, tokens) } else { None };
    let Some(LimitedQuery { query, limits }) = limited else {
        return Parser::new(text, tokens, language, problems).parse().map(|bounded| bounded.node);
    };
    let mut whole = Frame::new(FieldSpec::anywhere(), None);
    let mut terms = 0;
    if year_limits::is_number_alone(text, query) {
        problems.add(ProblemCode::EarlierSearch, query[0].span);
    } else {
        let mut parser = Parser::new(text, query, language, problems);
        let node = parser.parse();
        terms = parser.stream.terms;
        whole.last = node.map(|node| PendingOperand { node, operator: Operator::And, is_negated: false });
    }
    let mut parser = Parser::new(text, limits, language, problems);
    parser.stream.terms = terms;
    for operand in year_limits::parse_limits(&mut parser.stream) {
        parser.take(operand, &mut whole);
    }
    whole.finish(language, problems).map(|bounded| bounded.node)
}

/// For each opening parenthesis, the position of the closing one, if any.
fn pair_parentheses(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut partners = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => open.push(at),
            TokenKind::Close => {
                if let Some(opened) = open.pop() {
                    partners[opened] = Some(at);
                }
            }
            _ => {}
        }
    }
    partners
}

/// Reports unpaired parentheses.
pub(super) fn check_parentheses(tokens: &[Token], problems: &mut Problems) {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token.span),
            TokenKind::Close if open.pop().is_none() => {
                problems.add(ProblemCode::CloseParenthesis, token.span)
            }
            _ => {}
        }
    }
    for span in open {
        problems.add(ProblemCode::OpenParenthesis, span);
    }
}

struct Parser<'a> {
    stream: TokenStream<'a>,
    /// For each opening parenthesis, the position of the closing one.
    closes: Vec<Option<usize>>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, tokens: &'a [Token], language: Language, problems: &'a mut Problems) -> Self {
        Self { stream: TokenStream::new(text, tokens, language, problems), closes: pair_parentheses(tokens) }
    }

    fn parse(&mut self) -> Option<BoundedNode> {
        let mut frames = vec![Frame::new(FieldSpec::anywhere(), None)];
        // Parentheses nested too deeply are counted, so that their partners are recognised.
        let mut unread = 0_usize;
        while let Some(token) = self.stream.tokens.get(self.stream.at) {
            let depth = frames.len();
            let Some(frame) = frames.last_mut() else { break };
            match token.kind {
                TokenKind::Open if depth > MAX_DEPTH => {
                    self.stream.problems.add(ProblemCode::TooDeep, token.span);
                    unread += 1;
                    self.stream.at += 1;
                }
                TokenKind::Open => {
                    let spec = self.read_group_fields(self.stream.at).unwrap_or_else(|| frame.spec.clone());
                    frames.push(Frame::new(spec, Some(token.span)));
                    self.stream.at += 1;
                }
                TokenKind::Close => {
                    self.stream.at += 1;
                    if unread > 0 {
                        unread -= 1;
                    } else if let Some(closed) = frames.pop_if(|frame| frame.opened.is_some()) {
                        self.close(closed, Some(token.span), frames.last_mut());
                    }
                    self.skip_fields();
                }
                TokenKind::Operator(operator) => {
                    self.stream.at += 1;
                    frame.operator(operator, token.span, self.stream.problems);
                }
                TokenKind::Near(distance) => {
                    self.stream.at += 1;
                    frame.near(distance, token.span, self.stream.problems);
                }
                _ => {
                    let spec = frame.spec.clone();
                    if let Some(operand) = self.stream.parse_operand(&spec) {
                        self.take(operand, frame);
                    }
                }
            }
        }
        for frame in frames.iter_mut().filter(|_| self.stream.is_cut) {
            // The operand of a last operator is in what was cut off.
            frame.follows_operand = true;
        }
        while let Some(closed) = frames.pop_if(|frame| frame.opened.is_some()) {
            self.close(closed, None, frames.last_mut());
        }
        frames.pop().and_then(|frame| frame.finish(self.stream.language, self.stream.problems))
    }

    fn take(&mut self, operand: Operand, frame: &mut Frame) {
        match operand {
            Operand::Node(node) => {
                frame.add(node, self.stream.language, &mut self.stream.terms, self.stream.problems)
            }
            Operand::Dropped => frame.drop_operand(self.stream.language, self.stream.problems),
        }
    }

    /// Hands a group's expression to the enclosing group. At the end of the text there may be no closing parenthesis.
    fn close(&mut self, closed: Frame, parenthesis: Option<Span>, outer: Option<&mut Frame>) {
        let Some(outer) = outer else { return };
        let is_dropped = closed.spec.is_dropped;
        if closed.is_untouched()
            && let (Some(open), Some(close)) = (closed.opened, parenthesis)
        {
            self.stream.problems.add(ProblemCode::EmptyGroup, open.to(close));
        }
        match closed.finish(self.stream.language, self.stream.problems) {
            Some(node) if !is_dropped => self.take(Operand::Node(node), outer),
            _ => self.take(Operand::Dropped, outer),
        }
    }

    /// The fields after the parenthesis that closes this one.
    fn read_group_fields(&mut self, open: usize) -> Option<FieldSpec> {
        let after = self.closes[open]? + 1;
        self.stream.read_fields(after)
    }

    /// Skips the fields of a group, which were read when it began.
    fn skip_fields(&mut self) {
        if self
            .stream
            .tokens
            .get(self.stream.at)
            .is_some_and(|token| matches!(token.kind, TokenKind::Tag(_) | TokenKind::Codes(_)))
        {
            self.stream.at += 1;
        }
    }
}
