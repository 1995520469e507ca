//! A group while it is parsed, and how operators combine its operands.

use super::fields::FieldSpec;
use super::language::Language;
use super::lexer::Operator;
use super::problems::Problems;
use super::proximity;
use super::tree::BoundedNode;
use domain::query::{ProblemCode, Span};

/// A group while it is parsed: the content of a pair of parentheses, or the whole text.
pub(super) struct Frame {
    /// The fields in which its words are searched.
    pub(super) spec: FieldSpec,
    /// Its opening parenthesis; none for the whole text.
    pub(super) opened: Option<Span>,
    /// In Ovid: what came before the last `or`, which binds less tightly than `and`.
    alternatives: Option<BoundedNode>,
    /// What has been combined so far.
    whole: Option<BoundedNode>,
    /// The last operand, which a proximity operator may still claim.
    pub(super) last: Option<PendingOperand>,
    /// The operator before the next operand.
    pub(super) operator: Option<(Operator, Span)>,
    /// Set where the next operand is negated.
    negation: Option<Span>,
    /// Set where the next operand has to be near the last one.
    near: Option<(Option<u32>, Span)>,
    /// Whether an operator can follow.
    pub(super) follows_operand: bool,
}

pub(super) struct PendingOperand {
    pub(super) node: BoundedNode,
    /// Never `Not`.
    pub(super) operator: Operator,
    pub(super) is_negated: bool,
}

impl Frame {
    pub(super) fn new(spec: FieldSpec, opened: Option<Span>) -> Self {
        Self {
            spec,
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
    pub(super) fn is_untouched(&self) -> bool {
        self.whole.is_none()
            && self.last.is_none()
            && self.operator.is_none()
            && self.negation.is_none()
            && !self.follows_operand
    }

    pub(super) fn operator(&mut self, operator: Operator, span: Span, problems: &mut Problems) {
        if let Some((_, near)) = self.near.take() {
            problems.add(ProblemCode::DanglingOperator, near);
        }
        match operator {
            // A double negation cancels out.
            Operator::Not => self.negation = if self.negation.is_some() { None } else { Some(span) },
            _ if !self.follows_operand => problems.add(ProblemCode::DanglingOperator, span),
            _ => self.operator = Some((operator, span)),
        }
        self.follows_operand = false;
    }

    pub(super) fn near(&mut self, distance: Option<u32>, span: Span, problems: &mut Problems) {
        if self.follows_operand && self.last.is_some() {
            self.near = Some((distance, span));
        } else {
            problems.add(ProblemCode::DanglingOperator, span);
        }
        self.follows_operand = false;
    }

    pub(super) fn add(
        &mut self,
        node: BoundedNode,
        language: Language,
        terms: &mut usize,
        problems: &mut Problems,
    ) {
        self.follows_operand = true;
        if let Some((distance, span)) = self.near.take()
            && self.negation.is_none()
            && let Some(last) = self.last.take()
        {
            let node = proximity::join(last.node, distance, node, span, terms, problems);
            self.last = Some(PendingOperand { node, ..last });
            return;
        }
        self.combine_last(language, problems);
        let operator = self.operator.take().map_or(Operator::And, |(operator, _)| operator);
        self.last = Some(PendingOperand { node, operator, is_negated: self.negation.take().is_some() });
    }

    pub(super) fn drop_operand(&mut self, language: Language, problems: &mut Problems) {
        self.combine_last(language, problems);
        self.operator = None;
        self.negation = None;
        self.near = None;
        self.follows_operand = true;
    }

    /// Combines the last operand with what came before it.
    fn combine_last(&mut self, language: Language, problems: &mut Problems) {
        let Some(PendingOperand { node, operator, is_negated }) = self.last.take() else { return };
        let span = node.node.span();
        let mut noted = |result: Result<BoundedNode, BoundedNode>| {
            result.unwrap_or_else(|rest| {
                problems.add(ProblemCode::TooDeep, span);
                rest
            })
        };
        let node = if is_negated { noted(node.not()) } else { node };
        self.whole = Some(match (self.whole.take(), operator) {
            (None, _) => node,
            (Some(whole), Operator::Or) if language.has_lower_case_operators() => {
                self.alternatives = Some(match self.alternatives.take() {
                    None => whole,
                    Some(alternatives) => noted(alternatives.or(whole)),
                });
                node
            }
            (Some(whole), Operator::Or) => noted(whole.or(node)),
            (Some(whole), _) => noted(whole.and(node)),
        });
    }

    /// The expression of the group.
    pub(super) fn finish(mut self, language: Language, problems: &mut Problems) -> Option<BoundedNode> {
        if !self.follows_operand {
            let operator = self.operator.map(|(_, span)| span);
            let near = self.near.map(|(_, span)| span);
            if let Some(span) = self.negation.or(operator).or(near) {
                problems.add(ProblemCode::DanglingOperator, span);
            }
        }
        self.combine_last(language, problems);
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
