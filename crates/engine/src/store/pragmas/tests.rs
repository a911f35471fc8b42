//! A connection that lost one of its settings is not used.
use super::*;
use sqlx::{ConnectOptions as _, sqlite::SqliteConnectOptions};

// R93
#[tokio::test]
async fn each_setting_that_differs_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let right = |path: &std::path::Path| {
        let key = format!("\"x'{}'\"", "11".repeat(32));
        SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .pragma("key", key)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("busy_timeout", "5000")
            .busy_timeout(std::time::Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
    };
    let mut connection = right(&path).connect().await.unwrap();
    if cfg!(not(target_os = "macos")) {
        assert_eq!(verify(&mut connection).await, Ok(()));
    }
    for (name, wrong) in [
        ("synchronous", "NORMAL"),
        ("foreign_keys", "OFF"),
        ("trusted_schema", "ON"),
        ("cell_size_check", "OFF"),
    ] {
        let mut connection = right(&path).pragma(name, wrong).connect().await.unwrap();
        match verify(&mut connection).await {
            Err(StoreProblem::Unsafe(said)) => assert!(said.starts_with(name), "{said}"),
            other => panic!("{name}: {other:?}"),
        }
    }
    let plain = folder.path().join("plain");
    let mut options = right(&plain);
    options = options.busy_timeout(std::time::Duration::from_secs(1));
    let mut connection = options.connect().await.unwrap();
    sqlx::query("PRAGMA busy_timeout = 10")
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(
        matches!(verify(&mut connection).await, Err(StoreProblem::Unsafe(said)) if said.starts_with("busy_timeout"))
    );
    let mut connection = right(&folder.path().join("other"))
        .pragma("journal_mode", "DELETE")
        .connect()
        .await
        .unwrap();
    assert!(
        matches!(verify(&mut connection).await, Err(StoreProblem::Unsafe(said)) if said.starts_with("journal_mode"))
    );
}
