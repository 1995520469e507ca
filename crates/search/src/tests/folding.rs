//! One spelling inside: what is written in different ways is found by each of them.

use super::*;
use std::io::Write as _;

/// Whether each of these ways of writing finds all items, of which each is written in one of them.
fn find_each_other(ways: &[&str]) {
    let title = |way: &&str| format!("Sample {way} cohort");
    let mut items: Vec<IndexedItem> =
        ways.iter().enumerate().map(|(number, way)| record(&format!("w{number}"), &title(way), "")).collect();
    items.push(record("other", "Unlike subject", "Nothing of the kind."));
    let library = Library::of(items);
    for way in ways {
        let results = library.ask(way);
        let mut found = ids(&results.hits);
        found.sort_unstable();
        let expected: Vec<String> = (0..ways.len()).map(|number| format!("w{number}")).collect();
        assert_eq!(found, expected, "{way} among {ways:?}");
    }
}

#[test]
fn compounds_are_found_joined_and_parted() {
    for ways in [
        &["birthweight", "birth weight", "birth-weight"][..],
        &["Bcl2", "BCL-2", "Bcl 2"],
        &["IL-6", "IL6", "IL 6"],
        &["GLP-1R", "GLP1R", "GLP 1R"],
        &["COVID19", "COVID-19"],
        &["SGLT2", "SGLT-2"],
        &["health care", "healthcare", "health-care"],
        &["follow-up", "followup", "follow up"],
        &["noninvasive", "non-invasive", "non invasive"],
        &["preeclampsia", "pre-eclampsia"],
        &["coinfection", "co-infection"],
        &["CYP3A4", "CYP-3A4", "CYP 3A4"],
    ] {
        find_each_other(ways);
    }
}

#[test]
fn one_word_in_many_spellings_is_one_word() {
    for ways in [
        &["Ménière", "Me\u{301}nie\u{300}re", "MENIERE"][..],
        &["50 µg", "50 μg", "50 mcg"],
        &["TNF-α", "TNF-alpha", "tnf ALPHA"],
        &["β2-agonist", "beta2 agonist", "beta-2 agonist"],
        &["tachy\u{AD}cardia", "tachycardia", "tachy\u{200B}cardia"],
        &["ﬁbrillation", "fibrillation", "ＦＩＢＲＩＬＬＡＴＩＯＮ"],
        &["İstanbul", "istanbul", "ISTANBUL"],
        &["καρδιά", "ΚΑΡΔΙΑ"],
        &["Какая", "какая"],
        &["ﻣﺤﻤﺪ", "مُحَمَّد"],
        &["H₂O", "h2o"],
        &["Crohn’s", "Crohn", "crohn's"],
    ] {
        find_each_other(ways);
    }
}

#[test]
fn irregular_words_have_one_stem_and_unlike_words_have_not() {
    for ways in [
        &["metastasis", "metastases", "metastatic"][..],
        &["diagnosis", "diagnoses"],
        &["vertebra", "vertebrae"],
        &["ovary", "ovaries", "ovarian"],
        &["women", "woman"],
        &["children", "child"],
        &["bacterium", "bacteria"],
        &["anaemic", "anaemia"],
    ] {
        find_each_other(ways);
    }
    for (one, other) in [
        ("cervicitis", "cervical"),
        ("alternative", "alternating"),
        ("organ", "organization"),
        ("policy", "police"),
        ("nation", "nature"),
        ("experiment", "experience"),
        ("general", "generic"),
        ("university", "universal"),
        ("hepatitis", "hepatic"),
        ("several", "severe"),
    ] {
        let library = Library::of(vec![record("one", one, "Sample"), record("other", other, "Sample")]);
        assert_eq!(ids(&library.ask(one).hits), ["one"], "{one} finds {other}");
        assert_eq!(ids(&library.ask(other).hits), ["other"], "{other} finds {one}");
    }
}

#[test]
fn a_power_of_ten_is_no_other_number() {
    let library = Library::of(vec![
        record("power", "Dose of 10⁶ cells", ""),
        record("number", "Dose of 106 cells", ""),
    ]);
    assert_eq!(ids(&library.ask("106 cells").hits).first(), Some(&"number"));
    assert_eq!(ids(&library.ask("\"106 cells\"").hits), ["number"]);
}

#[test]
fn a_word_within_a_sentence_without_spaces_is_found_and_marked() {
    let library = Library::of(vec![
        record("zh", "非小细胞肺癌患者的治疗", "本研究纳入肺癌患者。"),
        record("ja", "高血圧症の患者における試験", "ｶﾝｼﾞｬ"),
        record("ko", "고혈압은 흔하다", ""),
    ]);
    for (text, id) in [("肺癌", "zh"), ("癌", "zh"), ("高血圧", "ja"), ("カンジャ", "ja"), ("고혈압", "ko")]
    {
        assert_eq!(ids(&library.ask(text).hits), [id], "{text}");
    }
    let results = library.ask("肺癌");
    let marked: Vec<&str> =
        results.hits[0].snippet.iter().filter(|part| part.is_match).map(|part| part.text.as_str()).collect();
    assert_eq!(marked, ["肺癌"]);
}

/// The folder of small cases: under `MATERIA_DATA_DIR`, or beside the repository.
#[expect(clippy::disallowed_methods, reason = "a test is told by its environment where the data lies")]
fn cases() -> Option<PathBuf> {
    let data = std::env::var_os("MATERIA_DATA_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = data.join("cases");
    if folder.exists() {
        return Some(folder);
    }
    _ = writeln!(std::io::stderr(), "skipped: the small cases are not at hand");
    None
}

#[test]
fn the_case_of_units_and_invisible_characters_is_found_in_every_spelling() {
    #[derive(serde::Deserialize)]
    struct Case {
        id: String,
        title: String,
        #[serde(rename = "abstract")]
        text: String,
    }
    let Some(folder) = cases() else { return };
    let text = std::fs::read_to_string(folder.join("26-units-and-invisible.jsonl")).unwrap();
    let cases = text.lines().map(|line| serde_json::from_str::<Case>(line).unwrap());
    let library = Library::of(cases.map(|case| record(&case.id, &case.title, &case.text)).collect());
    for (text, expected) in [
        ("50 mcg", &["u1", "u2"][..]),
        ("TNF-alpha", &["u1", "u2"]),
        ("IL6", &["u1", "u2"]),
        ("IL-6", &["u1", "u2"]),
        ("SpO2", &["u1", "u2"]),
        ("hypertension", &["u3"]),
        ("cardiomyopathy", &["u3"]),
        ("tachycardia", &["u3"]),
        ("zerowidth nephropathy", &["u4"]),
        ("istanbul", &["u5"]),
        ("isik", &["u5"]),
        ("kadikoy", &["u5"]),
        ("efficacy", &["u6"]),
        ("fibrillation", &["u6"]),
        ("СЕРДЕЧНАЯ", &["u8"]),
        ("развитие", &["u8"]),
    ] {
        let results = library.ask(text);
        let mut found = ids(&results.hits);
        found.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn the_case_of_decomposed_letters_is_found_in_every_spelling() {
    let Some(folder) = cases() else { return };
    let text = std::fs::read_to_string(folder.join("25-nfd.ris")).unwrap();
    let titles = text.lines().filter_map(|line| line.strip_prefix("TI  - "));
    let library =
        Library::of(titles.enumerate().map(|(at, title)| record(&at.to_string(), title, "")).collect());
    for text in ["Ménière", "Me\u{301}nie\u{300}re", "meniere", "ZÜRICH", "Zu\u{308}rich", "zurich"] {
        assert_eq!(library.ask(text).total, 2, "{text}");
    }
}
