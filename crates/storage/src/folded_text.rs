//! Text columns in the form in which they are searched: databases fold letters in different ways, SQLite those of
//! ASCII alone. Each such table has a column `folded`, written with its row and gone with it.

use crate::error::Stored;
use crate::settings;
use crate::store::Store;
use domain::folding::{EDITION, folded};
use sqlx::AssertSqlSafe;

/// The setting that holds the edition of the forms in these columns.
const SETTING: &str = "folding";
/// Rows written by one transaction.
const AT_ONCE: i64 = 500;

/// The tables with the expression of what is folded.
const TABLES: [(&str, &str); 3] =
    [("accounts", "name || ' ' || email"), ("requests", "questions"), ("versions", "title")];

/// A `like` pattern, with `!` as its escape, that finds these words anywhere; empty where there are none.
pub(crate) fn pattern(words: &str) -> String {
    let words = folded(words.trim());
    if words.is_empty() {
        return String::new();
    }
    let escaped =
        words.chars().flat_map(|c| matches!(c, '%' | '_' | '!').then_some('!').into_iter().chain([c]));
    format!("%{}%", escaped.collect::<String>())
}

/// As [`pattern`], but one that finds everything where there are no words.
pub(crate) fn pattern_of_any(words: &str) -> String {
    Some(pattern(words)).filter(|pattern| !pattern.is_empty()).unwrap_or_else(|| "%".to_owned())
}

/// Folds what no row holds folded yet: rows of an earlier program, and all rows after a change of the forms.
pub(crate) async fn fill(store: &Store) -> Stored<()> {
    let edition = EDITION.to_string();
    let is_current = settings::get(store, SETTING).await?.is_some_and(|known| known == edition);
    for (table, text) in TABLES {
        fill_table(store, table, text, is_current).await?;
    }
    if !is_current {
        let mut tx = store.begin().await?;
        settings::set(&mut tx, SETTING, &edition).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn fill_table(store: &Store, table: &str, text: &str, only_missing: bool) -> Stored<()> {
    let missing = if only_missing { "folded is null and" } else { "" };
    let unfolded =
        format!("select id, {text} from {table} where {missing} id > $1 order by id limit {AT_ONCE}");
    // Whoever changed the text meanwhile has folded it too.
    let fold = format!("update {table} set folded = $2 where id = $1 and {text} = $3");
    let mut last = String::new();
    loop {
        let rows: Vec<(String, String)> =
            sqlx::query_as(AssertSqlSafe(unfolded.clone())).bind(&last).fetch_all(&store.reader).await?;
        let Some((id, _)) = rows.last() else { return Ok(()) };
        last.clone_from(id);
        let mut tx = store.begin().await?;
        for (id, text) in &rows {
            sqlx::query(AssertSqlSafe(fold.clone()))
                .bind(id)
                .bind(folded(text).into_owned())
                .bind(text)
                .execute(tx.on())
                .await?;
        }
        tx.commit().await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_words_however_they_are_written_and_their_wild_cards_as_signs() {
        assert_eq!(pattern(" ÜBELKEIT "), "%ubelkeit%");
        assert_eq!(pattern("5%_!"), "%5!%!_!!%");
        assert_eq!(pattern(" "), "");
        assert_eq!(pattern_of_any("\u{200B}"), "%");
    }
}
