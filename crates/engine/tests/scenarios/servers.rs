//! A server's database: opened only when it is one of ours, made only when asked (R91, R93).

use crate::support::*;
use latchkey_engine::{Engine, StoreKey, StoreProblem, SystemRandomness};

async fn problems(url: &str) -> [Option<StoreProblem>; 2] {
    let key = StoreKey::generate(&SystemRandomness);
    let (_, ports) = ports();
    [
        Engine::connect(url, &key, ports.clone()).await.err(),
        Engine::prepare(url, &key, ports).await.err(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_is_not_filled_by_opening_it() {
    let url = database().await;
    let (_, ports) = ports();
    let key = StoreKey::generate(&SystemRandomness);
    assert_eq!(
        Engine::connect(&url, &key, ports.clone()).await.err(),
        Some(StoreProblem::Missing)
    );
    assert_eq!(
        Engine::connect(&url, &key, ports.clone()).await.err(),
        Some(StoreProblem::Missing),
        "nothing was made by the first try"
    );
    Engine::prepare(&url, &key, ports.clone()).await.unwrap();
    Engine::connect(&url, &key, ports).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_database_is_left_alone() {
    let url = database().await;
    run(&url, "CREATE TABLE theirs (x int)").await;
    assert_eq!(
        problems(&url).await,
        [Some(StoreProblem::Missing), Some(StoreProblem::Foreign)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_or_other_store_is_refused() {
    let place = Place::postgres().await;
    let Storage::Postgres { url } = &place.kind else {
        panic!()
    };
    let known = place
        .number("SELECT max(version) FROM latchkey_migrations")
        .await;
    place
        .raw("INSERT INTO latchkey_migrations VALUES (999, 'later', 0)")
        .await
        .unwrap();
    let newer = Some(StoreProblem::Newer { found: 999, known });
    assert_eq!(problems(url).await, [newer.clone(), newer]);
    place.raw("DELETE FROM latchkey_migrations WHERE version = 999; UPDATE latchkey_migrations SET checksum = 'other'").await.unwrap();
    assert_eq!(
        problems(url).await,
        [
            Some(StoreProblem::Diverged(1)),
            Some(StoreProblem::Diverged(1))
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_forgets_what_it_acknowledged_is_refused() {
    let place = Place::postgres().await;
    let Storage::Postgres { url } = &place.kind else {
        panic!()
    };
    place.raw("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$").await.unwrap();
    let expected = Some(StoreProblem::Unsafe("synchronous_commit = off".into()));
    assert_eq!(problems(url).await, [expected.clone(), expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn migrators_at_once_make_one_store() {
    let url = database().await;
    let (_, ports) = ports();
    let key = StoreKey::generate(&SystemRandomness);
    let migrators: Vec<_> = (0..12)
        .map(|_| {
            let (url, key, ports) = (url.clone(), key.clone(), ports.clone());
            tokio::spawn(async move { Engine::prepare(&url, &key, ports).await.map(drop) })
        })
        .collect();
    for migrator in migrators {
        migrator.await.unwrap().unwrap();
    }
}
