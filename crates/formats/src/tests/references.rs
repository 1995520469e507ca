//! BibTeX, CSL-JSON and EndNote XML: what their writers do, and what becomes of it.

use super::{only, outcomes};
use crate::{ExportFormat, Format, write};
use domain::record::{PublicationKind, RecordData};

#[test]
fn a_bibtex_entry_is_read_with_its_names_dates_and_formulas() {
    let text = "@string{nejm = \"The New England Journal of Medicine\"}\n% @article{no, title={A comment}}\n\
                @comment{jabref-meta: {x}}\n@Article{McMurray:2019,\n  author = {McMurray, John J. V. and S{\\o}ren \
                K{\\o}ber and {DAPA-HF Committees} and others},\n  title = \"{Dapagliflozin} in {\\it heart} failure: \
                p$\\leq$0.05, 10$^{-3}$ \\& $\\alpha$\",\n  journal = nejm, year = 2019, month = nov # \"~21\", \n  \
                volume={381},number=21,pages={1995--2008},doi={https://doi.org/10.1056/NEJMoa1911303},\n  \
                keywords = {heart failure; SGLT2, inhibitors},\n  file = {:a\\_b.pdf:PDF}, note = {Read {\\em twice}}\n}";
    let record = only(Format::BibTex, text);
    assert_eq!(record.title, "Dapagliflozin in heart failure: p≤0.05, 10⁻³ & α");
    assert_eq!(record.authors, ["McMurray JJV", "Køber S", "DAPA-HF Committees"]);
    assert_eq!(record.journal, "The New England Journal of Medicine");
    assert_eq!((record.year, record.date.as_str()), (Some(2019), "2019 Nov 21"));
    assert_eq!(
        (record.volume.as_str(), record.issue.as_str(), record.pages.as_str()),
        ("381", "21", "1995-2008")
    );
    assert_eq!(record.doi.as_deref(), Some("10.1056/nejmoa1911303"));
    assert_eq!(record.keywords, ["heart failure", "SGLT2, inhibitors"]);
    assert_eq!(record.kind, Some(PublicationKind::JournalArticle));
    let others: Vec<_> =
        record.others.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
    assert_eq!(others, [("citation key", "McMurray:2019"), ("note", "Read twice"), ("file", ":a_b.pdf:PDF")]);
}

#[test]
fn a_malformed_bibtex_entry_is_named_with_its_line_and_its_neighbours_kept() {
    let text = "@article{a, title = {One}}\n@article{b,\n  title {Two}\n}\n@book{c, title = {Three},\n\
                @book{d, title = {Four}}\n@misc{e, year = 2019}\n@article{f, title = {Six}";
    let seen: Vec<_> = outcomes(Format::BibTex, text)
        .into_iter()
        .map(|outcome| match outcome {
            Ok(record) => record.title,
            Err(rejected) => rejected.to_string(),
        })
        .collect();
    assert_eq!(
        seen,
        [
            "One",
            "entry 2, line 3: malformed BibTeX: expected equals",
            "entry 3, line 5: the entry has no end: another begins before its closing brace",
            "Four",
            "entry 5, line 7: the entry has no title",
            "entry 6, line 8: the file ends before the entry does: it may have been cut short",
        ]
    );
    assert_eq!(outcomes(Format::BibTex, "hello").len(), 1);
}

#[test]
fn a_bibtex_file_never_makes_the_reader_go_round_in_circles() {
    let deep = format!("@article{{a, title = {{{}x{}}}}}", "{".repeat(5_000), "}".repeat(5_000));
    let many = format!("@article{{a, title = {{{}}}}}", "{}".repeat(30_000));
    for text in [deep.as_str(), &many, &"@".repeat(100_000)] {
        let outcomes = outcomes(Format::BibTex, text);
        assert!(matches!(outcomes.as_slice(), [Err(_)]), "{outcomes:?}");
    }
    let circular = "@string{a = b # a}\n@string{b = a}\n@article{x, title = a # {T}, crossref = {x}, xdata = {x}, ids = {x}}";
    assert_eq!(only(Format::BibTex, circular).others.len(), 4, "the key, and what leads to other entries");
}

#[test]
fn two_records_of_one_author_and_year_get_keys_of_their_own() {
    let record = |doi: &str| RecordData {
        doi: Some(doi.into()),
        title: "Heart failure in sheep".into(),
        authors: vec!["Müller A".into()],
        year: Some(2019),
        date: "2019".into(),
        ..RecordData::default()
    };
    let file = write(ExportFormat::BibTex, &[record("10.1000/a"), record("10.1000/b"), record("10.1000/c")]);
    for key in ["@misc{muller2019heart,", "@misc{muller2019hearta,", "@misc{muller2019heartb,"] {
        assert!(file.contains(key), "{file}");
    }
}

#[test]
fn csl_items_are_read_as_zotero_and_crossref_write_them() {
    let text = r#"[{"id": "http://zotero.org/users/1/items/A", "type": "article-journal", "title": "T <i>x</i>",
        "author": [{"family": "Berg", "non-dropping-particle": "van der", "given": "Anna B."}, {"literal": "A Group"}],
        "container-title": "J", "journalAbbreviation": "J. Abbr.", "issued": {"date-parts": [["2019", 11, 21]]},
        "volume": 381, "page": "1995–2008", "DOI": "10.1056/NEJMoa1911303", "accessed": {"date-parts": [[2020, 1, 2]]},
        "note": "PMCID: x"},
       {"type": "book", "title": "B", "issued": {"raw": "2011-05"}, "ISBN": "978-3"},
       {"title": "no type"},
       {"type": "article", "id": "x"}]"#;
    let outcomes = outcomes(Format::CslJson, text);
    let [Ok(first), Ok(book), Err(untyped), Err(untitled)] = outcomes.as_slice() else {
        panic!("{outcomes:#?}")
    };
    assert_eq!(first.authors, ["van der Berg AB", "A Group"]);
    assert_eq!((first.date.as_str(), first.pages.as_str()), ("2019 Nov 21", "1995-2008"));
    assert_eq!((first.volume.as_str(), first.journal_abbreviation.as_str()), ("381", "J. Abbr."));
    let names: Vec<_> = first.others.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["accessed", "id", "note"]);
    assert_eq!(
        (book.kind, book.date.as_str(), book.issn.as_str()),
        (Some(PublicationKind::Book), "2011 May", "978-3")
    );
    assert_eq!(untyped.place, "entry 3, line 7");
    assert_eq!(untitled.to_string(), "entry 4, line 8: the entry has no title");
}

#[test]
fn an_endnote_library_is_read_through_its_type_setting() {
    let text = "<?xml version=\"1.0\"?><xml><records><record><database name=\"My.enl\">My.enl</database>\
        <rec-number>7</rec-number><ref-type name=\"Journal Article\">17</ref-type><contributors><authors><author>\
        <style face=\"normal\">McMurray, J. J. V.</style></author><author>National Heart,, Lung,, and Blood \
        Institute</author></authors></contributors><titles><title><style>Dapagliflozin in </style><style \
        face=\"italic\">heart</style><style> failure</style></title><secondary-title>N Engl J Med</secondary-title>\
        </titles><periodical><full-title>N Engl J Med</full-title><abbr-1>NEJM</abbr-1></periodical><pages>1995-2008\
        </pages><volume>381</volume><number>21</number><keywords><keyword>a</keyword><keyword>b</keyword></keywords>\
        <dates><year>2019</year><pub-dates><date>Nov 21</date></pub-dates></dates><isbn>1533-4406</isbn>\
        <accession-num>31535829</accession-num><electronic-resource-num>10.1056/NEJMoa1911303\
        </electronic-resource-num><urls><related-urls><url>https://a.example/x</url></related-urls><pdf-urls><url>\
        internal-pdf://1.pdf</url></pdf-urls></urls><remote-database-name>Medline</remote-database-name>\
        <notes>Read it</notes><custom1>c</custom1></record><record><titles></titles></record></records></xml>";
    let outcomes = outcomes(Format::EndNote, text);
    let [Ok(record), Err(rejected)] = outcomes.as_slice() else { panic!("{outcomes:#?}") };
    assert_eq!(record.title, "Dapagliflozin in heart failure");
    assert_eq!(record.authors, ["McMurray JJV", "National Heart, Lung, and Blood Institute"]);
    assert_eq!(
        (record.pmid.as_deref(), record.doi.as_deref()),
        (Some("31535829"), Some("10.1056/nejmoa1911303"))
    );
    assert_eq!((record.date.as_str(), record.issue.as_str()), ("2019 Nov 21", "21"));
    assert_eq!((record.journal.as_str(), record.journal_abbreviation.as_str()), ("N Engl J Med", "NEJM"));
    assert_eq!(record.links, ["https://a.example/x"]);
    let others: Vec<_> = record.others.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(others, ["remote-database-name", "notes", "custom1"]);
    assert_eq!(rejected.to_string(), "entry 2, line 1: the entry has no title");
}

#[test]
fn what_a_reader_has_no_place_for_is_kept_and_written_again() {
    let text =
        "TY  - EJOUR\nTI  - T\nN1  - first line\nsecond line\nL1  - internal-pdf://1.pdf\nID  - 33\nER  - \n";
    let record = only(Format::Ris, text);
    let others: Vec<_> =
        record.others.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
    assert_eq!(
        others,
        [("TY", "EJOUR"), ("N1", "first line\nsecond line"), ("L1", "internal-pdf://1.pdf"), ("ID", "33")]
    );
    let file = write(ExportFormat::Ris, std::slice::from_ref(&record)).replace("\r\n", "\n");
    assert!(file.starts_with("TY  - EJOUR\n"), "{file}");
    assert!(file.contains("N1  - first line\nsecond line\n"), "{file}");
    assert_eq!(only(Format::Ris, &file), record);
    let pubmed = "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T</ArticleTitle><AuthorList><Author>\
                  <LastName>A</LastName><AffiliationInfo><Affiliation>Here</Affiliation></AffiliationInfo></Author>\
                  </AuthorList><GrantList><Grant><GrantID>R01</GrantID><Agency>NHLBI</Agency></Grant></GrantList>\
                  </Article><CoiStatement>None.</CoiStatement></MedlineCitation></PubmedArticle>";
    let record = only(Format::PubMed, pubmed);
    let others: Vec<_> =
        record.others.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
    assert_eq!(others, [("CoiStatement", "None."), ("Grant", "R01; NHLBI"), ("Affiliation", "Here")]);
}

#[test]
fn entries_say_what_sort_of_publication_they_are() {
    for (format, text, kind) in [
        (Format::Ris, "TY  - CHAP\nTI  - T\nER  - \n", Some(PublicationKind::Chapter)),
        (Format::Ris, "TY  - GEN\nTI  - T\nER  - \n", None),
        (Format::Medline, "PMID- 1\nTI  - T\nBTI - B\n", Some(PublicationKind::Chapter)),
        (Format::Medline, "PMID- 1\nBTI - B\n", Some(PublicationKind::Book)),
        (
            Format::Medline,
            "PMID- 1\nTI  - T\nPT  - Preprint\nJT  - bioRxiv\n",
            Some(PublicationKind::Preprint),
        ),
        (Format::BibTex, "@mastersthesis{a, title={T}}", Some(PublicationKind::Thesis)),
        (Format::CslJson, "{\"type\":\"webpage\",\"title\":\"T\"}", Some(PublicationKind::WebPage)),
    ] {
        assert_eq!(only(format, text).kind, kind, "{text}");
    }
}
