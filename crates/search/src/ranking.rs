//! The parameters of the ranking in one place: why each is there, and what it was measured to do.
//!
//! Measured as nDCG@10 with `materia eval --parts` on the collections of `docs/SEARCH.md`. A parameter stays where it
//! helps on most, or where no collection can judge it and a rule of the field supports it. A score depends on the item,
//! the words and the library alone, never on what else was found: so filters and pages leave the order as it is.

/// The parameters of a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RankingParameters {
    /// What a match in the lead adds, as a share of its own score: the title, or the first sentence where an item has
    /// no title. It says what an item is about. Were untitled items left without, they would all rank below titled
    /// ones that mention the subject.
    pub(crate) lead: f32,
    /// What a synonym scores, as a share of what it would score if it had been typed: what was typed is what was
    /// meant.
    pub(crate) synonym: f32,
    /// The same for a narrower concept, such as a member of a drug class.
    pub(crate) narrower: f32,
    /// A further factor where the sense of an abbreviation is only guessed.
    pub(crate) guess: f32,
    /// A further factor where only MeSH knows the synonym: its headings are made for indexing, not for asking.
    pub(crate) mesh: f32,
    /// What the further words of a concept of several words add to its rarest: with 1 it would count as much as all of
    /// them, although each says little more than the others.
    pub(crate) concept: f32,
    /// What a circumstance weighs (who the patients are, where, "effects of"), as a share of a subject as rare.
    pub(crate) circumstance: f32,
    /// What all circumstances of a query weigh together at most, as a share of its lightest subject.
    pub(crate) circumstances: f32,
    /// Whether [`crate::Search::rank`] ranks only what holds enough of a question to be counted as found.
    pub(crate) is_coverage_required: bool,
    /// Absent where nothing is preferred.
    pub(crate) preference: Option<Preference>,
}

/// Factors of the score for what is preferred among items that match alike. No judged collection can measure these.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Preference {
    /// For what the department has written and approved: it answers, where a record only reports. An article that
    /// holds every subject of a query comes before all records whatever its factor.
    pub(crate) article: f32,
    /// For each level of evidence above the lowest (Oxford CEBM 2011, 1 to 5).
    pub(crate) level: f32,
    /// For publication in the current year; halves with every [`Preference::recent_years`].
    pub(crate) recent: f32,
    pub(crate) recent_years: f32,
    /// For a retracted publication.
    pub(crate) retracted: f32,
}

/// The ranking in use.
pub(crate) const RANKING: RankingParameters = RankingParameters {
    lead: 0.3,
    synonym: 0.6,
    narrower: 0.4,
    guess: 0.3,
    mesh: 0.6,
    concept: 0.7,
    circumstance: 0.6,
    circumstances: 1.0,
    is_coverage_required: false,
    preference: Some(Preference {
        article: 1.15,
        level: 0.02,
        recent: 0.1,
        recent_years: 5.0,
        retracted: 0.5,
    }),
};

/// A part of the ranking that an evaluation can switch off, or a ranking to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Lead,
    Synonyms,
    Narrower,
    Concepts,
    Circumstances,
    Coverage,
    Preferences,
    /// All parts at once: plain BM25 of the words that are typed.
    Everything,
    /// None, but the words are joined by OR.
    Or,
}

impl Part {
    /// Every part, in the order of a report.
    pub const ALL: [Self; 9] = [
        Self::Lead,
        Self::Synonyms,
        Self::Narrower,
        Self::Concepts,
        Self::Circumstances,
        Self::Coverage,
        Self::Preferences,
        Self::Everything,
        Self::Or,
    ];

    /// What a report calls the ranking without it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lead => "without the lead's share",
            Self::Synonyms => "without synonyms",
            Self::Narrower => "without narrower concepts",
            Self::Concepts => "each word for itself",
            Self::Circumstances => "circumstances as subjects",
            Self::Coverage => "only what holds enough",
            Self::Preferences => "without preferences",
            Self::Everything => "plain BM25",
            Self::Or => "the words joined by OR",
        }
    }
}

impl RankingParameters {
    /// The ranking in use without a part.
    pub(crate) fn without(part: Part) -> Self {
        let mut ranking = RANKING;
        let is_off = |own| part == own || part == Part::Everything;
        if is_off(Part::Lead) {
            ranking.lead = 0.0;
        }
        if is_off(Part::Synonyms) {
            ranking.synonym = 0.0;
        }
        if is_off(Part::Narrower) {
            ranking.narrower = 0.0;
        }
        if is_off(Part::Concepts) {
            ranking.concept = 1.0;
        }
        if is_off(Part::Circumstances) {
            ranking.circumstance = 1.0;
            ranking.circumstances = f32::MAX;
        }
        if is_off(Part::Coverage) {
            ranking.is_coverage_required = part == Part::Coverage;
        }
        if is_off(Part::Preferences) {
            ranking.preference = None;
        }
        ranking
    }
}
