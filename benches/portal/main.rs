//! The measures of the design, as ratios against a floor taken in the same run on the same machine.
//!
//! `make bench` builds for release and runs this. It starts the real server as its own process, so that its time
//! and memory are its own, and talks to it over loopback. Libraries that it makes are kept for the next run in the folder
//! that `MATERIA_BENCH_WORK` names, where it is set; their import is then not measured again.

#![allow(unreachable_pub, reason = "a benchmark has no face")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that cannot go on stops and says where"
)]

mod client;
mod flood;
mod floor;
mod freshness;
mod library;
mod pathological;
mod process;
mod report;
mod scale;
mod strain;
mod times;

use domain::search_query::PAGE_SIZE;
use library::Library;
use process::Server;
use report::{Goal, Report};
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use times::Times;

fn main() {
    if let Some(file) = std::env::var_os("MATERIA_BENCH_FLOOR") {
        floor::serve(Path::new(&file));
        return;
    }
    let Some(data) = data_folder() else {
        eprintln!("skipped: there is no ../shared/data/scale with documents and queries");
        return;
    };
    let kept = std::env::var_os("MATERIA_BENCH_WORK").map(PathBuf::from);
    let passing = std::env::temp_dir().join(format!("materia-bench-{}", std::process::id()));
    let work = kept.clone().unwrap_or(passing);
    std::fs::create_dir_all(&work).unwrap();
    let documents = data.join("scale/docs-20000.jsonl.gz");
    let queries = queries(&data.join("scale/queries.txt"));
    let mut report = Report::default();

    let small = Library::of(documents.clone(), &work.join("small"));
    small.import("20,000", &mut report);
    let small_pages = at_20_000(&queries, &small, &mut report);

    flood::slow_bodies(&small.data(), &mut report);

    let recombined = work.join("docs-200000.jsonl");
    if !recombined.exists() {
        scale::write(&documents, &data.join("mesh/mesh.jsonl.gz"), &recombined);
    }
    let large = Library::of(recombined, &work.join("large"));
    large.import("200,000", &mut report);
    at_200_000(&queries, &large, &small_pages, &mut report);

    strain::sign_ins(&work.join("strain"), &mut report);
    strain::full_disk(&work.join("full"), &mut report);
    size(&mut report);
    report.print();
    if kept.is_none() {
        std::fs::remove_dir_all(&work).unwrap();
    }
}

fn data_folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let data = std::env::var_os("MATERIA_DATA_DIR").map_or_else(|| root.join("shared/data"), PathBuf::from);
    data.join("scale/docs-20000.jsonl.gz").exists().then_some(data)
}

fn queries(file: &Path) -> Vec<String> {
    std::io::BufReader::new(std::fs::File::open(file).unwrap())
        .lines()
        .map(|line| line.unwrap().trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Runs whose median says how a search page's time grows: one run alone says little.
const RUNS: usize = 5;

/// Search and article pages over HTTP, and memory meanwhile; the times of the search pages in each run.
fn at_20_000(queries: &[String], library: &Library, report: &mut Report) -> Vec<Times> {
    let server = Server::start(&library.data());
    let cookie = client::declared(server.address());
    let pages = search_pages("20,000", queries, library, (&server, &cookie), report);
    json(queries, library, (&server, &cookie), report);
    page_of_hits(queries, &server, &cookie, report);
    report.at_most("20,000 items: memory while serving, MB resident", 180.0, server.resident_mb());
    article_page(&server, &cookie, &library.folder().join("article.html"), report);
    pages
}

/// The same with ten times as many items, and what has to hold there beside it.
fn at_200_000(queries: &[String], library: &Library, small: &[Times], report: &mut Report) {
    let server = Server::start(&library.data());
    let cookie = client::declared(server.address());
    let pages = search_pages("200,000", queries, library, (&server, &cookie), report);
    let mut growth: Vec<f64> =
        pages.iter().zip(small).map(|(large, small)| large.ratio(small, 0.95)).collect();
    growth.sort_by(f64::total_cmp);
    println!("200,000 items: p95 of search pages, of that at 20,000, in each run {growth:.2?}");
    report.at_most("200,000 items: p95 of search pages, of that at 20,000", 1.7, growth[RUNS / 2]);
    let typed = times::of_addresses(&typed(queries), &server, &cookie);
    println!("200,000 items: typeahead {typed}");
    report.at_most("200,000 items: typeahead over HTTP, p99, ms", 10.0, typed.milliseconds(0.99));
    pathological::pathological(&server, &cookie, report);
    let (changes, searches) = freshness::changes(queries, library.folder(), &server, &cookie);
    println!("200,000 items: a change is found after {changes}, while {searches:.0} searches a second run");
    report.at_most("200,000 items: a change found, p99, ms", 1000.0, changes.milliseconds(0.99));
    report.at_least("200,000 items: searches a second meanwhile", 95.0, searches);
    report.at_most("200,000 items: memory while serving, MB resident", 400.0, server.resident_mb());
}

/// Searches as JSON against the floor, and search pages against them.
fn json(queries: &[String], library: &Library, (server, cookie): (&Server, &str), report: &mut Report) {
    let floor = times::of_plain_or(queries, &library.data().join("index"));
    let json = times::of_json(queries, server, cookie);
    let pages = times::of_pages(queries, server, cookie);
    println!("20,000 items: the words alone, counted {floor}");
    println!("20,000 items: search as JSON {json}");
    report.at_most("20,000 items: JSON search, p50, of the words alone", 2.0, json.ratio(&floor, 0.5));
    report.at_most("20,000 items: search page, p50, of the JSON", 1.3, pages.ratio(&json, 0.5));
}

/// How large a page of twenty hits is before it is compressed, and the hits on it.
fn page_of_hits(queries: &[String], server: &Server, cookie: &str, report: &mut Report) {
    let (mut pages, mut whole, mut hits) = (0_u32, 0, 0);
    for text in queries {
        let page = client::get(server.address(), &format!("/search?{}", client::asking(text)), cookie);
        let page = String::from_utf8(page).unwrap();
        if page.matches("<article class=hit>").count() < PAGE_SIZE {
            continue;
        }
        let start = page.find("<article class=hit>").unwrap();
        let end = start + page[start..].find("</ol>").unwrap();
        (pages, whole, hits) = (pages + 1, whole + page.len(), hits + (end - start));
    }
    #[allow(clippy::cast_precision_loss)]
    let mean = |bytes: usize| bytes as f64 / 1024.0 / f64::from(pages);
    report.at_most("20,000 items: HTML of 20 hits, KB on average", 25.0, mean(hits));
    report.at_most("20,000 items: HTML of their page, KB on average", 25.0, mean(whole));
}

/// Search pages against the engine alone; the times of the pages in each run.
fn search_pages(
    items: &str,
    queries: &[String],
    library: &Library,
    (server, cookie): (&Server, &str),
    report: &mut Report,
) -> Vec<Times> {
    let engine = times::of_engine(queries, &library.data().join("index"));
    let runs: Vec<Times> = (0..RUNS).map(|_| times::of_pages(queries, server, cookie)).collect();
    let pages = &runs[0];
    println!("{items} items: engine      {engine}");
    println!("{items} items: search page {pages}");
    let mut ratio = |what: &str, goal, seen| {
        report.at_most(&format!("{items} items: search page, {what}, of the engine's own"), goal, seen);
    };
    ratio("p50", 2.0, pages.ratio(&engine, 0.5));
    ratio("p99", 3.0, pages.ratio(&engine, 0.99));
    ratio("CPU", 2.0, pages.cpu.as_secs_f64() / engine.cpu.as_secs_f64());
    runs
}

/// The requests while somebody types a query: one per prefix.
fn typed(queries: &[String]) -> Vec<String> {
    let beginnings = queries.iter().take(40).flat_map(|query| {
        let letters = query.char_indices().map(|(place, letter)| place + letter.len_utf8());
        letters.take(20).map(|end| query[..end].to_owned())
    });
    beginnings.map(|text| format!("/api/v1/suggest?{}", client::asking(&text))).collect()
}

/// An article's page against a bare handler that serves the same bytes.
fn article_page(server: &Server, cookie: &str, file: &Path, report: &mut Report) {
    let address = client::first_article(server.address(), cookie);
    let body = client::get(server.address(), &address, cookie);
    std::fs::write(file, &body).unwrap();
    let floor = floor::Floor::start(file);
    // Taken in turns, so that a slow moment of the machine falls on both.
    let (mut bare, mut article) = (0.0_f64, 0.0_f64);
    for _ in 0..3 {
        bare = bare.max(client::requests_per_second(floor.address(), "/", ""));
        article = article.max(client::requests_per_second(server.address(), &address, cookie));
    }
    println!(
        "article page: {article:.0} requests/s; a bare handler of the same {} bytes {bare:.0}",
        body.len()
    );
    report.at_least("article page, requests per second, of a bare handler's", 0.4, article / bare);
}

/// Script and wasm as they travel to an HCP's browser.
fn size(report: &mut Report) {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/site/pkg");
    let Ok(files) = std::fs::read_dir(&package) else {
        report.missed("script and wasm, KB with brotli", Goal::AtMost(150.0), "the islands are not built");
        return;
    };
    let bytes: u64 = files
        .map(|file| file.unwrap())
        .filter(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            name.ends_with(".js.br") || name.ends_with(".wasm.br")
        })
        .map(|file| file.metadata().unwrap().len())
        .sum();
    #[allow(clippy::cast_precision_loss)]
    report.at_most("script and wasm, KB with brotli", 150.0, bytes as f64 / 1024.0);
}
