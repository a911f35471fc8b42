//! Mail: what kinds of messages there are, putting one into the outbox, and what becomes of it there.
//!
//! A rule that has something to say calls [`post`] in its own transaction: what is to be said is a row there, and either
//! both happen or neither. The worker finds the row, makes the words and the token, and sends it.

mod backlog;
mod facts;
mod kind;
mod kinds;
pub(crate) mod letter;
mod link;
pub(crate) mod notice;
mod outbox;
mod page;
mod pending;
pub(crate) mod post;
mod problem;
mod room;
mod route;
mod settings;
mod skew;
mod smtp;
pub(crate) mod token;
mod trouble;
mod walk;
mod worker;

pub use backlog::Backlog;
pub(crate) use facts::Facts;
pub(crate) use kind::{Authority, Kind};
pub use page::is_mail_token;
pub(crate) use pending::pending;
pub(crate) use post::{Draft, obsolete, post};
pub(crate) use room::{not_before, reserve};
pub(crate) use settings::Changing;
pub(crate) use walk::{Turns, Walked};
pub use worker::{MailTries, MailTurn};
pub(crate) use worker::{Office, open_parts};
