//! What the portal writes belongs to its own account alone.

use crate::process::{Server, send};
use crate::support::{Database, Portal};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything in a folder that anybody else may use, with its mode.
fn open_to_others(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mode = fs::metadata(folder).unwrap().mode() & 0o777;
    if mode & 0o077 != 0 {
        found.push((folder.to_owned(), format!("{mode:o}")));
    }
    if folder.is_dir() {
        for entry in fs::read_dir(folder).unwrap() {
            found.extend(open_to_others(&entry.unwrap().path()));
        }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_served_portal_writes_nothing_that_others_can_read() {
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let data = portal.context.config.data.clone();
    // As an earlier version has left it.
    for name in names(&data) {
        let mode = if data.join(&name).is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(data.join(name), Permissions::from_mode(mode)).unwrap();
    }
    fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();

    let log = data.with_extension("log");
    let server = Server::start_logging(&portal, &log);
    let form = "name=Dr+New&email=new%40demo.example&password=a+long+enough+password&country=GB&profession=physician";
    let sent = send(server.address, "POST", "/register", "", form).unwrap();
    assert_eq!(sent.status, 303, "{}", sent.text);
    let mail = data.join("mail");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !mail.exists() || !names(&mail).iter().any(|name| name.ends_with(".eml")) {
        assert!(std::time::Instant::now() < until, "no mail came");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let backup = data.join("backup.jsonl.gz");
    let written = Command::new(env!("CARGO_BIN_EXE_materia"))
        .arg("backup")
        .arg(&backup)
        .arg("--data")
        .arg(&data)
        .output();
    assert!(written.unwrap().status.success());

    let there = names(&data);
    for name in ["materia.db", "materia.db-wal", "materia.db-shm", "index", "mail", "backup.jsonl.gz"] {
        assert!(there.iter().any(|known| known == name), "{name} is missing among {there:?}");
    }
    assert_eq!(open_to_others(&data), []);
    drop(server);
    let said = fs::read_to_string(&log).unwrap();
    fs::remove_file(&log).unwrap();
    assert!(said.contains("could be read by other accounts"), "{said}");
}
