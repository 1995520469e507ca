//! One spelling inside: the form in which texts and searches are compared.
//!
//! Whatever is written alike to a reader's eye has one form: letters without case, combining marks and ligatures,
//! characters by their compatibility, digits of every script as Arabic ones. `µg` is `mcg`; a Greek letter that stands
//! alone or beside Latin letters or digits is its name (`α`, `β2`), while a Greek word stays Greek. Soft hyphens and
//! other invisible characters are no text. Letters that mean something else without their mark keep it: й is not и,
//! が is not か.
//!
//! The search index, its queries, the thesaurus and the searches of the database all use it. A change of forms needs a
//! new version of the index and of [`EDITION`].

mod greek;
mod letters;
mod segments;
mod words;

pub use greek::GREEK;
pub use letters::{is_invisible, is_word_part};
pub use words::{Grams, Word, Words};

use segments::Segments;
use std::borrow::Cow;
use unicode_normalization::char::decompose_canonical;

/// The edition of the forms: what is stored in an earlier one is folded again.
pub const EDITION: i64 = 1;

/// The form of a text. Words keep their order and the signs between them; numbers that only a superscript tells apart
/// are parted by a space (`10⁶` is `10 6`).
///
/// Folding a form changes nothing, and canonically equivalent texts have one form.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            text.to_ascii_lowercase().into()
        } else {
            text.into()
        };
    }
    let mut folded = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if !letters::begins_word(c) {
            push_sign(c, &mut folded);
            at += c.len_utf8();
            continue;
        }
        let end = words::word_end(text, at);
        let mut is_first = true;
        for segment in Segments::of(text, at..end) {
            if !is_first && segment.is_apart {
                folded.push(' ');
            }
            is_first = false;
            segment.push_form(&mut folded);
        }
        at = end;
    }
    folded.into()
}

/// A character between words, as a keyboard has it.
fn push_sign(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c);
        return;
    }
    decompose_canonical(c, |sign| match sign {
        sign if letters::is_dropped(sign) => {}
        sign if sign.is_whitespace() => folded.push(' '),
        sign => folded.push(letters::plain_sign(sign)),
    });
}

#[cfg(test)]
mod tests;
