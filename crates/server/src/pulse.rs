//! Whether a connection is alive: what arrives, what is under way, what is taken. Somebody who sends a head byte by byte,
//! rests for ever or takes none of an answer is found here; `connection.rs` acts on it.

use crate::limits::Limits;
use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What a connection with nothing under way still gets when the server stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// One connection's.
pub(crate) struct Pulse {
    state: Mutex<State>,
    /// HTTP/2 has frames of its own between requests: what arrives is not a head that has begun.
    frames: bool,
    header: Duration,
    idle: Duration,
    stall: Duration,
}

struct State {
    under_way: usize,
    /// A head has begun to arrive.
    arriving: bool,
    /// Since when it arrives, or nothing happens.
    since: Instant,
    /// Since when nothing is taken of what is to be written.
    stalled: Option<Instant>,
    leaving: bool,
}

/// What is to be done about a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Alive,
    /// It has rested long enough: it may end in good order.
    Rested,
    /// It is kept open by somebody slow.
    Slow,
}

/// A request that is under way.
pub(crate) struct UnderWay(Arc<Pulse>);

impl Pulse {
    pub(crate) fn new(limits: &Limits, frames: bool) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                under_way: 0,
                arriving: !frames,
                since: Instant::now(),
                stalled: None,
                leaving: false,
            }),
            frames,
            header: limits.header,
            idle: limits.idle,
            stall: limits.stall,
        })
    }

    /// How often to look.
    pub(crate) fn interval(&self) -> Duration {
        let shortest = self.header.min(self.idle).min(self.stall) / 4;
        shortest.clamp(Duration::from_millis(10), Duration::from_secs(1))
    }

    pub(crate) fn begin(self: &Arc<Self>) -> UnderWay {
        let mut state = self.state();
        state.under_way += 1;
        state.arriving = false;
        UnderWay(Arc::clone(self))
    }

    /// The connection takes no more requests.
    pub(crate) fn leave(&self) {
        let mut state = self.state();
        state.leaving = true;
        state.since = Instant::now();
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let state = self.state();
        if state.stalled.is_some_and(|at| at.elapsed() >= self.stall) {
            return Verdict::Slow;
        }
        let patience = match (state.leaving, state.arriving) {
            (true, _) => FAREWELL,
            (_, true) => self.header,
            _ => self.idle,
        };
        if state.under_way > 0 || state.since.elapsed() < patience {
            Verdict::Alive
        } else if state.arriving || state.leaving {
            Verdict::Slow
        } else {
            Verdict::Rested
        }
    }

    fn arrived(&self) {
        let mut state = self.state();
        if !self.frames && state.under_way == 0 && !state.arriving {
            state.arriving = true;
            state.since = Instant::now();
        }
    }

    fn written(&self) {
        let mut state = self.state();
        state.stalled = None;
        if !state.arriving {
            state.since = Instant::now();
        }
    }

    fn stalled(&self) {
        self.state().stalled.get_or_insert_with(Instant::now);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.under_way -= 1;
        if state.under_way == 0 {
            state.since = Instant::now();
        }
    }
}

/// A stream whose pulse is taken.
pub(crate) struct Felt<S> {
    pub(crate) stream: S,
    pub(crate) pulse: Arc<Pulse>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Felt<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before {
            self.pulse.arrived();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> Felt<S> {
    fn feel<T>(&self, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match &poll {
            Poll::Pending => self.pulse.stalled(),
            Poll::Ready(_) => self.pulse.written(),
        }
        poll
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Felt<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.feel(poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.feel(poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // a flush that has nothing to do is no sign of life
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
