//! How long the same queries take the engine alone and as a page over HTTP.

use super::client::Connection;
use super::process::{self, Server};
use domain::asker::{LibraryView, Reader};
use domain::search_query::{PAGE_SIZE, SearchQuery};
use domain::thesaurus::Thesaurus;
use domain::time::Moment;
use search::{Search, SearchScope};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often each query is sent, after one round of warming up.
const ROUNDS: usize = 5;

/// Times of one kind of work.
pub struct Times {
    sorted: Vec<Duration>,
    /// Processor time of one, on average.
    pub cpu: Duration,
}

impl Times {
    pub fn of(mut times: Vec<Duration>, cpu: Duration) -> Self {
        times.sort_unstable();
        let count = u32::try_from(times.len()).unwrap();
        Self { cpu: cpu / count, sorted: times }
    }

    /// The time at this quantile.
    pub fn at(&self, share: f64) -> Duration {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let place = ((self.sorted.len() - 1) as f64 * share).round() as usize;
        self.sorted[place]
    }

    pub fn ratio(&self, floor: &Self, share: f64) -> f64 {
        self.at(share).as_secs_f64() / floor.at(share).as_secs_f64()
    }

    pub fn milliseconds(&self, share: f64) -> f64 {
        self.at(share).as_secs_f64() * 1000.0
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [half, most, all] = [0.5, 0.95, 0.99].map(|share| self.at(share));
        write!(f, "p50 {half:.2?}, p95 {most:.2?}, p99 {all:.2?}, CPU {:.2?} each", self.cpu)
    }
}

/// The engine's own time for each query, facets and snippets included, over an index folder.
pub fn of_engine(queries: &[String], index: &Path) -> Times {
    let search = Search::open(index).unwrap();
    let groups = services::content::start_groups().unwrap();
    let thesaurus = Thesaurus::of(&groups, services::content::spellings().unwrap());
    let view = LibraryView::Reader(Reader { country: "GB".to_owned(), ..Reader::default() });
    let one = |text: &String| {
        let scope = SearchScope { view: &view, now: Moment::now(), gone: &[], thesaurus: &thesaurus };
        drop(search.search(&SearchQuery::of(text), &scope).unwrap());
    };
    measured(queries, process::own_cpu, one)
}

/// The time that the engine alone takes to find any word of each query and to count what it finds, without scope, synonyms,
/// facets or hits: the floor for a search.
pub fn of_plain_or(queries: &[String], index: &Path) -> Times {
    let search = Search::open(index).unwrap();
    measured(queries, process::own_cpu, |text| _ = search.plain_or(text, PAGE_SIZE).unwrap())
}

/// The time of each query as JSON over HTTP.
pub fn of_json(queries: &[String], server: &Server, cookie: &str) -> Times {
    let address = |text: &String| format!("/api/v1/search?{}", SearchQuery::of(text).parameters());
    of_addresses(&queries.iter().map(address).collect::<Vec<_>>(), server, cookie)
}

/// The time of the search page of each query over HTTP.
pub fn of_pages(queries: &[String], server: &Server, cookie: &str) -> Times {
    let addresses: Vec<String> =
        queries.iter().map(|text| format!("/search?{}", SearchQuery::of(text).parameters())).collect();
    of_addresses(&addresses, server, cookie)
}

/// The time of each address over HTTP.
pub fn of_addresses(addresses: &[String], server: &Server, cookie: &str) -> Times {
    let mut connection = Connection::open(server.address());
    measured(addresses, || server.cpu(), |address| _ = connection.get(address, cookie))
}

fn measured(subjects: &[String], cpu: impl Fn() -> Duration, mut one: impl FnMut(&String)) -> Times {
    subjects.iter().for_each(&mut one);
    let before = cpu();
    let mut times = Vec::with_capacity(ROUNDS * subjects.len());
    for _ in 0..ROUNDS {
        for subject in subjects {
            let began = Instant::now();
            one(subject);
            times.push(began.elapsed());
        }
    }
    Times::of(times, cpu() - before)
}
