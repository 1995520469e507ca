//! What must not be shown, also not by mistake: in a log line, a panic or a test's output.

use sha2::{Digest, Sha256};

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[secret]")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Secret {
    /// Whether somebody knows it. How long that takes says nothing about how much of it they guessed.
    pub fn is(&self, guess: &str) -> bool {
        Sha256::digest(self.0.as_bytes()) == Sha256::digest(guess.as_bytes())
    }
}

/// An address without the name and password in it: `postgres://[secret]@host/name`.
pub(super) fn without_credentials(address: &str) -> String {
    match address.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, place)) => format!("{scheme}://[secret]@{place}"),
            None => address.to_owned(),
        },
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::from("open sesame");
        assert_eq!(format!("{secret:?}"), "[secret]");
        assert!(secret.is("open sesame") && !secret.is("open"));
        assert_eq!(
            without_credentials("smtp://user:p@ss@mail.example:25"),
            "smtp://[secret]@mail.example:25"
        );
        assert_eq!(without_credentials("sqlite:///data/materia.db"), "sqlite:///data/materia.db");
    }
}
