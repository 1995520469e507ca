//! Metrics of a ranking against judgments, as `trec_eval` defines them.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

/// For each query, the grade of each judged document; unjudged documents have grade 0.
pub type Judgments = HashMap<String, HashMap<String, u32>>;

/// Means over all queries that have a relevant document.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Metrics {
    pub queries: usize,
    /// Normalised discounted cumulative gain over the first `k`, with gains as graded.
    pub ndcg: f64,
    /// Mean average precision.
    pub map: f64,
    pub recall_at_100: f64,
    /// Mean reciprocal rank of the first relevant document among the first ten.
    pub mrr_at_10: f64,
    /// The longest time of the faster half of the queries.
    pub p50: Duration,
    /// The longest time of the fastest 95 % of the queries.
    pub p95: Duration,
}

/// Parses judgments: lines of query, document and grade, separated by white space, or TREC's four columns. Other
/// lines, such as a header, are ignored.
pub fn parse_judgments(text: &str) -> Judgments {
    let mut judgments = Judgments::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (query, document, grade) = match columns.as_slice() {
            [query, document, grade] | [query, _, document, grade] => (query, document, grade),
            _ => continue,
        };
        if let Ok(grade) = grade.parse() {
            judgments.entry((*query).to_owned()).or_default().insert((*document).to_owned(), grade);
        }
    }
    judgments
}

/// The metrics, and the nDCG of each query by its id, in the order of the queries.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evaluation {
    pub means: Metrics,
    pub ndcg_by_query: Vec<(String, f64)>,
}

/// Ranks every judged query and measures the results. `rank` returns documents, best first, at least a hundred if
/// there are as many.
///
/// # Errors
/// The first error of `rank`.
pub fn evaluate<E>(
    queries: impl IntoIterator<Item = (String, String)>,
    judgments: &Judgments,
    k: usize,
    mut rank: impl FnMut(&str) -> Result<Vec<String>, E>,
) -> Result<Evaluation, E> {
    let mut sums = Metrics::default();
    let mut ndcg_by_query = Vec::new();
    let mut times = Vec::new();
    for (id, text) in queries {
        let Some(grades) = judgments.get(&id).filter(|grades| grades.values().any(|grade| *grade > 0)) else {
            continue;
        };
        let begun = Instant::now();
        let ranking = rank(&text)?;
        times.push(begun.elapsed());
        let ranking = without_repetition(ranking);
        sums.queries += 1;
        let ndcg = ndcg(&ranking, grades, k);
        sums.ndcg += ndcg;
        ndcg_by_query.push((id, ndcg));
        sums.map += average_precision(&ranking, grades);
        sums.recall_at_100 += recall(&ranking, grades, 100);
        sums.mrr_at_10 += reciprocal_rank(&ranking, grades, 10);
    }
    let count = sums.queries.max(1) as f64;
    times.sort_unstable();
    let percentile = |share: usize| {
        let place = (times.len() * share).div_ceil(100).saturating_sub(1);
        times.get(place).copied().unwrap_or_default()
    };
    let means = Metrics {
        queries: sums.queries,
        ndcg: sums.ndcg / count,
        map: sums.map / count,
        recall_at_100: sums.recall_at_100 / count,
        mrr_at_10: sums.mrr_at_10 / count,
        p50: percentile(50),
        p95: percentile(95),
    };
    Ok(Evaluation { means, ndcg_by_query })
}

/// How another configuration ranks compared with the present one.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Mean of the other's nDCG less the present one's.
    pub difference: f64,
    /// The probability of a difference at least this large if the two were alike: the two-sided paired randomisation
    /// test (Smucker, Allan and Carterette, CIKM 2007), with a fixed seed.
    pub p: f64,
    /// Queries whose nDCG changed, most first: id, present, other.
    pub changed: Vec<(String, f64, f64)>,
}

/// Compares two evaluations of the same queries.
pub fn compare(present: &Evaluation, other: &Evaluation) -> Comparison {
    let pairs = present.ndcg_by_query.iter().zip(&other.ndcg_by_query);
    let mut changed: Vec<_> =
        pairs.map(|((id, present), (_, other))| (id.clone(), *present, *other)).collect();
    let differences: Vec<f64> = changed.iter().map(|(_, present, other)| other - present).collect();
    changed.retain(|(_, present, other)| (present - other).abs() > 1e-9);
    let size = |(_, present, other): &(String, f64, f64)| (other - present).abs();
    changed.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.0.cmp(&b.0)));
    let count = differences.len().max(1) as f64;
    Comparison {
        difference: differences.iter().sum::<f64>() / count,
        p: randomisation(&differences),
        changed,
    }
}

/// The share of random signs under which the sum of the differences is at least as far from zero.
fn randomisation(differences: &[f64]) -> f64 {
    use rand::{Rng as _, SeedableRng as _};
    const ROUNDS: u32 = 10_000;
    let seen = differences.iter().sum::<f64>().abs();
    let mut random = rand::rngs::StdRng::seed_from_u64(0);
    let mut as_far = 0_u32;
    for _ in 0..ROUNDS {
        let signs = differences.iter().map(|it| if random.random::<bool>() { *it } else { -it });
        // Sums of the same numbers in another order differ in their last bits.
        as_far += u32::from(signs.sum::<f64>().abs() >= seen - 1e-12);
    }
    f64::from(as_far + 1) / f64::from(ROUNDS + 1)
}

type Grades = HashMap<String, u32>;

fn without_repetition(ranking: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    ranking.into_iter().filter(|document| seen.insert(document.clone())).collect()
}

fn is_relevant(document: &String, grades: &Grades) -> bool {
    grades.get(document).is_some_and(|grade| *grade > 0)
}

fn relevant(grades: &Grades) -> f64 {
    grades.values().filter(|grade| **grade > 0).count() as f64
}

fn gain(grades: impl Iterator<Item = u32>, k: usize) -> f64 {
    grades.take(k).zip(2_u32..).map(|(grade, place)| f64::from(grade) / f64::from(place).log2()).sum()
}

fn ndcg(ranking: &[String], grades: &Grades, k: usize) -> f64 {
    let mut ideal: Vec<u32> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let graded = ranking.iter().map(|document| grades.get(document).copied().unwrap_or(0));
    gain(graded, k) / gain(ideal.into_iter(), k)
}

fn average_precision(ranking: &[String], grades: &Grades) -> f64 {
    let mut found = 0.0;
    let mut sum = 0.0;
    for (document, place) in ranking.iter().zip(1_u32..) {
        if is_relevant(document, grades) {
            found += 1.0;
            sum += found / f64::from(place);
        }
    }
    sum / relevant(grades)
}

fn recall(ranking: &[String], grades: &Grades, k: usize) -> f64 {
    ranking.iter().take(k).filter(|document| is_relevant(document, grades)).count() as f64 / relevant(grades)
}

fn reciprocal_rank(ranking: &[String], grades: &Grades, k: usize) -> f64 {
    let first = ranking.iter().take(k).position(|document| is_relevant(document, grades));
    first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_are_those_of_the_textbook() {
        let judgments = parse_judgments("query-id\tcorpus-id\tscore\nq\ta\t2\nq\tb\t1\nq\tc\t0\nq 0 d 1\n");
        let ranking = || -> Result<Vec<String>, ()> { Ok(["x", "a", "c", "b"].map(str::to_owned).into()) };
        let queries = [("q".to_owned(), "text".to_owned()), ("unjudged".to_owned(), "text".to_owned())];
        let measured = evaluate(queries, &judgments, 10, |_| ranking()).unwrap().means;
        assert_eq!(measured.queries, 1);
        let ideal = 2.0 + 1.0 / 3_f64.log2() + 1.0 / 4_f64.log2();
        let expected = (2.0 / 3_f64.log2() + 1.0 / 5_f64.log2()) / ideal;
        assert!((measured.ndcg - expected).abs() < 1e-9);
        assert!((measured.map - (0.5 + 0.5) / 3.0).abs() < 1e-9);
        assert!((measured.recall_at_100 - 2.0 / 3.0).abs() < 1e-9);
        assert!((measured.mrr_at_10 - 0.5).abs() < 1e-9);
    }

    fn evaluation(ndcg: impl Iterator<Item = f64>) -> Evaluation {
        let ndcg_by_query = (0..).map(|number| format!("q{number}")).zip(ndcg).collect();
        Evaluation { means: Metrics::default(), ndcg_by_query }
    }

    #[test]
    fn a_difference_counts_where_chance_would_seldom_make_it() {
        let present = evaluation((0..40).map(|number| f64::from(number % 10) / 20.0));
        assert_eq!(compare(&present, &present).p, 1.0);
        let better = evaluation((0..40).map(|number| f64::from(number % 10) / 20.0 + 0.1));
        let comparison = compare(&present, &better);
        assert!((comparison.difference - 0.1).abs() < 1e-9 && comparison.p < 0.001, "{comparison:?}");
        let sign = |number: i32| if number % 2 == 0 { 0.1 } else { -0.1 };
        let mixed =
            evaluation((0..40).map(|number| f64::from(number % 10) / 20.0 + sign(number / 10 + number)));
        assert!(compare(&present, &mixed).p > 0.5);
    }

    #[test]
    fn the_queries_that_changed_most_come_first() {
        let comparison =
            compare(&evaluation([0.5, 0.5, 0.5].into_iter()), &evaluation([0.6, 0.5, 0.1].into_iter()));
        let ids: Vec<&str> = comparison.changed.iter().map(|(id, ..)| id.as_str()).collect();
        assert_eq!(ids, ["q2", "q0"]);
    }
}
