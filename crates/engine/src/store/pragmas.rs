//! How SQLite has to run, and the proof that it does: each setting is read back after opening (R93).

use super::StoreProblem;
use sqlx::SqliteConnection;

/// Marks a file as ours: "Latk".
pub(crate) const APPLICATION_ID: i64 = 0x4c61_746b;

/// Settings that decide whether an acknowledged change stays.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("journal_mode", "PRAGMA journal_mode", "wal"),
    ("synchronous", "PRAGMA synchronous", "2"),
    ("foreign_keys", "PRAGMA foreign_keys", "1"),
    ("busy_timeout", "PRAGMA busy_timeout", "5000"),
    ("trusted_schema", "PRAGMA trusted_schema", "0"),
    ("cell_size_check", "PRAGMA cell_size_check", "1"),
    #[cfg(target_os = "macos")]
    ("fullfsync", "PRAGMA fullfsync", "1"),
];

/// Reads every setting back.
pub(crate) async fn verify(connection: &mut SqliteConnection) -> Result<(), StoreProblem> {
    for (name, question, expected) in EXPECTED {
        let found = text(connection, question).await?;
        if found != *expected {
            return Err(StoreProblem::Unsafe(format!("{name} = {found}")));
        }
    }
    // without a cipher the key pragma is silently ignored
    match text(connection, "PRAGMA cipher_version").await {
        Ok(version) if !version.is_empty() => Ok(()),
        _ => Err(StoreProblem::Unsafe("no cipher".into())),
    }
}

/// One pragma's answer as text, whatever its type.
pub(crate) async fn text(
    connection: &mut SqliteConnection,
    question: &'static str,
) -> sqlx::Result<String> {
    use sqlx::Row as _;
    let row = sqlx::query(question).fetch_one(connection).await?;
    match row.try_get_unchecked::<String, _>(0) {
        Ok(text) => Ok(text),
        Err(_) => row
            .try_get_unchecked::<i64, _>(0)
            .map(|number| number.to_string()),
    }
}

#[cfg(test)]
#[path = "pragmas/tests.rs"]
mod tests;
