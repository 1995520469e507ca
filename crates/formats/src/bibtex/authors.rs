//! The names in a list of authors or editors.

use crate::names::{Named, group, of_text};
use crate::text::clean;
use biblatex::{Chunk, Spanned};

/// What stands for signs in braces, which separate nothing: space, comma and semicolon.
const PROTECTED: [(char, char); 3] = [(' ', '\u{e000}'), (',', '\u{e001}'), (';', '\u{e002}')];
/// What stands for the braces.
const OPENED: char = '\u{e003}';
const CLOSED: char = '\u{e004}';

/// The names of a list, between `and` in any case. A name all in braces is that of a group.
pub(super) fn names(chunks: &[Spanned<Chunk>]) -> Vec<String> {
    let mut text = String::new();
    for chunk in chunks {
        match &chunk.v {
            Chunk::Verbatim(inner) => {
                text.push(OPENED);
                text.extend(clean(inner).chars().map(protected));
                text.push(CLOSED);
            }
            other => text.push_str(other.get()),
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let lists = words.split(|word| word.eq_ignore_ascii_case("and"));
    lists.flat_map(|words| one(&words.join(" "))).filter(|name| !name.is_empty()).collect()
}

fn one(name: &str) -> Vec<String> {
    let inner = name.strip_prefix(OPENED).and_then(|name| name.strip_suffix(CLOSED));
    match inner.filter(|inner| !inner.contains([OPENED, CLOSED])) {
        Some(inner) => vec![group(&plain(inner))],
        None => {
            let name: String = name.chars().filter(|c| !matches!(*c, OPENED | CLOSED)).collect();
            of_text(&name, Named::People).iter().map(|name| plain(name)).collect()
        }
    }
}

fn protected(sign: char) -> char {
    PROTECTED.iter().find(|(plain, _)| *plain == sign).map_or(sign, |(_, protected)| *protected)
}

fn plain(text: &str) -> String {
    let plain =
        |sign| PROTECTED.iter().find(|(_, protected)| *protected == sign).map_or(sign, |(plain, _)| *plain);
    text.chars().map(plain).collect()
}
