//! The numbers of the ranking in one place: why each is there, and what it was measured to do.
//!
//! Measured with `materia eval` on the two judged collections of `docs/SEARCH.md`, as nDCG@10. A number is kept where it
//! helps on both, or where no collection can judge it and a rule of the field speaks for it.

/// The numbers of a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranking {
    /// What a match in the title adds, as a share of its own score. Titles say what an item is about; more than this,
    /// or a field of its own in place of the shared text, ranks items without a title too low.
    pub title: f32,
    /// What another word for a concept scores, as a share of what it would score if it had been typed: what was typed
    /// is what was meant.
    pub synonym: f32,
    /// The same for a part of a concept, such as a member of a class of medicines.
    pub narrower: f32,
    /// By how much less an expansion weighs that only guesses the sense of an abbreviation.
    pub guess: f32,
    /// By how much less one weighs that MeSH alone knows: its headings are made for indexing, not for asking.
    pub mesh: f32,
    pub feedback: Feedback,
    pub proximity: Proximity,
    pub preference: Preference,
}

/// Words that the best items have in common, looked for beside those of a question (pseudo-relevance feedback).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Feedback {
    /// The best items that are read.
    pub items: usize,
    /// The words that are taken from them.
    pub words: usize,
    /// What such a word weighs beside one that was typed, at most.
    pub weight: f32,
    /// The best items that are ordered anew by it.
    pub pool: usize,
    /// Questions of fewer words are names of things: what else their best items are about leads away.
    pub least_words: usize,
}

/// Neighbours in a question that stand near each other in an item. Only the feedback's pool is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Proximity {
    /// What two words side by side add, as a share of how rare they are; half of it where one word lies between.
    pub weight: f32,
    /// So many words apart they are still near.
    pub reach: u32,
    /// So many words of a question are looked at.
    pub words: usize,
}

/// What is preferred among items that match alike, as factors of the score: no judged collection knows these.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Preference {
    /// For what the department has written and approved: it answers, where a record only reports.
    pub article: f32,
    /// For each level of evidence above the lowest (Oxford CEBM 2011, 1 to 5).
    pub level: f32,
    /// For what appeared in this year; it falls by half with every [`Preference::recent_years`].
    pub recent: f32,
    pub recent_years: f32,
    /// For a publication that was retracted.
    pub retracted: f32,
}

/// The ranking in use.
pub(super) const RANKING: Ranking = Ranking {
    title: 0.3,
    synonym: 0.6,
    narrower: 0.4,
    guess: 0.3,
    mesh: 0.6,
    feedback: Feedback { items: 5, words: 20, weight: 0.2, pool: 100, least_words: 2 },
    proximity: Proximity { weight: 0.1, reach: 8, words: 10 },
    preference: Preference { article: 1.15, level: 0.02, recent: 0.1, recent_years: 5.0, retracted: 0.5 },
};
