//! Backups are whole or refused, and the audit trail shows when its last rows are missing.

use crate::both;
use crate::library_fixture::add_records;
use crate::library_fixture::record;
use crate::support::{Database, Portal};
use domain::account::Role;
use services::anchors;
use sqlx::Connection as _;
use std::path::Path;
use std::process::{Command, Output};
use storage::audit::{self, Verdict};
use storage::backup::{Accepted, RestoreError, check, restore};

async fn lines(portal: &Portal) -> Vec<String> {
    let mut lines = Vec::new();
    storage::backup::backup(&portal.context.store, |line| {
        lines.push(line.to_owned());
        Ok(())
    })
    .await
    .unwrap();
    lines
}

async fn checked(lines: &[String], accepted: Accepted) -> Result<u64, RestoreError> {
    check(lines.iter().map(|line| Ok(line.clone())), accepted).await
}

/// As a version before 0.3.0 wrote it.
fn of_earlier_version(mut lines: Vec<String>) -> Vec<String> {
    lines.pop();
    lines[0] = r#"{"materia": "backup", "format": 1}"#.to_owned();
    lines
}

async fn filled(portal: &Portal) {
    portal.person("editor@x.example", &[Role::Editor]).await;
    add_records(portal, vec![record("A trial", "Of something.")], false).await;
}

fn materia(arguments: &[&str], data: &Path, file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_materia"));
    command.env_remove("MATERIA_LOG").env_remove("MATERIA_DATABASE_URL");
    command.args(arguments).arg("--data").arg(data).arg(file).output().unwrap()
}

/// Takes the last rows out of the trail, and makes what is left a whole chain again.
async fn cut_off_trail(portal: &Portal, rows: i64) {
    let mut connection = sqlx::AnyConnection::connect(&portal.context.config.database_url).await.unwrap();
    for sql in [
        "delete from audit where number > (select audit from head) - $1",
        "update head set audit = audit - $1",
        "update head set audit_hash = (select hash from audit where number = (select audit from head)) where $1 > 0",
    ] {
        sqlx::query(sql).bind(rows).execute(&mut connection).await.unwrap();
    }
}

both! {
    async fn a_backup_cut_off_anywhere_is_refused_and_changes_nothing(portal: Portal) {
        filled(&portal).await;
        let lines = lines(&portal).await;
        assert_eq!(checked(&lines, Accepted::Whole).await.unwrap() as usize, lines.len() - 2);
        for end in 0..lines.len() {
            assert!(checked(&lines[..end], Accepted::Whole).await.is_err(), "{end} lines");
            assert!(checked(&lines[..end], Accepted::WithoutTrailer).await.is_err(), "{end} lines");
        }
        let mut cut = lines.clone();
        let last = cut.last_mut().unwrap();
        last.truncate(last.len() / 2);
        let Some(other) = Portal::open(Database::Sqlite).await else { return };
        let before = storage::accounts::count(&other.context.store).await.unwrap();
        let refused = restore(&other.context.store, cut.into_iter().map(Ok), Accepted::Whole).await;
        assert!(matches!(refused, Err(RestoreError::CutOff(_))), "{refused:?}");
        assert_eq!(storage::accounts::count(&other.context.store).await.unwrap(), before);
        assert_eq!(storage::records::count(&other.context.store).await.unwrap(), 0);
    }

    async fn a_backup_in_which_anything_was_changed_is_refused(portal: Portal) {
        filled(&portal).await;
        let lines = lines(&portal).await;
        let name = lines.iter().position(|line| line.contains("editor@x.example")).unwrap();
        let mut changed = lines.clone();
        changed[name] = changed[name].replace("editor@x.example", "editor@y.example");
        assert!(matches!(checked(&changed, Accepted::Whole).await, Err(RestoreError::Damaged(_))));
        let mut fewer = lines.clone();
        fewer.remove(name);
        assert!(matches!(checked(&fewer, Accepted::Whole).await, Err(RestoreError::Damaged(_))));
        let mut more = lines.clone();
        more.push(lines[name].clone());
        assert!(matches!(checked(&more, Accepted::Whole).await, Err(RestoreError::Damaged(_))));
        let Some(other) = Portal::open(Database::Sqlite).await else { return };
        let refused = restore(&other.context.store, changed.into_iter().map(Ok), Accepted::Whole).await;
        assert!(refused.is_err(), "also where nobody has checked it before");
        assert_eq!(storage::records::count(&other.context.store).await.unwrap(), 0);
    }

    async fn a_backup_of_an_earlier_version_is_restored_only_by_whoever_says_so(portal: Portal) {
        filled(&portal).await;
        let lines = of_earlier_version(lines(&portal).await);
        assert!(matches!(checked(&lines, Accepted::Whole).await, Err(RestoreError::WithoutTrailer)));
        let Some(other) = Portal::open(Database::Sqlite).await else { return };
        restore(&other.context.store, lines.into_iter().map(Ok), Accepted::WithoutTrailer).await.unwrap();
        assert_eq!(storage::records::count(&other.context.store).await.unwrap(), 1);
    }

    async fn a_trail_without_its_last_rows_is_noticed_by_its_anchors(portal: Portal) {
        let portal = portal.without_workers().await;
        for number in 0..5 {
            portal.person(&format!("p{number}@x.example"), &[Role::Editor]).await;
        }
        let anchor = anchors::write(&portal.context).await.unwrap().unwrap();
        let known = anchors::own(&portal.context).unwrap();
        assert!(known.contains(&anchor), "{known:?}");
        let whole = anchors::verify(&portal.context, &known).await.unwrap();
        assert_eq!(whole, Verdict::Intact { rows: anchor.number });
        cut_off_trail(&portal, 2).await;
        let left = Verdict::Intact { rows: anchor.number - 2 };
        assert_eq!(audit::verify(&portal.context.store).await.unwrap(), left, "a chain like any other");
        let broken = anchors::verify(&portal.context, &known).await.unwrap();
        assert_eq!(broken, Verdict::Broken { number: anchor.number - 1 });
        for number in 5..9 {
            portal.person(&format!("p{number}@x.example"), &[Role::Editor]).await;
        }
        let replaced = anchors::verify(&portal.context, &known).await.unwrap();
        assert_eq!(replaced, Verdict::Broken { number: anchor.number }, "another row is in its place");
        assert_eq!(services::audit_trail::verify(&portal.context).await.unwrap(), replaced, "on the page, too");
    }

    async fn an_anchor_that_a_crash_cut_short_hides_no_other(portal: Portal) {
        let portal = portal.without_workers().await;
        portal.person("first@x.example", &[Role::Editor]).await;
        let first = anchors::write(&portal.context).await.unwrap().unwrap();
        let path = anchors::file(&portal.context);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}{}", &text[..20])).unwrap();
        portal.person("second@x.example", &[Role::Editor]).await;
        let second = anchors::write(&portal.context).await.unwrap().unwrap();
        let known = anchors::own(&portal.context).unwrap();
        assert!(known.contains(&first) && known.contains(&second), "{known:?}");
        std::fs::write(&path, "nothing of the kind").unwrap();
        assert!(anchors::own(&portal.context).is_err());
    }

    async fn rows_of_the_trail_are_added_while_it_is_verified(portal: Portal) {
        let adding = async {
            for number in 0..40 {
                portal.person(&format!("p{number}@x.example"), &[Role::Editor]).await;
            }
        };
        let verifying = async {
            for _ in 0..40 {
                let verdict = audit::verify(&portal.context.store).await.unwrap();
                assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
            }
        };
        tokio::join!(adding, verifying);
    }
}

#[tokio::test]
async fn the_command_refuses_a_file_cut_off_anywhere_before_it_touches_the_data() {
    let Some(portal) = Portal::open(Database::Sqlite).await else { return };
    filled(&portal).await;
    let portal = portal.without_workers().await;
    let data = &portal.context.config.data;
    let file = data.join("backup.gz");
    let done = materia(&["backup"], data, &file);
    assert!(done.status.success(), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stdout).contains("the audit trail ends with row"), "{done:?}");
    assert!(!data.join("backup.gz.part").exists());
    let bytes = std::fs::read(&file).unwrap();
    let flipped = {
        let mut bytes = bytes.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        bytes
    };
    let cuts = [1, 10, bytes.len() / 3, bytes.len() - 9, bytes.len() - 1].map(|end| bytes[..end].to_vec());
    for damaged in cuts.into_iter().chain([flipped]) {
        let other = data.join("other");
        std::fs::write(&file, &damaged).unwrap();
        let done = materia(&["restore"], &other, &file);
        assert!(!done.status.success(), "{} bytes", damaged.len());
        assert!(!other.exists(), "nothing was touched");
    }
    std::fs::write(&file, &bytes).unwrap();
    let done = materia(&["restore"], &data.join("other"), &file);
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn where_there_is_no_portal_nothing_is_backed_up_or_verified() {
    let folder = std::env::temp_dir().join(format!("materia_{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    let (file, data) = (folder.join("backup"), folder.join("data"));
    for arguments in
        [&["backup", file.to_str().unwrap()][..], &["verify-audit"], &["search", "x"], &["reindex"]]
    {
        let program = Command::new(env!("CARGO_BIN_EXE_materia"))
            .env_clear()
            .args(arguments)
            .arg("--data")
            .arg(&data)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&program.stderr).into_owned();
        assert!(!program.status.success() && said.contains("there is no portal at"), "{arguments:?}: {said}");
    }
    assert!(!data.exists() && !file.exists());
    std::fs::remove_dir_all(&folder).unwrap();
}

both! {
    async fn a_backup_replaces_nothing_but_a_file(portal: Portal) {
        let folder = &portal.context.config.data;
        let (pipe, link, file) = (folder.join("pipe"), folder.join("link"), folder.join("file"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::os::unix::fs::symlink(&file, &link).unwrap();
        std::fs::write(&file, "before").unwrap();
        let backup = |target: &Path| {
            let config = &portal.context.config;
            let mut command = Command::new(env!("CARGO_BIN_EXE_materia"));
            command.env_clear().args(["backup", "--database-url", &config.database_url]).arg("--data").arg(&config.data);
            command.arg(target).output().unwrap()
        };
        let refused = backup(&pipe);
        assert!(!refused.status.success() && !std::fs::symlink_metadata(&pipe).unwrap().is_file());
        assert!(!backup(Path::new("-")).status.success());
        assert!(backup(&link).status.success());
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_ne!(std::fs::read(&file).unwrap(), b"before");
    }
}
