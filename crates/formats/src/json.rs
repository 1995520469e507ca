//! Cuts a JSON document into the objects that are its entries, without holding more than one.

use crate::limits::{MAX_ELEMENTS, MAX_ENTRY};
use crate::rejection::Rejection;
use std::io::BufRead;

/// One object of the document, as text.
pub(crate) struct Object {
    pub(crate) number: usize,
    /// The line on which it begins.
    pub(crate) line: u64,
    pub(crate) text: Vec<u8>,
}

/// The entries of a document that is one object, a list of objects, or an object with such a list under one name.
pub(crate) struct Objects<R> {
    reader: R,
    /// The name of the list, such as `studies`.
    list: &'static str,
    line: u64,
    count: usize,
    depth: usize,
    /// The depth of an entry's own brace.
    entry_depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    /// The start of the last text on the first level.
    name: Vec<u8>,
    entry: Option<Object>,
    /// How many values the entry has so far.
    values: usize,
    is_over: bool,
}

/// Whether a byte of JSON outside a text comes with one more value.
fn adds_value(byte: u8) -> bool {
    matches!(byte, b',' | b'{' | b'[')
}

/// Whether an object on a line has more values than [`MAX_ELEMENTS`]: each takes far more memory than its text.
pub(crate) fn has_too_many_values(line: &[u8]) -> bool {
    let (mut values, mut is_in_string, mut is_escaped) = (0, false, false);
    for &byte in line {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            _ if !is_in_string => values += usize::from(adds_value(byte)),
            _ => {}
        }
    }
    values > MAX_ELEMENTS
}

/// Why an object with too many values is not read.
pub(crate) fn too_many_values() -> String {
    format!("the entry has more than {MAX_ELEMENTS} values")
}

/// What a serde error says, with its column: the line is known from the entry.
pub(crate) fn explained(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    format!("column {}: {reason}", error.column())
}

impl<R: BufRead> Objects<R> {
    pub(crate) fn new(reader: R, list: &'static str) -> Self {
        Self {
            reader,
            list,
            line: 1,
            count: 0,
            depth: 0,
            entry_depth: 1,
            is_in_string: false,
            is_escaped: false,
            name: Vec::new(),
            entry: None,
            values: 0,
            is_over: false,
        }
    }

    /// Takes one byte in; gives the object that it ends, if it ends one.
    fn take(&mut self, byte: u8) -> Option<Object> {
        if byte == b'\n' {
            self.line += 1;
        }
        if !self.is_in_string && matches!(byte, b'{' | b'[') {
            self.open(byte);
        }
        self.values += usize::from(!self.is_in_string && adds_value(byte));
        if let Some(entry) = &mut self.entry
            && entry.text.len() <= MAX_ENTRY
        {
            entry.text.push(byte);
        }
        if self.is_in_string {
            self.take_in_string(byte);
        } else if byte == b'"' {
            self.is_in_string = true;
            self.name.clear();
        } else if matches!(byte, b'}' | b']') {
            let ends = self.depth == self.entry_depth && self.entry.is_some();
            self.depth = self.depth.saturating_sub(1);
            return self.entry.take_if(|_| ends);
        }
        None
    }

    fn take_in_string(&mut self, byte: u8) {
        if self.is_escaped {
            self.is_escaped = false;
        } else if byte == b'\\' {
            self.is_escaped = true;
        } else if byte == b'"' {
            self.is_in_string = false;
            return;
        }
        if self.depth == 1 && self.name.len() < 32 {
            self.name.push(byte);
        }
    }

    fn open(&mut self, byte: u8) {
        self.depth += 1;
        if self.depth == 1 {
            self.entry_depth = if byte == b'[' { 2 } else { 1 };
        } else if self.depth == 2
            && self.entry_depth == 1
            && byte == b'['
            && self.name == self.list.as_bytes()
        {
            self.entry_depth = 3;
            self.count = 0;
            self.entry = None;
        }
        if byte == b'{' && self.depth == self.entry_depth && self.entry.is_none() {
            self.count += 1;
            self.values = 0;
            self.entry = Some(Object { number: self.count, line: self.line, text: Vec::new() });
        }
    }

    fn checked(&self, object: Object) -> Result<Object, Rejection> {
        if self.values > MAX_ELEMENTS {
            return Err(Rejection::entry(object.number, object.line, too_many_values()));
        }
        if object.text.len() > MAX_ENTRY {
            let reason = format!("the entry is longer than {MAX_ENTRY} bytes");
            return Err(Rejection::entry(object.number, object.line, reason));
        }
        Ok(object)
    }

    fn finish(&mut self) -> Option<Rejection> {
        self.is_over = true;
        let cut_short = "the file ends before the entry does: it may have been cut short";
        match self.entry.take() {
            Some(entry) => Some(Rejection::entry(entry.number, entry.line, cut_short)),
            None if self.depth > 0 => {
                let reason = "the file ends before its list of entries does: it may have been cut short";
                Some(Rejection::new(format!("line {}", self.line), reason))
            }
            None if self.count == 0 => {
                Some(Rejection::whole_file("no entry is in it: is it another format?"))
            }
            None => None,
        }
    }
}

impl<R: BufRead> Iterator for Objects<R> {
    type Item = Result<Object, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let chunk = match self.reader.fill_buf() {
                Ok([]) => return self.finish().map(Err),
                Ok(chunk) => chunk.to_vec(),
                Err(error) => {
                    self.is_over = true;
                    let reason = format!("the file cannot be read on: {error}");
                    return Some(Err(Rejection::entry(self.count.max(1), self.line, reason)));
                }
            };
            for (index, &byte) in chunk.iter().enumerate() {
                if let Some(object) = self.take(byte) {
                    self.reader.consume(index + 1);
                    return Some(self.checked(object));
                }
            }
            self.reader.consume(chunk.len());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<Result<String, String>> {
        Objects::new(source.as_bytes(), "studies")
            .map(|object| match object {
                Ok(object) => Ok(String::from_utf8(object.text).unwrap()),
                Err(rejected) => Err(rejected.place),
            })
            .collect()
    }

    #[test]
    fn a_study_a_list_and_a_page_of_results_hold_the_same_entries() {
        let expected = [Ok(r#"{"a":"}\"{"}"#.to_owned()), Ok(r#"{"b":[{}]}"#.to_owned())];
        assert_eq!(texts(r#"[{"a":"}\"{"}, {"b":[{}]}]"#), expected);
        assert_eq!(texts(r#"{"n":"x","studies":[{"a":"}\"{"},{"b":[{}]}],"next":"y"}"#), expected);
        assert_eq!(texts(r#"{"a":"}\"{"}"#), expected[..1]);
    }

    #[test]
    fn a_document_cut_short_says_where() {
        assert_eq!(texts("[{},\n{\"a\":1"), [Ok("{}".to_owned()), Err("entry 2, line 2".to_owned())]);
        assert_eq!(texts("[{},\n"), [Ok("{}".to_owned()), Err("line 2".to_owned())]);
        assert_eq!(texts("hello"), [Err("whole file".to_owned())]);
    }
}
