//! Several instances over one database: a message is one worker's at a time (R94).

use crate::support::*;
use latchkey_engine::Engine;
use std::collections::HashSet;

const ANNA: &str = "anna@example.com";

async fn instances(place: &Place, count: usize) -> Vec<Engine> {
    let Storage::Postgres { url } = &place.kind else {
        panic!("a database")
    };
    let mut engines = vec![];
    for _ in 0..count {
        engines.push(
            Engine::connect(url, &place.key, place.ports.clone())
                .await
                .unwrap(),
        );
    }
    engines
}

/// R94
#[tokio::test(flavor = "multi_thread")]
async fn instances_that_share_a_database_send_every_message_once() {
    let place = Place::postgres().await;
    let smtp = Smtp::start(Script::default()).await;
    place.sends_through(smtp.port).await;
    let posted: Vec<Posted> = (0..150)
        .map(|n| Posted::new(format!("m{n}"), "test", ANNA))
        .collect();
    place.put_all(&posted).await;
    let engines = instances(&place, 3).await;
    let mut workers = tokio::task::JoinSet::new();
    for engine in engines.clone() {
        workers.spawn(async move {
            for _ in 0..150 {
                engine.mail_turn().await.unwrap();
            }
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended.unwrap();
    }
    assert_eq!(place.in_state("sent").await, 150);
    let ids: Vec<String> = smtp
        .taken()
        .iter()
        .map(|taken| read(&taken.raw).message_id().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 150, "none twice");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 150);
    for engine in engines {
        engine.close().await;
    }
    place.opened.close().await;
}

/// R94: what another instance puts into the outbox is found without being told.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_finds_what_another_instance_put_into_the_outbox() {
    let place = Place::postgres().await;
    let smtp = Smtp::start(Script::default()).await;
    place.sends_through(smtp.port).await;
    let other = instances(&place, 1).await.remove(0);
    let worker = tokio::spawn({
        let other = other.clone();
        async move { other.run_mail(std::future::pending()).await }
    });
    place.put(&Posted::new("one", "test", ANNA)).await;
    smtp.has_taken(1).await;
    worker.abort();
    drop(worker.await);
    other.close().await;
    place.opened.close().await;
}
