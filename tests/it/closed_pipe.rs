//! A command whose reader closes the pipe, as `head` does, ends quietly.

use crate::support::PASSWORD;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A command with what it reads.
struct Run<'a> {
    arguments: &'a [&'a str],
    input: &'a str,
    code: i32,
}

fn start(run: &Run<'_>, data: &Path) -> Child {
    let mut process = Command::new(env!("CARGO_BIN_EXE_materia"))
        .args(run.arguments)
        .env("MATERIA_DATA", data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that reads nothing may be gone by now.
    _ = process.stdin.take().unwrap().write_all(run.input.as_bytes());
    process
}

#[test]
fn every_command_ends_quietly_when_nobody_reads_what_it_writes() {
    let data = std::env::temp_dir().join(format!("materia_pipe_{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&data).unwrap();
    let path = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let (records, queries, qrels, backup) =
        (path("sheep.jsonl"), path("queries.jsonl"), path("qrels.tsv"), path("backup"));
    std::fs::write(&records, "{\"id\":\"1\",\"title\":\"Sheep\",\"abstract\":\"Sheep sleep.\"}\nnonsense\n")
        .unwrap();
    std::fs::write(&queries, "{\"id\":\"1\",\"text\":\"sheep\"}\n").unwrap();
    std::fs::write(&qrels, "query-id\tcorpus-id\tscore\n1\t1\t1\n").unwrap();
    let password = format!("{PASSWORD}\n");
    let add = ["user", "add", "admin@demo.example"];
    let mut process = start(&Run { arguments: &add, input: &password, code: 0 }, &data);
    drop(process.stdout.take());
    assert_eq!(process.wait().unwrap().code(), Some(0));
    let run = |arguments, input, code| Run { arguments, input, code };
    let restore = ["restore", backup.as_str()];
    for commands in [
        run(&["--help"], "", 0),
        run(&["--version"], "", 0),
        run(&["import", &records], "", 1),
        run(&["search", "sheep"], "", 0),
        run(&["search", "nothing of this"], "", 0),
        run(&["eval", "--queries", &queries, "--qrels", &qrels, "--against", "none"], "", 0),
        run(&["export", "sheep", "--format", "ris"], "", 0),
        run(&["reindex"], "", 0),
        run(&["vocabulary", "list"], "", 0),
        run(&["vocabulary", "show", "heart attack"], "", 0),
        run(&["user", "token", "admin@demo.example"], "", 0),
        run(&["user", "token", "nobody@demo.example"], "", 1),
        run(&["verify-audit"], "", 0),
        run(&["backup", &backup], "", 0),
        run(&restore, "", 1),
    ] {
        for is_output in [true, false] {
            let mut process = start(&commands, &data);
            let mut heard = String::new();
            if is_output {
                drop(process.stdout.take());
                process.stderr.take().unwrap().read_to_string(&mut heard).unwrap();
            } else {
                drop(process.stderr.take());
                process.stdout.take().unwrap().read_to_string(&mut heard).unwrap();
            }
            let code = process.wait().unwrap().code();
            assert_eq!(code, Some(commands.code), "{:?}: {heard}", commands.arguments);
            assert!(!heard.contains("panicked"), "{:?}: {heard}", commands.arguments);
        }
    }
    std::fs::remove_dir_all(data).unwrap();
}
