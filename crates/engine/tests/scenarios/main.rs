//! The engine's rules, each on a real SQLite file and a real PostgreSQL. One binary, so that one cluster serves all.
#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs
)]

#[macro_use]
mod support;

mod access_matrix;
mod accounts;
mod any_order;
mod audit;
mod contact;
mod contact_lapse;
mod elsewhere;
mod email_codes;
mod email_primary;
mod email_roles;
mod email_sending;
mod email_undo;
mod email_way_back;
mod emails;
mod escalation;
mod explain;
mod given_up;
mod invitations;
mod invite;
mod invited;
mod keys;
mod mail_atomic;
mod mail_ends;
mod mail_faults;
mod mail_kinds;
mod mail_lanes;
mod mail_outbox;
mod mail_room;
mod mail_settings;
mod mail_sharing;
mod mail_test;
mod mail_tokens;
mod mail_warnings;
mod mail_ways;
mod mail_worker;
mod many_users;
mod notices;
mod passwords;
mod permissions;
mod recovery;
mod repeats;
mod reset;
mod reset_codes;
mod reset_wishes;
mod schema;
mod secrets;
mod servers;
mod sessions;
mod sign_in;
mod tokens;
mod tries;
mod users;
