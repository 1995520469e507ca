//! Which passwords are taken: long ones that are not made of what everybody guesses first.

use crate::content;
use crate::failure::Problems;
use domain::account::{PASSWORD_MIN, normal_password};
use std::sync::LazyLock;

/// Most characters of a password: far above any passphrase, far below what hashing would notice.
const PASSWORD_MAX: usize = 1_000;
/// Fewest letters and digits that have to be left of a password without everything that is guessed first.
const OWN_MIN: usize = 6;
/// Fewest characters of a name or of a part of an email address that count as a word.
const WORD_MIN: usize = 3;

/// Rows of keys and other orders in which characters are typed, each also backwards.
const ORDERS: [&str; 10] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Notes what is wrong with a new password of the person with this email address and name.
pub fn check(password: &str, email: &str, name: &str, problems: &mut Problems) {
    let password = normal_password(password);
    let length = password.chars().count();
    problems.require(length >= PASSWORD_MIN, "password", "password-too-short");
    problems.require(length <= PASSWORD_MAX, "password", "password-too-long");
    problems.require(!password.trim().eq_ignore_ascii_case(email.trim()), "password", "password-is-email");
    // The work grows with the length: nothing longer is looked at.
    if length <= PASSWORD_MAX {
        problems.require(!is_guessable(&password, email, name), "password", "password-guessable");
    }
}

/// Whether little is left of a password without common words, the person's own, rows of keys, repetitions and numbers.
fn is_guessable(password: &str, email: &str, name: &str) -> bool {
    // A file that the program ships with; a test reads it.
    static COMMON: LazyLock<Vec<String>> = LazyLock::new(|| content::common_passwords().unwrap_or_default());
    let lower = password.to_lowercase();
    let readings = [lower.clone(), without_disguise(&lower, 'i'), without_disguise(&lower, 'l')];
    let mut words: Vec<String> =
        COMMON.iter().cloned().chain(words_of(email)).chain(words_of(name)).collect();
    // Longer words first: they contain shorter ones.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    readings.iter().any(|reading| left_of(reading, &words) < OWN_MIN)
}

/// The words in an email address or a name, and all of them in one.
fn words_of(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| word.chars().count() >= WORD_MIN).map(str::to_owned).collect()
}

/// The letters for which digits and signs commonly stand. `one` is what `1` and `!` stand for.
fn without_disguise(text: &str, one: char) -> String {
    text.chars()
        .map(|letter| match letter {
            '@' | '4' => 'a',
            '0' => 'o',
            '3' => 'e',
            '5' | '$' => 's',
            '7' | '+' => 't',
            '8' => 'b',
            '1' | '!' | '|' => one,
            other => other,
        })
        .collect()
}

/// How many letters and digits are left of a text that nobody guesses first.
fn left_of(text: &str, words: &[String]) -> usize {
    let mut letters: String = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    for word in words {
        letters = letters.replace(word.as_str(), " ");
    }
    let parts: Vec<Vec<char>> = without_orders(&letters)
        .split(' ')
        .map(|part| part.trim_matches(char::is_numeric).chars().collect())
        .collect();
    let mut seen: Vec<Vec<char>> = Vec::new();
    for part in parts {
        let part = without_repetition(&part);
        // A part that comes again adds nothing.
        if !seen.contains(&part) {
            seen.push(part);
        }
    }
    seen.iter().map(Vec::len).sum()
}

/// The text with spaces for what follows the order of an alphabet, of numbers or of keys: three characters or more.
fn without_orders(text: &str) -> String {
    const SHORTEST: usize = 3;
    let letters: Vec<char> = text.chars().collect();
    let mut left = String::new();
    let mut at = 0;
    while at < letters.len() {
        let run = longest_run(&letters[at..]);
        if run >= SHORTEST {
            left.push(' ');
            at += run;
        } else {
            left.push(letters[at]);
            at += 1;
        }
    }
    left
}

/// How many characters at the beginning follow one of the orders, or are the same.
fn longest_run(letters: &[char]) -> usize {
    let same = letters.iter().take_while(|letter| **letter == letters[0] && **letter != ' ').count();
    let in_order = ORDERS.iter().flat_map(|order| {
        let forwards: Vec<char> = order.chars().collect();
        let backwards: Vec<char> = order.chars().rev().collect();
        [run_in(letters, &forwards), run_in(letters, &backwards)]
    });
    in_order.max().unwrap_or(0).max(same)
}

fn run_in(letters: &[char], order: &[char]) -> usize {
    let starts = order.iter().enumerate().filter(|(_, letter)| **letter == letters[0]);
    let run = |start: usize| {
        letters.iter().zip(&order[start..]).take_while(|(letter, expected)| letter == expected).count()
    };
    starts.map(|(start, _)| run(start)).max().unwrap_or(0)
}

/// What a text repeats, if it is nothing but repetition; else the text with each character once where it stands several
/// times in a row.
fn without_repetition(letters: &[char]) -> Vec<char> {
    let unit = (1..=letters.len() / 2)
        .find(|unit| letters.iter().zip(letters.iter().skip(*unit)).all(|(letter, later)| letter == later));
    let mut single = letters[..unit.unwrap_or(letters.len())].to_vec();
    single.dedup();
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(password: &str) -> Option<&'static str> {
        let mut problems = Problems::new();
        check(password, "jane.smith@marlstone.example", "Dr Jane Smith", &mut problems);
        problems.of("password")
    }

    #[test]
    fn what_everybody_guesses_first_is_refused() {
        for password in [
            "password1234",
            "aaaaaaaaaaaa",
            "aaaaaaaaaaaaaaaaaaaa",
            "Password2026!",
            "P@ssw0rd2024",
            "passwordpassword",
            "qwertyuiop12",
            "1qaz2wsx3edc",
            "zxcvbnm,./123",
            "asdfghjklasdfghjkl",
            "abcdefghijkl",
            "123456789012",
            "210987654321",
            "abcabcabcabc",
            "horsehorse12",
            "iloveyou2024",
            "letmeinletmein",
            "Welcome12345",
            "correcthorsebatterystaple",
            "Correct Horse Battery Staple",
            "materia-portal-2026",
            "materiamateria",
            "Hospital2026!!",
            "Summer2026!!",
            "JaneSmith2026",
            "marlstone2026!",
            "smithjane1975",
            "19750412 1975",
            "adminadmin123",
            "m0nkey m0nkey",
            "qazwsxedcrfv",
            "iiiiiiii!!!!",
        ] {
            assert_eq!(problem(password), Some("password-guessable"), "{password}");
        }
    }

    #[test]
    fn what_means_something_to_one_person_alone_is_taken() {
        for password in [
            "a long enough password",
            "another long password",
            "kettle marmalade 7",
            "x7#kQ9pLm2vR",
            "Tram an der Ecke",
            "nurse evidence kettle marmalade",
            "Überraschung im Garten",
            "лошадь и тележка",
            "8fj2-k9d0-1ms7",
        ] {
            assert_eq!(problem(password), None, "{password}");
        }
    }

    #[test]
    fn a_password_has_a_least_and_a_greatest_length() {
        assert_eq!(problem("x7#kQ9pLm2v"), Some("password-too-short"));
        assert_eq!(problem(&"kettle marmalade ".repeat(100)), Some("password-too-long"));
        assert_eq!(problem("jane.smith@marlstone.example"), Some("password-is-email"));
    }

    #[test]
    fn the_list_is_read() {
        let words = content::common_passwords().unwrap();
        assert!(words.len() > 150 && words.iter().any(|word| word == "materia"));
        assert!(
            words.iter().all(|word| word.chars().all(|letter| letter.is_lowercase() || letter.is_numeric()))
        );
    }
}
