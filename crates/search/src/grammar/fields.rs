//! The fields of the query language: PubMed's tags and Ovid's codes, and what each means here.

use super::qualifiers;
use domain::query::ProblemCode;

/// The largest number of other words that proximity allows.
pub(super) const WIDEST: u32 = 1_000;

/// A searchable field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    /// Everything.
    Anywhere,
    /// All text about the subject: title, abstract, headings, keywords; not authors and journal.
    TextWords,
    /// The title or the abstract (of an article: its summary and body).
    TitleAbstract,
    Title,
    Abstract,
    /// The author's or publisher's own keywords.
    Keywords,
    /// Headings of the thesaurus; the pattern is always a [`super::Heading`].
    Heading,
    /// Subheadings of the thesaurus, with any heading.
    Subheading,
    PublicationType,
    /// `Family AB`, or a group's name.
    Author,
    FirstAuthor,
    LastAuthor,
    /// The journal's name, abbreviation or ISSN.
    Journal,
    Language,
    /// Date of publication; the pattern is always [`super::Dates`].
    Date,
    Pmid,
    Doi,
    /// Any identifier: PMCID, trial number, publisher's number.
    Identifier,
}

impl Field {
    /// Whether it is searched for words and phrases. Other fields hold values, each matched as a whole.
    pub(crate) fn is_text(self) -> bool {
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
    pub(crate) fn tag(self) -> &'static str {
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

/// A parsed tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldSpec {
    /// At least one.
    pub(crate) targets: Vec<Target>,
    /// Set for proximity searches.
    pub(crate) distance: Option<u32>,
    /// Set where the term with this tag cannot be searched and is dropped.
    pub(crate) is_dropped: bool,
    pub(crate) problem: Option<ProblemCode>,
}

impl FieldSpec {
    pub(crate) fn anywhere() -> Self {
        Self::of(Target::Field(Field::Anywhere))
    }

    fn of(target: Target) -> Self {
        Self { targets: vec![target], distance: None, is_dropped: false, problem: None }
    }

    fn with(self, problem: ProblemCode) -> Self {
        Self { problem: Some(problem), ..self }
    }
}

/// What the name of a tag or code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagMeaning {
    As(Target),
    /// A date other than that of publication.
    OtherDate,
    /// A field that the library does not have.
    Missing,
    /// A filter that the library does not have.
    Filter,
}

const fn field(field: Field) -> TagMeaning {
    TagMeaning::As(Target::Field(field))
}

const fn heading(explode: bool, major: bool) -> TagMeaning {
    TagMeaning::As(Target::Heading { explode, major })
}

/// PubMed's tags, short and long, as its help page lists them, with earlier names. Lower-case, without spaces around
/// slashes and hyphens.
const TAGS: [(TagMeaning, &[&str]); 23] = [
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
        TagMeaning::OtherDate,
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
    (TagMeaning::Filter, &["sb", "subset", "filter"]),
    (
        TagMeaning::Missing,
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
        TagMeaning::Missing,
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

/// Ovid's codes for MEDLINE that have an equivalent: `tw` is title and abstract there, `ot` the original title, `mp`
/// all text.
const CODES: [(TagMeaning, &[&str]); 15] = [
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
    (TagMeaning::Missing, &["nm", "rn", "in"]),
];

fn find(table: &[(TagMeaning, &[&str])], name: &str) -> Option<TagMeaning> {
    table.iter().find(|(_, names)| names.contains(&name)).map(|(known, _)| *known)
}

/// Lower-case, with single spaces, and none around slashes, hyphens and colons.
fn normalize(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<_> = lower.split_whitespace().collect();
    let mut normal = words.join(" ");
    for sign in ["/", "-", ":"] {
        normal = normal.split(sign).map(str::trim).collect::<Vec<_>>().join(sign);
    }
    normal
}

/// Whether this is the content of a PubMed tag.
pub(super) fn is_tag(content: &str) -> bool {
    let name = normalize(content);
    let name = name.split_once(':').map_or(name.as_str(), |(name, _)| name);
    find(&TAGS, name).is_some()
}

/// Whether this is a known code of Ovid.
pub(super) fn is_code(code: &str) -> bool {
    find(&CODES, &code.to_lowercase()).is_some()
}

/// Parses the content of a PubMed tag.
pub(super) fn parse_tag(content: &str) -> FieldSpec {
    let content = normalize(content);
    let (name, modifier) = content.split_once(':').unwrap_or((&content, ""));
    let mut spec = spec_of(find(&TAGS, name));
    match modifier {
        "" => {}
        "noexp" => {
            if let [Target::Heading { explode, .. }] = spec.targets.as_mut_slice() {
                *explode = false;
            } else {
                spec.problem.get_or_insert(ProblemCode::UnknownField);
            }
        }
        distance => match distance.strip_prefix('~').and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => spec.distance = Some(number.min(WIDEST)),
            None => _ = spec.problem.get_or_insert(ProblemCode::UnknownField),
        },
    }
    spec
}

/// Parses Ovid's codes, such as `ti,ab`.
pub(super) fn parse_codes(codes: &str) -> FieldSpec {
    let mut together: Option<FieldSpec> = None;
    for code in codes.split(',') {
        let next = spec_of(find(&CODES, &code.trim().to_lowercase()));
        match &mut together {
            None => together = Some(next),
            Some(spec) => {
                spec.targets.extend(next.targets);
                spec.problem = spec.problem.or(next.problem);
            }
        }
    }
    let mut spec = together.unwrap_or_else(FieldSpec::anywhere);
    spec.targets = simplify(spec.targets);
    spec
}

fn spec_of(known: Option<TagMeaning>) -> FieldSpec {
    match known {
        Some(TagMeaning::As(target)) => FieldSpec::of(target),
        Some(TagMeaning::OtherDate) => FieldSpec::of(Target::Field(Field::Date)).with(ProblemCode::OtherDate),
        Some(TagMeaning::Missing) => FieldSpec::anywhere().with(ProblemCode::MissingField),
        Some(TagMeaning::Filter) => {
            FieldSpec { is_dropped: true, ..FieldSpec::anywhere().with(ProblemCode::MissingFilter) }
        }
        None => FieldSpec::anywhere().with(ProblemCode::UnknownField),
    }
}

/// Each target once, and none that another contains.
fn simplify(targets: Vec<Target>) -> Vec<Target> {
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

/// The subheading with this name or two-letter code.
pub(super) fn qualifier(text: &str) -> Option<&'static str> {
    let text = normalize(text);
    qualifiers::ALL.into_iter().find(|(code, name)| *code == text || *name == text).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Field; 18] = [
        Field::Anywhere,
        Field::TextWords,
        Field::TitleAbstract,
        Field::Title,
        Field::Abstract,
        Field::Keywords,
        Field::Heading,
        Field::Subheading,
        Field::PublicationType,
        Field::Author,
        Field::FirstAuthor,
        Field::LastAuthor,
        Field::Journal,
        Field::Language,
        Field::Date,
        Field::Pmid,
        Field::Doi,
        Field::Identifier,
    ];

    #[test]
    fn every_field_has_a_tag_that_selects_it() {
        for field in ALL {
            let selected = parse_tag(field.tag()).targets;
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
            assert_eq!(parse_tag(name).targets, [Target::Field(Field::Date)], "{name}");
        }
        assert_eq!(
            parse_tag("MeSH Terms : noexp").targets,
            [Target::Heading { explode: false, major: false }]
        );
        assert_eq!(parse_tag("Title / Abstract:~3").distance, Some(3));
    }

    #[test]
    fn fields_that_contain_others_take_their_place() {
        assert_eq!(parse_codes("ti,ab").targets, [Target::Field(Field::TitleAbstract)]);
        assert_eq!(parse_codes("ti, AB, kf,kw").targets.len(), 2);
        assert_eq!(parse_codes("mp,af").targets, [Target::Field(Field::Anywhere)]);
    }

    #[test]
    fn subheadings_are_known_by_name_and_by_code() {
        assert_eq!(qualifier("dt"), Some("drug therapy"));
        assert_eq!(qualifier("Drug Therapy"), Some("drug therapy"));
        assert_eq!(qualifier("zz"), None);
    }
}
