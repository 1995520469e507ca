//! What single characters are: letters with and without their marks, digits, signs, and what is no text at all.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Zeros of the scripts whose digits are not compatible with Arabic ones; nine more digits follow each.
const ZEROS: [u32; 36] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// Whether a character can be part of a word: letters, digits and their marks, and what is invisible within one.
pub fn is_word_part(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    !is_apostrophe(c) && (c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c) || c == INCREMENT)
}

/// Whether a word can begin with this character.
pub(super) fn begins_word(c: char) -> bool {
    is_word_part(c) && !is_invisible(c) && !is_removed_mark(c)
}

/// The sign of a difference, which many write for Δ.
const INCREMENT: char = '∆';

/// Whether a character separates nothing and shows nothing: soft hyphens, joiners, zero-width spaces, direction marks,
/// byte order marks, variation selectors, and the stroke that lengthens Arabic words.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180F}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a character leaves no trace in the form of a text.
pub(super) fn is_dropped(c: char) -> bool {
    is_invisible(c) || is_removed_mark(c)
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '‘' | '’' | '‛' | '′' | '＇' | '\u{2B9}' | '\u{2BB}'..='\u{2BF}' | '\u{2C8}' | '\u{374}'
    )
}

/// A sign as a keyboard has it.
pub(super) fn plain_sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
        c if is_apostrophe(c) => '\'',
        '\u{FF01}'..='\u{FF5E}' => u32::from(c)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .filter(|plain| !plain.is_ascii_alphanumeric())
            .unwrap_or(c),
        c => c,
    }
}

/// Whether a mark only modifies the letter before it. Vowel signs, and the marks of kana, are letters of their own.
fn is_removed_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}')
        || matches!(c, '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}')
        || matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}')
        || matches!(c, '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{1AB0}'..='\u{1AFF}')
        || matches!(c, '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Whether the letters of this script lose their marks. Cyrillic й, ї and ў are letters of their own, while ё and the
/// letters with an accent are not.
fn loses_marks(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' | '\u{600}'..='\u{77F}' | '\u{5D0}'..='\u{5FF}')
        || matches!(c, 'ѐ' | 'ё' | 'ѝ')
}

/// Passes on what a lower-case letter is without marks and as plain letters.
pub(super) fn plain_letters(c: char, push: &mut dyn FnMut(char)) {
    if c.is_ascii() {
        push(c);
    } else if loses_marks(c) {
        decompose_canonical(c, |part| {
            if !is_dropped(part) {
                push_plain(part, push);
            }
        });
    } else if !is_dropped(c) {
        push_plain(c, push);
    }
}

fn push_plain(c: char, push: &mut dyn FnMut(char)) {
    let mut push_all = |letters: &str| letters.chars().for_each(&mut *push);
    match c {
        'æ' => push_all("ae"),
        'œ' => push_all("oe"),
        'þ' => push_all("th"),
        'ŋ' => push_all("ng"),
        'ø' | 'ɵ' => push_all("o"),
        'ł' | 'ƚ' | 'ɫ' => push_all("l"),
        'đ' | 'ð' | 'ɖ' | 'ɗ' => push_all("d"),
        'ħ' => push_all("h"),
        'ı' | 'ɨ' => push_all("i"),
        'ŧ' => push_all("t"),
        'ƀ' | 'ɓ' => push_all("b"),
        'ǥ' | 'ɡ' => push_all("g"),
        'ɪ' => push_all("i"),
        // Typed for the Greek letter.
        'ɑ' => push('α'),
        INCREMENT => push('δ'),
        'ς' => push('σ'),
        'ٱ' => push('ا'),
        'ى' | 'ی' | 'ې' => push('ي'),
        'ک' => push('ك'),
        'ة' | 'ە' => push('ه'),
        c => push(digit(c).unwrap_or(c)),
    }
}

/// The Arabic digit for a decimal digit of another script.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Whether words of this script follow each other without a space.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{30FF}')
        || matches!(c, '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}')
        || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{AC00}'..='\u{D7FF}')
        || matches!(c, '\u{E01}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
        || matches!(c, '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character belongs to the one before it, so that both are folded together.
pub(super) fn continues_letter(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{FF9E}' | '\u{FF9F}' | '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}
