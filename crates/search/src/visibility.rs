//! What of the library a searcher may see: the one filter that every query of the index carries.

use super::profiles::{ProfileCache, ProfileId, SegmentProfiles};
use super::scope::SearchScope;
use super::store::IndexStore;
use domain::asker::{LibraryView, Reader};
use domain::time::Moment;
use std::sync::Arc;
use tantivy::query::{
    BooleanQuery, EmptyQuery, EnableScoring, Explanation, Occur, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// The matches that are in scope. Their scores stay as they are.
pub(crate) fn restrict_to_scope(
    store: &IndexStore,
    matches: Box<dyn Query>,
    scope: &SearchScope<'_>,
) -> Box<dyn Query> {
    let reader = match scope.view {
        LibraryView::Nothing => return Box::new(EmptyQuery),
        LibraryView::Reader(reader) => Some(reader.clone()),
        LibraryView::Department => None,
    };
    let matches = if scope.gone.is_empty() {
        matches
    } else {
        let gone = scope.gone.iter().map(|id| -> (Occur, Box<dyn Query>) {
            let item = TermQuery::new(store.fields().id_term(id.as_str()), IndexRecordOption::Basic);
            (Occur::MustNot, Box::new(item))
        });
        Box::new(BooleanQuery::new(std::iter::once((Occur::Must, matches)).chain(gone).collect()))
    };
    let profiles = store.profiles().clone();
    Box::new(VisibleQuery { matches, rule: VisibilityRule { profiles, reader, now: scope.now } })
}

/// Whether the scope's view shows any of these documents of a segment, whatever was removed since.
pub(crate) fn shows_any(
    store: &IndexStore,
    scope: &SearchScope<'_>,
    segment: &SegmentReader,
    documents: &[DocId],
) -> tantivy::Result<bool> {
    let reader = match scope.view {
        LibraryView::Nothing => return Ok(false),
        LibraryView::Reader(reader) => Some(reader),
        LibraryView::Department => None,
    };
    let profiles = store.profiles().get(segment)?;
    let alive = segment.alive_bitset();
    Ok(documents.iter().any(|document| {
        alive.is_none_or(|alive| alive.is_alive(*document))
            && profiles.is_visible(profiles.of_document(*document), reader, scope.now)
    }))
}

/// Decides by profile who sees what.
#[derive(Clone)]
struct VisibilityRule {
    profiles: Arc<ProfileCache>,
    /// None for the department.
    reader: Option<Reader>,
    now: Moment,
}

struct VisibleQuery<M> {
    matches: M,
    rule: VisibilityRule,
}

impl Clone for VisibleQuery<Box<dyn Query>> {
    fn clone(&self) -> Self {
        Self { matches: self.matches.box_clone(), rule: self.rule.clone() }
    }
}

impl std::fmt::Debug for VisibleQuery<Box<dyn Query>> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "visible {:?}", self.matches)
    }
}

impl Query for VisibleQuery<Box<dyn Query>> {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(VisibleQuery { matches: self.matches.weight(scoring)?, rule: self.rule.clone() }))
    }
}

impl Weight for VisibleQuery<Box<dyn Weight>> {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let profiles = self.rule.profiles.get(segment)?;
        let verdicts = vec![Verdict::Pending; profiles.count()];
        let matches = self.matches.scorer(segment, boost)?;
        let mut scorer = VisibleScorer { matches, profiles, verdicts, rule: self.rule.clone() };
        scorer.skip_hidden();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.matches.explain(segment, document)
    }
}

/// Whether a profile was judged in this search, and how.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Pending,
    Visible,
    Hidden,
}

struct VisibleScorer {
    matches: Box<dyn Scorer>,
    profiles: Arc<SegmentProfiles>,
    /// By profile.
    verdicts: Vec<Verdict>,
    rule: VisibilityRule,
}

impl VisibleScorer {
    fn is_visible(&mut self, document: DocId) -> bool {
        let profile = self.profiles.of_document(document);
        match self.verdicts.get(profile) {
            Some(Verdict::Pending) => self.judge(profile),
            Some(verdict) => *verdict == Verdict::Visible,
            None => false,
        }
    }

    fn judge(&mut self, profile: ProfileId) -> bool {
        let is_visible = self.profiles.is_visible(profile, self.rule.reader.as_ref(), self.rule.now);
        if let Some(verdict) = self.verdicts.get_mut(profile) {
            *verdict = if is_visible { Verdict::Visible } else { Verdict::Hidden };
        }
        is_visible
    }

    fn skip_hidden(&mut self) -> DocId {
        let mut document = self.matches.doc();
        while document != TERMINATED && !self.is_visible(document) {
            document = self.matches.advance();
        }
        document
    }
}

impl DocSet for VisibleScorer {
    fn advance(&mut self) -> DocId {
        self.matches.advance();
        self.skip_hidden()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.matches.seek(target);
        self.skip_hidden()
    }

    fn doc(&self) -> DocId {
        self.matches.doc()
    }

    fn size_hint(&self) -> u32 {
        self.matches.size_hint()
    }

    fn cost(&self) -> u64 {
        self.matches.cost()
    }
}

impl Scorer for VisibleScorer {
    fn score(&mut self) -> Score {
        self.matches.score()
    }
}
