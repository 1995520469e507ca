//! The content of a version: as a text that approvals sign, and what it lacks.

use crate::failure::{Outcome, Problems};
use domain::article::{FrontMatter, Version, image_file, slug_is_valid};
use domain::pico::{PicoPart, part_is_valid};
use domain::record::{normal_doi, normal_pmid};
use domain::slug::Slug;
use domain::time::Moment;
use formats::article_images;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::articles::{Picture, SignedText};

/// All that a version says: what readers get of it, and what an approval signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub front: FrontMatter,
    /// Markdown.
    #[serde(default)]
    pub body: String,
    /// By name.
    #[serde(default)]
    pub pictures: Vec<ContentPicture>,
}

/// A picture of a version: another picture under the same name is another content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ContentPicture {
    /// Its file, as the text names it.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Content {
    /// The content of a version with these pictures.
    pub(super) fn of(version: &Version, pictures: &[Picture]) -> Self {
        let picture =
            |picture: &Picture| ContentPicture { name: picture.name.clone(), sha256: picture.digest.clone() };
        let mut pictures: Vec<ContentPicture> = pictures.iter().map(picture).collect();
        // Databases sort names each in their own way.
        pictures.sort();
        Self { front: version.front.clone(), body: version.body.clone(), pictures }
    }

    /// The text that an approval signs. What is empty is left out, so that a field that articles get later changes no
    /// text before it is used.
    pub(super) fn text(&self) -> Outcome<SignedText> {
        let mut all = serde_json::to_value(self)?;
        prune(&mut all);
        Ok(SignedText::new(serde_json::to_string(&all)?))
    }

    /// What a signed text says, under whichever scheme. Fields that this program does not know are ignored, and those
    /// that the text does not have are empty.
    ///
    /// # Errors
    /// [`Failure::Internal`](crate::failure::Failure::Internal) for a text that says nothing.
    pub(super) fn read(signed: &SignedText) -> Outcome<Self> {
        let Some(parts) = signed.parts() else { return Ok(serde_json::from_str(&signed.text)?) };
        let mut parts = parts.into_iter();
        let front = serde_json::from_str(&parts.next().unwrap_or_default())?;
        let body = parts.next().unwrap_or_default();
        let mut pictures = Vec::new();
        while let (Some(name), Some(sha256)) = (parts.next(), parts.next()) {
            pictures.push(ContentPicture { name, sha256 });
        }
        Ok(Self { front, body, pictures })
    }

    /// The first scheme's digest of it, by which earlier imports are known.
    pub(super) fn first_digest(&self) -> Outcome<String> {
        let pictures =
            self.pictures.iter().flat_map(|picture| [picture.name.clone(), picture.sha256.clone()]);
        let parts: Vec<String> =
            [serde_json::to_string(&self.front)?, self.body.clone()].into_iter().chain(pictures).collect();
        Ok(SignedText::of_parts(&parts)?.digest)
    }
}

/// Takes empty values out of objects.
fn prune(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(prune);
            fields.retain(|_, value| match value {
                Value::Null => false,
                Value::Bool(is_true) => *is_true,
                Value::String(text) => !text.is_empty(),
                Value::Array(list) => !list.is_empty(),
                Value::Object(fields) => !fields.is_empty(),
                Value::Number(_) => true,
            });
        }
        Value::Array(list) => list.iter_mut().for_each(prune),
        _ => {}
    }
}

/// The digest of a version's content. Two versions of the same digest read the same.
pub(super) fn digest(version: &Version, pictures: &[Picture]) -> Outcome<String> {
    Ok(Content::of(version, pictures).text()?.digest)
}

/// Whether the day on which an article expires has come: readers would not see it.
pub(super) fn is_over(front: &FrontMatter, now: Moment) -> bool {
    front.expires.as_deref().and_then(Moment::from_day).is_some_and(|end| end <= now)
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

    fn content(file: &str) -> Content {
        let (front, body) = formats::article(file).unwrap();
        let pictures = vec![ContentPicture { name: "a.svg".into(), sha256: "00".into() }];
        Content { front, body, pictures }
    }

    const FILE: &str = "+++\nslug = \"a\"\nkind = \"faq\"\ntitle = \"A\"\nsummary = \"S\"\n+++\nText.";

    #[test]
    fn a_signed_text_reads_back_and_names_only_what_there_is() {
        let mut content = content(FILE);
        let signed = content.text().unwrap();
        assert_eq!(Content::read(&signed).unwrap(), content);
        assert!(!signed.text.contains("pico") && !signed.text.contains("expires"), "{}", signed.text);
        content.front.pico.outcome = "Death".into();
        assert_ne!(content.text().unwrap().digest, signed.digest);
        let other = ContentPicture { sha256: "01".into(), ..content.pictures[0].clone() };
        let changed = Content { pictures: vec![other], ..content.clone() };
        assert_ne!(changed.text().unwrap().digest, content.text().unwrap().digest);
    }

    #[test]
    fn a_text_of_the_first_scheme_is_read_as_well() {
        let content = content(FILE);
        let front = serde_json::to_string(&content.front).unwrap();
        let parts = [front, content.body.clone(), "a.svg".to_owned(), "00".to_owned()];
        let signed = SignedText::of_parts(&parts).unwrap();
        assert_eq!(Content::read(&signed).unwrap(), content);
        assert_eq!(content.first_digest().unwrap(), signed.digest);
    }

    #[test]
    fn an_article_is_over_from_the_first_moment_of_its_day() {
        let mut front = content(FILE).front;
        let day = Moment::from_day("2026-12-01").unwrap();
        assert!(!is_over(&front, day));
        front.expires = Some("2026-12-01".into());
        assert!(!is_over(&front, day.plus(-1)) && is_over(&front, day));
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
