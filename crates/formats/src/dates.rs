//! Dates, in the many ways that sources write them.

use crate::text::{Date, clean, month_name, month_number, year_in};

/// Seasons, as they are printed.
const SEASONS: [(&str, &str); 5] = [
    ("spring", "Spring"),
    ("summer", "Summer"),
    ("autumn", "Autumn"),
    ("fall", "Fall"),
    ("winter", "Winter"),
];

/// What says that there is no date, in lower case.
const NONE: [&str; 7] = ["n.d.", "n.d", "nd", "[n.d.]", "no date", "s.a.", "undated"];

/// A date as MEDLINE prints it, such as `2019 Nov 21`, `2019 Nov-Dec`, `2000 Mar 15-17` or `2017 Summer`; as it is where
/// it is none of these. What was printed once stays the same.
pub(crate) fn printed(text: &str) -> String {
    let text = clean(text.trim().trim_end_matches(['/', ';', ',']));
    if NONE.contains(&text.to_lowercase().as_str()) {
        return String::new();
    }
    simple(&text).or_else(|| range(&text)).unwrap_or(text)
}

/// A single day, month, season or year, or months and days of one year.
fn simple(text: &str) -> Option<String> {
    let text = without_time(text.trim_matches(['[', ']', ' ']));
    compact(text).or_else(|| iso(text)).or_else(|| in_figures(text)).or_else(|| in_words(text))
}

/// The date of `2019-11-21T00:00:00Z`.
fn without_time(text: &str) -> &str {
    match text.split_once('T') {
        Some((date, time)) if date.len() >= 8 && time.starts_with(|c: char| c.is_ascii_digit()) => date,
        _ => text,
    }
}

/// `20191121`.
fn compact(text: &str) -> Option<String> {
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = Some(text).filter(|_| is_compact)?;
    iso(&format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?))
}

/// `2019-11-21`, `2019/11`, `2009///`, and seasons as months from 21 on; zeros say nothing.
fn iso(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['~', '?', '%']);
    let mut parts = text.split(['/', '-', ' ', '.']).filter(|part| part.chars().any(|c| c != '0'));
    let (year, month) = (parts.next()?, parts.next());
    if let Some(season) = month.and_then(season_number) {
        let is_year = year.len() == 4 && year_in(year).is_some() && parts.next().is_none();
        return is_year.then(|| format!("{year} {season}"));
    }
    let rest = parts.next();
    let whole = [Some(year), month, rest].into_iter().flatten().collect::<Vec<_>>().join("-");
    Date::of(&whole).filter(|_| parts.next().is_none()).map(Date::printed)
}

/// The season of a month of the Extended Date/Time Format.
fn season_number(text: &str) -> Option<&'static str> {
    match text {
        "21" => Some("Spring"),
        "22" => Some("Summer"),
        "23" => Some("Autumn"),
        "24" => Some("Winter"),
        _ => None,
    }
}

/// `21.11.2019`, and `21/11/2019` where only one of the two can be the month.
fn in_figures(text: &str) -> Option<String> {
    let separator = ['.', '/', '-'].into_iter().find(|separator| text.contains(*separator))?;
    let mut parts = text.split(separator).map(str::trim);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let [first, second] =
        [first, second].map(|part| part.parse::<u8>().ok().filter(|part| (1..=31).contains(part)));
    let (first, second) = (first?, second?);
    let (day, month) = match (first, second) {
        (day, month) if separator == '.' || day > 12 || day == month => (day, month),
        (month, day) if day > 12 => (day, month),
        _ => return None,
    };
    let is_date = year.len() == 4 && parts.next().is_none() && (1..=12).contains(&month);
    let year = year_in(year).filter(|_| is_date)?;
    Some(Date { year, month: Some(month), day: Some(day) }.printed())
}

/// A piece of a date in words.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Year(String),
    Month(u8),
    Season(&'static str),
    Day(u8),
    /// A hyphen or stroke between two of the others.
    To,
}

/// `21 November 2019`, `Nov 21, 2019`, `Nov/Dec2020`, `Summer 2017`, `2019 Nov-Dec`.
fn in_words(text: &str) -> Option<String> {
    let tokens = tokens(text)?;
    match tokens.iter().filter(|token| matches!(token, Token::Year(_))).count() {
        1 => {}
        _ => return None,
    }
    // A day that follows a year directly is none: `1968 10 Jan.` may be a month's number and its name.
    if tokens.windows(2).any(|pair| matches!(pair, [Token::Year(_), Token::Day(_)])) {
        return None;
    }
    let mut printed = String::new();
    let mut rest = tokens.iter().filter(|token| !matches!(token, Token::Year(_))).peekable();
    if let Some(Token::Year(year)) = tokens.iter().find(|token| matches!(token, Token::Year(_))) {
        printed.push_str(year);
    }
    if rest.peek().is_none() || !is_in_order(&tokens) {
        return None;
    }
    let mut parts: Vec<&Token> = rest.collect();
    // `21 Nov` is printed with the month first; ranges stay in their order.
    if let [day @ Token::Day(_), month @ Token::Month(_)] = parts.as_slice() {
        parts = vec![*month, *day];
    }
    let mut is_joined = false;
    for token in parts {
        if !is_joined && *token != Token::To {
            printed.push(' ');
        }
        is_joined = *token == Token::To;
        match token {
            Token::Month(number) => printed.push_str(month_name(*number)),
            Token::Season(name) => printed.push_str(name),
            Token::Day(day) => printed.push_str(&day.to_string()),
            Token::To => printed.push('-'),
            Token::Year(_) => {}
        }
    }
    Some(printed)
}

/// Whether what is beside the year is a month, a season, a day of a month, or two of these as a range.
fn is_in_order(tokens: &[Token]) -> bool {
    let kinds: String = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Year(_) => None,
            Token::Month(_) => Some('m'),
            Token::Season(_) => Some('s'),
            Token::Day(_) => Some('d'),
            Token::To => Some('-'),
        })
        .collect();
    ["m", "s", "md", "dm", "m-m", "s-s", "md-d", "md-md"].contains(&kinds.as_str())
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let end = |is_in: fn(char) -> bool| rest.find(|c: char| !is_in(c)).unwrap_or(rest.len());
        let (word, after) = if c.is_ascii_digit() {
            rest.split_at(end(|c| c.is_ascii_digit()))
        } else if c.is_alphabetic() {
            rest.split_at(end(char::is_alphabetic))
        } else {
            rest.split_at(c.len_utf8())
        };
        rest = after;
        match word {
            "-" | "–" | "—" | "/" => tokens.push(Token::To),
            "," | "." | " " => {}
            "of" | "the" | "and" | "st" | "nd" | "rd" | "th" => {}
            word if word.len() == 4 && year_in(word).is_some() => tokens.push(Token::Year(word.to_owned())),
            word if c.is_ascii_digit() => {
                tokens.push(Token::Day(word.parse().ok().filter(|day| (1..=31).contains(day))?));
            }
            word => tokens.push(named(word)?),
        }
    }
    // A hyphen beside the year separates nothing.
    let is_year = |token: Option<&Token>| matches!(token, Some(Token::Year(_)) | None);
    let loose = |at: usize, all: &[Token]| {
        is_year(at.checked_sub(1).and_then(|at| all.get(at))) || is_year(all.get(at + 1))
    };
    let kept = tokens.iter().enumerate().filter(|(at, token)| **token != Token::To || !loose(*at, &tokens));
    Some(kept.map(|(_, token)| token.clone()).collect())
}

fn named(word: &str) -> Option<Token> {
    let season = SEASONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    match season {
        Some((_, printed)) => Some(Token::Season(printed)),
        None => month_number(word).map(Token::Month),
    }
}

/// Two dates with a year each: `2000-3-15/2000-3-17`, `1998 Dec-1999 Jan`, `2019-11/..`.
fn range(text: &str) -> Option<String> {
    let cut = text.char_indices().filter(|(_, c)| matches!(c, '/' | '-' | '–' | '—'));
    cut.filter_map(|(at, c)| {
        let (first, last) = (text.get(..at)?, text.get(at + c.len_utf8()..)?);
        let (first, last) = (first.trim(), last.trim());
        if matches!(last, ".." | "open") {
            return simple(first).or_else(|| year_alone(first));
        }
        let [first, last] = [first, last].map(|side| simple(side).or_else(|| year_alone(side)));
        Some(joined(&first?, &last?))
    })
    .next()
}

fn year_alone(text: &str) -> Option<String> {
    (text.len() == 4 && year_in(text).is_some()).then(|| text.to_owned())
}

/// Two printed dates as a range that says nothing twice.
pub(crate) fn joined(first: &str, last: &str) -> String {
    let parts = |date: &str| date.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (parts(first), parts(last));
    let same = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    if same == before.len() && same == after.len() {
        return first.to_owned();
    }
    if same == 0 || before.len() != after.len() {
        return format!("{first}-{last}");
    }
    format!("{first}-{}", after.get(same..).unwrap_or_default().join(" "))
}

/// The date of a RIS field: year, month, day and what is printed, between strokes (`2020/11//Nov/Dec2020`).
pub(crate) fn of_ris(text: &str) -> String {
    let mut parts = text.splitn(4, '/');
    let [year, month, day] = [(); 3].map(|()| parts.next().unwrap_or_default().trim());
    let other = parts.next().unwrap_or_default().trim_matches(['/', ' ']);
    if other.is_empty() || year.len() != 4 {
        return printed(text);
    }
    let with_year = if year_in(other).is_some() { other.to_owned() } else { format!("{other} {year}") };
    match in_words(&with_year).filter(|date| date.starts_with(year)) {
        Some(date) if day.is_empty() => date,
        _ => printed(&[year, month, day].join("/")),
    }
}

/// How much a printed date says: of two, the one that says more is the better.
pub(crate) fn detail(date: &str) -> usize {
    date.split([' ', '-']).filter(|part| !part.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_printed_one_way_whatever_its_dress() {
        for (dress, expected) in [
            ("2019-11-21", "2019 Nov 21"),
            ("2019/11/21/", "2019 Nov 21"),
            ("20191121", "2019 Nov 21"),
            ("2019-11-21T10:00:00Z", "2019 Nov 21"),
            ("2019 November 21", "2019 Nov 21"),
            ("21 November 2019", "2019 Nov 21"),
            ("November 21, 2019", "2019 Nov 21"),
            ("Nov. 21st 2019", "2019 Nov 21"),
            ("21.11.2019", "2019 Nov 21"),
            ("21/11/2019", "2019 Nov 21"),
            ("11/21/2019", "2019 Nov 21"),
            ("03/04/2019", "03/04/2019"),
            ("Nov 2019", "2019 Nov"),
            ("2019-11-00", "2019 Nov"),
            ("2019/00/00", "2019"),
            ("2009///", "2009"),
            ("2019", "2019"),
            ("[2019]", "2019"),
            ("2019?", "2019"),
            ("Summer 2017", "2017 Summer"),
            ("2017 Summer", "2017 Summer"),
            ("2019-21", "2019 Spring"),
            ("Nov/Dec 2020", "2020 Nov-Dec"),
            ("Nov/Dec2020", "2020 Nov-Dec"),
            ("2019 Nov-Dec", "2019 Nov-Dec"),
            ("2019 Nov 28-Dec 3", "2019 Nov 28-Dec 3"),
            ("2019 Nov 28-30", "2019 Nov 28-30"),
            ("2000-3-15/2000-3-17", "2000 Mar 15-17"),
            ("2019-11/2019-12", "2019 Nov-Dec"),
            ("1998-12/1999-01", "1998 Dec-1999 Jan"),
            ("1998 Dec-1999 Jan", "1998 Dec-1999 Jan"),
            ("Dec 1998-Jan 1999", "1998 Dec-1999 Jan"),
            ("1814/1995", "1814-1995"),
            ("1998-1999", "1998-1999"),
            ("2019-11/..", "2019 Nov"),
            ("1968 10 Jan.", "1968 10 Jan."),
            ("2019 Winter-Spring", "2019 Winter-Spring"),
            ("Winter", "Winter"),
            ("in press", "in press"),
            ("n.d.", ""),
            ("", ""),
        ] {
            assert_eq!(printed(dress), expected, "{dress}");
            assert_eq!(printed(expected), expected, "once more changes nothing");
        }
    }

    #[test]
    fn a_ris_date_gives_its_parts_and_what_is_printed() {
        for (dress, expected) in [
            ("2020/11//Nov/Dec2020", "2020 Nov-Dec"),
            ("2009/03//Spring", "2009 Spring"),
            ("2009///Spring 2009", "2009 Spring"),
            ("2016/10/19", "2016 Oct 19"),
            ("2016/10/19/epub", "2016 Oct 19"),
            ("2016/10//epub", "2016 Oct"),
            ("2005//", "2005"),
        ] {
            assert_eq!(of_ris(dress), expected, "{dress}");
        }
    }
}
