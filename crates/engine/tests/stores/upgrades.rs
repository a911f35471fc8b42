//! Stores of other versions, and addresses that are none.

use crate::*;

/// R91: an older program refuses a newer store
#[tokio::test]
async fn a_newer_store_is_told() {
    let account = account().await;
    let mut raw = account.raw().await;
    raw.execute("INSERT INTO latchkey_migrations VALUES (999, 'later', 0)")
        .await
        .unwrap();
    raw.close().await.unwrap();
    account
        .refuses(StoreProblem::Newer {
            found: 999,
            known: 3,
        })
        .await;
}

#[tokio::test]
async fn another_history_is_told() {
    let account = account().await;
    let mut raw = account.raw().await;
    raw.execute("UPDATE latchkey_migrations SET checksum = 'other'")
        .await
        .unwrap();
    raw.close().await.unwrap();
    account.refuses(StoreProblem::Diverged(1)).await;
}

/// An upgrade copies the file first, keeps every row, and the copy opens with the same key
#[tokio::test]
async fn an_older_store_is_copied_and_brought_up_to_date() {
    let account = account().await;
    let mut raw = account.raw().await;
    // the store as a version without migration 1's last table would have left it
    raw.execute("DELETE FROM latchkey_migrations")
        .await
        .unwrap();
    let tables: Vec<(String,)> = sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'latchkey_migrations'").fetch_all(&mut raw).await.unwrap();
    raw.execute("PRAGMA foreign_keys = OFF").await.unwrap();
    for (table,) in tables {
        raw.execute(AssertSqlSafe(format!("DROP TABLE {table}")))
            .await
            .unwrap();
    }
    raw.execute("CREATE TABLE kept (x); INSERT INTO kept VALUES (7)")
        .await
        .unwrap();
    raw.close().await.unwrap();
    let engine = account.open().await.unwrap();
    engine.close().await;
    drop(engine);
    let mut raw = account.raw().await;
    let (kept,): (i64,) = sqlx::query_as("SELECT x FROM kept")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(kept, 7);
    raw.close().await.unwrap();
    let mut copy = account.path.clone().into_os_string();
    copy.push(".before-upgrade");
    let copy = Account {
        path: copy.into(),
        key: account.key.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    let mut raw = copy.raw().await;
    let (tables,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM sqlite_master WHERE name = 'users'")
            .fetch_one(&mut raw)
            .await
            .unwrap();
    assert_eq!(tables, 0, "the copy is from before");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            copy.path.metadata().unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

/// R91: no address makes a store, whatever it looks like
#[tokio::test]
async fn malformed_addresses_are_refused_and_make_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let inside = |name: &str| folder.path().join(name).display().to_string();
    let key = StoreKey::generate(&SystemRandomness);
    let addresses = [
        String::new(),
        "postgres".into(),
        "postgres:/".into(),
        "postgres://".into(),
        "postgres://localhost".into(),
        "postgres://localhost/".into(),
        "postgresql://".into(),
        "Postgres://localhost/x".into(),
        "postgers://localhost/x".into(),
        "http://localhost/x".into(),
        "sqlite::memory:".into(),
        "sqlite:".into(),
        "sqlite::".into(),
        "sqlite:?mode=memory".into(),
        "sqlite:a\nb".into(),
        "sqlite:/".into(),
        format!("sqlite://{}", inside("a.db")),
        format!("sqlite:file:{}", inside("a.db")),
        format!("sqlite:{}?mode=rwc", inside("a.db")),
        inside("b.db"),
        format!("file:{}", inside("c.db")),
        "postgres://localhost:notaport/x".into(),
        "postgres://localhost:99999/x".into(),
        "postgres://[::1/x".into(),
        " postgres://localhost/x".into(),
        "mysql://localhost/x".into(),
        "localhost/x".into(),
        "/".into(),
        "postgres//localhost/x".into(),
        "postgres;localhost".into(),
        "postgres://user:pass word@/".into(),
        "\0".into(),
    ];
    for address in addresses {
        for engine in [
            Engine::connect(&address, &key, ports()).await,
            Engine::prepare(&address, &key, ports()).await,
        ] {
            assert_eq!(engine.err(), Some(StoreProblem::BadAddress), "{address:?}");
        }
    }
    // well-formed, but nobody there
    let nobody = format!("postgres://localhost/x?host={}", folder.path().display());
    assert!(matches!(
        Engine::connect(&nobody, &key, ports()).await.err(),
        Some(StoreProblem::Unreachable(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
