//! The measures of the design, as ratios against a floor taken in the same run on the same machine.
//!
//! `make bench` builds for release and runs this. It starts the real server as its own process, so that its time
//! and memory are its own, and talks to it over loopback.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark that cannot go on stops and says where"
)]

mod client;
mod floor;
mod process;
mod report;

use materia::domain::asker::{LibraryView, Reader};
use materia::domain::library::{Indexed, SearchQuery};
use materia::domain::thesaurus::Thesaurus;
use materia::domain::time::Moment;
use materia::domain::vocabulary::Vocabulary;
use materia::search::{Search, Sight};
use process::Server;
use report::{Goal, Report};
use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Times each query is put, after once for warming up.
const ROUNDS: usize = 5;

fn main() {
    if let Some(file) = std::env::var_os("MATERIA_BENCH_FLOOR") {
        floor::serve(Path::new(&file));
        return;
    }
    let Some(data) = data_folder() else {
        println!("skipped: there is no ../shared/data/scale with documents and queries");
        return;
    };
    let work = std::env::temp_dir().join(format!("materia-bench-{}", std::process::id()));
    std::fs::create_dir_all(&work).unwrap();
    let mut report = Report::default();
    import(&data.join("docs-20000.jsonl.gz"), &work, &mut report);
    serving(&data.join("queries.txt"), &work, &mut report);
    size(&mut report);
    report.print();
    std::fs::remove_dir_all(&work).unwrap();
}

fn data_folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let data = std::env::var_os("MATERIA_DATA_DIR").map_or_else(|| root.join("shared/data"), PathBuf::from);
    let scale = data.join("scale");
    scale.join("docs-20000.jsonl.gz").exists().then_some(scale)
}

/// Documents per second of `materia import`, against the engine alone on the same documents in memory.
fn import(documents: &Path, work: &Path, report: &mut Report) {
    let opened = materia::formats::open(documents).unwrap();
    let vocabulary = Vocabulary::new(materia::content::start_terms().unwrap());
    let indexed: Vec<Indexed> = materia::formats::read(materia::formats::Format::JsonLines, opened.reader)
        .filter_map(Result::ok)
        .map(|data| materia::services::follower::of_record(floor::record(data), &vocabulary))
        .collect();
    let count = indexed.len();
    let began = Instant::now();
    let engine = Search::open(&work.join("engine")).unwrap();
    for batch in indexed.chunks(500) {
        engine.stage(batch.to_vec(), Vec::new()).unwrap();
    }
    engine.commit(1).unwrap();
    let floor = began.elapsed();
    drop(engine);

    let began = Instant::now();
    process::run(&["import", "--data", work.join("data").to_str().unwrap(), documents.to_str().unwrap()]);
    let import = began.elapsed();
    println!("import: {count} documents in {import:.2?}; the engine alone takes {floor:.2?}");
    report.at_least(
        "import, documents per second, of the engine's own",
        0.5,
        floor.as_secs_f64() / import.as_secs_f64(),
    );
}

/// Search and article pages over HTTP, and memory meanwhile.
fn serving(queries: &Path, work: &Path, report: &mut Report) {
    let queries: Vec<String> = std::io::BufReader::new(std::fs::File::open(queries).unwrap())
        .lines()
        .map(|line| line.unwrap().trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    let server = Server::start(&work.join("data"));
    let cookie = client::declared(server.address());

    let engine = engine_times(&queries, &work.join("data/index"));
    let pages = page_times(&queries, &server, &cookie);
    println!(
        "search: engine p50 {:.2?}, p99 {:.2?}, CPU {:.2?} a query",
        engine.at(0.5),
        engine.at(0.99),
        engine.cpu
    );
    println!(
        "search: page   p50 {:.2?}, p99 {:.2?}, CPU {:.2?} a request",
        pages.at(0.5),
        pages.at(0.99),
        pages.cpu
    );
    report.at_most("search page over HTTP, p50, of the engine's own time", 2.0, pages.ratio(&engine, 0.5));
    report.at_most("search page over HTTP, p99, of the engine's own time", 3.0, pages.ratio(&engine, 0.99));
    report.at_most(
        "search page, CPU per request, of the engine's own",
        2.0,
        pages.cpu.as_secs_f64() / engine.cpu.as_secs_f64(),
    );
    report.at_most("memory while serving 20,000 items, MB resident", 180.0, server.resident_mb());

    let address = client::first_article(server.address(), &cookie);
    let body = client::get(server.address(), &address, &cookie);
    let file = work.join("article.html");
    std::fs::write(&file, &body).unwrap();
    let floor = floor::Floor::start(&file);
    // Taken in turns, so that a slow moment of the machine falls on both.
    let (mut bare, mut article) = (0.0_f64, 0.0_f64);
    for _ in 0..3 {
        bare = bare.max(client::requests_per_second(floor.address(), "/", ""));
        article = article.max(client::requests_per_second(server.address(), &address, &cookie));
    }
    println!(
        "article page: {article:.0} requests/s; a bare handler of the same {} bytes {bare:.0}",
        body.len()
    );
    report.at_least("article page, requests per second, of a bare handler's", 0.4, article / bare);
}

/// Times of one kind of work.
struct Times {
    sorted: Vec<Duration>,
    cpu: Duration,
}

impl Times {
    fn of(mut times: Vec<Duration>, cpu: Duration) -> Self {
        times.sort_unstable();
        let count = u32::try_from(times.len()).unwrap();
        Self { cpu: cpu / count, sorted: times }
    }

    fn at(&self, share: f64) -> Duration {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let place = ((self.sorted.len() - 1) as f64 * share).round() as usize;
        self.sorted[place]
    }

    fn ratio(&self, floor: &Self, share: f64) -> f64 {
        self.at(share).as_secs_f64() / floor.at(share).as_secs_f64()
    }
}

fn engine_times(queries: &[String], index: &Path) -> Times {
    let search = Search::open(index).unwrap();
    let groups = materia::content::start_groups().unwrap();
    let thesaurus = Thesaurus::of(&groups, materia::content::spellings().unwrap());
    let view = LibraryView::Reader(Reader { country: "GB".to_owned(), ..Reader::default() });
    let one = |text: &str| {
        let sight = Sight { view: &view, now: Moment::now(), gone: &[], thesaurus: &thesaurus };
        search.search(&SearchQuery::of(text), &sight).unwrap()
    };
    queries.iter().for_each(|text| drop(one(text)));
    let cpu = process::own_cpu();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for text in queries {
            let began = Instant::now();
            drop(one(text));
            times.push(began.elapsed());
        }
    }
    Times::of(times, process::own_cpu() - cpu)
}

fn page_times(queries: &[String], server: &Server, cookie: &str) -> Times {
    let mut connection = client::Connection::open(server.address());
    let addresses: Vec<String> =
        queries.iter().map(|text| format!("/search?{}", SearchQuery::of(text).to_address())).collect();
    for address in &addresses {
        connection.get(address, cookie);
    }
    let cpu = server.cpu();
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for address in &addresses {
            let began = Instant::now();
            connection.get(address, cookie);
            times.push(began.elapsed());
        }
    }
    Times::of(times, server.cpu() - cpu)
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
