//! All groups in memory, ready for look-up.
//!
//! MeSH has 200,000 words, and memory has a budget: all texts are in one string, everything points into it, and words
//! are looked up by hash. A match of hashes is compared in full before it counts.

use super::group::{Group, GroupId, Kind, Source};
use super::spelling::{Piece, Spellings, are_same};
use crate::folding::folded;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hasher as _;

/// All groups, read once and shared.
#[derive(Debug, Clone, Default)]
pub struct Thesaurus {
    pub(super) spellings: Spellings,
    /// Ids and words of all groups, one behind the other.
    texts: String,
    groups: Vec<Held>,
    /// The words of each group, its name first.
    entries: Vec<Entry>,
    /// Hash of a word with its place in `entries`, sorted.
    keys: Vec<(u32, u32)>,
    /// Broader group and narrower group, sorted.
    narrower: Vec<(u32, u32)>,
    /// What only some groups have.
    extras: HashMap<u32, Extra>,
    /// Headings of MeSH that a curated group stands for.
    curated_twins: HashMap<u32, u32>,
}

/// A part of `texts`.
#[derive(Debug, Clone, Copy)]
struct Text {
    start: u32,
    length: u16,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    id: Text,
    source: Source,
    is_off: bool,
    first_entry: u32,
    entries: u16,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    text: Text,
    pub kind: Kind,
    pub group: u32,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Extra {
    /// Compared form of each word of the context.
    pub context: Vec<Context>,
    pub usual: Vec<String>,
    /// The heading of MeSH that this group stands for.
    pub mesh_twin: Option<u32>,
}

/// A word that indicates a group.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub pieces: Vec<Piece>,
    /// Whether it also means words that begin so.
    pub is_beginning: bool,
}

/// Builds a thesaurus from groups, one after the other.
#[derive(Debug, Default)]
pub struct Builder {
    made: Thesaurus,
    broader: Vec<(u32, String)>,
    trees: Vec<(String, u32)>,
}

impl Builder {
    /// An empty thesaurus.
    pub fn new(spellings: Spellings) -> Self {
        Self { made: Thesaurus { spellings, ..Thesaurus::default() }, ..Self::default() }
    }

    /// Adds a group. Words of more than 65,535 bytes are dropped.
    pub fn add(&mut self, group: &Group) {
        let made = &mut self.made;
        let number = narrow(made.groups.len());
        let (Some(id), Some(name)) = (made.keep(&group.id), made.keep(&group.name)) else { return };
        let first_entry = narrow(made.entries.len());
        made.entries.push(Entry { text: name, kind: Kind::Preferred, group: number });
        for word in group.words.iter().take(usize::from(u16::MAX) - 1) {
            if let Some(text) = made.keep(&word.text) {
                made.entries.push(Entry { text, kind: word.kind, group: number });
            }
        }
        let entries = u16::try_from(made.entries.len() - first_entry as usize).unwrap_or(u16::MAX);
        made.groups.push(Held { id, source: group.source, is_off: group.is_off, first_entry, entries });
        if !group.context.is_empty() || !group.usual.is_empty() {
            let context = group.context.iter().map(|word| made.context(word)).collect();
            made.extras.insert(number, Extra { context, usual: group.usual.clone(), mesh_twin: None });
        }
        if !group.is_off {
            self.broader.extend(group.broader.iter().map(|name| (number, name.clone())));
            self.trees.extend(group.trees.iter().map(|tree| (tree.clone(), number)));
        }
    }

    /// The thesaurus of the groups that were added.
    pub fn finish(self) -> Thesaurus {
        let Self { mut made, broader, trees } = self;
        made.keys = made
            .entries
            .iter()
            .enumerate()
            .map(|(place, entry)| (made.key_of(made.text(entry.text)), narrow(place)))
            .collect();
        made.keys.sort_unstable();
        made.find_twins();
        made.find_narrower(&broader, trees);
        made.texts.shrink_to_fit();
        made.groups.shrink_to_fit();
        made.entries.shrink_to_fit();
        made
    }
}

impl Thesaurus {
    /// A thesaurus of these groups.
    pub fn of<'a>(groups: impl IntoIterator<Item = &'a Group>, spellings: Spellings) -> Self {
        let mut builder = Builder::new(spellings);
        groups.into_iter().for_each(|group| builder.add(group));
        builder.finish()
    }

    /// The groups of a source, in no particular order.
    pub fn of_source(&self, source: Source) -> impl Iterator<Item = GroupId<'_>> {
        let of_source = move |held: &&Held| held.source == source;
        self.groups
            .iter()
            .filter(of_source)
            .map(|held| GroupId { source: held.source, id: self.text(held.id) })
    }

    /// The groups that are switched on, either the curated ones or MeSH's: the name of each, and all its words.
    pub fn names(&self, is_curated: bool) -> impl Iterator<Item = (&str, impl Iterator<Item = &str>)> {
        (0..narrow(self.groups.len()))
            .filter(move |group| self.source(*group).is_curated() == is_curated && !self.is_off(*group))
            .map(|group| (self.name(group), self.words_of(group).iter().map(|entry| self.word(*entry))))
    }

    /// How much memory its tables take, in bytes.
    pub fn bytes(&self) -> usize {
        self.texts.capacity()
            + self.groups.capacity() * size_of::<Held>()
            + self.entries.capacity() * size_of::<Entry>()
            + (self.keys.capacity() + self.narrower.capacity()) * size_of::<(u32, u32)>()
            + self.extras.capacity() * size_of::<(u32, Extra)>()
            + self.curated_twins.capacity() * size_of::<(u32, u32)>()
    }

    /// Whether some group, switched off or not, has exactly this word, in any of its forms.
    pub fn knows(&self, word: &str) -> bool {
        let pieces = self.spellings.pieces(word);
        self.found(key(&pieces), &pieces).next().is_some()
    }

    /// Whether a group has this word as a trade name.
    pub fn is_brand(&self, word: &str) -> bool {
        self.is_of_kind(word, Kind::Brand)
    }

    /// Whether a group has this word as an abbreviation.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.is_of_kind(word, Kind::Abbreviation)
    }

    fn is_of_kind(&self, word: &str, kind: Kind) -> bool {
        let pieces = self.spellings.pieces(word);
        self.found(key(&pieces), &pieces).any(|entry| entry.kind == kind)
    }

    /// Whether a group of this name is switched on.
    pub fn has_group(&self, name: &str) -> bool {
        self.named(name).is_some()
    }

    /// British and American spellings; they give a word outside of any concept its other spelling.
    pub fn spellings(&self) -> &Spellings {
        &self.spellings
    }

    /// The groups, switched off or not, with exactly this word: the portal's first.
    pub fn groups_with(&self, word: &str) -> Vec<GroupId<'_>> {
        let pieces = self.spellings.pieces(word);
        let mut numbers: Vec<u32> = self.found(key(&pieces), &pieces).map(|entry| entry.group).collect();
        numbers.sort_unstable_by_key(|number| (self.source(*number), *number));
        numbers.dedup();
        numbers.into_iter().map(|number| self.id(number)).collect()
    }

    /// At most `limit` groups with a word that contains this text: exact words first, then the portal's groups. Scans
    /// all words: for administrators, not for searches.
    pub fn search(&self, text: &str, limit: usize) -> Vec<GroupId<'_>> {
        let mut found = self.groups_with(text);
        let wanted = folded(text.trim()).into_owned();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut others: BTreeMap<(Source, u32), GroupId<'_>> = BTreeMap::new();
        for entry in &self.entries {
            if folded(self.text(entry.text)).contains(&wanted) {
                others.insert((self.source(entry.group), entry.group), self.id(entry.group));
            }
        }
        found.extend(others.into_values().filter(|id| !found.contains(id)).collect::<Vec<_>>());
        found.truncate(limit);
        found
    }

    /// The entries that the compared form of a word finds.
    pub(super) fn found<'a>(&'a self, key: u32, pieces: &'a [Piece]) -> impl Iterator<Item = Entry> + 'a {
        let first = self.keys.partition_point(|(known, _)| *known < key);
        self.keys
            .iter()
            .skip(first)
            .take_while(move |(known, _)| *known == key)
            .filter_map(|(_, place)| self.entries.get(*place as usize).copied())
            .filter(|entry| are_same(&self.spellings.pieces(self.word(*entry)), pieces))
    }

    /// The word itself, as it was written.
    pub(super) fn word(&self, entry: Entry) -> &str {
        self.text(entry.text)
    }

    /// The words of a group, its name first.
    pub(super) fn words_of(&self, group: u32) -> &[Entry] {
        let Some(held) = self.groups.get(group as usize) else { return &[] };
        let first = held.first_entry as usize;
        self.entries.get(first..first + usize::from(held.entries)).unwrap_or_default()
    }

    pub(super) fn id(&self, group: u32) -> GroupId<'_> {
        match self.groups.get(group as usize) {
            Some(held) => GroupId { source: held.source, id: self.text(held.id) },
            None => GroupId { source: Source::Mesh, id: "" },
        }
    }

    pub(super) fn name(&self, group: u32) -> &str {
        self.words_of(group).first().map_or("", |entry| self.word(*entry))
    }

    pub(super) fn source(&self, group: u32) -> Source {
        self.groups.get(group as usize).map_or(Source::Mesh, |held| held.source)
    }

    pub(super) fn is_off(&self, group: u32) -> bool {
        self.groups.get(group as usize).is_none_or(|held| held.is_off)
    }

    pub(super) fn extra(&self, group: u32) -> Option<&Extra> {
        self.extras.get(&group)
    }

    /// The curated group that stands for this heading of MeSH; else the group itself.
    pub(super) fn standing_for(&self, group: u32) -> u32 {
        self.curated_twins.get(&group).copied().unwrap_or(group)
    }

    /// The groups directly below this one.
    pub(super) fn directly_below(&self, group: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.narrower.partition_point(|(broader, _)| *broader < group);
        self.narrower
            .iter()
            .skip(first)
            .take_while(move |(broader, _)| *broader == group)
            .map(|(_, narrower)| *narrower)
    }

    /// Whether an abbreviation, whatever its capitals, is a word of another group that is switched on.
    pub(super) fn is_shared(&self, entry: Entry) -> bool {
        let pieces = self.spellings.pieces(self.word(entry));
        let own = self.standing_for(entry.group);
        let letters = folded(self.word(entry));
        self.found(key(&pieces), &pieces).any(|other| {
            !self.is_off(other.group)
                && self.standing_for(other.group) != own
                && (other.kind != Kind::Abbreviation || folded(self.word(other)) == letters)
        })
    }

    fn keep(&mut self, text: &str) -> Option<Text> {
        let kept =
            Text { start: u32::try_from(self.texts.len()).ok()?, length: u16::try_from(text.len()).ok()? };
        self.texts.push_str(text);
        Some(kept)
    }

    fn text(&self, text: Text) -> &str {
        let start = text.start as usize;
        self.texts.get(start..start + usize::from(text.length)).unwrap_or_default()
    }

    fn key_of(&self, word: &str) -> u32 {
        key(&self.spellings.pieces(word))
    }

    fn context(&self, word: &str) -> Context {
        let is_beginning = word.ends_with('*');
        let pieces = match word.strip_suffix('*') {
            Some(beginning) => vec![self.spellings.beginning(beginning)],
            None => self.spellings.pieces(word),
        };
        Context { pieces, is_beginning }
    }

    /// Finds the heading of MeSH for which each curated group stands: the one named by one of its full words.
    fn find_twins(&mut self) {
        let mut twins = Vec::new();
        for number in 0..narrow(self.groups.len()) {
            if !self.source(number).is_curated() || self.is_off(number) {
                continue;
            }
            let full = |entry: &&Entry| matches!(entry.kind, Kind::Preferred | Kind::Synonym);
            let twin = self.words_of(number).iter().filter(full).find_map(|entry| self.heading(*entry));
            twins.extend(twin.map(|twin| (number, twin)));
        }
        for (curated, mesh) in twins {
            self.curated_twins.entry(mesh).or_insert(curated);
            self.extras.entry(curated).or_default().mesh_twin = Some(mesh);
        }
    }

    /// The heading of MeSH whose name this word is.
    fn heading(&self, entry: Entry) -> Option<u32> {
        let pieces = self.spellings.pieces(self.word(entry));
        let is_heading = |entry: &Entry| {
            !self.source(entry.group).is_curated() && !self.is_off(entry.group) && self.is_name(*entry)
        };
        self.found(key(&pieces), &pieces).find(is_heading).map(|entry| entry.group)
    }

    /// Whether a word is its group's name, or the name's words in another order: MeSH inverts many names.
    fn is_name(&self, entry: Entry) -> bool {
        let sorted = |text: &str| {
            let mut words: Vec<String> =
                self.spellings.pieces(text).into_iter().map(|piece| piece.text).collect();
            words.sort();
            words
        };
        entry.kind == Kind::Preferred || sorted(self.word(entry)) == sorted(self.name(entry.group))
    }

    fn find_narrower(&mut self, broader: &[(u32, String)], trees: Vec<(String, u32)>) {
        let mut narrower = Vec::with_capacity(broader.len() + trees.len());
        for (number, name) in broader {
            narrower.extend(self.named(name).map(|broader| (broader, *number)));
        }
        let places: HashMap<&str, u32> = trees.iter().map(|(tree, group)| (tree.as_str(), *group)).collect();
        for (tree, group) in &trees {
            let above = tree.rsplit_once('.').and_then(|(above, _)| places.get(above));
            narrower.extend(above.map(|above| (*above, *group)));
        }
        narrower.retain(|(broader, narrower)| broader != narrower);
        narrower.sort_unstable();
        narrower.dedup();
        self.narrower = narrower;
    }

    /// The group of this name that is switched on: a curated one before a heading of MeSH.
    fn named(&self, name: &str) -> Option<u32> {
        let pieces = self.spellings.pieces(name);
        self.found(key(&pieces), &pieces)
            .filter(|entry| entry.kind == Kind::Preferred && !self.is_off(entry.group))
            .map(|entry| entry.group)
            .min_by_key(|group| self.source(*group))
    }
}

/// A growing hash of a word's compared form.
#[derive(Clone, Default)]
pub(super) struct Hash(DefaultHasher);

impl Hash {
    pub(super) fn take(&mut self, pieces: &[Piece]) {
        pieces.iter().for_each(|piece| self.0.write(piece.text.as_bytes()));
    }

    pub(super) fn key(&self) -> u32 {
        // The lower half of a good hash is as good a hash.
        (self.0.finish() & u64::from(u32::MAX)) as u32
    }
}

pub(super) fn key(pieces: &[Piece]) -> u32 {
    let mut hash = Hash::default();
    hash.take(pieces);
    hash.key()
}

/// A position in its stored form. Nothing here has four thousand million entries.
fn narrow(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
