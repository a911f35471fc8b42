//! End to end on the real window: one file per thing that a person does. Each test has a desktop of its own.
//!
//! Words, not marks in the page, are what a test looks for wherever a person would.

#[macro_use]
mod everywhere;

mod accounts;
mod bad_days;
mod certificates;
mod connect;
mod connections;
mod emails;
mod first_day;
mod kept;
mod keychain;
mod links;
mod mail;
mod mail_server;
mod other_make;
mod others;
mod own_view;
mod permissions;
mod settings;
mod sign_in;
mod sign_up;
mod silence;
mod steps;
mod user_sign_in;
mod users;
mod ways_back;
