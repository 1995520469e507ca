//! The parameters of the ranking in one place: why each is there, and what it was measured to do.
//!
//! Measured as nDCG@10 with `materia eval` on the two judged collections of `docs/SEARCH.md`. A parameter stays where
//! it helps on both, or where no collection can judge it and a rule of the field supports it.

/// The parameters of a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RankingParameters {
    /// What a match in the title adds, as a share of its own score. Titles say what an item is about; more than this,
    /// or a separate field instead of the shared text, ranks items without a title too low.
    pub(crate) title: f32,
    /// What a synonym scores, as a share of what it would score if it had been typed: what was typed is what was
    /// meant.
    pub(crate) synonym: f32,
    /// The same for a narrower concept, such as a member of a drug class.
    pub(crate) narrower: f32,
    /// A further factor where the sense of an abbreviation is only guessed.
    pub(crate) guess: f32,
    /// A further factor where only MeSH knows the synonym: its headings are made for indexing, not for asking.
    pub(crate) mesh: f32,
    pub(crate) feedback: Feedback,
    pub(crate) proximity: Proximity,
    pub(crate) preference: Preference,
}

/// Pseudo-relevance feedback: words that the best items have in common are added to the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Feedback {
    /// The best items that are read.
    pub(crate) items: usize,
    /// The words taken from them.
    pub(crate) words: usize,
    /// The highest weight of such a word, relative to one that was typed.
    pub(crate) weight: f32,
    /// The best items that are reranked.
    pub(crate) pool: usize,
    /// Shorter queries name things: what else their best items are about leads away.
    pub(crate) least_words: usize,
}

/// Neighbouring words of a query that are near each other in an item. Only the feedback pool is examined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Proximity {
    /// What two adjacent words add, as a share of their idf; half of it with one word between them.
    pub(crate) weight: f32,
    /// The greatest distance in words that still counts as near.
    pub(crate) reach: u32,
    /// The number of a query's words that are examined.
    pub(crate) words: usize,
}

/// Factors of the score for what is preferred among items that match alike. No judged collection can measure these.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Preference {
    /// For what the department has written and approved: it answers, where a record only reports.
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
    title: 0.3,
    synonym: 0.6,
    narrower: 0.4,
    guess: 0.3,
    mesh: 0.6,
    feedback: Feedback { items: 5, words: 20, weight: 0.2, pool: 100, least_words: 2 },
    proximity: Proximity { weight: 0.1, reach: 8, words: 10 },
    preference: Preference { article: 1.15, level: 0.02, recent: 0.1, recent_years: 5.0, retracted: 0.5 },
};
