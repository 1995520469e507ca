//! Boolean queries: a text in a query language as a query of the index. It finds but does not score; scoring is left
//! to the query's words, as for questions.
//!
//! Fields that the index does not keep apart are searched together: the abstract with the title, text words in
//! everything, first and last authors among all authors, truncated words outside the title among all words.
//! `docs/SEARCH.md` tells users so.

use super::analysis::{is_stop_word, normalize_identifier, stem_analyzer, tokenize, word_analyzer};
use super::compounds::groupings;
use super::error::SearchError;
use super::expansion_term::ExpansionTerm;
use super::grammar::{Dates, Field as QueryField, Heading, Leaf, Node, Pattern, Word};
use super::query_plan::QueryPlan;
use super::schema::Fields;
use super::scope::SearchScope;
use super::snapshot::Snapshot;
use domain::query::QueryProblem;
use domain::thesaurus::{Part, Thesaurus};
use domain::time::Moment;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TextAnalyzer;

/// The most initials after an author's name.
const INITIALS: usize = 3;

/// The items that match. Adds nothing to a score.
pub(crate) fn build_query(
    node: &Node,
    plan: &QueryPlan,
    snapshot: &Snapshot<'_>,
) -> Result<Box<dyn Query>, SearchError> {
    let query = QueryBuilder::new(plan, snapshot).node(node)?;
    Ok(Box::new(BoostQuery::new(query, 0.0)))
}

/// Builds queries of the index.
pub(crate) struct QueryBuilder<'a> {
    plan: &'a QueryPlan,
    thesaurus: &'a Thesaurus,
    fields: &'a Fields,
    now: Moment,
    stems: TextAnalyzer,
    words: TextAnalyzer,
    /// What could not be looked for in full.
    pub(crate) problems: Vec<QueryProblem>,
}

fn all(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(AllQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

fn phrase(field: Field, tokens: &[String], slop: u32) -> Box<dyn Query> {
    match tokens {
        [] => Box::new(EmptyQuery),
        [only] => term(field, only),
        _ => {
            let terms = tokens.iter().map(|token| Term::from_field_text(field, token));
            Box::new(PhraseQuery::new_with_offset_and_slop(terms.enumerate().collect(), slop))
        }
    }
}

/// Everything with this prefix.
fn prefix(field: Field, text: &str) -> Box<dyn Query> {
    let beyond = format!("{text}\u{10FFFF}");
    let bounds = (Term::from_field_text(field, text), Term::from_field_text(field, &beyond));
    Box::new(RangeQuery::new(Bound::Included(bounds.0), Bound::Excluded(bounds.1)))
}

impl<'a> QueryBuilder<'a> {
    /// Synonyms are those of the plan.
    pub(crate) fn new(plan: &'a QueryPlan, snapshot: &'a Snapshot<'_>) -> Self {
        let (stems, words) = (stem_analyzer(), word_analyzer());
        let SearchScope { thesaurus, now, .. } = *snapshot.scope;
        let fields = snapshot.store.fields();
        Self { plan, thesaurus, fields, now, stems, words, problems: Vec::new() }
    }

    /// Recursion is safe: the grammar limits the depth of trees.
    fn node(&mut self, node: &Node) -> Result<Box<dyn Query>, SearchError> {
        Ok(match node {
            Node::Leaf(leaf) => self.leaf(leaf)?,
            Node::All(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in nodes {
                    clauses.push(match node {
                        Node::Not(inner) => (Occur::MustNot, self.node(inner)?),
                        other => (Occur::Must, self.node(other)?),
                    });
                }
                if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((Occur::Must, Box::new(AllQuery)));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Node::Any(nodes) => any(nodes.iter().map(|node| self.node(node)).collect::<Result<_, _>>()?),
            Node::Not(inner) => {
                let clauses = vec![
                    (Occur::Must, Box::new(AllQuery) as Box<dyn Query>),
                    (Occur::MustNot, self.node(inner)?),
                ];
                Box::new(BooleanQuery::new(clauses))
            }
        })
    }

    /// The items that match a leaf. A reference to a line finds nothing here: see [`super::strategy_evaluation`].
    pub(crate) fn leaf(&mut self, leaf: &Leaf) -> Result<Box<dyn Query>, SearchError> {
        Ok(match &leaf.pattern {
            Pattern::Words(words) => self.all_of(words, leaf.field),
            Pattern::Phrase(words) => self.phrase(words, leaf.field),
            Pattern::Near { words, distance } => self.near(words, *distance, leaf.field),
            Pattern::Value(word) => self.value(word, leaf.field),
            Pattern::Heading(heading) => self.heading(heading),
            Pattern::Dates(dates) => self.dates(dates),
            Pattern::Line(_) => Box::new(EmptyQuery),
        })
    }

    /// The field of stems that stands for a text field.
    fn text_field(&self, field: QueryField) -> Field {
        match field {
            QueryField::Title => self.fields.title,
            QueryField::TitleAbstract | QueryField::Abstract => self.fields.body,
            _ => self.fields.words,
        }
    }

    /// All words; stop words are not required, unless there is nothing else.
    fn all_of(&mut self, words: &[Word], field: QueryField) -> Box<dyn Query> {
        if field == QueryField::Keywords {
            let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            return term(self.fields.whole_heading, &normalize_identifier(&text));
        }
        let is_subject = |word: &&Word| word.is_truncated || !is_stop_word(&word.text.to_lowercase());
        let subjects: Vec<&Word> = words.iter().filter(is_subject).collect();
        let demanded = if subjects.is_empty() { words.iter().collect() } else { subjects };
        all(demanded.into_iter().map(|word| self.word(word, field)).collect())
    }

    fn word(&mut self, word: &Word, field: QueryField) -> Box<dyn Query> {
        if word.is_truncated {
            return self.truncated(word, field);
        }
        let stems = tokenize(&mut self.stems, &word.text);
        let own = self.ways_of_writing(self.text_field(field), &stems);
        if field != QueryField::Anywhere {
            return own;
        }
        let identifier = term(self.fields.identifier, &normalize_identifier(&word.text));
        let plan = self.plan;
        let alternatives = stems.first().map(|stem| plan.alternatives_of(stem)).unwrap_or_default();
        let alternatives = alternatives
            .iter()
            .map(|ExpansionTerm { stems, slack, .. }| phrase(self.fields.words, stems, *slack));
        any([own, identifier].into_iter().chain(alternatives).collect())
    }

    /// Words with this prefix, as written: a stem would hide the ending that was cut off.
    fn truncated(&mut self, word: &Word, field: QueryField) -> Box<dyn Query> {
        let mut tokens = tokenize(&mut self.words, &word.text);
        let field = if field == QueryField::Title { self.fields.start } else { self.fields.spelling };
        let last = tokens.pop().map(|last| prefix(field, &last));
        all(tokens.iter().map(|token| term(field, token)).chain(last).collect())
    }

    fn phrase(&mut self, words: &[Word], field: QueryField) -> Box<dyn Query> {
        let is_truncated = words.last().is_some_and(|word| word.is_truncated);
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        if field == QueryField::Keywords {
            return term(self.fields.whole_heading, &normalize_identifier(&text));
        }
        let stems = tokenize(&mut self.stems, &text);
        let field = self.text_field(field);
        if is_truncated && stems.len() > 1 {
            let terms = stems.iter().map(|stem| Term::from_field_text(field, stem));
            return Box::new(PhrasePrefixQuery::new(terms.collect()));
        }
        if let ([only], true) = (words, is_truncated) {
            return self.truncated(
                only,
                if field == self.fields.title { QueryField::Title } else { QueryField::Anywhere },
            );
        }
        self.ways_of_writing(field, &stems)
    }

    /// A phrase, with or without gaps between its letters and digits (`IL-6`, `IL6`).
    fn ways_of_writing(&self, field: Field, stems: &[String]) -> Box<dyn Query> {
        let words: Vec<&str> = stems.iter().map(String::as_str).collect();
        let has_digit = stems.iter().any(|stem| stem.bytes().any(|byte| byte.is_ascii_digit()));
        let others = if has_digit { groupings(&words) } else { Vec::new() };
        let own = phrase(field, stems, 0);
        any(std::iter::once(own).chain(others.iter().map(|way| phrase(field, way, 0))).collect())
    }

    /// Within a distance, in either order.
    fn near(&mut self, words: &[Word], distance: u32, field: QueryField) -> Box<dyn Query> {
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let mut stems = tokenize(&mut self.stems, &text);
        let field = self.text_field(field);
        let forward = phrase(field, &stems, distance);
        stems.reverse();
        any(vec![forward, phrase(field, &stems, distance)])
    }

    fn value(&mut self, word: &Word, field: QueryField) -> Box<dyn Query> {
        let text = word.text.as_str();
        let whole = |field: Field| {
            let value = normalize_identifier(text);
            if word.is_truncated { prefix(field, &value) } else { term(field, &value) }
        };
        match field {
            QueryField::Author | QueryField::FirstAuthor | QueryField::LastAuthor => self.author(word),
            QueryField::Journal => {
                let tokens = tokenize(&mut self.words, text);
                any(vec![phrase(self.fields.journal, &tokens, 0), whole(self.fields.identifier)])
            }
            QueryField::PublicationType => whole(self.fields.publication_type),
            QueryField::Language => whole(self.fields.language),
            QueryField::Pmid | QueryField::Doi | QueryField::Identifier => whole(self.fields.identifier),
            QueryField::Keywords | QueryField::Heading | QueryField::Subheading => {
                whole(self.fields.whole_heading)
            }
            QueryField::Anywhere
            | QueryField::TextWords
            | QueryField::TitleAbstract
            | QueryField::Title
            | QueryField::Abstract
            | QueryField::Date => {
                let stems = tokenize(&mut self.stems, text);
                phrase(self.text_field(field), &stems, 0)
            }
        }
    }

    /// `Family AB`: fewer initials than the item has still match.
    fn author(&mut self, word: &Word) -> Box<dyn Query> {
        let field = self.fields.author;
        let tokens = tokenize(&mut self.words, &word.text);
        match tokens.as_slice() {
            [] => Box::new(EmptyQuery),
            [only] if word.is_truncated => prefix(field, only),
            [only] => term(field, only),
            [.., last] if word.is_truncated || last.chars().count() <= INITIALS => {
                let terms = tokens.iter().map(|token| Term::from_field_text(field, token));
                Box::new(PhrasePrefixQuery::new(terms.collect()))
            }
            _ => phrase(field, &tokens, 0),
        }
    }

    /// The heading by any of its names, with its narrower headings if it is exploded.
    fn heading(&self, heading: &Heading) -> Box<dyn Query> {
        let mut names = vec![normalize_identifier(&heading.name.text)];
        for concept in self.thesaurus.recognise(&[Part::Word(&heading.name.text)]) {
            names.extend(concept.alternatives.iter().map(|it| normalize_identifier(&it.text)));
            if heading.explode {
                let narrower = concept.narrower.iter().flat_map(|it| &it.alternatives);
                names.extend(narrower.map(|it| normalize_identifier(&it.text)));
            }
        }
        names.sort();
        names.dedup();
        any(names.iter().map(|name| term(self.fields.whole_heading, name)).collect())
    }

    fn dates(&self, dates: &Dates) -> Box<dyn Query> {
        let (from, to) = dates.years(self.now.year());
        let bound = |year: Option<i16>| match year {
            Some(year) => Bound::Included(Term::from_field_i64(self.fields.year_number, i64::from(year))),
            None => Bound::Unbounded,
        };
        if from.is_none() && to.is_none() {
            return Box::new(AllQuery);
        }
        Box::new(RangeQuery::new(bound(from), bound(to)))
    }
}
