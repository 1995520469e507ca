//! Plain questions, and signs in them that are no syntax.

use super::*;

#[test]
fn words_are_a_question_and_small_operators_are_words() {
    check_sound(
        Language::Question,
        &[
            ("can I give apixaban on dialysis", "can·I·give·apixaban·on·dialysis"),
            (
                "what is the dose of apixaban, and can I crush it?",
                "what·is·the·dose·of·apixaban·and·can·I·crush·it",
            ),
            ("aspirin or warfarin not both", "aspirin·or·warfarin·not·both"),
            ("And what Or Not", "And·what·Or·Not"),
            ("and/or", "and/or"),
            ("aspirin AND/OR warfarin", "aspirin·AND/OR·warfarin"),
            ("(heart failure) dose", "heart·failure·dose"),
            ("limit of detection", "limit·of·detection"),
            ("limit salt to 5 g", "limit·salt·to·5·g"),
            ("exp. date of insulin", "exp·date·of·insulin"),
            ("adj dose in CKD", "adj·dose·in·CKD"),
        ],
    );
}

#[test]
fn signs_within_words_are_no_syntax() {
    check_sound(
        Language::Question,
        &[
            ("Crohn's disease", "Crohn's·disease"),
            ("Crohn’s disease: a review", "Crohn’s·disease·a·review"),
            ("COVID-19 and 5-HT", "COVID-19·and·5-HT"),
            ("HbA1c > 7.5 %, p<0.05", "HbA1c·7.5·p<0.05"),
            ("BRAF p.V600E (n=30)", "BRAF·p.V600E·n=30"),
            ("5 mg/kg vs. 0.5% b.i.d.", "5·mg/kg·vs·0.5·b.i.d"),
            ("HER2+ & CD4+/CD8+", "HER2·CD4+/CD8"),
            ("α-synuclein, TNF-α", "α-synuclein·TNF-α"),
            ("fluorouracil/leucovorin w/ oxaliplatin", "fluorouracil/leucovorin·w·oxaliplatin"),
            ("5 mg/ kg and/ or more", "5·mg·kg·and·or·more"),
            ("apixaban dialysis/", "apixaban·dialysis"),
            ("What about aspirin/", "What·about·aspirin"),
            ("cost in US$ or 5$", "cost·in·US·or·5"),
            ("1) bile duct a) stones iv) cancer", "1·bile·duct·a·stones·iv·cancer"),
            ("5\" needle or 6\"", "5·needle·or·6"),
            ("1,25-dihydroxyvitamin D,calcium", "1,25-dihydroxyvitamin·D·calcium"),
            ("et.al. in e.g. the U.S.", "et·al·in·e.g·the·U.S"),
            ("as shown [12], risk [95% CI 1.2-3.4]", "as·shown·12·risk·95·CI·1.2-3.4"),
            ("haemoglobin [g/dL]", "haemoglobin·g/dL"),
            ("[18F]FDG and benzo[a]pyrene", "18F·FDG·and·benzo·a·pyrene"),
            ("[Effects of aspirin].", "Effects·of·aspirin"),
            ("25(OH)D level", "25·OH·D·level"),
            ("HLA-B*57:01 and CYP2C19 *2", "HLA-B·57:01·and·CYP2C19·2"),
            ("is it safe ? yes", "is·it·safe·yes"),
            ("didn 't another study show", "didn·t·another·study·show"),
        ],
    );
}

#[test]
fn identifiers_are_one_word_whatever_stands_in_them() {
    check_sound(
        Language::Question,
        &[
            ("10.1056/NEJMoa1911303", "10.1056/NEJMoa1911303"),
            ("10.1016/S0140-6736(19)32008-2.", "10.1016/S0140-6736(19)32008-2"),
            ("(doi:10.1016/S0140-6736(19)32008-2)", "doi:10.1016/S0140-6736(19)32008-2"),
            ("https://doi.org/10.1000/a?b[c", "https://doi.org/10.1000/a?b·c"),
            (
                "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
                "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
            ),
            ("PMID: 31535829", "PMID·31535829"),
            ("NCT03036124", "NCT03036124"),
        ],
    );
}

#[test]
fn a_question_may_hold_phrases() {
    check_sound(
        Language::Question,
        &[
            ("dose in \"heart failure\" now", "dose·in <heart·failure> now"),
            ("\"heart failure\"", "<heart·failure>"),
            ("“heart failure” „reduced EF“ «x»", "<heart·failure> <reduced·EF> <x>"),
            ("\"AND\" (\"exp asthma/\")", "<AND> <exp·asthma>"),
        ],
    );
}

#[test]
fn gaps_of_every_kind_part_words() {
    check_sound(
        Language::Question,
        &[
            ("heart\u{a0}failure\tdose\nnow", "heart·failure·dose·now"),
            ("heart\0failure\u{feff}", "heart·failure"),
            ("\u{202b}קצב לב\u{202c}", "קצב·לב"),
        ],
    );
}

#[test]
fn blank_texts_ask_for_everything_and_texts_without_words_for_nothing() {
    check_sound(Language::Question, &[("", "everything"), (" \t\n\0", "everything")]);
    for text in ["???", "–", "()", ". . .", "&"] {
        assert_eq!(shape(text), "nothing");
        assert_eq!(problems(text), [(ProblemCode::NothingToSearch, text)], "{text}");
    }
}
