//! Articles as files.

use crate::{article, article_images, article_text};
use domain::article::FrontMatter;
use domain::pico::{Certainty, Pico};
use proptest::prelude::*;

const ARTICLE: &str = r#"+++
slug = "a-b"
kind = "faq"
title = "A \"title\""
summary = "S"
products = ["dapagliflozin"]
evidence_level = 2
certainty = "very-low"
review_due = "2027-09-01"

[audience]
countries = ["GB"]

[pico]
population = " Adults with \"gout\" "
outcome = "Attacks"

[[labelling]]
product = "dapagliflozin"
country = "GB"
status = "outside"
link = "https://www.ema.europa.eu/"

[[references]]
doi = "https://doi.org/10.1056/NEJMoa1911303"
pmid = "31535829"
citation = "C."
+++

## Question

![Alt](figures/a.svg "Caption")
"#;

#[test]
fn an_article_reads_back_as_it_was_written() {
    let (front, body) = article(ARTICLE).unwrap();
    assert_eq!(front.references[0].doi.as_deref(), Some("10.1056/nejmoa1911303"));
    assert_eq!(front.certainty, Some(Certainty::VeryLow));
    assert_eq!(front.pico.population, "Adults with \"gout\"");
    assert_eq!(article_images(&body), ["figures/a.svg"]);
    let text = article_text(&front, &body);
    assert_eq!(article(&text).unwrap(), (front, body));
}

#[test]
fn a_fault_in_an_article_is_named_with_its_line() {
    for (good, bad, line) in [
        ("slug = \"a-b\"", "slug = \"A b\"", 2),
        ("kind = \"faq\"", "kind = \"poem\"", 3),
        ("summary = \"S\"", "summary = \" \"", 5),
        ("evidence_level = 2", "evidence_level = 9", 7),
        ("very-low", "lowest", 8),
        ("\"2027-09-01\"", "\"soon\"", 9),
        ("review_due", "revue_due", 9),
        ("[\"GB\"]", "[\"gb\"]", 12),
        ("population", "patients", 15),
        ("\"Attacks\"", "\"Two\\nlines\"", 16),
        ("\"Attacks\"", format!("\"{}\"", "x".repeat(301)).as_str(), 16),
        ("https://www.ema", "javascript:ema", 18),
        ("\"31535829\"", "\"x\"", 24),
        ("\"C.\"", "\"\"", 24),
        ("figures/a.svg", "../a.svg", 32),
        ("figures/a.svg", "/a.svg", 32),
        ("+++\nslug", "slug", 1),
    ] {
        assert!(ARTICLE.contains(good));
        let rejected = article(&ARTICLE.replacen(good, bad, 1)).unwrap_err();
        assert_eq!(rejected.place, format!("line {line}"), "{bad}: {}", rejected.reason);
    }
}

#[test]
fn an_article_may_leave_its_question_open() {
    let (front, body) = article(ARTICLE).unwrap();
    let open = FrontMatter { certainty: None, pico: Pico::default(), ..front };
    let text = article_text(&open, &body);
    assert!(!text.contains("[pico]") && !text.contains("certainty"), "{text}");
    assert_eq!(article(&text).unwrap(), (open, body));
}

#[test]
fn front_matter_without_an_end_is_no_article() {
    assert!(article("+++\nslug = \"a\"\n").is_err());
    assert!(article("").is_err());
}

#[test]
fn an_article_may_say_that_it_is_demonstration_content() {
    let marked = ARTICLE.replacen("review_due", "demonstration = true\nreview_due", 1);
    let (front, body) = article(&marked).unwrap();
    assert!(front.is_demo);
    assert_eq!(article(&article_text(&front, &body)).unwrap(), (front, body));
    let (plain, body) = article(ARTICLE).unwrap();
    assert!(!plain.is_demo && !article_text(&plain, &body).contains("demonstration"));
}

fn any_front_matter() -> impl Strategy<Value = (FrontMatter, String)> {
    (any::<String>(), any::<String>(), any::<String>(), prop::collection::vec(any::<String>(), 0..3))
        .prop_map(|(title, summary, reference, authors)| {
            let (mut front, body) = article(ARTICLE).unwrap();
            front.title = format!("T{title}");
            front.summary = format!("S{summary}");
            front.approval_reference = reference;
            front.authors = authors;
            (front, body)
        })
}

proptest! {
    #[test]
    fn any_article_that_is_written_is_read_back_the_same((front, body) in any_front_matter()) {
        prop_assert_eq!(article(&article_text(&front, &body)).unwrap(), (front, body));
    }
}
