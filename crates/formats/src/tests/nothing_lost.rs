//! What is written otherwise than the formats say is read all the same, or named with its place.

use super::{only, outcomes, outcomes_of_file};
use crate::Format;
use domain::record::RecordData;

fn all(format: Format, text: &str) -> Vec<RecordData> {
    outcomes(format, text).into_iter().map(Result::unwrap).collect()
}

fn titles(format: Format, text: &str) -> Vec<String> {
    all(format, text).into_iter().map(|record| record.title).collect()
}

#[test]
fn files_that_were_joined_hold_all_their_entries() {
    for text in [
        "TY  - JOUR\nTI  - One\nER  - \n\u{feff}TY  - JOUR\nTI  - Two\nER  - \n",
        "TY  - JOUR\nTI  - One\nER  - TY  - JOUR\nTI  - Two\nER  - ",
        "TY  - JOUR\nTI  - One\nER  - \u{feff}TY  - JOUR\nTI  - Two\nER  -",
        "TY  - JOUR\nTI  - One\nER\nTY  - JOUR\nTI  - Two\nER\n",
        "TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\n",
        "TI  - One\nTY  - JOUR\n\nTI  - Two\nTY  - JOUR\n",
        "ty  - JOUR\nti  - One\ner  - \nTY\t- JOUR\nTI –\tTwo\nER  - \n",
        "  TY  - JOUR\n  TI  - One\n  ER  - \nTY  -JOUR\nTI  -Two\nER  - \n",
        "TY  - JOUR\rTI  - One\rER  - \rTY  - JOUR\rTI  - Two\rER  - \r",
        "TY  - JOUR\r\nTI  - One\rER  - \nTY  - JOUR\nTI  - Two\r\nER  - \r",
    ] {
        assert_eq!(titles(Format::Ris, text), ["One", "Two"], "{text:?}");
    }
    for text in [
        "PMID- 1\nTI  - One\n\nPMID- 2\nTI  - Two\n",
        "PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n",
        "PMID- 1\nTI  - One\n\u{feff}PMID- 2\nTI  - Two\n",
        "PMID- 1\n\nTI  - One\n\nPMID- 2\nTI  - Two\n",
        "PMID- 1\rTI  - One\r\rPMID- 2\rTI  - Two\r",
        "OWN - NLM\nPMID- 1\nTI  - One\n\nOWN - NLM\nTI  - Two\n",
    ] {
        assert_eq!(titles(Format::Medline, text), ["One", "Two"], "{text:?}");
    }
    assert_eq!(
        titles(
            Format::CslJson,
            "[{\"type\":\"book\",\"title\":\"One\"}]\u{feff}[{\"type\":\"book\",\"title\":\"Two\"}]"
        ),
        ["One", "Two"]
    );
}

#[test]
fn lines_of_providers_and_empty_fields_swallow_nothing() {
    let text = "1.\nLink to the full text: https://a.example\nTY  - JOUR\nTI  - One\nSP  - \nEP  - \nKW  - *Heart*\nAB  - First\n\nsecond\n\
                PY  - \nstray words\nER  - \n\n2.\nLink to the full text: https://b.example\nTY  - JOUR\nTI  - Two\nPY  - 2001\n";
    let found = all(Format::Ris, text);
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].pages.as_str(), found[0].year, found[0].keywords.as_slice()),
        ("", None, &["Heart".to_owned()][..])
    );
    assert_eq!(found[0].abstract_text(), "First second");
    assert!(found[0].others.iter().any(|field| field.name == "N1" && field.value == "stray words"));
    assert_eq!((found[1].title.as_str(), found[1].year), ("Two", Some(2001)));
}

#[test]
fn an_entry_with_another_title_alone_is_read() {
    for (format, text, title) in [
        (Format::Ris, "TY  - JOUR\nT2  - A journal alone\nER  - \n", "A journal alone"),
        (Format::Ris, "TY  - BOOK\nBT  - A book\nER  - \n", "A book"),
        (Format::Medline, "PMID- 1\nTT  - Nur ein Titel\n", "Nur ein Titel"),
        (Format::CslJson, "[{\"type\":\"book\",\"container-title\":\"A series\"}]", "A series"),
        (Format::EndNote, "<record><titles><secondary-title>S</secondary-title></titles></record>", "S"),
    ] {
        assert_eq!(only(format, text).title, title);
    }
}

#[test]
fn text_of_older_programs_is_read_in_every_format() {
    let ris = b"TY  - JOUR\nTI  - M\xFCller \x96 one\nER  - \n";
    let csl = b"[{\"type\":\"book\",\"title\":\"M\xFCller \x96 one\"}]";
    let xml = b"<record><titles><title>M\xFCller \x96 one</title></titles></record>";
    let lines = b"{\"id\":\"1\",\"title\":\"M\xFCller \x96 one\"}";
    for (format, bytes) in
        [(Format::Ris, &ris[..]), (Format::CslJson, csl), (Format::EndNote, xml), (Format::JsonLines, lines)]
    {
        let found: Vec<_> = crate::read(format, bytes).map(Result::unwrap).collect();
        assert_eq!(found[0].title, "Müller – one", "{format:?}");
    }
}

#[test]
fn a_file_in_utf_16_is_read() {
    let text = "TY  - JOUR\r\nTI  - Müller 𝛽 one\r\nER  - \r\n";
    for has_mark in [true, false] {
        for is_little in [true, false] {
            let mark = has_mark.then_some(0xFEFF_u16);
            let units = mark.into_iter().chain(text.encode_utf16());
            let bytes: Vec<u8> = units
                .flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() })
                .collect();
            let path = std::env::temp_dir().join(format!("materia-{}.ris", uuid::Uuid::new_v4()));
            std::fs::write(&path, bytes).unwrap();
            let found = outcomes_of_file(&path);
            std::fs::remove_file(&path).unwrap();
            assert_eq!(found[0].as_ref().unwrap().title, "Müller 𝛽 one", "{has_mark} {is_little}");
        }
    }
}

#[test]
fn dates_and_pages_of_ris_come_from_the_tags_that_have_them() {
    for (fields, date, pages) in [
        ("PY  - 2005\nY2  - 2019/01/01\nSP  - 12\nEP  - 18", "2005", "12-18"),
        ("Y2  - 2019/01/01\nSP  - -", "", ""),
        ("PY  - 2005/03//Spring\nSP  - 123-9", "2005 Spring", "123-9"),
        ("PY  - 1968\nDA  - 10 Jan.\nSP  - S12\nEP  - S15", "1968 10 Jan.", "S12-S15"),
        ("PY  - 2019\nDA  - 2019/11/21\nC7  - e0046493", "2019 Nov 21", "e0046493"),
        ("PY  - 2019\nDA  - Nov-Dec\nAR  - 104233", "2019 Nov-Dec", "104233"),
        ("PY  - 2019\nM1  - e70084", "2019", "e70084"),
        ("PY  - 2019\nSP  - \nEP  - CD001234", "2019", "CD001234"),
        ("DA  - 2019-11-21\nSP  - pp. 5–9", "2019 Nov 21", "5-9"),
    ] {
        let record = only(Format::Ris, &format!("TY  - JOUR\nTI  - T\n{fields}\nER  - \n"));
        assert_eq!((record.date.as_str(), record.pages.as_str()), (date, pages), "{fields}");
    }
}

#[test]
fn the_number_of_an_article_stands_for_its_pages() {
    let medline = |fields: &str| only(Format::Medline, &format!("PMID- 1\nTI  - T\n{fields}\n")).pages;
    assert_eq!(medline("LID - e04333 [pii]\nLID - 10.1000/x [doi]"), "e04333");
    assert_eq!(medline("LID - S0140-6736(19)31234-5 [pii]"), "");
    assert_eq!(medline("PG  - 5-9\nLID - e04333 [pii]"), "5-9");
    let bibtex = |fields: &str| only(Format::BibTex, &format!("@article{{a, title={{T}}, {fields}}}"));
    assert_eq!(bibtex("eid={e04333}").pages, "e04333");
    assert_eq!(bibtex("date={2019-11/2019-12}").date, "2019 Nov-Dec");
    assert_eq!(bibtex("year={2019}, month={11}").date, "2019 Nov");
}

#[test]
fn an_abstract_in_another_language_is_part_of_the_record_once() {
    let text = "PMID- 1\nTI  - T\nAB  - One.\nOAB - Eins.\nOABL- ger\n";
    let record = only(Format::Medline, text);
    assert_eq!(record.abstract_text(), "One.\nAbstract in German: Eins.");
    let again =
        only(Format::Medline, &crate::write(crate::ExportFormat::Nbib, std::slice::from_ref(&record)));
    assert_eq!(again.abstract_text(), "One. Abstract in German: Eins.");
}

#[test]
fn accents_of_tex_are_letters_in_names() {
    for (tex, name) in [
        ("M{\\\"u}ller, J", "Müller J"),
        ("M\\\"uller, J", "Müller J"),
        ("{\\v{S}}imek, Jan", "Šimek J"),
        ("\\v{S}imek, Jan", "Šimek J"),
        ("S{\\o}rensen, {\\O}le", "Sørensen Ø"),
        ("Wei{\\ss}, A", "Weiß A"),
        ("Kowal\\k{a}, A", "Kowalą A"),
        ("Erd{\\H{o}}s, P{\\'a}l", "Erdős P"),
        ("Mart{\\'\\i}n, Jos\\'{e}", "Martín J"),
        ("Mart{\\'{\\i}}n, J", "Martín J"),
        ("Na{\\\"\\i}m, J", "Naïm J"),
        ("Fran{\\c{c}}ois, J", "François J"),
        ("{\\AA}berg, {\\L}ukasz", "Åberg Ł"),
        ("Br{\\aa}ten, J", "Bråten J"),
        ("{de la Cruz}, Mar{\\'\\i}a", "de la Cruz M"),
        ("{Sample Group, Town}", "Sample Group, Town"),
        ("{\\'E}mile Zola", "Zola É"),
        ("King, Jr., Martin Luther AND {\\relax Ch}arles, A", "King ML Jr"),
    ] {
        let record = only(Format::BibTex, &format!("@article{{a, title={{T}}, author={{{tex}}}}}"));
        assert_eq!(record.authors.first().map(String::as_str), Some(name), "{tex}");
    }
}

#[test]
fn members_and_addresses_of_groups_are_never_glued_to_them() {
    let jats = |inside: &str| {
        let text = format!(
            "<article><front><article-meta><title-group><article-title>T</article-title></title-group>\
             <contrib-group>{inside}</contrib-group></article-meta></front></article>"
        );
        only(Format::Jats, &text).authors
    };
    for (inside, expected) in [
        (
            "<contrib contrib-type='author'><collab>A Group<email>a@b.example</email><aff>Town</aff></collab></contrib>",
            &["A Group"][..],
        ),
        (
            "<contrib contrib-type='author'><collab><institution>A Group</institution><address><email>a@b</email></address></collab></contrib>",
            &["A Group"],
        ),
        (
            "<contrib><name><surname>Smith</surname><given-names>J</given-names></name></contrib><on-behalf-of>on behalf of the A Group</on-behalf-of>",
            &["Smith J", "A Group"],
        ),
        ("<contrib contrib-type='author'><string-name>Smith, Jane</string-name></contrib>", &["Smith J"]),
        ("<contrib contrib-type='author'><string-name>Jane Smith</string-name></contrib>", &["Smith J"]),
        (
            "<contrib contrib-type='author non-byline'><name><surname>Member</surname></name></contrib><contrib><collab>A Group</collab></contrib>",
            &["A Group"],
        ),
    ] {
        assert_eq!(jats(inside), expected, "{inside}");
    }
    let pubmed = super::pubmed_entry(
        "<Article><ArticleTitle>T</ArticleTitle><AuthorList><Author><CollectiveName>A Study Group. Electronic address: \
         a@b.example</CollectiveName></Author><Author><LastName>DIJK</LastName><ForeName>JAN van</ForeName><Initials>Jv\
         </Initials></Author></AuthorList></Article>",
    );
    assert_eq!(only(Format::PubMed, &pubmed).authors, ["A Study Group", "van Dijk J"]);
}

#[test]
fn fields_of_bibtex_without_a_comma_between_them_are_read() {
    let text = "@article{one,\n title = {One}\n author = {Smith, Jane and Doe, Al}\n year = 2019\n pages = \"1--9\"\n}\n\
                @article{two\n title = {Two = a pair}, journal = {J}}\n@article{three, title = {Three, year = 2019}\n";
    let outcomes = outcomes(Format::BibTex, text);
    let [Ok(one), Ok(two), Err(three)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!((one.title.as_str(), one.year, one.pages.as_str()), ("One", Some(2019), "1-9"));
    assert_eq!(one.authors, ["Smith J", "Doe A"]);
    assert_eq!((two.title.as_str(), two.journal.as_str()), ("Two = a pair", "J"));
    assert!(three.place.starts_with("entry 3, line"), "{three}");
}

#[test]
fn an_entry_of_bibtex_with_only_a_secondary_title_is_read() {
    for field in ["booktitle", "maintitle", "shorttitle"] {
        let text = format!("@inproceedings{{a, {field} = {{Proceedings}}, year = 2019}}");
        assert_eq!(titles(Format::BibTex, &text), ["Proceedings"], "{field}");
    }
}

#[test]
fn entities_in_names_of_any_format_part_none() {
    let names = ["M&uuml;ller, Anna", "O&#39;Neill, &Eacute;mile"];
    let bibtex = format!(
        "@article{{a, title={{T}}, author={{{}}}, keywords={{&beta;-blocker; x}}}}",
        names.join(" and ")
    );
    let json = |authors: &str| format!("{{\"id\":\"1\",\"title\":\"T\",\"authors\":{authors}}}");
    let expected = ["Müller A", "O'Neill É"];
    for (format, text) in [
        (Format::BibTex, bibtex.replace('#', "\\#")),
        (Format::BibTex, bibtex.clone()),
        (Format::JsonLines, json(&format!("{names:?}"))),
        (Format::JsonLines, json(&format!("{:?}", names.join("; ")))),
        (
            Format::JsonLines,
            json(
                "[{\"family\":\"M&uuml;ller\",\"given\":\"Anna\"},{\"family\":\"O&#39;Neill\",\"given\":\"&Eacute;mile\"}]",
            ),
        ),
        (Format::Medline, format!("PMID- 1\nTI  - T\nFAU - {}\nFAU - {}\n", names[0], names[1])),
    ] {
        assert_eq!(only(format, &text).authors, expected, "{text}");
    }
    assert_eq!(only(Format::BibTex, &bibtex).keywords, ["β-blocker", "x"]);
}

#[test]
fn objects_on_one_line_are_each_an_entry() {
    let one = "{\"id\":\"1\",\"title\":\"One } {\",\"other\":{\"a\":{}}}";
    let two = "{\"id\":\"2\",\"title\":\"Two\",\"pmcid\":\"PMC123\"}";
    for between in ["", " ", ", ", "\u{feff}", "\r"] {
        assert_eq!(titles(Format::JsonLines, &format!("{one}{between}{two}\n")), ["One } {", "Two"]);
    }
    let outcomes = outcomes(Format::JsonLines, &format!("{one}{{\"id\":}}{two}\n{two}"));
    let places: Vec<_> = outcomes.iter().map(|o| o.as_ref().map_err(|r| r.place.as_str()).is_ok()).collect();
    assert_eq!(places, [true, false, true, true]);
    assert_eq!(outcomes[2].as_ref().unwrap().pmcid.as_deref(), Some("PMC123"));
    let many = two.repeat(20_000);
    let last = super::outcomes(Format::JsonLines, &many).pop().unwrap().unwrap_err();
    assert!(last.reason.contains("more than 10000 entries"), "{last}");
}
