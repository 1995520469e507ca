//! Several names in one text: where one ends and the next begins.

use super::given::is_given_name;
use super::group::group;
use super::person::{Named, inverted, one, person, plain};
use super::words::{is_degree, is_initials, is_of_names, is_particle, is_short, suffix, suffix_alone};
use domain::record::{is_of_group, is_uncased};

/// What stands for people who are not named, in lower case.
const OTHERS: &[&str] = &[
    "et al",
    "et al.",
    "et. al.",
    "et. al",
    "et alia",
    "et alii",
    "et alii.",
    "etal",
    "etal.",
    "and others",
    "& others",
    "with others",
    "and colleagues",
    "and co-workers",
    "& al.",
    "& al",
    "and al.",
    "u.a.",
    "u. a.",
    "ua.",
    "u.a",
    "und andere",
    "et coll.",
    "et coll",
    "et autres",
    "e altri",
    "y otros",
    "y cols.",
    "y col.",
    "e cols.",
    "e outros",
    "i in.",
    "m.fl.",
    "m. fl.",
    "ym.",
    "en anderen",
    "e.a.",
    "и др.",
    "и др",
    "等",
    "ほか",
    "他",
    "외",
    "…",
    "...",
    "....",
];

/// What stands for an author where there is none, in lower case.
const NOBODY: &[&str] = &[
    "anonymous",
    "[anonymous]",
    "anon",
    "anon.",
    "[no authors listed]",
    "no authors listed",
    "no author",
    "[no author]",
    "others",
    "al",
    "al.",
    "n.a.",
    "na",
    "none",
    "unknown",
    "nn",
    "n.n.",
    "-",
    "--",
];

/// The parts of a text between semicolons and what else only separates names.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let is_separator = |c: char| matches!(c, ';' | '；' | '|' | '、' | '،' | '؛' | '\n');
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_separator(*c)) {
        if c == ';' && ends_entity(&text[start..at]) {
            continue;
        }
        parts.push(&text[start..at]);
        start = at + c.len_utf8();
    }
    parts.push(&text[start..]);
    // Full-width commas separate people where more than two pieces are between them.
    let is_list = |part: &&str| part.matches('，').count() > 1 || are_two_chinese(part);
    let split = |part| if is_list(&part) { part.split('，').collect() } else { vec![part] };
    parts.into_iter().flat_map(split).map(without_and).filter(|part| !part.is_empty()).collect()
}

/// Whether what a semicolon follows is an entity (`&uuml`) rather than a name.
fn ends_entity(text: &str) -> bool {
    text.rsplit_once('&').is_some_and(|(_, name)| {
        (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

/// Whether a full-width comma stands between two whole Chinese names, rather than in one.
fn are_two_chinese(text: &str) -> bool {
    text.split_once('，').is_some_and(|(one, other)| is_whole_chinese(one) && is_whole_chinese(other))
}

/// Whether a text begins with a common Chinese family name and goes on.
fn is_whole_chinese(name: &str) -> bool {
    const FAMILIES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬";
    let name = name.trim();
    name.chars().count() >= 2 && name.starts_with(|c| FAMILIES.contains(c))
}

/// The text without an `and` at its start.
fn without_and(text: &str) -> &str {
    let text = text.trim_matches([',', ' ', '　']);
    if is_nobody(text) {
        return text;
    }
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    if is_and(word) && !rest.is_empty() { rest.trim_start() } else { text }
}

fn is_and(word: &str) -> bool {
    matches!(word, "&" | "&amp;" | "und" | "UND" | "et" | "och" | "og" | "+")
        || word.eq_ignore_ascii_case("and")
}

/// The text without `et al.` at its end, in any of its spellings.
pub(super) fn without_others(text: &str) -> &str {
    let text = text.trim();
    let bare = text.trim_end_matches([')', ']', ',', ' ']);
    for others in OTHERS {
        let Some(at) = bare.len().checked_sub(others.len()) else { continue };
        let Some((before, end)) = bare.split_at_checked(at) else { continue };
        let is_word = before.ends_with([' ', ',', '(', '['])
            || before.is_empty()
            || !end.is_ascii()
            || end.starts_with('.');
        if is_word && end.to_lowercase() == **others {
            return without_others(before.trim_end_matches([',', ' ', '(', '[']));
        }
    }
    if text.len() == bare.len() { text } else { text.trim_end_matches([',', ' ']) }
}

pub(super) fn is_nobody(text: &str) -> bool {
    let plain = text.trim_matches([',', ' ', ';']).to_lowercase();
    !plain.chars().any(char::is_alphabetic)
        || NOBODY.contains(&plain.as_str())
        || OTHERS.contains(&plain.as_str())
}

/// The names of a list; nothing where the text is one name.
pub(super) fn names(text: &str) -> Option<Vec<String>> {
    let sides = sides(text);
    let is_plain = |side: &&&str| !side.contains(',') && is_person(side);
    let commas_separate = sides.len() > 1 && sides.iter().any(|side| is_plain(&side));
    let mut names = Vec::new();
    for (at, side) in sides.iter().enumerate() {
        let ends_with_group =
            at > 0 && is_of_group(side) && !sides.iter().skip(at).any(|side| has_person(side));
        if ends_with_group {
            // `National Heart, Lung, and Blood Institute` begins like somebody's name.
            let people: Vec<&&str> =
                sides.iter().take(at).take_while(|side| is_surely_of_people(side)).collect();
            let named: Option<Vec<Vec<String>>> =
                people.iter().map(|side| of_side(side, sides.len(), commas_separate)).collect();
            return with_group(text, named?.concat(), sides.get(people.len())?);
        }
        match of_side(side, sides.len(), commas_separate) {
            Some(found) => names.extend(found),
            // What follows people may be a group, whose name has commas and an `and` of its own.
            None if at > 0 => return with_group(text, names, side),
            None => return of_people_and_group(text),
        }
    }
    (sides.len() == 1 || names.iter().any(|name| !is_of_group(name))).then_some(names)
}

/// Whether initials or common given names tell that a side names people.
fn is_surely_of_people(side: &str) -> bool {
    let pieces = pieces(side);
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
    let has_given = |text: &str| text.split(' ').next().is_some_and(is_given_name);
    !texts.is_empty()
        && (texts.iter().all(|text| is_short(text) || has_given(text))
            || are_pairs(&texts, |given| is_all_initials(given) || has_given(given)))
}

fn has_person(side: &str) -> bool {
    side.split(',').map(str::trim).any(|text| is_short(text) || (is_person(text) && !is_of_group(text)))
}

/// The parts of a text between `and`, `&` and the like.
fn sides(text: &str) -> Vec<&str> {
    let mut sides = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for word in text.split(' ') {
        if is_and(word) && at > start {
            sides.push(&text[start..at]);
            start = at + word.len();
        }
        at += word.len() + 1;
    }
    sides.push(text.get(start..).unwrap_or_default());
    sides.into_iter().map(|side| side.trim_matches([',', ' '])).filter(|side| !side.is_empty()).collect()
}

fn with_group(text: &str, mut names: Vec<String>, side: &str) -> Option<Vec<String>> {
    let at = text.find(side)?;
    let rest = text.get(at..)?;
    let rest = rest.trim();
    if !is_of_group(rest) || names.is_empty() || names.iter().any(|name| is_of_group(name)) {
        return None;
    }
    names.push(listed_group(rest));
    Some(names)
}

/// People between commas, and a group at the end (`Smith A, Marks K, National Heart, Lung, and Blood Institute`).
fn of_people_and_group(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((piece, after)) = rest.split_once(',')
        && is_short(piece.trim())
    {
        names.push(plain(piece.trim(), Named::People));
        rest = after.trim();
    }
    (!names.is_empty() && is_of_group(rest)).then(|| {
        names.push(listed_group(without_and(rest)));
        names
    })
}

/// The names on one side of an `and`.
fn of_side(side: &str, sides: usize, commas_separate: bool) -> Option<Vec<String>> {
    let pieces = pieces(side);
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text).collect();
    let is_list = sides > 1;
    match texts.as_slice() {
        [] => Some(Vec::new()),
        [text] if is_list => of_single(text, &pieces),
        [_] => None,
        _ if texts.iter().any(|text| is_short(text))
            && texts.iter().all(|text| is_short(text) || is_of_group(text)) =>
        {
            Some(each(&pieces))
        }
        _ if are_pairs(&texts, is_all_initials) && (texts.len() > 2 || is_list) => Some(pairs(&pieces)),
        _ if texts.iter().all(|text| is_person(text))
            && (texts.len() > 2 || commas_separate || are_two(&texts)) =>
        {
            Some(each(&pieces))
        }
        _ if texts.len() > 2 && texts.iter().all(|text| is_whole_chinese(text)) => Some(each(&pieces)),
        [_, _] if is_list && !is_of_group(side) => inverted(side).map(|name| vec![name]),
        [_, _] => None,
        _ if are_pairs(&texts, is_given) => Some(pairs(&pieces)),
        _ if texts.iter().all(|text| is_single(text)) && texts.len() > 2 => Some(each(&pieces)),
        _ => None,
    }
}

fn of_single(text: &str, pieces: &[Piece<'_>]) -> Option<Vec<String>> {
    if is_of_group(text) {
        return Some(vec![listed_group(text)]);
    }
    (is_person(text) || is_short(text) || is_uncased(text)).then(|| each(pieces))
}

/// What stands between two commas, and the suffix that follows it.
struct Piece<'a> {
    text: &'a str,
    suffix: Option<&'static str>,
}

/// The pieces of a side between commas, without degrees and signs of affiliations.
fn pieces(side: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for text in side.split([',', '，']).map(str::trim).filter(|text| text.chars().any(char::is_alphabetic)) {
        let expects_given = pieces.len() % 2 == 1 && pieces.last().is_some_and(|piece| is_single(piece.text));
        let after = if expects_given { suffix(text) } else { suffix_alone(text) };
        match (pieces.last_mut(), after) {
            (Some(before), Some(suffix)) if text.len() > 1 && before.suffix.is_none() => {
                before.suffix = Some(suffix)
            }
            (Some(_), _) if !expects_given && is_degree(text) => {}
            _ => pieces.push(Piece { text, suffix: None }),
        }
    }
    pieces
}

/// A group among people: an article before its name is none of it.
fn listed_group(text: &str) -> String {
    group(text.strip_prefix("the ").unwrap_or(text))
}

fn each(pieces: &[Piece<'_>]) -> Vec<String> {
    let name = |piece: &Piece<'_>| match piece.suffix {
        None if is_of_group(piece.text) => listed_group(piece.text),
        Some(suffix) => one(&format!("{} {suffix}", piece.text), Named::People),
        None => one(piece.text, Named::People),
    };
    pieces.iter().map(name).collect()
}

fn pairs(pieces: &[Piece<'_>]) -> Vec<String> {
    let name = |pair: &[Piece<'_>]| match pair {
        [family, given] => {
            person(family.text, given.text, given.suffix.or(family.suffix).unwrap_or_default())
        }
        _ => String::new(),
    };
    pieces.chunks(2).map(name).collect()
}

/// Whether every second piece is a given name of the family name before it.
fn are_pairs(texts: &[&str], is_given: impl Fn(&str) -> bool) -> bool {
    texts.len().is_multiple_of(2)
        && texts.chunks(2).all(|pair| match pair {
            [family, given] => is_family(family) && is_given(given),
            _ => false,
        })
}

fn is_all_initials(text: &str) -> bool {
    let words = text.split(' ').filter(|word| !is_particle(word));
    words.clone().next().is_some() && words.clone().all(is_initials)
}

fn is_family(text: &str) -> bool {
    let words = text.split(' ');
    words.clone().count() <= 5 && !is_of_group(text) && is_of_names(text)
}

fn is_given(text: &str) -> bool {
    text.split(' ').count() <= 3 && !is_of_group(text) && is_of_names(text)
}

fn is_single(text: &str) -> bool {
    !text.contains(' ') && is_of_names(text)
}

/// Whether two pieces are two people, as far as common given names tell: `Adam Smythe, Karla Marks`.
fn are_two(texts: &[&str]) -> bool {
    texts.iter().all(|text| {
        let mut words = text.split(' ');
        let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
        is_given_name(first) && !is_given_name(last) && !last.is_empty()
    })
}

/// A name of two words or more in either order, of nothing but such words as names are made of.
fn is_person(text: &str) -> bool {
    let words = text.split(' ');
    (2..=6).contains(&words.clone().count()) && is_of_names(text) && !is_of_group(text)
}
