//! The account itself and its root user.

mod create;
mod get;
mod invitation;
mod password;

pub use invitation::Invitation;
