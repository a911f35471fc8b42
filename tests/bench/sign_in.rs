//! People sign in with their passwords: as many as the server can take against Argon2 alone, then four times as many.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, ensure};
use argon2::{Algorithm, Argon2, Params, Version};
use latchkey_engine::PasswordCost;

use crate::{
    load::{closed, count, paced},
    office::Office,
    postgres::Cluster,
    table::{Table, median, milliseconds},
};

/// How many may wait for a slot, as a server is configured without being told.
const QUEUE: usize = 32;
/// How much more than it can take.
const TIMES: f64 = 4.0;

pub fn measure(table: &mut Table) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let cluster = Cluster::start()?;
        let office = Office::open(&cluster, 1_000).await?;
        let capacity = against_argon2(table, &office).await?;
        over_capacity(table, &office, capacity).await
    })
}

/// What hashes at once: the server's own default.
fn slots() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

async fn against_argon2(table: &mut Table, office: &Office) -> Result<f64> {
    let target = office.sign_ins();
    let (rounds, time) = if table.quick {
        (3, Duration::from_secs(1))
    } else {
        (7, Duration::from_secs(2))
    };
    let (mut ratios, mut alone, mut ours) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..=rounds {
        let bare = argon2_alone(time)?;
        let round = closed(&target, 4 * slots(), time).await?.only(&[200])?;
        ratios.push(round.rate(200) / bare);
        alone.push(bare);
        ours.push(round.rate(200));
    }
    ratios.remove(0);
    let (ratio, ours) = (median(ratios), median(ours));
    table.row(
        "sign-ins by password",
        &format!("{ours:.1}/s ({ratio:.2}x)"),
        &format!("Argon2 alone: {:.1}/s", median(alone)),
        ">= 0.9x",
        ratio >= 0.9,
    );
    Ok(ours)
}

/// Hashes a second with the same cost in as many threads as the server has slots.
fn argon2_alone(time: Duration) -> Result<f64> {
    let PasswordCost {
        memory_kib,
        passes,
        lanes,
    } = PasswordCost::STANDARD;
    let params = Params::new(memory_kib, passes, lanes, None).map_err(|why| anyhow!("{why}"))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let begin = Instant::now();
    let hashed = thread::scope(|scope| {
        let threads: Vec<_> = (0..slots())
            .map(|_| scope.spawn(|| hash_until(&argon2, begin + time)))
            .collect();
        let counts = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Err(anyhow!("a thread panicked"))));
        counts.sum::<Result<usize>>()
    })?;
    Ok(count(hashed) / begin.elapsed().as_secs_f64())
}

fn hash_until(argon2: &Argon2<'_>, end: Instant) -> Result<usize> {
    let mut hashed = 0;
    while Instant::now() < end {
        let mut hash = [0; 32];
        argon2
            .hash_password_into(&[7; 32], &[3; 16], &mut hash)
            .map_err(|why| anyhow!("{why}"))?;
        ensure!(hash != [0; 32], "nothing was hashed");
        hashed += 1;
    }
    Ok(hashed)
}

async fn over_capacity(table: &mut Table, office: &Office, capacity: f64) -> Result<()> {
    let time = Duration::from_secs(if table.quick { 3 } else { 10 });
    let target = office.sign_ins();
    let round = paced(&target, 200, time, TIMES * capacity).await?;
    let (accepted, refused) = (round.rate(200), round.share(429));
    // a full queue and those that are being hashed, at the rate that it had alone, and as long again for the rest
    let longest = 2.0 * count(QUEUE + slots()) / capacity;
    let p99 = round.p99(200);
    table.row(
        &format!("99 % of sign-ins taken at {TIMES} times as many, within"),
        &milliseconds(p99),
        &format!("a full queue: {}", milliseconds(longest / 2.0)),
        "<= 2x",
        p99 <= longest,
    );
    let others = (1.0 - round.share(200) - refused).max(0.0);
    table.row(
        &format!("sign-ins taken at {TIMES} times as many"),
        &format!("{accepted:.1}/s ({:.2}x)", accepted / capacity),
        &format!(
            "{:.0} % answered 429, {:.0} % something else",
            100.0 * refused,
            100.0 * others
        ),
        ">= 0.8x, nothing else",
        accepted >= 0.8 * capacity && others < 1e-9,
    );
    Ok(())
}
