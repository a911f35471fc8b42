//! Migrations: forward only, checksummed, the same numbers on both engines, one migrator at a time.

use super::{StoreProblem, sqlite::beside};
use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use std::path::Path;

/// One step, for both engines.
struct Migration {
    version: i64,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        sqlite: include_str!("../../migrations/sqlite/0001_accounts.sql"),
        postgres: include_str!("../../migrations/postgres/0001_accounts.sql"),
    },
    Migration {
        version: 2,
        sqlite: include_str!("../../migrations/sqlite/0002_invitations.sql"),
        postgres: include_str!("../../migrations/postgres/0002_invitations.sql"),
    },
    Migration {
        version: 3,
        sqlite: include_str!("../../migrations/sqlite/0003_mail.sql"),
        postgres: include_str!("../../migrations/postgres/0003_mail.sql"),
    },
];

const HISTORY: &str = "CREATE TABLE IF NOT EXISTS latchkey_migrations (version BIGINT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
const APPLIED: &str = "SELECT version, checksum FROM latchkey_migrations ORDER BY version";
const APPLY: &str =
    "INSERT INTO latchkey_migrations (version, checksum, applied_at) VALUES ($1, $2, $3)";

/// The latest schema that this version knows.
pub(crate) fn latest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

fn checksum(sql: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(sql.as_bytes())
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// What is still to run; refuses a store that is newer, or went another way.
fn due(
    applied: &[(i64, String)],
    sql: impl Fn(&Migration) -> &'static str,
) -> Result<Vec<&'static Migration>, StoreProblem> {
    let found = applied.last().map_or(0, |(version, _)| *version);
    if found > latest() {
        return Err(StoreProblem::Newer {
            found,
            known: latest(),
        });
    }
    for (version, sum) in applied {
        let known = MIGRATIONS
            .iter()
            .find(|migration| migration.version == *version);
        if known.is_none_or(|migration| checksum(sql(migration)) != *sum) {
            return Err(StoreProblem::Diverged(*version));
        }
    }
    Ok(MIGRATIONS
        .iter()
        .filter(|migration| migration.version > found)
        .collect())
}

/// Whether the file is older than this version; refuses what it must not touch. Writes nothing.
pub(crate) async fn sqlite_is_due(connection: &mut SqliteConnection) -> Result<bool, StoreProblem> {
    let tables: (i64,) =
        sqlx::query_as("SELECT count(*) FROM sqlite_master WHERE name = 'latchkey_migrations'")
            .fetch_one(&mut *connection)
            .await?;
    if tables.0 == 0 {
        return Err(StoreProblem::Foreign);
    }
    let applied: Vec<(i64, String)> = sqlx::query_as(APPLIED).fetch_all(connection).await?;
    Ok(!due(&applied, |migration| migration.sqlite)?.is_empty())
}

/// Brings a file up to date. The caller holds its lock; `existing` is the file to copy first.
pub(crate) async fn sqlite(
    connection: &mut SqliteConnection,
    existing: Option<&Path>,
    now_ms: i64,
) -> Result<(), StoreProblem> {
    if let Some(path) = existing {
        backup(connection, path).await?;
    }
    // a rebuilt table would take its children along by cascade
    connection.execute("PRAGMA foreign_keys = OFF").await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    tx.execute(HISTORY).await?;
    let applied: Vec<(i64, String)> = sqlx::query_as(APPLIED).fetch_all(&mut *tx).await?;
    for migration in due(&applied, |migration| migration.sqlite)? {
        tx.execute(migration.sqlite).await?;
        sqlx::query(APPLY)
            .bind(migration.version)
            .bind(checksum(migration.sqlite))
            .bind(now_ms)
            .execute(&mut *tx)
            .await?;
    }
    let orphans = sqlx::query("PRAGMA foreign_key_check")
        .fetch_all(&mut *tx)
        .await?;
    if !orphans.is_empty() {
        return Err(StoreProblem::Damaged);
    }
    tx.commit().await?;
    connection.execute("PRAGMA foreign_keys = ON").await?;
    Ok(())
}

/// A whole copy of the file beside it, encrypted with the same key; an older one makes way.
async fn backup(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreProblem> {
    let copy = beside(path, ".before-upgrade");
    let fresh = beside(path, ".before-upgrade.new");
    drop(std::fs::remove_file(&fresh));
    sqlx::query("VACUUM INTO $1")
        .bind(fresh.to_string_lossy().into_owned())
        .execute(connection)
        .await?;
    #[cfg(unix)]
    std::fs::set_permissions(&fresh, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .map_err(|error| super::sqlite::io(&error))?;
    std::fs::rename(&fresh, &copy).map_err(|error| super::sqlite::io(&error))
}

/// Whether a database holds an account store at all, and one that this version may use.
pub(crate) async fn postgres_is_due(connection: &mut PgConnection) -> Result<bool, StoreProblem> {
    let (tables,): (i64,) = sqlx::query_as("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'latchkey_migrations'").fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Err(StoreProblem::Missing);
    }
    let applied: Vec<(i64, String)> = sqlx::query_as(APPLIED).fetch_all(connection).await?;
    Ok(!due(&applied, |migration| migration.postgres)?.is_empty())
}

/// Brings a database up to date, or fills an empty one.
pub(crate) async fn postgres(
    connection: &mut PgConnection,
    now_ms: i64,
) -> Result<(), StoreProblem> {
    let mut tx = connection.begin().await?;
    // one migrator at a time, over all instances
    tx.execute("SELECT pg_advisory_xact_lock(7000)").await?;
    tx.execute(HISTORY).await?;
    let applied: Vec<(i64, String)> = sqlx::query_as(APPLIED).fetch_all(&mut *tx).await?;
    for migration in due(&applied, |migration| migration.postgres)? {
        tx.execute(migration.postgres).await?;
        sqlx::query(APPLY)
            .bind(migration.version)
            .bind(checksum(migration.postgres))
            .bind(now_ms)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    // R91: an older program refuses a newer store
    #[test]
    fn a_newer_or_other_history_is_refused() {
        let sql = |migration: &Migration| migration.sqlite;
        let ours: Vec<(i64, String)> = MIGRATIONS
            .iter()
            .map(|migration| (migration.version, checksum(migration.sqlite)))
            .collect();
        assert!(due(&ours, sql).unwrap().is_empty());
        assert_eq!(due(&[], sql).unwrap().len(), MIGRATIONS.len());
        let newer = [ours.clone(), vec![(latest() + 1, String::new())]].concat();
        assert_eq!(
            due(&newer, sql).err(),
            Some(StoreProblem::Newer {
                found: latest() + 1,
                known: latest()
            })
        );
        assert_eq!(
            due(&[(1, "else".into())], sql).err(),
            Some(StoreProblem::Diverged(1))
        );
    }

    #[test]
    fn both_engines_have_the_same_numbers() {
        let names = |folder: &str| {
            let mut names: Vec<_> = std::fs::read_dir(
                Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("migrations")
                    .join(folder),
            )
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
            names.sort();
            names
        };
        assert_eq!(names("sqlite"), names("postgres"));
        assert_eq!(names("sqlite").len(), MIGRATIONS.len());
    }
}
