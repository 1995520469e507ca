//! The design rules of `docs/ARCHITECTURE.md`, read off the source: each test names the lines that break one.

mod imports;
pub mod source;

use source::{File, rust_files, tracked_files};

/// Fails with one line for each finding.
#[track_caller]
fn assert_none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n{}", findings.join("\n"));
}

/// Which module of its crate may name a library. Which crate may, Cargo holds: see [`DEPENDENCIES`].
const OWNERS: [(&str, &str); 14] = [
    ("argon2", "crates/services/src/passwords"),
    ("biblatex", "crates/formats/src/bibtex"),
    ("chacha20poly1305", "crates/services/src/sealing"),
    ("clap", "src/cli"),
    ("fluent_bundle", "crates/services/src/texts"),
    ("fluent_syntax", "crates/services/src/texts"),
    ("hayagriva", "crates/formats/src/citation"),
    ("html_escape", "crates/formats/src/entities"),
    ("lettre", "crates/services/src/mail"),
    ("metrics_exporter_prometheus", "src/http/metrics"),
    ("percent_encoding", "crates/domain/src/address"),
    ("rustix", "crates/services/src/private_files"),
    ("unic_langid", "crates/services/src/texts"),
    ("utoipa", "src/http/api"),
];

/// The one manifest that may depend on a library, so that no other crate can name it.
const DEPENDENCIES: [(&str, &str); 21] = [
    ("ammonia", "crates/markdown"),
    ("argon2", "crates/services"),
    ("axum", ""),
    ("biblatex", "crates/formats"),
    ("chacha20poly1305", "crates/services"),
    ("clap", ""),
    ("cookie", ""),
    ("fluent-bundle", "crates/services"),
    ("frostem", "crates/search"),
    ("hayagriva", "crates/formats"),
    ("html-escape", "crates/formats"),
    ("lettre", "crates/services"),
    ("metrics-exporter-prometheus", ""),
    ("percent-encoding", "crates/domain"),
    ("pulldown-cmark", "crates/markdown"),
    ("quick-xml", "crates/formats"),
    ("rustix", "crates/services"),
    ("similar", "crates/services"),
    ("sqlx", "crates/storage"),
    ("tantivy", "crates/search"),
    ("unicode-normalization", "crates/domain"),
];

/// Which crates of the workspace a crate may depend on.
const DIRECTIONS: [(&str, &[&str]); 8] = [
    ("crates/domain", &[]),
    ("crates/formats", &["domain"]),
    ("crates/markdown", &["domain"]),
    ("crates/search", &["domain"]),
    ("crates/storage", &["domain"]),
    ("crates/services", &["domain", "formats", "markdown", "search", "storage"]),
    ("crates/browser", &["materia"]),
    ("", &["domain", "formats", "markdown", "search", "services", "storage"]),
];

/// What a module of the web face may know of the others. Of the crates, the database is behind use cases for all but
/// the command line, which also looks after the database itself.
const FACE: [(&str, &[&str]); 13] = [
    ("api", &["error", "visit"]),
    ("islands", &["api"]),
    ("error", &[]),
    ("texts", &[]),
    ("visit", &["error"]),
    ("page_context", &["visit"]),
    ("components", &["error", "islands", "page_context", "texts", "visit"]),
    ("app", &["components", "error", "islands", "page_context", "texts", "visit"]),
    ("pages", &["api", "app", "components", "error", "islands", "page_context", "texts", "visit"]),
    ("http", &["api", "app", "components", "error", "islands", "pages", "page_context", "texts", "visit"]),
    ("telemetry", &[]),
    ("cli", &["http", "storage", "telemetry"]),
    ("main", &["cli"]),
];

#[test]
fn a_library_is_named_by_its_owner_alone() {
    let mut found = Vec::new();
    for file in product_files() {
        for (library, owner) in OWNERS {
            if !file.is_in(owner) {
                found.extend(file.lines_naming(library).map(|line| format!("{line} names {library}")));
            }
        }
    }
    assert_none(&found, "each library is hidden behind one module");
}

#[test]
fn a_library_is_a_dependency_of_its_owner_alone() {
    let mut found = Vec::new();
    for (folder, _) in DIRECTIONS {
        let dependencies = dependencies(folder);
        for (library, owner) in DEPENDENCIES {
            if folder != owner && dependencies.iter().any(|dependency| dependency == library) {
                found.push(format!("{folder}/Cargo.toml depends on {library}"));
            }
        }
    }
    assert_none(&found, "each library is known to one crate");
}

#[test]
fn crates_depend_on_what_lies_below_them() {
    let own = ["domain", "formats", "markdown", "materia", "search", "services", "storage"];
    let mut found = Vec::new();
    for (folder, known) in DIRECTIONS {
        let used = dependencies(folder).into_iter().filter(|name| own.contains(&name.as_str()));
        found.extend(
            used.filter(|name| !known.contains(&name.as_str())).map(|name| format!("{folder} knows {name}")),
        );
    }
    assert_none(&found, "a crate knows what lies below it and nothing else");
}

#[test]
fn modules_of_the_web_face_know_only_what_lies_below_them() {
    let mut found = Vec::new();
    for file in rust_files("src").iter().filter(|file| file.path() != "src/lib.rs") {
        let Some((_, known)) = FACE.iter().find(|(module, _)| file.module() == *module) else {
            found.push(format!("{} belongs into FACE of this test", file.path()));
            continue;
        };
        for (path, _) in file.paths() {
            let used = match path.as_slice() {
                [root, used, ..] if root == "crate" || root == "materia" => used.as_str(),
                [root, ..] if root == "storage" => root.as_str(),
                _ => continue,
            };
            if used != file.module() && !known.contains(&used) {
                found.push(format!("{}: {} knows {used}", file.path(), file.module()));
            }
        }
    }
    assert_none(&found, "a module knows what lies below it and nothing else");
}

#[test]
fn no_file_imports_in_a_circle() {
    let arrows = imports::imports();
    let circles = imports::circles(&arrows);
    let shown: Vec<String> = circles
        .iter()
        .map(|circle| {
            let inside = |file: &String| {
                let into: Vec<_> = arrows[file].iter().filter(|other| circle.contains(other)).collect();
                format!("  {file} -> {into:?}")
            };
            format!("{} files:\n{}", circle.len(), circle.iter().map(inside).collect::<Vec<_>>().join("\n"))
        })
        .collect();
    assert_none(&shown, "files that import each other can only be understood together");
}

/// Every file of the product itself.
pub fn product_files() -> Vec<File> {
    imports::CRATES.iter().flat_map(|(_, folder)| rust_files(folder)).collect()
}

/// The names under `[dependencies]` of the manifest in a folder.
fn dependencies(folder: &str) -> Vec<String> {
    let manifest = std::fs::read_to_string(std::path::Path::new(folder).join("Cargo.toml")).unwrap();
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let name = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or_default().to_owned();
    let names: Vec<String> =
        lines.filter(|line| !line.starts_with('#')).map(name).filter(|name| !name.is_empty()).collect();
    assert!(!names.is_empty(), "no dependencies in {folder}/Cargo.toml");
    names
}

#[test]
fn what_a_person_keeps_is_read_for_themselves_alone() {
    let tables = ["saved_items", "saved_searches", "search_history"];
    let mut found = Vec::new();
    for file in product_files() {
        // A backup copies them, and the retention table says when they are deleted.
        let is_of_all = ["crates/storage/src/backup.rs", "crates/storage/src/retention/rules.rs"];
        if !file.is_in("crates/storage/src/saved") && !is_of_all.contains(&file.path()) {
            let named = file.strings().filter(|(_, text)| tables.iter().any(|table| text.contains(table)));
            found.extend(named.map(|(line, _)| line));
        }
        // Withdrawn consent clears the history, without reading it.
        let is_own =
            ["crates/services/src/saved", "crates/services/src/consent"].iter().any(|own| file.is_in(own));
        if file.path().starts_with("crates/services/") && !is_own {
            let used = file.code_lines(|line| line.contains("storage::saved"));
            found.extend(used);
        }
    }
    assert_none(&found, "neither insight nor anything else reads what readers keep for themselves");
}

#[test]
fn only_the_locale_writes_days_and_times_for_people() {
    // What reads the clock of a place, and what makes a text of a moment, with those who may: the locale for people,
    // the others for programs.
    const MAKERS: [(&str, &[&str]); 4] = [
        ("strftime", &["crates/domain/src/time.rs"]),
        (".in_zone(", &["crates/services/src/locale.rs"]),
        (".rfc3339_in(", &["crates/services/src/locale.rs"]),
        (
            "rfc3339()",
            &[
                "crates/formats/src/atom.rs",
                "crates/services/src/safety/export.rs",
                "src/components/date_time.rs",
            ],
        ),
    ];
    let mut found = Vec::new();
    for file in product_files() {
        for (maker, users) in MAKERS {
            if !users.contains(&file.path()) {
                found.extend(file.lines_before_tests(|line| line.contains(maker)));
            }
        }
        // A zone that is the machine's or the process's.
        found.extend(file.code_lines(|line| line.contains("TimeZone::system") || line.contains("\"TZ\"")));
    }
    assert_none(
        &found,
        "days and times are written by `services::locale`, in the reader's language and zone",
    );
}

/// Fields that hold a secret, as text.
const SECRETS: [&str; 6] = ["password", "secret", "ticket", "smtp_url", "database_url", "cookie_key"];

#[test]
fn nothing_that_holds_a_secret_prints_it() {
    let mut found = Vec::new();
    let mut structs = 0;
    for file in product_files() {
        let (mut is_printed, mut inside) = (false, false);
        for line in file.code().lines() {
            let line = line.trim();
            if line.starts_with("#[derive(") {
                is_printed = line.contains("Debug");
            } else if line.starts_with('}') || line.ends_with(';') {
                (is_printed, inside) = (false, false);
            } else if is_printed && line.ends_with('{') && !line.starts_with('#') {
                inside = true;
                structs += 1;
            }
            let Some((name, kind)) = line.trim_end_matches(',').split_once(": ") else { continue };
            let name = name.rsplit(' ').next().unwrap_or_default();
            let is_secret =
                SECRETS.iter().any(|secret| name == *secret || name.ends_with(&format!("_{secret}")));
            let is_text = ["String", "Vec<u8>", "&'"].iter().any(|text| kind.contains(text));
            if is_printed && inside && is_secret && is_text {
                found.push(format!("{}: {line}", file.path()));
            }
        }
    }
    assert!(structs > 200, "{structs}");
    assert_none(&found, "a field with a secret is of the type `Secret`, or its struct is not printed");
}

#[test]
fn features_are_gated_in_lib_alone() {
    let mut found = Vec::new();
    for file in product_files().iter().filter(|file| file.path() != "src/lib.rs") {
        found.extend(file.code_lines(|line| line.contains("cfg") && line.contains("feature =")));
    }
    assert_none(&found, "whole modules are gated, once, in src/lib.rs");
}

#[test]
fn modules_are_files_named_after_them() {
    let found: Vec<_> = product_files()
        .iter()
        .chain(&rust_files("tests"))
        .filter(|file| file.path().ends_with("/mod.rs"))
        .map(|file| file.path().to_owned())
        .collect();
    assert_none(&found, "`foo.rs` and `foo/`, never `foo/mod.rs`");
}

#[test]
fn files_have_one_subject_and_at_most_600_lines() {
    let found: Vec<_> = product_files()
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
fn markup_that_the_framework_does_not_escape_has_known_places() {
    // How it gets into a page, with the files that may: each escapes, or shows what a sanitiser has made.
    const WAYS: [(&str, &[&str]); 6] = [
        ("<textarea", &["src/components/text_area.rs"]),
        ("textarea().", &[]),
        ("<script", &["src/app.rs", "src/app/head.rs"]),
        ("<style", &[]),
        ("<noscript", &["src/pages/desk/request.rs", "src/pages/editor/draft_form.rs"]),
        (
            "inner_html",
            &[
                "src/app.rs",
                "src/app/head.rs",
                // `components::markup` makes the HTML of long lists and escapes it.
                "src/components/hits.rs",
                "src/pages/search/filters.rs",
                "src/pages/search/years.rs",
                "src/components/text_area.rs",
                "src/components/thread.rs",
                "src/islands/editor.rs",
                "src/pages/article.rs",
                "src/pages/editor/draft_form.rs",
                "src/pages/requests/cited.rs",
            ],
        ),
    ];
    let mut found = Vec::new();
    for file in rust_files("src") {
        for (way, users) in WAYS {
            if !users.contains(&file.path()) {
                found.extend(file.lines_before_tests(|line| line.contains(way)));
            }
        }
    }
    assert_none(&found, "a text stays text: a field of several lines is `components::text_area`");
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
    for file in rust_files("crates/storage/src") {
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
    let paths: Vec<_> = file.paths().into_iter().map(|(path, _)| path.join("::")).collect();
    assert_eq!(paths, ["crate::domain::id", "crate::search::Hit", "sqlx::query"]);
    let strings: Vec<_> = file.strings().map(|(_, text)| text.to_owned()).collect();
    assert_eq!(strings, ["sqlx // no", "select \"x\" FROM y"]);
    assert_eq!(file.module(), "storage");
    assert!(file.is_in("src/storage") && !file.is_in("src/stor"));
}
