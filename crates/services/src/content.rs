//! What the program ships with: the start of every portal, and the demonstration library.

use domain::thesaurus::{Confusables, Group, Kind, Pair, Source, Spellings, Word};
use domain::vocabulary::{Term, TermKind, slug_of};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

static START: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../content/start");
static DEMO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../content/demo");

/// Why a file that the program ships with cannot be used. Tests read every one of them.
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

/// A group of words that mean the same, as `content/start/vocabulary.toml` explains it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct GroupEntry {
    name: String,
    same: Vec<String>,
    short: Vec<String>,
    brands: Vec<String>,
    broader: Vec<String>,
    context: Vec<String>,
    usual: Vec<String>,
}

impl From<GroupEntry> for Group {
    fn from(entry: GroupEntry) -> Self {
        let lists =
            [(Kind::Synonym, entry.same), (Kind::Abbreviation, entry.short), (Kind::Brand, entry.brands)];
        let words =
            lists.into_iter().flat_map(|(kind, list)| list.into_iter().map(move |text| Word { text, kind }));
        Self {
            source: Source::Start,
            id: slug_of(&entry.name),
            name: entry.name,
            words: words.collect(),
            broader: entry.broader,
            context: entry.context,
            usual: entry.usual,
            trees: Vec::new(),
            is_off: false,
        }
    }
}

/// A file of groups.
#[derive(Deserialize)]
struct GroupFile {
    group: Vec<GroupEntry>,
}

/// The groups of a text in the form of the program's own files, as a portal's own.
///
/// # Errors
/// When the text has a mistake, which is named with its place.
pub fn groups_of(text: &str) -> Result<Vec<Group>, String> {
    let file: GroupFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let own = |entry| Group { source: Source::Portal, ..Group::from(entry) };
    Ok(file.group.into_iter().map(own).collect())
}

/// The groups of words that every portal understands.
///
/// # Errors
/// When a file has a mistake.
pub fn start_groups() -> Result<Vec<Group>, ContentError> {
    let mut groups = Vec::new();
    let folder = START.get_dir("synonyms");
    for file in folder.into_iter().flat_map(|folder| folder.files()) {
        let entries = read::<GroupFile>(&START, &file.path().to_string_lossy())?.group;
        groups.extend(entries.into_iter().map(Group::from));
    }
    Ok(groups)
}

/// `content/start/spelling.toml`.
#[derive(Deserialize)]
struct SpellingFile {
    pairs: Vec<(String, String)>,
    verbs: Vec<String>,
    plain_words: Vec<String>,
}

impl SpellingFile {
    /// Its pairs, with those of its verbs.
    fn pairs(&self) -> Vec<Pair> {
        /// What verbs and what is made of them go on with: -ise, -ised; -isation; -ising.
        const ENDINGS: [(&str, &str); 3] = [("ise*", "ize*"), ("isa*", "iza*"), ("isi*", "izi*")];
        let pair = |british: &str, american: &str| Pair {
            british: british.to_owned(),
            american: american.to_owned(),
        };
        let of_verb = |verb: &String| {
            ENDINGS.map(|(british, american)| pair(&format!("{verb}{british}"), &format!("{verb}{american}")))
        };
        let pairs = self.pairs.iter().map(|(british, american)| pair(british, american));
        pairs.chain(self.verbs.iter().flat_map(of_verb)).collect()
    }
}

/// British and American spellings, and the words that are taken for one another.
///
/// # Errors
/// When a file has a mistake.
pub fn spellings() -> Result<Spellings, ContentError> {
    let file: SpellingFile = read(&START, "spelling.toml")?;
    Ok(Spellings::new(file.pairs(), file.plain_words).with_confusables(confusables()?))
}

/// `content/start/confusables.toml`.
#[derive(Deserialize)]
struct ConfusableFile {
    words: Vec<Vec<String>>,
    medicines: Vec<Vec<String>>,
}

/// Words and names of medicines that look or sound alike.
fn confusables() -> Result<Confusables, ContentError> {
    let file: ConfusableFile = read(&START, "confusables.toml")?;
    Ok(Confusables::new(file.words.into_iter().chain(file.medicines)))
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

/// The words of which passwords are made that everybody guesses first.
///
/// # Errors
/// When the file has a mistake.
pub fn common_passwords() -> Result<Vec<String>, ContentError> {
    #[derive(Deserialize)]
    struct CommonPasswords {
        words: Vec<String>,
    }
    Ok(read::<CommonPasswords>(&START, "common-passwords.toml")?.words)
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
    /// Slug of its state, while it is open.
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
    use domain::account::Role;
    use domain::slug::Slug;
    use domain::thesaurus::{Confidence, Meaning, Part, Thesaurus};
    use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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
        for role in Role::all() {
            assert!(people.iter().any(|p| p.roles.iter().any(|r| r == role.slug())), "{role:?}");
        }
        let rules = demo_rules().unwrap();
        let last = rules.last().unwrap();
        assert!(last.product.is_empty() && last.area.is_empty() && last.country.is_empty());
        assert!(rules.iter().all(|rule| people.iter().any(|person| person.email == rule.owner)));
    }

    fn thesaurus() -> Thesaurus {
        Thesaurus::of(&start_groups().unwrap(), spellings().unwrap())
    }

    #[test]
    fn there_are_groups_enough_and_each_says_something() {
        let groups = start_groups().unwrap();
        assert!(groups.len() >= 400, "{}", groups.len());
        let thesaurus = thesaurus();
        let mut ids = HashSet::new();
        for group in &groups {
            assert!(ids.insert(&group.id), "{} is there twice", group.name);
            assert!(!group.words.is_empty(), "{} has no other word", group.name);
            let mut texts: Vec<&str> = group.words.iter().map(|word| word.text.as_str()).collect();
            texts.push(&group.name);
            assert!(texts.iter().all(|text| !text.is_empty() && text.trim() == *text), "{}", group.name);
            for usual in &group.usual {
                assert!(
                    group.of_kind(Kind::Abbreviation).any(|short| short == usual),
                    "{}: {usual}",
                    group.name
                );
            }
            let found: HashSet<&str> = texts
                .iter()
                .copied()
                .filter(|text| {
                    texts.iter().filter(|other| thesaurus.spellings().are_same(text, other)).count() > 1
                })
                .collect();
            assert!(found.is_empty(), "{} has a word twice: {found:?}", group.name);
        }
    }

    #[test]
    fn groups_stand_below_groups_that_exist_and_never_below_themselves() {
        let groups = start_groups().unwrap();
        let broader: HashMap<&str, &[String]> =
            groups.iter().map(|group| (group.name.as_str(), group.broader.as_slice())).collect();
        for group in &groups {
            let mut above: Vec<&str> = group.broader.iter().map(String::as_str).collect();
            let mut seen = HashSet::new();
            while let Some(name) = above.pop() {
                let next = broader.get(name).unwrap_or_else(|| panic!("{}: no group {name}", group.name));
                assert_ne!(name, group.name, "a circle");
                if seen.insert(name) {
                    above.extend(next.iter().map(String::as_str));
                }
            }
        }
    }

    /// Abbreviations that several groups may have. Whoever adds one here gives each of its senses a context.
    const AMBIGUOUS: &str = "aa acs ad adc aed af ai als aml ar arr art as asd bc bd bmd bp bpd cad cd cea chd ci cin \
        cis cp cr crs crt dbs dfs dm dn ed egfr eps et gbs hd hf hit hr hs ich ipv itt mcl mf mi mm mmr mr mra ms os \
        pci pcp pcv pd pe pid ppe pr psa pv ra rct rr rt sad scd sma tb tca td uc vf";

    #[test]
    fn only_known_abbreviations_have_several_senses_and_each_sense_has_a_context() {
        let groups = start_groups().unwrap();
        let thesaurus = thesaurus();
        let by_id: HashMap<&str, &Group> = groups.iter().map(|group| (group.id.as_str(), group)).collect();
        let mut ambiguous = BTreeSet::new();
        for group in &groups {
            let words = group.words.iter().map(|word| (word.text.as_str(), word.kind));
            for (text, kind) in words.chain([(group.name.as_str(), Kind::Preferred)]) {
                let with = thesaurus.groups_with(text);
                let senses: Vec<&Group> = with
                    .iter()
                    .filter_map(|id| by_id.get(id.id).copied())
                    .filter(|other| kind != Kind::Abbreviation || shortens(other, text))
                    .collect();
                if senses.len() < 2 {
                    continue;
                }
                assert_eq!(kind, Kind::Abbreviation, "{text} stands in {} and elsewhere", group.name);
                assert!(senses.iter().all(|sense| shortens(sense, text)), "{text} is a full word elsewhere");
                assert!(!group.context.is_empty(), "{text}: {} has no context", group.name);
                let usual =
                    senses.iter().filter(|sense| sense.usual.iter().any(|usual| usual == text)).count();
                assert!(usual <= 1, "{text} has two usual senses");
                ambiguous.insert(letters(text));
            }
        }
        let known: BTreeSet<String> = AMBIGUOUS.split_whitespace().map(str::to_owned).collect();
        assert_eq!(ambiguous, known);
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    }

    fn shortens(group: &Group, text: &str) -> bool {
        group.of_kind(Kind::Abbreviation).any(|short| letters(short) == letters(text))
    }

    #[test]
    fn no_spelling_begins_with_another() {
        let file: SpellingFile = read(&START, "spelling.toml").unwrap();
        let pairs = file.pairs();
        for side in [|pair: &Pair| pair.british.clone(), |pair: &Pair| pair.american.clone()] {
            let mut spellings: Vec<String> =
                pairs.iter().map(|pair| side(pair).trim_end_matches('*').to_owned()).collect();
            spellings.sort();
            for pair in spellings.windows(2) {
                assert!(!pair[1].starts_with(&pair[0]), "{pair:?}");
            }
        }
        assert!(pairs.iter().all(|pair| pair.british.ends_with('*') == pair.american.ends_with('*')));
    }

    /// What the names of the groups that a question names, `?` behind a guess.
    fn named(thesaurus: &Thesaurus, question: &str) -> Vec<String> {
        let parts: Vec<Part<'_>> = question.split_whitespace().map(Part::Word).collect();
        let concepts = thesaurus.recognise(&parts);
        let name = |concept: &domain::thesaurus::Concept<'_>| match &concept.meaning {
            Meaning::Group { name, .. } if concept.certainty == Confidence::Guess => Some(format!("{name}?")),
            Meaning::Group { name, .. } => Some((*name).to_owned()),
            Meaning::Spelling(_) => None,
        };
        concepts.iter().filter_map(name).collect()
    }

    #[test]
    fn questions_as_people_ask_them_are_understood() {
        let thesaurus = thesaurus();
        let mut wrong = BTreeMap::new();
        for (question, expected) in [
            (
                "can I give a blood thinner after a heart attack",
                &["Anticoagulants", "Myocardial infarction"][..],
            ),
            ("MI and valves", &["Mitral regurgitation"]),
            ("MI after TAVI", &["Mitral regurgitation", "Transcatheter aortic valve implantation"]),
            ("aspirin after MI", &["Aspirin", "Myocardial infarction"]),
            ("apixaban in AF", &["Apixaban", "Atrial fibrillation"]),
            ("oligohydramnios AF index", &["Amniotic fluid"]),
            ("tocilizumab RA", &["Tocilizumab", "Rheumatoid arthritis"]),
            ("ocrelizumab in MS", &["Ocrelizumab", "Multiple sclerosis"]),
            ("MS with mitral valve area", &["Mitral stenosis"]),
            ("PE in pregnancy proteinuria", &["Pre-eclampsia", "Pregnancy", "Proteinuria"]),
            ("PE anticoagulation", &["Pulmonary embolism", "Anticoagulants"]),
            ("levodopa PD", &["Levodopa", "Parkinson's disease"]),
            ("PD catheter peritonitis dialysis", &["Peritoneal dialysis", "Dialysis"]),
            ("dapagliflozin HF", &["Dapagliflozin", "Heart failure"]),
            ("dapagliflozin egfr", &["Dapagliflozin", "Glomerular filtration rate"]),
            ("osimertinib EGFR", &["Osimertinib", "Epidermal growth factor receptor"]),
            ("Forxiga in CKD", &["Dapagliflozin", "Chronic kidney disease"]),
            ("eGFR slope", &["Glomerular filtration rate"]),
            ("weight-loss injections", &["Weight management medicines"]),
            ("treatment of kidney failure", &["Kidney failure"]),
            ("BP", &["Blood pressure?"]),
            ("ED", &[]),
        ] {
            let given = named(&thesaurus, question);
            if given != expected {
                wrong.insert(question, given);
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
