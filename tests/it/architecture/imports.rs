//! Which file imports which, read off the paths that the code names.

use super::source::{File, rust_files};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Crate name and source folder of everything that the product is made of.
pub const CRATES: [(&str, &str); 8] = [
    ("domain", "crates/domain/src"),
    ("formats", "crates/formats/src"),
    ("markdown", "crates/markdown/src"),
    ("materia", "src"),
    ("materia_browser", "crates/browser/src"),
    ("search", "crates/search/src"),
    ("services", "crates/services/src"),
    ("storage", "crates/storage/src"),
];

/// A module: its crate, then the names that lead to it.
type Module = Vec<String>;

/// Arrows from file to file, by path. Files of tests are left out: nothing of the product imports them.
pub fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let mut modules: HashMap<Module, File> = HashMap::new();
    for (name, folder) in CRATES {
        for file in rust_files(folder) {
            let inside = file.path()[folder.len() + 1..].trim_end_matches(".rs").to_owned();
            let is_test = inside.split('/').any(|part| part == "tests");
            if is_test || inside == "main" {
                continue;
            }
            let parts = inside.split('/').map(str::to_owned).filter(|part| part != "lib");
            modules.insert(std::iter::once(name.to_owned()).chain(parts).collect(), file);
        }
    }
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, file) in &modules {
        let named = named_modules(module, file, &modules);
        let targets = named.iter().map(|target| modules[target].path().to_owned());
        let targets: BTreeSet<String> = targets.filter(|target| target != file.path()).collect();
        arrows.insert(file.path().to_owned(), targets);
    }
    arrows
}

/// Groups of files that import each other in a circle.
pub fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|file| (file, reachable(file, arrows))).collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (file, others) in &reached {
        if others.contains(file) {
            let circle = others.iter().filter(|other| reached[*other].contains(file));
            circles.insert(circle.map(|other| (*other).clone()).collect());
        }
    }
    circles.into_iter().collect()
}

fn reachable<'a>(from: &'a String, arrows: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(file) = waiting.pop() {
        for next in &arrows[file] {
            if reached.insert(next) {
                waiting.push(next);
            }
        }
    }
    reached
}

/// The modules that a file's code names, by whatever way the path begins.
fn named_modules(module: &Module, file: &File, modules: &HashMap<Module, File>) -> BTreeSet<Module> {
    let mut aliases: HashMap<String, Module> = HashMap::new();
    let mut named = BTreeSet::new();
    // Two passes: what one line imports, another may name.
    for _ in 0..2 {
        for (path, is_import) in file.paths() {
            let Some(whole) = absolute(module, &path, &aliases, modules) else { continue };
            let Some(target) = longest_module(&whole, modules) else { continue };
            if is_import && target.len() == whole.len() {
                // A name ends a path of an import; `self` is the module before it.
                aliases.insert(whole[whole.len() - 1].clone(), target.clone());
            }
            named.insert(target);
        }
    }
    named
}

/// A path from its crate on; none for a path that leads out of the product.
fn absolute(
    module: &Module,
    path: &[String],
    aliases: &HashMap<String, Module>,
    modules: &HashMap<Module, File>,
) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    let mut whole: Module = match first.as_str() {
        "crate" => vec![module[0].clone()],
        "self" => module.clone(),
        "super" => module[..module.len().checked_sub(1)?].to_vec(),
        name => {
            let mut child = module.clone();
            child.push(name.to_owned());
            if modules.contains_key(&child) {
                child
            } else if let Some(alias) = aliases.get(name) {
                alias.clone()
            } else if CRATES.iter().any(|(crate_name, _)| *crate_name == name) {
                vec![name.to_owned()]
            } else {
                return None;
            }
        }
    };
    for part in rest {
        match part.as_str() {
            "super" => _ = whole.pop(),
            "self" => {}
            name => whole.push(name.to_owned()),
        }
    }
    Some(whole)
}

fn longest_module(path: &[String], modules: &HashMap<Module, File>) -> Option<Module> {
    (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|module| modules.contains_key(module))
}
