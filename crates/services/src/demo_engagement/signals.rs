//! Invented searches, reading and ratings.

use super::calendar::{DAYS, day};
use super::requests::Invented;
use crate::content::DemoSearch;
use crate::context::Context;
use crate::failure::Outcome;
use crate::search;
use domain::asker::{Asker, Declaration, Gate};
use domain::engagement::{Event, Signal, normal_words};
use domain::id::{SignalId, VisitorId};
use domain::library::SearchResults;
use domain::search_query::SearchQuery;
use domain::time::Moment;
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// People who take part in the month.
const PEOPLE: usize = 160;
/// Searches of a working day at the month's end.
const BUSY: u32 = 70;
/// Searches of a day on a weekend.
const QUIET: u32 = 14;
/// Milliseconds in a minute.
const MINUTE: i64 = 60_000;

/// How often a country or profession occurs, next to the others. The rarest stay below five people.
const COUNTRIES: [(&str, u32); 7] =
    [("GB", 42), ("DE", 26), ("US", 20), ("FR", 7), ("IE", 4), ("AT", 2), ("PT", 1)];
const PROFESSIONS: [(&str, u32); 5] = [
    ("physician", 55),
    ("pharmacist", 25),
    ("nurse", 14),
    ("physician-associate", 5),
    ("other-healthcare-professional", 1),
];

struct Person {
    visitor: VisitorId,
    country: &'static str,
    profession: &'static str,
}

impl Person {
    fn random(random: &mut StdRng) -> Self {
        Self {
            visitor: VisitorId::from(number(random)),
            country: COUNTRIES[chosen(random, COUNTRIES.iter().map(|(_, weight)| *weight))].0,
            profession: PROFESSIONS[chosen(random, PROFESSIONS.iter().map(|(_, weight)| *weight))].0,
        }
    }

    fn did(&self, random: &mut StdRng, at: Moment, event: Event) -> Signal {
        Signal {
            id: SignalId::from(number(random)),
            at,
            visitor: self.visitor.clone(),
            country: self.country.to_owned(),
            profession: self.profession.to_owned(),
            specialty: String::new(),
            event,
            is_demo: true,
        }
    }
}

fn number(random: &mut StdRng) -> String {
    format!("{:032x}", random.random::<u128>())
}

/// The place of one of several weights, each as likely as it weighs; 0 where there are none.
fn chosen(random: &mut StdRng, weights: impl Iterator<Item = u32> + Clone) -> usize {
    let total: u32 = weights.clone().sum();
    let mut left = random.random_range(0..total.max(1));
    for (place, weight) in weights.enumerate() {
        if left < weight {
            return place;
        }
        left -= weight;
    }
    0
}

/// What searches find, each asked once for every kind of reader.
struct Answers<'a> {
    context: &'a Context,
    known: HashMap<(&'a str, &'static str, &'static str), SearchResults>,
}

impl<'a> Answers<'a> {
    /// The first page that an HCP of this person's country and profession gets, whatever the gate.
    async fn of(&mut self, words: &'a str, person: &Person) -> Outcome<&SearchResults> {
        match self.known.entry((words, person.country, person.profession)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let (country, profession) = (person.country.to_owned(), person.profession.to_owned());
                let asker = Asker {
                    declaration: Some(Declaration { country, profession }),
                    ..Asker::anonymous(Gate::Declared)
                };
                let found = search::search(self.context, &asker, &SearchQuery::of(words)).await?;
                Ok(unknown.insert(found))
            }
        }
    }
}

/// Searches, and what was opened, read and rated from them, over the days of the month.
pub(super) async fn invent(
    context: &Context,
    random: &mut StdRng,
    searches: &[DemoSearch],
    now: Moment,
) -> Outcome<Vec<Signal>> {
    let mut answers = Answers { context, known: HashMap::new() };
    let people: Vec<Person> = (0..PEOPLE).map(|_| Person::random(random)).collect();
    let mut signals = Vec::new();
    for days_ago in (1..=DAYS).rev() {
        let day = day(now, days_ago);
        for _ in 0..how_many(random, day, days_ago) {
            let search = chosen(random, searches.iter().map(|search| search.weight));
            let Some(search) = searches.get(search) else { continue };
            // Squaring makes some people come often and many seldom.
            let share = random.random::<f64>().powi(2);
            let Some(person) = people.get((share * PEOPLE as f64) as usize) else { continue };
            let at = day.plus(random.random_range(7 * 60..21 * 60) * MINUTE);
            let found = answers.of(&search.words, person).await?;
            session(random, person, at, &search.words, found, &mut signals);
        }
    }
    Ok(signals)
}

/// The portal is found by more people from week to week.
fn how_many(random: &mut StdRng, day: Moment, days_ago: i64) -> u32 {
    let is_weekend = day.plus_working_days(0) != day;
    let usual = if is_weekend { QUIET } else { BUSY };
    let growth = 0.6 + 0.4 * (DAYS - days_ago) as f64 / DAYS as f64;
    (f64::from(usual) * growth * random.random_range(0.8..1.2)).round() as u32
}

/// One search and what came of it.
fn session(
    random: &mut StdRng,
    person: &Person,
    at: Moment,
    words: &str,
    found: &SearchResults,
    signals: &mut Vec<Signal>,
) {
    let event = Event::Searched { words: normal_words(words), results: found.total };
    signals.push(person.did(random, at, event));
    if found.hits.is_empty() || random.random_bool(0.25) {
        return;
    }
    // Each hit is opened half as often as the one above it, and the last ones of a page now and then.
    let place = chosen(random, (0..found.hits.len()).map(|place| 64 >> place.min(6)));
    let Some(hit) = found.hits.get(place) else { return };
    let (item, rank) = (&hit.id, u32::try_from(hit.rank).unwrap_or(u32::MAX));
    signals.push(person.did(random, at.plus(MINUTE / 3), Event::Opened { item: item.clone(), rank }));
    if random.random_bool(0.1) {
        return;
    }
    let depth: u8 = random.random_range(25..=100);
    // Who reads further takes longer, some much longer.
    let pace = random.random_range(0.4..1.6) * random.random_range(0.6..1.8);
    let seconds = (f64::from(depth) * 1.4 * pace) as u32 + 5;
    let read = Event::Read { item: item.clone(), seconds, depth };
    let done = at.plus(MINUTE / 3 + i64::from(seconds) * 1_000);
    signals.push(person.did(random, done, read));
    if random.random_bool(0.12) {
        let is_helpful = random.random_bool(0.84);
        signals.push(person.did(random, done, Event::Rated { item: item.clone(), is_helpful }));
    }
}

/// That the requests were sent, each by somebody of their asker's country and profession.
pub(super) fn of_requests(random: &mut StdRng, requests: &[Invented]) -> Vec<Signal> {
    let signal = |invented: &Invented| Signal {
        id: SignalId::from(number(random)),
        at: invented.request.received_at,
        visitor: VisitorId::from(number(random)),
        country: invented.asker.country.clone(),
        profession: invented.asker.profession.clone(),
        specialty: invented.asker.specialty.clone(),
        event: Event::Asked { request: invented.request.id.clone() },
        is_demo: true,
    };
    requests.iter().map(signal).collect()
}
