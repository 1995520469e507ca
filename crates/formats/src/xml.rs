//! Splits an XML document into the elements that are its entries.
//!
//! It works on bytes, from `>` to `>`, so that a malformed entry does not affect its neighbours. Everything outside the
//! entries, document type definitions above all, is skipped unread.

use crate::limits::MAX_ENTRY;
use crate::rejection::Rejection;
use std::io::{self, BufRead, Read};

/// The text of one entry.
pub(crate) struct Fragment {
    pub(crate) number: usize,
    /// The line on which it begins.
    pub(crate) line: u64,
    pub(crate) text: Vec<u8>,
    /// Whether it is longer than [`MAX_ENTRY`]; then its text is gone.
    is_too_long: bool,
}

impl Fragment {
    fn push(&mut self, text: &[u8]) {
        if self.text.len() + text.len() > MAX_ENTRY {
            self.give_up();
        } else if !self.is_too_long {
            self.text.extend_from_slice(text);
        }
    }

    fn give_up(&mut self) {
        self.is_too_long = true;
        self.text = Vec::new();
    }

    /// A rejection of this entry.
    pub(crate) fn rejected(&self, reason: impl Into<String>) -> Rejection {
        Rejection::entry(self.number, self.line, reason)
    }
}

/// The entries of a document, as text.
pub(crate) struct Splitter<R> {
    reader: R,
    wanted: &'static [&'static str],
    unwanted: &'static [&'static str],
    /// The element that is skipped, and how many of its name are open.
    passed_over: Option<(&'static str, usize)>,
    chunk: Vec<u8>,
    line: u64,
    count: usize,
    open: Option<(&'static str, Fragment)>,
    is_over: bool,
}

impl<R: BufRead> Splitter<R> {
    /// Splits a document into the elements of these names.
    pub(crate) fn new(reader: R, wanted: &'static [&'static str]) -> Self {
        Self {
            reader,
            wanted,
            unwanted: &[],
            passed_over: None,
            chunk: Vec::new(),
            line: 1,
            count: 0,
            open: None,
            is_over: false,
        }
    }

    /// Leaves elements of these names out of the entries, unread: what is long and never used.
    pub(crate) fn without(mut self, unwanted: &'static [&'static str]) -> Self {
        self.unwanted = unwanted;
        self
    }

    /// Reads up to the next `>` that ends a tag, a comment or a CDATA section; false at the end of the document.
    fn read_chunk(&mut self) -> io::Result<bool> {
        self.chunk.clear();
        // Where the markup of the chunk begins, or how far it was looked for: nothing is looked at twice.
        let mut markup_at = 0;
        loop {
            let room = (MAX_ENTRY + 1).saturating_sub(self.chunk.len()) as u64;
            let count = (&mut self.reader).take(room).read_until(b'>', &mut self.chunk)?;
            let found = self.chunk[markup_at..].iter().position(|&byte| byte == b'<');
            markup_at = found.map_or(self.chunk.len(), |at| markup_at + at);
            if self.chunk.ends_with(b">") && is_whole(&self.chunk[markup_at..]) {
                return Ok(true);
            }
            if self.chunk.len() > MAX_ENTRY {
                self.drop_overlong_chunk();
                markup_at = 0;
            } else if count == 0 {
                return Ok(!self.chunk.is_empty());
            }
        }
    }

    /// Text that no tag interrupts for so long belongs to no usable entry; what may be the next tag's start stays.
    fn drop_overlong_chunk(&mut self) {
        const LONGEST_START: usize = 1024;
        let length = self.chunk.len();
        let tag_at = self.chunk.iter().rposition(|&byte| byte == b'<').unwrap_or(length);
        let kept_from = if length - tag_at > LONGEST_START { length } else { tag_at };
        self.line += line_feeds(&self.chunk[..kept_from]);
        self.chunk.drain(..kept_from);
        if let Some((_, fragment)) = &mut self.open {
            fragment.give_up();
        }
    }

    /// Adds the chunk just read; returns the entry that it ends, if any.
    fn take_chunk(&mut self) -> Option<Result<Fragment, Rejection>> {
        let chunk = std::mem::take(&mut self.chunk);
        let tag_at = chunk.iter().rposition(|&byte| byte == b'<').unwrap_or(chunk.len());
        let line_of_tag = self.line + line_feeds(&chunk[..tag_at]);
        let tag = if is_tag(&chunk) { Tag::of(&chunk[tag_at..]) } else { Tag::NONE };
        let result = self.take_tag(&tag, &chunk, tag_at, line_of_tag);
        self.line = line_of_tag + line_feeds(&chunk[tag_at..]);
        self.chunk = chunk;
        result
    }

    fn take_tag(
        &mut self,
        tag: &Tag<'_>,
        chunk: &[u8],
        tag_at: usize,
        line: u64,
    ) -> Option<Result<Fragment, Rejection>> {
        let begins = self.wanted.iter().copied().find(|name| tag.is_start && name.as_bytes() == tag.name);
        let Some(name) = begins else {
            if !self.passes_over(tag) {
                return self.take_inside(tag, chunk);
            }
            if let Some((_, fragment)) = &mut self.open {
                // Its lines still count for the places of what comes after it.
                fragment.push(&b"\n".repeat(chunk.iter().filter(|&&byte| byte == b'\n').count()));
            }
            return None;
        };
        self.passed_over = None;
        let unfinished = self.open.take().map(|(name, fragment)| {
            Err(fragment.rejected(format!("the entry has no end: another begins before </{name}>")))
        });
        self.count += 1;
        let fragment =
            Fragment { number: self.count, line, text: chunk[tag_at..].to_vec(), is_too_long: false };
        if tag.is_end {
            return unfinished.or(Some(Ok(fragment)));
        }
        self.open = Some((name, fragment));
        unfinished
    }

    /// Whether a tag belongs to what is left out of the entry: begins it, stands in it or ends it.
    fn passes_over(&mut self, tag: &Tag<'_>) -> bool {
        let (begins, ends) = (tag.is_start && !tag.is_end, tag.is_end && !tag.is_start);
        let ends_entry = self.open.as_ref().is_none_or(|(name, _)| ends && name.as_bytes() == tag.name);
        let depth = match self.passed_over {
            _ if ends_entry => None,
            Some((name, depth)) if name.as_bytes() == tag.name && begins => Some((name, depth + 1)),
            Some((name, depth)) if name.as_bytes() == tag.name && ends => Some((name, depth - 1)),
            Some(inside) => Some(inside),
            None => {
                let unwanted = self.unwanted.iter().find(|name| begins && name.as_bytes() == tag.name);
                unwanted.map(|name| (*name, 1))
            }
        };
        let was_inside = self.passed_over.is_some() && !ends_entry;
        self.passed_over = depth.filter(|(_, depth)| *depth > 0);
        was_inside || self.passed_over.is_some()
    }

    fn take_inside(&mut self, tag: &Tag<'_>, chunk: &[u8]) -> Option<Result<Fragment, Rejection>> {
        let (name, fragment) = self.open.as_mut()?;
        fragment.push(chunk);
        let ends = tag.is_end && !tag.is_start && tag.name == name.as_bytes();
        let (_, fragment) = self.open.take_if(|_| ends)?;
        if fragment.is_too_long {
            return Some(Err(fragment.rejected(format!("the entry is longer than {MAX_ENTRY} bytes"))));
        }
        Some(Ok(fragment))
    }

    fn finish(&mut self) -> Option<Rejection> {
        self.is_over = true;
        match self.open.take() {
            Some((name, fragment)) => Some(fragment.rejected(format!(
                "the file ends before </{name}>: the entry is malformed or the file was cut short"
            ))),
            None if self.count == 0 => {
                let wanted = self.wanted.join("> or <");
                Some(Rejection::whole_file(format!("no <{wanted}> is in it: is it another format?")))
            }
            None => None,
        }
    }
}

impl<R: BufRead> Iterator for Splitter<R> {
    type Item = Result<Fragment, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.read_chunk() {
                Ok(true) => {
                    if let Some(result) = self.take_chunk() {
                        return Some(result);
                    }
                }
                Ok(false) => return self.finish().map(Err),
                Err(error) => {
                    self.is_over = true;
                    let reason = format!("the file cannot be read on: {error}");
                    return Some(Err(Rejection::entry(self.count.max(1), self.line, reason)));
                }
            }
        }
        None
    }
}

/// Whether the `>` at the end of this markup ends it. Text without markup is whole.
fn is_whole(markup: &[u8]) -> bool {
    if markup.starts_with(b"<!--") {
        markup.ends_with(b"-->")
    } else if markup.starts_with(b"<![CDATA[") {
        markup.ends_with(b"]]>")
    } else {
        true
    }
}

/// How many line feeds stand in a text.
pub(crate) fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// Whether a chunk ends in a tag, rather than in a comment or the like.
fn is_tag(chunk: &[u8]) -> bool {
    let start = chunk.iter().position(|&byte| byte == b'<').unwrap_or(chunk.len());
    chunk.ends_with(b">") && !chunk[start..].starts_with(b"<!--") && !chunk[start..].starts_with(b"<![CDATA[")
}

struct Tag<'a> {
    name: &'a [u8],
    is_start: bool,
    is_end: bool,
}

impl<'a> Tag<'a> {
    const NONE: Tag<'static> = Tag { name: b"", is_start: false, is_end: false };

    /// The tag that this text is, from its `<` on.
    fn of(text: &'a [u8]) -> Self {
        let Some(inner) = text.strip_prefix(b"<") else { return Tag::NONE };
        let closing = inner.strip_prefix(b"/");
        let inner = closing.unwrap_or(inner);
        let length = inner.iter().position(|&b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
        let name = &inner[..length.unwrap_or(inner.len())];
        Tag { name, is_start: closing.is_none(), is_end: closing.is_some() || text.ends_with(b"/>") }
    }
}
