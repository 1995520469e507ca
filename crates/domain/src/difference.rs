//! The difference between two texts, word by word: what a reviewer looks at.

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Kept,
    Removed,
    Added,
}

/// A stretch of one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub fate: Fate,
    pub text: String,
}

/// Most cells of a comparison table (2 bytes each). Larger stretches count as replaced whole.
const MOST_CELLS: usize = 4_000_000;

/// How `new` came about from `old`: lines are matched first, then the words of lines that changed.
pub fn difference(old: &str, new: &str) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let old_lines: Vec<&str> = old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.split_inclusive('\n').collect();
    for (fate, line) in aligned(&old_lines, &new_lines) {
        match fate {
            Fate::Removed => removed.push_str(line),
            Fate::Added => added.push_str(line),
            Fate::Kept => {
                replaced(&mut stretches, &mut removed, &mut added);
                push(&mut stretches, Fate::Kept, line);
            }
        }
    }
    replaced(&mut stretches, &mut removed, &mut added);
    stretches
}

/// Compares the words of lines that gave way to others, and empties both.
fn replaced(stretches: &mut Vec<Stretch>, removed: &mut String, added: &mut String) {
    for spot in joined(spots(&aligned(&words(removed), &words(added)))) {
        for (fate, text) in
            [(Fate::Removed, &spot.removed), (Fate::Added, &spot.added), (Fate::Kept, &spot.kept)]
        {
            if !text.is_empty() {
                push(stretches, fate, text);
            }
        }
    }
    removed.clear();
    added.clear();
}

/// A place where something changed, and what was kept after it.
#[derive(Debug, Default)]
struct Spot {
    removed: String,
    added: String,
    kept: String,
}

impl Spot {
    fn is_change(&self) -> bool {
        !(self.removed.is_empty() && self.added.is_empty())
    }

    /// Length of what changed, in bytes.
    fn size(&self) -> usize {
        self.removed.len().max(self.added.len())
    }
}

fn spots(aligned: &[(Fate, &str)]) -> Vec<Spot> {
    let mut spots = vec![Spot::default()];
    for (fate, word) in aligned {
        let begins = *fate != Fate::Kept && spots.last().is_some_and(|spot| !spot.kept.is_empty());
        if begins {
            spots.push(Spot::default());
        }
        // There is always one: the list starts with it.
        let Some(spot) = spots.last_mut() else { continue };
        match fate {
            Fate::Removed => spot.removed.push_str(word),
            Fate::Added => spot.added.push_str(word),
            Fate::Kept => spot.kept.push_str(word),
        }
    }
    spots
}

/// Neighbouring changes with less between them than they change themselves are one change: a sentence that was
/// written anew reads better whole than with the little words that both happen to have.
fn joined(spots: Vec<Spot>) -> Vec<Spot> {
    let mut all: Vec<Spot> = Vec::with_capacity(spots.len());
    for spot in spots {
        all.push(spot);
        while let [.., before, last] = all.as_mut_slice() {
            let between = before.kept.len();
            let is_one = before.is_change() && between <= before.size() && between <= last.size();
            if !is_one {
                break;
            }
            let kept = std::mem::take(&mut before.kept);
            before.removed.push_str(&kept);
            before.removed.push_str(&last.removed);
            before.added.push_str(&kept);
            before.added.push_str(&last.added);
            before.kept = std::mem::take(&mut last.kept);
            all.pop();
        }
    }
    all
}

fn push(stretches: &mut Vec<Stretch>, fate: Fate, text: &str) {
    match stretches.last_mut() {
        Some(last) if last.fate == fate => last.text.push_str(text),
        _ => stretches.push(Stretch { fate, text: text.to_owned() }),
    }
}

/// Words, and what stands between them, in order; together they are the text. A number is one word, `16.3` too.
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

/// Signs of words and of gaps stand together; any other stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Word,
    Gap,
    Other,
}

/// Both lists in one order, by a longest common subsequence; what was removed stands before what was added.
fn aligned<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Fate, &'a str)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, old_tail) = old_rest.split_at(old_rest.len() - tail);
    let (new_middle, _) = new_rest.split_at(new_rest.len() - tail);

    let kept = |part: &[&'a str]| part.iter().map(|text| (Fate::Kept, *text)).collect::<Vec<_>>();
    let mut all = kept(&old[..head]);
    all.extend(middle(old_middle, new_middle));
    all.extend(kept(old_tail));
    all
}

fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Fate, &'a str)> {
    let width = new.len() + 1;
    if (old.len() + 1).saturating_mul(width) > MOST_CELLS {
        let removed = old.iter().map(|text| (Fate::Removed, *text));
        return removed.chain(new.iter().map(|text| (Fate::Added, *text))).collect();
    }
    // table[i * width + j]: how much the rests from i and j have in common. The limit keeps it within 16 bits.
    let mut table = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i * width + j] = if old[i] == new[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let mut all = Vec::with_capacity(old.len() + new.len());
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            all.push((Fate::Kept, old[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || table[(i + 1) * width + j] >= table[i * width + j + 1])
        {
            all.push((Fate::Removed, old[i]));
            i += 1;
        } else {
            all.push((Fate::Added, new[j]));
            j += 1;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        difference(old, new)
            .iter()
            .map(|stretch| match stretch.fate {
                Fate::Kept => stretch.text.clone(),
                Fate::Removed => format!("[-{}]", stretch.text),
                Fate::Added => format!("[+{}]", stretch.text),
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
        assert!(difference("One.\n", "One.\n").iter().all(|stretch| stretch.fate == Fate::Kept));
        assert!(difference("", "").is_empty());
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_off_the_difference(old in "[ab \n.]{0,60}", new in "[ab \n.é]{0,60}") {
            let stretches = difference(&old, &new);
            let read = |without: Fate| -> String {
                stretches.iter().filter(|s| s.fate != without).map(|s| s.text.as_str()).collect()
            };
            prop_assert_eq!(read(Fate::Added), old);
            prop_assert_eq!(read(Fate::Removed), new);
        }
    }
}
