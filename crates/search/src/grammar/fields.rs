//! The fields of the query language: PubMed's tags and Ovid's codes, and what each means here.

use super::qualifiers;
use domain::query::ProblemCode;

/// The most other words that proximity may allow.
pub(super) const WIDEST: u32 = 1_000;

/// Where something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// In everything.
    Anywhere,
    /// In all that is text about the subject: title, abstract, headings, keywords; not authors and journal.
    TextWords,
    /// In the title or the abstract (of an article: its summary and body).
    TitleAbstract,
    Title,
    Abstract,
    /// The author's or publisher's own keywords.
    Keywords,
    /// Headings of the thesaurus; the pattern is always a [`super::Heading`].
    Heading,
    /// Subheadings of the thesaurus, with whatever heading.
    Subheading,
    PublicationType,
    /// `Family AB`, or a group's name.
    Author,
    FirstAuthor,
    LastAuthor,
    /// The journal's name, its abbreviation or its ISSN.
    Journal,
    Language,
    /// Date of publication; the pattern is always [`super::Dates`].
    Date,
    Pmid,
    Doi,
    /// Any identifier: PMCID, number of a trial, publisher's number.
    Identifier,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 18] = [
        Self::Anywhere,
        Self::TextWords,
        Self::TitleAbstract,
        Self::Title,
        Self::Abstract,
        Self::Keywords,
        Self::Heading,
        Self::Subheading,
        Self::PublicationType,
        Self::Author,
        Self::FirstAuthor,
        Self::LastAuthor,
        Self::Journal,
        Self::Language,
        Self::Date,
        Self::Pmid,
        Self::Doi,
        Self::Identifier,
    ];

    /// Whether it is searched for words and phrases; other fields hold values, each looked for as a whole.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Anywhere
                | Self::TextWords
                | Self::TitleAbstract
                | Self::Title
                | Self::Abstract
                | Self::Keywords
        )
    }

    /// Its tag in the canonical form.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Anywhere => "all",
            Self::TextWords => "tw",
            Self::TitleAbstract => "tiab",
            Self::Title => "ti",
            Self::Abstract => "ab",
            Self::Keywords => "ot",
            Self::Heading => "mh",
            Self::Subheading => "sh",
            Self::PublicationType => "pt",
            Self::Author => "au",
            Self::FirstAuthor => "1au",
            Self::LastAuthor => "lastau",
            Self::Journal => "ta",
            Self::Language => "la",
            Self::Date => "dp",
            Self::Pmid => "pmid",
            Self::Doi => "doi",
            Self::Identifier => "aid",
        }
    }
}

/// What a tag or code selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Field(Field),
    Heading { explode: bool, major: bool },
}

/// A tag, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    /// At least one.
    pub targets: Vec<Target>,
    /// Set where proximity is asked for.
    pub distance: Option<u32>,
    /// Set where what it stands with cannot be asked for and is left out.
    pub is_left_out: bool,
    pub problem: Option<ProblemCode>,
}

impl Scope {
    pub fn anywhere() -> Self {
        Self::of(Target::Field(Field::Anywhere))
    }

    fn of(target: Target) -> Self {
        Self { targets: vec![target], distance: None, is_left_out: false, problem: None }
    }

    fn with(self, problem: ProblemCode) -> Self {
        Self { problem: Some(problem), ..self }
    }
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    As(Target),
    /// Another date.
    OtherDate,
    /// A field that the library has not.
    Missing,
    /// A filter that the library has not.
    Filter,
}

const fn field(field: Field) -> Known {
    Known::As(Target::Field(field))
}

const fn heading(explode: bool, major: bool) -> Known {
    Known::As(Target::Heading { explode, major })
}

/// PubMed's tags, short and long, as its help page lists them, with the names that were in use before. Lower-case,
/// without spaces around strokes and hyphens.
const TAGS: [(Known, &[&str]); 23] = [
    (field(Field::Anywhere), &["all", "all fields"]),
    (field(Field::TextWords), &["tw", "text word", "text words"]),
    (field(Field::TitleAbstract), &["tiab", "title/abstract"]),
    (field(Field::Title), &["ti", "title", "tt", "transliterated title"]),
    (field(Field::Abstract), &["ab", "abstract"]),
    (field(Field::Keywords), &["ot", "other term", "other terms", "keyword", "keywords"]),
    (heading(true, false), &["mh", "mesh", "mesh term", "mesh terms", "mesh heading", "mesh headings"]),
    (heading(true, true), &["majr", "mesh major topic", "mesh major topics"]),
    (field(Field::Subheading), &["sh", "subheading", "mesh subheading", "mesh subheadings"]),
    (field(Field::PublicationType), &["pt", "ptyp", "publication type"]),
    (
        field(Field::Author),
        &[
            "au",
            "auth",
            "author",
            "fau",
            "author-full",
            "full author name",
            "cn",
            "author-corporate",
            "corporate author",
        ],
    ),
    (field(Field::FirstAuthor), &["1au", "author-first", "first author", "first author name"]),
    (field(Field::LastAuthor), &["lastau", "author-last", "last author", "last author name"]),
    (field(Field::Journal), &["ta", "jour", "journal", "is", "issn"]),
    (field(Field::Language), &["la", "lang", "language"]),
    (
        field(Field::Date),
        &[
            "dp",
            "pdat",
            "date-publication",
            "publication date",
            "ppdat",
            "print publication date",
            "epdat",
            "electronic publication date",
        ],
    ),
    (field(Field::Pmid), &["pmid", "uid"]),
    (field(Field::Doi), &["doi"]),
    (
        field(Field::Identifier),
        &[
            "aid",
            "article identifier",
            "lid",
            "location id",
            "si",
            "secondary source id",
            "pmc",
            "pmcid",
            "nct",
        ],
    ),
    (
        Known::OtherDate,
        &[
            "edat",
            "date-entry",
            "entry date",
            "entrez date",
            "crdt",
            "date-create",
            "create date",
            "mhda",
            "date-mesh",
            "mesh date",
            "lr",
            "mdat",
            "date-modification",
            "modification date",
            "dcom",
            "date-completion",
            "completion date",
        ],
    ),
    (Known::Filter, &["sb", "subset", "filter"]),
    (
        Known::Missing,
        &[
            "ad",
            "affiliation",
            "auid",
            "author-identifier",
            "author identifier",
            "book",
            "cois",
            "conflict of interest statement",
            "conflict of interest statements",
            "ed",
            "editor",
            "gr",
            "grant number",
            "grants and funding",
            "ir",
            "investigator",
            "fir",
            "investigator-full",
            "full investigator name",
            "ip",
            "issue",
            "isbn",
            "jid",
            "nlm unique id",
            "pl",
            "place of publication",
            "pg",
            "pagination",
            "vi",
            "volume",
        ],
    ),
    (
        Known::Missing,
        &[
            "nm",
            "supplementary concept",
            "substance name",
            "pa",
            "pharmacological action",
            "ps",
            "subject-personal name",
            "personal name as subject",
            "pubn",
            "publisher",
            "rn",
            "ec/rn number",
            "rn number",
        ],
    ),
];

/// Ovid's codes for MEDLINE that map: `tw` is title and abstract there, `ot` the original title, `mp` all text.
const CODES: [(Known, &[&str]); 15] = [
    (field(Field::Anywhere), &["af"]),
    (field(Field::TextWords), &["mp", "hw"]),
    (field(Field::TitleAbstract), &["tw"]),
    (field(Field::Title), &["ti", "ot"]),
    (field(Field::Abstract), &["ab"]),
    (field(Field::Keywords), &["kw", "kf"]),
    (heading(false, false), &["sh"]),
    (field(Field::Subheading), &["fs"]),
    (field(Field::PublicationType), &["pt"]),
    (field(Field::Author), &["au"]),
    (field(Field::Journal), &["jn", "jw"]),
    (field(Field::Language), &["lg"]),
    (field(Field::Date), &["yr", "dp"]),
    (field(Field::Pmid), &["ui", "pm"]),
    (Known::Missing, &["nm", "rn", "in"]),
];

fn find(table: &[(Known, &[&str])], name: &str) -> Option<Known> {
    table.iter().find(|(_, names)| names.contains(&name)).map(|(known, _)| *known)
}

/// Lower-case, with single spaces, and none around strokes, hyphens and colons.
fn normal(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<_> = lower.split_whitespace().collect();
    let mut normal = words.join(" ");
    for sign in ["/", "-", ":"] {
        normal = normal.split(sign).map(str::trim).collect::<Vec<_>>().join(sign);
    }
    normal
}

/// Whether this is what a tag of PubMed says between its brackets.
pub(super) fn is_tag(content: &str) -> bool {
    let name = normal(content);
    let name = name.split_once(':').map_or(name.as_str(), |(name, _)| name);
    find(&TAGS, name).is_some()
}

/// Whether this code of Ovid is known.
pub(super) fn is_code(code: &str) -> bool {
    find(&CODES, &code.to_lowercase()).is_some()
}

/// What a tag of PubMed selects, from what stands between its brackets.
pub(super) fn tag(content: &str) -> Scope {
    let content = normal(content);
    let (name, modifier) = content.split_once(':').unwrap_or((&content, ""));
    let mut scope = scope(find(&TAGS, name));
    match modifier {
        "" => {}
        "noexp" => {
            if let [Target::Heading { explode, .. }] = scope.targets.as_mut_slice() {
                *explode = false;
            } else {
                scope.problem.get_or_insert(ProblemCode::UnknownField);
            }
        }
        distance => match distance.strip_prefix('~').and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => scope.distance = Some(number.min(WIDEST)),
            None => _ = scope.problem.get_or_insert(ProblemCode::UnknownField),
        },
    }
    scope
}

/// What Ovid's codes select, such as `ti,ab`.
pub(super) fn codes(codes: &str) -> Scope {
    let mut together: Option<Scope> = None;
    for code in codes.split(',') {
        let next = scope(find(&CODES, &code.trim().to_lowercase()));
        match &mut together {
            None => together = Some(next),
            Some(scope) => {
                scope.targets.extend(next.targets);
                scope.problem = scope.problem.or(next.problem);
            }
        }
    }
    let mut scope = together.unwrap_or_else(Scope::anywhere);
    scope.targets = simplified(scope.targets);
    scope
}

fn scope(known: Option<Known>) -> Scope {
    match known {
        Some(Known::As(target)) => Scope::of(target),
        Some(Known::OtherDate) => Scope::of(Target::Field(Field::Date)).with(ProblemCode::OtherDate),
        Some(Known::Missing) => Scope::anywhere().with(ProblemCode::MissingField),
        Some(Known::Filter) => {
            Scope { is_left_out: true, ..Scope::anywhere().with(ProblemCode::MissingFilter) }
        }
        None => Scope::anywhere().with(ProblemCode::UnknownField),
    }
}

/// Each once, and none that another contains.
fn simplified(targets: Vec<Target>) -> Vec<Target> {
    let has = |wanted: Field| targets.contains(&Target::Field(wanted));
    if has(Field::Anywhere) {
        return vec![Target::Field(Field::Anywhere)];
    }
    let has_both = has(Field::TitleAbstract) || (has(Field::Title) && has(Field::Abstract));
    let mut simplified = Vec::with_capacity(targets.len());
    for target in targets {
        let target = match target {
            Target::Field(Field::Title | Field::Abstract) if has_both => Target::Field(Field::TitleAbstract),
            other => other,
        };
        if !simplified.contains(&target) {
            simplified.push(target);
        }
    }
    simplified
}

/// The subheading that a name or a two-letter code stands for.
pub(super) fn qualifier(text: &str) -> Option<&'static str> {
    let text = normal(text);
    qualifiers::ALL.into_iter().find(|(code, name)| *code == text || *name == text).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_tag_that_selects_it() {
        for field in Field::ALL {
            let selected = tag(field.tag()).targets;
            match field {
                Field::Heading => assert_eq!(selected, [Target::Heading { explode: true, major: false }]),
                field => assert_eq!(selected, [Target::Field(field)]),
            }
        }
    }

    #[test]
    fn no_name_stands_for_two_things() {
        for table in [TAGS.as_slice(), CODES.as_slice()] {
            let mut names: Vec<_> = table.iter().flat_map(|(_, names)| names.iter()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }

    #[test]
    fn names_are_written_in_any_case_and_with_any_spaces() {
        for name in ["Date - Publication", "date-publication", " DATE  -Publication "] {
            assert_eq!(tag(name).targets, [Target::Field(Field::Date)], "{name}");
        }
        assert_eq!(tag("MeSH Terms : noexp").targets, [Target::Heading { explode: false, major: false }]);
        assert_eq!(tag("Title / Abstract:~3").distance, Some(3));
    }

    #[test]
    fn fields_that_contain_others_take_their_place() {
        assert_eq!(codes("ti,ab").targets, [Target::Field(Field::TitleAbstract)]);
        assert_eq!(codes("ti, AB, kf,kw").targets.len(), 2);
        assert_eq!(codes("mp,af").targets, [Target::Field(Field::Anywhere)]);
    }

    #[test]
    fn subheadings_are_known_by_name_and_by_code() {
        assert_eq!(qualifier("dt"), Some("drug therapy"));
        assert_eq!(qualifier("Drug Therapy"), Some("drug therapy"));
        assert_eq!(qualifier("zz"), None);
    }
}
