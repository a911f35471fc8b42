//! The harness of the end-to-end tests: a desktop of one's own, the application in it, and what to look for.
//!
//! The tests themselves are in `e2e/` (the real window) and `rules/` (the workspace's own rules).

pub mod app;
pub mod axe;
pub mod canary;
pub mod desktop;
pub mod editor;
pub mod page;
pub mod places;
pub mod process;
pub mod story;
