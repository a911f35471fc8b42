//! The permission language: reading documents, deciding calls, and saying in words what a person can do.
//!
//! Pure: no I/O, no async, no clock. What is decided, explained and predicted comes from the same function.
//!
//! [`check`] and [`parse`] read documents, [`PermissionSet`] decides, [`exceeds`] stops people from granting more than
//! they hold, [`access_card`] and [`change`] put a set into sentences.
//!
//! ```
//! use latchkey_permission::{Context, Language, PermissionSet, Source, SourceKind, access_card};
//!
//! let text = r#"{"statements": [{"effect": "allow", "api": "Billing:get*"}]}"#;
//! let set = PermissionSet::new(vec![Source::stored(SourceKind::Own, text)]);
//! assert!(set.decide("Billing:getLatestBilling", &Context::default()).allowed);
//! assert!(!set.decide("Billing:exportBilling", &Context::default()).allowed);
//!
//! let card = access_card(&set, Some("Mei"), Language::En);
//! assert_eq!(card.can[0].text, "See this month’s total and past bills");
//! ```
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

mod card;
mod catalogue;
mod change;
mod check;
mod condition;
mod context;
mod document;
mod escalation;
mod json;
mod language;
pub mod limits;
mod nearest;
mod pattern;
mod problem;
mod screens;
mod set;
mod source;
mod templates;
mod truth;

pub use card::{AccessCard, ScreenAccess, Sentence, access_card};
pub use catalogue::{Area, AskedBy, Entry, area, areas, catalogue, entry, pattern_words};
pub use change::{Change, change};
pub use check::{Checked, check, parse};
pub use condition::{Condition, ConditionProblem};
pub use context::Context;
pub use document::{ConditionCard, Document, Effect, PatternCard, Statement, StatementCard};
pub use escalation::exceeds;
pub use language::{Language, Words};
pub use pattern::{NotAPattern, Pattern};
pub use problem::{Finding, Fix, Problem, Severity};
pub use screens::{Screen, screens};
pub use set::{Because, Decision, Explanation, NearMiss, PermissionSet, Reach, Requirement, Step};
pub use source::{Broken, Source, SourceKind};
pub use templates::{Template, recognise, template, templates};
pub use truth::Truth;
