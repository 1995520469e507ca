//! What a rule of the retention table says.

/// What becomes of the rows of a table.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    pub table: &'static str,
    /// What a row is.
    pub row: &'static str,
    pub rule: Rule,
    /// Why so long, and why no longer.
    pub why: &'static str,
}

/// When rows are deleted.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// Not by age. The text says what ends a row, if anything does.
    Kept(&'static str),
    Deleted(Deletion),
}

/// By what the worker finds the rows to delete.
#[derive(Debug, Clone, Copy)]
pub struct Deletion {
    /// The columns of the table's key.
    pub(super) key: &'static [&'static str],
    /// The moment from which a row's age counts, as a column or an expression in SQL; a row without it stays.
    pub since: &'static str,
    /// That moment in words, where it is no column.
    pub in_words: Option<&'static str>,
    /// The age at which a row is deleted, in milliseconds.
    pub age: i64,
    /// Beyond this many rows the oldest are deleted, whatever their age.
    pub most: Option<i64>,
}
