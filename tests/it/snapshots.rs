//! What leaves the portal, compared word for word with `snapshots/*.snap`: mails, exports, answers of the API.
//!
//! Both databases answer to the same snapshot. After a wanted change, `INSTA_UPDATE=always cargo test --test it
//! snapshots` writes the files; read the difference before you commit it. In `scripts/test` a snapshot that is missing or
//! differs fails the test.

mod answers;
mod exports;
mod mails;

/// Expressions for what differs from run to run, and its replacement.
const VOLATILE: [(&str, &str); 7] = [
    // Secrets of links come first: they may hold what looks like an id.
    (r"/(register|reset-password|unsubscribe)/[0-9A-Za-z_-]{20,}", "/$1/[secret]"),
    (r"\b[0-9a-f]{32}\b", "[id]"),
    (r"\b(MIR|SR)-\d{4}-[0-9A-Z]{6}\b", "$1-[reference]"),
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "[time]"),
    (
        r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}",
        "[day]",
    ),
    (r"\b\d\d:\d\d\b", "[clock]"),
    // The ranking has tests of its own.
    (r#""score": [0-9.]+"#, r#""score": "[score]""#),
];

/// Compares a text with the snapshot of this name.
#[track_caller]
fn assert_text(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (expression, shown) in VOLATILE {
        settings.add_filter(expression, shown);
    }
    settings.bind(|| insta::assert_snapshot!(name, text));
}
