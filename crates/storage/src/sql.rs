//! Parts of statements that vary with the number of values.

/// `$1, $2, …` for a list of `count` values that begins with this parameter. An empty list matches nothing.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    if count == 0 {
        return "null".to_owned();
    }
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// About how many values a statement that writes rows binds. SQLite looks each of them up by name among those before
/// it, so that the time grows with the square of their number: with thousands it dominates the statement.
const VALUES: usize = 200;

/// How many rows of this many values one statement writes.
pub(crate) const fn rows_at_once(columns: usize) -> usize {
    VALUES / columns
}

/// `($1, $2), ($3, $4), …` for this many rows of this many values.
pub(crate) fn value_rows(rows: usize, columns: usize) -> String {
    let row = |row: usize| format!("({})", placeholders(row * columns + 1, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
