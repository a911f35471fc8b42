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
mod bounds;
mod clocks;
mod commands;
mod faults;
mod first_day;
mod foreign;
mod info;
mod invitations;
mod links;
mod log;
mod metrics;
mod openapi;
mod outside;
mod pages;
mod requests;
mod restart;
mod shapes;
mod slow;
mod sqlite_store;
mod statuses;
mod stop;
mod tls;
mod tokens;
mod two_instances;
mod unread;
