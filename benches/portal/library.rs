//! The library under measurement: its documents, and how fast they are imported.

use super::floor;
use super::process;
use super::report::{Goal, Report};
use domain::library::IndexedItem;
use domain::vocabulary::Vocabulary;
use search::Search;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Items handed to the engine at once.
const BATCH: usize = 500;

pub struct Library {
    documents: PathBuf,
    folder: PathBuf,
}

impl Library {
    /// A library of a file's documents, made in this folder.
    pub fn of(documents: PathBuf, folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        Self { documents, folder: folder.to_owned() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of its database and index.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Documents per second of `materia import`, against the engine alone on the same documents in memory.
    pub fn import(&self, items: &str, report: &mut Report) {
        let measure = format!("{items} items: import, documents per second, of the engine's own");
        let speed = format!("{items} items: import, documents per second");
        if self.data().exists() {
            report.missed(&measure, Goal::AtLeast(0.5), "kept from an earlier run");
            report.missed(&speed, Goal::AtLeast(4_000.0), "kept from an earlier run");
            return;
        }
        let (count, floor) = self.index_alone();
        let began = Instant::now();
        let (data, documents) = (self.data(), self.documents.to_str().unwrap());
        process::run(&["import", "--data", data.to_str().unwrap(), documents]);
        let import = began.elapsed();
        println!("{items} items: imported in {import:.2?}; the engine alone takes {floor:.2?}");
        report.at_least(&measure, 0.5, floor.as_secs_f64() / import.as_secs_f64());
        report.at_least(&speed, 4_000.0, f64::from(count) / import.as_secs_f64());
    }

    /// The number of documents, and how long the engine alone takes for them.
    fn index_alone(&self) -> (u32, Duration) {
        let opened = formats::open(&self.documents).unwrap();
        let vocabulary = Vocabulary::new(services::content::start_terms().unwrap());
        let indexed: Vec<IndexedItem> = formats::read(opened.format.unwrap(), opened.reader)
            .filter_map(Result::ok)
            .map(|data| services::index_follower::of_record(floor::record(data), &vocabulary))
            .collect();
        let count = u32::try_from(indexed.len()).unwrap();
        let folder = self.folder.join("engine");
        let began = Instant::now();
        let engine = Search::open(&folder).unwrap();
        let mut waiting = indexed.into_iter();
        loop {
            let batch: Vec<IndexedItem> = waiting.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                break;
            }
            engine.stage(batch, Vec::new()).unwrap();
        }
        engine.commit(1).unwrap();
        let taken = began.elapsed();
        drop(engine);
        std::fs::remove_dir_all(&folder).unwrap();
        (count, taken)
    }
}
