//! What is one word and what is not.

use super::{Grams, Words, folded};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

fn words(text: &str) -> Vec<String> {
    Words::of(text, Grams::Pairs).map(|word| word.form).collect()
}

#[test]
fn what_reads_alike_has_one_form() {
    for (one, other) in [
        ("Übelkeit", "ubelkeit"),
        ("ÜBELKEIT", "U\u{308}belkeit"),
        ("Какая", "какая"),
        ("Straße", "STRASSE"),
        ("ẞ-Zelle aß", "β-zelle ass"),
        ("İstanbul", "istanbul"),
        ("Işık", "isik"),
        ("KADIKÖY", "Kadıköy"),
        ("Eﬃcacy ﬁbrillation", "efficacy fibrillation"),
        ("Cæsar œdema", "caesar oedema"),
        ("Łódź Ørsted Đặng Þór", "lodz orsted dang thor"),
        ("50 µg", "50 μg"),
        ("50µg", "50mcg"),
        ("µmol/L", "umol/l"),
        ("TNF-α", "tnf-alpha"),
        ("TNF-ɑ", "tnf-alpha"),
        ("ß-blocker", "beta-blocker"),
        ("ß2", "beta2"),
        ("β2", "BETA2"),
        ("Δ9-THC", "delta9-thc"),
        ("∆F508", "deltaf508"),
        ("γδ T cells", "gammadelta t cells"),
        ("Gβγ", "gbetagamma"),
        ("αtocopherol", "alphatocopherol"),
        ("Καρδιά", "καρδια"),
        ("ΚΑΡΔΙΑΚΟΣ", "καρδιακός"),
        ("Ἀθῆναι", "αθηναι"),
        ("𝛼-synuclein", "alpha-synuclein"),
        ("H₂O", "h2o"),
        ("SpO₂ Ca²⁺ m² ¹⁸F", "spo2 ca2⁺ m2 18f"),
        ("10⁶", "10 6"),
        ("10⁻⁶", "10⁻6"),
        ("trial³", "trial 3"),
        ("2½", "2 1 2"),
        ("tachy\u{AD}cardia", "tachycardia"),
        ("zero\u{200B}width\u{FEFF}", "zerowidth"),
        ("word\u{2060}joiner", "wordjoiner"),
        ("non‑invasive non–invasive", "non-invasive non-invasive"),
        ("heart\u{A0}failure", "heart failure"),
        ("ＡＢＣ１２３（ｘ）", "abc123(x)"),
        ("Ⅳ", "iv"),
        ("٣٤ ۵ ३", "34 5 3"),
        ("مُحَمَّد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("محـــمد", "محمد"),
        ("أحمد إحسان آمال", "احمد احسان امال"),
        ("شَلَلٌ", "شلل"),
        ("مستشفى", "مستشفي"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞﾝ", "ガン"),
        ("각", "\u{1100}\u{1161}\u{11A8}"),
        ("Crohn’s", "crohn's"),
        ("Ёлка за\u{301}мок", "елка замок"),
        ("и\u{306}", "й"),
        ("Angström Å", "angstrom a"),
    ] {
        assert_eq!(folded(one), folded(other), "{one} and {other}");
    }
}

#[test]
fn what_means_something_else_stays_another_word() {
    for (one, other) in [
        ("10⁶", "106"),
        ("10₆5", "1065"),
        ("й", "и"),
        ("гной", "гнои"),
        ("が", "か"),
        ("μία", "muια"),
        ("कि", "क"),
        ("2½", "212"),
        ("① ②", "12"),
        ("ne", "nę w"),
    ] {
        assert_ne!(folded(one), folded(other), "{one} and {other}");
    }
}

#[test]
fn words_are_parted_where_a_reader_parts_them() {
    for (text, expected) in [
        ("Crohn's disease, O'Neill's", vec!["crohn", "disease", "oneill"]),
        ("Ménière’s l’hôpital O’Neill", vec!["meniere", "l", "hopital", "oneill"]),
        ("10⁶ cells/m²", vec!["10", "6", "cells", "m2"]),
        ("IL-6 and β2-agonist", vec!["il", "6", "and", "beta2", "agonist"]),
        ("Hyper\u{AD}tension", vec!["hypertension"]),
        ("肺癌患者", vec!["肺癌", "癌患", "患者"]),
        ("癌", vec!["癌"]),
        ("COVID患者ABC", vec!["covid", "患者", "abc"]),
        ("β受体", vec!["beta", "受体"]),
        ("ｶﾞﾝの治療", vec!["ガン", "ンの", "の治", "治療"]),
        ("고혈압", vec!["고혈", "혈압"]),
        ("Eliquis™ 5 mg®", vec!["eliquis", "5", "mg"]),
        ("", vec![]),
        ("\u{200B}\u{301}-’", vec![]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn each_character_of_a_script_without_spaces_is_found_too() {
    let found: Vec<_> =
        Words::of("肺癌 x", Grams::All).map(|word| (word.form, word.place, word.is_beside)).collect();
    let expected = [
        ("肺癌".to_owned(), 0..6, false),
        ("肺".to_owned(), 0..3, true),
        ("癌".to_owned(), 3..6, true),
        ("x".to_owned(), 7..8, false),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_word_is_found_at_its_place_in_the_text() {
    let text = "Die Ｕ\u{308}belkeit (tachy\u{AD}cardia) bei 10⁶";
    let places: Vec<&str> = Words::of(text, Grams::Pairs).map(|word| &text[word.place]).collect();
    assert_eq!(places, ["Die", "Ｕ\u{308}belkeit", "tachy\u{AD}cardia", "bei", "10", "⁶"]);
}

/// Text of the scripts and signs that folding treats in some way, and any other.
fn any_text() -> impl Strategy<Value = String> {
    let peculiar = "[a-cA-CßẞæŁİıμµαβγδΑΒΣςσή0-9⁰-⁹₀-₉½①Ⅳﬁй\u{301}\u{306}\u{308}\u{AD}\u{200B}'’ \\-肺癌ｶﾞか\u{3099}각\u{1100}\u{1161}\u{11A8}أىةשּׁ∆≠™Å]{0,12}";
    prop_oneof![peculiar, "\\PC{0,16}", any::<String>()]
}

proptest! {
    #[test]
    fn folding_a_form_changes_nothing(text in any_text()) {
        let once = folded(&text).into_owned();
        prop_assert_eq!(folded(&once), once.as_str());
    }

    #[test]
    fn composed_and_decomposed_text_have_one_form(text in any_text()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(folded(&composed), folded(&decomposed));
        prop_assert_eq!(words(&composed), words(&decomposed));
    }

    #[test]
    fn lower_case_ascii_stays_as_it_is(text in "[a-z0-9 .,()/-]{0,40}") {
        prop_assert_eq!(folded(&text), text.as_str());
        let parted = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        prop_assert_eq!(words(&text), parted.collect::<Vec<_>>());
    }

    #[test]
    fn case_makes_no_difference(text in "[a-zäöüéøłæα-ωа-яё ]{0,20}") {
        let capitals = text.to_uppercase();
        prop_assert_eq!(folded(&capitals), folded(&text));
    }

    #[test]
    fn places_are_within_the_text(text in any_text()) {
        for grams in [Grams::Pairs, Grams::All] {
            for word in Words::of(&text, grams) {
                prop_assert!(!word.form.is_empty());
                prop_assert!(text.get(word.place.clone()).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
