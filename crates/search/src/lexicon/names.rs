//! Names, looked up by a prefix of any of their words.
//!
//! MeSH alone has 200,000 words: their texts share one string, and what is sorted are offsets into it.

use crate::analysis::{tokenize, word_analyzer};
use std::collections::BTreeSet;
use tantivy::tokenizer::TextAnalyzer;

/// The number of a name's words by whose prefixes it is found.
const STARTS: usize = 6;
/// Ends each line of the texts; sorts before every letter.
const END: char = '\n';

/// A subject's name as it is shown, and its origin: see [`domain::library::Suggestion::source`].
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) text: Box<str>,
    pub(crate) source: &'static str,
}

/// Names in order of importance.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameIndex {
    names: Vec<Name>,
    /// One line for each form of a name: its words, lower-case, without accents.
    lines: String,
    /// The offset of a word in `lines`, with the name it belongs to; sorted by the text from there.
    starts: Vec<(u32, u32)>,
    /// The offset of one occurrence of each word, sorted by the word.
    words: Vec<u32>,
}

/// Builds a [`NameIndex`] from names in order of importance.
pub(crate) struct NameIndexBuilder {
    made: NameIndex,
    analyzer: TextAnalyzer,
}

impl Default for NameIndexBuilder {
    fn default() -> Self {
        Self { made: NameIndex::default(), analyzer: word_analyzer() }
    }
}

impl NameIndexBuilder {
    /// Adds a name with the forms by which it is found.
    pub(crate) fn add<'a, W: AsRef<str> + 'a + ?Sized>(
        &mut self,
        text: &str,
        source: &'static str,
        called: impl IntoIterator<Item = &'a W>,
    ) {
        let Ok(number) = u32::try_from(self.made.names.len()) else { return };
        self.made.names.push(Name { text: text.into(), source });
        for way in called {
            for (position, word) in tokenize(&mut self.analyzer, way.as_ref()).iter().enumerate() {
                if position > 0 {
                    self.made.lines.push(' ');
                }
                if let Some(place) = u32::try_from(self.made.lines.len()).ok().filter(|_| position < STARTS) {
                    self.made.starts.push((place, number));
                }
                self.made.lines.push_str(word);
            }
            self.made.lines.push(END);
        }
    }

    /// The index of all names added.
    pub(crate) fn finish(self) -> NameIndex {
        let mut made = self.made;
        let lines = std::mem::take(&mut made.lines);
        made.starts.sort_unstable_by(|(a, _), (b, _)| from(&lines, *a).cmp(from(&lines, *b)));
        made.words = made.starts.iter().map(|(place, _)| *place).collect();
        made.words.dedup_by(|a, b| word_at(&lines, *a) == word_at(&lines, *b));
        made.lines = lines;
        made.words.shrink_to_fit();
        made.starts.shrink_to_fit();
        made
    }
}

impl NameIndex {
    /// At most `most` names in which every typed word begins a word; those that begin as typed come first.
    pub(crate) fn complete(&self, typed: &[String], most: usize) -> impl Iterator<Item = &Name> + use<'_> {
        let mut best: BTreeSet<(bool, u32)> = BTreeSet::new();
        let rarest = typed.iter().max_by_key(|word| word.len());
        let found = rarest.map(|word| self.starting_with(word)).unwrap_or_default();
        for (place, name) in found {
            let is_one = typed.len() == 1;
            if !is_one && !completes(self.line_around(*place), typed) {
                continue;
            }
            let starts_as_typed = match typed.first() {
                Some(first) if !is_one => self.line_around(*place).starts_with(first.as_str()),
                _ => self.is_line_start(*place),
            };
            best.insert((!starts_as_typed, *name));
            if best.len() > most {
                best.pop_last();
            }
        }
        let mut numbers: Vec<u32> = Vec::with_capacity(best.len());
        for (_, number) in best {
            // A name may match by two of its forms.
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers.into_iter().filter_map(|number| self.names.get(number as usize))
    }

    /// The most important name with exactly this form, apart from case, accents and punctuation.
    pub(crate) fn find(&self, words: &str) -> Option<&Name> {
        let mut line = tokenize(&mut word_analyzer(), words).join(" ");
        if line.is_empty() {
            return None;
        }
        line.push(END);
        let whole = self.starting_with(&line).iter().filter(|(place, _)| self.is_line_start(*place));
        self.names.get(whole.map(|(_, name)| *name).min()? as usize)
    }

    /// Whether a name has this word.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.words.binary_search_by(|place| word_at(&self.lines, *place).cmp(word)).is_ok()
    }

    /// The words that begin with this letter.
    pub(crate) fn words_starting(&self, letter: char) -> impl Iterator<Item = &str> {
        let beginning = letter.to_string();
        let first = self.words.partition_point(|place| word_at(&self.lines, *place) < beginning.as_str());
        let words = self.words.iter().skip(first).map(|place| word_at(&self.lines, *place));
        words.take_while(move |word| word.starts_with(letter))
    }

    /// The word starts from which the text continues like this.
    fn starting_with(&self, text: &str) -> &[(u32, u32)] {
        let first = self.starts.partition_point(|(place, _)| from(&self.lines, *place) < text);
        let rest = self.starts.get(first..).unwrap_or_default();
        let count = rest.partition_point(|(place, _)| from(&self.lines, *place).starts_with(text));
        rest.get(..count).unwrap_or_default()
    }

    fn is_line_start(&self, place: u32) -> bool {
        self.lines.get(..place as usize).is_some_and(|before| before.is_empty() || before.ends_with(END))
    }

    fn line_around(&self, place: u32) -> &str {
        let before = self.lines.get(..place as usize).unwrap_or_default();
        let start = before.rfind(END).map_or(0, |end| end + 1);
        let line = self.lines.get(start..).unwrap_or_default();
        line.split(END).next().unwrap_or_default()
    }
}

/// Whether each typed word begins a word of the line.
fn completes(line: &str, typed: &[String]) -> bool {
    typed.iter().all(|typed| line.split(' ').any(|word| word.starts_with(typed.as_str())))
}

fn from(lines: &str, place: u32) -> &str {
    lines.get(place as usize..).unwrap_or_default()
}

fn word_at(lines: &str, place: u32) -> &str {
    from(lines, place).split([' ', END]).next().unwrap_or_default()
}
