//! Ovid's syntax, as far as it maps.

use super::*;

#[test]
fn headings_end_in_a_stroke() {
    check_sound(
        Language::Ovid,
        &[
            ("exp Heart Failure/", "exp Heart Failure@mh"),
            ("Heart Failure/", "Heart Failure@mh"),
            ("*Heart Failure/", "major Heart Failure@mh"),
            ("exp *Heart Failure/", "exp major Heart Failure@mh"),
            ("exp heart failure/", "exp heart failure@mh"),
            ("heart failure/ or cardiac failure/", "any(heart failure@mh, cardiac failure@mh)"),
            ("Diabetes Mellitus, Type 2/", "Diabetes Mellitus, Type 2@mh"),
            ("exp Bone and Bones/", "exp Bone and Bones@mh"),
            ("exp \"Bone and Bones\"/ and x", "all(exp Bone and Bones@mh, x)"),
            ("exp Asthma/dt", "exp Asthma/drug therapy@mh"),
            (
                "exp Asthma/dt, pc [Drug Therapy, Prevention & Control] and child",
                "all(any(exp Asthma/drug therapy@mh, exp Asthma/prevention & control@mh), child)",
            ),
            ("*Asthma/dt and x", "all(major Asthma/drug therapy@mh, x)"),
            ("Asthma.sh.", "Asthma@mh"),
            ("exp Asthma/ and exp COPD/", "all(exp Asthma@mh, exp COPD@mh)"),
            ("(exp Asthma/ or Lung/) not Child/", "all(any(exp Asthma@mh, Lung@mh), not(Child@mh))"),
        ],
    );
}

#[test]
fn fields_stand_between_full_stops() {
    check_sound(
        Language::Ovid,
        &[
            ("asthma.ti.", "asthma@ti"),
            ("asthma.ab.", "asthma@ab"),
            ("asthma.ti,ab.", "asthma@tiab"),
            ("asthma.ti, ab.", "asthma@tiab"),
            ("asthma.tw.", "asthma@tiab"),
            ("asthma.mp.", "asthma@tw"),
            ("asthma.af.", "asthma"),
            ("asthma.ti,kf.", "any(asthma@ti, asthma@ot)"),
            ("asthma .ti,ab.", "asthma@tiab"),
            ("smith j.au.", "=smith j@au"),
            ("randomized controlled trial.pt.", "=randomized controlled trial@pt"),
            ("lancet.jn.", "=lancet@ta"),
            ("2019.yr.", "2019@dp"),
            ("\"2019 -Current\".yr.", "2019:3000@dp"),
            ("english.lg.", "=english@la"),
            ("(a or b).ti,ab.", "any(a@tiab, b@tiab)"),
            ("\"heart failure\".ti.", "<heart·failure>@ti"),
        ],
    );
}

#[test]
fn words_side_by_side_are_a_phrase() {
    check_sound(
        Language::Ovid,
        &[
            ("heart failure.ti.", "<heart·failure>@ti"),
            ("heart failure and asthma.ti.", "all(<heart·failure>, asthma@ti)"),
            ("cardi* failure.ti.", "<cardi*·failure>~0@ti"),
            ("heart fail$.ti.", "<heart·fail*>@ti"),
        ],
    );
}

#[test]
fn operators_are_written_in_any_case_and_and_binds_more_than_or() {
    check_sound(
        Language::Ovid,
        &[
            ("a or b and c.ti.", "any(a, all(b, c@ti))"),
            ("a.ti. AND b or c Not d", "any(all(a@ti, b), all(c, not(d)))"),
            ("(a or b) and c.ti.", "all(any(a, b), c@ti)"),
            ("a or b or c.ti. or d and e", "any(a, b, c@ti, all(d, e))"),
        ],
    );
}

#[test]
fn words_are_truncated_by_dollar_and_star() {
    check_sound(
        Language::Ovid,
        &[
            ("cardiomyopath$", "cardiomyopath*"),
            ("diabet$ and kidney", "all(diabet*, kidney)"),
            ("asthma*.ti.", "asthma*@ti"),
        ],
    );
}

#[test]
fn adj_asks_for_words_near_each_other() {
    check_sound(
        Language::Ovid,
        &[
            ("heart adj failure", "<heart·failure>"),
            ("heart adj3 failure", "<heart·failure>~2"),
            ("heart ADJ1 failure", "<heart·failure>~0"),
            ("heart adj3 failure.ti,ab.", "<heart·failure>~2@tiab"),
            ("(heart adj3 failure).ti,kf.", "any(<heart·failure>~2@ti, <heart·failure>~2@ot)"),
            ("heart adj3 fail*", "<heart·fail*>~2"),
            ("heart failure adj2 drug", "<heart·failure·drug>~1"),
            ("a adj3 b adj2 c", "<a·b·c>~3"),
            ("\"a b\"[tiab:~1000] adj99 c", "<a·b·c>~1000@tiab"),
            ("x and heart adj3 failure or y", "any(all(x, <heart·failure>~2), y)"),
            (
                "((heart or cardiac) adj3 (failure or weak*)).ti.",
                "any(<heart·failure>~2@ti, <heart·weak*>~2@ti, <cardiac·failure>~2@ti, <cardiac·weak*>~2@ti)",
            ),
            ("not a adj3 b", "not(<a·b>~2)"),
        ],
    );
}

#[test]
fn limits_to_years_narrow_what_they_limit() {
    check_sound(
        Language::Ovid,
        &[
            ("limit exp Asthma/ to yr=\"2019 -Current\"", "all(exp Asthma@mh, 2019:3000@dp)"),
            ("a or b.ti. limit to yr=2019-2021", "all(any(a, b@ti), 2019:2021@dp)"),
            ("limit (a or b) to (yr=\"2019\")", "all(any(a, b), 2019@dp)"),
        ],
    );
    assert_eq!(
        problems("limit asthma to (english language and yr=\"2019 -Current\")"),
        [(ProblemCode::MissingFilter, "english language")]
    );
    assert_eq!(shape("limit 5 to yr=\"2019 -Current\""), "2019:3000@dp");
    assert_eq!(problems("limit 5 to yr=\"2019 -Current\""), [(ProblemCode::EarlierSearch, "5")]);
}

#[test]
fn limit_with_an_operator_or_a_field_behind_it_is_a_word() {
    for (text, expected) in [
        ("limit and x.ti. and to and yr=2019", "all(limit, x@ti, to, yr=2019)"),
        ("limit.ti. and x and to and yr=2019", "all(limit@ti, x, to, yr=2019)"),
        ("[mh]limit (x.ti.) to (yr=2019)", "all(limit, x@ti, to, yr=2019)"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
        properties::check_rules(text);
    }
}

#[test]
fn a_strategy_as_librarians_write_it_is_read() {
    check_sound(
        Language::Ovid,
        &[(
            "(exp Heart Failure/ or (heart adj2 fail*).ti,ab. or hfref.mp.) and \
             (exp Sodium-Glucose Transporter 2 Inhibitors/ or (empagliflozin or dapagliflozin).tw.) \
             not (animals/ not humans/)",
            "all(any(exp Heart Failure@mh, <heart·fail*>~1@tiab, hfref@tw), \
             any(exp Sodium-Glucose Transporter 2 Inhibitors@mh, empagliflozin@tiab, dapagliflozin@tiab), \
             not(all(animals@mh, not(humans@mh))))",
        )],
    );
}
