//! The typeahead: titles and terms of the vocabulary that go on as typed.

use super::asked::{all_tokens, is_stop_word};
use super::schema::{column, word_analyzer};
use super::visible::visible;
use super::{Search, SearchError, Sight};
use crate::domain::asker::LibraryView;
use crate::domain::library::{ItemKind, SearchQuery, Suggestion, item_address};
use crate::domain::vocabulary::{Term as VocabularyTerm, TermKind, Vocabulary};
use std::ops::Bound;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Order, Searcher, Term};

/// So much of what was typed is read, in bytes.
const LONGEST: usize = 200;
/// So many titles are looked at for the best ones.
const LOOKED_AT: usize = 40;
/// At most this share of the lines are terms, so that titles are never crowded out.
const TERMS: usize = 3;

pub(super) fn suggest(
    search: &Search,
    typed: &str,
    vocabulary: &Vocabulary,
    sight: &Sight<'_>,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let typed = typed.get(..typed.floor_char_boundary(LONGEST)).unwrap_or_default();
    let words = all_tokens(&mut word_analyzer(), typed);
    if words.is_empty() || limit == 0 || *sight.view == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let searcher = search.store.searcher();
    let mut suggestions = terms(search, &searcher, &words, vocabulary, sight, TERMS.min(limit))?;
    suggestions.extend(titles(search, &searcher, &words, sight, limit)?);
    suggestions.truncate(limit);
    Ok(suggestions)
}

/// Terms of which each typed word begins a word, and that have a hit.
fn terms(
    search: &Search,
    searcher: &Searcher,
    words: &[String],
    vocabulary: &Vocabulary,
    sight: &Sight<'_>,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let mut found: Vec<Suggestion> = Vec::new();
    let mut analyzer = word_analyzer();
    for kind in [TermKind::Product, TermKind::Area, TermKind::Topic] {
        for term in vocabulary.list(kind) {
            if found.len() == limit {
                return Ok(found);
            }
            let names = |name: &String| goes_on_as(&all_tokens(&mut analyzer, name), words);
            let is_named = std::iter::once(&term.name).chain(&term.synonyms).any(names);
            let is_new = !found.iter().any(|known| known.text == term.name);
            if is_named && is_new && search.number_found(searcher, &term.name, sight)? > 0 {
                found.push(line(term));
            }
        }
    }
    Ok(found)
}

fn line(term: &VocabularyTerm) -> Suggestion {
    Suggestion {
        text: term.name.clone(),
        address: format!("/search?{}", SearchQuery::of(&term.name).to_address()),
        source: term.kind.slug().to_owned(),
    }
}

/// Whether each typed word begins a word of the name.
fn goes_on_as(name: &[String], typed: &[String]) -> bool {
    typed.iter().all(|typed| name.iter().any(|word| word.starts_with(typed.as_str())))
}

/// Titles that hold every typed word, the last one perhaps unfinished. Those that begin as typed come first,
/// then articles, then the newest.
fn titles(
    search: &Search,
    searcher: &Searcher,
    words: &[String],
    sight: &Sight<'_>,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let Some((last, whole)) = words.split_last() else { return Ok(Vec::new()) };
    let field = search.store.fields().start;
    let term = |word: &str| Term::from_field_text(field, word);
    let mut clauses: Vec<Box<dyn Query>> = vec![visible(sight, search.store.fields())];
    for word in whole.iter().filter(|word| !is_stop_word(word)) {
        clauses.push(Box::new(TermQuery::new(term(word), IndexRecordOption::Basic)));
    }
    let beyond = format!("{last}\u{10FFFF}");
    clauses.push(Box::new(RangeQuery::new(Bound::Included(term(last)), Bound::Excluded(term(&beyond)))));
    let newest = TopDocs::with_limit(LOOKED_AT).order_by_fast_field::<i64>(column::PUBLISHED, Order::Desc);
    let typed = words.join(" ");
    let mut found = Vec::new();
    let mut analyzer = word_analyzer();
    for (place, (_, address)) in
        searcher.search(&BooleanQuery::intersection(clauses), &newest)?.into_iter().enumerate()
    {
        let card = search.store.card(searcher, address)?;
        let begins_so = all_tokens(&mut analyzer, &card.title).join(" ").starts_with(&typed);
        found.push(((!begins_so, card.kind == ItemKind::Record, place), card));
    }
    found.sort_by_key(|(order, _)| *order);
    found.truncate(limit);
    let line = |card: super::card::Card| Suggestion {
        address: item_address(card.kind, &card.id, &card.slug),
        text: card.title,
        source: "title".to_owned(),
    };
    Ok(found.into_iter().map(|(_, card)| line(card)).collect())
}
