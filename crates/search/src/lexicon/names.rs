//! Names, looked up by the beginning of any of their words.
//!
//! Whole MeSH has 200,000 words: their texts lie in one string, and what is sorted are places in it.

use super::super::asked::all_tokens;
use super::super::schema::word_analyzer;
use std::collections::BTreeSet;
use tantivy::tokenizer::TextAnalyzer;

/// A name is found by the beginnings of so many of its words.
const STARTS: usize = 6;
/// Ends each line of the texts; it comes before every letter.
const END: char = '\n';

/// A subject's name as it is shown, and where it comes from: see [`domain::library::Suggestion::source`].
#[derive(Debug, Clone)]
pub struct Name {
    pub text: Box<str>,
    pub source: &'static str,
}

/// Names in the order of their importance.
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: Vec<Name>,
    /// One line for each way to call a name: its words, lower-case, without accents.
    lines: String,
    /// The place of a word in `lines`, with the name that is called so; sorted by the text from there.
    starts: Vec<(u32, u32)>,
    /// The place of one occurrence of each word, sorted by it.
    words: Vec<u32>,
}

/// Makes [`Names`] of one after the other, the most important first.
pub struct Builder {
    made: Names,
    analyzer: TextAnalyzer,
}

impl Default for Builder {
    fn default() -> Self {
        Self { made: Names::default(), analyzer: word_analyzer() }
    }
}

impl Builder {
    /// Adds a name with the ways to call it.
    pub fn add<'a, W: AsRef<str> + 'a + ?Sized>(
        &mut self,
        text: &str,
        source: &'static str,
        called: impl IntoIterator<Item = &'a W>,
    ) {
        let Ok(number) = u32::try_from(self.made.names.len()) else { return };
        self.made.names.push(Name { text: text.into(), source });
        for way in called {
            for (position, word) in all_tokens(&mut self.analyzer, way.as_ref()).iter().enumerate() {
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

    /// All names that were added.
    pub fn finish(self) -> Names {
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

impl Names {
    /// At most `most` names of which each typed word begins a word: those that begin as typed first.
    pub fn going_on(&self, typed: &[String], most: usize) -> impl Iterator<Item = &Name> + use<'_> {
        let mut best: BTreeSet<(bool, u32)> = BTreeSet::new();
        let rarest = typed.iter().max_by_key(|word| word.len());
        let found = rarest.map(|word| self.beginning(word)).unwrap_or_default();
        for (place, name) in found {
            let is_one = typed.len() == 1;
            if !is_one && !goes_on_as(self.line_around(*place), typed) {
                continue;
            }
            let begins_so = match typed.first() {
                Some(first) if !is_one => self.line_around(*place).starts_with(first.as_str()),
                _ => self.is_beginning_of_line(*place),
            };
            best.insert((!begins_so, *name));
            if best.len() > most {
                best.pop_last();
            }
        }
        let mut numbers: Vec<u32> = Vec::with_capacity(best.len());
        for (_, number) in best {
            // One that is called so in two ways stands twice.
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers.into_iter().filter_map(|number| self.names.get(number as usize))
    }

    /// The most important name that is called exactly so, but for capitals, accents and punctuation.
    pub fn called(&self, words: &str) -> Option<&Name> {
        let mut line = all_tokens(&mut word_analyzer(), words).join(" ");
        if line.is_empty() {
            return None;
        }
        line.push(END);
        let whole = self.beginning(&line).iter().filter(|(place, _)| self.is_beginning_of_line(*place));
        self.names.get(whole.map(|(_, name)| *name).min()? as usize)
    }

    /// The words that begin with this letter.
    pub fn words_beginning(&self, letter: char) -> impl Iterator<Item = &str> {
        let beginning = letter.to_string();
        let first = self.words.partition_point(|place| word_at(&self.lines, *place) < beginning.as_str());
        let words = self.words.iter().skip(first).map(|place| word_at(&self.lines, *place));
        words.take_while(move |word| word.starts_with(letter))
    }

    /// The starts from which the text goes on so.
    fn beginning(&self, text: &str) -> &[(u32, u32)] {
        let first = self.starts.partition_point(|(place, _)| from(&self.lines, *place) < text);
        let rest = self.starts.get(first..).unwrap_or_default();
        let count = rest.partition_point(|(place, _)| from(&self.lines, *place).starts_with(text));
        rest.get(..count).unwrap_or_default()
    }

    fn is_beginning_of_line(&self, place: u32) -> bool {
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
fn goes_on_as(line: &str, typed: &[String]) -> bool {
    typed.iter().all(|typed| line.split(' ').any(|word| word.starts_with(typed.as_str())))
}

fn from(lines: &str, place: u32) -> &str {
    lines.get(place as usize..).unwrap_or_default()
}

fn word_at(lines: &str, place: u32) -> &str {
    from(lines, place).split([' ', END]).next().unwrap_or_default()
}
