//! The contract: what can be asked of Latchkey, by whom, and how it travels.
//!
//! One type per operation; the list of them is [`each_operation!`]. Wire names, paths and statuses
//! follow the public account API; what Latchkey adds lives under `/latchkey/`. No I/O, no async.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

mod access;
mod account;
mod auth;
mod contact;
mod email;
mod envelope;
mod error;
mod mail;
mod names;
mod notification;
mod operation;
mod outbox;
mod password;
mod permission;
mod reset;
mod secret;
mod server;
mod session;
pub mod typescript;
mod user;
pub mod wire;

pub use access::*;
pub use account::*;
pub use auth::*;
pub use contact::*;
pub use email::*;
pub use envelope::*;
pub use error::*;
pub use mail::*;
pub use names::*;
pub use notification::*;
pub use operation::*;
pub use outbox::*;
pub use password::*;
pub use permission::*;
pub use reset::*;
pub use secret::Secret;
pub use server::*;
pub use session::*;
pub use user::*;

/// Languages, and everything that a permission document means: reported as it is decided.
pub use latchkey_permission::{AccessCard, Change, Language, Problem, Sentence};
