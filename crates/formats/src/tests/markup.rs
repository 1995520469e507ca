//! Markup, escapes and identifiers as sources write them: small files of the test data, and their neighbours.

use super::real_files::records_of_file;
use super::{only, pubmed_entry};
use crate::plain_text::{plain, sections};
use crate::{ExportFormat, Format, read, write};
use domain::record::RecordData;
use proptest::prelude::*;

fn assert_plain(record: &RecordData) {
    let shown = format!("{record:?}");
    for mark in ["<i>", "<sub", "<sup", "</", "&lt;", "&amp;", "&nbsp;", "jats:", "face=", "\\\\-", "\\\\<"] {
        assert!(!shown.contains(mark), "{mark} in {shown}");
    }
}

#[test]
fn styles_of_endnote_become_text() {
    let Some(records) = records_of_file("cases/12-endnote.xml") else { return };
    let [record] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!(record.title, "A new leafmining sample Stigmella samplei with H₂O");
    assert_eq!(record.doi.as_deref(), Some("10.5555/ddd.001"));
    assert_eq!(record.links, ["https://a.example/1", "https://b.example/2"]);
    assert_eq!(record.abstract_text(), "First paragraph. Second paragraph.");
    assert_plain(record);
}

#[test]
fn markup_of_pubmed_becomes_text_and_identifiers_are_the_article_s_own() {
    let Some(records) = records_of_file("cases/13-pubmed-markup.xml") else { return };
    let record = &records[0];
    assert_eq!(record.title, "Levels of H₂O₂ and the TERTgene: Ca²⁺ flux sample");
    let text = record.abstract_text();
    for part in
        ["1.73 m² of", "10⁶ cells", "kg m⁻²", "p < 0.001; Na⁺.", "Patient: Female, 16 Final Diagnosis"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    let dois: Vec<Option<&str>> = records.iter().map(|record| record.doi.as_deref()).collect();
    assert_eq!(dois, [None, Some("10.5555/pm.002"), None, None]);
    records.iter().for_each(assert_plain);
}

#[test]
fn one_doi_in_three_forms_is_one() {
    let Some(records) = records_of_file("cases/20-doi-forms.ris") else { return };
    let dois: Vec<_> = records.iter().filter_map(|record| record.doi.as_deref()).collect();
    assert_eq!(dois, ["10.5555/2047-783x-19-24"; 3]);
}

#[test]
fn markdown_of_the_registry_becomes_text() {
    let Some(records) = records_of_file("cases/21-trial.json") else { return };
    let text = records[0].abstract_text();
    assert!(text.contains("A one-step versus two-step approach."), "{text}");
    assert!(text.contains("first item with <5 mg • second item > 10 mg"), "{text}");
    assert_eq!(records[0].year, Some(2019));
    records.iter().for_each(assert_plain);
}

#[test]
fn a_doi_in_bibtex_is_without_escapes() {
    let Some(records) = records_of_file("cases/22-doi-escaped.bib") else { return };
    let dois: Vec<_> = records.iter().filter_map(|record| record.doi.as_deref()).collect();
    let expected = [
        "10.5555/jehp.jehp_14_19",
        "10.5555/1520-0493(1987)115<1606:garspp>2.0.co;2",
        "10.5555/1520-0493(1988)115<1606:garspq>2.0.co;2",
        "10.5555/13-sts434",
        "10.5555/13-sts435",
        "10.5555/1097(19940301)73:5<1500::aid-sample>3.0.co;2-6",
        "10.5555/acp-24-11807",
        "10.5555/s0735-1097(01)01234-(9)",
    ];
    assert_eq!(dois, expected);
    assert_eq!(records[6].title, "100 % sustainable & safe: 5 °C, α-blocker, µg sample");
    assert_eq!(records[6].journal, "Energy Research & Social Science");
}

#[test]
fn invisible_characters_are_no_text() {
    let Some(records) = records_of_file("cases/26-units-and-invisible.jsonl") else { return };
    assert!(
        records[2].title.starts_with("Hypertension and cardiomyopathy soft hyphen"),
        "{}",
        records[2].title
    );
    assert!(records[3].title.starts_with("Zerowidth nephropathy"), "{}", records[3].title);
    assert!(records[0].abstract_text().contains("SpO₂ rose; 10⁶ cells; eGFR per 1.73 m²."));
}

#[test]
fn markup_in_texts_of_three_formats_becomes_text() {
    for (file, title, text) in [
        (
            "cases/30-markup-in-text.json",
            "Role of TP53 and CO₂ in 10⁶ cells markup sample",
            "Background: Dose <5 mg or p<0.05 in E. coli.",
        ),
        (
            "cases/30-markup-in-text.ris",
            "Effect of CO₂ and 10⁶ E. coli & p<0.05 markup sample",
            "Patients with HbA1c > 7% got 5 mg; age <18 and BP <140/90 mmHg.",
        ),
        (
            "cases/30-endnote-superscript.xml",
            "Infusion of 10⁶ cells per kg superscript sample",
            "Viral load fell from 10⁶ to 10³ copies.",
        ),
    ] {
        let Some(records) = records_of_file(file) else { return };
        let [record] = records.as_slice() else { panic!("{records:#?}") };
        assert_eq!((record.title.as_str(), record.abstract_text().as_str()), (title, text), "{file}");
        assert_plain(record);
        for (export, import) in [
            (ExportFormat::Ris, Format::Ris),
            (ExportFormat::Nbib, Format::Medline),
            (ExportFormat::BibTex, Format::BibTex),
            (ExportFormat::CslJson, Format::CslJson),
        ] {
            let file = write(export, std::slice::from_ref(record));
            let came = read(import, file.as_bytes()).next().unwrap().unwrap();
            assert_eq!((came.title.as_str(), came.abstract_text().as_str()), (title, text), "{file}");
        }
    }
}

#[test]
fn markup_of_any_writer_becomes_text_and_text_stays() {
    for (text, expected) in [
        ("H<inf>2</inf>O, 10<sup>6</sup>, <em>in vivo</em>", "H₂O, 10⁶, in vivo"),
        ("&lt;i&gt;E. coli&lt;/i&gt; 10&amp;lt;sup&amp;gt;6&amp;lt;/sup&amp;gt;", "E. coli 10⁶"),
        ("<SUP>18</SUP>F-FDG and <sup>99m</sup>Tc", "¹⁸F-FDG and ⁹⁹ᵐTc"),
        ("a<br/>b<p>c</p>d", "a b c d"),
        ("p<0.05, <10 mg, <LOD, a < b > c, x<y", "p<0.05, <10 mg, <LOD, a < b > c, x<y"),
        ("<gene>TP53</gene> and <unknown>", "TP53 and <unknown>"),
        ("5&thinsp;mg &plusmn; 2&#160;g &#x2265; 3", "5 mg ± 2 g ≥ 3"),
        ("<span class=\"nocase\">x</span> <span style='vertical-align:super'>2</span>", "x ²"),
        ("AT&T, R&D, <https://a.example/x?a=1&copy=2>", "AT&T, R&D, <https://a.example/x?a=1&copy=2>"),
        ("<mml:math><mml:msup><mml:mi>m</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>", "m²"),
        (
            "<inline-formula><alternatives><tex-math>$$10^6$$</tex-math><mml:math><mml:msup><mml:mn>10</mml:mn>\
          <mml:mn>6</mml:mn></mml:msup></mml:math></alternatives></inline-formula> cells",
            "10⁶ cells",
        ),
        (
            "shown before<sup><xref ref-type=\"bibr\">1</xref>,<xref ref-type=\"bibr\">2</xref></sup>. Next",
            "shown before. Next",
        ),
        (
            "shown [<xref ref-type='bibr'>1</xref>, <xref ref-type='bibr'>2</xref>]. See <xref ref-type='fig'>Figure 1</xref>",
            "shown. See Figure 1",
        ),
        ("$\\alpha$-blockers, 10$^{-3}$, for $5", "α-blockers, 10⁻³, for $5"),
        ("line one\\nLine two", "line one Line two"),
        ("<![CDATA[<b>x</b>]]> <!-- gone -->y", "x y"),
        ("unclosed 10<sup>6 and <i>more", "unclosed 10^6 and more"),
    ] {
        assert_eq!(plain(text), expected, "{text}");
    }
}

#[test]
fn headings_in_an_abstract_make_its_sections() {
    let text = "&lt;jats:title&gt;Abstract&lt;/jats:title&gt;<h2>Aims:</h2><p>One.</p><h2>Results</h2>Two.";
    for text in
        [text.replace("&lt;", "<").replace("&gt;", ">"), text.replace('<', "&lt;").replace('>', "&gt;")]
    {
        let labels: Vec<_> =
            sections(&text).into_iter().map(|section| (section.label, section.text)).collect();
        assert_eq!(labels, [("Aims".into(), "One.".into()), ("Results".into(), "Two.".to_owned())]);
    }
}

#[test]
fn elements_of_xml_keep_the_sense_of_formulas() {
    let title = "<Article><ArticleTitle>At 10<sup>6</sup> &amp;lt;sup&amp;gt;2&amp;lt;/sup&amp;gt; C<sub>max</sub> \
                 <mml:math xmlns:mml=\"m\"><mml:mover><mml:mi>x</mml:mi><mml:mo>¯</mml:mo></mml:mover></mml:math>\
                 &nbsp;&alpha;</ArticleTitle></Article>";
    assert_eq!(only(Format::PubMed, &pubmed_entry(title)).title, "At 10⁶ ² Cₘₐₓ x\u{304} α");
}

#[test]
fn letters_of_the_typeface_symbol_are_greek() {
    let text = "<records><record><titles><title><style face=\"normal\" font=\"Symbol\">b</style><style>-blockers</style>\
                </title></titles></record></records>";
    assert_eq!(only(Format::EndNote, text).title, "β-blockers");
}

#[test]
fn a_doi_is_found_where_its_field_is_missing() {
    for (format, text) in [
        (Format::Ris, "TY  - JOUR\nTI  - T\nUR  - https://publisher.example/doi/full/10.5555/x.1\nER  - \n"),
        (Format::Ris, "TY  - JOUR\nTI  - T\nL1  - https://doi.org/10.5555%2Fx.1\nER  - \n"),
        (Format::Ris, "TY  - JOUR\nTI  - T\nN1  - doi: 10.5555/X.1\nER  - \n"),
        (Format::Ris, "TY  - JOUR\nTI  - T\nM3  - doi: 10.5555/X.1.\nER  - \n"),
        (Format::Medline, "PMID- 1\nTI  - T\nSO  - J. 2020;1:2. doi: 10.5555/x.1. Epub 2020.\n"),
        (Format::BibTex, "@article{a, title={T}, url={http://dx.doi.org/10.5555/x.1}}"),
        (Format::BibTex, "@article{a, title={T}, note={DOI: 10.5555/x.1}}"),
        (Format::CslJson, "[{\"type\":\"book\",\"title\":\"T\",\"URL\":\"https://doi.org/10.5555/x.1\"}]"),
        (Format::CslJson, "[{\"type\":\"book\",\"title\":\"T\",\"note\":\"PMID: 7\\nDOI: 10.5555/x.1\"}]"),
        (
            Format::EndNote,
            "<record><titles><title>T</title></titles><notes>doi: 10.5555/x.1</notes></record>",
        ),
    ] {
        assert_eq!(only(format, text).doi.as_deref(), Some("10.5555/x.1"), "{text}");
    }
    let about_another = "TY  - JOUR\nTI  - T\nN1  - Erratum in: doi: 10.5555/x.1\nER  - \n";
    assert_eq!(only(Format::Ris, about_another).doi, None);
}

#[test]
fn entities_in_names_part_no_names() {
    let text = "TY  - JOUR\nTI  - T\nAU  - M&uuml;ller, Anna\nKW  - &beta;-blocker\nER  - \n";
    let record = only(Format::Ris, text);
    assert_eq!(
        (record.authors.concat().as_str(), record.keywords.concat().as_str()),
        ("Müller A", "β-blocker")
    );
}

#[test]
fn markup_without_an_end_takes_no_more_time_than_its_length() {
    let began = std::time::Instant::now();
    for scrap in [
        "<sup>",
        "</sup>",
        "<!--",
        "<![CDATA[",
        "<a b=\"",
        "&amp;",
        "&",
        "$x^",
        "\\n",
        "<i><b>",
        "</b></i>",
        "<xref>",
        "(",
        "<",
    ] {
        plain(&scrap.repeat(200_000));
    }
    for scrap in ["\\(", "$x^{", "\\ensuremath{", "$x^2$", "\\textsuperscript{"] {
        let entry = format!("@misc{{a, title={{T}}, note = \"{}\"}}", scrap.repeat(15_000));
        read(Format::BibTex, entry.as_bytes()).for_each(drop);
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

fn marked_up() -> impl Strategy<Value = String> {
    let scraps = [
        "<i>",
        "</i>",
        "<sup>",
        "</sup>",
        "<sub>",
        "</sub>",
        "<jats:p>",
        "</jats:p>",
        "&lt;",
        "&gt;",
        "&amp;",
        "&nbsp;",
        "<",
        ">",
        "6",
        "10",
        " ",
        "x",
        "p<0.05",
        "$",
        "^",
        "_",
        "\\alpha",
        "{",
        "}",
        "<mml:math>",
        "</mml:math>",
        "<mfrac>",
        "</mfrac>",
        "<xref>",
        "</xref>",
        "(",
        ")",
        "[",
        "]",
        "<!--",
        "-->",
        "<a b=\"",
        "\\n",
        "β",
        "\u{301}",
        "<unknown>",
        "</unknown>",
        "&#38;",
        "<style face=\"superscript\">",
        "</style>",
    ];
    let scrap = prop_oneof![prop::sample::select(scraps.to_vec()).prop_map(str::to_owned), "\\PC{0,3}"];
    prop::collection::vec(scrap, 0..20).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn what_comes_out_is_plain_and_stays_as_it_is(text in marked_up()) {
        let once = plain(&text);
        prop_assert_eq!(&plain(&once), &once);
        for tag in ["<i>", "</i>", "<sup>", "</sup>", "<jats:p>", "</mml:math>", "<xref>", "&lt;", "&nbsp;"] {
            prop_assert!(!once.contains(tag), "{} in {}", tag, once);
        }
    }

    #[test]
    fn a_text_without_markup_is_unchanged(words in prop::collection::vec("[a-zA-Z0-9äöüβ.,;:()/%≥±⁶₂-]{1,9}", 1..9)) {
        let text = words.join(" ");
        prop_assert_eq!(plain(&text), text);
    }

    #[test]
    fn a_power_is_never_part_of_its_number(base in 2_u32..1000, power in 0_u32..100) {
        for text in [
            format!("{base}<sup>{power}</sup>"),
            format!("{base}&lt;sup&gt;{power}&lt;/sup&gt;"),
            format!("${base}^{{{power}}}$"),
        ] {
            let digits: String = plain(&text).chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(digits, base.to_string());
        }
    }
}
