//! Third-party files; skipped where they are absent.

use super::outcomes_of_file;
use crate::{Format, open, read};
use domain::record::{NoticeKind, RecordData, StudyType};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// The folder of third-party test data; nothing, with a message, where it is absent.
#[expect(clippy::disallowed_methods, reason = "where test data lies is no setting of the portal")]
pub(super) fn data(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MATERIA_DATA_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = root.join(path);
    if !path.exists() {
        // Past the test harness, which hides what `eprintln!` prints.
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("a test");
        _ = writeln!(std::io::stderr(), "skipped {test}: {} is not here", path.display());
        return None;
    }
    Some(path)
}

pub(super) fn records_of_file(path: &str) -> Option<Vec<RecordData>> {
    Some(outcomes_of_file(&data(path)?).into_iter().map(Result::unwrap).collect())
}

/// How many entries a file has, by the marks with which they begin.
fn entries(text: &str, format: Format) -> usize {
    let lines = |begins: &str| text.lines().filter(|line| line.starts_with(begins)).count();
    match format {
        Format::PubMed => {
            text.matches("<PubmedArticle>").count() + text.matches("<PubmedBookArticle>").count()
        }
        Format::Jats => text.matches("<article ").count(),
        Format::Medline => {
            text.replace("\r\n", "\n").split("\n\n").filter(|block| block.contains("  - ")).count()
        }
        Format::Ris => lines("TY  -"),
        Format::ClinicalTrials => text.matches("\"protocolSection\"").count(),
        other => panic!("no file of the test data is {other:?}"),
    }
}

#[test]
fn every_entry_of_the_test_data_ends_in_a_record_or_in_an_error_with_its_place() {
    let Some(root) = data("formats") else { return };
    let folders = std::fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path());
    let files: Vec<PathBuf> = folders
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    assert!(!files.is_empty());
    for file in files {
        let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
        let outcomes = outcomes_of_file(&file);
        let format = open(&file).unwrap().format.unwrap();
        assert_eq!(outcomes.len(), entries(&text, format), "{}: {outcomes:#?}", file.display());
        let is_real = !file.to_string_lossy().contains("ImporterTest");
        for outcome in outcomes {
            match outcome {
                Err(rejected) if is_real => panic!("{}: {rejected}", file.display()),
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
