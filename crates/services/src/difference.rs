//! The difference between two texts, word by word: what a reviewer looks at.

use similar::{Algorithm, capture_diff_slices};

pub use similar::ChangeTag;

/// A stretch of text that was inserted, deleted or left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub tag: ChangeTag,
    pub text: String,
}

/// The segments that lead from `old` to `new`: lines are matched first, then the words of lines that changed.
pub fn difference(old: &str, new: &str) -> Vec<Segment> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut segments = Vec::new();
    for edit in edits(&old, &new) {
        for edit in merged(edits(&words(&edit.deleted), &words(&edit.inserted))) {
            push(&mut segments, ChangeTag::Delete, &edit.deleted);
            push(&mut segments, ChangeTag::Insert, &edit.inserted);
            push(&mut segments, ChangeTag::Equal, &edit.equal);
        }
        push(&mut segments, ChangeTag::Equal, &edit.equal);
    }
    segments
}

/// A change, and the equal text that follows it.
#[derive(Debug, Default)]
struct Edit {
    deleted: String,
    inserted: String,
    equal: String,
}

impl Edit {
    fn is_change(&self) -> bool {
        !(self.deleted.is_empty() && self.inserted.is_empty())
    }

    /// Length of the change, in bytes.
    fn len(&self) -> usize {
        self.deleted.len().max(self.inserted.len())
    }
}

/// The edits between two lists of lines or words, in order. Only the first may be without a change.
fn edits(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut edit = Edit::default();
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        for (tag, part) in operation.iter_slices(old, new) {
            if tag != ChangeTag::Equal && !edit.equal.is_empty() {
                edits.push(std::mem::take(&mut edit));
            }
            let text = match tag {
                ChangeTag::Delete => &mut edit.deleted,
                ChangeTag::Insert => &mut edit.inserted,
                ChangeTag::Equal => &mut edit.equal,
            };
            text.extend(part.iter().copied());
        }
    }
    edits.push(edit);
    edits
}

/// Joins neighbouring changes with less text between them than they change: a rewritten sentence reads better whole
/// than interrupted by the short words that both versions share.
fn merged(edits: Vec<Edit>) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        all.push(edit);
        while let [.., before, last] = all.as_mut_slice() {
            let between = before.equal.len();
            if !before.is_change() || between > before.len() || between > last.len() {
                break;
            }
            let equal = std::mem::take(&mut before.equal);
            before.deleted.push_str(&equal);
            before.deleted.push_str(&last.deleted);
            before.inserted.push_str(&equal);
            before.inserted.push_str(&last.inserted);
            before.equal = std::mem::take(&mut last.equal);
            all.pop();
        }
    }
    all
}

fn push(segments: &mut Vec<Segment>, tag: ChangeTag, text: &str) {
    match segments.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.tag == tag => last.text.push_str(text),
        _ => segments.push(Segment { tag, text: text.to_owned() }),
    }
}

/// Splits a text into words and what separates them; joined, they are the text. A number is one word, `16.3` too.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    let mut signs = text.char_indices().peekable();
    while let Some((at, c)) = signs.next() {
        let follows_digit = text[..at].ends_with(|before: char| before.is_ascii_digit());
        let precedes_digit = signs.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let kind = if c.is_alphanumeric() || (matches!(c, '.' | ',') && follows_digit && precedes_digit) {
            Sign::Word
        } else if c.is_whitespace() {
            Sign::Gap
        } else {
            Sign::Other
        };
        if at > start && (last != Some(kind) || kind == Sign::Other) {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(kind);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// Characters of words and of gaps form runs; any other is a word of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Word,
    Gap,
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        difference(old, new)
            .iter()
            .map(|segment| match segment.tag {
                ChangeTag::Equal => segment.text.clone(),
                ChangeTag::Delete => format!("[-{}]", segment.text),
                ChangeTag::Insert => format!("[+{}]", segment.text),
            })
            .collect()
    }

    #[test]
    fn a_changed_number_is_all_that_is_marked() {
        assert_eq!(
            shown("First.\nIt fell from 21.2% to 16.3%.\n", "First.\nIt fell from 21.2% to 16.4%.\n"),
            "First.\nIt fell from 21.2% to [-16.3][+16.4]%.\n"
        );
    }

    #[test]
    fn a_sentence_written_anew_is_one_change() {
        assert_eq!(
            shown("It lowered the rate of death.", "What we found in the end: fewer deaths."),
            "[-It lowered the rate of death][+What we found in the end: fewer deaths]."
        );
    }

    #[test]
    fn a_new_paragraph_is_added_whole() {
        assert_eq!(shown("One.\n\nThree.\n", "One.\n\nTwo.\n\nThree.\n"), "One.\n\n[+Two.\n\n]Three.\n");
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert!(difference("One.\n", "One.\n").iter().all(|segment| segment.tag == ChangeTag::Equal));
        assert!(difference("", "").is_empty());
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off_the_difference(old in "[ab \n.]{0,60}", new in "[ab \n.é]{0,60}") {
            let segments = difference(&old, &new);
            let read = |without: ChangeTag| -> String {
                segments.iter().filter(|s| s.tag != without).map(|s| s.text.as_str()).collect()
            };
            prop_assert_eq!(read(ChangeTag::Insert), old);
            prop_assert_eq!(read(ChangeTag::Delete), new);
        }
    }
}
