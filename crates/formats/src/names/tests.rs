//! The table of names: what a source writes, and what a record holds of it.

use super::*;
use domain::record::composed;
use proptest::prelude::*;

fn check(named: Named, cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| of_text(text, named) != *expected)
        .map(|(text, expected)| format!("{text}: {:?} instead of {expected:?}", of_text(text, named)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_author_is_family_name_and_initials_whatever_the_source_wrote() {
    check(
        Named::Anyone,
        &[
            ("deRoon-Cassini, T. A.", &["deRoon-Cassini TA"]),
            ("Elklit, Ask", &["Elklit A"]),
            ("Carrière, Jean-François", &["Carrière JF"]),
            ("Kim, Ji-hyun", &["Kim JH"]),
            ("King, Martin Luther, Jr", &["King ML Jr"]),
            ("McMurray, JJV", &["McMurray JJV"]),
            ("McMurray JJV", &["McMurray JJV"]),
            ("Smith J.A.", &["Smith JA"]),
            ("Smith J. A.", &["Smith JA"]),
            ("Smith J-P", &["Smith JP"]),
            ("J. A. Smith", &["Smith JA"]),
            ("J Smith", &["Smith J"]),
            ("JA Smith", &["Smith JA"]),
            ("Martin A. Smith", &["Smith MA"]),
            ("Adam Smythe", &["Smythe A"]),
            ("Skibińska, Renata.", &["Skibińska R"]),
            ("Smith,J.", &["Smith J"]),
            ("Zoe\u{308}sample, E\u{301}mile", &["Zoësample É"]),
            ("Plato", &["Plato"]),
            ("Plato,", &["Plato"]),
            ("Flat Name", &["Flat Name"]),
            (",", &[]),
            ("", &[]),
        ],
    );
}

#[test]
fn several_names_in_one_text_are_several_authors() {
    let four: &[&str] = &["Smythe A", "Marks K", "Webern M", "Habermann J"];
    check(
        Named::Anyone,
        &[
            ("Smythe, Adam; Marks, Karla; Webern, Max; Habermann, Jürgen", four),
            ("Smythe, A.; Marks, K.; Webern, M.; and Habermann, J.", four),
            ("Adam Smythe, Karla Marks, Max Webern, Jürgen Habermann", four),
            ("Adam Smythe, Karla Marks, Max Webern and Jürgen Habermann", four),
            ("Adam Smythe, Karla Marks, Max Webern, & Jürgen Habermann", four),
            ("Smythe A, Marks K, Webern M, Habermann J", four),
            ("Smythe A, Marks K, Webern M AND Habermann J.", four),
            ("Smythe, A., Marks, K., Webern, M., & Habermann, J.", four),
            ("Smythe, Adam, Marks, Karla, Webern, Max, Habermann, Jürgen", four),
            ("Smythe, Adam and Marks, Karla and Webern, Max and Habermann, Jürgen", four),
            ("Smythe A | Marks K | Webern M | Habermann J", four),
            ("Smythe A; Marks K; Webern M; Habermann J;", four),
            ("Smythe A1,2, Marks K1*, Webern M†, Habermann J3", four),
            ("Adam Smythe, MD, PhD, Karla Marks, MD, Max Webern, and Jürgen Habermann, MSc", four),
            ("Smythe J & Marks K", &["Smythe J", "Marks K"]),
            ("John Smith and Kate Jones", &["Smith J", "Jones K"]),
            ("Adam Smythe and Karla Marks", &["Smythe A", "Marks K"]),
            ("Adam Smythe, Karla Marks", &["Smythe A", "Marks K"]),
            ("De Luca G, Di Mario C", &["De Luca G", "Di Mario C"]),
            ("van der Berg K, de la Cruz MJ, King ML Jr", &["van der Berg K", "de la Cruz MJ", "King ML Jr"]),
            ("van der Berg, K., de la Cruz, M. J.", &["van der Berg K", "de la Cruz MJ"]),
            ("King, M. L., Jr., & Smith, J.", &["King ML Jr", "Smith J"]),
            ("Smith A, Marks K, the SPRINT Research Group", &["Smith A", "Marks K", "SPRINT Research Group"]),
            (
                "Smith A, Marks K, and the SPRINT Research Group",
                &["Smith A", "Marks K", "SPRINT Research Group"],
            ),
            (
                "Smith J and National Heart, Lung, and Blood Institute",
                &["Smith J", "National Heart, Lung, and Blood Institute"],
            ),
            ("张伟；李娜；王芳", &["张伟", "李娜", "王芳"]),
            ("张伟，李娜，王芳", &["张伟", "李娜", "王芳"]),
            ("张伟，李娜", &["张伟", "李娜"]),
            ("张伟, 李娜, 王芳, 刘洋", &["张伟", "李娜", "王芳", "刘洋"]),
            ("山田太郎、鈴木花子", &["山田太郎", "鈴木花子"]),
        ],
    );
}

#[test]
fn one_name_with_commas_or_an_and_stays_one() {
    check(
        Named::Anyone,
        &[
            ("García Márquez, Gabriel José", &["García Márquez GJ"]),
            ("García Márquez, Gabriel J", &["García Márquez GJ"]),
            ("Smythe, Adam, Jr.", &["Smythe A Jr"]),
            ("Smith, Jones", &["Smith J"]),
            ("National Heart,, Lung,, and Blood Institute", &["National Heart, Lung, and Blood Institute"]),
            ("National Heart, Lung, and Blood Institute", &["National Heart, Lung, and Blood Institute"]),
            ("Research & Development", &["Research & Development"]),
            ("Johnson & Johnson", &["Johnson & Johnson"]),
            ("Institute for Health and Medical Research", &["Institute for Health and Medical Research"]),
            ("Department of Health and Social Services", &["Department of Health and Social Services"]),
            ("Centers for Disease Control and Prevention", &["Centers for Disease Control and Prevention"]),
            ("Ortega y Gasset, José", &["Ortega y Gasset J"]),
            ("Smith, John, University of Sample, Town", &["Smith, John, University of Sample, Town"]),
            ("Smith, John, University of Sample", &["Smith J"]),
        ],
    );
}

#[test]
fn et_al_is_nobody() {
    for others in [
        "et al",
        "et al.",
        "ET AL.",
        "et. al.",
        "and others",
        "& others",
        "u.a.",
        "u. a.",
        "…",
        "...",
        "[et al.]",
        "(et al)",
        "et alii",
        "e altri",
        "y cols.",
        "and colleagues",
    ] {
        assert_eq!(of_text(others, Named::Anyone), Vec::<String>::new(), "{others}");
        for separator in [" ", ", ", "; "] {
            let text = format!("Smith, J.{separator}{others}");
            assert_eq!(of_text(&text, Named::Anyone), ["Smith J"], "{text}");
            let text = format!("Smith J, Marks K{separator}{others}");
            assert_eq!(of_text(&text, Named::Anyone), ["Smith J", "Marks K"], "{text}");
        }
    }
    check(
        Named::Anyone,
        &[
            ("others", &[]),
            ("Anonymous", &[]),
            ("[No authors listed]", &[]),
            ("山田太郎 他", &["山田太郎"]),
            ("王小明，等", &["王小明"]),
            ("Иванов И.И. и др.", &["Иванов ИИ"]),
            ("Etalon, Rita", &["Etalon R"]),
            ("Kua, Ute", &["Kua U"]),
        ],
    );
}

#[test]
fn particles_are_part_of_the_family_name_and_no_initials() {
    check(
        Named::Anyone,
        &[
            ("Dijk, J. van", &["van Dijk J"]),
            ("Berg, Karel van der", &["van der Berg K"]),
            ("Silva, Ana Maria da", &["da Silva AM"]),
            ("Silva, M. dos", &["dos Silva M"]),
            ("Beethoven, Ludwig v.", &["v. Beethoven L"]),
            ("Nieuwen, E. J. van", &["van Nieuwen EJ"]),
            ("van der Berg, Karel", &["van der Berg K"]),
            ("de la Cruz, María José", &["de la Cruz MJ"]),
            ("'t Hooft, Gerard", &["'t Hooft G"]),
            ("Hooft, Gerard 't", &["'t Hooft G"]),
            ("Ludwig van Beethoven", &["van Beethoven L"]),
            ("Giuseppe De Luca", &["De Luca G"]),
            ("De Luca G", &["De Luca G"]),
            ("Di Mario, Carlo", &["Di Mario C"]),
            ("Von Holst H", &["Von Holst H"]),
            ("al-Hassan, Ahmed", &["al-Hassan A"]),
            ("Hassan, Ahmed al-", &["al-Hassan A"]),
            ("bin Laden, Sample", &["bin Laden S"]),
            ("Ibn Sina, Ali", &["Ibn Sina A"]),
            ("Dios, Juan de", &["de Dios J"]),
            ("Cruz, Juan de Dios", &["Cruz JD"]),
            ("O'Neill, Ann", &["O'Neill A"]),
            ("MacDonald, Ian", &["MacDonald I"]),
            ("d'Arc, Jeanne", &["d'Arc J"]),
            ("ten Berg JM", &["ten Berg JM"]),
        ],
    );
}

#[test]
fn suffixes_stay_and_degrees_go() {
    check(
        Named::Anyone,
        &[
            ("King, Jr., Martin Luther", &["King ML Jr"]),
            ("King Jr, Martin Luther", &["King ML Jr"]),
            ("King, Martin Luther Jr.", &["King ML Jr"]),
            ("Martin Luther King Jr.", &["King ML Jr"]),
            ("King ML Jr", &["King ML Jr"]),
            ("Smith, John, III", &["Smith J III"]),
            ("Smith, John, 3rd", &["Smith J 3rd"]),
            ("Smith III", &["Smith III"]),
            ("Smith, John, Sr.", &["Smith J Sr"]),
            ("Doe, Jane, MD, PhD", &["Doe J"]),
            ("Doe, Jane, M.D., Ph.D.", &["Doe J"]),
            ("Roe, Richard MD", &["Roe R"]),
            ("Roe, Richard, MD, Jr", &["Roe R Jr"]),
            ("Dr. Jane Doe", &["Doe J"]),
            ("Doe, Prof. Jane", &["Doe J"]),
            ("Jaffee, SR", &["Jaffee SR"]),
            ("Jaffee SR", &["Jaffee SR"]),
            ("Jaffee, J.R.", &["Jaffee JR"]),
            ("Smith MD", &["Smith MD"]),
            ("Smith, MD", &["Smith MD"]),
            ("Smith, J (on behalf of the group)", &["Smith J"]),
            ("Smith J; on behalf of the SPRINT Investigators", &["Smith J", "SPRINT Investigators"]),
            ("Smith J on behalf of the SPRINT Investigators", &["Smith J", "SPRINT Investigators"]),
            ("Smith J, for the SPRINT Investigators", &["Smith J", "SPRINT Investigators"]),
            ("Smith J*", &["Smith J"]),
            ("Smith, Jane¹", &["Smith J"]),
            ("Smith, Jane (ORCID 0000-0000-0000-0000)", &["Smith J"]),
        ],
    );
}

#[test]
fn names_in_scripts_without_capitals_stay_whole() {
    check(
        Named::Anyone,
        &[
            ("山田, 太郎", &["山田 太郎"]),
            ("山田，太郎", &["山田 太郎"]),
            ("山田　太郎", &["山田 太郎"]),
            ("王, 小明", &["王 小明"]),
            ("김, 철수", &["김 철수"]),
            ("김철수", &["김철수"]),
            ("刘伟明", &["刘伟明"]),
            ("山田 太郎", &["山田 太郎"]),
            ("Deng, Daosheng (邓道盛)", &["Deng D"]),
            ("Lee, Jinkee(이진기)", &["Lee J"]),
            ("Thoraval, Marie-Jean (陶益壮)", &["Thoraval MJ"]),
            ("حسن, أحمد", &["حسن أحمد"]),
            ("Иванов, Иван Петрович", &["Иванов ИП"]),
        ],
    );
}

#[test]
fn names_in_capitals_come_into_normal_case() {
    check(
        Named::Anyone,
        &[
            ("WANI, AASIMA YAZ", &["Wani AY"]),
            ("SMITH, JOHN", &["Smith J"]),
            ("SMITH, JA", &["Smith JA"]),
            ("SMITH J", &["Smith J"]),
            ("SMITH JOHN", &["Smith J"]),
            ("JOHN SMITH", &["Smith J"]),
            ("LI, WEI", &["Li W"]),
            ("LI W", &["Li W"]),
            ("DE SMET P", &["de Smet P"]),
            ("O'NEILL, ANN", &["O'Neill A"]),
            ("O'NEILL A", &["O'Neill A"]),
            ("McDONALD, IAN", &["McDonald I"]),
            ("MÜLLER-LÜDENSCHEIDT H", &["Müller-Lüdenscheidt H"]),
            ("VAN DER BERG, K.", &["van der Berg K"]),
            ("van der BERG, K.", &["van der Berg K"]),
            ("DI MARIO C", &["Di Mario C"]),
            ("ИВАНОВ И", &["Иванов И"]),
            ("ΠΑΠΑΔΟΠΟΥΛΟΣ Γ", &["Παπαδόπουλος Γ".replace('ό', "ο").leak()]),
            ("McMurray JJV", &["McMurray JJV"]),
            ("WHO", &["WHO"]),
            ("RECOVERY Collaborative Group", &["RECOVERY Collaborative Group"]),
        ],
    );
}

#[test]
fn a_group_goes_by_its_own_name() {
    for (text, expected) in [
        ("on behalf of the SPRINT Research Group", "SPRINT Research Group"),
        ("for the SPRINT Investigators", "SPRINT Investigators"),
        ("The Invented Group", "The Invented Group"),
        ("Invented Study Group. Electronic address: a.b@sample.example", "Invented Study Group"),
        ("Invented Study Group a.b@sample.example", "Invented Study Group"),
        ("Invented Study Group: Smith J, Marks K, Webern M", "Invented Study Group"),
        ("Invented Study Group (Smith J, Marks K)", "Invented Study Group"),
        ("World Health Organization (WHO)", "World Health Organization (WHO)"),
        ("COVID-19 Group 2", "COVID-19 Group 2"),
        ("World Sample Group,", "World Sample Group"),
    ] {
        assert_eq!(group(text), expected);
        assert_eq!(group(&group(text)), expected, "once more changes nothing");
    }
}

#[test]
fn what_is_known_to_name_people_is_read_in_their_order() {
    check(
        Named::People,
        &[
            ("Flat Name", &["Name F"]),
            ("Ludwig van Beethoven", &["van Beethoven L"]),
            ("Smith J", &["Smith J"]),
            ("World Health Organization", &["World Health Organization"]),
            ("von Sample", &["von Sample"]),
            ("others", &[]),
        ],
    );
}

#[test]
fn parts_that_are_given_apart_make_the_same_names() {
    for ((family, given, suffix), expected) in [
        (("Smith", "John", "Jr."), "Smith J Jr"),
        (("Smith", "J", "MD"), "Smith J"),
        (("Dijk", "Jan van", ""), "van Dijk J"),
        (("van Dijk", "Jan", ""), "van Dijk J"),
        (("SMITH", "J", ""), "Smith J"),
        (("王", "小明", ""), "王 小明"),
        (("Surnameonly", "", ""), "Surnameonly"),
        (("WHO", "", ""), "WHO"),
        (("", "Madonna", ""), "Madonna"),
        (("", "", ""), ""),
    ] {
        assert_eq!(person(family, given, suffix), expected);
    }
}

#[test]
fn a_written_name_reads_back() {
    for name in [
        "McMurray JJV",
        "King ML Jr",
        "Heart, Lung, and Blood Institute",
        "Plato",
        "Smith III",
        "山田 太郎",
        "van der Berg Å",
        "Johnson & Johnson",
    ] {
        assert_eq!(of_text(&written_inverted(name), Named::Anyone), [name]);
    }
}

/// A name as records hold it.
fn well_formed() -> impl Strategy<Value = String> {
    let family = prop::sample::select(vec![
        "McMurray",
        "van der Berg",
        "O'Neil",
        "d'Arc",
        "Køber",
        "Müller-Lüdenscheidt",
        "Ng",
        "De Luca",
        "'t Hooft",
        "al-Hassan",
        "Ortega y Gasset",
        "Иванов",
    ]);
    let given = prop::sample::select(vec!["J", "JJV", "Å", "ABCD", "MD", "MA"]);
    let suffix = prop::sample::select(vec!["", "", " Jr", " 3rd", " II"]);
    (family, given, suffix).prop_map(|(family, given, suffix)| format!("{family} {given}{suffix}"))
}

fn scraps() -> impl Strategy<Value = String> {
    let scraps = vec![
        "Smith",
        "J.",
        "JA",
        ",",
        ";",
        " and ",
        " & ",
        "et al.",
        "van",
        "der",
        "MD",
        "Jr",
        "(",
        ")",
        "山田",
        "，",
        "、",
        "GROUP",
        "Group",
        "of",
        "*",
        "1",
        "é",
        "e\u{301}",
        "@",
        "'",
        "-",
        "O'",
        "Mc",
        "İ",
        "ß",
        "…",
        ":",
        "on behalf of",
        ",,",
        "III",
        "\u{200b}",
        "&",
        ".",
        "al-",
    ];
    prop::collection::vec(
        prop_oneof![prop::sample::select(scraps).prop_map(str::to_owned), "\\PC{0,6}"],
        0..12,
    )
    .prop_map(|words| words.join(" "))
}

fn letters(text: &str) -> String {
    composed(text).chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

proptest! {
    #[test]
    fn any_text_gives_names_that_are_not_empty(text in scraps(), is_people in any::<bool>()) {
        let named = if is_people { Named::People } else { Named::Anyone };
        for name in of_text(&text, named) {
            prop_assert!(!name.trim().is_empty());
            prop_assert_eq!(crate::text::clean(&name), name);
        }
        let _ = group(&text);
        let _ = person(&text, &text, &text);
    }

    #[test]
    fn a_well_formed_name_stays_as_it_is(name in well_formed()) {
        prop_assert_eq!(of_text(&name, Named::Anyone), vec![name.clone()]);
        prop_assert_eq!(of_text(&written_inverted(&name), Named::Anyone), vec![name.clone()]);
        prop_assert_eq!(of_text(&name, Named::People), vec![name]);
    }

    #[test]
    fn a_list_of_well_formed_names_is_these_names(names in prop::collection::vec(well_formed(), 1..6)) {
        for separator in ["; ", ", ", " and "] {
            prop_assert_eq!(of_text(&names.join(separator), Named::Anyone), names.clone(), "{}", separator);
        }
    }

    #[test]
    fn no_letter_of_a_family_name_or_of_a_group_is_lost(family in "[A-Z][a-zäöüéñ]{1,9}(-[A-Z][a-z]{1,6})?", given in "[A-Z][a-z]{2,8}") {
        let found = of_text(&format!("{family}, {given}"), Named::Anyone);
        prop_assert_eq!(found.len(), 1);
        prop_assert!(letters(&found[0]).starts_with(&letters(&family)), "{:?}", found);
        let name = format!("{family} {given} Study Group");
        prop_assert_eq!(of_text(&name, Named::Anyone), vec![name]);
    }
}
