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
use super::near_query::{Arrangement, NearQuery};
use super::query_plan::QueryPlan;
use super::schema::Fields;
use super::scope::SearchScope;
use super::word_pattern::{Expansion, Expansions, WordPart, WordPattern, parts_of};
use domain::query::{ProblemCode, QueryProblem};
use domain::thesaurus::{Part, Thesaurus};
use domain::time::Moment;
use std::ops::Bound;
use std::rc::Rc;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Searcher, Term};

/// The most initials after an author's name.
const INITIALS: usize = 3;

/// The items that match. Adds nothing to a score.
pub(crate) fn build_query(
    node: &Node,
    plan: &QueryPlan,
    index: &SearchedIndex<'_>,
) -> Result<Box<dyn Query>, SearchError> {
    let query = QueryBuilder::new(plan, index).node(node)?;
    Ok(Box::new(BoostQuery::new(query, 0.0)))
}

/// What queries are built for.
pub(crate) struct SearchedIndex<'a> {
    pub(crate) scope: &'a SearchScope<'a>,
    pub(crate) fields: &'a Fields,
    pub(crate) searcher: &'a Searcher,
    pub(crate) expansions: &'a Expansions,
}

/// Builds queries of the index.
pub(crate) struct QueryBuilder<'a> {
    plan: &'a QueryPlan,
    index: &'a SearchedIndex<'a>,
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
    pub(crate) fn new(plan: &'a QueryPlan, index: &'a SearchedIndex<'a>) -> Self {
        let (stems, words) = (stem_analyzer(), word_analyzer());
        let SearchScope { thesaurus, now, .. } = *index.scope;
        let fields = index.fields;
        Self { plan, index, thesaurus, fields, now, stems, words, problems: Vec::new() }
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
            Pattern::Words(words) => self.all_of(words, leaf.field)?,
            Pattern::Phrase(words) => self.phrase(words, leaf.field)?,
            Pattern::Near { words, distance } => {
                self.arranged(words, leaf.field, Arrangement::Near(*distance))?
            }
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
    fn all_of(&mut self, words: &[Word], field: QueryField) -> Result<Box<dyn Query>, SearchError> {
        if field == QueryField::Keywords {
            return self.keyword(words);
        }
        let is_subject = |word: &&Word| word.is_open() || !is_stop_word(&word.text.to_lowercase());
        let subjects: Vec<&Word> = words.iter().filter(is_subject).collect();
        let demanded = if subjects.is_empty() { words.iter().collect() } else { subjects };
        let each = demanded.into_iter().map(|word| self.word(word, field));
        Ok(all(each.collect::<Result<_, _>>()?))
    }

    /// A keyword as a whole.
    fn keyword(&mut self, words: &[Word]) -> Result<Box<dyn Query>, SearchError> {
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let value = normalize_identifier(&text);
        let field = self.fields.whole_heading;
        let (Some(last), [before @ .., _]) = (words.last(), words) else { return Ok(Box::new(EmptyQuery)) };
        if !last.is_open() || before.iter().any(Word::is_open) {
            return Ok(term(field, &value));
        }
        if !last.has_wildcard() && last.limit.is_none() {
            return Ok(prefix(field, &value));
        }
        let pattern = Word { text: value, ..last.clone() };
        match parts_of(&pattern).as_slice() {
            [WordPart::Pattern(pattern)] => self.expanded(pattern, field, last),
            _ => Ok(term(field, &pattern.text)),
        }
    }

    fn word(&mut self, word: &Word, field: QueryField) -> Result<Box<dyn Query>, SearchError> {
        if word.is_open() {
            return self.open_word(word, field);
        }
        let stems = tokenize(&mut self.stems, &word.text);
        let own = self.ways_of_writing(self.text_field(field), &stems);
        if field != QueryField::Anywhere {
            return Ok(own);
        }
        let identifier = term(self.fields.identifier, &normalize_identifier(&word.text));
        let plan = self.plan;
        let alternatives = stems.first().map(|stem| plan.alternatives_of(stem)).unwrap_or_default();
        let alternatives = alternatives
            .iter()
            .map(|ExpansionTerm { stems, slack, .. }| phrase(self.fields.words, stems, *slack));
        Ok(any([own, identifier].into_iter().chain(alternatives).collect()))
    }

    /// All words that a word with signs for letters stands for, as written: a stem would hide the ending that was cut
    /// off.
    fn open_word(&mut self, word: &Word, field: QueryField) -> Result<Box<dyn Query>, SearchError> {
        let parts = parts_of(word);
        let [WordPart::Pattern(pattern)] = parts.as_slice() else {
            return self.arranged(std::slice::from_ref(word), field, Arrangement::Row);
        };
        let field = if field == QueryField::Title { self.fields.start } else { self.fields.spelling };
        match pattern.as_prefix() {
            Some(start) => Ok(prefix(field, &start)),
            None => self.expanded(pattern, field, word),
        }
    }

    /// Any of the terms for which a pattern stands.
    fn expanded(
        &mut self,
        pattern: &WordPattern,
        field: Field,
        word: &Word,
    ) -> Result<Box<dyn Query>, SearchError> {
        let expansion = self.expand(pattern, field, word)?;
        let terms = expansion.words.iter().map(|word| Term::from_field_text(field, word));
        Ok(Box::new(TermSetQuery::new(terms)))
    }

    fn expand(
        &mut self,
        pattern: &WordPattern,
        field: Field,
        word: &Word,
    ) -> Result<Rc<Expansion>, SearchError> {
        let expansion = self.index.expansions.get(pattern, self.index.searcher, field)?;
        if expansion.is_cut {
            self.problems.push(QueryProblem { code: ProblemCode::TooManyWords, span: word.span });
        }
        Ok(expansion)
    }

    fn phrase(&mut self, words: &[Word], field: QueryField) -> Result<Box<dyn Query>, SearchError> {
        if field == QueryField::Keywords {
            return self.keyword(words);
        }
        match words {
            [only] if only.is_open() => return self.open_word(only, field),
            words if words.iter().any(Word::is_open) => return self.arranged(words, field, Arrangement::Row),
            _ => {}
        }
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let stems = tokenize(&mut self.stems, &text);
        Ok(self.ways_of_writing(self.text_field(field), &stems))
    }

    /// A phrase, with or without gaps between its letters and digits (`IL-6`, `IL6`).
    fn ways_of_writing(&self, field: Field, stems: &[String]) -> Box<dyn Query> {
        let words: Vec<&str> = stems.iter().map(String::as_str).collect();
        let has_digit = stems.iter().any(|stem| stem.bytes().any(|byte| byte.is_ascii_digit()));
        let others = if has_digit { groupings(&words) } else { Vec::new() };
        let own = phrase(field, stems, 0);
        any(std::iter::once(own).chain(others.iter().map(|way| phrase(field, way, 0))).collect())
    }

    /// Words in a row or near each other. The index has positions of stems alone, so a word with signs for letters is
    /// found by the stems of what it stands for.
    fn arranged(
        &mut self,
        words: &[Word],
        field: QueryField,
        arrangement: Arrangement,
    ) -> Result<Box<dyn Query>, SearchError> {
        let field = self.text_field(field);
        let mut lists: Vec<Vec<String>> = Vec::with_capacity(words.len());
        for word in words {
            if !word.is_open() {
                lists.extend(tokenize(&mut self.stems, &word.text).into_iter().map(|stem| vec![stem]));
                continue;
            }
            for part in parts_of(word) {
                match part {
                    WordPart::Plain(text) => {
                        lists.extend(tokenize(&mut self.stems, &text).into_iter().map(|stem| vec![stem]));
                    }
                    WordPart::Pattern(pattern) => {
                        let expansion = self.expand(&pattern, self.fields.spelling, word)?;
                        let mut stems: Vec<String> =
                            expansion.words.iter().flat_map(|word| tokenize(&mut self.stems, word)).collect();
                        stems.sort_unstable();
                        stems.dedup();
                        lists.push(stems);
                    }
                }
            }
        }
        if lists.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        let terms = |list: &Vec<String>| list.iter().map(|stem| Term::from_field_text(field, stem)).collect();
        Ok(Box::new(NearQuery { words: lists.iter().map(terms).collect(), arrangement }))
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
