//! Mail: what kinds of messages there are, putting one into the outbox, and what becomes of it there.
//!
//! A rule that has something to say calls [`post`] in its own transaction: what is to be said is a row there, and either
//! both happen or neither. The worker finds the row, makes the words and the token, and sends it.

mod facts;
mod kind;
mod kinds;
pub(crate) mod letter;
pub(crate) mod notice;
pub(crate) mod post;
pub(crate) mod token;

pub(crate) use facts::Facts;
pub(crate) use kind::{Authority, Kind};
pub(crate) use post::{Draft, Room, obsolete, post, room};
