//! Logs: structured, without personal data, to standard error.

use tracing_subscriber::EnvFilter;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LogForm {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Starts logging. `MATERIA_LOG` takes a filter such as `materia=debug`.
pub(crate) fn start(form: LogForm) {
    let filter = EnvFilter::try_from_env("MATERIA_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tantivy=warn,tower_sessions=off"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        // Where nobody reads the lines, saying so would fail too, and end whatever is being done.
        .log_internal_errors(false);
    let started = match form {
        LogForm::Text => lines.try_init(),
        LogForm::Json => lines.json().with_current_span(false).try_init(),
    };
    // A second call, as only tests make it, changes nothing.
    _ = started;
}
