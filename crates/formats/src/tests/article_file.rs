//! Articles as files, to be read again.

use domain::article::FrontMatter;
use domain::slug::Slug;
use std::fmt::Write as _;

const FENCE: &str = "+++";

/// An article as a file, which [`article`](crate::article) reads back as the same.
pub(super) fn article_text(front: &FrontMatter, body: &str) -> String {
    let mut text = format!("{FENCE}\n");
    field(&mut text, "slug", &front.slug);
    field(&mut text, "kind", front.kind.slug());
    field(&mut text, "title", &front.title);
    field(&mut text, "summary", &front.summary);
    list(&mut text, "products", &front.products);
    list(&mut text, "areas", &front.areas);
    list(&mut text, "topics", &front.topics);
    if let Some(level) = front.evidence_level {
        line(&mut text, format_args!("evidence_level = {}", u8::from(level)));
    }
    if let Some(certainty) = front.certainty {
        field(&mut text, "certainty", certainty.slug());
    }
    list(&mut text, "authors", &front.authors);
    field(&mut text, "approval_reference", &front.approval_reference);
    for (name, day) in
        [("approved", &front.approved), ("review_due", &front.review_due), ("expires", &front.expires)]
    {
        if let Some(day) = day {
            field(&mut text, name, day);
        }
    }
    if front.is_demo {
        line(&mut text, format_args!("demonstration = true"));
    }
    text.push_str("\n[audience]\n");
    list(&mut text, "countries", &front.audience.countries);
    list(&mut text, "professions", &front.audience.professions);
    list(&mut text, "specialties", &front.audience.specialties);
    if !front.pico.is_empty() {
        text.push_str("\n[pico]\n");
    }
    for (part, stated) in front.pico.stated() {
        field(&mut text, part.slug(), stated);
    }
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
