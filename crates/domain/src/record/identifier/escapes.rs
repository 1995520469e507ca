//! Escapes of HTML, XML and TeX that sources leave in identifiers.

/// Entities that stand in identifiers, or beside them.
const ENTITIES: [(&str, char); 9] = [
    ("amp", '&'),
    ("apos", '\''),
    ("gt", '>'),
    ("lowbar", '_'),
    ("lt", '<'),
    ("nbsp", ' '),
    ("quot", '"'),
    ("lpar", '('),
    ("rpar", ')'),
];

/// Commands of TeX that stand for a sign.
const COMMANDS: [(&str, char); 7] = [
    ("gt", '>'),
    ("lt", '<'),
    ("slash", '/'),
    ("textasciitilde", '~'),
    ("textgreater", '>'),
    ("textless", '<'),
    ("textunderscore", '_'),
];

/// How often an escape may itself be escaped.
const DEEPEST: usize = 4;

/// The text without entities, commands and braces of TeX, and characters that nobody sees.
pub(super) fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..DEEPEST {
        if !text.contains('&') {
            break;
        }
        text = without_entities(&text);
    }
    if text.contains(['\\', '{', '}', '$']) {
        text = without_tex(&text);
    }
    text.retain(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    text
}

fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        match entity {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(name: &str) -> Option<char> {
    let code = name.strip_prefix('#');
    let code = code.map(|code| match code.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => code.parse().ok(),
    });
    match code {
        Some(code) => char::from_u32(code?),
        None => {
            let known = ENTITIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            known.map(|(_, character)| *character)
        }
    }
}

fn without_tex(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let has_arguments = text.contains("\\href");
    while let Some(at) = rest.find(['\\', '{', '}', '$']) {
        plain.push_str(&rest[..at]);
        let (sign, after) = rest[at..].split_at(1);
        rest = match sign {
            "\\" => command(&mut plain, after),
            // The next argument of the command for links.
            "}" if has_arguments && after.starts_with('{') => {
                plain.push(' ');
                &after[1..]
            }
            _ => after,
        };
    }
    plain.push_str(rest);
    plain
}

/// Writes what a command stands for; returns what follows it.
fn command<'a>(plain: &mut String, after: &'a str) -> &'a str {
    let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    if name.is_empty() {
        // An escaped sign stays; `\-` is where a line may break.
        return after.strip_prefix('-').unwrap_or(after);
    }
    plain.extend(COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign));
    rest.trim_start()
}
