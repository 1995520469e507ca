//! From tokens to a tree, for the two languages that have operators.
//!
//! One loop over the tokens with a stack of its own: an open parenthesis is a [`Frame`] on it, never a call.

use super::fields::{self, Scope};
use super::headings::{self, Limited};
use super::lexer::{Kind, Operator, Token};
use super::tree::{Grown, Node};
use super::{Language, MAX_DEPTH, Problems, proximity};
use domain::query::{ProblemCode, Span};

/// What a text asks for; nothing where nothing of it could be understood.
pub(super) fn parse(
    text: &str,
    tokens: &[Token],
    language: Language,
    problems: &mut Problems,
) -> Option<Node> {
    let limited = if language == Language::Ovid { headings::limited(text, tokens) } else { None };
    let Some(Limited { query, limits }) = limited else {
        return Parser::new(text, tokens, language, problems).parse().map(|grown| grown.node);
    };
    let mut whole = Frame::new(Scope::anywhere(), None);
    let mut terms = 0;
    if headings::is_number_alone(text, query) {
        problems.add(ProblemCode::EarlierSearch, query[0].span);
    } else {
        let mut parser = Parser::new(text, query, language, problems);
        let grown = parser.parse();
        terms = parser.terms;
        whole.last = grown.map(|grown| Last { grown, operator: Operator::And, is_negated: false });
    }
    let mut parser = Parser { terms, ..Parser::new(text, limits, language, problems) };
    for operand in headings::limits(&mut parser) {
        parser.take(operand, &mut whole);
    }
    whole.finish(language, problems).map(|grown| grown.node)
}

/// The position of the closing parenthesis of each opening one that has one.
fn partners(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut partners = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(at),
            Kind::Close => {
                if let Some(opened) = open.pop() {
                    partners[opened] = Some(at);
                }
            }
            _ => {}
        }
    }
    partners
}

/// Marks the parentheses that have no partner.
pub(super) fn check_parentheses(tokens: &[Token], problems: &mut Problems) {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            Kind::Open => open.push(token.span),
            Kind::Close if open.pop().is_none() => problems.add(ProblemCode::CloseParenthesis, token.span),
            _ => {}
        }
    }
    for span in open {
        problems.add(ProblemCode::OpenParenthesis, span);
    }
}

pub(super) struct Parser<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub language: Language,
    pub problems: &'a mut Problems,
    /// The next token.
    pub at: usize,
    /// Words and values taken so far.
    pub terms: usize,
    closes: Vec<Option<usize>>,
    /// Whether the rest was left out for want of room.
    is_cut: bool,
}

/// What stands where an operator expects something.
pub(super) enum Operand {
    Found(Grown),
    /// Something that cannot be asked for; its operator goes with it.
    LeftOut,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, tokens: &'a [Token], language: Language, problems: &'a mut Problems) -> Self {
        let closes = partners(tokens);
        Self { text, tokens, language, problems, at: 0, terms: 0, closes, is_cut: false }
    }

    fn parse(&mut self) -> Option<Grown> {
        let mut frames = vec![Frame::new(Scope::anywhere(), None)];
        // Parentheses too deep to be read count, so that their partners can be told.
        let mut unread = 0_usize;
        while let Some(token) = self.tokens.get(self.at) {
            let depth = frames.len();
            let Some(frame) = frames.last_mut() else { break };
            match token.kind {
                Kind::Open if depth > MAX_DEPTH => {
                    self.problems.add(ProblemCode::TooDeep, token.span);
                    unread += 1;
                    self.at += 1;
                }
                Kind::Open => {
                    let scope = self.scope_of_group(self.at).unwrap_or_else(|| frame.scope.clone());
                    frames.push(Frame::new(scope, Some(token.span)));
                    self.at += 1;
                }
                Kind::Close => {
                    self.at += 1;
                    if unread > 0 {
                        unread -= 1;
                    } else if let Some(closed) = frames.pop_if(|frame| frame.opened.is_some()) {
                        self.close(closed, Some(token.span), frames.last_mut());
                    }
                    self.pass_fields();
                }
                Kind::Operator(operator) => {
                    self.at += 1;
                    frame.operator(operator, token.span, self.problems);
                }
                Kind::Near(distance) => {
                    self.at += 1;
                    frame.near(distance, token.span, self.problems);
                }
                _ => {
                    let scope = frame.scope.clone();
                    if let Some(operand) = self.operand(&scope) {
                        self.take(operand, frame);
                    }
                }
            }
        }
        for frame in frames.iter_mut().filter(|_| self.is_cut) {
            // What an operator waits for is among what was left out.
            frame.follows_operand = true;
        }
        while let Some(closed) = frames.pop_if(|frame| frame.opened.is_some()) {
            self.close(closed, None, frames.last_mut());
        }
        frames.pop().and_then(|frame| frame.finish(self.language, self.problems))
    }

    fn take(&mut self, operand: Operand, frame: &mut Frame) {
        match operand {
            Operand::Found(grown) => frame.take(grown, self.language, &mut self.terms, self.problems),
            Operand::LeftOut => frame.leave_out(self.language, self.problems),
        }
    }

    /// Gives what a group holds to the one around it. At the end of the text there is no parenthesis to close it.
    fn close(&mut self, closed: Frame, parenthesis: Option<Span>, outer: Option<&mut Frame>) {
        let Some(outer) = outer else { return };
        let is_left_out = closed.scope.is_left_out;
        if closed.is_untouched()
            && let (Some(open), Some(close)) = (closed.opened, parenthesis)
        {
            self.problems.add(ProblemCode::EmptyGroup, open.to(close));
        }
        match closed.finish(self.language, self.problems) {
            Some(grown) if !is_left_out => self.take(Operand::Found(grown), outer),
            _ => self.take(Operand::LeftOut, outer),
        }
    }

    /// The fields that stand behind the parenthesis that closes this one.
    fn scope_of_group(&mut self, open: usize) -> Option<Scope> {
        let after = self.closes[open]? + 1;
        self.scope(after)
    }

    /// The fields at this place, with what is wrong with them.
    pub fn scope(&mut self, at: usize) -> Option<Scope> {
        let token = self.tokens.get(at)?;
        let scope = match token.kind {
            Kind::Tag(content) => fields::tag(content.of(self.text)),
            Kind::Codes(content) => fields::codes(content.of(self.text)),
            _ => return None,
        };
        if let Some(problem) = scope.problem {
            self.problems.add(problem, token.span);
        }
        Some(scope)
    }

    /// Goes past the fields of a group, which were read when it began.
    fn pass_fields(&mut self) {
        if self.tokens.get(self.at).is_some_and(|token| matches!(token.kind, Kind::Tag(_) | Kind::Codes(_))) {
            self.at += 1;
        }
    }

    /// Leaves out the rest of the text from this place, for want of room.
    pub fn stop(&mut self, from: Span) {
        self.problems.add(ProblemCode::TooManyTerms, Span::new(from.start, self.text.len()));
        self.at = self.tokens.len();
        self.is_cut = true;
    }
}

/// A group while it is read: what stands in one pair of parentheses, or the whole text.
struct Frame {
    /// The fields in which its words are looked for.
    scope: Scope,
    /// Its parenthesis; none for the whole text.
    opened: Option<Span>,
    /// In Ovid: what stood before the last `or`, which binds less than `and`.
    alternatives: Option<Grown>,
    /// What has been combined.
    whole: Option<Grown>,
    /// The last operand, which proximity may still take.
    last: Option<Last>,
    /// The operator that waits for what comes next.
    operator: Option<(Operator, Span)>,
    /// Set where what comes next is negated.
    negation: Option<Span>,
    /// Set where what comes next has to stand near the last operand.
    near: Option<(Option<u32>, Span)>,
    /// Whether an operator can follow.
    follows_operand: bool,
}

struct Last {
    grown: Grown,
    /// Never `Not`.
    operator: Operator,
    is_negated: bool,
}

impl Frame {
    fn new(scope: Scope, opened: Option<Span>) -> Self {
        Self {
            scope,
            opened,
            alternatives: None,
            whole: None,
            last: None,
            operator: None,
            negation: None,
            near: None,
            follows_operand: false,
        }
    }

    /// Whether nothing has been read in it.
    fn is_untouched(&self) -> bool {
        self.whole.is_none()
            && self.last.is_none()
            && self.operator.is_none()
            && self.negation.is_none()
            && !self.follows_operand
    }

    fn operator(&mut self, operator: Operator, span: Span, problems: &mut Problems) {
        if let Some((_, near)) = self.near.take() {
            problems.add(ProblemCode::DanglingOperator, near);
        }
        match operator {
            // What is not not is.
            Operator::Not => self.negation = if self.negation.is_some() { None } else { Some(span) },
            _ if !self.follows_operand => problems.add(ProblemCode::DanglingOperator, span),
            _ => self.operator = Some((operator, span)),
        }
        self.follows_operand = false;
    }

    fn near(&mut self, distance: Option<u32>, span: Span, problems: &mut Problems) {
        if self.follows_operand && self.last.is_some() {
            self.near = Some((distance, span));
        } else {
            problems.add(ProblemCode::DanglingOperator, span);
        }
        self.follows_operand = false;
    }

    fn take(&mut self, grown: Grown, language: Language, terms: &mut usize, problems: &mut Problems) {
        self.follows_operand = true;
        if let Some((distance, span)) = self.near.take()
            && self.negation.is_none()
            && let Some(last) = self.last.take()
        {
            let grown = proximity::join(last.grown, distance, grown, span, terms, problems);
            self.last = Some(Last { grown, ..last });
            return;
        }
        self.settle(language, problems);
        let operator = self.operator.take().map_or(Operator::And, |(operator, _)| operator);
        self.last = Some(Last { grown, operator, is_negated: self.negation.take().is_some() });
    }

    fn leave_out(&mut self, language: Language, problems: &mut Problems) {
        self.settle(language, problems);
        self.operator = None;
        self.negation = None;
        self.near = None;
        self.follows_operand = true;
    }

    /// Combines the last operand with what came before it.
    fn settle(&mut self, language: Language, problems: &mut Problems) {
        let Some(Last { grown, operator, is_negated }) = self.last.take() else { return };
        let span = grown.node.span();
        let mut noted = |result: Result<Grown, Grown>| {
            result.unwrap_or_else(|rest| {
                problems.add(ProblemCode::TooDeep, span);
                rest
            })
        };
        let grown = if is_negated { noted(grown.not()) } else { grown };
        self.whole = Some(match (self.whole.take(), operator) {
            (None, _) => grown,
            (Some(whole), Operator::Or) if language == Language::Ovid => {
                self.alternatives = Some(match self.alternatives.take() {
                    None => whole,
                    Some(alternatives) => noted(alternatives.or(whole)),
                });
                grown
            }
            (Some(whole), Operator::Or) => noted(whole.or(grown)),
            (Some(whole), _) => noted(whole.and(grown)),
        });
    }

    /// What the group holds.
    fn finish(mut self, language: Language, problems: &mut Problems) -> Option<Grown> {
        if !self.follows_operand {
            let operator = self.operator.map(|(_, span)| span);
            let near = self.near.map(|(_, span)| span);
            if let Some(span) = self.negation.or(operator).or(near) {
                problems.add(ProblemCode::DanglingOperator, span);
            }
        }
        self.settle(language, problems);
        match (self.alternatives, self.whole) {
            (Some(alternatives), Some(whole)) => {
                let span = whole.node.span();
                Some(alternatives.or(whole).unwrap_or_else(|rest| {
                    problems.add(ProblemCode::TooDeep, span);
                    rest
                }))
            }
            (alternatives, whole) => whole.or(alternatives),
        }
    }
}
