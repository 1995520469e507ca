//! Entities of HTML, and characters by their numbers.

use crate::lines::windows_1252;

/// The text with what its entities stand for; an escaped `&` of an entity counts as its own.
pub(crate) fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = unescape(&mut plain, &rest[at + 1..]);
    }
    plain.push_str(rest);
    plain
}

/// Writes what the entity stands for whose `&` is before this text; returns what follows it.
pub(crate) fn unescape<'a>(plain: &mut String, after: &'a str) -> &'a str {
    let mut rest = after;
    while let Some(inner) =
        ["amp;", "#38;", "#x26;", "AMP;"].iter().find_map(|escape| rest.strip_prefix(escape))
    {
        rest = inner;
    }
    let end = rest.bytes().take(40).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
    let name = end.and_then(|end| rest.get(..end)).filter(|name| rest[name.len()..].starts_with(';'));
    match name.and_then(|name| Some((name, entity(name)?))) {
        Some((name, character)) => {
            plain.push_str(&character);
            &rest[name.len() + 1..]
        }
        None => {
            plain.push('&');
            rest
        }
    }
}

/// What an entity of HTML or a numbered one stands for.
pub(crate) fn entity(name: &str) -> Option<String> {
    if let Some(code) = name.strip_prefix('#') {
        let number = match code.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => code.parse().ok()?,
        };
        return match number {
            // What older writers number so is a character of Windows.
            0x80..=0x9f => u8::try_from(number).ok().map(|byte| windows_1252(byte).to_string()),
            _ => char::from_u32(number).map(String::from),
        };
    }
    let in_capitals =
        || name.bytes().all(|byte| byte.is_ascii_uppercase()).then(|| named(&name.to_ascii_lowercase()));
    named(name).or_else(|| in_capitals().flatten())
}

fn named(name: &str) -> Option<String> {
    let entity = format!("&{name};");
    let decoded = html_escape::decode_html_entities(&entity);
    (decoded != entity).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_their_characters_however_often_they_were_escaped() {
        for (text, plain) in [
            ("Energy &amp; Society", "Energy & Society"),
            ("&amp;amp;lt;5&nbsp;mg &ge; &#8805; &#x2265; &#150;", "<5\u{a0}mg ≥ ≥ ≥ –"),
            ("&eacute;&Eacute;&thinsp;&alpha;&NBSP;", "éÉ\u{2009}α\u{a0}"),
            ("AT&T; R&D &unknown; &; &#; &#x110000; & &", "AT&T; R&D &unknown; &; &#; &#x110000; & &"),
        ] {
            assert_eq!(without_entities(text), plain);
        }
    }
}
