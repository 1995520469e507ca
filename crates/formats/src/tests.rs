//! Every format on real files, on its quirks, and on anything at all.

mod articles;
mod atom;
mod bombs;
mod cases;
mod citations;
mod cited;
mod crossref;
mod labelled_duplicates;
mod markup;
mod nothing_lost;
mod real_files;
mod references;
mod round_trip;

use super::*;
use crate::limits::{MAX_ELEMENTS, MAX_ENTRY};
use domain::record::{NoticeKind, RecordData};
use domain::slug::Slug;
use proptest::prelude::*;
use std::io::{Read, Write};
use std::path::Path;

type Outcome = Result<RecordData, Rejection>;

fn outcomes_of_file(path: &Path) -> Vec<Outcome> {
    let opened = open(path).unwrap();
    read(opened.format.unwrap(), opened.reader).collect()
}

fn outcomes(format: Format, text: &str) -> Vec<Outcome> {
    read(format, text.as_bytes()).collect()
}

fn only(format: Format, text: &str) -> RecordData {
    let mut outcomes = outcomes(format, text);
    assert_eq!(outcomes.len(), 1, "{outcomes:?}");
    outcomes.remove(0).unwrap()
}

fn pubmed_entry(inside: &str) -> String {
    format!(
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>{inside}</MedlineCitation>\
         </PubmedArticle></PubmedArticleSet>"
    )
}

#[test]
fn markup_in_a_title_becomes_text_that_keeps_its_sense() {
    let title = "<Article><ArticleTitle>The <i>APOE</i> <b>locus</b>: CO<sub>2</sub>, 10<sup>-3</sup> m<sup>2</sup>, \
                 <mml:math xmlns:mml=\"m\"><mml:mfrac><mml:mn> 1 </mml:mn>\n<mml:mi>x</mml:mi></mml:mfrac></mml:math> \
                 &lt;5 &#x3bb; &unknown;</ArticleTitle></Article>";
    let record = only(Format::PubMed, &pubmed_entry(title));
    assert_eq!(record.title, "The APOE locus: CO₂, 10⁻³ m², 1/x <5 λ &unknown;");
}

#[test]
fn a_title_that_is_not_available_gives_way_to_the_vernacular_one() {
    let title = "<Article><ArticleTitle>[Not Available].</ArticleTitle><VernacularTitle>Eine Studie</VernacularTitle></Article>";
    assert_eq!(only(Format::PubMed, &pubmed_entry(title)).title, "Eine Studie");
}

#[test]
fn retractions_errata_and_concerns_mark_the_record() {
    let text = pubmed_entry(
        "<Article><ArticleTitle>T</ArticleTitle><PublicationTypeList><PublicationType>Retracted Publication\
         </PublicationType></PublicationTypeList></Article><CommentsCorrectionsList>\
         <CommentsCorrections RefType=\"RetractionIn\"><RefSource>Lancet. 2010;375:445</RefSource><PMID>20137807</PMID>\
         </CommentsCorrections><CommentsCorrections RefType=\"ErratumIn\"><RefSource>Lancet. 2004</RefSource>\
         </CommentsCorrections><CommentsCorrections RefType=\"ExpressionOfConcernIn\"><RefSource>x</RefSource>\
         </CommentsCorrections><CommentsCorrections RefType=\"CommentIn\"><RefSource>y</RefSource>\
         </CommentsCorrections></CommentsCorrectionsList>",
    );
    let record = only(Format::PubMed, &text);
    let kinds: Vec<_> = record.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Retracted, NoticeKind::Erratum, NoticeKind::Concern]);
    assert_eq!(record.notices[0].pmid.as_deref(), Some("20137807"));
    assert!(record.is_retracted());
}

#[test]
fn a_retracted_publication_is_marked_even_where_no_notice_is_named() {
    let types = "<Article><ArticleTitle>T</ArticleTitle><PublicationTypeList><PublicationType>Retracted Publication\
                 </PublicationType></PublicationTypeList></Article>";
    assert!(only(Format::PubMed, &pubmed_entry(types)).is_retracted());
    assert!(only(Format::Medline, "PMID- 1\nTI  - T\nPT  - Retracted Publication\n").is_retracted());
}

#[test]
fn a_date_in_words_still_gives_the_year() {
    let date = "<Article><Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>\
                </JournalIssue></Journal><ArticleTitle>T</ArticleTitle></Article>";
    let record = only(Format::PubMed, &pubmed_entry(date));
    assert_eq!((record.year, record.date.as_str()), (Some(1998), "1998 Dec-1999 Jan"));
}

#[test]
fn a_malformed_entry_does_not_take_its_neighbours_along() {
    let good = |pmid: u32| {
        format!(
            "<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>T</ArticleTitle></Article>\
             </MedlineCitation></PubmedArticle>\n"
        )
    };
    let text = format!(
        "<PubmedArticleSet>\n{}<PubmedArticle>\n<MedlineCitation></Article></PubmedArticle>\n<PubmedArticle>wrong\n\
         {}<!-- <PubmedArticle> --><PubmedArticle/>\n{}",
        good(1),
        good(2),
        good(3).trim_end().trim_end_matches("</PubmedArticle>")
    );
    let outcomes = outcomes(Format::PubMed, &text);
    let seen: Vec<_> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(record) => record.pmid.as_deref().unwrap_or_default(),
            Err(rejected) => rejected.place.as_str(),
        })
        .collect();
    let expected = ["1", "entry 2, line 4", "entry 3, line 5", "2", "entry 5, line 7", "entry 6, line 8"];
    assert_eq!(seen, expected, "{outcomes:#?}");
}

#[test]
fn entities_of_a_document_type_definition_are_never_expanded() {
    let entry = pubmed_entry("<Article><ArticleTitle>&b; &secret;</ArticleTitle></Article>");
    let text = format!(
        "<!DOCTYPE x [<!ENTITY a \"boom\"><!ENTITY b \"&a;&a;\"><!ENTITY secret SYSTEM \"file:///etc/passwd\">]>\n{entry}"
    );
    assert_eq!(only(Format::PubMed, &text).title, "&b; &secret;");
}

#[test]
fn an_entry_of_too_many_elements_or_nested_too_deep_is_rejected() {
    let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
    let broad = "<a/>".repeat(MAX_ELEMENTS + 1);
    for inside in [deep, broad] {
        let outcomes = outcomes(Format::PubMed, &pubmed_entry(&inside));
        assert!(matches!(outcomes.as_slice(), [Err(rejected)] if rejected.reason.contains("too many")));
    }
}

#[test]
fn an_entry_longer_than_the_limit_is_rejected_and_the_next_one_kept() {
    let long = "x".repeat(MAX_ENTRY);
    let xml = format!(
        "<PubmedArticle>{long}</PubmedArticle>{}",
        pubmed_entry("<Article><ArticleTitle>T</ArticleTitle></Article>")
    );
    let ris = format!("TY  - JOUR\nTI  - {long}\nER  - \nTY  - JOUR\nTI  - T\nER  - \n");
    let json = format!(
        "[{{\"x\":\"{long}\"}},{{\"protocolSection\":{{\"identificationModule\":{{\"nctId\":\"NCT00000001\",\"briefTitle\":\"T\"}}}}}}]"
    );
    let lines = format!("{{\"id\":\"{long}\"}}\n{{\"id\":\"2\",\"title\":\"T\"}}\n");
    let bib = format!("@misc{{a, title={{T}}, note={{{long}\n}}}}\n@misc{{b, title={{T}}}}\n");
    for (format, text) in [
        (Format::PubMed, &xml),
        (Format::Ris, &ris),
        (Format::ClinicalTrials, &json),
        (Format::JsonLines, &lines),
        (Format::BibTex, &bib),
    ] {
        let outcomes = outcomes(format, text);
        let is_right =
            matches!(outcomes.as_slice(), [Err(rejected), Ok(_)] if rejected.reason.contains("longer than"));
        assert!(is_right, "{format:?}");
    }
}

#[test]
fn what_pubmed_deleted_is_said_and_not_silently_passed_over() {
    let outcomes = outcomes(
        Format::PubMed,
        "<PubmedArticleSet><DeleteCitation><PMID>7</PMID><PMID>8</PMID></DeleteCitation></PubmedArticleSet>",
    );
    assert!(matches!(outcomes.as_slice(), [Err(rejected)] if rejected.reason.contains("7, 8")));
}

#[test]
fn a_ris_entry_is_read_with_the_liberties_of_its_writers() {
    let text = "\u{feff}Provider: somebody\r\nTY - JOUR\r\nAU  - Elklit, Ask\nAU  - Group Without Comma\nTI  - A title\n \
                that goes on\nKW  - adult\nanger\nPY  - 2009///\nSP  - 12\nEP  - 18\nDP  - NLM\nAN  - 26176500\n\
                UR  - http://dx.doi.org/10.1037/A0018601\ninternal-pdf://1.pdf\nER  -\n";
    let record = only(Format::Ris, text);
    assert_eq!(record.authors, ["Elklit A", "Group Without Comma"]);
    assert_eq!(record.title, "A title that goes on");
    assert_eq!(record.keywords, ["adult", "anger"]);
    assert_eq!((record.year, record.pages.as_str()), (Some(2009), "12-18"));
    assert_eq!(record.pmid.as_deref(), Some("26176500"));
    assert_eq!(record.doi.as_deref(), Some("10.1037/a0018601"));
    assert_eq!(record.links, ["http://dx.doi.org/10.1037/A0018601"]);
}

#[test]
fn the_record_number_of_one_reference_manager_identifies_nothing_elsewhere() {
    let entry = |title: &str| only(Format::Ris, &format!("TY  - JOUR\nTI  - {title}\nID  - 33\nER  - \n"));
    assert_ne!(entry("One").external_id, entry("Two").external_id);
    assert_eq!(entry("One").external_id, entry("One").external_id);
}

#[test]
fn a_ris_file_cut_short_says_so() {
    let outcomes = outcomes(Format::Ris, "TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Tw");
    assert!(matches!(outcomes.as_slice(), [Ok(_), Err(rejected)] if rejected.place == "entry 2, line 4"));
}

#[test]
fn a_json_line_may_leave_out_all_but_an_identifier_and_a_text() {
    let text = "{\"id\":\"d1\",\"title\":\"T\"}\n\n{\"id\":7,\"abstract\":\"A\",\"year\":2019,\"mesh\":[\"*Heart Failure/mortality\"],\
                \"authors\":\"Smith J\",\"doi\":\"https://doi.org/10.1056/X\",\"pmid\":31535829,\"nct\":\"NCT03036124\",\"volume\":381,\
                \"publication_types\":[\"Randomized Controlled Trial\"],\"other\":{}}\n{\"id\":\"x\"}\n{\"title\":\"T\"}\n{oops\n{\"id\":\"e\",\"doi\":\"no\",\"title\":\"T\"}";
    let outcomes = outcomes(Format::JsonLines, text);
    let [Ok(first), Ok(second), Err(a), Err(b), Err(c), Err(d)] = outcomes.as_slice() else {
        panic!("{outcomes:?}")
    };
    assert_eq!(first.external_id.as_deref(), Some("d1"));
    assert_eq!((second.external_id.as_deref(), second.doi.as_deref()), (Some("7"), Some("10.1056/x")));
    assert_eq!((second.year, second.volume.as_str()), (Some(2019), "381"));
    assert!(second.mesh[0].major && second.mesh[0].qualifiers == ["mortality"]);
    assert_eq!(
        [a, b, c, d].map(|rejected| rejected.place.as_str()),
        ["entry 3, line 4", "entry 4, line 5", "entry 5, line 6", "entry 6, line 7"]
    );
    assert!(c.reason.contains("column 2"), "{}", c.reason);
}

#[test]
fn a_packed_file_of_several_members_is_read_to_its_end() {
    let pack = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let mut packed = pack("{\"id\":\"1\",\"title\":\"T\"}\n");
    packed.extend(pack("{\"id\":\"2\",\"title\":\"T\"}\n"));
    let path = std::env::temp_dir().join(format!("materia-{}.jsonl.gz", uuid::Uuid::new_v4()));
    std::fs::write(&path, &packed).unwrap();
    let count = outcomes_of_file(&path).len();
    packed.truncate(packed.len() - 12);
    std::fs::write(&path, &packed).unwrap();
    let cut = outcomes_of_file(&path);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(count, 2);
    assert!(cut.last().unwrap().as_ref().unwrap_err().reason.contains("cannot be read on"));
}

/// A source without an end, which says how much was taken from it.
struct Endless {
    entry: &'static [u8],
    at: usize,
    left: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.entry[self.at..];
        let count = rest.len().min(buffer.len()).min(self.left);
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at = (self.at + count) % self.entry.len();
        self.left -= count;
        Ok(count)
    }
}

#[test]
fn records_come_before_the_rest_of_the_file_has_been_read() {
    for (format, entry) in [
        (
            Format::PubMed,
            "<PubmedArticle><MedlineCitation><Article><ArticleTitle>T</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
        ),
        (Format::Ris, "TY  - JOUR\nTI  - T\nER  - \n"),
        (Format::Medline, "PMID- 1\nTI  - T\n\n"),
        (Format::JsonLines, "{\"id\":\"1\",\"title\":\"T\"}\n"),
        (Format::BibTex, "@misc{a, title={T}}\n"),
        (Format::CslJson, "{\"type\":\"book\",\"title\":\"T\"}\n"),
        (Format::EndNote, "<record><titles><title>T</title></titles></record>\n"),
        (
            Format::ClinicalTrials,
            "{\"protocolSection\":{\"identificationModule\":{\"nctId\":\"NCT00000001\",\"briefTitle\":\"T\"}}}\n",
        ),
        (
            Format::Jats,
            "<article article-type='editorial'><front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front></article>",
        ),
    ] {
        let source = Endless { entry: entry.as_bytes(), at: 0, left: usize::MAX };
        let records = read(format, std::io::BufReader::new(source)).take(100);
        assert_eq!(records.filter(Result::is_ok).count(), 100, "{format:?}");
    }
}

#[test]
fn a_format_is_known_by_extension_and_content() {
    for (name, start, expected) in [
        ("a.xml", "<?xml version=\"1.0\"?><PubmedArticleSet>", Format::PubMed),
        ("a.xml.gz", "<PubmedBookArticleSet>", Format::PubMed),
        ("a.nxml", "<!DOCTYPE article><article xmlns:x=\"y\">", Format::Jats),
        ("a.nbib", "PMID- 1", Format::Medline),
        ("a.txt", "\nPMID- 1", Format::Medline),
        ("a.txt", "\u{feff}TY  - JOUR", Format::Ris),
        ("a.RIS", "", Format::Ris),
        ("a.jsonl.gz", "", Format::JsonLines),
        ("a.json", "{\"protocolSection\":{}}", Format::ClinicalTrials),
        ("a.json", "[{\"type\":\"article-journal\",\"title\":\"T\"}]", Format::CslJson),
        ("a.json", "{\"type\":\"book\",\"author\":[]}", Format::CslJson),
        ("a.bib", "", Format::BibTex),
        ("a.txt", "% made by hand\n@article{x,", Format::BibTex),
        ("a.xml", "<?xml version=\"1.0\"?><xml><records><record>", Format::EndNote),
        ("a", "{\"id\":\"1\"}\n{\"id\":\"2\"}", Format::JsonLines),
        ("a.md", "", Format::Markdown),
    ] {
        assert_eq!(detect(Path::new(name), start.as_bytes()), Ok(expected), "{name}");
    }
    for (name, start) in [
        ("a.json", "[{\"name\":\"x\"}]"),
        ("a.xml", "<html>"),
        ("a.pdf", "%PDF"),
        ("a.txt", ""),
        ("a.ris", "\u{1}"),
    ] {
        let start = if name == "a.ris" { &[0xFF, 0xFE, 0x54][..] } else { start.as_bytes() };
        let rejected = detect(Path::new(name), start).unwrap_err();
        assert_eq!(rejected.place, "whole file", "{name}");
    }
    for format in Format::all() {
        assert_eq!(Format::from_slug(format.slug()), Some(format));
    }
}

/// Pieces from which something like a file is made, so that chance reaches the deeper parts of the readers.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let scraps = [
        "<PubmedArticle>",
        "</PubmedArticle>",
        "<MedlineCitation>",
        "</MedlineCitation>",
        "<Article>",
        "</Article>",
        "<ArticleTitle>",
        "</ArticleTitle>",
        "<PMID>",
        "</PMID>",
        "<article article-type=\"x\">",
        "</article>",
        "<front>",
        "</front>",
        "<article-meta>",
        "</article-meta>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#0;",
        "&x;",
        "<?",
        "?>",
        "<a b=\"",
        "/>",
        "TY  - JOUR\n",
        "TI  - é",
        "ER  - \n",
        "PMID- 1\n",
        "MH  - */",
        "\n",
        "\r",
        "{\"id\":1,\"title\":\"",
        "\"}",
        "{",
        "}",
        "[",
        "]",
        "\"studies\":[",
        "\\",
        "+++\n",
        "@article{a, title={T",
        "\n@string{a = ",
        "crossref={a}",
        "$",
        "\\'",
        "\\a{",
        " and ",
        "\"type\":\"book\",\"title\":\"",
        "\"issued\":{\"date-parts\":[[",
        "<record>",
        "</record>",
        "<titles><title>",
        "slug = \"a\"\n",
        "![",
        "](",
        "..",
        "10.1056/é",
        "NCT0000000é",
        "PMC",
        "1998",
        "\u{feff}",
    ];
    let scrap = prop_oneof![
        8 => prop::sample::select(scraps.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn no_reader_panics_or_goes_on_for_ever(bytes in prop_oneof![prop::collection::vec(any::<u8>(), 0..400), scraps()]) {
        for format in Format::all() {
            let count = read(format, bytes.as_slice()).take(bytes.len() + 2).count();
            prop_assert!(count <= bytes.len() + 1);
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = article(&text);
        let _ = article(&format!("+++\n{text}\n+++\n{text}"));
        let _ = article_images(&text);
        let _ = detect(Path::new("x.txt"), &bytes);
    }
}
