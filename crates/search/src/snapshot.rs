//! The index at one point in time, as one scope sees it: what a single call answers from.

use super::analysis::{stem_analyzer, tokenize};
use super::compounds::add_ways_of_writing;
use super::document_set::DocumentSetQuery;
use super::error::SearchError;
use super::grammar::Leaf;
use super::holdings::Holdings;
use super::identifier_list;
use super::listed_items::find_listed;
use super::matching::{self, Basis, Coverage, ScoreThreshold};
use super::pico_filter::filter_by_pico;
use super::query_plan::QueryPlan;
use super::ranking::{RANKING, RankingParameters};
use super::scope::SearchScope;
use super::store::IndexStore;
use super::structured_query::{self, SearchedIndex};
use super::visibility::{restrict_to_scope, shows_any};
use super::word_pattern::{Expansions, WordPart, parts_of};
use domain::library::Expansion;
use domain::search_query::SearchQuery;
use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocAddress, DocSet as _, Searcher, TERMINATED};

/// The index at one point in time, as one scope sees it.
pub(crate) struct Snapshot<'a> {
    pub(crate) store: &'a IndexStore,
    pub(crate) searcher: Searcher,
    pub(crate) scope: &'a SearchScope<'a>,
    /// How matches are scored: as in use, except in an evaluation.
    pub(crate) ranking: RankingParameters,
    /// The words that signs for letters stand for.
    pub(crate) expansions: Expansions,
}

impl<'a> Snapshot<'a> {
    pub(crate) fn new(store: &'a IndexStore, scope: &'a SearchScope<'a>) -> Self {
        Self { store, searcher: store.searcher(), scope, ranking: RANKING, expansions: Expansions::default() }
    }

    /// The plan for a text in this library. Concepts whose keys are in `off` are not expanded.
    pub(crate) fn plan(&self, text: &str, off: &[String]) -> Result<QueryPlan, SearchError> {
        if let Some(list) = identifier_list::read(text) {
            return Ok(QueryPlan::of_list(list));
        }
        self.plan_words(text, off)
    }

    /// The same for a text that is known to be no list of identifiers.
    pub(crate) fn plan_words(&self, text: &str, off: &[String]) -> Result<QueryPlan, SearchError> {
        let mut plan = QueryPlan::in_library(text, self.scope.thesaurus, off, self);
        add_ways_of_writing(&mut plan, self.store, &self.searcher)?;
        if let Some(node) = plan.structure.take() {
            self.add_expanded_words(&mut plan, &node.wanted())?;
            plan.structure = Some(node);
        }
        Ok(plan)
    }

    /// Adds the most frequent of the words that signs for letters stand for, so that they rank and are marked, and
    /// reports which of these stand for too many.
    pub(crate) fn add_expanded_words(
        &self,
        plan: &mut QueryPlan,
        leaves: &[&Leaf],
    ) -> Result<(), SearchError> {
        for word in leaves.iter().flat_map(|leaf| leaf.words()).filter(|word| word.has_wildcard()) {
            for part in parts_of(word) {
                let WordPart::Pattern(pattern) = part else { continue };
                let field = self.store.fields().spelling;
                let expansion = self.expansions.get(&pattern, &self.searcher, field)?;
                plan.add_expanded(word, &expansion);
            }
        }
        Ok(())
    }

    /// What queries are built for.
    pub(crate) fn searched_index(&self) -> SearchedIndex<'_> {
        let (scope, fields, searcher) = (self.scope, self.store.fields(), &self.searcher);
        SearchedIndex { scope, fields, searcher, expansions: &self.expansions }
    }

    /// The plan for some leaves of a strategy.
    pub(crate) fn plan_of_leaves(
        &self,
        text: &str,
        leaves: &[&Leaf],
        off: &[String],
    ) -> Result<QueryPlan, SearchError> {
        let mut plan = QueryPlan::of_leaves(text, leaves, self.scope.thesaurus, off, self);
        add_ways_of_writing(&mut plan, self.store, &self.searcher)?;
        Ok(plan)
    }

    /// The concepts of a search with those of their words that find something in scope. What is left with none is
    /// not worth a reader's time, unless they have switched it off or may have meant something else.
    pub(crate) fn helpful(&self, expansions: Vec<Expansion>) -> Result<Vec<Expansion>, SearchError> {
        let mut helpful = Vec::with_capacity(expansions.len());
        for mut expansion in expansions {
            for words in [&mut expansion.words, &mut expansion.narrower] {
                let mut found = Vec::with_capacity(words.len());
                for word in words.drain(..) {
                    if self.has_words(&word)? {
                        found.push(word);
                    }
                }
                *words = found;
            }
            let helps = !(expansion.words.is_empty() && expansion.narrower.is_empty());
            if helps || expansion.is_off || !expansion.other_senses.is_empty() {
                helpful.push(expansion);
            }
        }
        Ok(helpful)
    }

    /// The number of items in scope that answer a plan.
    pub(crate) fn count(&self, plan: &QueryPlan) -> Result<u64, SearchError> {
        let matches = self.matches(plan, Coverage::Most, &ScoreThreshold::unreachable())?;
        let weight = matches.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            count += u64::from(weight.count(segment)?);
        }
        Ok(count)
    }

    /// Whether an item in scope holds these words as they are.
    fn has_words(&self, words: &str) -> Result<bool, SearchError> {
        let stems = tokenize(&mut stem_analyzer(), words);
        if self.together(&stems) == 0 {
            return Ok(false);
        }
        if self.scope.gone.is_empty()
            && let [_, _, ..] = stems.as_slice()
        {
            return self.shows_phrase(&stems);
        }
        let phrase = self.in_scope(self.store.phrase_query(&stems));
        Ok(!self.first_matches(&phrase, 1)?.is_empty())
    }

    /// Whether an item that the scope's view shows holds these stems one after the other.
    fn shows_phrase(&self, stems: &[String]) -> Result<bool, SearchError> {
        let terms = self.terms(stems);
        for segment in self.searcher.segment_readers() {
            let list = self.store.phrases().get(&terms, 0, segment)?;
            if shows_any(self.store, self.scope, segment, &list.documents)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// These stems as terms of the text.
    fn terms(&self, stems: &[String]) -> Vec<Term> {
        let words = self.store.fields().words;
        stems.iter().map(|stem| Term::from_field_text(words, stem)).collect()
    }

    /// The items in scope that match a plan. An item below the threshold may get any score below it.
    pub(crate) fn matches(
        &self,
        plan: &QueryPlan,
        coverage: Coverage,
        threshold: &ScoreThreshold,
    ) -> Result<Box<dyn Query>, SearchError> {
        if let Some(list) = plan.exact_list() {
            return Ok(self.in_scope(find_listed(list, self.store.fields())));
        }
        let basis = Basis {
            store: self.store,
            searcher: &self.searcher,
            ranking: &self.ranking,
            now: self.scope.now,
        };
        let scoring = |coverage| matching::build_query(&basis, &plan.words, coverage, threshold);
        let mut clauses: Vec<Box<dyn Query>> = Vec::new();
        match &plan.structure {
            _ if plan.is_everything() => clauses.push(Box::new(AllQuery)),
            _ if plan.found.is_some() && matches!(coverage, Coverage::Most | Coverage::All) => {
                let found = plan
                    .found
                    .iter()
                    .map(|found| Box::new(DocumentSetQuery(found.clone())) as Box<dyn Query>);
                let ranked = (Occur::Should, Box::new(scoring(Coverage::Any)?) as Box<dyn Query>);
                clauses.push(Box::new(BooleanQuery::new(
                    found.map(|found| (Occur::Must, found)).chain([ranked]).collect(),
                )));
            }
            Some(node) if matches!(coverage, Coverage::Most | Coverage::All) => {
                let logic = structured_query::build_query(node, plan, &self.searched_index())?;
                let ranked = (Occur::Should, Box::new(scoring(Coverage::Any)?) as Box<dyn Query>);
                clauses.push(Box::new(BooleanQuery::new(vec![(Occur::Must, logic), ranked])));
            }
            _ => clauses.push(Box::new(scoring(coverage)?)),
        }
        if coverage == Coverage::Most && !plan.is_structured() {
            clauses.extend(plan.phrases.iter().map(|phrase| self.store.phrase_query(phrase)));
        }
        let matches: Box<dyn Query> = match clauses.len() {
            1 => clauses.remove(0),
            _ => Box::new(BooleanQuery::intersection(clauses)),
        };
        Ok(self.in_scope(matches))
    }

    /// As [`Snapshot::matches`], narrowed by the clinical question of a search.
    pub(crate) fn filtered(
        &self,
        query: &SearchQuery,
        plan: &QueryPlan,
        coverage: Coverage,
        threshold: &ScoreThreshold,
    ) -> Result<Box<dyn Query>, SearchError> {
        let matches = self.matches(plan, coverage, threshold)?;
        Ok(filter_by_pico(matches, &query.pico, self.store.fields()))
    }

    /// Those of these matches that are in scope, with their scores as they are.
    pub(crate) fn in_scope(&self, matches: Box<dyn Query>) -> Box<dyn Query> {
        restrict_to_scope(self.store, matches, self.scope)
    }

    /// Whether a text finds anything in scope. Stops at the first hit.
    pub(crate) fn has_hit(&self, text: &str) -> Result<bool, SearchError> {
        let plan = self.plan(text, &[])?;
        let matches = self.matches(&plan, Coverage::Most, &ScoreThreshold::default())?;
        Ok(!self.first_matches(&matches, 1)?.is_empty())
    }

    /// Up to `limit` matching items, whichever come first.
    pub(crate) fn first_matches(
        &self,
        query: &dyn Query,
        limit: usize,
    ) -> Result<Vec<DocAddress>, SearchError> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut found = Vec::new();
        for (segment_ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut matches = weight.scorer(segment, 1.0)?;
            let alive = segment.alive_bitset();
            while matches.doc() != TERMINATED {
                if found.len() == limit {
                    return Ok(found);
                }
                if alive.is_none_or(|alive| alive.is_alive(matches.doc())) {
                    found.push(DocAddress { segment_ord, doc_id: matches.doc() });
                }
                matches.advance();
            }
        }
        Ok(found)
    }
}

impl Holdings for Snapshot<'_> {
    fn at_most(&self, stems: &[String]) -> u64 {
        let holding = |stem: &String| {
            let term = Term::from_field_text(self.store.fields().words, stem);
            // An index that cannot be read says so when it is searched.
            self.store.term_statistics(&term, &self.searcher).map_or(1, |statistics| statistics.documents())
        };
        stems.iter().map(holding).min().unwrap_or_default()
    }

    fn together(&self, stems: &[String]) -> u64 {
        if stems.len() < 2 || self.at_most(stems) == 0 {
            return self.at_most(stems);
        }
        let terms = self.terms(stems);
        let in_segment = |segment| {
            self.store.phrases().get(&terms, 0, segment).map_or(1, |list| list.documents.len() as u64)
        };
        self.searcher.segment_readers().iter().map(in_segment).sum()
    }
}
