use super::*;
use crate::evaluation::{evaluate, parse_judgments};
use crate::ranking::{RANKING, RankingParameters};
use domain::thesaurus::Pair;
use std::collections::HashSet;

#[derive(serde::Deserialize)]
struct D {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default, rename = "abstract")]
    text: String,
}
#[derive(serde::Deserialize)]
struct Q {
    id: String,
    text: String,
}
#[derive(serde::Deserialize)]
struct T {
    groups: Vec<Group>,
    pairs: Vec<(String, String)>,
    plain: Vec<String>,
}

const X: &str = "/tmp/x/rankdata/";
fn lines<T: serde::de::DeserializeOwned>(path: &str) -> Vec<T> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
fn lib(docs: impl Iterator<Item = (String, String, String)>) -> Library {
    Library::of(docs.map(|(id, title, text)| record(&id, &title, &text)).collect())
}

#[test]
#[ignore]
fn experiment() {
    let t: T = serde_json::from_str(&std::fs::read_to_string(format!("{X}thes.json")).unwrap()).unwrap();
    let thesaurus = Thesaurus::of(
        &t.groups,
        Spellings::new(t.pairs.into_iter().map(|(british, american)| Pair { british, american }), t.plain),
    );
    let untitled: HashSet<String> =
        serde_json::from_str(&std::fs::read_to_string(format!("{X}untitled.json")).unwrap()).unwrap();
    let mix: Vec<D> = lines(&format!("{X}mix/docs.jsonl"));
    let all = || mix.iter().map(|d| (d.id.clone(), d.title.clone(), d.text.clone()));
    let is = |d: &str, c: &str| d.starts_with(c);
    let half = |id: &str| id.bytes().map(u32::from).sum::<u32>() % 2 == 0;
    let libs = [
        lib(all().filter(|d| is(&d.0, "med:"))),
        lib(all().filter(|d| is(&d.0, "nfcorpus:"))),
        lib(all()),
        lib(all()
            .filter(|d| is(&d.0, "nfcorpus:"))
            .map(|d| if half(&d.0) { (d.0, String::new(), d.2) } else { d })),
        lib(all().map(|d| {
            if (is(&d.0, "nfcorpus:") || untitled.contains(d.0.trim_start_matches("scale:"))) {
                (d.0, String::new(), d.2)
            } else {
                d
            }
        })),
    ];
    let mq: Vec<Q> = lines(&format!("{X}mix/queries.jsonl"));
    let mj = parse_judgments(&std::fs::read_to_string(format!("{X}mix/qrels.tsv")).unwrap());
    let read = |n: &str| {
        (
            lines::<Q>(&format!("{X}{n}.q")),
            parse_judgments(&std::fs::read_to_string(format!("{X}{n}.r")).unwrap()),
        )
    };
    let of = |c: &str| {
        mq.iter().filter(|q| q.id.starts_with(c)).map(|q| (q.id.clone(), q.text.clone())).collect::<Vec<_>>()
    };
    let (kq, kj) = read("known");
    let (sq, sj) = read("sent");
    let own = |q: Vec<Q>| q.into_iter().map(|q| (q.id, q.text)).collect::<Vec<_>>();
    let (kq, sq) = (own(kq), own(sq));
    let beds = [
        ("med", 0, of("med"), &mj),
        ("nfc", 1, of("nfc"), &mj),
        ("med/mix", 2, of("med"), &mj),
        ("nfc/mix", 2, of("nfc"), &mj),
        ("nfcHalf", 3, of("nfc"), &mj),
        ("nfcU/mix", 4, of("nfc"), &mj),
        ("titl/mix", 4, kq.clone(), &kj),
        ("sent/mix", 4, sq, &sj),
    ];
    println!("{:40} {}", "", beds.iter().map(|b| format!("{:>9}", b.0)).collect::<String>());
    for line in std::fs::read_to_string(format!("{X}grid.txt")).unwrap().lines().filter(|l| !l.is_empty()) {
        let mut r: RankingParameters = RANKING;
        let part = line.strip_prefix("part=").map(|n| crate::ranking::Part::ALL[n.parse::<usize>().unwrap()]);
        for word in line.split_whitespace().filter(|_| part.is_none()) {
            let (k, v) = word.split_once('=').unwrap();
            let v: f32 = v.parse().unwrap();
            match k {
                "t" => r.lead = v,
                "syn" => r.synonym = v,
                "nar" => r.narrower = v,
                "circ" => r.circumstance = v,
                "con" => r.concept = v,
                "cov" => r.is_coverage_required = v > 0.0,
                "pref" => r.preference = r.preference.filter(|_| v > 0.0),
                _ => panic!("{k}"),
            }
        }
        let mut out = String::new();
        let mut time = 0.0;
        for (_, l, q, j) in &beds {
            let rank = |text: &str| -> Result<Vec<String>, SearchError> {
                let scope = SearchScope { thesaurus: &thesaurus, ..scope(&LibraryView::Department) };
                let hits = match part {
                    Some(part) => libs[*l].search.rank_without(part, text, &scope, 100)?,
                    None => libs[*l].search.ranked(text, &scope, 100, r)?,
                };
                Ok(hits.into_iter().filter_map(|hit| hit.external_id).collect())
            };
            let e = evaluate(q.clone(), j, 10, rank).unwrap().means;
            time += e.p50.as_secs_f64() * 1000.0;
            out += &format!("{:9.4}", e.ndcg);
        }
        println!("{:40} {out} {time:6.1}", part.map_or(line, crate::ranking::Part::name));
    }
}
