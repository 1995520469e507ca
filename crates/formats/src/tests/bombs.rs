//! Small files that would grow without bound: each is read in moments and little memory, with a reason, and the rest of
//! the file is kept.

use super::{outcomes, pubmed_entry};
use crate::limits::{
    FREE_BYTES, MAX_ELEMENTS, MAX_ENTRY, MAX_INHERITED, MAX_LINES, MAX_ON_A_LINE, MAX_STRING,
};
use crate::{Format, open, packed, read};
use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

/// Unoptimised and beside other tests; without their bounds these files take minutes, or the machine's memory.
const MOMENTS: Duration = Duration::from_secs(30);

/// What a reader makes of a text: the titles, and the reasons of what was rejected.
fn quickly(format: Format, text: &str) -> (Vec<String>, Vec<String>) {
    let started = Instant::now();
    let (mut titles, mut reasons) = (Vec::new(), Vec::new());
    for outcome in outcomes(format, text) {
        match outcome {
            Ok(record) => titles.push(record.title),
            Err(rejected) => reasons.push(rejected.reason),
        }
    }
    assert!(started.elapsed() < MOMENTS, "{:?}", started.elapsed());
    (titles, reasons)
}

const KEPT: &str = "@article{kept, title = {Kept}}\n";

#[test]
fn abbreviations_that_double_with_every_line_do_not_grow() {
    let mut text = format!("@string{{a0 = {{{}}}}}\n", "x".repeat(1_000));
    for number in 1..40 {
        let before = format!("a{}", number - 1);
        text += &format!("@string{{a{number} = {before} # {before} # {before} # {before}}}\n");
    }
    text += &format!("@article{{bomb, title = a39, note = {}}}\n", ["a3"; 100].join(" # "));
    let (titles, reasons) = quickly(Format::BibTex, &format!("{text}{KEPT}"));
    assert_eq!(titles.last().map(String::as_str), Some("Kept"));
    assert!(titles.iter().all(|title| title.len() <= MAX_STRING), "{}", titles.len());
    assert!(reasons.iter().any(|reason| reason.contains("abbreviation")), "{reasons:?}");
}

#[test]
fn an_entry_made_of_abbreviations_has_an_end() {
    let many = vec!["a"; 2_000].join(" # ");
    let text = format!(
        "@string{{a = {{{}}}}}\n@article{{bomb, title = {{B}}, note = {many}}}\n{KEPT}",
        "x".repeat(60_000)
    );
    let (titles, reasons) = quickly(Format::BibTex, &text);
    assert_eq!(titles, ["Kept"]);
    assert!(reasons[0].contains("abbreviations stand for more than"), "{reasons:?}");
}

#[test]
fn children_of_a_parent_that_is_long_inherit_no_more_than_a_little() {
    let parent = format!(
        "@proceedings{{p, title = {{P}}, year = 2020, note = {{{}}}}}\n",
        "x".repeat(MAX_INHERITED + 1)
    );
    let children: String = (0..5_000)
        .map(|number| format!("@inproceedings{{c{number}, title = {{C}}, crossref = {{p}}}}\n"))
        .collect();
    for text in [format!("{parent}{children}{KEPT}"), format!("{children}{parent}{KEPT}")] {
        let (titles, reasons) = quickly(Format::BibTex, &text);
        assert_eq!((titles.len(), reasons.len()), (2, 5_000), "the parent and what follows are kept");
        assert!(reasons.iter().all(|reason| reason.contains("inherits more than")));
    }
}

#[test]
fn crossrefs_in_a_chain_and_in_a_circle_have_an_end() {
    let chain: String = (0..5_000)
        .map(|number| {
            let next = (number + 1) % 5_000;
            format!(
                "@inbook{{c{number}, title = {{C{number}}}, note{number} = {{n}}, crossref = {{c{next}}}}}\n"
            )
        })
        .collect();
    let (titles, reasons) = quickly(Format::BibTex, &format!("{chain}{KEPT}"));
    assert!(titles.contains(&"Kept".to_owned()));
    assert_eq!(titles.len() + reasons.len(), 5_001);
}

#[test]
fn very_many_entries_on_one_line_are_cut_short() {
    let line = "@article{a,title={T}}".repeat(200_000);
    let (titles, reasons) = quickly(Format::BibTex, &format!("{line}\n{KEPT}"));
    assert!(titles.len() <= MAX_ON_A_LINE + 2, "{}", titles.len());
    assert_eq!(titles.last().map(String::as_str), Some("Kept"));
    assert!(reasons.iter().any(|reason| reason.contains("on its line")), "{reasons:?}");
}

#[test]
fn a_comment_full_of_what_could_end_it_is_looked_at_once() {
    let half = MAX_ENTRY / 2 - 100;
    let comment = format!("{}<!--{}-->", "x".repeat(half), ">".repeat(half));
    let entry = pubmed_entry("<Article><ArticleTitle>Kept</ArticleTitle></Article>");
    let (titles, _) =
        quickly(Format::PubMed, &format!("<PubmedArticleSet>{comment}{entry}</PubmedArticleSet>"));
    assert_eq!(titles, ["Kept"]);
}

#[test]
fn attributes_count_like_elements() {
    let attributes: String = (0..500).map(|number| format!(" a{number}=\"\"")).collect();
    let broad = format!("<a{attributes}/>").repeat(MAX_ELEMENTS / 500 + 1);
    let kept = pubmed_entry("<Article><ArticleTitle>Kept</ArticleTitle></Article>");
    let (titles, reasons) = quickly(Format::PubMed, &format!("{}{kept}", pubmed_entry(&broad)));
    assert_eq!(titles, ["Kept"]);
    assert!(reasons[0].contains("too many"), "{reasons:?}");
}

#[test]
fn json_of_very_many_values_or_nested_too_deep_is_rejected() {
    let broad = format!("[{}[]]", "[],".repeat(MAX_ELEMENTS));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for bomb in [broad, deep] {
        let kept = r#"{"id": "k", "title": "Kept"}"#;
        let lines = format!("{{\"id\": \"b\", \"title\": \"B\", \"x\": {bomb}}}\n{kept}\n");
        let (titles, reasons) = quickly(Format::JsonLines, &lines);
        assert_eq!((titles.as_slice(), reasons.len()), (&["Kept".to_owned()][..], 1));
        let csl = format!(
            "[{{\"type\": \"book\", \"title\": \"B\", \"x\": {bomb}}}, {{\"type\": \"book\", \"title\": \"Kept\"}}]"
        );
        let (titles, reasons) = quickly(Format::CslJson, &csl);
        assert_eq!((titles.as_slice(), reasons.len()), (&["Kept".to_owned()][..], 1));
    }
}

#[test]
fn works_cited_by_the_hundred_thousand_are_told_apart_in_moments() {
    let cited: Vec<String> =
        (0..MAX_ELEMENTS - 100).map(|number| format!("{}", 1_000_000 + number)).collect();
    let line = format!(r#"{{"id": "c", "title": "Cites", "references": [{}]}}"#, cited.join(","));
    let (titles, reasons) = quickly(Format::JsonLines, &line);
    assert_eq!((titles.len(), reasons.len()), (1, 0), "{reasons:?}");
}

#[test]
fn an_entry_of_very_many_lines_is_rejected_and_the_next_one_kept() {
    let lines = "AU  - A, B\n".repeat(MAX_LINES);
    let text = format!("TY  - JOUR\nTI  - T\n{lines}ER  - \nTY  - JOUR\nTI  - Kept\nER  - \n");
    let (titles, reasons) = quickly(Format::Ris, &text);
    assert_eq!(titles, ["Kept"]);
    assert!(reasons[0].contains("lines"), "{reasons:?}");
    let links = format!("UR  - https://a.example/{}\n", "x".repeat(10));
    let many: String =
        (0..MAX_LINES - 10).map(|number| links.replace("xxxxxxxxxx", &number.to_string())).collect();
    let (titles, _) = quickly(Format::Ris, &format!("TY  - JOUR\nTI  - Links\n{many}ER  - \n"));
    assert_eq!(titles, ["Links"]);
}

#[test]
fn a_file_that_unpacks_to_very_much_more_is_not_read_to_its_end() {
    let folder = std::env::temp_dir().join(format!("materia_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("bomb.jsonl.gz");
    let mut file = packed(std::fs::File::create(&path).unwrap());
    file.write_all(b"{\"id\": \"k\", \"title\": \"Kept\"}\n").unwrap();
    let zeros = vec![b'\n'; 1 << 20];
    for _ in 0..2 * FREE_BYTES / (1 << 20) {
        file.write_all(&zeros).unwrap();
    }
    file.finish().unwrap();
    let opened = open(&path).unwrap();
    let mut all = 0;
    let mut reader = opened.reader;
    let mut buffer = vec![0; 1 << 20];
    let refused = loop {
        match reader.read(&mut buffer) {
            Ok(0) => break None,
            Ok(count) => all += count as u64,
            Err(error) => break Some(error.to_string()),
        }
    };
    assert!(refused.is_some_and(|reason| reason.contains("times its size")));
    assert!(all <= FREE_BYTES + (1 << 20), "{all}");
    let mut outcomes = read(Format::JsonLines, open(&path).unwrap().reader);
    assert_eq!(outcomes.next().unwrap().unwrap().title, "Kept");
    assert!(outcomes.next().unwrap().unwrap_err().reason.contains("cannot be read on"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn names_keywords_and_accents_by_the_million_are_refused_or_read_in_moments() {
    for (field, text) in [
        ("author", ["A"; 1_000_000].join(" and ")),
        ("keywords", "k,".repeat(3_000_000)),
        ("keywords", "k;".repeat(3_000_000)),
    ] {
        let (titles, reasons) = quickly(
            Format::BibTex,
            &format!("@article{{bomb, title = {{B}}, {field} = {{{text}}}}}\n{KEPT}"),
        );
        assert_eq!(titles, ["Kept"], "{field}");
        assert!(reasons[0].contains("authors and keywords are more"), "{reasons:?}");
    }
    for text in
        ["\\'e".repeat(400_000), "$a$".repeat(400_000), "\\alpha ".repeat(200_000), "x".repeat(4_000_000)]
    {
        let (titles, _) =
            quickly(Format::BibTex, &format!("@article{{long, title = {{L}}, note = {{{text}}}}}\n{KEPT}"));
        assert_eq!(titles, ["L", "Kept"]);
    }
    let csl = format!(
        r#"[{{"type": "book", "title": "B", "keyword": "{}"}}, {{"type": "book", "title": "Kept"}}]"#,
        "k,".repeat(3_000_000)
    );
    let (titles, reasons) = quickly(Format::CslJson, &csl);
    assert_eq!((titles.as_slice(), reasons.len()), (&["Kept".to_owned()][..], 1));
}
