//! The account itself and its root user.

mod create;
mod get;
mod password;
