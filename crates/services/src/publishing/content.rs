//! The content of a version: its digest and what it lacks.

use crate::failure::{Outcome, Problems};
use domain::article::{FrontMatter, Version, image_file, slug_is_valid};
use domain::pico::{PicoPart, part_is_valid};
use domain::record::{normal_doi, normal_pmid};
use domain::slug::Slug;
use domain::time::Moment;
use formats::article_images;
use sha2::{Digest, Sha256};
use storage::articles::Picture;

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
    hex::encode(digest.finalize())
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
