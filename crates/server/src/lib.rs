//! The server: the contract's operations over HTTP, and what a machine room needs around them. Rules are the engine's.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

pub mod accept;
pub mod accounts;
mod body;
mod buckets;
pub mod caller;
pub mod config;
mod connection;
mod counts;
pub mod files;
mod guard;
mod health;
pub mod key;
pub mod limits;
pub mod load;
pub mod log;
pub mod metrics;
pub mod openapi;
mod pages;
mod pulse;
pub mod reply;
pub mod route;
pub mod serve;
pub mod store;
pub mod tls;

use latchkey_engine::Engine;
use std::sync::Arc;

/// What every request may use.
#[derive(Clone)]
pub struct Served {
    /// The account rules over the store.
    pub engine: Engine,
    /// Whose word about a client's address is taken.
    pub proxies: Arc<caller::Proxies>,
    /// What is under way, and how much may be.
    pub load: Arc<load::Load>,
}
