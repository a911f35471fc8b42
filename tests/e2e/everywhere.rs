//! Stories that are told twice with the same words: of an account on this computer, and of one on a server.
//!
//! Told of this computer only, because they are about it and not about the account:
//! - `keychain`: the key of a local store; a server has its own, and keeps it to itself
//! - `bad_days`: files that are gone, damaged, foreign or newer, and a power cut; a server's store is the server's
//! - `first_day`: making an account and its recovery sheet (on a server: `sign_up`), and the sign-in after every start
//!   (on a server it is kept: `kept`)
//! - `accounts`: two accounts in two files (on servers: `connections`), and a second start of the application
//! - `settings`: how this person likes the window, which is remembered here whoever signs in
//!
//! What only a server can do wrong or well has stories of its own: `connect`, `certificates`, `connections`, `kept`,
//! `silence`, `others`, `other_make`, `sign_up`.

/// For each story a module with its two tests.
macro_rules! everywhere {
    ($($story:ident),* $(,)?) => {$(
        mod $story {
            use latchkey_tests::story::{Place, Story};

            #[tokio::test]
            async fn on_this_computer() -> anyhow::Result<()> {
                Story::tell_at(Place::ThisComputer, super::$story).await
            }

            #[tokio::test]
            async fn on_a_server() -> anyhow::Result<()> {
                Story::tell_at(Place::Server, super::$story).await
            }
        }
    )*};
}
