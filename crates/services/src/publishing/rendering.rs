//! Versions as HTML, for those who write and review: the library's own rendering, with the version's own pictures.

use crate::context::Context;
use crate::failure::Outcome;
use crate::heavy_work::RENDERINGS;
use crate::library::{self, ShownArticle};
use crate::locale::Locale;
use domain::article::Version;
use domain::id::VersionId;
use markdown::Options;

fn pictures(id: &VersionId) -> String {
    format!("/editor/{id}/pictures")
}

/// A version as readers will see it.
pub async fn as_read(context: &Context, locale: &Locale, version: &Version) -> Outcome<ShownArticle> {
    library::as_read(context, locale, version.clone(), &pictures(&version.id)).await
}

/// A text that is being written, as HTML; `references` is the number of its references.
pub async fn preview(locale: &Locale, id: &VersionId, body: &str, references: usize) -> Outcome<String> {
    let (table_label, pictures, body) = (locale.get("article-table"), pictures(id), body.to_owned());
    let render = move || {
        let options = Options { references, media_base: &pictures, table_label, ..Options::default() };
        markdown::render(&body, &options).html
    };
    RENDERINGS.run(render).await
}
