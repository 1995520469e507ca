//! Invented searches, reading and ratings.

use super::requests::Invented;
use super::{DAYS, day, items};
use crate::content::DemoSearch;
use crate::domain::engagement::{Event, Signal};
use crate::domain::id::{ItemId, SignalId, VisitorId};
use crate::domain::time::Moment;
use crate::error::Outcome;
use crate::state::State;
use rand::Rng;
use rand::rngs::StdRng;

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

/// Searches, and what was opened, read and rated from them, over the days of the month.
pub(super) async fn invent(
    state: &State,
    random: &mut StdRng,
    searches: &[DemoSearch],
    now: Moment,
) -> Outcome<Vec<Signal>> {
    let mut leads = Vec::with_capacity(searches.len());
    for search in searches {
        leads.push(items(state, &search.leads).await?);
    }
    let people: Vec<Person> = (0..PEOPLE).map(|_| Person::random(random)).collect();
    let mut signals = Vec::new();
    for days_ago in (1..=DAYS).rev() {
        let day = day(now, days_ago);
        for _ in 0..how_many(random, day, days_ago) {
            let search = chosen(random, searches.iter().map(|search| search.weight));
            let (Some(search), Some(leads)) = (searches.get(search), leads.get(search)) else { continue };
            // Squaring makes some people come often and many seldom.
            let share = random.random::<f64>().powi(2);
            let Some(person) = people.get((share * PEOPLE as f64) as usize) else { continue };
            let at = day.plus(random.random_range(7 * 60..21 * 60) * MINUTE);
            session(random, person, at, search, leads, &mut signals);
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
    search: &DemoSearch,
    leads: &[ItemId],
    signals: &mut Vec<Signal>,
) {
    let event = Event::Searched { words: search.words.clone(), results: search.results };
    signals.push(person.did(random, at, event));
    if leads.is_empty() || random.random_bool(0.25) {
        return;
    }
    // Each hit is opened half as often as the one above it.
    let place = chosen(random, (0..leads.len()).map(|place| 64 >> place.min(6)));
    let Some(item) = leads.get(place) else { return };
    let rank = match random.random_range(0..10) {
        0 => random.random_range(6..14),
        _ => u32::try_from(place).unwrap_or(0) + 1,
    };
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
