//! What BibTeX entries inherit from those that they name in `crossref`.

use super::{Endless, only, outcomes};
use crate::{ExportFormat, Format, read, write};
use domain::record::RecordData;
use std::collections::BTreeMap;

const PROCEEDINGS: &str = "@proceedings{Proc, title = {Sheep and Goats}, subtitle = {A Meeting}, year = 2019, \
     month = nov, publisher = {Herd Press}, editor = {Shepherd, Ann}, isbn = {978-3}, address = {Vienna}, \
     doi = {10.1000/proc}, pages = {1--500}, abstract = {All of it}, keywords = {herds}}\n";
const PAPER: &str =
    "@inproceedings{paper, title = {One Sheep}, author = {Lamb, Bo}, pages = {3--9}, crossref = {proc}}\n";

/// The records of a file by their titles.
fn records(text: &str) -> BTreeMap<String, RecordData> {
    let records = outcomes(Format::BibTex, text).into_iter().map(Result::unwrap);
    records.map(|record| (record.title.clone(), record)).collect()
}

fn others(record: &RecordData) -> Vec<(&str, &str)> {
    record.others.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect()
}

#[test]
fn a_child_inherits_what_it_lacks_whether_it_stands_before_its_parent_or_after_it() {
    for text in [format!("{PAPER}{PROCEEDINGS}"), format!("{PROCEEDINGS}{PAPER}")] {
        let records = records(&text);
        assert_eq!(records.len(), 2, "the parent is a record too");
        let paper = &records["One Sheep"];
        assert_eq!((paper.journal.as_str(), paper.publisher.as_str()), ("Sheep and Goats", "Herd Press"));
        assert_eq!((paper.year, paper.date.as_str(), paper.issn.as_str()), (Some(2019), "2019 Nov", "978-3"));
        assert_eq!((paper.authors.as_slice(), paper.pages.as_str()), (&["Lamb B".to_owned()][..], "3-9"));
        assert_eq!(
            others(paper),
            [
                ("citation key", "paper"),
                ("address", "Vienna"),
                ("booksubtitle", "A Meeting"),
                ("editor", "Shepherd, Ann"),
                ("xref", "proc"),
            ]
        );
        let parent = &records["Sheep and Goats: A Meeting"];
        assert_eq!((parent.doi.as_deref(), parent.pages.as_str()), (Some("10.1000/proc"), "1-500"));
    }
}

#[test]
fn what_tells_of_the_parent_alone_is_not_inherited() {
    let text = format!("@inproceedings{{x, title = {{A Goat}}, crossref = {{PROC}}}}\n{PROCEEDINGS}");
    let goat = &records(&text)["A Goat"];
    assert_eq!((goat.doi.as_deref(), goat.pages.as_str()), (None, ""));
    assert!(goat.abstract_sections.is_empty() && goat.keywords.is_empty());
    assert_eq!(goat.authors, ["Shepherd A"], "of what has no author, editors are named");
}

#[test]
fn a_field_that_the_child_has_under_another_name_is_not_inherited() {
    let text = format!(
        "@inproceedings{{x, title = {{T}}, date = {{2020}}, institution = {{Fold}}, booktitle = {{B}}, crossref = {{proc}}}}\n{PROCEEDINGS}"
    );
    let record = &records(&text)["T"];
    assert_eq!((record.date.as_str(), record.publisher.as_str()), ("2020", "Fold"));
    assert_eq!(record.journal, "B");
    assert!(!others(record).iter().any(|(name, _)| *name == "booksubtitle"));
}

#[test]
fn a_parent_inherits_from_its_own_parent_before_its_children_do() {
    let chapter = "@inbook{c, title = {Wool}, crossref = {volume}}\n";
    let volume = "@book{volume, title = {Volume Two}, volume = 2, crossref = {whole}}\n";
    let whole = "@mvbook{whole, title = {All of Sheep}, author = {Ram, Al}, year = 2001}\n";
    for text in [
        [chapter, volume, whole],
        [chapter, whole, volume],
        [whole, volume, chapter],
        [volume, chapter, whole],
        [volume, whole, chapter],
        [whole, chapter, volume],
    ] {
        let wool = &records(&text.concat())["Wool"];
        assert_eq!((wool.journal.as_str(), wool.volume.as_str(), wool.year), ("Volume Two", "2", Some(2001)));
        assert_eq!(wool.authors, ["Ram A"]);
        assert!(others(wool).contains(&("maintitle", "All of Sheep")), "{wool:?}");
    }
}

#[test]
fn an_article_takes_the_title_of_a_periodical_and_nothing_else_takes_a_title() {
    let text = "@article{a, title = {A}, crossref = {p}}\n@thesis{t, title = {B}, crossref = {p}}\n\
                @periodical{p, title = {The Fold}, year = 1999}\n";
    let records = records(text);
    assert_eq!((records["A"].journal.as_str(), records["A"].year), ("The Fold", Some(1999)));
    assert_eq!((records["B"].journal.as_str(), records["B"].year), ("", Some(1999)));
}

#[test]
fn a_child_without_its_parent_in_the_file_stays_as_it_is_and_names_it() {
    let paper = only(Format::BibTex, PAPER);
    assert_eq!((paper.journal.as_str(), paper.year), ("", None));
    assert_eq!(others(&paper), [("citation key", "paper"), ("crossref", "proc")]);
    let malformed = format!("{PAPER}@proceedings{{proc, title {{x}}}}\n");
    let outcomes = outcomes(Format::BibTex, &malformed);
    assert!(matches!(outcomes.as_slice(), [Err(_), Ok(record)] if *record == paper), "{outcomes:?}");
}

#[test]
fn a_parent_that_is_no_record_is_rejected_and_yet_inherited_from() {
    let text = format!("{PAPER}@proceedings{{proc, booktitle = {{Sheep}}, year = 2019}}\n");
    let outcomes = outcomes(Format::BibTex, &text);
    let [Err(rejected), Ok(paper)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!(rejected.to_string(), "entry 2, line 2: the entry has no title");
    assert_eq!((paper.journal.as_str(), paper.year), ("Sheep", Some(2019)));
}

#[test]
fn entries_that_name_each_other_in_a_circle_stay_as_they_are() {
    let text = "@book{a, title = {A}, crossref = {b}}\n@book{b, title = {B}, year = 2001, crossref = {c}}\n\
                @book{c, title = {C}, crossref = {a}}\n@inbook{d, title = {D}, crossref = {a}}\n\
                @book{e, title = {E}, crossref = {e}}\n@inbook{f, title = {F}, crossref = {e}}\n";
    let records = records(text);
    assert_eq!(records.len(), 6);
    for title in ["A", "C", "D", "E"] {
        assert_eq!((records[title].year, records[title].journal.as_str()), (None, ""), "{title}");
        assert!(others(&records[title]).iter().any(|(name, _)| *name == "crossref"), "{title}");
    }
    assert_eq!(records["F"].journal, "E");
}

#[test]
fn of_entries_with_one_key_the_first_is_the_parent() {
    let book = |title: &str| format!("@book{{b, title = {{{title}}}}}\n");
    let chapter = |title: &str| format!("@inbook{{c, title = {{{title}}}, crossref = {{b}}}}\n");
    let text = [chapter("Before"), book("One"), chapter("Between"), book("Two"), chapter("After")].concat();
    let records = records(&text);
    for title in ["Before", "Between", "After"] {
        assert_eq!(records[title].journal, "One", "{title}");
    }
}

#[test]
fn a_child_that_left_and_comes_back_is_the_same_wherever_its_parent_is() {
    for text in [format!("{PAPER}{PROCEEDINGS}"), PAPER.to_owned()] {
        let before = records(&text);
        let paper = &before["One Sheep"];
        let all: Vec<RecordData> = before.values().cloned().collect();
        assert_eq!(records(&write(ExportFormat::BibTex, &all)), before);
        assert_eq!(only(Format::BibTex, &write(ExportFormat::BibTex, std::slice::from_ref(paper))), *paper);
    }
    // Another book of the same key, which is nobody's parent here.
    let paper = records(&format!("{PAPER}{PROCEEDINGS}")).remove("One Sheep").unwrap();
    let other = only(Format::BibTex, "@proceedings{proc, title = {Cows}, series = {Herds}, volume = 7}");
    let again = records(&write(ExportFormat::BibTex, &[paper.clone(), other]));
    assert_eq!(again["One Sheep"], paper);
}

#[test]
fn children_wait_for_their_parents_only_so_long_that_memory_stays_bounded() {
    let entry = b"@misc{a, title={T}, crossref={never}}\n";
    let source = Endless { entry, at: 0, left: usize::MAX };
    let first = read(Format::BibTex, std::io::BufReader::new(source)).take(100);
    assert!(first.map(Result::unwrap).all(|record| others(&record).contains(&("crossref", "never"))));
    let long = "x".repeat(5 * 1024 * 1024);
    let child =
        |name: &str| format!("@inbook{{{name}, title = {{{name}}}, note = {{{long}}}, crossref = {{b}}}}\n");
    let text = ["One", "Two", "Three", "Four"].map(child).concat() + "@book{b, title = {B}}\n";
    let journals = outcomes(Format::BibTex, &text).into_iter().map(|outcome| outcome.unwrap().journal);
    assert_eq!(
        journals.collect::<Vec<_>>(),
        ["", "", "B", "B", "B"],
        "the first has gone on, then the parent"
    );
}
