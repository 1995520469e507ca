//! What commands write for whoever started them. A reader that has seen enough, such as `head`, closes the pipe: the
//! command goes on in silence and ends as it would have ended. `println!` would end it in a panic.

use super::error::CommandError;
use std::io::{ErrorKind, Write as _};

/// Writes a line to standard output, by [`write`].
macro_rules! say {
    ($($text:tt)*) => {
        $crate::cli::terminal::write(format!("{}\n", format_args!($($text)*)).as_bytes())
    };
}

/// Writes a line to standard error, where nothing that cannot be written is missed.
macro_rules! note {
    ($($text:tt)*) => {
        $crate::cli::terminal::write_aside(format_args!("{}\n", format_args!($($text)*)))
    };
}

pub(super) use {note, say};

/// Writes to standard output.
///
/// # Errors
/// When it cannot be written, unless nobody reads it any longer.
pub(super) fn write(bytes: &[u8]) -> Result<(), CommandError> {
    let mut output = std::io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(CommandError::Message(format!("the output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error.
pub(super) fn write_aside(text: std::fmt::Arguments<'_>) {
    let mut errors = std::io::stderr().lock();
    // There is no other place to say that this failed.
    _ = errors.write_fmt(text).and_then(|()| errors.flush());
}
