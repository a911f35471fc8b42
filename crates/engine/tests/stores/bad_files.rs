//! Files that are not what they should be.

use crate::*;

#[tokio::test]
async fn a_missing_file_is_not_made() {
    let account = account().await;
    std::fs::remove_file(&account.path).unwrap();
    account.refuses(StoreProblem::Missing).await;
    assert!(account.files().is_empty());
    assert!(
        local::list(&account.folder.path().join("nowhere"))
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_wrong_key_is_told() {
    let account = Account {
        key: StoreKey::generate(&SystemRandomness),
        ..account().await
    };
    account.refuses(StoreProblem::WrongKey).await;
}

#[tokio::test]
async fn a_file_of_noise_is_told_as_a_key_that_does_not_fit() {
    let account = account().await;
    std::fs::write(&account.path, vec![0x5a; 8192]).unwrap();
    account.refuses(StoreProblem::WrongKey).await;
}

#[tokio::test]
async fn a_plain_sqlite_file_is_told() {
    let account = account().await;
    std::fs::remove_file(&account.path).unwrap();
    let mut plain = SqliteConnectOptions::new()
        .filename(&account.path)
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    plain.execute("CREATE TABLE t (x)").await.unwrap();
    plain.close().await.unwrap();
    account.refuses(StoreProblem::Plain).await;
}

#[tokio::test]
async fn an_empty_file_is_told() {
    let account = account().await;
    std::fs::write(&account.path, b"").unwrap();
    account.refuses(StoreProblem::Empty).await;
}

#[tokio::test]
async fn a_file_that_lost_its_end_is_told() {
    let account = account().await;
    let whole = std::fs::read(&account.path).unwrap();
    for length in [3, 1000, whole.len() - 1, whole.len() - 2000, 4096 * 3 + 7] {
        std::fs::write(&account.path, &whole[..length]).unwrap();
        account.refuses(StoreProblem::Truncated).await;
    }
    // at a page's end only the file itself knows
    for pages in [1, 5, whole.len() / 4096 - 1] {
        std::fs::write(&account.path, &whole[..pages * 4096]).unwrap();
        let problem = account.open().await.unwrap_err();
        assert!(
            matches!(problem, StoreProblem::Truncated | StoreProblem::Damaged),
            "{pages}: {problem:?}"
        );
    }
    std::fs::write(&account.path, &whole).unwrap();
    account.open().await.unwrap();
}

/// A log beside it must not be folded into what is left.
#[tokio::test]
async fn a_file_that_lost_its_end_but_not_its_log_is_told_and_left_alone() {
    let account = account().await;
    let engine = account.open().await.unwrap();
    let stranger = Auth {
        email: Some("nobody@example.com".into()),
        password: Some("not the right one".into()),
        ..Auth::default()
    };
    // leaves a row of its own, which is in the log for now
    engine
        .call(&Caller::here(Language::En, ""), stranger)
        .await
        .unwrap_err();
    let log_path = account.path.with_extension("latchkey-wal");
    let (file, log) = (
        std::fs::read(&account.path).unwrap(),
        std::fs::read(&log_path).unwrap(),
    );
    assert!(!log.is_empty());
    engine.close().await;
    drop(engine);
    let rest = &file[..file.len() - 8 * 4096];
    std::fs::write(&account.path, rest).unwrap();
    std::fs::write(&log_path, &log).unwrap();
    let problem = account.open().await.unwrap_err();
    assert!(
        matches!(problem, StoreProblem::Truncated | StoreProblem::Damaged),
        "{problem:?}"
    );
    assert!(std::fs::read(&account.path).unwrap() == rest);
    // with its end back, it opens with what the log knows
    std::fs::write(&account.path, &file).unwrap();
    account.open().await.unwrap();
}

/// F09: wrong bytes are never shown as rows
#[tokio::test]
async fn flipped_bytes_are_never_read_as_data() {
    let account = account().await;
    let whole = std::fs::read(&account.path).unwrap();
    for at in (100..whole.len()).step_by(whole.len() / 23) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x40;
        std::fs::write(&account.path, &damaged).unwrap();
        let Ok(engine) = account.open().await else {
            continue;
        };
        let form = Auth {
            email: Some("owner@harbor-coffee.example".into()),
            password: Some(PASSWORD.into()),
            ..Auth::default()
        };
        let answer = engine.call(&Caller::here(Language::En, "test"), form).await;
        // either the page was not needed, or the fault was noticed: never another answer
        if let Err(error) = answer {
            assert!(
                matches!(
                    error.code,
                    latchkey_api::Code::StoreUnavailable | latchkey_api::Code::Internal
                ),
                "{at}: {error:?}"
            );
        }
        engine.close().await;
    }
}

#[tokio::test]
async fn another_programs_file_is_told() {
    let account = account().await;
    std::fs::remove_file(&account.path).unwrap();
    let mut foreign = account.raw().await;
    foreign.execute("CREATE TABLE t (x)").await.unwrap();
    foreign.close().await.unwrap();
    account.refuses(StoreProblem::Foreign).await;
    std::fs::remove_file(&account.path).unwrap();
    std::fs::create_dir(&account.path).unwrap();
    account.refuses(StoreProblem::Foreign).await;
}

#[tokio::test]
async fn a_read_only_file_or_folder_is_told() {
    let account = account().await;
    let set = |path: &Path, readonly: bool| {
        let mut permissions = path.metadata().unwrap().permissions();
        permissions.set_readonly(readonly);
        std::fs::set_permissions(path, permissions).unwrap();
    };
    set(&account.path, true);
    account.refuses(StoreProblem::ReadOnly).await;
    set(&account.path, false);
    set(account.folder.path(), true);
    account.refuses(StoreProblem::ReadOnly).await;
    set(account.folder.path(), false);
    account.open().await.unwrap();
}
