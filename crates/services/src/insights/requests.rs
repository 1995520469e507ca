//! Requests of a period: how many, about what, and how soon they were answered.

use domain::request::RequestState;
use domain::slug::Slug;
use domain::time::{DAY, Moment};
use std::collections::BTreeMap;
use storage::insights::CountedRequest;

/// What a request is about. The slug is empty where the asker did not say and it could not be guessed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Area(String),
    Product(String),
}

impl Subject {
    /// The slug of the vocabulary.
    pub fn slug(&self) -> &str {
        match self {
            Self::Area(slug) | Self::Product(slug) => slug,
        }
    }
}

/// How many requests there were, and how soon they were answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timing {
    pub received: i64,
    pub answered: i64,
    /// Answered by the promised time.
    pub in_time: i64,
    /// Answered after it, or still open after it.
    pub late: i64,
    /// Working days to the answer; none where nothing was answered.
    pub median_days: Option<f64>,
    /// Working days within which nine of ten were answered.
    pub most_days: Option<f64>,
}

impl Timing {
    fn of<'a>(requests: impl Iterator<Item = &'a CountedRequest>, now: Moment) -> Self {
        let mut timing = Self::default();
        let mut times = Vec::new();
        for request in requests {
            timing.received += 1;
            let is_open = request.answered_at.is_none() && request.closed_at.is_none();
            if let Some(answered) = request.answered_at {
                timing.answered += 1;
                times.push(request.received_at.working_time_until(answered));
            }
            let is_in_time = request.answered_at.is_some_and(|at| at <= request.due_at);
            let is_overdue = is_open && request.due_at < now;
            timing.in_time += i64::from(is_in_time);
            timing.late += i64::from(is_overdue || (request.answered_at.is_some() && !is_in_time));
        }
        times.sort_unstable();
        timing.median_days = median(&times).map(in_days);
        timing.most_days = at_share(&times, 9, 10).map(in_days);
        timing
    }

    /// Of the requests whose time has come, the share answered by then, in percent.
    pub fn in_time_percent(&self) -> Option<i64> {
        let judged = self.in_time + self.late;
        (judged > 0).then(|| (self.in_time * 100 + judged / 2) / judged)
    }
}

/// Requests of a period.
#[derive(Debug, Clone)]
pub struct Requests {
    pub all: Timing,
    /// By area and by product, most asked first.
    pub areas: Vec<(Subject, Timing)>,
    pub products: Vec<(Subject, Timing)>,
    /// By their present state; each state, also those without any.
    pub states: Vec<(RequestState, i64)>,
    /// Whether the answer helped: yes, no, not said. Of those answered.
    pub helped: [i64; 3],
}

impl Requests {
    pub(super) fn of(requests: &[CountedRequest], now: Moment) -> Self {
        let state = |state: RequestState| {
            let count = requests.iter().filter(|request| request.state == state.slug()).count();
            (state, i64::try_from(count).unwrap_or(i64::MAX))
        };
        let mut helped = [0; 3];
        for request in requests.iter().filter(|request| request.answered_at.is_some()) {
            match request.answered_question {
                Some(true) => helped[0] += 1,
                Some(false) => helped[1] += 1,
                None => helped[2] += 1,
            }
        }
        Self {
            all: Timing::of(requests.iter(), now),
            areas: by_subject(requests, now, |request| Subject::Area(request.area.clone())),
            products: by_subject(requests, now, |request| Subject::Product(request.product.clone())),
            states: RequestState::all().map(state).collect(),
            helped,
        }
    }
}

fn by_subject(
    requests: &[CountedRequest],
    now: Moment,
    subject: impl Fn(&CountedRequest) -> Subject,
) -> Vec<(Subject, Timing)> {
    let mut groups: BTreeMap<Subject, Vec<&CountedRequest>> = BTreeMap::new();
    for request in requests {
        groups.entry(subject(request)).or_default().push(request);
    }
    let timing =
        |(subject, group): (Subject, Vec<&CountedRequest>)| (subject, Timing::of(group.into_iter(), now));
    let mut groups: Vec<_> = groups.into_iter().map(timing).collect();
    groups.sort_by_key(|(_, timing)| std::cmp::Reverse(timing.received));
    groups
}

/// The middle of sorted values; between two, their mean.
fn median(sorted: &[i64]) -> Option<f64> {
    let (lower, upper) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some((*lower as f64 + *upper as f64) / 2.0)
}

/// The smallest of sorted values that at least `part` of `whole` are not above.
fn at_share(sorted: &[i64], part: usize, whole: usize) -> Option<f64> {
    let place = (sorted.len() * part).div_ceil(whole).checked_sub(1)?;
    sorted.get(place).map(|value| *value as f64)
}

fn in_days(milliseconds: f64) -> f64 {
    milliseconds / DAY as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_ninth_of_ten_are_found() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3]), Some(3.0));
        assert_eq!(median(&[1, 2, 10]), Some(2.0));
        assert_eq!(median(&[1, 2, 4, 10]), Some(3.0));
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!(at_share(&ten, 9, 10), Some(9.0));
        assert_eq!(at_share(&ten[..1], 9, 10), Some(1.0));
        assert_eq!(at_share(&[], 9, 10), None);
    }

    fn request(due: i64, answered: Option<i64>) -> CountedRequest {
        // A Monday.
        let received_at = Moment::from_day("2026-11-16").unwrap();
        CountedRequest {
            product: String::new(),
            area: "lipids".into(),
            state: "received".into(),
            received_at,
            due_at: received_at.plus(due * DAY),
            answered_at: answered.map(|days| received_at.plus(days * DAY)),
            closed_at: None,
            answered_question: None,
        }
    }

    #[test]
    fn a_request_is_in_time_late_or_not_yet_due() {
        let all = [request(3, Some(1)), request(1, Some(3)), request(1, None), request(9, None)];
        let now = Moment::from_day("2026-11-20").unwrap();
        let timing = Timing::of(all.iter(), now);
        assert_eq!((timing.received, timing.answered, timing.in_time, timing.late), (4, 2, 1, 2));
        assert_eq!(timing.in_time_percent(), Some(33));
        assert_eq!((timing.median_days, timing.most_days), (Some(2.0), Some(3.0)));
        assert_eq!(Timing::of([].iter(), now).in_time_percent(), None);
    }
}
