//! The server over its wire, on a real PostgreSQL: raw bytes, the client, and the process with its commands.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

mod support;

mod answers;
mod commands;
mod faults;
mod first_day;
mod foreign;
mod info;
mod log;
mod invitations;
mod requests;
mod openapi;
mod sqlite_store;
mod statuses;
mod tokens;
mod two_instances;
