//! Server functions: what islands ask the server. Each is a row of the table of routes, a few lines long:
//! who asks, the service, the error.

pub(crate) mod desk;
pub(crate) mod editor;
pub(crate) mod reading;
pub(crate) mod suggest;

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// The code of a call that is not understood.
pub(crate) const MALFORMED: &str = "malformed";

/// A draft after it was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedDraft {
    /// To be sent with the next save.
    pub(crate) lock: i64,
    /// When, as people read it.
    pub(crate) at: String,
}

/// Why a server function gave nothing: a code of the table in `error.rs`, never what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}")]
pub(crate) struct ApiError {
    /// Such as `not-found`; [`MALFORMED`]; `unreachable` where the server did not answer as one.
    pub(crate) code: String,
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => MALFORMED,
            _ => "unreachable",
        };
        Self { code: code.to_owned() }
    }
}
