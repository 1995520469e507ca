//! Reads Rust source just well enough to tell code from comments and strings.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A source file, its comments and the contents of its strings blanked out.
pub struct File {
    path: String,
    raw: String,
    code: String,
    /// Where each string literal begins, and what it says.
    strings: Vec<(usize, String)>,
}

/// Every Rust file below a folder of the project.
pub fn rust_files(folder: &str) -> Vec<File> {
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    assert!(!files.is_empty(), "no Rust files below {folder}");
    files
}

fn collect(folder: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(File::new(&path.display().to_string(), &fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Path and text of every file under version control, but for lock files, which their tools write.
pub fn tracked_files() -> Vec<(String, String)> {
    let listed = Command::new("git").arg("ls-files").output().expect("git lists the project's files");
    let listed = String::from_utf8(listed.stdout).unwrap();
    let is_lock = |path: &str| path.ends_with("Cargo.lock") || path.ends_with("package-lock.json");
    let files: Vec<_> = listed
        .lines()
        .filter(|path| !is_lock(path))
        // A file deleted and not yet committed, or one that is no text, has nothing to say.
        .filter_map(|path| Some((path.to_owned(), fs::read_to_string(path).ok()?)))
        .collect();
    assert!(!files.is_empty(), "git knows no files here");
    files
}

impl File {
    pub fn new(path: &str, raw: &str) -> Self {
        let (code, strings) = without_comments_and_strings(raw);
        Self { path: path.to_owned(), raw: raw.to_owned(), code, strings }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// The source, its comments and the contents of its strings blanked out.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The top-level module that the file belongs to: `storage` for `src/storage.rs` and `src/storage/…`.
    pub fn module(&self) -> &str {
        let inside = self.path.split_once('/').map_or("", |(_, inside)| inside);
        inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Whether the file is this module or below it; `module` has no extension.
    pub fn is_in(&self, module: &str) -> bool {
        self.path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }

    pub fn length(&self) -> usize {
        self.raw.lines().count()
    }

    fn place(&self, line_index: usize) -> String {
        format!("{}:{}", self.path, line_index + 1)
    }

    /// Places where code names a library, or anything of that name.
    pub fn lines_naming<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let names = move |line: &str| {
            line.match_indices(name).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = line[at + name.len()..].chars().next();
                let in_word = |letter: Option<char>| letter.is_some_and(|l| l.is_alphanumeric() || l == '_');
                // A field or a method of the same name is not the library.
                !in_word(before) && !in_word(after) && before != Some('.')
            })
        };
        self.code.lines().enumerate().filter(move |(_, line)| names(line)).map(|(index, _)| self.place(index))
    }

    /// Places where a line of code, strings left in, is as asked for.
    pub fn code_lines<'a>(&'a self, wanted: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = String> + 'a {
        let is_code = |index: usize| self.code.lines().nth(index).is_some_and(|line| !line.trim().is_empty());
        self.raw
            .lines()
            .enumerate()
            .filter(move |(index, line)| wanted(line) && is_code(*index))
            .map(|(index, _)| self.place(index))
    }

    /// As [`File::code_lines`], up to the file's own tests.
    pub fn lines_before_tests<'a>(&'a self, wanted: impl Fn(&str) -> bool + 'a) -> Vec<String> {
        let tests = self.raw.lines().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(usize::MAX);
        let is_early = |place: &String| {
            place
                .rsplit_once(':')
                .and_then(|(_, line)| line.parse::<usize>().ok())
                .is_some_and(|line| line <= tests)
        };
        self.code_lines(wanted).filter(is_early).collect()
    }

    /// String literals with their places.
    pub fn strings(&self) -> impl Iterator<Item = (String, &str)> {
        self.strings.iter().map(|(at, text)| (self.place_of(*at), text.as_str()))
    }

    /// As [`File::strings`], up to the file's own tests.
    pub fn strings_before_tests(&self) -> impl Iterator<Item = (String, &str)> {
        let tests = self.raw.find("#[cfg(test)]").map_or(usize::MAX, |at| self.raw[..at].chars().count());
        let early = self.strings.iter().filter(move |(at, _)| *at < tests);
        early.map(|(at, text)| (self.place_of(*at), text.as_str()))
    }

    /// String literals that stand first between the parentheses of a function, given as `name(`, with their places.
    pub fn first_literals_of(&self, function: &str) -> Vec<(String, String)> {
        let code: Vec<char> = self.code.chars().collect();
        let is_first = |at: usize| {
            let before: String = code[at.saturating_sub(200)..at].iter().collect();
            before.trim_end().strip_suffix(function).is_some_and(|rest| {
                let last = rest.chars().next_back();
                !last.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
            })
        };
        let found = self.strings.iter().filter(|(at, _)| is_first(*at));
        found.map(|(at, text)| (self.place_of(*at), text.clone())).collect()
    }

    fn place_of(&self, at: usize) -> String {
        self.place(self.raw.chars().take(at).filter(|letter| *letter == '\n').count())
    }

    /// Every path of at least two names in the code before its tests, groups expanded, and whether it is in an
    /// import.
    pub fn paths(&self) -> Vec<(Vec<String>, bool)> {
        let end = self.code.find("#[cfg(test)]\nmod tests {").unwrap_or(self.code.len());
        let code = &self.code[..end];
        let mut found = Vec::new();
        for (at, _) in code.match_indices("::") {
            let start = code[..at].rfind(|letter: char| !is_word(letter)).map_or(0, |before| before + 1);
            // Only where a path begins: the rest of it is read from there.
            let before = &code[..start];
            if start == at || before.ends_with("::") || before.ends_with('.') || is_in_group(before) {
                continue;
            }
            let is_import = before.trim_end().ends_with("use");
            let mut paths = Vec::new();
            read_path(&code[start..], Vec::new(), &mut paths);
            found.extend(paths.into_iter().map(|path| (path, is_import)));
        }
        found
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether what follows is in a group of a path, such as `a::{b, …`.
fn is_in_group(before: &str) -> bool {
    let mut depth = 0;
    for (at, letter) in before.char_indices().rev() {
        match letter {
            '}' => depth += 1,
            '{' if depth == 0 => return before[..at].ends_with("::"),
            '{' => depth -= 1,
            ';' if depth == 0 => return false,
            _ => {}
        }
    }
    false
}

/// Reads the path at the beginning of a text behind `before`: one for each name of a group.
fn read_path(text: &str, before: Vec<String>, paths: &mut Vec<Vec<String>>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                ',' | '}' if depth == 0 => {
                    read_path(&group[start..at], before.clone(), paths);
                    start = at + 1;
                    if letter == '}' {
                        return;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        return;
    }
    let length = text.find(|letter: char| !is_word(letter)).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let mut path = before;
    if !word.is_empty() {
        path.push(word.to_owned());
    }
    match rest.strip_prefix("::") {
        Some(rest) => read_path(rest, path, paths),
        None => paths.push(path),
    }
}

/// The code with comments and the insides of strings blanked, line by line as it was; and the strings.
fn without_comments_and_strings(raw: &str) -> (String, Vec<(usize, String)>) {
    let letters: Vec<char> = raw.chars().collect();
    let mut code = String::with_capacity(raw.len());
    let mut strings = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let end = match letters[at] {
            '/' if letters.get(at + 1) == Some(&'/') => end_of_line(&letters, at),
            '/' if letters.get(at + 1) == Some(&'*') => end_of_comment(&letters, at),
            '"' => {
                let end = end_of_string(&letters, at);
                strings.push((at, letters[at + 1..end - 1].iter().collect()));
                end
            }
            'r' if is_word_start(&letters, at) && raw_hashes(&letters, at).is_some() => {
                let hashes = raw_hashes(&letters, at).unwrap();
                let end = end_of_raw_string(&letters, at, hashes);
                strings.push((at, letters[at + hashes + 2..end - hashes - 1].iter().collect()));
                end
            }
            '\'' => end_of_char(&letters, at),
            _ => at,
        };
        if end == at {
            code.push(letters[at]);
            at += 1;
        } else {
            code.extend(letters[at..end].iter().map(|letter| if *letter == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    (code, strings)
}

fn end_of_line(letters: &[char], from: usize) -> usize {
    letters[from..].iter().position(|letter| *letter == '\n').map_or(letters.len(), |length| from + length)
}

fn end_of_comment(letters: &[char], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while at < letters.len() {
        match letters[at..].get(..2) {
            Some(['/', '*']) => (depth, at) = (depth + 1, at + 2),
            Some(['*', '/']) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_string(letters: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < letters.len() && letters[at] != '"' {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(letters.len())
}

/// Not within a word: `br"…"` and `cr"…"` aside, which begin one letter earlier.
fn is_word_start(letters: &[char], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|index| letters[index]);
    let in_word = |letter: Option<char>| letter.is_some_and(|l| l.is_alphanumeric() || l == '_');
    !in_word(before(1)) || (matches!(before(1), Some('b' | 'c')) && !in_word(before(2)))
}

/// The number of hashes, if a raw string begins at this `r`.
fn raw_hashes(letters: &[char], at: usize) -> Option<usize> {
    let hashes = letters[at + 1..].iter().take_while(|letter| **letter == '#').count();
    (letters.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn end_of_raw_string(letters: &[char], from: usize, hashes: usize) -> usize {
    let mut at = from + hashes + 2;
    while at < letters.len() {
        if letters[at] == '"'
            && letters[at + 1..].iter().take(hashes).filter(|l| **l == '#').count() == hashes
        {
            return at + hashes + 1;
        }
        at += 1;
    }
    letters.len()
}

/// Past a character literal; where it is, for a lifetime.
fn end_of_char(letters: &[char], at: usize) -> usize {
    match (letters.get(at + 1), letters.get(at + 2)) {
        (Some('\\'), _) => {
            let escape = letters[at + 3..].iter().position(|letter| *letter == '\'');
            escape.map_or(at, |length| at + length + 4)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at,
    }
}
