//! What the program brings along: the start of every portal, and the demonstration library.

use crate::domain::vocabulary::{Term, TermKind};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

static START: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/start");
static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/demo");

/// Why a file that the program brings along cannot be used. Tests read every one of them.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ContentError {
    file: String,
    reason: String,
}

/// A file of the demonstration library: its path within it, and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct File {
    pub path: &'static str,
    pub bytes: &'static [u8],
}

/// A person of the demonstration.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    pub name: String,
    pub email: String,
    pub roles: Vec<String>,
    #[serde(default)]
    pub profession: String,
    #[serde(default)]
    pub specialty: String,
    #[serde(default)]
    pub country: String,
    #[serde(default)]
    pub institution: String,
    #[serde(default)]
    pub verified: bool,
}

/// A routing rule of the demonstration; its owner is named by email.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule {
    pub name: String,
    #[serde(default)]
    pub product: String,
    #[serde(default)]
    pub area: String,
    #[serde(default)]
    pub specialty: String,
    #[serde(default)]
    pub country: String,
    pub owner: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TermEntry {
    slug: String,
    code: String,
    name: String,
    generic: String,
    synonyms: Vec<String>,
    area: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TermFile {
    product: Vec<TermEntry>,
    area: Vec<TermEntry>,
    topic: Vec<TermEntry>,
    specialty: Vec<TermEntry>,
    profession: Vec<TermEntry>,
    country: Vec<TermEntry>,
}

fn read<T: for<'de> Deserialize<'de>>(dir: &'static Dir<'static>, file: &str) -> Result<T, ContentError> {
    let error = |reason: String| ContentError { file: file.to_owned(), reason };
    let text = dir
        .get_file(file)
        .and_then(|file| file.contents_utf8())
        .ok_or_else(|| error("is missing".to_owned()))?;
    toml::from_str(text).map_err(|problem| error(problem.to_string()))
}

fn terms(file: TermFile) -> Vec<Term> {
    let lists = [
        (TermKind::Product, file.product),
        (TermKind::Area, file.area),
        (TermKind::Topic, file.topic),
        (TermKind::Specialty, file.specialty),
        (TermKind::Profession, file.profession),
        (TermKind::Country, file.country),
    ];
    let term = |kind, entry: TermEntry| {
        let mut synonyms = entry.synonyms;
        if !entry.generic.is_empty() && entry.generic != entry.name {
            synonyms.push(entry.generic);
        }
        let slug = if entry.slug.is_empty() { entry.code } else { entry.slug };
        Term { kind, slug, name: entry.name, synonyms, area: entry.area }
    };
    lists.into_iter().flat_map(|(kind, list)| list.into_iter().map(move |entry| term(kind, entry))).collect()
}

/// The terms with which every portal starts.
///
/// # Errors
/// When a file has a mistake.
pub fn start_terms() -> Result<Vec<Term>, ContentError> {
    let mut all = terms(read(&START, "vocabulary.toml")?);
    all.extend(terms(read(&START, "countries.toml")?));
    Ok(all)
}

/// Words that hint that a text tells of an adverse event, a special situation or a product complaint.
///
/// # Errors
/// When the file has a mistake.
pub fn safety_words() -> Result<Vec<String>, ContentError> {
    #[derive(Deserialize)]
    struct SafetyWords {
        words: Vec<String>,
    }
    Ok(read::<SafetyWords>(&START, "safety-words.toml")?.words)
}

/// Further terms of the demonstration, its products among them.
///
/// # Errors
/// When the file has a mistake.
pub fn demo_terms() -> Result<Vec<Term>, ContentError> {
    Ok(terms(read(&DEMO, "vocabulary.toml")?))
}

/// The demonstration's people.
///
/// # Errors
/// When the file has a mistake.
pub fn demo_people() -> Result<Vec<Person>, ContentError> {
    #[derive(Deserialize)]
    struct People {
        person: Vec<Person>,
    }
    Ok(read::<People>(&DEMO, "people.toml")?.person)
}

/// The demonstration's routing rules, in their order.
///
/// # Errors
/// When the file has a mistake.
pub fn demo_rules() -> Result<Vec<Rule>, ContentError> {
    #[derive(Deserialize)]
    struct Rules {
        rule: Vec<Rule>,
    }
    Ok(read::<Rules>(&DEMO, "routing.toml")?.rule)
}

/// A search of the demonstration's month. What it finds is for the portal to say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoSearch {
    pub words: String,
    /// How often people search so, next to the others.
    pub weight: u32,
}

/// A request of the demonstration's month.
#[derive(Debug, Clone, Deserialize)]
pub struct DemoRequest {
    /// Email address of one of the demonstration's people.
    pub asker: String,
    /// 1 for yesterday.
    pub days_ago: i64,
    pub question: String,
    pub product: String,
    pub area: String,
    #[serde(default)]
    pub urgency: String,
    /// Slug of where it stands, while it is open.
    #[serde(default)]
    pub state: String,
    /// Hours from receipt to the answer; none while it is open.
    pub answered_after: Option<i64>,
    #[serde(default)]
    pub reply: String,
    /// Addresses of articles, and identifiers of records behind `record:`.
    #[serde(default)]
    pub cites: Vec<String>,
    /// `yes`, `no`, or empty where the asker has not said.
    #[serde(default)]
    pub helped: String,
    #[serde(default)]
    pub closed: bool,
}

/// What happened in the demonstration's month.
#[derive(Debug, Clone, Deserialize)]
pub struct DemoMonth {
    /// Searches for what the library has.
    #[serde(rename = "search")]
    pub searches: Vec<DemoSearch>,
    /// Searches for what it lacks.
    #[serde(rename = "gap")]
    pub gaps: Vec<DemoSearch>,
    #[serde(rename = "request")]
    pub requests: Vec<DemoRequest>,
}

/// The demonstration's month.
///
/// # Errors
/// When the file has a mistake.
pub fn demo_month() -> Result<DemoMonth, ContentError> {
    read(&DEMO, "engagement.toml")
}

/// The files below a folder of the demonstration library, by path.
pub fn demo_files(folder: &str) -> Vec<File> {
    let Some(dir) = DEMO.get_dir(folder) else { return Vec::new() };
    let mut files: Vec<File> = dir
        .files()
        .filter_map(|file| Some(File { path: file.path().to_str()?, bytes: file.contents() }))
        .collect();
    files.sort_by_key(|file| file.path);
    files
}

/// One file of the demonstration library.
pub fn demo_file(path: &str) -> Option<File> {
    let file = DEMO.get_file(path)?;
    Some(File { path: file.path().to_str()?, bytes: file.contents() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Role;

    #[test]
    fn everything_that_is_brought_along_can_be_read() {
        assert!(start_terms().unwrap().len() > 300);
        assert!(safety_words().unwrap().len() > 50);
        assert!(!demo_terms().unwrap().is_empty());
        assert!(demo_files("articles").len() >= 24);
    }

    #[test]
    fn demo_people_hold_every_role_and_demo_rules_end_in_a_fallback() {
        let people = demo_people().unwrap();
        for role in Role::ALL {
            assert!(people.iter().any(|p| p.roles.iter().any(|r| r == role.slug())), "{role:?}");
        }
        let rules = demo_rules().unwrap();
        let last = rules.last().unwrap();
        assert!(last.product.is_empty() && last.area.is_empty() && last.country.is_empty());
        assert!(rules.iter().all(|rule| people.iter().any(|person| person.email == rule.owner)));
    }
}
