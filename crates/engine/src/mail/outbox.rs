//! The outbox as people see it: every message, what became of it, and sending one again.

mod read;
mod retry;
mod search;

pub(super) use search::state_of;

/// Messages of one page at most, and of one retry.
const MOST: u32 = 200;
