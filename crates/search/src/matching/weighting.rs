//! Weighing the words of a query by how rare they are in the library.

use super::coverage::Coverage;
use super::plan::{MatchPlan, PreferencePlan, ScoringClause, TermOrPhrase, WeightedConcept, WeightedWord};
use super::query::MatchQuery;
use super::threshold::ScoreThreshold;
use crate::bm25::{FieldBm25, idf};
use crate::error::SearchError;
use crate::expansion_term::ExpansionTerm;
use crate::query_plan::QueryWord;
use crate::ranking::{Preference, RankingParameters};
use crate::schema::Fields;
use crate::segments::segment_ids;
use crate::store::IndexStore;
use crate::term_statistics::TermStatistics;
use domain::time::Moment;
use std::sync::Arc;
use tantivy::query::Bm25StatisticsProvider as _;
use tantivy::schema::Field;
use tantivy::{Score, Searcher, Term};

/// What words are weighed by.
pub(crate) struct Basis<'a> {
    pub(crate) store: &'a IndexStore,
    pub(crate) searcher: &'a Searcher,
    pub(crate) ranking: &'a RankingParameters,
    pub(crate) now: Moment,
}

/// The query that finds the items with enough of these words. Items below the threshold may get any score below it.
pub(crate) fn build_query(
    basis: &Basis<'_>,
    words: &[QueryWord],
    coverage: Coverage,
    threshold: &ScoreThreshold,
) -> Result<MatchQuery, SearchError> {
    let &Basis { store, searcher, ranking, now } = basis;
    let preference = ranking.preference.filter(|_| coverage != Coverage::Some);
    let statistics = CollectionStatistics::new(store, searcher, ranking)?;
    let (mut weighted, mut concepts) = (Vec::with_capacity(words.len()), Vec::<WeightedConcept>::new());
    let mut seen: Vec<&[ExpansionTerm]> = Vec::new();
    let units = statistics.units(words)?;
    for (word, unit) in words.iter().zip(units) {
        let mut own = statistics.weigh(word, unit)?;
        if !word.alternatives.is_empty() {
            // Words of one concept share its synonyms, which are looked up once.
            let place = match seen.iter().position(|known| *known == word.alternatives) {
                Some(place) => place,
                None => {
                    seen.push(&word.alternatives);
                    concepts.push(statistics.weigh_concept(&word.alternatives)?);
                    seen.len() - 1
                }
            };
            if let Some(concept) = concepts.get_mut(place).filter(|concept| !concept.clauses.is_empty()) {
                concept.words += 1;
                own.weight = own.weight.min(unit * idf(concept.frequency, statistics.documents));
                own.concept = Some(place);
            }
        }
        weighted.push(own);
    }
    if weighted.iter().all(|word| !word.is_subject) {
        weighted.iter_mut().for_each(|word| word.is_subject = true);
    }
    weigh_unknown(&mut weighted, statistics.documents);
    let highest = highest_score(&weighted, &concepts);
    let preferences = preference.map(|factors| PreferencePlan {
        cache: store.preferences().clone(),
        factors,
        now,
        lead_of_articles: highest * highest_factor(&factors),
    });
    // The scorer relies on this order.
    weighted.sort_by(|a, b| a.weight.total_cmp(&b.weight));
    let whole: f32 = weighted.iter().map(|word| word.weight).sum();
    // Sums of floats are inexact, so slightly less is enough.
    let required = (whole * coverage.share_of_weight(words.len()) - 1e-3).max(f32::MIN_POSITIVE);
    Ok(MatchQuery::new(MatchPlan {
        words: weighted,
        concepts,
        phrases: store.phrases().clone(),
        segments: segment_ids(searcher),
        required,
        threshold: threshold.clone(),
        preferences,
    }))
}

/// The statistics of the library by which words are weighed.
struct CollectionStatistics<'a> {
    store: &'a IndexStore,
    searcher: &'a Searcher,
    ranking: &'a RankingParameters,
    fields: &'a Fields,
    documents: u64,
    text: FieldBm25,
    lead: FieldBm25,
    identifier: FieldBm25,
}

impl<'a> CollectionStatistics<'a> {
    fn new(
        store: &'a IndexStore,
        searcher: &'a Searcher,
        ranking: &'a RankingParameters,
    ) -> Result<Self, SearchError> {
        let documents = searcher.total_num_docs()?;
        let fields = store.fields();
        let (text, lead) =
            (FieldBm25::in_field(searcher, fields.words)?, FieldBm25::in_field(searcher, fields.lead)?);
        let identifier = FieldBm25::new(documents, 1.0);
        Ok(Self { store, searcher, ranking, fields, documents, text, lead, identifier })
    }

    fn weigh(&self, word: &QueryWord, unit: f32) -> Result<WeightedWord, SearchError> {
        let mut clauses = Vec::with_capacity(3);
        let mut most_frequent = 0;
        if !word.stem.is_empty() {
            for (field, bm25, boost, is_bonus) in [
                (self.fields.words, &self.text, unit, false),
                (self.fields.lead, &self.lead, unit * self.ranking.lead, true),
            ] {
                let term = self.look_up(field, &word.stem)?;
                if term.documents() > 0 {
                    most_frequent = most_frequent.max(term.documents());
                    clauses.push(ScoringClause { is_bonus, ..self.term_clause(term, bm25, boost) });
                }
            }
        }
        if let Some(identifier) = &word.identifier {
            let term = self.look_up(self.fields.identifier, identifier)?;
            if term.documents() > 0 {
                most_frequent = most_frequent.max(term.documents());
                clauses.push(self.term_clause(term, &self.identifier, 1.0));
            }
        }
        Ok(WeightedWord {
            clauses,
            concept: None,
            weight: unit * idf(most_frequent, self.documents),
            is_subject: !word.is_circumstance(),
        })
    }

    /// What each word weighs, as a share of what it would weigh by its rarity alone: words that name one concept
    /// weigh little more than the rarest of them, and circumstances less than subjects.
    fn units(&self, words: &[QueryWord]) -> Result<Vec<f32>, SearchError> {
        let mut idfs = Vec::with_capacity(words.len());
        for word in words {
            let documents = match word.stem.as_str() {
                "" => 0,
                stem => self.look_up(self.fields.words, stem)?.documents(),
            };
            idfs.push(idf(documents, self.documents));
        }
        let limit = self.most_of_circumstances(words, &idfs);
        let circumstances = words.iter().zip(&idfs).filter(|(word, _)| word.is_circumstance());
        let of_circumstances: f32 = circumstances.map(|(_, idf)| self.ranking.circumstance * idf).sum();
        let circumstance =
            self.ranking.circumstance * (limit / of_circumstances.max(f32::MIN_POSITIVE)).min(1.0);
        let unit = |word: &QueryWord| match word.concept {
            Some(concept) => {
                let named = words.iter().zip(&idfs).filter(|(word, _)| word.concept == Some(concept));
                let (sum, most) =
                    named.fold((0.0, 0.0_f32), |(sum, most), (_, idf)| (sum + idf, most.max(*idf)));
                (most + self.ranking.concept * (sum - most)) / sum.max(f32::MIN_POSITIVE)
            }
            None if word.is_circumstance() => circumstance,
            None => 1.0,
        };
        Ok(words.iter().map(unit).collect())
    }

    /// What all circumstances of a query may weigh together: a few of them never outweigh a subject, even where they
    /// are rarer. Nothing is lost where a query has no subject.
    fn most_of_circumstances(&self, words: &[QueryWord], idfs: &[f32]) -> f32 {
        let subjects = words.iter().zip(idfs).filter(|(word, _)| !word.is_circumstance());
        let lightest = subjects.map(|(_, idf)| *idf).reduce(f32::min);
        lightest.map_or(f32::MAX, |lightest| self.ranking.circumstances * lightest)
    }

    /// The synonyms of a concept; those that no item holds are dropped.
    fn weigh_concept(&self, alternatives: &[ExpansionTerm]) -> Result<WeightedConcept, SearchError> {
        let mut concept = WeightedConcept { clauses: Vec::new(), words: 0, frequency: 0 };
        for synonym in alternatives {
            let words: Vec<Arc<TermStatistics>> = synonym
                .stems
                .iter()
                .map(|stem| self.look_up(self.fields.words, stem))
                .collect::<Result<_, _>>()?;
            // All that is known of a phrase is that its rarest word is at least as frequent.
            let least = words.iter().map(|word| word.documents()).min().unwrap_or(0);
            if least == 0 {
                continue;
            }
            concept.frequency = concept.frequency.max(least);
            concept.clauses.push(match <[Arc<TermStatistics>; 1]>::try_from(words) {
                Ok([word]) => self.term_clause(word, &self.text, synonym.share),
                Err(words) => self.phrase_clause(synonym, &words),
            });
        }
        Ok(concept)
    }

    /// A phrase scores like a word as rare as all of its words together.
    fn phrase_clause(&self, synonym: &ExpansionTerm, words: &[Arc<TermStatistics>]) -> ScoringClause {
        let idfs = words.iter().map(|word| idf(word.documents(), self.documents));
        let (sum, most) = idfs.fold((0.0, 0.0_f32), |(sum, most), idf| (sum + idf, most.max(idf)));
        let bm25 = self.text.weight((most + self.ranking.concept * (sum - most)) * synonym.share);
        let terms = synonym.stems.iter().map(|stem| Term::from_field_text(self.fields.words, stem));
        let target = TermOrPhrase::Phrase(terms.collect(), synonym.slack);
        ScoringClause { target, bm25, is_bonus: false }
    }

    fn look_up(&self, field: Field, text: &str) -> Result<Arc<TermStatistics>, SearchError> {
        self.store.term_statistics(&Term::from_field_text(field, text), self.searcher)
    }

    fn term_clause(&self, term: Arc<TermStatistics>, field: &FieldBm25, boost: Score) -> ScoringClause {
        let bm25 = field.weight(idf(term.documents(), self.documents) * boost);
        ScoringClause { target: TermOrPhrase::Term(term), bm25, is_bonus: false }
    }
}

/// The upper bound of any item's score, before preferences.
fn highest_score(words: &[WeightedWord], concepts: &[WeightedConcept]) -> Score {
    let clauses = words.iter().flat_map(|word| &word.clauses);
    let synonyms = concepts.iter().flat_map(|concept| &concept.clauses);
    clauses.chain(synonyms).map(|clause| clause.bm25.max_score()).sum()
}

/// The upper bound of what preferences make of a score.
fn highest_factor(preference: &Preference) -> Score {
    let Preference { article, level, recent, .. } = preference;
    article.max(1.0) * (1.0 + 4.0 * level) * (1.0 + recent)
}

/// The number of items at which the absence of a word says half of what it could.
const HALF_TELLING_SIZE: f32 = 1_000.0;

/// Weighs the words that no item holds. In a large library such a word is a missing subject; a small one lacks many a
/// common word, which must not outweigh the words it has.
fn weigh_unknown(words: &mut [WeightedWord], documents: u64) {
    let known = words.iter().filter(|word| word.is_known());
    let lightest = known.map(|word| word.weight).reduce(f32::min).unwrap_or(1.0);
    let telling = documents as f32 / (documents as f32 + HALF_TELLING_SIZE);
    let weight = (idf(0, documents) * telling).max(lightest);
    for word in words.iter_mut().filter(|word| !word.is_known()) {
        // A circumstance that no item holds is no reason to find nothing.
        word.weight = if word.is_subject { weight } else { lightest };
    }
}
