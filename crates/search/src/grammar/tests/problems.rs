//! What is reported of faulty texts, and what is made of them.

use super::*;
use ProblemCode as Code;
use std::time::{Duration, Instant};

/// A text, its shape, and what is reported of it.
type Case<'a> = (&'a str, &'a str, &'a [(Code, &'a str)]);

#[track_caller]
fn check_told(table: &[Case<'_>]) {
    for (text, expected, told) in table {
        assert_eq!(shape(text), *expected, "{text}");
        assert_eq!(problems(text), *told, "{text}");
    }
}

#[test]
fn parentheses_without_partner_are_marked() {
    check_told(&[
        ("a AND (b OR c", "all(a, any(b, c))", &[(Code::OpenParenthesis, "(")]),
        ("((a OR b) AND c", "all(any(a, b), c)", &[(Code::OpenParenthesis, "(")]),
        ("asthma OR copd) AND c", "all(any(asthma, copd), c)", &[(Code::CloseParenthesis, ")")]),
        ("(asthma", "asthma", &[(Code::OpenParenthesis, "(")]),
        ("a AND ()", "a", &[(Code::EmptyGroup, "()")]),
        ("a AND (( ))[ti] AND b", "all(a, b)", &[(Code::EmptyGroup, "( )")]),
    ]);
}

#[test]
fn quotation_marks_without_partner_or_words_are_marked() {
    check_told(&[
        ("dose \"heart failure", "dose·heart·failure", &[(Code::LoneQuote, "\"")]),
        ("\"heart failure AND aspirin", "all(heart·failure, aspirin)", &[(Code::LoneQuote, "\"")]),
        ("\"\" asthma", "asthma", &[(Code::EmptyPhrase, "\"\"")]),
        ("asthma “ ?? ”", "asthma", &[(Code::EmptyPhrase, "“ ?? ”")]),
        ("\"", "nothing", &[(Code::NothingToSearch, "\""), (Code::LoneQuote, "\"")]),
    ]);
}

#[test]
fn operators_without_operand_are_marked() {
    check_told(&[
        ("AND asthma", "asthma", &[(Code::DanglingOperator, "AND")]),
        ("asthma OR", "asthma", &[(Code::DanglingOperator, "OR")]),
        ("asthma NOT", "asthma", &[(Code::DanglingOperator, "NOT")]),
        ("a AND OR b", "all(a, b)", &[(Code::DanglingOperator, "OR")]),
        ("(a OR ) AND b", "all(a, b)", &[(Code::DanglingOperator, "OR")]),
        ("a NOT AND b", "all(a, not(b))", &[(Code::DanglingOperator, "AND")]),
        ("a.ti. adj3", "a@ti", &[(Code::DanglingOperator, "adj3")]),
        ("a.ti. adj3 and b", "all(a@ti, b)", &[(Code::DanglingOperator, "adj3 and")]),
        ("AND", "nothing", &[(Code::NothingToSearch, "AND"), (Code::DanglingOperator, "AND")]),
    ]);
}

#[test]
fn fields_that_are_not_there_are_marked_and_their_words_searched_everywhere() {
    check_told(&[
        ("asthma[titel]", "asthma", &[(Code::UnknownField, "[titel]")]),
        ("asthma[ti] AND child [titel]", "all(asthma@ti, child)", &[(Code::UnknownField, "[titel]")]),
        ("asthma[ti:foo]", "asthma@ti", &[(Code::UnknownField, "[ti:foo]")]),
        ("asthma[ti:noexp]", "asthma@ti", &[(Code::UnknownField, "[ti:noexp]")]),
        ("boston[ad]", "boston", &[(Code::MissingField, "[ad]")]),
        ("asthma.zz. and child.ti.", "all(asthma, child@ti)", &[(Code::UnknownField, ".zz.")]),
        ("asthma.ti,zz.", "asthma", &[(Code::UnknownField, ".ti,zz.")]),
        ("a AND free full text[sb] AND b", "all(a, b)", &[(Code::MissingFilter, "[sb]")]),
        ("free full text[sb] AND b", "b", &[(Code::MissingFilter, "[sb]")]),
        ("[ti] AND asthma", "asthma", &[(Code::FieldWithoutWords, "[ti]"), (Code::DanglingOperator, "AND")]),
        ("asthma[ti", "asthma@ti", &[(Code::OpenField, "[ti")]),
        ("2019:2020[edat]", "2019:2020@dp", &[(Code::OtherDate, "[edat]")]),
    ]);
}

#[test]
fn dates_that_the_calendar_has_not_are_marked() {
    check_told(&[
        ("2019/13[dp]", "2019@dp", &[(Code::BadDate, "2019/13[dp]")]),
        ("a AND soon[dp]", "a", &[(Code::BadDate, "soon[dp]")]),
        ("2024:2019[dp]", "2019:2024@dp", &[(Code::ReversedDates, "2024:2019[dp]")]),
    ]);
}

#[test]
fn truncation_and_wild_cards_that_are_not_possible_are_marked() {
    check_told(&[
        ("*", "nothing", &[(Code::NothingToSearch, "*"), (Code::ShortTruncation, "*")]),
        ("a*", "a", &[(Code::ShortTruncation, "a*")]),
        ("*ab", "ab", &[(Code::ShortTruncation, "*")]),
        ("vaccin* AND a*", "all(vaccin*, a)", &[(Code::ShortTruncation, "a*")]),
        ("s*[au]", "=s@au", &[(Code::ShortTruncation, "s*")]),
        ("a?b AND vaccin*", "all(<a·b>, vaccin*)", &[(Code::Wildcard, "a?b")]),
    ]);
}

#[test]
fn proximity_needs_words_on_both_sides() {
    check_told(&[
        ("\"heart\"[tiab:~3]", "<heart>@tiab", &[(Code::Proximity, "\"heart\"")]),
        ("exp Asthma/ adj3 child", "all(exp Asthma@mh, child)", &[(Code::Proximity, "adj3")]),
        ("(a and b) adj3 c", "all(a, b, c)", &[(Code::Proximity, "adj3")]),
    ]);
}

#[test]
fn results_of_earlier_searches_are_not_known() {
    check_told(&[
        ("#1 AND asthma", "asthma", &[(Code::EarlierSearch, "#1")]),
        ("asthma.ti. and or/1-5", "asthma@ti", &[(Code::EarlierSearch, "or/1-5")]),
    ]);
}

#[test]
fn a_reading_is_bounded_whatever_the_text() {
    let many = (0..5_000).map(|number| format!("term{number}")).collect::<Vec<_>>();
    let nested = |open: &str, close: &str| format!("{}asthma{}", open.repeat(10_000), close.repeat(10_000));
    let texts = [
        ("parentheses", nested("(", ")")),
        ("open parentheses", "(".repeat(10_000)),
        ("closed parentheses", format!("a AND b{}", ")".repeat(10_000))),
        ("nested NOT", nested("NOT (", ")")),
        ("NOT in a row", format!("{}asthma", "NOT ".repeat(10_000))),
        ("nested alternation", nested("(a OR (b AND ", "))")),
        ("alternation", "a AND b OR ".repeat(3_000)),
        ("words", many.join(" ")),
        ("operands", many.join(" OR ")),
        ("fields", many.join("[ti] ")),
        ("values", many.join("[au] ")),
        ("near", many.join(" adj3 ")),
        ("near groups", format!("({}) adj3 ({})", many[..400].join(" or "), many[400..800].join(" or "))),
        ("quotes", "\"".repeat(10_001)),
        ("brackets", "a[".repeat(20_000)),
        ("stars", "*".repeat(60_000)),
        ("codes", ".ti,ab".repeat(10_000)),
        ("asides", "a(".repeat(30_000)),
        ("strokes", "Aa/ ".repeat(15_000)),
        ("DOIs", "10. ".repeat(16_000)),
        ("DOIs in one word", "10.1000/(".repeat(7_000)),
        ("addresses in one word", "http://(".repeat(8_000)),
        ("a million letters", "x".repeat(1_000_000)),
        ("a million gaps", " ".repeat(1_000_000)),
        ("a million marks", "é(\"[*$?:.,ti.] ".repeat(70_000)),
    ];
    for (name, text) in &texts {
        let start = Instant::now();
        let parsed = parse(text);
        // Generous: the machine may be busy, and this is no benchmark.
        assert!(start.elapsed() < Duration::from_secs(2), "{name} took {:?}", start.elapsed());
        assert!(parsed.problems.len() <= MAX_PROBLEMS, "{name}");
        assert!(parsed.wanted().iter().map(|leaf| leaf.words().len()).sum::<usize>() <= MAX_TERMS, "{name}");
        if let Expression::Structured(node) = &parsed.expression {
            assert!(depth(node) <= MAX_DEPTH, "{name}");
        }
        let is_answered = !parsed.wanted().is_empty() || parsed.expression == Expression::Everything;
        assert!(is_answered || !parsed.problems.is_empty(), "{name} is neither answered nor told");
    }
}

#[test]
fn what_lies_beyond_the_bounds_is_left_out_and_told() {
    let words = |count: usize| (0..count).map(|number| format!("w{number}")).collect::<Vec<_>>();
    let parsed = parse(&words(MAX_TERMS + 10).join(" "));
    assert_eq!(parsed.wanted()[0].words().len(), MAX_TERMS);
    assert_eq!(parsed.problems[0].code, Code::TooManyTerms);
    let text = words(MAX_TERMS + 10).join(" AND ");
    let parsed = parse(&text);
    assert_eq!(parsed.wanted().len(), MAX_TERMS);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.problems[0].code, Code::TooManyTerms);
    assert!(parsed.problems[0].span.of(&text).starts_with(&format!("w{MAX_TERMS}")));
    let long = format!("asthma {}", "é ".repeat(MAX_QUERY_BYTES));
    let told = parse(&long).problems.into_iter().find(|problem| problem.code == Code::TooLong);
    assert_eq!(told.map(|problem| problem.span.end), Some(long.len()));
    let deep = format!("{}x{}", "(".repeat(MAX_DEPTH + 1), ")".repeat(MAX_DEPTH + 1));
    assert_eq!(problems(&format!("y AND {deep}")), [(Code::TooDeep, "(")]);
    assert_eq!(shape(&format!("y AND {deep}")), "all(y, x)");
}
