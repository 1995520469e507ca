//! Numbered lines of bounded length.

use crate::limits::MAX_ENTRY;
use std::io::{self, BufRead};

/// Reads a source line by line.
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    number: u64,
    /// Whether a carriage return was the last byte: a line feed after it ends no other line.
    is_after_return: bool,
    has_end: bool,
}

/// Why a line is not there.
#[derive(Debug)]
pub(crate) enum LineError {
    /// Longer than [`MAX_ENTRY`]; the next call gives the line after it.
    TooLong,
    /// The source cannot be read on.
    Read(io::Error),
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), number: 0, is_after_return: false, has_end: true }
    }

    /// The number of the line that was read last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line without its end, and without a byte order mark; nothing at the end of the source. A line ends with
    /// a line feed, a carriage return or both.
    pub(crate) fn next(&mut self) -> Option<Result<&[u8], LineError>> {
        self.buffer.clear();
        let mut is_too_long = false;
        let mut has_begun = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Some(Err(LineError::Read(error))),
            };
            if chunk.is_empty() {
                if !has_begun {
                    return None;
                }
                self.has_end = false;
                break;
            }
            if std::mem::take(&mut self.is_after_return) && chunk.first() == Some(&b'\n') {
                self.reader.consume(1);
                continue;
            }
            has_begun = true;
            let end = chunk.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let text = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            if self.buffer.len() + text.len() > MAX_ENTRY {
                is_too_long = true;
                self.buffer = Vec::new();
            } else if !is_too_long {
                self.buffer.extend_from_slice(text);
            }
            self.is_after_return = end.is_some_and(|end| chunk.get(end) == Some(&b'\r'));
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                self.has_end = true;
                break;
            }
        }
        self.number += 1;
        if is_too_long {
            return Some(Err(LineError::TooLong));
        }
        let line = self.buffer.trim_ascii_end();
        Some(Ok(line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)))
    }

    /// Whether the line that was read last has an end of its own, rather than that of the source.
    pub(crate) fn has_end(&self) -> bool {
        self.has_end
    }
}

/// What some writers put at the start of a file, and which is anywhere once files have been joined.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A line's text: UTF-8, and Windows-1252 where it is not that, which is what older reference managers write.
pub(crate) fn decoded(line: &[u8]) -> String {
    let mut text = String::with_capacity(line.len());
    for chunk in line.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|&byte| windows_1252(byte)));
    }
    text
}

/// The character that a byte is in Windows-1252.
pub(crate) fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80)
        .and_then(|index| UPPER.get(usize::from(index)))
        .copied()
        .unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_does_not_hide_the_next() {
        let mut source = vec![b'x'; MAX_ENTRY + 10];
        source.extend_from_slice(b"\nnext\r\n");
        let mut lines = Lines::new(source.as_slice());
        assert!(matches!(lines.next(), Some(Err(LineError::TooLong))));
        assert_eq!(lines.next().unwrap().unwrap(), b"next");
        assert_eq!(lines.number(), 2);
        assert!(lines.next().is_none());
    }

    #[test]
    fn a_line_ends_with_a_line_feed_a_carriage_return_or_both() {
        let mut lines = Lines::new(std::io::BufReader::with_capacity(3, &b"a\rb\r\nc\n\rd\r\r\ne"[..]));
        let mut seen = Vec::new();
        while let Some(line) = lines.next() {
            seen.push(String::from_utf8(line.unwrap().to_vec()).unwrap());
        }
        assert_eq!(seen, ["a", "b", "c", "", "d", "", "e"]);
        assert!(!lines.has_end());
    }

    #[test]
    fn text_of_an_older_machine_is_read_as_it_was_meant() {
        assert_eq!(decoded(b"Tj\xF8nneland \x96 \x93x\x94"), "Tjønneland – “x”");
        assert_eq!(decoded("Tjønneland".as_bytes()), "Tjønneland");
        assert_eq!(decoded(b"S\xC3\xB8n and S\xF8n"), "Søn and Søn", "files of both kinds were joined");
    }
}
