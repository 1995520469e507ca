//! Entries made of lines that begin with a tag: what RIS and MEDLINE have in common.

use crate::entities::without_entities;
use crate::limits::{MAX_ENTRY, MAX_LINES};
use crate::lines::{LineError, Lines, decoded};
use crate::rejection::Rejection;
use std::collections::VecDeque;
use std::io::BufRead;

/// How a format delimits fields and entries.
pub(crate) struct Style {
    /// Tag and value of a line; nothing where the line carries on the one before.
    pub(crate) field: fn(&str) -> Option<(&str, &str)>,
    /// The tag that stands once in every entry, at its start.
    pub(crate) start: &'static str,
    /// The tag that ends an entry, where the format has one; else a blank line does.
    pub(crate) end: Option<&'static str>,
    /// What the format is called in a message.
    pub(crate) name: &'static str,
    /// Tags that an entry has once at most, by which the next one is known where nothing else tells.
    pub(crate) single: &'static [&'static str],
    /// Tags of titles: an entry that has none is not finished by a blank line.
    pub(crate) titles: &'static [&'static str],
    /// Tags whose value may go on over several lines even where its first is empty.
    pub(crate) texts: &'static [&'static str],
    /// The tag under which a line is kept that follows an empty field and cannot be its value.
    pub(crate) note: &'static str,
}

/// One entry: its fields in the order of the file. Lines of one field are kept apart by line feeds.
pub(crate) struct Entry {
    pub(crate) number: usize,
    /// The line on which it begins.
    pub(crate) line: u64,
    fields: Vec<(String, String)>,
    bytes: usize,
    lines: usize,
    /// How many fields there were at the last blank line.
    before_gap: usize,
}

impl Entry {
    /// Every tag with its value, as they stand.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(tag, value)| (tag.as_str(), value.trim()))
    }

    /// The values of a tag, as they stand.
    pub(crate) fn all<'a>(&'a self, tag: &str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(name, _)| name == tag).map(|(_, value)| value.trim())
    }

    /// The first value, not blank, of the first of these tags that has one.
    pub(crate) fn first(&self, tags: &[&str]) -> &str {
        tags.iter().flat_map(|tag| self.all(tag)).find(|value| !value.is_empty()).unwrap_or_default()
    }

    fn has(&self, tag: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == tag)
    }

    /// Whether any of these tags has a value.
    fn has_any(&self, tags: &[&str]) -> bool {
        tags.iter().any(|tag| self.has(tag))
    }

    /// Takes the fields after the last blank line away, if they begin an entry of their own: one of the tags that an
    /// entry has once is on both sides of the line.
    fn split_at_gap(&mut self, single: &[&str]) -> Vec<(String, String)> {
        let (before, after) = self.fields.split_at(self.before_gap.min(self.fields.len()));
        let has = |fields: &[(String, String)], tag: &str| fields.iter().any(|(name, _)| name == tag);
        let are_two = single.iter().any(|tag| has(before, tag) && has(after, tag));
        if are_two { self.fields.split_off(self.before_gap) } else { Vec::new() }
    }

    fn is_too_long(&self) -> bool {
        self.bytes > MAX_ENTRY || self.lines > MAX_LINES
    }

    fn push(&mut self, tag: &str, value: &str) {
        self.bytes += tag.len() + value.len();
        self.lines += 1;
        if !self.is_too_long() {
            self.fields.push((tag.to_owned(), value.to_owned()));
        }
    }

    fn carry_on(&mut self, line: &str, style: &Style) {
        let is_empty = self
            .fields
            .last()
            .is_some_and(|(tag, value)| value.is_empty() && !style.texts.contains(&tag.as_str()));
        if is_empty {
            return self.push(style.note, line.trim());
        }
        self.bytes += line.len() + 1;
        self.lines += 1;
        if !self.is_too_long()
            && let Some((_, value)) = self.fields.last_mut()
        {
            value.push('\n');
            value.push_str(line.trim());
        }
    }
}

/// The entries of a source, one at a time.
pub(crate) struct Entries<R> {
    lines: Lines<R>,
    style: Style,
    current: Option<Entry>,
    count: usize,
    is_over: bool,
    /// Lines that stand after a byte order mark within a line.
    waiting: VecDeque<String>,
}

impl<R: BufRead> Entries<R> {
    pub(crate) fn new(reader: R, style: Style) -> Self {
        let waiting = VecDeque::new();
        Self { lines: Lines::new(reader), style, current: None, count: 0, is_over: false, waiting }
    }

    /// Adds a line; returns the entry that it ends, if any.
    fn take_line(&mut self, line: &str) -> Option<Entry> {
        match (self.style.field)(line) {
            Some((tag, value)) if Some(tag) == self.style.end => {
                let ended = self.current.take();
                // Files that were joined without a line end between them.
                if !value.is_empty() && (self.style.field)(value).is_some() {
                    self.take_line(value);
                }
                ended
            }
            Some((tag, value)) => self.take_field(tag, value),
            None if line.trim().is_empty() => self.take_gap(),
            None => {
                if let Some(entry) = self.current.as_mut().filter(|_| !is_of_provider(line)) {
                    entry.carry_on(line, &self.style);
                }
                None
            }
        }
    }

    fn take_field(&mut self, tag: &str, value: &str) -> Option<Entry> {
        let begins = tag == self.style.start;
        let single = self.style.single;
        let mut ended = self.current.take_if(|entry| begins && entry.has(tag));
        // An entry of which the start comes later began after the blank line.
        let begun = ended.as_mut().map(|entry| entry.split_at_gap(single)).unwrap_or_default();
        if self.current.is_none() {
            self.count += 1;
            let line = self.lines.number();
            self.current = Some(Entry {
                number: self.count,
                line,
                fields: begun,
                bytes: 0,
                lines: 0,
                before_gap: usize::MAX,
            });
        }
        if let Some(entry) = &mut self.current {
            entry.push(tag, value);
        }
        ended
    }

    /// Takes in a blank line. It ends an entry where the format has no other end, if that has its start and a title: what
    /// follows an unfinished one goes on with it.
    fn take_gap(&mut self) -> Option<Entry> {
        let entry = self.current.as_mut()?;
        entry.before_gap = entry.fields.len();
        let is_finished = entry.has_any(self.style.titles);
        self.current.take_if(|_| self.style.end.is_none() && is_finished)
    }

    fn checked(mut entry: Entry) -> Result<Entry, Rejection> {
        if entry.is_too_long() {
            let reason = match entry.lines > MAX_LINES {
                true => format!("the entry has more than {MAX_LINES} lines"),
                false => format!("the entry is longer than {MAX_ENTRY} bytes"),
            };
            return Err(Rejection::entry(entry.number, entry.line, reason));
        }
        // Before fields are split into names and keywords: entities have semicolons.
        for (_, value) in entry.fields.iter_mut().filter(|(_, value)| value.contains('&')) {
            *value = without_entities(value);
        }
        Ok(entry)
    }

    fn finish(&mut self) -> Option<Result<Entry, Rejection>> {
        self.is_over = true;
        match (self.current.take(), self.style.end) {
            (None, _) if self.count == 0 => {
                let reason = format!("no {} entry is in it: is it another format?", self.style.name);
                Some(Err(Rejection::whole_file(reason)))
            }
            (None, _) => None,
            (Some(entry), None) => Some(Self::checked(entry)),
            // A file that was cut short ends within a line.
            (Some(entry), Some(_)) if self.lines.has_end() => Some(Self::checked(entry)),
            (Some(entry), Some(end)) => Some(Err(Rejection::entry(
                entry.number,
                entry.line,
                format!("the file ends before the entry does (no {end}): it may have been cut short"),
            ))),
        }
    }
}

impl<R: BufRead> Iterator for Entries<R> {
    type Item = Result<Entry, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            if let Some(line) = self.waiting.pop_front() {
                if let Some(entry) = self.take_line(&line) {
                    return Some(Self::checked(entry));
                }
                continue;
            }
            let line = match self.lines.next() {
                None => return self.finish(),
                Some(Ok(line)) => decoded(line),
                Some(Err(LineError::TooLong)) => {
                    if let Some(entry) = &mut self.current {
                        entry.bytes = MAX_ENTRY + 1;
                    }
                    continue;
                }
                Some(Err(LineError::Read(error))) => {
                    self.is_over = true;
                    let reason = format!("the file cannot be read on: {error}");
                    return Some(Err(Rejection::entry(self.count + 1, self.lines.number() + 1, reason)));
                }
            };
            self.waiting.extend(line.split(BYTE_ORDER_MARK).map(str::to_owned));
        }
        None
    }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Whether a line without a tag is one that providers put between entries: `12.`, or where the full text is.
fn is_of_provider(line: &str) -> bool {
    let line = line.trim();
    let number = line.strip_suffix('.').unwrap_or_default();
    let is_number =
        !number.is_empty() && number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number || line.starts_with("Link to the ") || line.starts_with("Link to ")
}
