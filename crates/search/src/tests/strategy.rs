//! Strategies of several lines, on small libraries: each line counts what the same search alone would.

use super::*;
use domain::query::ProblemCode;

fn records() -> Library {
    let full = |id: &str, title: &str, text: &str, headings: &[&str], year: i32| IndexedItem {
        year: Some(year),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        ..record(id, title, text)
    };
    Library::of(vec![
        full("a", "Dapagliflozin in heart failure", "Fewer admissions of women.", &["Heart Failure"], 2019),
        full("b", "Placebo response", "Heart function and failure of a woman.", &["Placebo Effect"], 2022),
        full("c", "Statins", "Lipids in adults with tumour or tumor.", &["Lipids", "Humans"], 2008),
        full(
            "d",
            "BNP for the diagnosis of heart failure",
            "Sensitivity and specificity.",
            &["Heart Failure"],
            2015,
        ),
        full("e", "Vaccination of children", "Hyperglycemia and hypoglycaemia.", &["Vaccines"], 2011),
        full("f", "Heart failure in rats", "Sensitivity of BNP.", &["Heart Failure", "Animals"], 2012),
    ])
}

fn answer(library: &Library, text: &str) -> SearchResults {
    library.search.search(&SearchQuery::of(text), &scope(&LibraryView::Department)).unwrap()
}

fn found(results: &SearchResults) -> Vec<&str> {
    let mut found = ids(&results.hits);
    found.sort_unstable();
    found
}

/// Numbers, texts and counts of the lines.
fn lines(results: &SearchResults) -> Vec<(&str, &str, Option<u64>)> {
    results.lines.iter().map(|line| (line.number.as_str(), line.text.as_str(), line.count)).collect()
}

#[test]
fn ovids_history_is_a_strategy() {
    let library = records();
    let results = answer(
        &library,
        "Database: Ovid MEDLINE(R) <1946 to March Week 1 2015>\nSearch Strategy:\n----------------------------\n\
         1     exp Heart Failure/ (95000)\n2     heart failure.ti,ab. (123456)\n3     or/1-2 (150000)\n\
         4     (bnp or natriuretic).mp. [mp=title, abstract, original title] (2000)\n5     3 and 4 (300)\n\
         6     exp Animals/ not Humans/ (99)\n7     5 not 6 (12)\n***************************",
    );
    assert_eq!(
        lines(&results),
        [
            ("1", "exp Heart Failure/", Some(3)),
            ("2", "heart failure.ti,ab.", Some(3)),
            ("3", "or/1-2", Some(3)),
            ("4", "(bnp or natriuretic).mp.", Some(2)),
            ("5", "3 and 4", Some(2)),
            ("6", "exp Animals/ not Humans/", Some(1)),
            ("7", "5 not 6", Some(1)),
        ]
    );
    assert_eq!(found(&results), ["d"]);
    assert_eq!(results.total, 1);
    assert!(results.lines[6].is_chosen && results.lines.iter().filter(|line| line.is_chosen).count() == 1);
    assert!(results.lines.iter().all(|line| line.problems.is_empty()), "{:?}", results.lines);
}

#[test]
fn pubmeds_history_begins_with_the_newest_line() {
    let library = records();
    let results = answer(
        &library,
        "#4\tSearch #1 AND #3\t1234\t04:23:11\n#3\tSearch #2 NOT rats[ti]\t99\t04:23:11\n\
         #2\tSearch \"heart failure\"[tiab]\t5\t04:22:01\n#1\tSearch (BNP[tiab]) OR sensitivity[tiab]\t5\t04:20:01",
    );
    let counts: Vec<_> = results.lines.iter().map(|line| (line.number.as_str(), line.count)).collect();
    assert_eq!(counts, [("4", Some(1)), ("3", Some(2)), ("2", Some(3)), ("1", Some(2))]);
    assert_eq!(found(&results), ["d"]);
    assert!(results.lines.iter().all(|line| line.problems.is_empty()), "{:?}", results.lines);
}

#[test]
fn lines_without_numbers_are_counted_from_one() {
    let library = records();
    let results = answer(&library, "Population\nheart failure[tiab]\nIndex test\nBNP[tiab]\n1 AND 2");
    assert_eq!(
        lines(&results),
        [("1", "heart failure[tiab]", Some(4)), ("2", "BNP[tiab]", Some(2)), ("3", "1 AND 2", Some(2))]
    );
    let results = answer(&library, "heart failure\nBNP\n1 and 2");
    assert_eq!(results.lines.len(), 3);
    assert_eq!(found(&results), ["d", "f"]);
}

#[test]
fn letters_name_lines_and_the_final_search_combines_them() {
    let library = records();
    let results = answer(&library, "A. \"heart failure\"[tiab]\nB. statins[ti]\nFinal search: A or B");
    assert_eq!(found(&results), ["a", "c", "d", "f"]);
    let results = answer(&library, "1a. \"heart failure\"[tiab]\n1b. statins[ti]\n2. 1a or 1b\n3. 1a and 2");
    assert_eq!(found(&results), ["a", "d", "f"]);
}

#[test]
fn a_pasted_question_stays_a_question_whatever_its_line_breaks() {
    let library = records();
    for text in [
        "What is the dose of dapagliflozin\nin heart failure\nstage 2 and 3?",
        "dapagliflozin\nheart failure",
        "1. Is dapagliflozin safe?\n2. Is it used in heart failure?",
    ] {
        assert_eq!(answer(&library, text).lines, [], "{text}");
    }
}

#[test]
fn one_search_wrapped_over_lines_stays_one_search() {
    let library = records();
    for text in [
        "(\"heart failure\"[tiab] OR\ncardiac[tiab])\nAND\n(BNP[tiab]\nOR natriuretic[tiab])",
        "\"heart failure\"[tiab]\nAND BNP[tiab]",
    ] {
        let results = answer(&library, text);
        assert_eq!(found(&results), ["d", "f"], "{text}");
        assert_eq!(results.lines, [], "{text}");
    }
    let results = answer(&library, "1 (heart failure or\ncardiac failure).ti.\n2 bnp.ti.\n3 1 and\n2");
    assert_eq!(lines(&results).len(), 3, "{:?}", results.lines);
    assert_eq!(found(&results), ["d"]);
}

#[test]
fn a_line_can_be_chosen_or_switched_off() {
    let library = records();
    let text = "#1 \"heart failure\"[tiab]\n#2 BNP[tiab]\n#3 statins[ti]\n#4 #1 AND #2\n#5 #4 OR #3";
    let query = SearchQuery { line: Some("1".to_owned()), ..SearchQuery::of(text) };
    let scope = scope(&LibraryView::Department);
    let results = library.search.search(&query, &scope).unwrap();
    assert_eq!(found(&results), ["a", "d", "f"]);
    assert!(results.lines[0].is_chosen && !results.lines[4].is_chosen);
    let query = SearchQuery { lines_off: vec!["2".to_owned()], ..SearchQuery::of(text) };
    let results = library.search.search(&query, &scope).unwrap();
    let counts: Vec<_> = results.lines.iter().map(|line| line.count).collect();
    assert_eq!(counts, [Some(3), None, Some(1), Some(3), Some(4)]);
    assert!(results.lines[1].is_off);
    let query = SearchQuery { lines_off: vec!["5".to_owned()], ..SearchQuery::of(text) };
    assert!(library.search.search(&query, &scope).unwrap().lines[3].is_chosen, "the last of the others");
}

#[test]
fn limits_and_faulty_references_are_reported_at_their_line() {
    let library = records();
    let text = "1. heart failure.ti.\n2. limit 1 to (english language and yr=\"2013 -Current\")\n\
                3. remove duplicates from 2\n4. 3 or 9\n5. 5 or 6\n6. 5 or 1";
    let results = answer(&library, text);
    let counts: Vec<_> = results.lines.iter().map(|line| line.count).collect();
    assert_eq!(counts, [Some(3), Some(2), Some(2), Some(2), Some(3), Some(3)]);
    let problems: Vec<_> = results
        .lines
        .iter()
        .flat_map(|line| line.problems.iter().map(|it| (line.number.as_str(), it.code, it.span.of(text))))
        .collect();
    assert_eq!(
        problems,
        [
            ("2", ProblemCode::MissingFilter, "(english language and"),
            ("4", ProblemCode::UnknownLine, "9"),
            ("5", ProblemCode::CircularLine, "5"),
            ("5", ProblemCode::LaterLine, "6"),
            ("6", ProblemCode::CircularLine, "5"),
        ]
    );
}

/// Names and counts of the lines.
fn counts(results: &SearchResults) -> Vec<(&str, u64)> {
    results.lines.iter().map(|line| (line.number.as_str(), line.count.unwrap_or(0))).collect()
}

#[test]
fn strategies_of_two_databases_keep_their_own_numbers() {
    let library = records();
    let block = "1. heart failure.ti.\n2. statins.ti.\n3. 1 and 2";
    let both = format!("MEDLINE\n{block}\nEmbase\n1. placebo.ti.\n2. statins.ti.\n3. 1 or 2");
    let results = answer(&library, &both);
    let own = [("1", 3), ("2", 1), ("3", 0), ("2·1", 1), ("2·2", 1), ("2·3", 2)];
    assert_eq!(counts(&results), own);
    assert_eq!(found(&results), ["b", "c"]);
    let results = answer(&library, &both.replace("Embase\n", "\n"));
    assert_eq!(counts(&results), own);
}

#[test]
fn numbers_may_skip_and_begin_high() {
    let library = records();
    for (text, names) in [
        ("1 heart failure\n2 bnp\n4 1 and 2", ["1", "2", "4"]),
        ("600 heart failure\n601 bnp\n602 600 and 601", ["600", "601", "602"]),
    ] {
        let results = answer(&library, text);
        assert_eq!(results.lines.iter().map(|line| &line.number).collect::<Vec<_>>(), names, "{text}");
        assert_eq!(found(&results), ["d", "f"], "{text}");
    }
    assert_eq!(answer(&library, "1 heart failure\n3 1 and bnp").lines.len(), 2);
}

#[test]
fn a_negation_whose_positive_part_is_left_out_finds_nothing_and_says_so() {
    let library = records();
    let text = "1 heart failure.ti.\n2 bnp.ti.\n3 1 not 2";
    let query = SearchQuery { lines_off: vec!["1".to_owned()], ..SearchQuery::of(text) };
    let results = library.search.search(&query, &scope(&LibraryView::Department)).unwrap();
    assert_eq!(results.lines[2].count, Some(0));
    assert_eq!(results.lines[2].problems[0].code, ProblemCode::NothingToSearch);
}

#[test]
fn ebscos_fields_before_words_are_fields() {
    let library = records();
    let results = answer(&library, "S1 TI heart failure\nS2 AB sensitivity\nS3 S1 AND S2");
    assert_eq!(counts(&results), [("1", 3), ("2", 2), ("3", 2)]);
}

#[test]
fn small_letters_join_where_the_strategy_has_no_capitals() {
    let library = records();
    let results = answer(&library, "1. bnp\n2. statins or placebo\n3. 1 or 2");
    assert_eq!(counts(&results), [("1", 2), ("2", 2), ("3", 4)]);
    let many: String = (0..199).map(|number| format!("word{number} or ")).collect();
    let results = answer(&library, &format!("1. {many}statins\n2. bnp\n3. 1 or 2"));
    assert_eq!(counts(&results), [("1", 1), ("2", 2), ("3", 3)]);
}
