//! Fuzzing for any length of time, without a tool: `MATERIA_FUZZ_SECONDS=3600 cargo test --release -p search --lib
//! grammar -- --ignored --nocapture fuzz`.
//!
//! A corpus is mutated by a seeded generator (`MATERIA_FUZZ_SEED`). A mutant that is parsed in a new way (language,
//! problems, patterns and depth) joins the corpus.

use super::properties::{SCRAPS, check_rules};
use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, Instant};

/// The longest mutant in bytes; short ones allow many tries.
const LONGEST: usize = 1_000;
/// The largest corpus.
const LARGEST_CORPUS: usize = 5_000;

const SEEDS: [&str; 8] = [
    "what is the dose of apixaban (5 mg/kg) in \"heart failure\" with HbA1c 7.5 %?",
    "(\"heart failure\"[mh:noexp] OR heart fail*[tiab]) NOT animals[mh] AND 2019:2024[dp]",
    "\"2019/01/01\"[Date - Publication] : \"3000\"[Date - Publication] AND \"drug failure\"[ti:~3]",
    "(exp *Heart Failure/dt, th or (heart adj3 fail$).ti,ab.) not wom?n.mp.",
    "limit (exp Asthma/ or asthma.ti,kf.) to (english language and yr=\"2019 -Current\")",
    "Smith J[au] AND N Engl J Med[ta] AND 10.1016/S0140-6736(19)32008-2[doi] OR #1",
    "HLA-B*57:01 25(OH)D (S)-ketamine [Effects] of 1,25-D \u{202b}קצב\u{202c} \0 é",
    "((a OR NOT (b AND c)) adj2 d) or/1-5 asthma[titel] x[ti",
];

#[test]
#[ignore = "runs as long as MATERIA_FUZZ_SECONDS says"]
fn fuzz() {
    let seconds = setting("MATERIA_FUZZ_SECONDS").unwrap_or(10);
    let seed = setting("MATERIA_FUZZ_SEED").unwrap_or(1);
    let mut random = StdRng::seed_from_u64(seed);
    let mut corpus: Vec<String> = SEEDS.map(str::to_owned).to_vec();
    let mut seen = HashSet::new();
    let (start, mut tried) = (Instant::now(), 0_u64);
    while start.elapsed() < Duration::from_secs(seconds) {
        let mutant = mutant(&corpus, &mut random);
        let kept = std::panic::catch_unwind(|| check_rules(&mutant));
        assert!(kept.is_ok(), "seed {seed}, text {tried}: {mutant:?}");
        tried += 1;
        if corpus.len() < LARGEST_CORPUS && seen.insert(signature(&parse(&mutant))) {
            corpus.push(mutant);
        }
    }
    println!("{tried} texts read in {seconds} s, {} manners of parsed seen", seen.len());
}

#[expect(clippy::disallowed_methods, reason = "a test's own setting, of which the program knows nothing")]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What distinguishes one way of parsing from another.
fn signature(parsed: &ParsedQuery) -> String {
    let codes: BTreeSet<_> = parsed.problems.iter().map(|problem| problem.code).collect();
    let pattern = |leaf: &&Leaf| format!("{:?}", std::mem::discriminant(&leaf.pattern));
    let patterns: BTreeSet<_> = parsed.wanted().iter().map(pattern).collect();
    let depth = match &parsed.expression {
        Expression::Structured(node) => depth(node),
        _ => 0,
    };
    format!("{:?} {codes:?} {patterns:?} {depth}", parsed.language)
}

/// A text of the corpus with a few changes.
fn mutant(corpus: &[String], random: &mut StdRng) -> String {
    let mut text = corpus[random.random_range(0..corpus.len())].clone();
    for _ in 0..random.random_range(1..6) {
        let from = place(&text, random);
        let to = place(&text, random).max(from);
        let to = text.floor_char_boundary(to.min(from + random.random_range(0..40)));
        match random.random_range(0..7) {
            0 => text.replace_range(from..to.max(from), ""),
            1 => text.insert_str(from, SCRAPS[random.random_range(0..SCRAPS.len())]),
            2 => text.insert(from, any_character(random)),
            3 => {
                let other = &corpus[random.random_range(0..corpus.len())];
                let (start, end) = (place(other, random), place(other, random));
                text.insert_str(from, &other[start.min(end)..start.max(end)]);
            }
            4 => {
                let again = text[from..to.max(from)].repeat(random.random_range(1..5));
                text.insert_str(from, &again);
            }
            5 => {
                let swapped: String = text[from..to.max(from)].chars().flat_map(swap_case).collect();
                text.replace_range(from..to.max(from), &swapped);
            }
            _ => {
                text.truncate(from);
            }
        }
        text.truncate(text.floor_char_boundary(LONGEST));
    }
    text
}

/// A character boundary.
fn place(text: &str, random: &mut StdRng) -> usize {
    text.floor_char_boundary(random.random_range(0..=text.len()))
}

fn any_character(random: &mut StdRng) -> char {
    if random.random_bool(0.7) {
        char::from(random.random_range(0..128_u8))
    } else {
        char::from_u32(random.random_range(0..0x11_0000)).unwrap_or('\u{FFFD}')
    }
}

/// The character in the other case.
fn swap_case(c: char) -> Vec<char> {
    if c.is_lowercase() { c.to_uppercase().collect() } else { c.to_lowercase().collect() }
}
