//! Sentences of a text, and those that answer a query best.

use std::ops::Range;

/// Bytes of a summary that are shown: one long sentence with its numbers, or two or three short ones.
const SHOWN: usize = 320;
/// The longest single sentence that is shown whole.
const LONGEST: usize = 420;
/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 12] =
    ["vs", "e.g", "i.e", "approx", "ca", "cf", "dr", "fig", "no", "st", "et al", "incl"];

/// The ranges of the sentences of a text, in order. Between them lies only space.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '\n' | '。')) {
        let end = at + mark.len_utf8();
        if at < start || !ends_sentence(text, start, at, mark) {
            continue;
        }
        let rest = &text[end..];
        let closing = rest.len() - rest.trim_start_matches(['"', '\'', ')', ']', '”', '’', '»']).len();
        push_trimmed(&mut found, text, start..end + closing);
        start = end + closing;
    }
    push_trimmed(&mut found, text, start..text.len());
    found
}

fn ends_sentence(text: &str, start: usize, at: usize, mark: char) -> bool {
    if matches!(mark, '\n' | '。') {
        return true;
    }
    let after = text[at + mark.len_utf8()..].trim_start_matches(['"', '\'', ')', ']', '”', '’', '»']);
    let is_followed_by_space = after.is_empty() || after.starts_with(char::is_whitespace);
    let begins_anew = after.trim_start().chars().next().is_none_or(|c| !c.is_lowercase());
    let before = text[start..at].to_lowercase();
    let is_abbreviation = mark == '.'
        && ABBREVIATIONS
            .iter()
            .any(|word| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)));
    is_followed_by_space && begins_anew && !is_abbreviation
}

fn push_trimmed(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    if start < end {
        found.push(start..end);
    }
}

/// The part of a summary that answers best: the sentence of the highest rank, one with numbers before one without,
/// and as many of those after and before it as there is room for. `rank` tells how well a range fits.
pub(crate) fn best_part<R: Ord>(text: &str, rank: impl Fn(&Range<usize>) -> R) -> Range<usize> {
    if text.len() <= SHOWN {
        return 0..text.len();
    }
    let all = sentences(text);
    let has_number = |range: &Range<usize>| text[range.clone()].bytes().any(|byte| byte.is_ascii_digit());
    let best = (0..all.len()).rev().max_by_key(|place| all.get(*place).map(|it| (rank(it), has_number(it))));
    let Some(mut part) = best.and_then(|place| all.get(place)).cloned() else { return 0..0 };
    for next in all.iter().filter(|it| it.start >= part.end).cloned().collect::<Vec<_>>() {
        if next.end - part.start > SHOWN {
            break;
        }
        part.end = next.end;
    }
    for before in all.iter().rev().filter(|it| it.end <= part.start).cloned().collect::<Vec<_>>() {
        if part.end - before.start > SHOWN {
            break;
        }
        part.start = before.start;
    }
    if part.len() > LONGEST {
        let end = text.floor_char_boundary(part.start + LONGEST);
        part.end = text[part.start..end].rfind(' ').map_or(end, |space| part.start + space);
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_full_stop_and_not_in_a_number_or_an_abbreviation() {
        assert_eq!(
            split("HR 0.74, p<0.05. Drug A vs. placebo, e.g. in adults (see Fig. 2). \"So?\" Yes!"),
            ["HR 0.74, p<0.05.", "Drug A vs. placebo, e.g. in adults (see Fig. 2).", "\"So?\"", "Yes!"]
        );
        assert_eq!(split("one\ntwo"), ["one", "two"]);
        assert_eq!(split(""), Vec::<&str>::new());
    }

    #[test]
    fn the_part_shown_holds_the_best_sentence_whole_and_what_there_is_room_for() {
        let long = "Nothing of note stands in this sentence, which goes on for a while. ".repeat(5);
        let text = format!("{long}Deaths fell from 21.2% to 16.3%. {long}");
        let part = best_part(&text, |range| text[range.clone()].contains("fell"));
        assert!(text[part.clone()].contains("Deaths fell from 21.2% to 16.3%."));
        assert!(part.len() <= SHOWN);
    }

    #[test]
    fn of_sentences_that_fit_alike_the_one_with_numbers_is_shown() {
        let filler =
            "Here is some filler to make this text too long to be shown whole by itself, again and again. ";
        let text = format!(
            "{filler}Aspirin helps. {filler}{filler}{filler}{filler}Aspirin: 3 of 100. {filler}{filler}"
        );
        let part = best_part(&text, |range| text[range.clone()].contains("Aspirin"));
        assert!(text[part].contains("3 of 100"));
    }
}
