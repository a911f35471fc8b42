//! The store that the commands work on: opened with the server's key, or refused in words for whoever runs the server.

use crate::{config::Config, key};
use latchkey_api::Language;
use latchkey_engine::{Engine, Ports, StoreProblem};

/// Opens the store that is there. Never makes one.
///
/// # Errors
/// Why not, and what to do.
pub async fn open(config: &Config, ports: Ports) -> Result<Engine, String> {
    let key = key::read(&config.key_file)?;
    Engine::connect(&config.store, &key, ports)
        .await
        .map_err(|problem| words(&problem))
}

/// Makes the store, or brings it up to date.
///
/// # Errors
/// Why not, and what to do.
pub async fn prepare(config: &Config) -> Result<Engine, String> {
    let key = key::read(&config.key_file)?;
    Engine::prepare(&config.store, &key, Ports::system())
        .await
        .map_err(|problem| words(&problem))
}

/// The engine's words are for an account on somebody's computer where these are for a machine room.
#[must_use]
pub fn words(problem: &StoreProblem) -> String {
    match problem {
        StoreProblem::Missing => "there is no store of Latchkey. Nothing was created. Check the address; `latchkey-server migrate` makes a new store there.".into(),
        StoreProblem::Locked => "another process has this store open, and a file takes one at a time. Nothing was changed. Stop the server first, or keep the accounts in PostgreSQL.".into(),
        StoreProblem::WrongKey => "this store was made with another key file, or the file is no store of Latchkey. Nothing was changed. Set key-file to the key that it was made with.".into(),
        StoreProblem::Plain | StoreProblem::Foreign => "what is there is no store of Latchkey. Nothing was changed. Check the address.".into(),
        // for one who may see it anyway: where it is, and what the other end said
        StoreProblem::Unreachable(why) => format!("{} ({why})", problem.message(Language::En)),
        problem => problem.message(Language::En),
    }
}
