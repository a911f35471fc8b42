//! Where a server's store is: a PostgreSQL database, or one encrypted file. What cannot be read as either is refused;
//! nothing is guessed, and nothing made.

use super::{
    Db, StoreProblem, postgres,
    sqlite::{self, Held},
};
use crate::{Bounds, keys::StoreKey};
use std::path::Path;

enum Address<'a> {
    Postgres(&'a str),
    Sqlite(&'a Path),
}

/// Opens what an address names. Never makes it.
pub(crate) async fn open(
    address: &str,
    key: &StoreKey,
    now_ms: i64,
    bounds: &Bounds,
) -> Result<(Db, Option<Held>), StoreProblem> {
    match read(address)? {
        Address::Postgres(url) => Ok((postgres::open(url, now_ms, bounds).await?, None)),
        Address::Sqlite(path) => {
            let (db, held) = sqlite::open(path, key, now_ms).await?;
            Ok((db, Some(held)))
        }
    }
}

/// Makes what an address names, or brings it up to date.
pub(crate) async fn prepare(
    address: &str,
    key: &StoreKey,
    now_ms: i64,
    bounds: &Bounds,
) -> Result<(Db, Option<Held>), StoreProblem> {
    match read(address)? {
        Address::Postgres(url) => Ok((postgres::prepare(url, now_ms, bounds).await?, None)),
        Address::Sqlite(path) => {
            let (db, held) = sqlite::prepare(path, key, now_ms).await?;
            Ok((db, Some(held)))
        }
    }
}

fn read(address: &str) -> Result<Address<'_>, StoreProblem> {
    let Some(path) = address.strip_prefix("sqlite:") else {
        // the rest of an URL is read where it is used
        return Ok(Address::Postgres(address));
    };
    // a database in memory forgets, an URL has options: neither is a file
    let is_file = !path.is_empty()
        && !path.starts_with(':')
        && !path.starts_with("//")
        && !path.starts_with("file:")
        && !path.ends_with(['/', '\\'])
        && !path.contains('?')
        && !path.chars().any(char::is_control);
    if is_file {
        Ok(Address::Sqlite(Path::new(path)))
    } else {
        Err(StoreProblem::BadAddress)
    }
}
