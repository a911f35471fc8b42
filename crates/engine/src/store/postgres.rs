//! Opening a server's database. An address never makes a store: `prepare` does, and only when asked.

use super::{Db, StoreProblem, migrate};
use crate::Bounds;
use sqlx::{
    ConnectOptions as _, Connection as _, Executor as _, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
};
use std::{net::IpAddr, str::FromStr as _};

/// Opens a database that holds a store already.
pub(crate) async fn open(url: &str, now_ms: i64, bounds: &Bounds) -> Result<Db, StoreProblem> {
    let options = options(url)?;
    let mut connection = options.connect().await?;
    verify(&mut connection).await?;
    if migrate::postgres_is_due(&mut connection).await? {
        migrate::postgres(&mut connection, now_ms).await?;
    }
    connection.close().await?;
    pool(options, bounds).await
}

/// Makes the tables in an empty database, or brings them up to date.
pub(crate) async fn prepare(url: &str, now_ms: i64, bounds: &Bounds) -> Result<Db, StoreProblem> {
    let options = options(url)?;
    let mut connection = options.connect().await?;
    verify(&mut connection).await?;
    // one at a time, from the first look on: else half-made tables look like another program's. Goes with the connection
    connection.execute("SELECT pg_advisory_lock(7002)").await?;
    match migrate::postgres_is_due(&mut connection).await {
        Ok(false) => {}
        Ok(true) => migrate::postgres(&mut connection, now_ms).await?,
        Err(StoreProblem::Missing) => {
            let (tables,): (i64,) = sqlx::query_as(
                "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()",
            )
            .fetch_one(&mut connection)
            .await?;
            if tables > 0 {
                return Err(StoreProblem::Foreign);
            }
            migrate::postgres(&mut connection, now_ms).await?;
        }
        Err(problem) => return Err(problem),
    }
    connection.close().await?;
    pool(options, bounds).await
}

fn options(url: &str) -> Result<PgConnectOptions, StoreProblem> {
    if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
        return Err(StoreProblem::BadAddress);
    }
    let options = PgConnectOptions::from_str(url).map_err(|_| StoreProblem::BadAddress)?;
    // the driver would fall back to the user's name: another store than the one that was meant
    if options.get_database().is_none_or(str::is_empty) {
        return Err(StoreProblem::BadAddress);
    }
    let limits = [
        ("statement_timeout", "30s"),
        ("lock_timeout", "10s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ];
    Ok(secured(options)
        .application_name("latchkey")
        .options(limits)
        .disable_statement_logging())
}

/// The driver would speak TLS with whoever answers, and none where none is offered. A database elsewhere has to prove
/// who it is, unless the address asks for something else in so many words (R81).
fn secured(options: PgConnectOptions) -> PgConnectOptions {
    let host = options.get_host().trim_matches(['[', ']']);
    let here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match options.get_ssl_mode() {
        PgSslMode::Allow | PgSslMode::Prefer if !here => options.ssl_mode(PgSslMode::VerifyFull),
        _ => options,
    }
}

/// A server that forgets what it acknowledged is not used (R93).
async fn verify(connection: &mut PgConnection) -> Result<(), StoreProblem> {
    for (name, question) in [
        ("fsync", "SHOW fsync"),
        ("synchronous_commit", "SHOW synchronous_commit"),
    ] {
        let (value,): (String,) = sqlx::query_as(question).fetch_one(&mut *connection).await?;
        if value == "off" {
            return Err(StoreProblem::Unsafe(format!("{name} = off")));
        }
    }
    let (encoding,): (String,) = sqlx::query_as("SHOW server_encoding")
        .fetch_one(connection)
        .await?;
    if encoding == "UTF8" {
        Ok(())
    } else {
        Err(StoreProblem::Unsafe(format!(
            "server_encoding = {encoding}"
        )))
    }
}

async fn pool(options: PgConnectOptions, bounds: &Bounds) -> Result<Db, StoreProblem> {
    let pool = PgPoolOptions::new()
        .max_connections(bounds.store_connections)
        .acquire_timeout(bounds.store_wait)
        .connect_with(options)
        .await?;
    Ok(Db::Postgres(pool))
}

#[cfg(test)]
mod tests {
    use super::*;

    // R81
    #[test]
    fn a_database_elsewhere_proves_who_it_is() {
        for (url, proves) in [
            ("postgres://l@db.example.com/latchkey", true),
            ("postgres://l@10.0.0.5:5433/latchkey", true),
            ("postgres://l@[2001:db8::7]/latchkey", true),
            ("postgres://l@localhost.example.com/latchkey", true),
            ("postgres://l@db.example.com/latchkey?sslmode=prefer", true),
            // said in so many words, for a network of one's own
            (
                "postgres://l@db.example.com/latchkey?sslmode=disable",
                false,
            ),
            ("postgres://l@localhost:5432/latchkey", false),
            ("postgres://l@127.0.0.1/latchkey", false),
            ("postgres://l@[::1]/latchkey", false),
            (
                "postgres://l@localhost/latchkey?host=/var/run/postgresql",
                false,
            ),
        ] {
            let mode = options(url).unwrap().get_ssl_mode();
            assert_eq!(matches!(mode, PgSslMode::VerifyFull), proves, "{url}");
        }
    }
}
