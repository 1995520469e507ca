//! Properties of every strategy.

use super::properties::SCRAPS;
use super::*;
use crate::grammar::Strategy as Lines;
use crate::grammar::strategy::MAX_LINES;
use proptest::prelude::*;
use proptest::strategy::Strategy;
use std::time::{Duration, Instant};

/// Pieces of strategies beside those of every search.
const PIECES: [&str; 40] = [
    "1. ",
    "2. ",
    "3 ",
    "#4 ",
    "#5\t",
    "S6 ",
    "7a) ",
    "(8) ",
    "A. ",
    "B: ",
    "or/1-3",
    "and/1,2",
    "1 or 2",
    "#1 AND #2",
    "S1 OR S2",
    "{or #1-#3}",
    "1-2/or",
    "limit 1 to humans",
    "limit 2 to yr=\"2000-2010\"",
    "remove duplicates from 3",
    "from 1 keep 1-5",
    " (1234)",
    "\t1,234",
    " 12 345",
    "04:23:11",
    "Population",
    "Final search: ",
    "----",
    "// x",
    "Database: x",
    "Search ",
    "MeSH descriptor: [Asthma] explode all trees",
    "'asthma'/exp",
    "asthma:ti,ab",
    "NEAR/3",
    "(MH \"Asthma+\")",
    "TI x OR AB y",
    "TITLE-ABS-KEY(",
    "TS=(",
    "[mp=title, abstract]",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        4 => prop::sample::select(SCRAPS.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    let joint = prop_oneof![3 => Just("\n"), 2 => Just(" "), 1 => Just("")];
    prop::collection::vec((piece, joint), 0..40)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, joint)| [piece, joint.to_owned()]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_strategy_can_be_read(text in texts()) {
        check_rules(&text);
    }
}

fn check_rules(text: &str) {
    let Some(strategy) = Lines::parse(text, &["1".to_owned()], None) else { return };
    let spans = |problems: &[QueryProblem]| {
        for problem in problems {
            let Span { start, end } = problem.span;
            assert!(start <= end && text.get(start..end).is_some(), "{problem:?} in {text:?}");
        }
    };
    spans(&strategy.problems);
    let order = strategy.evaluation_order();
    let place_of = |line: usize| order.iter().position(|place| *place == line);
    for (place, line) in strategy.lines.iter().enumerate() {
        spans(&line.problems);
        for target in line.references() {
            assert!(place_of(target) < place_of(place), "{target} before {place} in {text:?}");
        }
    }
    strategy.wanted();
}

#[test]
fn a_strategy_is_read_in_bounded_time() {
    let lines = |line: &str, count: usize| line.repeat(count);
    let numbered = |line: &str| (1..8_000).map(|number| format!("{number} {line}\n")).collect::<String>();
    let texts = [
        ("numbers", numbered("a")),
        ("references", numbered("or/1-500")),
        ("open parentheses", lines("(\n", 30_000)),
        ("one search", format!("1 (a\n{}", lines("or b\n", 13_000))),
        ("unnumbered", lines("a[ti]\n", 10_000)),
        ("counts", format!("1 a\n{}", lines("12\n", 20_000))),
        ("headings", format!("1. a/\n{}", lines("Heading\n", 8_000))),
        ("fields", lines("TI TI AB ", 7_000) + "\n1"),
        ("strokes", lines("/exp", 16_000) + "x\n1"),
        ("codes", lines(":ti", 20_000) + "x\n1"),
        ("apostrophes", lines("'a", 30_000) + "\n1"),
        ("brackets", lines("[mh ", 16_000) + "\n1"),
        ("lists", lines("or/1,", 12_000) + "\n1"),
        ("descriptors", lines("MeSH descriptor ", 4_000) + "\n1"),
    ];
    for (name, text) in &texts {
        for text in [text.clone(), format!("1. {text}\n2. 1")] {
            let start = Instant::now();
            let strategy = Lines::parse(&text, &[], None);
            // Generous: the machine may be busy, and this is no benchmark.
            assert!(start.elapsed() < Duration::from_secs(4), "{name} took {:?}", start.elapsed());
            assert!(strategy.is_none_or(|strategy| strategy.lines.len() <= MAX_LINES), "{name}");
            parse(&text);
            assert!(start.elapsed() < Duration::from_secs(6), "{name} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn a_strategy_twice_as_long_takes_about_twice_the_time() {
    let nested = |open: &str, close: &str, count: usize| {
        format!("1 {}heart{}\n2 1", open.repeat(count), close.repeat(count))
    };
    let text = |kind: usize, count: usize| match kind {
        0 => format!("1 (heart\n{}", "ab\n".repeat(count)),
        1 => format!("1 \"heart\n{}", "x\"\n".repeat(count)),
        2 => nested("[", "]", count),
        _ => nested("(", ")", count),
    };
    let time = |text: &str| {
        let start = Instant::now();
        Lines::parse(text, &[], None);
        start.elapsed()
    };
    for kind in 0..4 {
        let (short, long) = (time(&text(kind, 7_500)), time(&text(kind, 15_000)));
        // A quadratic reading takes four times as long; short times are left to the noise of the machine.
        let bound = (short * 3).max(Duration::from_millis(600));
        assert!(long < bound, "kind {kind}: {short:?}, then {long:?}");
    }
}
