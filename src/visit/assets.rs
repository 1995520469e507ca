//! Which style sheet and islands a page loads.

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

static STYLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/style");

/// Cascade layers, lowest first.
const LAYERS: [&str; 5] = ["tokens", "base", "layout", "components", "print"];

/// Addresses of what a page loads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assets {
    pub(crate) style: String,
    /// Script and wasm of the islands, if they are built.
    pub(crate) islands: Option<Islands>,
    /// Folder of the built files, if there are any.
    pub(crate) folder: Option<PathBuf>,
    /// The style sheet, if it is not among the built files.
    pub(crate) sheet: String,
}

/// Addresses of the islands' script and wasm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Islands {
    pub(crate) script: String,
    pub(crate) wasm: String,
}

impl Assets {
    /// What `scripts/build-islands` built in `site`, by its `hash.txt`; else the style sheet that the program
    /// ships with.
    pub(crate) fn read(site: &Path) -> Self {
        let hashes = std::fs::read_to_string(site.join("hash.txt")).unwrap_or_default();
        let hash = |kind: &str| {
            hashes
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find_map(|(name, hash)| (name.trim() == kind).then(|| hash.trim().to_owned()))
        };
        let islands = match (hash("js"), hash("wasm")) {
            (Some(script), Some(wasm)) => Some(Islands {
                script: format!("/pkg/materia.{script}.js"),
                wasm: format!("/pkg/materia.{wasm}.wasm"),
            }),
            _ => None,
        };
        match hash("css") {
            Some(style) => Self {
                style: format!("/pkg/materia.{style}.css"),
                islands,
                folder: Some(site.join("pkg")),
                sheet: String::new(),
            },
            None => Self::brought_along(),
        }
    }

    fn brought_along() -> Self {
        let mut sheet = format!("@layer {};\n", LAYERS.join(", "));
        for layer in LAYERS {
            let file = STYLE.get_file(format!("{layer}.css"));
            sheet.push_str(file.and_then(|file| file.contents_utf8()).unwrap_or_default());
        }
        let hash = hex::encode(&Sha256::digest(sheet.as_bytes())[..8]);
        Self { style: format!("/pkg/materia.{hash}.css"), islands: None, folder: None, sheet }
    }
}
