//! The index folder: what is reused, what is rebuilt, and who may write.

use super::*;
use std::fs;

fn gout() -> IndexedItem {
    record("gout", "Colchicine in gout", "Colchicine, once daily")
}

fn total(search: &Search, text: &str) -> u64 {
    search.search(&SearchQuery::of(text), &scope(&LibraryView::Department)).unwrap().total
}

/// The files of the index that hold its segments.
fn segment_files(folder: &Folder) -> Vec<PathBuf> {
    let entries = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().path());
    let is_segment = |path: &PathBuf| {
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        ["idx", "store", "fast", "term", "pos", "fieldnorm"].contains(&extension)
    };
    entries.filter(is_segment).collect()
}

#[test]
fn what_was_applied_is_there_after_opening_again() {
    let folder = Folder::new();
    let search = Search::open(&folder.0).unwrap();
    assert_eq!(search.reached(), 0);
    search.apply(vec![gout()], Vec::new(), 42).unwrap();
    assert_eq!(search.reached(), 42);
    drop(search);
    let search = Search::open(&folder.0).unwrap();
    assert_eq!((search.reached(), search.count(), total(&search, "colchicine")), (42, 1, 1));
}

#[test]
fn an_item_that_comes_again_replaces_itself_and_one_removed_is_gone_at_once() {
    let folder = Folder::new();
    let search = Search::open(&folder.0).unwrap();
    search.apply(vec![gout(), gout()], Vec::new(), 1).unwrap();
    assert_eq!(search.count(), 1);
    search.apply(vec![record("gout", "Febuxostat", "")], Vec::new(), 2).unwrap();
    assert_eq!((total(&search, "colchicine"), total(&search, "febuxostat")), (0, 1));
    search.apply(Vec::new(), vec![ItemId::from("gout")], 3).unwrap();
    assert_eq!((total(&search, "febuxostat"), search.count(), search.reached()), (0, 0, 3));
}

#[test]
fn staged_changes_are_seen_with_the_commit_and_not_before() {
    let folder = Folder::new();
    let search = Search::open(&folder.0).unwrap();
    search.stage(vec![gout()], Vec::new()).unwrap();
    search.stage(vec![record("other", "Febuxostat", "")], Vec::new()).unwrap();
    assert_eq!((search.count(), search.reached()), (0, 0));
    search.commit(7).unwrap();
    assert_eq!((search.count(), search.reached()), (2, 7));
}

#[test]
fn a_reset_index_is_empty_and_has_reached_nothing() {
    let folder = Folder::new();
    let search = Search::open(&folder.0).unwrap();
    search.apply(vec![gout()], Vec::new(), 9).unwrap();
    search.reset().unwrap();
    assert_eq!((search.count(), search.reached()), (0, 0));
    search.apply(vec![gout()], Vec::new(), 10).unwrap();
    assert_eq!(total(&search, "colchicine"), 1);
}

#[test]
fn a_damaged_index_is_made_anew_whatever_was_damaged() {
    type Damage = fn(&Folder);
    let damages: [(&str, Damage); 5] = [
        ("a flipped bit", |folder| {
            for path in segment_files(folder) {
                let mut bytes = fs::read(&path).unwrap();
                bytes[0] ^= 1;
                fs::write(&path, bytes).unwrap();
            }
        }),
        ("a truncated file", |folder| {
            for path in segment_files(folder) {
                fs::write(&path, b"x").unwrap();
            }
        }),
        ("a missing file", |folder| {
            for path in segment_files(folder) {
                fs::remove_file(path).unwrap();
            }
        }),
        ("a broken list of segments", |folder| fs::write(folder.0.join("meta.json"), b"{").unwrap()),
        ("no list of segments", |folder| fs::remove_file(folder.0.join("meta.json")).unwrap()),
    ];
    for (damage, inflict) in damages {
        let folder = Folder::new();
        let search = Search::open(&folder.0).unwrap();
        search.apply(vec![gout()], Vec::new(), 5).unwrap();
        drop(search);
        assert!(!segment_files(&folder).is_empty());
        inflict(&folder);
        let search = Search::open(&folder.0).unwrap_or_else(|error| panic!("{damage}: {error}"));
        assert_eq!((search.reached(), search.count()), (0, 0), "{damage}");
        search.apply(vec![gout()], Vec::new(), 5).unwrap();
        assert_eq!(total(&search, "colchicine"), 1, "{damage}");
    }
}

#[test]
fn files_that_are_cut_off_while_they_are_open_fail_a_search_and_nothing_else() {
    type Damage = fn(&PathBuf);
    let damages: [(&str, Damage); 3] = [
        ("cut off", |path| fs::File::options().write(true).open(path).unwrap().set_len(1).unwrap()),
        ("emptied", |path| fs::File::options().write(true).open(path).unwrap().set_len(0).unwrap()),
        ("deleted", |path| fs::remove_file(path).unwrap()),
    ];
    for (damage, inflict) in damages {
        let folder = Folder::new();
        let search = Search::open(&folder.0).unwrap();
        let many = (0..2_000).map(|number| record(&format!("r{number}"), "Colchicine in gout", "once daily"));
        search.apply(many.collect(), Vec::new(), 5).unwrap();
        assert!(search.is_whole(), "{damage}");
        segment_files(&folder).iter().for_each(inflict);
        assert!(!search.is_whole(), "{damage}: it shows before anybody searches");
        for text in ["colchicine", "\"in gout\"", "gout daily", "nothing"] {
            match search.search(&SearchQuery::of(text), &scope(&LibraryView::Department)) {
                Ok(_) => {}
                Err(error) => assert!(error.is_damage(), "{damage}: {error}"),
            }
        }
        drop(search);
        let search = Search::open(&folder.0).unwrap();
        assert_eq!((search.reached(), search.count()), (0, 0), "{damage}");
    }
}

/// Words as often as in a language: the n-th a n-th as often as the first.
fn prose(seed: usize, words: usize) -> String {
    let mut state = seed as u64 ^ 0x9e37_79b9_7f4a_7c15;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = ((state >> 33) as f64 + 1.0) / (1_u64 << 31) as f64;
        format!("w{}", (20_000_f64.powf(share)) as u64)
    };
    (0..words).map(|_| word()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_read_into_memory_is_a_small_part_of_the_index() {
    let folder = Folder::new();
    let search = Search::open(&folder.0).unwrap();
    let items =
        (0..3_000).map(|number| record(&format!("r{number}"), &prose(number, 12), &prose(number + 7, 220)));
    search.apply(items.collect(), Vec::new(), 5).unwrap();
    let (mut in_memory, mut all) = (0, 0);
    for path in segment_files(&folder) {
        let length = fs::metadata(&path).unwrap().len();
        let is_read_in_parts =
            ["idx", "pos", "store"].iter().any(|part| path.extension() == Some(part.as_ref()));
        in_memory += if is_read_in_parts { 0 } else { length };
        all += length;
    }
    assert!(in_memory * 10 < all, "{in_memory} of {all}");
}

#[test]
fn an_index_of_another_version_is_made_anew() {
    let folder = Folder::new();
    let search = Search::open(&folder.0).unwrap();
    search.apply(vec![gout()], Vec::new(), 5).unwrap();
    drop(search);
    let path = folder.0.join("meta.json");
    let metas = fs::read_to_string(&path).unwrap();
    let payload = format!("{}:5", schema::VERSION);
    assert!(metas.contains(&payload));
    fs::write(&path, metas.replace(&payload, "999999:5")).unwrap();
    let search = Search::open(&folder.0).unwrap();
    assert_eq!((search.reached(), search.count()), (0, 0));
}

#[test]
fn one_writes_while_others_read() {
    let folder = Folder::new();
    let writing = Search::open(&folder.0).unwrap();
    writing.apply(vec![gout()], Vec::new(), 1).unwrap();
    let reading = Search::open(&folder.0).unwrap();
    assert_eq!(total(&reading, "colchicine"), 1);
    assert!(matches!(reading.apply(Vec::new(), Vec::new(), 2), Err(SearchError::Locked)));
    writing.apply(vec![record("other", "Febuxostat", "")], Vec::new(), 3).unwrap();
    assert_eq!(reading.reached(), 1);
    reading.refresh().unwrap();
    assert_eq!((reading.reached(), reading.count()), (3, 2));
    writing.release_writer();
    reading.apply(Vec::new(), Vec::new(), 4).unwrap();
    assert_eq!(reading.reached(), 4);
}

#[test]
fn a_folder_that_somebody_writes_to_is_never_emptied() {
    let folder = Folder::new();
    let writing = Search::open(&folder.0).unwrap();
    writing.apply(vec![gout()], Vec::new(), 1).unwrap();
    let path = folder.0.join("meta.json");
    let metas = fs::read_to_string(&path).unwrap();
    fs::write(&path, "{").unwrap();
    assert!(matches!(Search::open(&folder.0), Err(SearchError::Locked)));
    fs::write(&path, metas).unwrap();
    assert_eq!(total(&writing, "colchicine"), 1);
}
