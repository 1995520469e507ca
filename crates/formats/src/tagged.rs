//! Entries made of lines that begin with a tag: what RIS and MEDLINE have in common.

use crate::entities::without_entities;
use crate::limits::{MAX_ENTRY, MAX_LINES};
use crate::lines::{LineError, Lines, decoded};
use crate::rejection::Rejection;
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
}

/// One entry: its fields in the order of the file. Lines of one field are kept apart by line feeds.
pub(crate) struct Entry {
    pub(crate) number: usize,
    /// The line on which it begins.
    pub(crate) line: u64,
    fields: Vec<(String, String)>,
    bytes: usize,
    lines: usize,
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

    fn carry_on(&mut self, line: &str) {
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
}

impl<R: BufRead> Entries<R> {
    pub(crate) fn new(reader: R, style: Style) -> Self {
        Self { lines: Lines::new(reader), style, current: None, count: 0, is_over: false }
    }

    /// Adds a line; returns the entry that it ends, if any.
    fn take_line(&mut self, line: &str) -> Option<Entry> {
        match (self.style.field)(line) {
            Some((tag, _)) if Some(tag) == self.style.end => self.current.take(),
            Some((tag, value)) => {
                let begins = tag == self.style.start;
                let ended = self.current.take_if(|entry| begins && entry.has(tag));
                if self.current.is_none() && (begins || self.style.end.is_none()) {
                    self.count += 1;
                    let line = self.lines.number();
                    self.current =
                        Some(Entry { number: self.count, line, fields: Vec::new(), bytes: 0, lines: 0 });
                }
                if let Some(entry) = &mut self.current {
                    entry.push(tag, value);
                }
                ended
            }
            None if line.trim().is_empty() && self.style.end.is_none() => self.current.take(),
            None => {
                if let Some(entry) = &mut self.current {
                    entry.carry_on(line);
                }
                None
            }
        }
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
            if let Some(entry) = self.take_line(&line) {
                return Some(Self::checked(entry));
            }
        }
        None
    }
}
