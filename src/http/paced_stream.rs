//! A connection's bytes: what comes is counted, and a client that does not read what it asked for is left.

use super::connections::Notes;
use super::pace::Pace;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// How far a client's reading may fall behind the least rate.
const BEHIND_MOST: Duration = Duration::from_secs(20);

/// A connection whose client has to read.
pub(super) struct PacedStream {
    stream: TcpStream,
    notes: Notes,
    /// Since the client began to let bytes wait.
    waiting: Option<(Pace, Pin<Box<Sleep>>)>,
}

impl PacedStream {
    pub(super) fn new(stream: TcpStream, notes: Notes) -> Self {
        Self { stream, notes, waiting: None }
    }

    /// Judges a write by how many bytes the client let through, if any.
    fn judge(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Ready(Ok(bytes)) => {
                if let Some((pace, _)) = &mut self.waiting {
                    pace.count(*bytes);
                    let pace = *pace;
                    let is_over = pace.behind().is_zero();
                    self.notes.reading((!is_over).then_some(pace));
                    if is_over {
                        self.waiting = None;
                    }
                }
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                let notes = &self.notes;
                let (pace, alarm) = self.waiting.get_or_insert_with(|| {
                    let pace = Pace::start();
                    notes.reading(Some(pace));
                    (pace, Box::pin(tokio::time::sleep(BEHIND_MOST)))
                });
                while alarm.as_mut().poll(context).is_ready() {
                    let left = BEHIND_MOST.saturating_sub(pace.behind());
                    if left.is_zero() {
                        return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                    }
                    alarm.as_mut().reset(tokio::time::Instant::now() + left);
                }
                Poll::Pending
            }
        }
    }
}

impl AsyncRead for PacedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let bytes = buffer.filled().len() - before;
        if bytes > 0 {
            self.notes.received(bytes);
        }
        read
    }
}

impl AsyncWrite for PacedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.judge(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
