//! The server: the contract's operations over HTTP, and what a machine room needs around them. Rules are the engine's.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

pub mod accept;
pub mod accounts;
mod body;
mod buckets;
pub mod caller;
pub mod config;
mod guard;
mod health;
pub mod key;
pub mod log;
pub mod reply;
pub mod route;
pub mod serve;

use latchkey_engine::Engine;
use std::{sync::Arc, time::Duration};

/// What every request may use.
pub mod store;
pub mod tls;
#[derive(Clone)]
pub struct Served {
    /// The account rules over the store.
    pub engine: Engine,
    /// Whose word about a client's address is taken.
    pub proxies: Arc<caller::Proxies>,
    /// Longest that an operation may take; [`serve::LONGEST`] in life.
    pub longest: Duration,
}
