//! What the lines of a strategy find: each line once, as a set of documents, dropped after the last line that needs it.

use super::document_set::DocumentSet;
use super::error::SearchError;
use super::grammar::{Field, Leaf, LineKind, Node, Pattern, Strategy};
use super::query_plan::QueryPlan;
use super::snapshot::Snapshot;
use super::structured_query::QueryBuilder;
use domain::library::StrategyLine;
use domain::query::{ProblemCode, QueryProblem};
use std::rc::Rc;
use tantivy::query::AllQuery;

/// An evaluated strategy.
pub(crate) struct StrategyFinds {
    /// Every line but headings and remarks.
    pub(crate) lines: Vec<StrategyLine>,
    /// What the chosen line finds.
    pub(crate) found: DocumentSet,
}

/// Evaluates every line of a strategy. Concepts whose keys are in `off` are not expanded.
pub(crate) fn evaluate(
    snapshot: &Snapshot<'_>,
    strategy: &Strategy,
    off: &[String],
) -> Result<StrategyFinds, SearchError> {
    let everything = snapshot.in_scope(Box::new(AllQuery));
    let visible = DocumentSet::matching(&everything, &snapshot.searcher)?.without_deleted(&snapshot.searcher);
    let mut evaluator = LineEvaluator::new(snapshot, strategy, off);
    let mut counts = vec![None; strategy.lines.len()];
    let mut found = None;
    let mut problems = vec![Vec::new(); strategy.lines.len()];
    for place in strategy.evaluation_order() {
        let set = evaluator.line(place)?;
        let Some(count) = counts.get_mut(place) else { continue };
        *count = Some(set.as_ref().map_or(0, |set| set.count_within(&visible)));
        if let Some(own) = problems.get_mut(place) {
            own.append(&mut evaluator.problems);
        }
        if strategy.result == Some(place) {
            found.clone_from(&set);
        }
        evaluator.keep(place, set);
    }
    let mut lines = Vec::with_capacity(strategy.lines.len());
    for (place, ((line, count), problems)) in strategy.lines.iter().zip(counts).zip(problems).enumerate() {
        if matches!(line.kind, LineKind::Comment) {
            continue;
        }
        lines.push(StrategyLine {
            number: line.name.clone(),
            text: line.text.clone(),
            count: if line.is_off { None } else { count.or(Some(0)) },
            is_off: line.is_off,
            is_chosen: strategy.result == Some(place),
            problems: line.problems.iter().cloned().chain(problems).collect(),
        });
    }
    let found = match found {
        Some(mut found) => {
            Rc::make_mut(&mut found).intersect(&visible);
            Rc::unwrap_or_clone(found)
        }
        None => {
            let mut nothing = DocumentSet::all(&snapshot.searcher);
            nothing.complement();
            nothing
        }
    };
    Ok(StrategyFinds { lines, found })
}

struct LineEvaluator<'a> {
    snapshot: &'a Snapshot<'a>,
    strategy: &'a Strategy,
    off: &'a [String],
    /// By line; what is still needed.
    sets: Vec<Option<Rc<DocumentSet>>>,
    /// By line: how many references to it are still to be evaluated.
    uses: Vec<usize>,
    /// Of the line that is being evaluated.
    problems: Vec<QueryProblem>,
}

impl<'a> LineEvaluator<'a> {
    fn new(snapshot: &'a Snapshot<'a>, strategy: &'a Strategy, off: &'a [String]) -> Self {
        let mut uses = vec![0; strategy.lines.len()];
        for line in &strategy.lines {
            for target in line.references() {
                if let Some(count) = uses.get_mut(target) {
                    *count += 1;
                }
            }
        }
        let sets = vec![None; strategy.lines.len()];
        Self { snapshot, strategy, off, sets, uses, problems: Vec::new() }
    }

    /// What a line finds; none where nothing of it counts.
    fn line(&mut self, place: usize) -> Result<Option<Rc<DocumentSet>>, SearchError> {
        let Some(node) = self.strategy.lines.get(place).and_then(|line| line.node()) else { return Ok(None) };
        // Only words without a field are searched with their synonyms.
        let plan = match has_free_words(node) {
            true => self.snapshot.plan_of_leaves("", &node.wanted(), self.off)?,
            false => QueryPlan::default(),
        };
        let index = self.snapshot.searched_index();
        let mut builder = QueryBuilder::new(&plan, &index);
        let set = self.node(node, &mut builder)?;
        self.problems.append(&mut builder.problems);
        Ok(set)
    }

    fn keep(&mut self, place: usize, set: Option<Rc<DocumentSet>>) {
        let is_needed = self.uses.get(place).is_some_and(|uses| *uses > 0);
        if let Some(kept) = self.sets.get_mut(place).filter(|_| is_needed) {
            *kept = set;
        }
    }

    /// Recursion is safe: the grammar limits the depth of trees. What refers to a line that is switched off is left
    /// out.
    fn node(
        &mut self,
        node: &Node,
        builder: &mut QueryBuilder<'_>,
    ) -> Result<Option<Rc<DocumentSet>>, SearchError> {
        match node {
            Node::Leaf(leaf) => self.leaf(leaf, builder),
            Node::All(nodes) => self.all(nodes, builder),
            Node::Any(nodes) => {
                let mut whole: Option<Rc<DocumentSet>> = None;
                for node in nodes {
                    let Some(part) = self.node(node, builder)? else { continue };
                    match &mut whole {
                        Some(whole) => Rc::make_mut(whole).unite(&part),
                        None => whole = Some(part),
                    }
                }
                Ok(whole)
            }
            Node::Not(inner) => {
                let mut set = self.node(inner, builder)?;
                if let Some(set) = &mut set {
                    Rc::make_mut(set).complement();
                }
                Ok(set)
            }
        }
    }

    fn all(
        &mut self,
        nodes: &[Node],
        builder: &mut QueryBuilder<'_>,
    ) -> Result<Option<Rc<DocumentSet>>, SearchError> {
        let mut whole: Option<Rc<DocumentSet>> = None;
        let (mut left_out, mut has_positive) = (None, false);
        for node in nodes {
            let (node, is_negated) = match node {
                Node::Not(inner) => (&**inner, true),
                other => (other, false),
            };
            let Some(mut part) = self.node(node, builder)? else {
                left_out = left_out.or(Some(node).filter(|_| !is_negated));
                continue;
            };
            has_positive |= !is_negated;
            match &mut whole {
                Some(whole) if is_negated => Rc::make_mut(whole).subtract(&part),
                Some(whole) => Rc::make_mut(whole).intersect(&part),
                None => {
                    if is_negated {
                        Rc::make_mut(&mut part).complement();
                    }
                    whole = Some(part);
                }
            }
        }
        if let Some(left_out) = left_out.filter(|_| whole.is_some() && !has_positive) {
            // Everything but what is negated was never asked for.
            let span = left_out.wanted().first().map(|leaf| leaf.span);
            self.problems.extend(span.map(|span| QueryProblem { code: ProblemCode::NothingToSearch, span }));
            return Ok(None);
        }
        Ok(whole)
    }

    fn leaf(
        &mut self,
        leaf: &Leaf,
        builder: &mut QueryBuilder<'_>,
    ) -> Result<Option<Rc<DocumentSet>>, SearchError> {
        let Pattern::Line(target) = leaf.pattern else {
            let query = builder.leaf(leaf)?;
            return Ok(Some(Rc::new(DocumentSet::matching(&query, &self.snapshot.searcher)?)));
        };
        let Some(uses) = self.uses.get_mut(target) else { return Ok(None) };
        *uses = uses.saturating_sub(1);
        let is_last = *uses == 0;
        let Some(set) = self.sets.get_mut(target) else { return Ok(None) };
        Ok(if is_last { set.take() } else { set.clone() })
    }
}

fn has_free_words(node: &Node) -> bool {
    node.wanted().iter().any(|leaf| leaf.field == Field::Anywhere && !leaf.words().is_empty())
}
