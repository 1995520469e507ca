//! Numbered lines of bounded length.

use crate::limits::MAX_ENTRY;
use std::io::{self, BufRead, Read};

/// Reads a source line by line.
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    number: u64,
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
        Self { reader, buffer: Vec::new(), number: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line without its end, and without a byte order mark; nothing at the end of the source.
    pub(crate) fn next(&mut self) -> Option<Result<&[u8], LineError>> {
        self.buffer.clear();
        let limit = MAX_ENTRY as u64 + 1;
        match (&mut self.reader).take(limit).read_until(b'\n', &mut self.buffer) {
            Ok(0) => return None,
            Ok(_) => self.number += 1,
            Err(error) => return Some(Err(LineError::Read(error))),
        }
        if self.buffer.len() > MAX_ENTRY {
            let rest = if self.buffer.ends_with(b"\n") { Ok(0) } else { self.reader.skip_until(b'\n') };
            self.buffer = Vec::new();
            return Some(Err(rest.map_or_else(LineError::Read, |_| LineError::TooLong)));
        }
        let line = self.buffer.trim_ascii_end();
        let line = if self.number == 1 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) } else { line };
        Some(Ok(line))
    }
}

/// A line's text: UTF-8, or else Windows-1252, which is what older reference managers write.
pub(crate) fn decoded(line: &[u8]) -> String {
    match std::str::from_utf8(line) {
        Ok(text) => text.to_owned(),
        Err(_) => line.iter().map(|&byte| windows_1252(byte)).collect(),
    }
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
    fn text_of_an_older_machine_is_read_as_it_was_meant() {
        assert_eq!(decoded(b"Tj\xF8nneland \x96 \x93x\x94"), "Tjønneland – “x”");
        assert_eq!(decoded("Tjønneland".as_bytes()), "Tjønneland");
    }
}
