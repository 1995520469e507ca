//! Insight: what was searched, read and asked in a period, and what the library lacks. It holds no personal data.
//!
//! One answer feeds tiles, charts, tables and files, so that they agree.

mod figures;
mod requests;
mod sheets;

pub use figures::{Gap, Insights, RANKS, Reading, Searches};
pub use requests::{Requests, Subject, Timing};
pub use sheets::{Cell, Column, Sheet, SheetName};

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use domain::account::ANALYSTS;
use domain::article::FrontMatter;
use domain::asker::Asker;
use domain::period::Period;
use domain::time::Moment;
use storage::Snapshot;
use storage::insights::{self as stored, Dimension, ReadItem, SearchDay, Words};

/// Longest list of words or items; what is beyond it is counted in one line.
const LONGEST_LIST: i64 = 200;

/// What happened in a period.
///
/// # Errors
/// [`Failure::NotFound`] for whoever is neither analyst nor administrator.
pub async fn of(context: &Context, asker: &Asker, period: Period) -> Outcome<Insights> {
    if !asker.has_any(ANALYSTS) {
        return Err(Failure::NotFound);
    }
    let now = Moment::now();
    let mut snapshot = context.store.snapshot().await?;
    let published = stored::published(&mut snapshot).await?;
    let searches = searches(&mut snapshot, period).await?;
    let requests = Requests::of(&stored::requests(&mut snapshot, period).await?, now);
    let reading = reading(
        &mut snapshot,
        period,
        |front| {
            let expires = front.expires.as_deref().and_then(Moment::from_day);
            asker.library_view().allows(&front.audience, &front.labelling, expires, now)
        },
        &published,
    )
    .await?;
    Ok(Insights {
        period,
        is_invented: stored::has_invented(&mut snapshot, period).await?,
        gaps: gaps(&searches.words, &requests, &published),
        searches,
        reading,
        requests,
    })
}

async fn searches(snapshot: &mut Snapshot, period: Period) -> Outcome<Searches> {
    let known = stored::search_days(snapshot, period).await?;
    let mut known = known.into_iter().peekable();
    let days: Vec<SearchDay> = period
        .days()
        .map(|day| {
            let quiet = SearchDay { day, searches: 0, without_result: 0 };
            known.next_if(|known| known.day == day).unwrap_or(quiet)
        })
        .collect();
    let (words, further, few) = stored::words(snapshot, period, LONGEST_LIST).await?;
    let mut ranks = [0; RANKS.len()];
    for (rank, opened) in stored::ranks(snapshot, period).await? {
        for (class, (first, last)) in ranks.iter_mut().zip(RANKS) {
            *class += if (first..=last).contains(&rank) { opened } else { 0 };
        }
    }
    Ok(Searches {
        searches: days.iter().map(|day| day.searches).sum(),
        without_result: days.iter().map(|day| day.without_result).sum(),
        people: stored::searchers(snapshot, period).await?,
        days,
        words,
        further,
        few,
        ranks,
    })
}

async fn reading(
    snapshot: &mut Snapshot,
    period: Period,
    may_open: impl Fn(&FrontMatter) -> bool,
    published: &[FrontMatter],
) -> Outcome<Reading> {
    let items = stored::read_items(snapshot, period, LONGEST_LIST).await?;
    let address = |item: &ReadItem| {
        if item.kind.is_empty() && item.slug.is_empty() {
            return None;
        }
        let front = published.iter().find(|front| front.slug == item.slug)?;
        may_open(front).then(|| format!("/library/{}", front.slug))
    };
    Ok(Reading {
        all: stored::readings(snapshot, period).await?,
        addresses: items.iter().map(address).collect(),
        items,
        ratings: stored::ratings(snapshot, period).await?,
        professions: stored::groups(snapshot, period, Dimension::Profession).await?,
        countries: stored::groups(snapshot, period, Dimension::Country).await?,
    })
}

fn gaps(words: &[Words], requests: &Requests, published: &[FrontMatter]) -> Vec<Gap> {
    let searches = words.iter().filter(|words| words.is_gap()).map(|words| Gap::Search {
        words: words.words.clone(),
        searches: words.searches,
        people: words.people,
    });
    let is_covered = |subject: &Subject| {
        published.iter().any(|front| match subject {
            Subject::Product(slug) => front.products.contains(slug),
            Subject::Area(slug) => front.areas.contains(slug),
        })
    };
    let asked = requests.products.iter().chain(&requests.areas);
    let asked = asked
        .filter(|(subject, _)| !subject.slug().is_empty() && !is_covered(subject))
        .map(|(subject, timing)| Gap::Requests { subject: subject.clone(), requests: timing.received });
    let mut gaps: Vec<Gap> = searches.chain(asked).collect();
    // Stable: equal ones keep the order of their lists.
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.times()));
    gaps
}
