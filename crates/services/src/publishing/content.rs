//! The content of a version: its digest, what it lacks, and which pictures are taken.

use crate::failure::{Outcome, Problems};
use domain::article::{FrontMatter, Version, image_file, slug_is_valid};
use domain::pico::{PicoPart, part_is_valid};
use domain::record::{normal_doi, normal_pmid};
use domain::slug::Slug;
use domain::time::Moment;
use formats::article_images;
use sha2::{Digest, Sha256};
use storage::articles::Picture;

/// Largest picture, in bytes.
pub const PICTURE_MAX: usize = 2 << 20;

/// SHA-256 over front matter, text and pictures, hexadecimal. Two versions of the same digest read the same.
pub(super) fn digest(version: &Version, pictures: &[Picture]) -> Outcome<String> {
    let front = serde_json::to_string(&version.front)?;
    let mut pictures: Vec<&Picture> = pictures.iter().collect();
    // Databases sort names each in their own way.
    pictures.sort_by(|a, b| a.name.cmp(&b.name));
    let pictures = pictures.into_iter().flat_map(|picture| [&picture.name, &picture.digest]);
    Ok(digest_of([&front, &version.body].into_iter().chain(pictures)))
}

fn digest_of<'a>(parts: impl Iterator<Item = &'a String>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        // The length before each part keeps two contents from reading as one.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a version lacks before others may look at it, by the names of the editor's fields.
pub fn missing(front: &FrontMatter, body: &str, pictures: &[Picture]) -> Problems {
    let mut problems = Problems::new();
    problems.require(!front.title.trim().is_empty(), "title", "editor-title-missing");
    problems.require(slug_is_valid(&front.slug), "slug", "editor-slug-invalid");
    problems.require(!front.summary.trim().is_empty(), "summary", "editor-summary-missing");
    problems.require(!body.trim().is_empty(), "body", "editor-body-missing");
    problems.require(!front.areas.is_empty(), "areas", "editor-areas-missing");
    for (field, day) in [("review_due", &front.review_due), ("expires", &front.expires)] {
        let is_day = day.as_deref().is_none_or(|day| day.len() == 10 && Moment::from_day(day).is_some());
        problems.require(is_day, field, "editor-day-invalid");
    }
    for part in PicoPart::all() {
        problems.require(part_is_valid(front.pico.part(part)), part.slug(), "editor-pico-too-long");
    }
    let references = &front.references;
    problems.require(
        references.iter().all(|reference| !reference.citation.trim().is_empty()),
        "references",
        "editor-citation-missing",
    );
    let identifiers_fit = references.iter().all(|reference| {
        reference.doi.as_deref().is_none_or(|doi| normal_doi(doi).is_some())
            && reference.pmid.as_deref().is_none_or(|pmid| normal_pmid(pmid).is_some())
    });
    problems.require(identifiers_fit, "references", "editor-identifier-invalid");
    let labelling_is_whole = front.labelling.iter().all(|labelling| {
        let link = labelling.link.as_str();
        !labelling.product.is_empty()
            && !labelling.country.is_empty()
            && (link.is_empty() || link.starts_with("https://") || link.starts_with("http://"))
    });
    problems.require(labelling_is_whole, "labelling", "editor-labelling-invalid");
    let shown = article_images(body);
    let are_there = shown.iter().all(|address| {
        let file = image_file(address);
        pictures.iter().any(|picture| Some(picture.name.as_str()) == file)
    });
    problems.require(are_there, "body", "editor-picture-missing");
    problems
}

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    TooLarge,
    /// Its bytes are neither PNG, JPEG nor SVG, or not what its name says.
    UnknownKind,
    /// An SVG that does more than draw.
    Active,
    /// A name that cannot stand in an address.
    Name,
}

impl Trouble {
    /// Locale key of what to say.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLarge => "editor-picture-too-large",
            Self::UnknownKind => "editor-picture-unknown",
            Self::Active => "editor-picture-active",
            Self::Name => "editor-picture-name",
        }
    }
}

/// A picture of this name and these bytes, as versions keep it.
///
/// # Errors
/// What is wrong with it.
pub(super) fn picture(name: &str, bytes: &[u8]) -> Result<Picture, Trouble> {
    let file = image_file(name).filter(|file| file.len() <= 120).ok_or(Trouble::Name)?;
    let content_type = kind(file, bytes)?.to_owned();
    Ok(Picture { name: file.to_owned(), content_type, digest: hex(&Sha256::digest(bytes)) })
}

/// The content type, judged by the bytes as well as the name.
fn kind(name: &str, bytes: &[u8]) -> Result<&'static str, Trouble> {
    if bytes.len() > PICTURE_MAX {
        return Err(Trouble::TooLarge);
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "png" if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Ok("image/png"),
        "jpg" | "jpeg" if bytes.starts_with(b"\xff\xd8\xff") => Ok("image/jpeg"),
        "svg" => drawing(bytes),
        _ => Err(Trouble::UnknownKind),
    }
}

/// An SVG that only draws. It is also served under a policy that lets nothing run; this check tells its author.
fn drawing(bytes: &[u8]) -> Result<&'static str, Trouble> {
    let text = std::str::from_utf8(bytes).map_err(|_| Trouble::UnknownKind)?.to_ascii_lowercase();
    if !text.contains("<svg") {
        return Err(Trouble::UnknownKind);
    }
    let elements = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<embed",
        "<object",
        "<!entity",
        "<!doctype",
        "<?xml-stylesheet",
    ];
    let loads = [
        "href=\"http",
        "href='http",
        "href=\"//",
        "href='//",
        "href=\"data:text",
        "javascript:",
        "@import",
        "url(http",
    ];
    let handles_events = text.split_ascii_whitespace().any(|word| {
        word.starts_with("on")
            && word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphabetic()))
    });
    let is_active = handles_events || elements.iter().chain(&loads).any(|sign| text.contains(sign));
    if is_active { Err(Trouble::Active) } else { Ok("image/svg+xml") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(name: &str, bytes: &[u8]) -> Result<String, Trouble> {
        picture(name, bytes).map(|picture| picture.content_type)
    }

    #[test]
    fn a_drawing_that_does_more_than_draw_is_refused() {
        let plain =
            br##"<svg xmlns="http://www.w3.org/2000/svg"><text>one on two = 3</text><use href="#a"/></svg>"##;
        assert_eq!(kind_of("figures/a.svg", plain), Ok("image/svg+xml".into()));
        for bad in [
            "<svg><script>alert(1)</script></svg>",
            "<svg onload=\"alert(1)\"/>",
            "<svg\nONLOAD='alert(1)'/>",
            "<svg><image href=\"https://elsewhere.example/a.png\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        ] {
            assert_eq!(kind_of("a.svg", bad.as_bytes()), Err(Trouble::Active), "{bad}");
        }
    }

    #[test]
    fn the_text_that_an_approval_signs_names_a_question_only_where_there_is_one() {
        let file = "+++\nslug = \"a\"\nkind = \"faq\"\ntitle = \"A\"\nsummary = \"S\"\n+++\nText.";
        let (mut front, _) = formats::article(file).unwrap();
        let signed = serde_json::to_string(&front).unwrap();
        assert!(!signed.contains("pico") && !signed.contains("certainty"), "{signed}");
        front.pico.outcome = "Death".into();
        assert_ne!(serde_json::to_string(&front).unwrap(), signed);
    }

    #[test]
    fn a_part_of_the_question_that_is_too_long_is_told_at_its_field() {
        let file =
            "+++\nslug = \"a\"\nkind = \"faq\"\ntitle = \"A\"\nsummary = \"S\"\nareas = [\"b\"]\n+++\nText.";
        let (mut front, body) = formats::article(file).unwrap();
        assert!(missing(&front, &body, &[]).is_empty());
        front.pico.comparator = "x".repeat(301);
        let problems = missing(&front, &body, &[]);
        assert_eq!(problems.iter().collect::<Vec<_>>(), [("comparator", "editor-pico-too-long")]);
    }

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        assert_eq!(kind_of("a.png", b"\x89PNG\r\n\x1a\nrest"), Ok("image/png".into()));
        assert_eq!(kind_of("a.png", b"<html>"), Err(Trouble::UnknownKind));
        assert_eq!(kind_of("a.html", b"<html>"), Err(Trouble::UnknownKind));
        assert_eq!(kind_of("../a.png", b"\x89PNG\r\n\x1a\n"), Err(Trouble::Name));
        assert_eq!(kind_of("a b.png", b"\x89PNG\r\n\x1a\n"), Err(Trouble::Name));
    }
}
