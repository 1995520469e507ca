//! What of the library an asker may see: the one clause that every query of the index carries.

use super::Sight;
use super::profiles::{ProfileCache, ProfileId, Profiles};
use super::store::Store;
use domain::asker::{LibraryView, Reader};
use domain::time::Moment;
use std::sync::Arc;
use tantivy::query::{
    BooleanQuery, EmptyQuery, EnableScoring, Explanation, Occur, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

impl Store {
    /// What of these matches an asker sees at this moment. Their scores stay as they are.
    pub fn visible(&self, matches: Box<dyn Query>, sight: &Sight<'_>) -> Box<dyn Query> {
        let reader = match sight.view {
            LibraryView::Nothing => return Box::new(EmptyQuery),
            LibraryView::Reader(reader) => Some(reader.clone()),
            LibraryView::Department => None,
        };
        let matches = if sight.gone.is_empty() {
            matches
        } else {
            let gone = sight.gone.iter().map(|id| -> (Occur, Box<dyn Query>) {
                let item = TermQuery::new(self.fields().id_term(id.as_str()), IndexRecordOption::Basic);
                (Occur::MustNot, Box::new(item))
            });
            Box::new(BooleanQuery::new(std::iter::once((Occur::Must, matches)).chain(gone).collect()))
        };
        let profiles = self.profiles().clone();
        Box::new(Visible { matches, rule: Rule { profiles, reader, now: sight.now } })
    }
}

/// Who sees what, by its profile.
#[derive(Clone)]
struct Rule {
    profiles: Arc<ProfileCache>,
    /// Nobody: the department.
    reader: Option<Reader>,
    now: Moment,
}

struct Visible<M> {
    matches: M,
    rule: Rule,
}

impl Clone for Visible<Box<dyn Query>> {
    fn clone(&self) -> Self {
        Self { matches: self.matches.box_clone(), rule: self.rule.clone() }
    }
}

impl std::fmt::Debug for Visible<Box<dyn Query>> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "what is seen of {:?}", self.matches)
    }
}

impl Query for Visible<Box<dyn Query>> {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(Visible { matches: self.matches.weight(scoring)?, rule: self.rule.clone() }))
    }
}

impl Weight for Visible<Box<dyn Weight>> {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let profiles = self.rule.profiles.of(segment)?;
        let judged = vec![Judged::Not; profiles.count()];
        let matches = self.matches.scorer(segment, boost)?;
        let mut scorer = VisibleScorer { matches, profiles, judged, rule: self.rule.clone() };
        scorer.pass_over_hidden();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.matches.explain(segment, document)
    }
}

/// Whether a profile was judged in this search, and how.
#[derive(Clone, Copy, PartialEq)]
enum Judged {
    Not,
    Visible,
    Hidden,
}

struct VisibleScorer {
    matches: Box<dyn Scorer>,
    profiles: Arc<Profiles>,
    /// By profile.
    judged: Vec<Judged>,
    rule: Rule,
}

impl VisibleScorer {
    fn shows(&mut self, document: DocId) -> bool {
        let profile = self.profiles.of_document(document);
        match self.judged.get(profile) {
            Some(Judged::Not) => self.judge(profile),
            Some(judged) => *judged == Judged::Visible,
            None => false,
        }
    }

    fn judge(&mut self, profile: ProfileId) -> bool {
        let is_visible = self.profiles.is_visible(profile, self.rule.reader.as_ref(), self.rule.now);
        if let Some(judged) = self.judged.get_mut(profile) {
            *judged = if is_visible { Judged::Visible } else { Judged::Hidden };
        }
        is_visible
    }

    fn pass_over_hidden(&mut self) -> DocId {
        let mut document = self.matches.doc();
        while document != TERMINATED && !self.shows(document) {
            document = self.matches.advance();
        }
        document
    }
}

impl DocSet for VisibleScorer {
    fn advance(&mut self) -> DocId {
        self.matches.advance();
        self.pass_over_hidden()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.matches.seek(target);
        self.pass_over_hidden()
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
