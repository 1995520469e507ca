//! Articles as Markdown files with their pictures beside them.

use super::options::Import;
use super::report::{Counts, Watcher, refuse, whole_file};
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::publishing;
use formats::{MAX_ARTICLE, Rejection, SourceFile};
use std::io::Read as _;
use std::path::Path;
use storage::audit::Actor;

pub(super) async fn file(
    context: &Context,
    import: &Import,
    path: &Path,
    opened: SourceFile,
    watcher: &mut dyn Watcher,
) -> Outcome<Counts> {
    let length = opened.length;
    let Some(author) = &import.author else {
        let reason = "articles need an author: add an editor or administrator first, or name one with --as";
        return Ok(refuse(path, &whole_file(reason.to_owned()), watcher));
    };
    let article = match read(path, opened) {
        Ok(article) => publishing::Import { is_demo: import.is_demo, ..article },
        Err(rejected) => return Ok(refuse(path, &rejected, watcher)),
    };
    let mut counts = Counts::default();
    match publishing::import(context, Actor::Portal, author, None, article).await {
        Ok(outcome) => counts.note(outcome),
        Err(Failure::Invalid(problems)) => {
            let locale = context.default_locale();
            let reasons: Vec<&str> = problems.iter().map(|(_, key)| locale.get(key)).collect();
            return Ok(refuse(path, &whole_file(reasons.join(" ")), watcher));
        }
        Err(other) => return Err(other),
    }
    watcher.come_to(length, length);
    Ok(counts)
}

/// An article with its pictures.
fn read(path: &Path, opened: SourceFile) -> Result<publishing::Import, Rejection> {
    let mut text = String::new();
    let limit = u64::try_from(MAX_ARTICLE).unwrap_or(u64::MAX).saturating_add(1);
    opened
        .reader
        .take(limit)
        .read_to_string(&mut text)
        .map_err(|error| whole_file(format!("it cannot be read: {error}")))?;
    let (front, body) = formats::article(&text)?;
    let mut media = Vec::new();
    for name in formats::article_images(&body) {
        let bytes = picture(path, &name).ok_or_else(|| {
            whole_file(format!("the picture {name} is neither beside the article nor beside its folder"))
        })?;
        media.push((name, bytes));
    }
    Ok(publishing::Import { front, body, media, is_demo: false })
}

/// A picture, looked for beside the article and beside the folder in which the article is.
fn picture(article: &Path, name: &str) -> Option<Vec<u8>> {
    let folder = article.parent()?;
    [Some(folder), folder.parent()]
        .into_iter()
        .flatten()
        .find_map(|folder| std::fs::read(folder.join(name)).ok())
}
