//! Articles as files: TOML front matter between lines of `+++`, then Markdown.

use crate::limits::MAX_ARTICLE;
use crate::rejection::Rejection;
use domain::article::fields::{LABELLING, REFERENCE, Section, Sort, in_files};
use domain::article::{FrontMatter, image_file, slug_is_valid};
use domain::pico::{LONGEST_PART, PicoPart, part_is_valid};
use domain::record::{normal_doi, normal_pmid};
use domain::slug::Slug;
use domain::time::Moment;
use std::fmt::Write;

const FENCE: &str = "+++";

/// An article's front matter and its body.
///
/// Identifiers of references come back in the form in which they are stored.
///
/// # Errors
/// Where a part is missing or is not what it must be; the place is a line of the file.
pub fn article(text: &str) -> Result<(FrontMatter, String), Rejection> {
    if text.len() > MAX_ARTICLE {
        return Err(Rejection::whole_file(format!("the article is longer than {MAX_ARTICLE} bytes")));
    }
    let (front_text, body) = parts(text)?;
    let mut front: FrontMatter = toml::from_str(front_text).map_err(|error| {
        let at = error.span().map(|span| span.start).unwrap_or_default();
        on_line(line_at(front_text, at), error.message())
    })?;
    if let Some(name) = unknown_name(front_text) {
        return Err(on_line(nth_line(front_text, &name, 0), format!("there is no field called {name}")));
    }
    for part in PicoPart::all() {
        let text = front.pico.part_mut(part);
        *text = text.trim().to_owned();
    }
    check(&front).map_err(|fault| on_line(fault.line(front_text), fault.reason))?;
    for (index, reference) in front.references.iter_mut().enumerate() {
        let line = nth_line(front_text, "[[references]]", index);
        reference.doi =
            identifier(reference.doi.take(), "doi", normal_doi).map_err(|why| on_line(line, why))?;
        reference.pmid =
            identifier(reference.pmid.take(), "pmid", normal_pmid).map_err(|why| on_line(line, why))?;
    }
    check_images(body, front_text.matches('\n').count() + 3)?;
    Ok((front, body.trim().to_owned() + "\n"))
}

fn on_line(line: usize, reason: impl Into<String>) -> Rejection {
    Rejection::new(format!("line {line}"), reason)
}

/// The text between the two fences, and what follows them. The front matter begins on line 2.
fn parts(text: &str) -> Result<(&str, &str), Rejection> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.trim_end() != FENCE {
        return Err(on_line(1, "an article begins with a line +++, then its front matter"));
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Ok((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    Err(on_line(1, "the front matter has no end: put a line +++ after it"))
}

/// The first name in the front matter that no article has: most likely a slip of the pen, whose value would be lost.
fn unknown_name(front: &str) -> Option<String> {
    let table: toml::Table = toml::from_str(front).ok()?;
    let names = |section: Section| in_files(section).map(|field| field.name).collect::<Vec<_>>();
    let parts = [
        ("audience", names(Section::Audience)),
        ("pico", names(Section::Pico)),
        ("labelling", LABELLING.to_vec()),
        ("references", REFERENCE.to_vec()),
    ];
    let unknown = |table: &toml::Table, known: &[&str]| {
        table.keys().find(|name| !known.contains(&name.as_str())).cloned()
    };
    let mut known = names(Section::Top);
    known.extend(parts.iter().map(|(name, _)| *name));
    unknown(&table, &known).or_else(|| {
        parts.iter().find_map(|(name, known)| match table.get(*name)? {
            toml::Value::Table(part) => unknown(part, known),
            toml::Value::Array(rows) => {
                rows.iter().filter_map(toml::Value::as_table).find_map(|row| unknown(row, known))
            }
            _ => None,
        })
    })
}

/// The line of the file on which a byte of the front matter stands.
fn line_at(front: &str, byte: usize) -> usize {
    front.bytes().take(byte).filter(|&b| b == b'\n').count() + 2
}

/// The line of the file on which the `index`-th line of the front matter stands that begins so.
fn nth_line(front: &str, start: &str, index: usize) -> usize {
    let mut lines = front.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with(start));
    lines.nth(index).map_or(1, |(number, _)| number + 2)
}

struct FieldError {
    /// What the line begins with, and which of those lines it is.
    start: &'static str,
    index: usize,
    reason: String,
}

impl FieldError {
    fn new(start: &'static str, reason: impl Into<String>) -> Self {
        Self { start, index: 0, reason: reason.into() }
    }

    fn line(&self, front: &str) -> usize {
        nth_line(front, self.start, self.index)
    }
}

fn check(front: &FrontMatter) -> Result<(), FieldError> {
    if !slug_is_valid(&front.slug) {
        return Err(FieldError::new("slug", "slug is made of lower-case letters, digits and single hyphens"));
    }
    for (name, text) in [("title", &front.title), ("summary", &front.summary)] {
        if text.trim().is_empty() {
            return Err(FieldError::new(name, format!("{name} is empty; every article needs one")));
        }
    }
    for (name, day) in
        [("approved", &front.approved), ("review_due", &front.review_due), ("expires", &front.expires)]
    {
        if let Some(day) = day
            && !(day.len() == 10 && Moment::from_day(day).is_some())
        {
            return Err(FieldError::new(
                name,
                format!("{name} is a day such as \"2026-09-01\", not \"{day}\""),
            ));
        }
    }
    for (name, slugs) in [
        ("products", &front.products),
        ("areas", &front.areas),
        ("topics", &front.topics),
        ("professions", &front.audience.professions),
        ("specialties", &front.audience.specialties),
    ] {
        if let Some(bad) = slugs.iter().find(|slug| !slug_is_valid(slug)) {
            let reason =
                format!("{name} are slugs of the vocabulary, such as \"heart-failure\"; \"{bad}\" is none");
            return Err(FieldError::new(name, reason));
        }
    }
    if let Some(bad) = front.audience.countries.iter().find(|code| !is_country(code)) {
        let reason = format!("countries are codes of two capitals, such as \"GB\"; \"{bad}\" is none");
        return Err(FieldError::new("countries", reason));
    }
    if let Some(part) = PicoPart::all().find(|part| !part_is_valid(front.pico.part(*part))) {
        let name = part.slug();
        let reason = format!("{name} is one line of at most {LONGEST_PART} characters");
        return Err(FieldError::new(name, reason));
    }
    check_labelling(front)?;
    for (index, reference) in front.references.iter().enumerate() {
        if reference.citation.trim().is_empty() {
            let reason = format!("reference {} has no citation", index + 1);
            return Err(FieldError { start: "[[references]]", index, reason });
        }
    }
    Ok(())
}

fn check_labelling(front: &FrontMatter) -> Result<(), FieldError> {
    for (index, labelling) in front.labelling.iter().enumerate() {
        let link = labelling.link.as_str();
        let reason = if !slug_is_valid(&labelling.product) {
            format!("product is a slug of the vocabulary; \"{}\" is none", labelling.product)
        } else if !is_country(&labelling.country) {
            format!("country is a code of two capitals, such as \"GB\"; \"{}\" is none", labelling.country)
        } else if !link.is_empty() && !crate::text::is_web_address(link) {
            format!("link is a web address that begins with https://; \"{link}\" does not")
        } else {
            continue;
        };
        return Err(FieldError { start: "[[labelling]]", index, reason });
    }
    Ok(())
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

fn identifier(
    given: Option<String>,
    name: &str,
    normal: impl Fn(&str) -> Option<String>,
) -> Result<Option<String>, String> {
    match given.filter(|text| !text.trim().is_empty()) {
        None => Ok(None),
        Some(text) => {
            normal(&text).map(Some).ok_or(format!("{name} of this reference is not one: \"{text}\""))
        }
    }
}

/// The images of a body, in order: the line within the body (from 0) and the address as written.
fn images(body: &str) -> impl Iterator<Item = (usize, &str)> {
    body.lines().enumerate().flat_map(|(number, line)| {
        line.match_indices("![").filter_map(move |(start, _)| {
            let (_, rest) = line.get(start..)?.split_once("](")?;
            let end = rest.find(|c: char| c.is_whitespace() || c == ')')?;
            Some((number, rest.get(..end)?.trim_matches(['<', '>'])))
        })
    })
}

/// The paths of an article's own images, relative to its folder, each once.
pub fn article_images(body: &str) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    for (_, path) in images(body) {
        if image_file(path).is_some() && !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
    }
    paths
}

fn check_images(body: &str, first_line: usize) -> Result<(), Rejection> {
    let bad = images(body).find(|(_, path)| !crate::text::is_web_address(path) && image_file(path).is_none());
    match bad {
        Some((line, path)) => {
            let reason =
                format!("an image stands beside the article, as figures/name.svg; \"{path}\" does not");
            Err(on_line(first_line + line, reason))
        }
        None => Ok(()),
    }
}

/// An article as a file: what [`article`] reads back as the same.
pub fn article_text(front: &FrontMatter, body: &str) -> String {
    let mut text = format!("{FENCE}\n");
    section(&mut text, Section::Top, front);
    text.push_str("\n[audience]\n");
    section(&mut text, Section::Audience, front);
    if !front.pico.is_empty() {
        text.push_str("\n[pico]\n");
    }
    section(&mut text, Section::Pico, front);
    for labelling in &front.labelling {
        text.push_str("\n[[labelling]]\n");
        field(&mut text, "product", &labelling.product);
        field(&mut text, "country", &labelling.country);
        field(&mut text, "status", labelling.status.slug());
        field(&mut text, "link", &labelling.link);
    }
    for reference in &front.references {
        text.push_str("\n[[references]]\n");
        for (name, value) in [("doi", &reference.doi), ("pmid", &reference.pmid)] {
            if let Some(value) = value {
                field(&mut text, name, value);
            }
        }
        field(&mut text, "citation", &reference.citation);
    }
    line(&mut text, format_args!("{FENCE}\n\n{}", body.trim()));
    text
}

/// The fields of a table, those without a value left out.
fn section(text: &mut String, section: Section, front: &FrontMatter) {
    for known in in_files(section) {
        let (name, values) = (known.name, known.values(front));
        match (known.sort, values.first()) {
            (Sort::Terms(_) | Sort::Codes(_) | Sort::Lines, _) => list(text, name, &values),
            (Sort::Text, value) => field(text, name, value.map_or("", String::as_str)),
            (Sort::Number, Some(number)) => line(text, format_args!("{name} = {number}")),
            (Sort::Flag, Some(_)) => line(text, format_args!("{name} = true")),
            (Sort::Line | Sort::Choice(_) | Sort::Day, Some(value)) => field(text, name, value),
            (_, None) => {}
        }
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // Writing into a text never fails.
    let _ = writeln!(text, "{content}");
}

fn field(text: &mut String, name: &str, value: &str) {
    line(text, format_args!("{name} = {}", quoted(value)));
}

fn list(text: &mut String, name: &str, values: &[String]) {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    line(text, format_args!("{name} = [{}]", values.join(", ")));
}

/// A basic string of TOML.
fn quoted(value: &str) -> String {
    let mut text = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => text.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
