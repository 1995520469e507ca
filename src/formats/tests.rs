//! Every format on real files, on its quirks, and on anything at all.

use super::*;
use crate::domain::article::FrontMatter;
use crate::domain::record::{NoticeKind, StudyType};
use proptest::prelude::*;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

type Outcome = Result<RecordData, Rejected>;

/// The folder of third-party test data; nothing, with a message, where it is absent.
#[expect(clippy::disallowed_methods, reason = "where test data lies is no setting of the portal")]
fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MATERIA_DATA_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let path = root.join(path);
    if !path.exists() {
        println!("skipped: no test data at {}", path.display());
        return None;
    }
    Some(path)
}

fn outcomes_of_file(path: &Path) -> Vec<Outcome> {
    let opened = open(path).unwrap();
    read(opened.format.unwrap(), opened.reader).collect()
}

fn records_of_file(path: &str) -> Option<Vec<RecordData>> {
    Some(outcomes_of_file(&data(path)?).into_iter().map(Result::unwrap).collect())
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
fn every_file_of_the_test_data_ends_in_records_or_in_an_error_with_its_place() {
    let Some(root) = data("formats") else { return };
    let folders = std::fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path());
    let files: Vec<PathBuf> = folders
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    assert!(!files.is_empty());
    for file in files {
        let outcomes = outcomes_of_file(&file);
        assert!(!outcomes.is_empty(), "{}", file.display());
        for outcome in outcomes {
            match outcome {
                Ok(record) => assert!(!record.title.is_empty(), "{}", file.display()),
                Err(rejected) => assert!(!rejected.place.is_empty() && !rejected.reason.is_empty()),
            }
        }
    }
}

#[test]
fn every_entry_of_the_real_ris_files_is_read() {
    let counts = ["1", "2", "3"].map(|part| {
        let path = format!("formats/ris/schoot-lgmm-ptsd-included-{part}.ris");
        records_of_file(&path).map(|records| records.len())
    });
    if counts[0].is_some() {
        assert_eq!(counts, [Some(363), Some(38), Some(8)]);
    }
}

#[test]
fn every_entry_of_the_real_medline_file_is_read() {
    let Some(records) = records_of_file("formats/nbib/mesh-papers.medline.txt") else { return };
    assert_eq!(records.len(), 284);
    assert!(records.iter().all(|record| record.pmid.is_some() && record.year.is_some()));
    let first = &records[0];
    assert_eq!(first.doi.as_deref(), Some("10.1371/journal.pone.0173548"));
    assert_eq!(
        first.title,
        "Characterization of the mechanism of drug-drug interactions from PubMed using MeSH terms."
    );
    assert_eq!(first.authors[0], "Lu Y");
    assert!(first.mesh.iter().any(|heading| heading.heading == "Drug Interactions" && heading.major));
    let notices = records.iter().flat_map(|record| &record.notices);
    let errata: Vec<_> = notices.filter(|notice| notice.kind == NoticeKind::Erratum).collect();
    assert_eq!(errata.len(), 1);
    assert_eq!(errata[0].pmid.as_deref(), Some("27075759"));
}

#[test]
fn a_real_trial_report_of_pubmed_is_read_whole() {
    let Some(records) = records_of_file("formats/pubmed_xml/pubmed-29768149.xml") else { return };
    let [record] = records.as_slice() else { panic!("{}", records.len()) };
    assert_eq!(record.title, "Inhaled Combined Budesonide-Formoterol as Needed in Mild Asthma.");
    assert_eq!(record.nct.as_deref(), Some("NCT02149199"));
    assert_eq!(record.study_type(), StudyType::RandomisedTrial);
    let labels: Vec<_> = record.abstract_sections.iter().map(|section| section.label.as_str()).collect();
    assert!(labels.contains(&"METHODS") && labels.contains(&"RESULTS"), "{labels:?}");
    assert!(record.doi.is_some() && record.year == Some(2018) && !record.mesh.is_empty());
}

#[test]
fn real_jats_articles_are_read() {
    let Some(records) = records_of_file("formats/jats/pone.0046493.nxml") else { return };
    let [record] = records.as_slice() else { panic!("{}", records.len()) };
    assert!(record.title.starts_with("MmPPOX Inhibits Mycobacterium tuberculosis"), "{}", record.title);
    assert_eq!(record.doi.as_deref(), Some("10.1371/journal.pone.0046493"));
    assert_eq!((record.pmid.as_deref(), record.pmcid.as_deref()), (Some("23029536"), Some("PMC3460867")));
    assert_eq!(record.authors[0], "Delorme V");
    assert!(!record.authors.iter().any(|author| author.starts_with("Manganelli")), "an editor is no author");
    assert_eq!((record.year, record.journal.as_str()), (Some(2012), "PLoS ONE"));
    let sections = records_of_file("formats/jats/1471-2180-11-174.nxml").unwrap().remove(0).abstract_sections;
    let labels: Vec<_> = sections.iter().map(|section| section.label.as_str()).collect();
    assert_eq!(labels, ["Background", "Results", "Conclusions"]);
    assert!(sections[1].text.contains("late promoter (pR') activity"), "{}", sections[1].text);
}

#[test]
fn real_studies_of_clinicaltrials_gov_are_read() {
    let Some(records) = records_of_file("formats/clinicaltrials/CTGOV2_NCT01305200.json") else { return };
    let [record] = records.as_slice() else { panic!("{}", records.len()) };
    assert_eq!(record.nct.as_deref(), Some("NCT01305200"));
    assert_eq!(record.external_id, record.nct);
    assert_eq!((record.pmid.as_deref(), record.year), (None, Some(2011)));
    assert_eq!(record.study_type(), StudyType::RandomisedTrial);
    assert_eq!(record.authors[0], "Children's Oncology Group");
    assert!(!record.mesh.is_empty());
}

#[test]
fn all_the_documents_for_speed_are_read_from_their_packed_file_and_its_bytes_are_counted() {
    let Some(path) = data("scale/docs-20000.jsonl.gz") else { return };
    let opened = open(&path).unwrap();
    assert_eq!(opened.format, Ok(Format::JsonLines));
    let count = read(Format::JsonLines, opened.reader).filter(Result::is_ok).count();
    assert_eq!(count, 20_000);
    assert_eq!(opened.read.load(Ordering::Relaxed), opened.length);
}

#[test]
fn a_book_without_a_title_of_its_own_is_rejected_and_its_neighbour_kept() {
    let Some(path) = data("formats/pubmed_xml/MedlineImporterTestBookArticleSet.xml") else { return };
    let outcomes = outcomes_of_file(&path);
    let [Ok(book), Err(rejected)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!(book.title, "Title for some article");
    assert_eq!(book.date, "2009 Feb");
    assert_eq!(book.doi.as_deref(), Some("10.3275/8949"));
    assert_eq!(book.authors, ["National Collaborating Centre for Chronic Conditions (UK)"]);
    assert_eq!(rejected.place, "entry 2, line 67");
}

#[test]
fn markup_in_a_title_becomes_text_that_keeps_its_sense() {
    let title = "<Article><ArticleTitle>The <i>APOE</i> <b>locus</b>: CO<sub>2</sub>, 10<sup>-3</sup> m<sup>2</sup>, \
                 <mml:math xmlns:mml=\"m\"><mml:mfrac><mml:mn> 1 </mml:mn>\n<mml:mi>x</mml:mi></mml:mfrac></mml:math> \
                 &lt;5 &#x3bb; &unknown;</ArticleTitle></Article>";
    let record = only(Format::PubMed, &pubmed_entry(title));
    assert_eq!(record.title, "The APOE locus: CO2, 10^-3 m2, 1/x <5 λ &unknown;");
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
fn an_entry_nested_too_deep_is_rejected() {
    let deep = format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000));
    let outcomes = outcomes(Format::PubMed, &pubmed_entry(&deep));
    assert!(matches!(outcomes.as_slice(), [Err(rejected)] if rejected.reason.contains("too deep")));
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
    for (format, text) in [
        (Format::PubMed, &xml),
        (Format::Ris, &ris),
        (Format::ClinicalTrials, &json),
        (Format::JsonLines, &lines),
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
        ("a", "{\"id\":\"1\"}\n{\"id\":\"2\"}", Format::JsonLines),
        ("a.md", "", Format::Markdown),
    ] {
        assert_eq!(detect(Path::new(name), start.as_bytes()), Ok(expected), "{name}");
    }
    for (name, start) in [
        ("a.bib", "@article{x}"),
        ("a.json", "[{\"type\":\"article-journal\"}]"),
        ("a.xml", "<html>"),
        ("a.pdf", "%PDF"),
        ("a.txt", ""),
        ("a.ris", "\u{1}"),
    ] {
        let start = if name == "a.ris" { &[0xFF, 0xFE, 0x54][..] } else { start.as_bytes() };
        let rejected = detect(Path::new(name), start).unwrap_err();
        assert_eq!(rejected.place, "whole file", "{name}");
    }
    for format in Format::ALL {
        assert_eq!(Format::from_slug(format.slug()), Some(format));
    }
}

const ARTICLE: &str = r#"+++
slug = "a-b"
kind = "faq"
title = "A \"title\""
summary = "S"
products = ["dapagliflozin"]
evidence_level = 2
review_due = "2027-09-01"

[audience]
countries = ["GB"]

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
        ("\"2027-09-01\"", "\"soon\"", 8),
        ("review_due", "revue_due", 8),
        ("[\"GB\"]", "[\"gb\"]", 11),
        ("https://www.ema", "javascript:ema", 13),
        ("\"31535829\"", "\"x\"", 19),
        ("\"C.\"", "\"\"", 19),
        ("figures/a.svg", "../a.svg", 27),
        ("figures/a.svg", "/a.svg", 27),
        ("+++\nslug", "slug", 1),
    ] {
        assert!(ARTICLE.contains(good));
        let rejected = article(&ARTICLE.replacen(good, bad, 1)).unwrap_err();
        assert_eq!(rejected.place, format!("line {line}"), "{bad}: {}", rejected.reason);
    }
}

#[test]
fn front_matter_without_an_end_is_no_article() {
    assert!(article("+++\nslug = \"a\"\n").is_err());
    assert!(article("").is_err());
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
    fn no_reader_panics_or_goes_on_for_ever(bytes in prop_oneof![prop::collection::vec(any::<u8>(), 0..400), scraps()]) {
        for format in Format::ALL {
            let count = read(format, bytes.as_slice()).take(bytes.len() + 2).count();
            prop_assert!(count <= bytes.len() + 1);
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = article(&text);
        let _ = article(&format!("+++\n{text}\n+++\n{text}"));
        let _ = article_images(&text);
        let _ = detect(Path::new("x.txt"), &bytes);
    }

    #[test]
    fn any_article_that_is_written_is_read_back_the_same((front, body) in any_front_matter()) {
        prop_assert_eq!(article(&article_text(&front, &body)).unwrap(), (front, body));
    }
}
