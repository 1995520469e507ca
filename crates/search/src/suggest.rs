//! The typeahead: names of subjects and titles that go on as typed, each with a hit for this very asker.
//!
//! Names come first, at most half of the lines: products, areas and topics; subjects that many searched; headings of
//! the library's records, the most frequent first, and names of the thesaurus. Titles take the rest.
//!
//! It answers while somebody types, so every step has a bound that does not grow with the library: so many names are
//! tried, each only until its first hit; so many ways to go on with an unfinished word; so many matches.

use super::asked::{Asked, all_tokens, is_stop_word};
use super::lexicon::Name;
use super::matching::Floor;
use super::schema::{column, heading_of, word_analyzer};
use super::{Search, SearchError, Share, Sight};
use domain::asker::LibraryView;
use domain::library::{ItemKind, Suggestion, item_address};
use domain::search_query::SearchQuery;
use std::cmp::Reverse;
use tantivy::query::{BooleanQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

/// So much of what was typed is read, in bytes.
const LONGEST: usize = 200;
/// So many names of each source are tried for a hit.
const NAMES_TRIED: usize = 8;
/// So many headings of the library are looked at; the same one is found by each of its words.
const HEADINGS_LOOKED_AT: usize = 24;
/// So many words that go on as the last one typed are looked for in titles, the most frequent.
const COMPLETIONS: usize = 48;
/// So many titles that match are looked at for the newest. Where more match, too little was typed for it to matter.
const MATCHES: usize = 5_000;
/// So many of the newest are looked at for the best.
const NEWEST: usize = 40;

pub(super) fn suggest(
    search: &Search,
    typed: &str,
    sight: &Sight<'_>,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let typed = typed.get(..typed.floor_char_boundary(LONGEST)).unwrap_or_default();
    let words = all_tokens(&mut word_analyzer(), typed);
    if words.is_empty() || limit == 0 || *sight.view == LibraryView::Nothing {
        return Ok(Vec::new());
    }
    let searcher = search.store.searcher();
    let mut suggestions = names(search, &searcher, &words, sight, limit.div_ceil(2))?;
    suggestions.extend(titles(search, &searcher, &words, sight, limit)?);
    suggestions.truncate(limit);
    Ok(suggestions)
}

/// Names of subjects of which each typed word begins a word, and that have a hit.
fn names(
    search: &Search,
    searcher: &Searcher,
    words: &[String],
    sight: &Sight<'_>,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let lexicon = search.lexicon();
    let mut found: Vec<Suggestion> = Vec::new();
    let has_hit = |name: &&Name| search.finds(searcher, &name.text, sight);
    let chosen = lexicon.chosen(words, NAMES_TRIED);
    add_new(&mut found, limit, chosen, has_hit)?;
    if found.len() < limit {
        let headings = headings(search, searcher, words)?;
        let stands_in_sight = |heading: &Name| {
            let terms = search.store.fields().heading_term(&heading.text);
            let stands: Box<dyn Query> = Box::new(TermQuery::new(terms, IndexRecordOption::Basic));
            Ok(!first_matches(searcher, &*search.store.visible(stands, sight), 1)?.is_empty())
        };
        add_new(&mut found, limit, headings.iter(), |heading| stands_in_sight(heading))?;
    }
    let general = lexicon.general(words, NAMES_TRIED);
    add_new(&mut found, limit, general, has_hit)?;
    Ok(found)
}

/// Adds names that are not there yet and that `has_hit` admits, up to `limit` in all.
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

/// The headings of which a part goes on as typed, the most frequent first.
fn headings(search: &Search, searcher: &Searcher, words: &[String]) -> Result<Vec<Name>, SearchError> {
    let field = search.store.fields().heading;
    let terms = search.beginnings.most_frequent(searcher, field, &words.join(" "), HEADINGS_LOOKED_AT)?;
    let name = |text: &str| Name { text: text.into(), source: "heading" };
    Ok(terms.iter().filter_map(|(term, _)| heading_of(term)).map(name).collect())
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
    let mut clauses: Vec<Box<dyn Query>> = Vec::new();
    for word in whole.iter().filter(|word| !is_stop_word(word)) {
        clauses.push(Box::new(TermQuery::new(term(word), IndexRecordOption::Basic)));
    }
    let completions = search.beginnings.most_frequent(searcher, field, last, COMPLETIONS)?;
    let is_subject = |word: &&str| !is_stop_word(word) && *word != last.as_str();
    let completions = completions.iter().map(|(word, _)| word.as_str()).filter(is_subject);
    let ends = completions
        .chain([last.as_str()])
        .map(|word| -> Box<dyn Query> { Box::new(TermQuery::new(term(word), IndexRecordOption::Basic)) });
    // Not a set of terms, which would be walked through to the last match before the first is there.
    clauses.push(Box::new(BooleanQuery::union(ends.collect())));
    let clause = search.store.visible(Box::new(BooleanQuery::intersection(clauses)), sight);
    let matches = first_matches(searcher, &*clause, MATCHES)?;
    let typed = words.join(" ");
    let mut found = Vec::new();
    let mut analyzer = word_analyzer();
    for (place, address) in newest(searcher, matches)?.into_iter().enumerate() {
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

/// Up to `most` items that match, whichever are met first.
fn first_matches(
    searcher: &Searcher,
    query: &dyn Query,
    most: usize,
) -> Result<Vec<DocAddress>, SearchError> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut found = Vec::new();
    for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
        let mut matches = weight.scorer(segment, 1.0)?;
        let alive = segment.alive_bitset();
        while matches.doc() != TERMINATED {
            if found.len() == most {
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

impl Search {
    /// Whether a text finds anything in this view. It looks no further than the first hit.
    pub(super) fn finds(
        &self,
        searcher: &Searcher,
        text: &str,
        sight: &Sight<'_>,
    ) -> Result<bool, SearchError> {
        let asked = Asked::of(text, sight.thesaurus, &[]);
        let clause = self.clause(searcher, &asked, Share::Most, sight, &Floor::default())?;
        Ok(!first_matches(searcher, &clause, 1)?.is_empty())
    }
}
