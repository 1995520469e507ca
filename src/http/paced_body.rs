//! A request's body with a time for all of it and a least rate.

use super::connections::{Notes, Stage};
use super::pace::Pace;
use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Sleep;

/// How far a body may fall behind the least rate.
const BEHIND_MOST: Duration = Duration::from_secs(10);
/// Time for a body however fast it comes: a picture over a slow line.
const WHOLE: Duration = Duration::from_secs(180);

/// Whether a request's body came too slowly; among the request's extensions.
#[derive(Debug, Clone, Default)]
pub(super) struct TooSlow(Arc<AtomicBool>);

impl TooSlow {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body came too slowly")]
struct SlowBody;

/// The body as handlers read it: it ends in an error when its client is too slow.
pub(super) struct PacedBody {
    body: Incoming,
    pace: Pace,
    /// Until the body has to be judged again.
    alarm: Pin<Box<Sleep>>,
    too_slow: TooSlow,
    notes: Notes,
}

impl PacedBody {
    pub(super) fn new(body: Incoming, too_slow: TooSlow, notes: Notes) -> Self {
        notes.begin(Stage::Sending);
        let alarm = Box::pin(tokio::time::sleep(BEHIND_MOST));
        Self { body, pace: Pace::start(), alarm, too_slow, notes }
    }

    /// Time until it would be too slow if nothing more came; none when it is.
    fn left(&self) -> Option<Duration> {
        let left = BEHIND_MOST.saturating_sub(self.pace.behind()).min(WHOLE.saturating_sub(self.pace.age()));
        (!left.is_zero()).then_some(left)
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            match &frame {
                Some(Ok(frame)) => this.pace.count(frame.data_ref().map_or(0, Bytes::len)),
                _ => this.notes.begin(Stage::Answered),
            }
            if this.body.is_end_stream() {
                this.notes.begin(Stage::Answered);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        while this.alarm.as_mut().poll(context).is_ready() {
            let Some(left) = this.left() else {
                this.too_slow.0.store(true, Ordering::Relaxed);
                return Poll::Ready(Some(Err(SlowBody.into())));
            };
            this.alarm.as_mut().reset(tokio::time::Instant::now() + left);
        }
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A response's body, at whose end its connection is idle.
pub(super) struct AnswerBody {
    body: axum::body::Body,
    notes: Notes,
}

impl AnswerBody {
    pub(super) fn new(body: axum::body::Body, notes: Notes) -> Self {
        notes.begin(Stage::Answered);
        Self { body, notes }
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        self.notes.begin(Stage::Idle);
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
