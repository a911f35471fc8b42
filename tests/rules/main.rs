//! The workspace's own rules: which crate may know which, what the window may ask for, what may be linked.

mod commands;
mod content_policy;
mod direction;
mod floors;
mod metadata;
