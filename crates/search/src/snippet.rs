//! Snippets: the passage of an item's text that best shows why it was found, with the matching words marked.
//!
//! The text is scanned once, and only words that begin like a word of the query are folded and stemmed.

use super::analysis::{changed_beginnings, stem};
use super::query_plan::{QueryPlan, QueryWord};
use super::sentences::best_part;
use domain::folding::{Grams, Words};
use domain::library::{MatchLocation, SnippetPart, TermMatch};
use std::collections::HashSet;
use std::ops::Range;

/// Approximate length of a snippet in bytes.
const LENGTH: usize = 260;
/// How far before the first match a snippet may begin, in bytes, to begin with a sentence.
const LEAD: usize = 90;

/// Makes the snippets of one search.
pub(crate) struct Highlighter {
    stems: Vec<String>,
    beginnings: Beginnings,
    /// The words of the query, with indexes into `stems`.
    words: Vec<HighlightWord>,
}

/// How the words begin that may have a stem of the query: stemming changes endings, but for a few words.
struct Beginnings {
    /// By the first byte, a bit for each second one.
    seconds: Box<[[u64; 4]; 256]>,
}

impl Beginnings {
    fn of(stems: &[String]) -> Self {
        let mut seconds = Box::new([[0; 4]; 256]);
        let mut add = |first: u8, second: u8| {
            let bits: &mut [u64; 4] = &mut seconds[usize::from(first)];
            bits[usize::from(second / 64)] |= 1 << (second % 64);
        };
        for stem in stems {
            match stem.as_bytes() {
                [first, second, ..] => add(*first, *second),
                [only] => (0..=u8::MAX).for_each(|second| add(*only, second)),
                [] => {}
            }
        }
        let firsts: Vec<u8> = stems.iter().filter_map(|stem| stem.bytes().next()).collect();
        for [first, second] in changed_beginnings().iter().filter(|it| firsts.contains(&it[0])) {
            add(*first, *second);
        }
        Self { seconds }
    }

    #[inline]
    fn has(&self, first: u8, second: u8) -> bool {
        self.seconds[usize::from(first)][usize::from(second / 64)] & (1 << (second % 64)) != 0
    }
}

/// A word of the query.
struct HighlightWord {
    surface: String,
    own: Option<usize>,
    /// For each of its synonyms, the indexes of its stems, and how many other words may stand between them.
    alternatives: Vec<(Vec<usize>, usize)>,
}

/// A word of a text with a stem of the query or of its synonyms.
struct Match {
    place: Range<usize>,
    /// The number of the word in the text.
    number: usize,
    stem: usize,
}

/// A passage that matches the query: a word, or a synonym of several words.
struct Mark {
    place: Range<usize>,
    stem: usize,
}

impl Highlighter {
    pub(crate) fn new(plan: &QueryPlan) -> Self {
        let own = plan.words.iter().map(|word| &word.stem);
        let alternatives =
            plan.words.iter().flat_map(|word| &word.alternatives).flat_map(|other| &other.stems);
        let mut stems: Vec<String> = Vec::new();
        for stem in own.chain(alternatives).filter(|stem| !stem.is_empty()) {
            if !stems.contains(stem) {
                stems.push(stem.clone());
            }
        }
        let place = |stem: &String| stems.iter().position(|known| known == stem);
        let highlight_word = |word: &QueryWord| HighlightWord {
            surface: word.surface.clone(),
            own: place(&word.stem),
            alternatives: word
                .alternatives
                .iter()
                .map(|other| (other.stems.iter().filter_map(place).collect(), other.slack as usize))
                .collect(),
        };
        let words = plan.words.iter().map(highlight_word).collect();
        Self { beginnings: Beginnings::of(&stems), words, stems }
    }

    /// The part of an item that answers best, and where in title and text each word of the query occurs. Words in
    /// neither occur elsewhere or not at all: an item need not hold every word of a question.
    ///
    /// An article answers with its summary, unless only its text holds a word of the query; a record has no summary
    /// and answers with the best passage of its text, its beginning where nothing matches.
    pub(crate) fn highlight(
        &self,
        title: &str,
        summary: &str,
        text: &str,
    ) -> (Vec<SnippetPart>, Vec<TermMatch>) {
        let in_title = self.matches(title);
        let (in_summary, in_text) = (self.matches(summary), self.matches(text));
        let (summary_marks, text_marks) = (self.marks(&in_summary), self.marks(&in_text));
        let is_answered = !summary.is_empty() && (!summary_marks.is_empty() || text_marks.is_empty());
        let parts = if is_answered { answer(summary, &summary_marks) } else { snippet(text, &text_marks) };
        (parts, self.matched((title, &in_title), &[(summary, &in_summary), (text, &in_text)]))
    }

    /// What of a text is marked: the words of the query, and the synonyms that stand there whole. A word of a longer
    /// synonym says nothing by itself.
    fn marks(&self, matches: &[Match]) -> Vec<Mark> {
        let is_own = |stem: usize| self.words.iter().any(|word| word.own == Some(stem));
        let mut marks: Vec<Mark> = matches
            .iter()
            .filter(|found| is_own(found.stem))
            .map(|found| Mark { place: found.place.clone(), stem: found.stem })
            .collect();
        for (stems, slack) in self.words.iter().flat_map(|word| &word.alternatives) {
            let mut runs: Vec<Mark> = runs(matches, stems, *slack).collect();
            // Of two that end alike, the shorter one is the synonym.
            runs.reverse();
            runs.dedup_by_key(|run| run.place.end);
            marks.extend(runs);
        }
        marks.sort_by_key(|mark| (mark.place.start, usize::MAX - mark.place.end));
        let mut end = 0;
        marks.retain(|mark| {
            let is_free = mark.place.start >= end;
            end = end.max(mark.place.end);
            is_free
        });
        marks
    }

    fn matched(&self, (title, in_title): (&str, &[Match]), texts: &[(&str, &[Match])]) -> Vec<TermMatch> {
        let mut matched = Vec::with_capacity(self.words.len());
        for word in &self.words {
            let find = |text: &str, matches: &[Match]| -> Option<Option<String>> {
                if matches.iter().any(|found| Some(found.stem) == word.own) {
                    return Some(None);
                }
                word.alternatives
                    .iter()
                    .find_map(|(stems, slack)| text_of_run(text, matches, stems, *slack))
                    .map(Some)
            };
            let found = find(title, in_title).map(|other| (MatchLocation::Title, other));
            let in_texts = || texts.iter().find_map(|(text, matches)| find(text, matches));
            let found = found.or_else(|| in_texts().map(|other| (MatchLocation::Text, other)));
            let (place, other) = found.unwrap_or((MatchLocation::Elsewhere, None));
            matched.push(TermMatch { word: word.surface.clone(), place, other });
        }
        matched
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        let mut matches = Vec::new();
        if self.stems.is_empty() {
            return matches;
        }
        let (mut words, mut form) = (Words::of(text, Grams::All), String::new());
        let mut number = 0;
        while let Some((place, is_beside)) =
            words.next_beginning(&mut form, |first, second| self.beginnings.has(first, second))
        {
            number += usize::from(!is_beside);
            if !form.is_empty()
                && let Some(stem) = self.stem_of(&mut form)
            {
                matches.push(Match { place, number, stem });
            }
        }
        matches
    }

    /// The stem of the query that a folded word has; it becomes its stem.
    fn stem_of(&self, word: &mut String) -> Option<usize> {
        let (first, second) = (word.bytes().next()?, word.as_bytes().get(1).copied().unwrap_or_default());
        if !self.beginnings.has(first, second) {
            return None;
        }
        stem(word);
        self.stems.iter().position(|stem| stem == word)
    }
}

/// The sentences of a summary with the most different matches.
fn answer(summary: &str, matches: &[Mark]) -> Vec<SnippetPart> {
    let rank = |range: &Range<usize>| {
        let inside = matches.iter().filter(|it| it.place.start >= range.start && it.place.end <= range.end);
        let stems: HashSet<usize> = inside.clone().map(|it| it.stem).collect();
        (stems.len(), inside.count())
    };
    marked(summary, matches, best_part(summary, rank))
}

/// The best passage of a text with these matches; its beginning where there are none.
fn snippet(text: &str, matches: &[Mark]) -> Vec<SnippetPart> {
    marked(text, matches, whole_words(text, best_start(text, matches)))
}

/// A part of a text with its matches marked, and signs of what is left out.
fn marked(text: &str, matches: &[Mark], window: Range<usize>) -> Vec<SnippetPart> {
    let mut stretches = Vec::new();
    let mut at = window.start;
    let inside = matches.iter().filter(|it| it.place.start >= window.start && it.place.end <= window.end);
    for found in inside {
        // Pairs of characters overlap.
        let start = found.place.start.max(at);
        if start < found.place.end {
            push(&mut stretches, &text[at..start], false);
            push(&mut stretches, &text[start..found.place.end], true);
            at = found.place.end;
        }
    }
    push(&mut stretches, &text[at..window.end], false);
    if window.start > 0 {
        stretches.insert(0, SnippetPart { text: "… ".to_owned(), is_match: false });
    }
    if window.end < text.len() {
        stretches.push(SnippetPart { text: " …".to_owned(), is_match: false });
    }
    stretches
}

/// Where a synonym with these stems stands.
fn runs<'m>(matches: &'m [Match], stems: &'m [usize], slack: usize) -> impl Iterator<Item = Mark> + 'm {
    let starts = matches.iter().enumerate().filter(|(_, found)| Some(&found.stem) == stems.first());
    starts.filter_map(move |(start, first)| {
        let last = find_run(matches.get(start..)?, stems, slack)?;
        Some(Mark { place: first.place.start..last.place.end, stem: first.stem })
    })
}

/// The text of the first synonym with these stems.
fn text_of_run(text: &str, matches: &[Match], stems: &[usize], slack: usize) -> Option<String> {
    let first = runs(matches, stems, slack).next()?.place;
    // One that begins later and ends alike is the synonym itself.
    let all = runs(matches, stems, slack).map(|run| run.place).take_while(|place| place.end == first.end);
    text.get(all.last().unwrap_or(first)).map(str::to_owned)
}

/// The last match of a synonym that begins with the first of these matches.
fn find_run<'m>(matches: &'m [Match], stems: &[usize], slack: usize) -> Option<&'m Match> {
    let (first, rest) = matches.split_first()?;
    let (mut last, mut left) = (first, slack);
    let mut rest = rest.iter();
    for stem in stems.get(1..)? {
        let next = rest.find(|found| found.stem == *stem)?;
        let gap = (next.number - last.number).saturating_sub(1);
        left = left.checked_sub(gap)?;
        last = next;
    }
    Some(last)
}

/// The start of the window with the most distinct matches, moved back to a sentence start if one is near.
fn best_start(text: &str, matches: &[Mark]) -> usize {
    let mut best: Option<(usize, usize, usize)> = None;
    for (position, first) in matches.iter().enumerate() {
        let rest = matches.get(position..).unwrap_or_default();
        let inside = rest.iter().take_while(|it| it.place.end <= first.place.start + LENGTH - LEAD);
        let mut seen = Vec::new();
        let mut count = 0;
        for found in inside {
            count += 1;
            if !seen.contains(&found.stem) {
                seen.push(found.stem);
            }
        }
        if best.is_none_or(|(different, all, _)| (seen.len(), count) > (different, all)) {
            best = Some((seen.len(), count, first.place.start));
        }
    }
    let Some((_, _, first)) = best else { return 0 };
    if first <= LEAD {
        return 0;
    }
    let earliest = text.ceil_char_boundary(first - LEAD);
    let lead = &text[earliest..first];
    let sentence = lead.rfind(". ").map(|at| earliest + at + 2);
    sentence.or_else(|| lead.find(' ').map(|at| earliest + at + 1)).unwrap_or(first)
}

/// A window of about the length of a snippet that ends at a word boundary.
fn whole_words(text: &str, start: usize) -> Range<usize> {
    if text.len() - start <= LENGTH + LEAD / 2 {
        return start..text.len();
    }
    let end = text.floor_char_boundary(start + LENGTH);
    let end = text[start..end].rfind(' ').map_or(end, |space| start + space);
    start..end
}

fn push(stretches: &mut Vec<SnippetPart>, text: &str, is_match: bool) {
    match stretches.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.is_match == is_match => last.text.push_str(text),
        _ => stretches.push(SnippetPart { text: text.to_owned(), is_match }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(query: &str, text: &str) -> Vec<SnippetPart> {
        Highlighter::new(&QueryPlan::new(query, &domain::thesaurus::Thesaurus::default(), &[]))
            .highlight("", "", text)
            .0
    }

    fn marked(stretches: &[SnippetPart]) -> Vec<&str> {
        stretches.iter().filter(|it| it.is_match).map(|it| it.text.as_str()).collect()
    }

    #[test]
    fn words_are_marked_in_all_their_forms_as_they_stand() {
        let stretches =
            stretches("statins treat", "Statin therapy treats those who were treated, NOT Statins-like.");
        assert_eq!(marked(&stretches), ["Statin", "treats", "treated", "Statins"]);
        let whole: String = stretches.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(whole, "Statin therapy treats those who were treated, NOT Statins-like.");
    }

    #[test]
    fn the_window_shows_the_most_different_words_and_begins_with_their_sentence() {
        let text = format!(
            "Aspirin. {} Here stands it. Aspirin and dialysis together. {}",
            "Nothing of note. ".repeat(40),
            "More of it. ".repeat(40)
        );
        let stretches = stretches("aspirin dialysis", &text);
        assert_eq!(marked(&stretches), ["Aspirin", "dialysis"]);
        assert_eq!(stretches[0].text, "… ");
        assert_eq!(stretches[1].text, "Aspirin");
        assert_eq!(stretches.last().unwrap().text, " …");
    }

    #[test]
    fn an_article_answers_with_its_summary_unless_only_its_text_holds_a_word() {
        let plan = QueryPlan::new("aspirin", &domain::thesaurus::Thesaurus::default(), &[]);
        let shown = |summary: &str, text: &str| -> String {
            let parts = Highlighter::new(&plan).highlight("", summary, text).0;
            parts.into_iter().map(|part| part.text).collect()
        };
        assert_eq!(shown("Aspirin: 3%.", "Aspirin in the text."), "Aspirin: 3%.");
        assert_eq!(shown("It helps.", "Aspirin in the text."), "Aspirin in the text.");
        assert_eq!(
            shown("It helps.", "Nothing here."),
            "It helps.",
            "an abbreviation or a heading may match"
        );
        assert_eq!(shown("", "Nothing here."), "Nothing here.");
    }

    #[test]
    fn a_synonym_of_several_words_is_marked_whole_or_not_at_all() {
        use domain::thesaurus::{Group, Kind, Source, Spellings, Thesaurus, Word};
        let word = |text: &str, kind| Word { text: text.to_owned(), kind };
        let name = "Heart failure with preserved ejection fraction";
        let group = Group {
            source: Source::Start,
            id: "hfpef".into(),
            name: name.into(),
            words: vec![word("HFpEF", Kind::Abbreviation)],
            broader: Vec::new(),
            context: Vec::new(),
            usual: Vec::new(),
            trees: Vec::new(),
            is_off: false,
        };
        let thesaurus = Thesaurus::of(&[group], Spellings::default());
        let plan = QueryPlan::new("hfpef", &thesaurus, &[]);
        let text =
            "Patients with a failure of the heart. Heart failure and a preserved ejection fraction: HFpEF.";
        let (stretches, _) = Highlighter::new(&plan).highlight("", "", text);
        assert_eq!(marked(&stretches), ["Heart failure and a preserved ejection fraction", "HFpEF"]);
    }

    #[test]
    fn text_of_any_script_has_a_snippet() {
        for text in ["", "ü", &"é".repeat(3_000), &"日本語".repeat(500), "a\0b \u{10FFFF}"] {
            for query in ["", "é", "日本語", "a b", "\u{10FFFF}"] {
                let stretches = stretches(query, text);
                assert!(stretches.iter().map(|it| it.text.len()).sum::<usize>() <= 400);
            }
        }
    }
}
