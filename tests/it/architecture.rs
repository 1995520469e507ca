//! The design rules of `docs/ARCHITECTURE.md`, read off the source: each test names the lines that break one.

pub mod source;

use source::{File, rust_files, tracked_files};

/// Fails with one line for each finding.
#[track_caller]
fn assert_none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n{}", findings.join("\n"));
}

/// Which module may name a library. Each is known to the one module that hides it from the others.
const OWNERS: [(&str, &str); 14] = [
    ("sqlx", "src/storage"),
    ("tantivy", "src/search"),
    ("pulldown_cmark", "src/markdown"),
    ("ammonia", "src/markdown"),
    ("quick_xml", "src/formats"),
    ("biblatex", "src/formats/bibtex"),
    ("hayagriva", "src/formats/citation"),
    ("lettre", "src/services/mail"),
    ("fluent_bundle", "src/texts"),
    ("fluent_syntax", "src/texts"),
    ("unic_langid", "src/texts"),
    ("argon2", "src/services/passwords"),
    ("utoipa", "src/http/api"),
    ("unicode_normalization", "src/domain"),
];

/// What a module may know of the others; all of them know `domain`. What is not listed assembles the others and may
/// know them all.
const DIRECTIONS: [(&str, &[&str]); 16] = [
    ("domain", &[]),
    ("config", &[]),
    ("content", &[]),
    ("texts", &["content"]),
    ("storage", &[]),
    ("search", &[]),
    ("markdown", &[]),
    ("formats", &[]),
    ("error", &["formats", "markdown", "search", "services", "storage", "texts"]),
    (
        "services",
        &["config", "content", "error", "formats", "markdown", "search", "state", "storage", "texts"],
    ),
    ("visit", &["config", "error", "services", "state", "storage", "texts"]),
    ("api", &["error", "services", "state", "texts", "visit"]),
    ("islands", &["api"]),
    ("components", &["app", "error", "islands", "markdown", "texts", "visit"]),
    ("app", &["components", "error", "islands", "pages", "texts", "visit"]),
    (
        "pages",
        &[
            "api",
            "app",
            "components",
            "config",
            "error",
            "http",
            "islands",
            "markdown",
            "services",
            "state",
            "texts",
            "visit",
        ],
    ),
];

/// Modules that assemble the others, and so may know them all.
const ASSEMBLERS: [&str; 6] = ["cli", "http", "lib", "main", "state", "telemetry"];

/// Modules that know neither how pages are written nor how they travel.
const BELOW_PAGES: [&str; 6] = ["domain", "storage", "search", "markdown", "formats", "services"];

#[test]
fn a_library_is_named_by_its_owner_alone() {
    let mut found = Vec::new();
    for file in rust_files("src") {
        for (library, owner) in OWNERS {
            if !file.is_in(owner) {
                found.extend(file.lines_naming(library).map(|line| format!("{line} names {library}")));
            }
        }
    }
    assert_none(&found, "each library is hidden behind one module");
}

#[test]
fn modules_know_only_what_lies_below_them() {
    let mut found = Vec::new();
    for file in rust_files("src") {
        let Some((_, known)) = DIRECTIONS.iter().find(|(module, _)| file.module() == *module) else {
            continue;
        };
        for (line, used) in file.uses_of_crate() {
            if used != "domain" && used != file.module() && !known.contains(&used.as_str()) {
                found.push(format!("{line}: {} knows {used}", file.module()));
            }
        }
    }
    assert_none(&found, "a module knows what lies below it and nothing else");
}

#[test]
fn every_module_has_its_place() {
    let placed =
        |module: &str| ASSEMBLERS.contains(&module) || DIRECTIONS.iter().any(|(listed, _)| *listed == module);
    let homeless: Vec<_> = rust_files("src")
        .iter()
        .filter(|file| !placed(file.module()))
        .map(|file| format!("{} belongs into DIRECTIONS or ASSEMBLERS of this test", file.path()))
        .collect();
    assert_none(&homeless, "each top-level module is placed");
}

#[test]
fn nothing_below_pages_knows_leptos_or_axum() {
    let mut found = Vec::new();
    for file in rust_files("src").iter().filter(|file| BELOW_PAGES.contains(&file.module())) {
        for library in ["leptos", "leptos_axum", "axum"] {
            found.extend(file.lines_naming(library).map(|line| format!("{line} names {library}")));
        }
    }
    assert_none(&found, "what is not a page works without one");
}

#[test]
fn what_a_person_keeps_is_read_for_himself_alone() {
    let tables = ["saved_items", "saved_searches", "search_history"];
    let mut found = Vec::new();
    for file in rust_files("src") {
        if !file.is_in("src/storage/saved") && file.path() != "src/storage/backup.rs" {
            let named = file.strings().filter(|(_, text)| tables.iter().any(|table| text.contains(table)));
            found.extend(named.map(|(line, _)| line));
        }
        // Withdrawn consent clears the history, without reading it.
        let is_own = ["src/services/saved", "src/services/consent"].iter().any(|own| file.is_in(own));
        if file.is_in("src/services") && !is_own {
            let used = file.code_lines(|line| line.contains("storage::saved"));
            found.extend(used);
        }
    }
    assert_none(&found, "neither insight nor anything else reads what readers keep for themselves");
}

#[test]
fn features_are_gated_in_lib_alone() {
    let mut found = Vec::new();
    for file in rust_files("src").iter().filter(|file| file.path() != "src/lib.rs") {
        found.extend(file.code_lines(|line| line.contains("cfg") && line.contains("feature =")));
    }
    assert_none(&found, "whole modules are gated, once, in src/lib.rs");
}

#[test]
fn modules_are_files_named_after_them() {
    let found: Vec<_> = rust_files("src")
        .iter()
        .chain(&rust_files("tests"))
        .filter(|file| file.path().ends_with("/mod.rs"))
        .map(|file| file.path().to_owned())
        .collect();
    assert_none(&found, "`foo.rs` and `foo/`, never `foo/mod.rs`");
}

#[test]
fn files_have_one_subject_and_at_most_600_lines() {
    let found: Vec<_> = rust_files("src")
        .iter()
        .chain(&rust_files("tests"))
        .filter(|file| file.length() > 600)
        .map(|file| format!("{} has {} lines", file.path(), file.length()))
        .collect();
    assert_none(&found, "a long file has more than one subject");
}

#[test]
fn no_element_carries_its_own_style() {
    let is_style = |line: &str| {
        [" style=", "\tstyle=", "(style=", "<style"].iter().any(|sign| line.contains(sign))
            || line.split(" style:").skip(1).any(|rest| {
                rest.trim_start_matches(|letter: char| letter.is_ascii_lowercase() || letter == '-')
                    .starts_with('=')
            })
    };
    let mut found = Vec::new();
    for file in rust_files("src") {
        found.extend(file.lines_before_tests(is_style));
    }
    assert_none(
        &found,
        "the content security policy allows no inline style: use a class or an SVG attribute",
    );
}

#[test]
fn sql_is_written_in_lower_case() {
    const KEYWORDS: [&str; 22] = [
        "SELECT",
        "FROM",
        "WHERE",
        "INSERT",
        "INTO",
        "VALUES",
        "UPDATE",
        "SET",
        "DELETE",
        "JOIN",
        "ORDER",
        "GROUP",
        "BY",
        "LIMIT",
        "AND",
        "NOT",
        "NULL",
        "CASE",
        "WHEN",
        "RETURNING",
        "CREATE",
        "WITH",
    ];
    const STATEMENTS: [&str; 6] = ["select", "insert", "update", "delete", "with", "create"];
    let mut found = Vec::new();
    for file in rust_files("src").iter().filter(|file| file.is_in("src/storage")) {
        for (line, text) in file.strings() {
            let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
            // Values in quotes are data, not words of the language.
            let words = text
                .split('\'')
                .step_by(2)
                .flat_map(|part| part.split(|letter: char| !letter.is_alphabetic()));
            let shouted = words.into_iter().find(|word| KEYWORDS.contains(word));
            if let Some(word) = shouted.filter(|_| STATEMENTS.contains(&first.as_str())) {
                found.push(format!("{line}: {word}"));
            }
        }
    }
    assert_none(&found, "one way to write SQL, so that it can be searched for");
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    // In two halves, so that this file does not find itself.
    let hosts = [concat!("crates", ".io"), concat!("registry.npmjs", ".org"), concat!("npmjs", ".com")];
    let folders = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    let is_path_start = |before: Option<char>| {
        !before.is_some_and(|letter| letter.is_alphanumeric() || "._-~}/".contains(letter))
    };
    let mut found = Vec::new();
    for (path, text) in tracked_files() {
        for (number, line) in text.lines().enumerate() {
            let host = hosts.iter().find(|host| line.contains(**host));
            let folder = folders.iter().find(|folder| {
                line.match_indices(**folder).any(|(at, _)| is_path_start(line[..at].chars().next_back()))
            });
            if let Some(name) = host.or(folder) {
                found.push(format!("{path}:{}: {name}", number + 1));
            }
        }
    }
    assert_none(&found, "the project runs anywhere, and says nothing of where it was made");
}

#[test]
fn the_reader_of_source_tells_code_from_text() {
    let file = File::new(
        "src/storage/sample.rs",
        "//! sqlx in a comment\nuse crate::{domain::id, search::Hit};\nfn f<'a>(c: char) { let s = \"sqlx // no\"; }\n\
         /* sqlx */ let q = r#\"select \"x\" FROM y\"#; let c = '\"'; sqlx::query(s);\n",
    );
    assert_eq!(file.lines_naming("sqlx").collect::<Vec<_>>(), ["src/storage/sample.rs:4"]);
    let used: Vec<_> = file.uses_of_crate().into_iter().map(|(_, module)| module).collect();
    assert_eq!(used, ["domain", "search"]);
    let strings: Vec<_> = file.strings().map(|(_, text)| text.to_owned()).collect();
    assert_eq!(strings, ["sqlx // no", "select \"x\" FROM y"]);
    assert_eq!(file.module(), "storage");
    assert!(file.is_in("src/storage") && !file.is_in("src/stor"));
}
