//! PubMed's syntax.

use super::*;

#[test]
fn operators_are_applied_from_left_to_right() {
    check_sound(
        Language::PubMed,
        &[
            ("aspirin AND stroke", "all(aspirin, stroke)"),
            ("a OR b AND c", "all(any(a, b), c)"),
            ("a AND b OR c", "any(all(a, b), c)"),
            ("a OR (b AND c)", "any(a, all(b, c))"),
            ("a NOT b", "all(a, not(b))"),
            ("a NOT b AND c", "all(a, not(b), c)"),
            ("a OR b NOT c", "all(any(a, b), not(c))"),
            ("a AND NOT b", "all(a, not(b))"),
            ("a OR NOT b", "any(a, not(b))"),
            ("NOT a", "not(a)"),
            ("NOT NOT a AND NOT (NOT b)", "all(a, b)"),
            ("a AND (b AND (c AND d))", "all(a, b, c, d)"),
            ("((a)) OR (((b OR c)))", "any(a, b, c)"),
            ("NOT (a OR b)", "not(any(a, b))"),
        ],
    );
}

#[test]
fn words_side_by_side_are_one_operand() {
    check_sound(
        Language::PubMed,
        &[
            ("heart attack AND aspirin", "all(heart·attack, aspirin)"),
            ("aspirin OR heart attack", "any(aspirin, heart·attack)"),
            ("(a OR b) c d", "all(any(a, b), c·d)"),
            ("a OR b (c)", "all(any(a, b), c)"),
            ("\"heart failure\" dose AND x", "all(<heart·failure>, dose, x)"),
            ("aspirin[ti] stroke[ti]", "all(aspirin@ti, stroke@ti)"),
            ("x OR vitamin 25(OH)D level", "any(x, all(vitamin, <25·OH·D>, level))"),
            ("HLA-B*57:01 AND abacavir", "all(<HLA-B·57:01>, abacavir)"),
            ("asthma: a review AND x", "all(asthma·a·review, x)"),
            ("salt and water AND x", "all(salt·and·water, x)"),
            ("10.1016/S0140-6736(19)32008-2 OR x", "any(10.1016/S0140-6736(19)32008-2, x)"),
            ("(x OR 10.1016/S0140-6736(19)32008-2)", "any(x, 10.1016/S0140-6736(19)32008-2)"),
        ],
    );
}

#[test]
fn a_parenthesis_in_an_identifier_has_its_partner_there_or_is_of_what_stands_around() {
    for (text, expected, marked) in [
        ("(x OR 10.1000/a(D\") AND y", "all(any(x, 10.1000/a), D, y)", vec!["("]),
        ("(x OR 10.1000/a)b AND y", "all(any(x, 10.1000/a), b, y)", vec![]),
        ("x OR https://a.b/c(d(e)f", "all(any(x, https://a.b/c), <d·e·f>)", vec!["("]),
        ("x OR 10.1000/(", "any(x, 10.1000)", vec!["("]),
    ] {
        assert_eq!(shape(text), expected, "{text}");
        let parentheses =
            problems(text).into_iter().filter(|(code, _)| *code == ProblemCode::OpenParenthesis);
        assert_eq!(parentheses.map(|(_, marked)| marked).collect::<Vec<_>>(), marked, "{text}");
        properties::check_rules(text);
    }
}

#[test]
fn fields_of_text_hold_words_and_phrases() {
    check_sound(
        Language::PubMed,
        &[
            ("aspirin[ti]", "aspirin@ti"),
            ("heart attack[Title]", "heart·attack@ti"),
            ("heart attack [tiab]", "heart·attack@tiab"),
            ("\"heart failure\"[Title/Abstract]", "<heart·failure>@tiab"),
            ("aspirin[ab]", "aspirin@ab"),
            ("aspirin[tw]", "aspirin@tw"),
            ("aspirin[Text Word]", "aspirin@tw"),
            ("aspirin[All Fields]", "aspirin"),
            ("aspirin[ot]", "aspirin@ot"),
            ("(a OR \"b c\" OR d[ti])[tiab]", "any(a@tiab, <b·c>@tiab, d@ti)"),
            ("((a AND b)[ti] OR c)[ab]", "any(all(a@ti, b@ti), c@ab)"),
            ("a[ti]AND b[ti]", "all(a@ti, b@ti)"),
        ],
    );
}

#[test]
fn fields_of_values_hold_whole_values() {
    check_sound(
        Language::PubMed,
        &[
            ("Smith JA[au]", "=Smith JA@au"),
            ("\"Smith JA\"[Author]", "=Smith JA@au"),
            ("O'Brien[1au]", "=O'Brien@1au"),
            ("Smith J[Author - Last]", "=Smith J@lastau"),
            ("smith*[au]", "=smith*@au"),
            ("N Engl J Med[ta]", "=N Engl J Med@ta"),
            ("\"Lancet (London, England)\"[Journal]", "=Lancet (London, England)@ta"),
            ("Randomized Controlled Trial[pt]", "=Randomized Controlled Trial@pt"),
            ("english[la]", "=english@la"),
            ("31535829[pmid]", "=31535829@pmid"),
            ("31535829[uid]", "=31535829@pmid"),
            ("10.1056/NEJMoa1911303[doi]", "=10.1056/NEJMoa1911303@doi"),
            ("PMC1234567[aid]", "=PMC1234567@aid"),
            ("S0140-6736(19)32008-2[lid]", "=S0140-6736(19)32008-2@aid"),
            ("drug therapy[sh]", "=drug therapy@sh"),
            ("(smith j OR jones k)[au]", "any(=smith j@au, =jones k@au)"),
        ],
    );
}

#[test]
fn headings_are_exploded_unless_told_otherwise() {
    check_sound(
        Language::PubMed,
        &[
            ("Heart Failure[mh]", "exp Heart Failure@mh"),
            ("\"Anemia, Sickle Cell\"[MeSH Terms]", "exp Anemia, Sickle Cell@mh"),
            ("Diabetes Mellitus, Type 2[mesh]", "exp Diabetes Mellitus, Type 2@mh"),
            ("Heart Failure[mh:noexp]", "Heart Failure@mh"),
            ("\"Heart Failure\"[Mesh:NoExp]", "Heart Failure@mh"),
            ("Heart Failure[majr]", "exp major Heart Failure@mh"),
            ("Heart Failure[MeSH Major Topic:noexp]", "major Heart Failure@mh"),
            ("Heart Failure/drug therapy[mh]", "exp Heart Failure/drug therapy@mh"),
            ("Heart Failure/DT[majr]", "exp major Heart Failure/drug therapy@mh"),
            ("neoplasm*[mh]", "exp neoplasm*@mh"),
        ],
    );
}

#[test]
fn words_are_truncated_by_a_star() {
    check_sound(
        Language::PubMed,
        &[
            ("vaccin*", "vaccin*"),
            ("vaccin* children", "vaccin*·children"),
            ("heart fail*[tiab]", "heart·fail*@tiab"),
            ("\"breast feed*\"", "<breast·feed*>"),
            ("\"breast-feed* practice\"[ti]", "<breast-feed*·practice>~0@ti"),
            ("flu*", "flu*"),
        ],
    );
}

#[test]
fn proximity_allows_words_between() {
    check_sound(
        Language::PubMed,
        &[
            ("\"heart failure\"[tiab:~3]", "<heart·failure>~3@tiab"),
            ("\"drug heart failure\"[Title:~0]", "<drug·heart·failure>~0@ti"),
            ("heart failure[Title/Abstract:~2]", "<heart·failure>~2@tiab"),
            ("\"heart fail*\"[all:~99999]", "<heart·fail*>~1000"),
        ],
    );
}

#[test]
fn dates_are_single_or_ranges() {
    check_sound(
        Language::PubMed,
        &[
            ("2019[dp]", "2019@dp"),
            ("2019/05/01[pdat]", "2019/05/01@dp"),
            ("2019:2024[dp]", "2019:2024@dp"),
            ("2019/05:2020[Publication Date]", "2019/05:2020@dp"),
            ("2019 : 2024[dp]", "2019:2024@dp"),
            ("\"2019/01/01\"[Date - Publication] : \"3000\"[Date - Publication]", "2019/01/01:3000@dp"),
            ("2019[dp]:2020[dp]", "2019:2020@dp"),
            ("\"2019/01/01\":\"2020\"[dp]", "2019/01/01:2020@dp"),
            ("asthma AND \"last 5 years\"[dp]", "all(asthma, \"last 5 years\"@dp)"),
            ("(2018 OR 2020)[dp]", "any(2018@dp, 2020@dp)"),
            ("asthma AND 2019:2024[dp] AND x[ti]", "all(asthma, 2019:2024@dp, x@ti)"),
        ],
    );
}

#[test]
fn searches_as_people_make_them_are_read() {
    check_sound(
        Language::PubMed,
        &[
            (
                "(\"heart failure\"[mh] OR heart failure[tiab]) AND (empagliflozin OR SGLT2*) NOT animals[mh] \
                 AND randomized controlled trial[pt] AND 2019:2024[dp]",
                "all(any(exp heart failure@mh, heart·failure@tiab), any(empagliflozin, SGLT2*), \
                 not(exp animals@mh), =randomized controlled trial@pt, 2019:2024@dp)",
            ),
            (
                "((\"atrial fibrillation\"[MeSH Terms]) AND (apixaban[Title/Abstract])) AND \
                 (dialysis[Title/Abstract] OR \"kidney failure\"[Title/Abstract])",
                "all(exp atrial fibrillation@mh, apixaban@tiab, any(dialysis@tiab, <kidney·failure>@tiab))",
            ),
        ],
    );
}

#[test]
fn an_operator_between_full_stops_is_one() {
    for (text, expected) in [
        ("aspirin.OR. warfarin", "any(aspirin, warfarin)"),
        ("(aspirin.OR. stroke.NO.) AND x", "all(any(aspirin, stroke·NO), x)"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
        properties::check_rules(text);
    }
}

#[test]
fn what_is_meant_as_an_operator_is_read_as_one_and_told() {
    for (text, expected, marked) in [
        ("a[ti] or b[ti]", "any(a@ti, b@ti)", "or"),
        ("(a OR b) and (c OR d)", "all(any(a, b), any(c, d))", "and"),
        ("\"a b\" not x AND c", "all(<a·b>, not(x), c)", "not"),
        ("(heart or cardiac) AND failure", "all(heart·or·cardiac, failure)", "or"),
    ] {
        assert_eq!(shape(text), expected, "{text}");
        assert_eq!(problems(text), [(ProblemCode::LowerCaseOperator, marked)], "{text}");
    }
}
