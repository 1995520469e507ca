//! Recognising the concepts that a query names.

use super::abbreviation::{Casing, Closeness};
use super::group::{GroupId, Kind, Source};
use super::index::{Context, Entry, Hash, Thesaurus, key};
use super::spelling::{Piece, joined};
use crate::folding::{folded, is_word_part};
use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};
use std::ops::Range;

/// The most other words to which a concept expands.
pub const MOST_ALTERNATIVES: usize = 16;
/// The most narrower concepts of a concept, the nearest first.
pub const MOST_NARROWER: usize = 24;
/// The most words of a narrower concept, its name first.
const MOST_NARROWER_WORDS: usize = 4;
/// The most parts of a span.
const LONGEST_SPAN: usize = 8;
/// How much more a full word of a group counts as evidence than a word of its context.
const FULL_WORD: usize = 3;
/// Shorter abbreviations mean too many things to search for them.
const SHORTEST_SEARCHED: usize = 3;

/// A part of a query, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// A word as typed, with its capitals; it may hold hyphens (`SGLT-2`).
    Word(&'a str),
    /// Searched as typed, such as a quoted phrase: never expanded, but evidence.
    Fixed(&'a str),
    /// An operator, a parenthesis or the like: no concept reaches across.
    Break,
}

/// A concept that a query names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept<'t> {
    /// Which parts of the query name it.
    pub span: Range<usize>,
    pub meaning: Meaning<'t>,
    pub certainty: Confidence,
    /// Other words for the same, the best first; without what was typed.
    pub alternatives: Vec<Alternative<'t>>,
    /// What is part of it, the nearest first. Empty for a guess.
    pub narrower: Vec<Narrower<'t>>,
    /// What the abbreviation that was typed means elsewhere.
    pub other_senses: Vec<Sense<'t>>,
}

/// What an abbreviation may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense<'t> {
    pub id: GroupId<'t>,
    pub name: &'t str,
    /// Its name and its other full words.
    pub words: Vec<&'t str>,
}

/// What was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning<'t> {
    Group {
        id: GroupId<'t>,
        name: &'t str,
        /// What the typed words are to it.
        typed: Kind,
    },
    /// A word of no group that others spell otherwise; here in the form in which words are compared.
    Spelling(String),
}

/// How certain it is that a group is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// An abbreviation of several groups, without evidence, in the sense that is chosen for it. It gets a low weight.
    Chosen,
    /// An abbreviation of several groups, in its usual sense, without evidence; or a plain word that is also one. It
    /// gets a low weight.
    Guess,
    /// An abbreviation of several groups, of which the query's other words single out this one.
    Context,
    /// What was typed means nothing else.
    Sole,
}

/// Other words for a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative<'t> {
    /// As it is written: one word, or several that belong together.
    pub text: Cow<'t, str>,
    pub kind: Kind,
    pub source: Source,
}

impl Alternative<'_> {
    /// Its words, in their order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(|c| !is_word_part(c)).filter(|word| !word.is_empty())
    }
}

/// A part of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrower<'t> {
    pub id: GroupId<'t>,
    /// Its words, its name first.
    pub alternatives: Vec<Alternative<'t>>,
}

impl Concept<'_> {
    /// What names it in an address, so that its expansion can be switched off: `start:myocardial-infarction`, or
    /// `spelling:edema`.
    pub fn key(&self) -> String {
        match &self.meaning {
            Meaning::Group { id, .. } => id.to_string(),
            Meaning::Spelling(word) => format!("spelling:{word}"),
        }
    }
}

impl Thesaurus {
    /// The concepts that a query names, in the order of their spans, which do not overlap. See the module's head for
    /// the rules.
    pub fn recognise(&self, query: &[Part<'_>]) -> Vec<Concept<'_>> {
        self.recognise_choosing(query, &|_| None)
    }

    /// As [`Self::recognise`], but where neither the query nor custom tells which sense of an abbreviation is meant,
    /// `choose` names the place of one of them.
    pub fn recognise_choosing(
        &self,
        query: &[Part<'_>],
        choose: &dyn Fn(&[Sense<'_>]) -> Option<usize>,
    ) -> Vec<Concept<'_>> {
        let read = Read::of(self, query);
        let mut candidates = self.candidates(&read);
        candidates.sort_by_key(|candidate| (usize::MAX - candidate.span.len(), candidate.span.start));
        let mut concepts: Vec<Concept<'_>> = Vec::new();
        for candidate in candidates {
            let is_free = concepts.iter().all(|taken| {
                taken.span.end <= candidate.span.start || candidate.span.end <= taken.span.start
            });
            if is_free && let Some(sense) = self.sense(&read, &candidate, choose) {
                concepts.push(self.concept(&read, candidate.span, sense));
            }
        }
        let spelt: Vec<_> = read
            .words()
            .filter(|place| !concepts.iter().any(|concept| concept.span.contains(place)))
            .filter_map(|place| self.spelling_concept(&read, place))
            .collect();
        concepts.extend(spelt);
        concepts.sort_by_key(|concept| concept.span.start);
        concepts
    }

    /// Every span of words that some group has.
    fn candidates(&self, read: &Read<'_>) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for start in read.words() {
            let mut hash = Hash::default();
            let mut pieces: Vec<Piece> = Vec::new();
            for end in start + 1..=read.parts.len().min(start + LONGEST_SPAN) {
                let Some(part) = read.parts.get(end - 1).filter(|part| part.is_word) else { break };
                if part.pieces.is_empty() {
                    continue;
                }
                hash.take(&part.pieces);
                pieces.extend_from_slice(&part.pieces);
                let span = start..end;
                let typed = read.typed(&span);
                let mut entries = self.meant(read, self.found(hash.key(), &pieces), &typed);
                if entries.is_empty()
                    && let Some(single) = without_plural(&pieces)
                {
                    let shorts =
                        self.found(key(&single), &single).filter(|entry| entry.kind == Kind::Abbreviation);
                    entries = self.meant(read, shorts, &typed);
                }
                if !entries.is_empty() {
                    candidates.push(Candidate { span, entries });
                }
            }
        }
        candidates
    }

    /// Of the words with this key, those that were typed: of abbreviations the closest alone, so that `PSA` is not
    /// `PsA`, nor `CRPS` several `CRP`.
    fn meant(&self, read: &Read<'_>, found: impl Iterator<Item = Entry>, typed: &str) -> Vec<Entry> {
        let is_plain = self.spellings.is_plain_word(&folded(typed));
        let on = found.filter(|entry| !self.is_off(entry.group));
        let closeness = |entry: Entry| match entry.kind {
            Kind::Abbreviation => {
                read.casing.closeness(typed, &compact(self.word(entry)), is_plain && !read.is_single)
            }
            // `will` is no plural of the heading `Wills`.
            _ => (!is_plain || folded(self.word(entry)) == folded(typed)).then_some(Closeness::Same),
        };
        let close: Vec<(Entry, Closeness)> =
            on.filter_map(|entry| Some((entry, closeness(entry)?))).collect();
        let closest = close.iter().map(|(_, closeness)| *closeness).max();
        close
            .into_iter()
            .filter(|(_, closeness)| Some(*closeness) == closest)
            .map(|(entry, _)| entry)
            .collect()
    }

    /// The sense in which a span is meant, if that can be told.
    fn sense(
        &self,
        read: &Read<'_>,
        candidate: &Candidate,
        choose: &dyn Fn(&[Sense<'_>]) -> Option<usize>,
    ) -> Option<ChosenSense> {
        let senses = self.senses(candidate);
        let typed_text = read.typed(&candidate.span);
        if let [(group, typed)] = senses.as_slice() {
            // Of a plain word that is the whole query nobody knows whether its abbreviation is meant.
            let is_doubtful = *typed == Kind::Abbreviation
                && self.spellings.is_plain_word(&folded(&typed_text))
                && typed_text.chars().any(char::is_lowercase);
            let certainty = if is_doubtful { Confidence::Guess } else { Confidence::Sole };
            return Some(ChosenSense { group: *group, typed: *typed, certainty, others: Vec::new() });
        }
        let around = read.around(&candidate.span);
        let weighed: Vec<usize> = senses.iter().map(|(group, _)| self.evidence(*group, &around)).collect();
        let most = weighed.iter().copied().max().unwrap_or_default();
        let best: Vec<(u32, Kind)> = senses
            .iter()
            .zip(&weighed)
            .filter(|(_, weight)| **weight == most)
            .map(|(sense, _)| *sense)
            .collect();
        // Evidence for two senses alike is evidence for neither.
        let (group, typed, certainty) = match best.as_slice() {
            [(group, typed)] => (*group, *typed, Confidence::Context),
            _ => {
                let usual = if most == 0 { self.usual_sense(&senses, &typed_text) } else { None };
                let chosen = |senses: &[(u32, Kind)]| {
                    let offered: Vec<Sense<'_>> =
                        senses.iter().map(|(group, _)| self.sense_of(*group)).collect();
                    senses.get(choose(&offered)?).copied()
                };
                // The usual sense, unless only another one would be chosen.
                let is_usual = usual.is_some_and(|usual| chosen(&[usual]).is_some());
                match (usual, if is_usual { None } else { chosen(&best) }) {
                    (_, Some((group, typed))) => (group, typed, Confidence::Chosen),
                    (Some((group, typed)), None) => (group, typed, Confidence::Guess),
                    (None, None) => return None,
                }
            }
        };
        let others = senses.iter().map(|(other, _)| *other).filter(|other| *other != group).collect();
        Some(ChosenSense { group, typed, certainty, others })
    }

    /// The groups that a span may mean, with what the typed words are to each.
    fn senses(&self, candidate: &Candidate) -> Vec<(u32, Kind)> {
        let is_curated = |entry: &Entry| self.source(self.standing_for(entry.group)).is_curated();
        let any_curated = candidate.entries.iter().any(is_curated);
        let mut senses: Vec<(u32, Kind)> = Vec::new();
        for entry in candidate.entries.iter().filter(|entry| !any_curated || is_curated(entry)) {
            let group = self.standing_for(entry.group);
            match senses.iter_mut().find(|(known, _)| *known == group) {
                Some((_, kind)) => *kind = (*kind).min(entry.kind),
                None => senses.push((group, entry.kind)),
            }
        }
        // The portal's own group has the last word on a full word; an abbreviation may have one more sense with it.
        senses.sort_by_key(|(group, _)| self.source(*group));
        let first = senses.first().map(|(group, _)| self.source(*group));
        if senses.iter().all(|(_, kind)| *kind != Kind::Abbreviation) {
            senses.retain(|(group, _)| Some(self.source(*group)) == first);
        }
        senses
    }

    fn sense_of(&self, group: u32) -> Sense<'_> {
        let words = self.words_of(group).iter().filter(|entry| entry.kind != Kind::Abbreviation);
        Sense {
            id: self.id(group),
            name: self.name(group),
            words: words.map(|entry| self.word(*entry)).collect(),
        }
    }

    fn usual_sense(&self, senses: &[(u32, Kind)], typed: &str) -> Option<(u32, Kind)> {
        let typed = folded(typed.trim_end_matches('s'));
        let is_usual = |group: u32| {
            let usual = self.extra(group).map(|extra| extra.usual.as_slice()).unwrap_or_default();
            usual.iter().any(|short| folded(&compact(short)).trim_end_matches('s') == typed)
        };
        senses.iter().find(|(group, _)| is_usual(*group)).copied()
    }

    /// How much of the query speaks for a group.
    fn evidence(&self, group: u32, around: &[&[Piece]]) -> usize {
        let context = self.extra(group).map(|extra| extra.context.as_slice()).unwrap_or_default();
        let in_context = context.iter().filter(|word| speaks(word, around)).count();
        let full_words = self
            .words_of(group)
            .iter()
            .filter(|entry| matches!(entry.kind, Kind::Preferred | Kind::Synonym))
            .filter(|entry| {
                let pieces = self.spellings.pieces(self.word(**entry));
                speaks(&Context { pieces, is_beginning: false }, around)
            })
            .count();
        in_context + FULL_WORD * full_words
    }

    fn concept(&self, read: &Read<'_>, span: Range<usize>, sense: ChosenSense) -> Concept<'_> {
        let ChosenSense { group, typed, certainty, others } = sense;
        let mut list = List { thesaurus: self, taken: vec![form(&read.pieces(&span))], words: Vec::new() };
        let as_typed = read.as_typed(&span);
        for spelling in self.spellings.others(&as_typed) {
            list.push_spelling(spelling, self.source(group));
        }
        if let Some(other) = written_otherwise(&as_typed) {
            list.push_written(other, self.source(group));
        }
        let is_guess = certainty <= Confidence::Guess;
        // An abbreviation alone is searched for in all its words: nothing else in the query would find them.
        let is_narrow = is_guess && !read.is_single;
        list.take_words_of(group, if is_narrow { 1 } else { MOST_ALTERNATIVES });
        if !is_narrow && let Some(twin) = self.extra(group).and_then(|extra| extra.mesh_twin) {
            list.take_words_of(twin, MOST_ALTERNATIVES);
        }
        list.words.truncate(MOST_ALTERNATIVES);
        let narrower = if is_guess { Vec::new() } else { self.below(group, &list.taken) };
        Concept {
            span,
            meaning: Meaning::Group { id: self.id(group), name: self.name(group), typed },
            certainty,
            alternatives: list.words,
            narrower,
            other_senses: others.into_iter().map(|group| self.sense_of(group)).collect(),
        }
    }

    fn spelling_concept(&self, read: &Read<'_>, place: usize) -> Option<Concept<'_>> {
        let span = place..place + 1;
        let others = self.spellings.others(&read.as_typed(&span));
        let spelt =
            |text| Alternative { text: Cow::Owned(text), kind: Kind::Spelling, source: Source::Start };
        let alternatives: Vec<_> = others.into_iter().map(spelt).collect();
        (!alternatives.is_empty()).then(|| Concept {
            meaning: Meaning::Spelling(joined(&read.pieces(&span))),
            span,
            certainty: Confidence::Sole,
            alternatives,
            narrower: Vec::new(),
            other_senses: Vec::new(),
        })
    }

    /// What is part of a group, the nearest first, without words that are `taken` already.
    fn below(&self, group: u32, taken: &[String]) -> Vec<Narrower<'_>> {
        let mut seen = HashSet::from([group]);
        let mut waiting = VecDeque::from([group]);
        let mut below = Vec::new();
        while let Some(broader) = waiting.pop_front() {
            let twin = self.extra(broader).and_then(|extra| extra.mesh_twin);
            for narrower in
                [Some(broader), twin].into_iter().flatten().flat_map(|group| self.directly_below(group))
            {
                let narrower = self.standing_for(narrower);
                if self.is_off(narrower) || !seen.insert(narrower) {
                    continue;
                }
                waiting.push_back(narrower);
                let mut list = List { thesaurus: self, taken: taken.to_vec(), words: Vec::new() };
                list.take_words_of(narrower, MOST_NARROWER_WORDS);
                if list.words.is_empty() {
                    continue;
                }
                below.push(Narrower { id: self.id(narrower), alternatives: list.words });
                if below.len() == MOST_NARROWER {
                    return below;
                }
            }
        }
        below
    }
}

/// A span with the words of groups that it is.
struct Candidate {
    span: Range<usize>,
    entries: Vec<Entry>,
}

struct ChosenSense {
    group: u32,
    typed: Kind,
    certainty: Confidence,
    /// The groups that were not chosen.
    others: Vec<u32>,
}

/// Words to search for, each once.
struct List<'t> {
    thesaurus: &'t Thesaurus,
    /// Compared forms of what is there already.
    taken: Vec<String>,
    words: Vec<Alternative<'t>>,
}

impl<'t> List<'t> {
    /// Takes words of a group until there are `most`; each in its other spellings too.
    fn take_words_of(&mut self, group: u32, most: usize) {
        let thesaurus = self.thesaurus;
        let source = thesaurus.source(group);
        for entry in thesaurus.words_of(group) {
            if self.words.len() >= most {
                return;
            }
            if entry.kind == Kind::Abbreviation && !is_searched(thesaurus, *entry) {
                continue;
            }
            let text = thesaurus.word(*entry);
            let form = form(&thesaurus.spellings.pieces(text));
            if self.taken.contains(&form) {
                continue;
            }
            self.taken.push(form);
            self.words.push(Alternative { text: Cow::Borrowed(text), kind: entry.kind, source });
            for spelling in thesaurus.spellings.others(text) {
                self.push_spelling(spelling, source);
            }
            if entry.kind == Kind::Abbreviation
                && let Some(other) = written_otherwise(text)
            {
                self.push_written(other, source);
            }
        }
    }

    fn push_spelling(&mut self, text: String, source: Source) {
        self.words.push(Alternative { text: Cow::Owned(text), kind: Kind::Spelling, source });
    }

    /// Adds a word that differs by its gaps, unless it is there.
    fn push_written(&mut self, text: String, source: Source) {
        let form = form(&self.thesaurus.spellings.pieces(&text));
        if !self.taken.contains(&form) {
            self.taken.push(form);
            self.push_spelling(text, source);
        }
    }
}

/// Whether an abbreviation is searched for: not one that is short, means something else too, or is plain English once
/// its capitals are gone.
fn is_searched(thesaurus: &Thesaurus, entry: Entry) -> bool {
    let short = compact(thesaurus.word(entry));
    short.chars().count() >= SHORTEST_SEARCHED
        && !thesaurus.spellings.is_plain_word(&folded(&short))
        && !thesaurus.is_shared(entry)
}

/// A query, taken apart.
struct Read<'a> {
    parts: Vec<ReadPart<'a>>,
    casing: Casing,
    /// Whether the query is one word and nothing else.
    is_single: bool,
}

struct ReadPart<'a> {
    typed: &'a str,
    pieces: Vec<Piece>,
    is_word: bool,
}

impl<'a> Read<'a> {
    fn of(thesaurus: &Thesaurus, query: &[Part<'a>]) -> Self {
        let part = |part: &Part<'a>| {
            let (typed, is_word) = match *part {
                Part::Word(typed) => (typed, true),
                Part::Fixed(typed) => (typed, false),
                Part::Break => ("", false),
            };
            ReadPart { typed, pieces: thesaurus.spellings.pieces(typed), is_word }
        };
        let parts: Vec<_> = query.iter().map(part).collect();
        let is_single = parts.iter().filter(|part| !part.pieces.is_empty()).count() == 1;
        let casing = Casing::of(parts.iter().map(|part| part.typed), is_single);
        Self { parts, casing, is_single }
    }

    /// Places of the words; of those, not of signs that stand alone.
    fn words(&self) -> impl Iterator<Item = usize> + '_ {
        let is_word = |part: &ReadPart<'_>| part.is_word && !part.pieces.is_empty();
        self.parts.iter().enumerate().filter(move |(_, part)| is_word(part)).map(|(place, _)| place)
    }

    fn inside(&self, span: &Range<usize>) -> &[ReadPart<'a>] {
        self.parts.get(span.clone()).unwrap_or_default()
    }

    /// The letters and digits of a span, as typed.
    fn typed(&self, span: &Range<usize>) -> String {
        self.inside(span).iter().map(|part| compact(part.typed)).collect()
    }

    /// A span as typed, with spaces.
    fn as_typed(&self, span: &Range<usize>) -> String {
        self.inside(span).iter().map(|part| part.typed).collect::<Vec<_>>().join(" ")
    }

    fn pieces(&self, span: &Range<usize>) -> Vec<Piece> {
        self.inside(span).iter().flat_map(|part| part.pieces.iter().cloned()).collect()
    }

    /// What stands around a span, each part by itself.
    fn around(&self, span: &Range<usize>) -> Vec<&[Piece]> {
        let outside = self.parts.iter().enumerate().filter(|(place, _)| !span.contains(place));
        outside.map(|(_, part)| part.pieces.as_slice()).collect()
    }
}

/// Whether a word of the context stands somewhere in these parts of a query.
fn speaks(word: &Context, around: &[&[Piece]]) -> bool {
    let Some(first) = word.pieces.first() else { return false };
    let pieces: Vec<&Piece> = around.iter().flat_map(|part| part.iter()).collect();
    if word.is_beginning {
        return pieces.iter().any(|piece| piece.text.starts_with(&first.text));
    }
    pieces
        .windows(word.pieces.len())
        .any(|window| window.iter().zip(&word.pieces).all(|(here, wanted)| here.text == wanted.text))
}

/// Letters and digits only.
fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The form by which words are compared where gaps count: `bcl 2` is not found by `bcl2`.
fn form(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words without the s of the last one, where that can be the plural of an abbreviation: `sglt2is`, `ssris`.
fn without_plural(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let (last, before) = pieces.split_last()?;
    let single = last.text.strip_suffix('s').filter(|single| single.chars().count() >= SHORTEST_SEARCHED)?;
    let last = Piece { text: single.to_owned(), is_tight: last.is_tight };
    Some(before.iter().cloned().chain([last]).collect())
}

/// A word of letters and digits with or without its gap or hyphen, whichever was not written: `IL6` for `IL-6`.
fn written_otherwise(text: &str) -> Option<String> {
    let is_gap = |c: char| c == '-' || c == ' ' || c == '\u{2011}';
    let letters: Vec<char> = text.chars().collect();
    let meet = |a: char, b: char| {
        a.is_alphanumeric() && b.is_alphanumeric() && a.is_ascii_digit() != b.is_ascii_digit()
    };
    let mut without = String::with_capacity(text.len());
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|before| letters.get(before));
        let is_dropped = is_gap(*letter)
            && before.zip(letters.get(place + 1)).is_some_and(|(a, b)| meet(*a, *b) || *letter == '-');
        if !is_dropped {
            without.push(*letter);
        }
    }
    if without != text {
        return Some(without);
    }
    // Digits within a word, as in `HbA1c`, part nothing.
    let place = letters
        .windows(2)
        .position(|pair| matches!(pair, [a, b] if a.is_alphabetic() && b.is_ascii_digit()))?;
    let is_one = letters.iter().all(|c| c.is_alphanumeric());
    let is_rest_short = letters.len() - place <= 4;
    (is_one && place >= 1 && is_rest_short && !letters.iter().take(place).any(char::is_ascii_digit)).then(
        || {
            let (head, tail) = letters.split_at(place + 1);
            head.iter().chain(&['-']).chain(tail).collect()
        },
    )
}
