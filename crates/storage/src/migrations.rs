//! The schema, step by step: `migrations/` at the root of the workspace.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Number, name and statements of each step. Number and name are those of the file; a step that was released never
/// changes.
const STEPS: [(i64, &str, &str); 21] = [
    (1, "start", include_str!("../../../migrations/0001_start.sql")),
    (2, "duplicates", include_str!("../../../migrations/0002_duplicates.sql")),
    (3, "saved", include_str!("../../../migrations/0003_saved.sql")),
    (4, "thesaurus", include_str!("../../../migrations/0004_thesaurus.sql")),
    (7, "harvest", include_str!("../../../migrations/0007_harvest.sql")),
    (8, "cited works", include_str!("../../../migrations/0008_cited_works.sql")),
    (9, "preferences", include_str!("../../../migrations/0009_preferences.sql")),
    (10, "desk", include_str!("../../../migrations/0010_desk.sql")),
    (12, "signed texts", include_str!("../../../migrations/0012_signed_texts.sql")),
    (13, "audit search", include_str!("../../../migrations/0013_audit_search.sql")),
    (14, "editions", include_str!("../../../migrations/0014_editions.sql")),
    (15, "undelivered", include_str!("../../../migrations/0015_undelivered.sql")),
    (16, "withdrawn visitors", include_str!("../../../migrations/0016_withdrawn_visitors.sql")),
    (17, "kept forms", include_str!("../../../migrations/0017_kept_forms.sql")),
    (18, "retention", include_str!("../../../migrations/0018_retention.sql")),
    (19, "throttles", include_str!("../../../migrations/0019_throttles.sql")),
    (20, "safety floods", include_str!("../../../migrations/0020_safety_floods.sql")),
    (21, "readiness", include_str!("../../../migrations/0021_readiness.sql")),
    (22, "shared identifiers", include_str!("../../../migrations/0022_shared_identifiers.sql")),
    (23, "folded", include_str!("../../../migrations/0023_folded.sql")),
    (24, "search texts", include_str!("../../../migrations/0024_search_texts.sql")),
];

/// What brings a database up to date. It remembers in the database which steps were taken, with a checksum of each.
pub(crate) fn migrator() -> Migrator {
    let step = |(number, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(number, name.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    };
    Migrator::with_migrations(STEPS.map(step).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_is_a_step_under_its_own_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let steps = STEPS.map(|(number, name, _)| format!("{number:04}_{}.sql", name.replace(' ', "_")));
        assert_eq!(files, steps);
    }
}
