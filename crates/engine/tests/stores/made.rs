//! What is made: for its owner only, encrypted, open once, whole or not at all.

use crate::*;

#[tokio::test]
async fn an_account_opens_again_with_its_key() {
    let account = account().await;
    let engine = account.open().await.unwrap();
    let form = Auth {
        email: Some("owner@harbor-coffee.example".into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    engine
        .call(&Caller::here(Language::En, "test"), form)
        .await
        .unwrap();
    assert_eq!(
        local::list(account.folder.path()).unwrap()[0].path,
        account.path
    );
}

#[tokio::test]
async fn an_account_is_open_once() {
    let account = account().await;
    let first = account.open().await.unwrap();
    assert_eq!(account.open().await.err(), Some(StoreProblem::Locked));
    // closing lets it go, whoever still holds the engine
    first.close().await;
    account.open().await.unwrap();
    drop(first);
}

/// R75
#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let account = account().await;
    let engine = account.open().await.unwrap();
    let form = Auth {
        email: Some("owner@harbor-coffee.example".into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    engine
        .call(&Caller::here(Language::En, "test"), form)
        .await
        .unwrap();
    let mut seen = 0;
    for file in std::fs::read_dir(account.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            file.path()
        );
        seen += 1;
    }
    assert!(seen >= 3, "the file, its log and its lock");
}

/// What is on the disk is encrypted: the log too
#[tokio::test]
async fn nothing_readable_is_on_the_disk() {
    let account = account().await;
    let engine = account.open().await.unwrap();
    let form = Auth {
        email: Some("owner@harbor-coffee.example".into()),
        password: Some(PASSWORD.into()),
        ..Auth::default()
    };
    engine
        .call(&Caller::here(Language::En, "a device to look for"), form)
        .await
        .unwrap();
    for (path, bytes) in account.files() {
        for text in [
            "harbor-coffee",
            "owner",
            "CREATE TABLE",
            "argon2id",
            "a device to look for",
            "SQLite format",
        ] {
            assert!(
                !bytes
                    .windows(text.len())
                    .any(|window| window == text.as_bytes()),
                "{text} is in {path:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_account_that_breaks_a_rule_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let key = StoreKey::generate(&SystemRandomness);
    let weak = CreateOperator {
        password: "password1234".into(),
        ..sign_up()
    };
    assert!(matches!(
        local::create(folder.path(), &key, ports(), Language::En, weak).await,
        Err(local::CreateProblem::Refused(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
