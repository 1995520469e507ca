//! Requests of a period: how many, about what, and how soon they were answered.

use domain::request::{Judgement, RequestState};
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
    /// Of `received`, each in exactly one: see [`Judgement`].
    pub in_time: i64,
    pub late: i64,
    pub open: i64,
    pub closed_unanswered: i64,
    /// Of those closed unanswered, those whose promised time had passed.
    closed_late: i64,
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
            if let Some(answered) = request.promise.first_answered_at {
                timing.answered += 1;
                times.push(request.received_at.working_time_until(answered));
            }
            match request.promise.judged(request.state, now) {
                Judgement::InTime => timing.in_time += 1,
                Judgement::Late => timing.late += 1,
                Judgement::Open => timing.open += 1,
                Judgement::ClosedUnanswered => {
                    timing.closed_unanswered += 1;
                    timing.closed_late += i64::from(request.promise.is_missed(request.state, now));
                }
            }
        }
        times.sort_unstable();
        timing.median_days = median(&times).map(in_days);
        timing.most_days = at_share(&times, 9, 10).map(in_days);
        timing
    }

    /// Of the requests whose time has come, the share answered by then, in percent. Closing one without an answer after
    /// its time does not take it out of the count.
    pub fn in_time_percent(&self) -> Option<i64> {
        let judged = self.in_time + self.late + self.closed_late;
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
            let count = requests.iter().filter(|request| request.state == state).count();
            (state, i64::try_from(count).unwrap_or(i64::MAX))
        };
        let mut helped = [0; 3];
        for request in requests.iter().filter(|request| request.promise.first_answered_at.is_some()) {
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
    use domain::request::Promise;

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
        let due_at = received_at.plus(due * DAY);
        let answered_at = answered.map(|days| received_at.plus(days * DAY));
        CountedRequest {
            product: String::new(),
            area: "lipids".into(),
            state: if answered.is_some() { RequestState::Answered } else { RequestState::Received },
            received_at,
            promise: Promise {
                first_answered_at: answered_at,
                missed_at: answered_at.filter(|at| *at > due_at).map(|_| due_at),
                ..Promise::new(received_at, due_at)
            },
            answered_question: None,
        }
    }

    #[test]
    fn a_request_is_in_time_late_not_yet_due_or_closed_unanswered() {
        let mut all = [request(3, Some(1)), request(1, Some(3)), request(1, None), request(9, None)];
        let now = Moment::from_day("2026-11-20").unwrap();
        let timing = Timing::of(all.iter(), now);
        assert_eq!((timing.received, timing.answered, timing.in_time, timing.late), (4, 2, 1, 2));
        assert_eq!(timing.in_time_percent(), Some(33));
        // Overdue, and closed: it is counted elsewhere, and the share stays.
        all[2].state = RequestState::Closed;
        all[2].promise.missed_at = Some(all[2].promise.promised_at);
        let timing = Timing::of(all.iter(), now);
        let classes = (timing.in_time, timing.late, timing.open, timing.closed_unanswered);
        assert_eq!((classes, timing.in_time_percent()), ((1, 1, 1, 1), Some(33)));
        assert_eq!((timing.median_days, timing.most_days), (Some(2.0), Some(3.0)));
        assert_eq!(Timing::of([].iter(), now).in_time_percent(), None);
    }
}
