//! The harness of the end-to-end tests: a desktop of one's own, the application in it, and what to look for.
//!
//! The tests themselves are in `e2e/` (the real window) and `rules/` (the workspace's own rules).

pub mod app;
pub mod axe;
pub mod browser;
pub mod canary;
pub mod certificate;
pub mod desktop;
pub mod editor;
pub mod elsewhere;
pub mod front;
pub mod page;
pub mod places;
pub mod post;
// the engine's tests have the same cluster of their own
#[path = "../../crates/engine/tests/scenarios/support/postgres.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, dead_code)]
mod postgres;
pub mod process;
pub mod reason;
pub mod screen;
pub mod server;
pub mod story;
