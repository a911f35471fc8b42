//! The rules and the storage of Latchkey, over SQLite and PostgreSQL. Knows no HTTP and no window.
//!
//! [`Engine::call`] is the one way in. [`local`] makes and opens accounts on this computer; a server's accounts live in
//! one database, see [`Engine::connect`].
#![warn(missing_docs)]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)
)]

mod access;
mod audit;
mod auth;
mod call;
mod caller;
mod email;
mod engine;
pub mod explain;
mod fault;
pub mod html;
mod keys;
pub mod local;
mod mail;
mod operator;
pub mod password;
mod ports;
mod reset;
mod rights;
mod server;
mod session;
mod store;
mod token;
mod tries;
mod user;

pub use call::{Calling, Handle, Prepared, Work};
pub use caller::{Caller, Principal, Who};
pub use engine::Engine;
pub use fault::Fault;
pub use keys::{RecoveryKey, RecoveryKeyProblem, StoreKey};
pub use mail::{Backlog, MailTries, MailTurn, is_mail_token};
pub use operator::Invitation;
pub use ports::{
    Bounds, Clock, CommonMail, Kept, Links, PasswordCost, Ports, Randomness, Settings, SystemClock,
    SystemRandomness, Vault,
};
pub use store::{Bind, Connections, Db, Record, Statement, StoreProblem, Tx, Value};
