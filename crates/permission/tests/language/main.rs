//! The permission language from outside: what its documents allow, what it says about them, and the laws that it keeps.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod cards;
mod catalogue;
mod changes;
mod checking;
mod conditions;
mod escalation;
mod every_small_set;
mod examples;
mod hostile;
mod laws;
mod model;
mod patterns;
mod templates;
mod words;
