//! What histories of searches print beside a line: counts, times, filters, notes of the database.

use super::super::language::is_year_limit;
use super::super::lexer::Operator;
use super::super::references::is_line_name;
use super::super::words::{is_gap, is_quote};
use super::raw_line::{LineLimit, RawLine, is_reference_line, trimmed};
use domain::query::{ProblemCode, Span};

/// Starts of lines that tell of the search instead of being one, lower-case.
const REMARKS: [&str; 41] = [
    "database",
    "interface -",
    "search name",
    "date run",
    "date of search",
    "date searched",
    "search date",
    "last saved",
    "last run",
    "comment:",
    "comments:",
    "description:",
    "note:",
    "notes:",
    "search strategy",
    "search history",
    "strategy:",
    "strategy for",
    "platform",
    "provider",
    "host:",
    "indexes=",
    "indexes:",
    "timespan",
    "search language",
    "databases=",
    "editions",
    "limiters -",
    "expanders -",
    "search modes -",
    "search screen -",
    "ovid medline",
    "ovid embase",
    "embase (ovid",
    "embase <",
    "medline (",
    "medline <",
    "medline via",
    "pubmed (",
    "pubmed:",
    "cochrane library",
];

/// Heads of tables, lower-case, without gaps and marks.
const HEADERS: [&str; 16] = [
    "idsearchhits",
    "searchesresults",
    "searchhits",
    "setresults",
    "queryresults",
    "noqueryresults",
    "searchqueryitemsfound",
    "searchaddtobuilderqueryitemsfound",
    "searchaddtobuilderqueryitemsfoundtime",
    "searchresults",
    "searchqueryresults",
    "linesearchresults",
    "searchtermsresults",
    "searchterms",
    "searchactionsdetailsqueryresultstime",
    "querylimitersexpanderslastrunviaresults",
];

/// What comes before a search, lower-case.
const BEFORE: [&str; 7] =
    ["add search", "search:", "searched:", "query:", "searched for:", "search string:", "search query:"];

/// What comes after a search, to the end of the line.
const AFTER: [&str; 24] = [
    "(word variations have been searched)",
    "word variations have been searched",
    "search modes -",
    "search mode -",
    "limiters -",
    "expanders -",
    "interface -",
    "indexes=",
    "timespan=",
    "databases=",
    "databases=",
    "edition=",
    "sort by:",
    "schema: all",
    "[mp=",
    "doctype=",
    "docType=",
    "language=",
    "view results",
    "view details",
    "rerun",
    "with cochrane library publication date",
    "with publication year from",
    "in trials, in ",
];

/// Those of them that narrow the search, and so are reported.
const NARROWING: [&str; 5] =
    ["limiters -", "filters:", "with cochrane", "with publication year", "filters applied:"];

/// Whether a line is the head of a table.
pub(super) fn is_header(line: &str) -> bool {
    if line.len() > 120 {
        return false;
    }
    let letters: String = line.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    HEADERS.contains(&letters.as_str())
}

/// Whether a line tells of the search.
pub(super) fn is_remark(line: &str) -> bool {
    let is_marked = ["//", "%", ";;", "--", "<!--", "/*"].iter().any(|mark| line.starts_with(mark));
    is_marked || REMARKS.iter().any(|start| starts_with(line, start))
}

/// The length of `Final search:` and the like before a search.
pub(super) fn final_label(line: &str) -> Option<usize> {
    let colon = line.find(':').filter(|colon| *colon <= 40)?;
    let label = line[..colon].to_ascii_lowercase();
    let is_final = ["final", "combined", "combination", "total", "complete", "full"]
        .iter()
        .any(|word| label.starts_with(word));
    let is_known = is_final && label.split_whitespace().count() <= 4 && !label.contains(['(', '[', '"']);
    (is_known && !line[colon + 1..].trim().is_empty()).then_some(colon + 1)
}

/// Whether a line is nothing but the number of hits.
pub(super) fn is_count(line: &str) -> bool {
    let line = line.trim_matches(|c: char| is_gap(c) || "()[]=".contains(c));
    let line = without_unit(line);
    line.starts_with(|c: char| c.is_ascii_digit()) && line.chars().all(is_of_count)
}

fn is_of_count(c: char) -> bool {
    c.is_ascii_digit() || is_gap(c) || ",.'’".contains(c)
}

/// The text without `hits`, `results` and the like at its end.
fn without_unit(text: &str) -> &str {
    let start = text.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let unit = text.get(start..).unwrap_or_default().to_ascii_lowercase();
    let units = [
        "hits",
        "hit",
        "results",
        "result",
        "records",
        "record",
        "citations",
        "references",
        "articles",
        "items",
    ];
    if units.contains(&unit.as_str()) { text[..start].trim_end() } else { text }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Takes away what is printed beside a search.
pub(super) fn strip(text: &str, line: &mut RawLine) {
    strip_start(text, line);
    strip_notes(text, line);
    while let Some(last) = line.pieces.last_mut() {
        let end = last.start + without_count(last.of(text)).len();
        if end >= last.end {
            break;
        }
        *last = trimmed(text, Span::new(last.start, end));
        if last.start == last.end {
            line.pieces.pop();
        }
    }
    if let (Some(first), Some(last)) = (line.pieces.first(), line.pieces.last()) {
        line.span = Span::new(first.start, last.end);
    }
}

fn strip_start(text: &str, line: &mut RawLine) {
    let Some(first) = line.pieces.first_mut() else { return };
    let written = first.of(text);
    let label = BEFORE.iter().find(|label| starts_with(written, label)).map(|label| label.len());
    // PubMed's histories begin with `Search`, followed by what is searched for.
    let search = || {
        let rest = written.strip_prefix("Search ")?.trim_start();
        rest.starts_with(|c: char| is_quote(c) || "(#[".contains(c)).then_some(written.len() - rest.len())
    };
    let counted = || {
        // Web of Science: the number of hits before the search.
        let length = written.find(|c: char| !(c.is_ascii_digit() || c == ','))?;
        let rest = written[length..].trim_start();
        let is_search = rest.starts_with('#') || rest.get(2..3) == Some("=") || starts_with(rest, "topic=");
        (length >= 1 && rest.len() < written.len() - length && is_search)
            .then_some(written.len() - rest.len())
    };
    if let Some(length) = label.or_else(search).or_else(counted) {
        *first = trimmed(text, Span::new(first.start + length, first.end));
    }
}

/// Takes away notes of the database, each to the end of its piece.
fn strip_notes(text: &str, line: &mut RawLine) {
    let mut problems = Vec::new();
    for piece in &mut line.pieces {
        let written = piece.of(text);
        let lower = written.to_ascii_lowercase();
        let found =
            AFTER.iter().chain(&["filters:", "filters applied:"]).filter_map(|note| lower.find(note)).min();
        let Some(at) = found else { continue };
        let note = trimmed(text, Span::new(piece.start + at, piece.end));
        if NARROWING.iter().any(|start| lower[at..].starts_with(start)) {
            problems.push(note);
        }
        let end = match lower[at..].starts_with("[mp=") {
            // The fields that Ovid names may have more after them.
            true => lower[at..].find(']').map_or(lower.len(), |length| at + length + 1),
            false => lower.len(),
        };
        let rest = lower[end..].trim();
        if rest.is_empty() || is_count(rest) {
            *piece = trimmed(text, Span::new(piece.start, piece.start + at));
        }
    }
    line.pieces.retain(|piece| piece.start < piece.end);
    for note in problems {
        line.report(ProblemCode::MissingFilter, note);
    }
}

/// A search without the number of its hits or the time at its end.
fn without_count(written: &str) -> &str {
    let trimmed = written.trim_end_matches(|c: char| is_gap(c) || c == '|');
    if let Some(rest) = without_time(trimmed) {
        return rest;
    }
    if let Some(open) = trimmed.rfind(['(', '[']).filter(|_| trimmed.ends_with([')', ']'])) {
        let inside = trimmed[open + 1..trimmed.len() - 1].trim();
        let inside =
            inside.strip_prefix(['n', 'N']).map_or(inside, |rest| rest.trim_start_matches([' ', '=']));
        let before = trimmed[..open].trim_end();
        if is_count(inside) && !before.is_empty() && !ends_in_operator(before) && before.len() < open + 1 {
            let is_apart = before.len() < open || before.ends_with(['/', '.', ')', ']']);
            return if is_apart { before } else { trimmed };
        }
        return trimmed;
    }
    let without_unit = without_unit(trimmed);
    let start = count_start(without_unit);
    let (before, number) = without_unit.split_at(start);
    let gap = before.len() - before.trim_end().len();
    let rest = before.trim_end().trim_end_matches(['=', '–', '—', '→', '|']).trim_end();
    if number.is_empty() || gap == 0 || rest.is_empty() || ends_in_operator(rest) {
        return trimmed;
    }
    let has_unit = without_unit.len() < trimmed.len();
    let is_tabbed =
        before.trim_end_matches(' ').ends_with(['\t', '|', '=', '→', '\u{a0}']) || before.ends_with("  ");
    let is_complete = rest.ends_with(['/', ')', ']', '"', '”', '\'', '*', '$'])
        || (rest.ends_with('.') && rest.len() > 3 && rest[..rest.len() - 1].contains('.'));
    let is_grouped = number.contains(',') && number.len() > 4;
    if has_unit || is_tabbed || is_complete || is_grouped || combines(rest) { rest } else { trimmed }
}

/// Where the number at the end of a text begins: digits with commas, or in groups of three.
fn count_start(text: &str) -> usize {
    let mut start = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').len();
    while text.len() - start >= 3
        && let Some(before) = text[..start].strip_suffix([' ', '\u{a0}', '\u{202f}', '\u{2009}'])
        && text[start..].bytes().take_while(u8::is_ascii_digit).count() == 3
    {
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let is_word_before = before[..before.len() - digits].ends_with(is_gap);
        if !(1..=3).contains(&digits) || !is_word_before || combines_up_to(&before[..before.len() - digits]) {
            break;
        }
        start = before.len() - digits;
    }
    let number = text.get(start..).unwrap_or_default();
    if number.starts_with(',') { text.len() } else { start }
}

/// Whether an operator ends a text, so that what comes next is a line and no count.
fn combines_up_to(text: &str) -> bool {
    ends_in_operator(text.trim_end())
}

/// `04:23:11` at the end.
fn without_time(text: &str) -> Option<&str> {
    let start = text.rfind(is_gap)? + 1;
    let start = text.ceil_char_boundary(start);
    let time = &text[start..];
    let is_time = time.len() == 8
        && time
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 2 || at == 5 { byte == b':' } else { byte.is_ascii_digit() });
    is_time.then(|| text[..start].trim_end())
}

fn ends_in_operator(text: &str) -> bool {
    let word = text.rsplit(|c: char| is_gap(c) || c == ')').next().unwrap_or_default();
    Operator::of_any_case(word).is_some() || word.ends_with(['/', ',', '-', '–']) && combining_list(word)
}

/// `or/1,` whose list goes on.
fn combining_list(word: &str) -> bool {
    starts_with(word, "or/") || starts_with(word, "and/")
}

/// Whether a text combines lines and is complete, so that a number after it counts its hits.
fn combines(text: &str) -> bool {
    is_reference_line(text)
        || text.rsplit(is_gap).next().is_some_and(|word| word.len() > 1 && word.starts_with('#'))
}

/// `limit 28 to …`, `remove duplicates from 30`, `from 12 keep 1-50`, `12 use ppez`: the line, and what of the rest is
/// known.
pub(super) fn read_limit(text: &str, line: &mut RawLine) -> Option<LineLimit> {
    let whole = line.span;
    if line.pieces.is_empty() {
        return None;
    }
    let words = words_of(text, whole);
    let is = |at: usize, word: &str| words.get(at).is_some_and(|it| it.of(text).eq_ignore_ascii_case(word));
    let name_at = |at: usize| {
        let span = *words.get(at)?;
        let name = span.of(text).trim_start_matches(['#', 's', 'S']);
        let is_name = is_line_name(name) && name.starts_with(|c: char| c.is_ascii_digit());
        is_name.then(|| Span::new(span.end - name.len(), span.end))
    };
    if is(0, "limit") && is(2, "to") {
        let line_name = name_at(1)?;
        let rest = Span::new(words.get(3)?.start, whole.end);
        return Some(LineLimit { line: line_name, years: read_filters(text, rest, line) });
    }
    if is(0, "remove") && is(1, "duplicates") && is(2, "from") {
        return Some(LineLimit { line: name_at(3)?, years: None });
    }
    let is_kept = is(0, "from") && is(2, "keep");
    let is_used = is(1, "use") && words.len() == 3;
    if is_kept || is_used {
        let line_name = name_at(usize::from(is_kept))?;
        line.report(ProblemCode::MissingFilter, Span::new(line_name.end, whole.end));
        return Some(LineLimit { line: line_name, years: None });
    }
    None
}

fn words_of(text: &str, span: Span) -> Vec<Span> {
    let part = span.of(text);
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in part.char_indices().chain([(part.len(), ' ')]) {
        match (is_gap(c), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(Span::new(span.start + from, span.start + at));
                start = None;
            }
            _ => {}
        }
        if words.len() > 4 {
            break;
        }
    }
    words
}

/// The years among the filters of a limit; the others are reported.
fn read_filters(text: &str, filters: Span, line: &mut RawLine) -> Option<Span> {
    let written = filters.of(text);
    let at = written.char_indices().map(|(at, _)| at).find(|at| {
        let is_start = written[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        is_start && is_year_limit(&written[*at..])
    });
    let Some(at) = at else {
        line.report(ProblemCode::MissingFilter, filters);
        return None;
    };
    let value = &written[at + 3..];
    let quoted = value.strip_prefix(is_quote);
    let (start, length) = match quoted {
        Some(inside) => (value.len() - inside.len(), inside.find(is_quote).unwrap_or(inside.len())),
        None => {
            let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ' ');
            (0, value.find(is_end).unwrap_or(value.len()))
        }
    };
    let years = Span::new(filters.start + at + 3 + start, filters.start + at + 3 + start + length);
    let is_rest =
        |part: &str| part.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_empty() && word != "and");
    if is_rest(&written[..at]) {
        line.report(ProblemCode::MissingFilter, trimmed(text, Span::new(filters.start, filters.start + at)));
    }
    let after = Span::new(years.end, filters.end);
    if is_rest(after.of(text)) {
        line.report(ProblemCode::MissingFilter, trimmed(text, after));
    }
    Some(years)
}
