//! The typeahead: names of subjects and titles that complete what was typed, each with a hit for this very searcher.
//!
//! Names come first and fill at most half of the lines: products, areas and topics; subjects that many searched;
//! headings of the library's records, the most frequent first; and names of the thesaurus. Titles take the rest.
//!
//! It answers while somebody types, so every step has a bound that does not grow with the library: on the names
//! tried, each only until its first hit; on the completions of an unfinished word; and on the matches.

use super::analysis::{is_stop_word, tokenize, word_analyzer};
use super::card::Card;
use super::error::SearchError;
use super::lexicon::{Lexicon, Name};
use super::schema::{column, heading_of};
use super::snapshot::Snapshot;
use super::term_prefixes::PrefixCache;
use domain::asker::LibraryView;
use domain::library::{ItemKind, Suggestion, item_address};
use domain::search_query::SearchQuery;
use std::cmp::Reverse;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, Term};

/// Bytes that are read of what was typed.
const LONGEST: usize = 200;
/// Names of each source that are tried for a hit.
const NAMES_TRIED: usize = 8;
/// Headings of the library that are examined; one heading is found by each of its words.
const HEADINGS_LOOKED_AT: usize = 24;
/// Completions of the last word that are looked up in titles, the most frequent.
const COMPLETIONS: usize = 48;
/// Matching titles that are examined for the newest. Where more match, too little was typed for it to matter.
const MATCHES: usize = 5_000;
/// The newest titles that are examined for the best.
const NEWEST: usize = 40;

pub(crate) fn suggest(
    snapshot: &Snapshot<'_>,
    prefixes: &PrefixCache,
    lexicon: &Lexicon,
    typed: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let typed = typed.get(..typed.floor_char_boundary(LONGEST)).unwrap_or_default();
    let words = tokenize(&mut word_analyzer(), typed);
    if words.is_empty() || limit == 0 || *snapshot.scope.view == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let mut suggestions = suggest_names(snapshot, prefixes, lexicon, &words, limit.div_ceil(2))?;
    suggestions.extend(suggest_titles(snapshot, prefixes, &words, limit)?);
    suggestions.truncate(limit);
    Ok(suggestions)
}

/// Names in which every typed word begins a word, and that have a hit.
fn suggest_names(
    snapshot: &Snapshot<'_>,
    prefixes: &PrefixCache,
    lexicon: &Lexicon,
    words: &[String],
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let mut found: Vec<Suggestion> = Vec::new();
    let has_hit = |name: &&Name| snapshot.has_hit(&name.text);
    let chosen = lexicon.chosen(words, NAMES_TRIED);
    add_new(&mut found, limit, chosen, has_hit)?;
    if found.len() < limit {
        let headings = find_headings(snapshot, prefixes, words)?;
        let is_in_scope = |heading: &Name| {
            let term = snapshot.store.fields().heading_term(&heading.text);
            let items: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Ok(!snapshot.first_matches(&*snapshot.in_scope(items), 1)?.is_empty())
        };
        add_new(&mut found, limit, headings.iter(), |heading| is_in_scope(heading))?;
    }
    let general = lexicon.general(words, NAMES_TRIED);
    add_new(&mut found, limit, general, has_hit)?;
    Ok(found)
}

/// Adds new names that `has_hit` admits, up to `limit` in all.
fn add_new<'a>(
    found: &mut Vec<Suggestion>,
    limit: usize,
    names: impl Iterator<Item = &'a Name>,
    has_hit: impl Fn(&&'a Name) -> Result<bool, SearchError>,
) -> Result<(), SearchError> {
    for name in names {
        if found.len() >= limit {
            break;
        }
        let is_new = !found.iter().any(|known| known.text.eq_ignore_ascii_case(&name.text));
        if is_new && has_hit(&name)? {
            found.push(Suggestion {
                text: name.text.to_string(),
                address: SearchQuery::of(&name.text).address(),
                source: name.source.to_owned(),
            });
        }
    }
    Ok(())
}

/// The headings of which some part begins as typed, the most frequent first.
fn find_headings(
    snapshot: &Snapshot<'_>,
    prefixes: &PrefixCache,
    words: &[String],
) -> Result<Vec<Name>, SearchError> {
    let field = snapshot.store.fields().heading;
    let terms = prefixes.most_frequent(&snapshot.searcher, field, &words.join(" "), HEADINGS_LOOKED_AT)?;
    let name = |text: &str| Name { text: text.into(), source: "heading" };
    Ok(terms.iter().filter_map(|(term, _)| heading_of(term)).map(name).collect())
}

/// Titles that hold every typed word, the last one possibly unfinished. Those that begin as typed come first, then
/// articles, then the newest.
fn suggest_titles(
    snapshot: &Snapshot<'_>,
    prefixes: &PrefixCache,
    words: &[String],
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let Some((last, whole)) = words.split_last() else { return Ok(Vec::new()) };
    let field = snapshot.store.fields().start;
    let term = |word: &str| Term::from_field_text(field, word);
    let mut clauses: Vec<Box<dyn Query>> = Vec::new();
    for word in whole.iter().filter(|word| !is_stop_word(word)) {
        clauses.push(Box::new(TermQuery::new(term(word), IndexRecordOption::Basic)));
    }
    let completions = prefixes.most_frequent(&snapshot.searcher, field, last, COMPLETIONS)?;
    let is_subject = |word: &&str| !is_stop_word(word) && *word != last.as_str();
    let completions = completions.iter().map(|(word, _)| word.as_str()).filter(is_subject);
    let ends = completions
        .chain([last.as_str()])
        .map(|word| -> Box<dyn Query> { Box::new(TermQuery::new(term(word), IndexRecordOption::Basic)) });
    // A set of terms would be walked to the last match before yielding the first.
    clauses.push(Box::new(BooleanQuery::union(ends.collect())));
    let clause = snapshot.in_scope(Box::new(BooleanQuery::intersection(clauses)));
    let matches = snapshot.first_matches(&*clause, MATCHES)?;
    let typed = words.join(" ");
    let mut found = Vec::new();
    let mut analyzer = word_analyzer();
    for (place, address) in newest(&snapshot.searcher, matches)?.into_iter().enumerate() {
        let card = snapshot.card(address)?;
        let starts_as_typed = tokenize(&mut analyzer, &card.title).join(" ").starts_with(&typed);
        found.push(((!starts_as_typed, card.kind == ItemKind::Record, place), card));
    }
    found.sort_by_key(|(order, _)| *order);
    found.truncate(limit);
    let line = |card: &Card| Suggestion {
        address: item_address(card.kind, &card.id, &card.slug),
        text: card.title.clone(),
        source: "title".to_owned(),
    };
    Ok(found.into_iter().map(|(_, card)| line(&card)).collect())
}

/// The newest of these items, at most [`NEWEST`].
fn newest(searcher: &Searcher, matches: Vec<DocAddress>) -> Result<Vec<DocAddress>, SearchError> {
    let mut dates = Vec::with_capacity(searcher.segment_readers().len());
    for segment in searcher.segment_readers() {
        dates.push(segment.fast_fields().i64(column::PUBLISHED)?);
    }
    let date = |found: &DocAddress| dates.get(found.segment_ord as usize)?.first(found.doc_id);
    let mut dated: Vec<_> = matches.into_iter().map(|found| (Reverse(date(&found)), found)).collect();
    if dated.len() > NEWEST {
        dated.select_nth_unstable(NEWEST);
        dated.truncate(NEWEST);
    }
    dated.sort_unstable();
    Ok(dated.into_iter().map(|(_, found)| found).collect())
}
