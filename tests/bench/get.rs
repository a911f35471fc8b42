//! A user asks for another over HTTP, in accounts of three sizes: against the floor, by size, and at two instances.

use std::{process::Command, time::Duration};

use anyhow::{Context, Result, ensure};
use latchkey_tests::process::bound;
use serde_json::{Value, json};

use crate::{
    cost::{Spent, memory},
    floor,
    load::{Connection, Target, ask, closed, count, request},
    office::{Office, Server},
    postgres::Cluster,
    table::{Table, median, milliseconds},
};

const SIZES: [u32; 3] = [1_000, 100_000, 1_000_000];
const SIZES_QUICK: [u32; 3] = [1_000, 10_000, 100_000];
/// As many as the server has connections to its store.
const BUSY: usize = 16;
/// Few enough that what is timed is the answer and not the queue for a core.
const CALM: usize = 2;
/// Permissions that are changed at one instance and asked about at the other.
const CHANGES: usize = 100;

pub fn measure(table: &mut Table) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let cluster = Cluster::start()?;
        let mut offices = Vec::new();
        for users in if table.quick { SIZES_QUICK } else { SIZES } {
            offices.push(Office::open(&cluster, users).await?);
        }
        let [few, many, most] = offices.as_slice() else {
            unreachable!("three sizes")
        };
        against_floor(table, &cluster, many).await?;
        by_size(table, few, &[many, most]).await?;
        memory_by_size(table, few, &[many, most]).await?;
        two_instances(table, many).await
    })
}

/// Rounds of two things in turns: a busy moment of the machine meets both.
struct Pace {
    rounds: usize,
    time: Duration,
}

fn pace(table: &Table) -> Pace {
    let (rounds, seconds) = if table.quick { (5, 0.5) } else { (9, 1.5) };
    let time = Duration::from_secs_f64(seconds);
    Pace { rounds, time }
}

async fn against_floor(table: &mut Table, cluster: &Cluster, office: &Office) -> Result<()> {
    let own = std::env::current_exe()?;
    let floor = Server::start(|address| {
        let mut command: Command = bound(own);
        command.args([floor::WORD, &office.store, &address.to_string()]);
        command
    })?;
    let ours = office.readings();
    let bare = ours.at(floor.address);
    same_answer(office, &floor).await?;
    let Pace { rounds, time } = pace(table);
    let (mut ratios, mut rates) = (Vec::new(), [Vec::new(), Vec::new()]);
    let mut costs: [[Vec<f64>; 3]; 2] = Default::default();
    for _ in 0..=rounds {
        let mut pair = [0.0; 2];
        for (at, (target, server)) in [(&bare, &floor), (&ours, &office.server)]
            .into_iter()
            .enumerate()
        {
            let spent = Spent::begin(server.id(), cluster.id());
            let round = closed(target, BUSY, time).await?.only(&[200])?;
            if let (Some(rate), Some(costs)) = (pair.get_mut(at), costs.get_mut(at)) {
                *rate = round.rate(200);
                let each = spent.each(count(round.answers.len()));
                costs
                    .iter_mut()
                    .zip(each)
                    .for_each(|(all, one)| all.push(one));
            }
        }
        let [bare, ours] = pair;
        ratios.push(ours / bare);
        for (rates, rate) in rates.iter_mut().zip(pair) {
            rates.push(rate);
        }
    }
    // the first fills the caches of both
    ratios.remove(0);
    let ratio = median(ratios);
    let [bare, ours] = rates.map(median);
    table.row(
        &format!("GET of a user, signed in, {} users", office.users),
        &format!("{ours:.0}/s ({ratio:.2}x)"),
        &format!("bare axum + sqlx, one SELECT: {bare:.0}/s"),
        ">= 0.6x",
        ratio >= 0.6,
    );
    for (what, costs) in ["the floor", "Latchkey"].into_iter().zip(costs) {
        let [server, database, generator] = costs.map(median);
        table.note(&format!("CPU for one GET, {what}: server {server:.0} µs, PostgreSQL {database:.0} µs, load generator {generator:.0} µs."));
    }
    Ok(())
}

/// The floor answers what the server answers, or it would be no floor of it.
async fn same_answer(office: &Office, floor: &Server) -> Result<()> {
    let asked = request("GET", &office.path("person-000512"), &office.reader, "");
    let mut answers = Vec::new();
    for address in [office.server.address, floor.address] {
        let (status, body) = ask(address, &asked).await?;
        answers.push((status, serde_json::from_slice::<Value>(&body)?));
    }
    ensure!(
        answers.first() == answers.last(),
        "the floor answers differently: {answers:?}"
    );
    Ok(())
}

async fn by_size(table: &mut Table, few: &Office, more: &[&Office]) -> Result<()> {
    let Pace { rounds, time } = pace(table);
    let targets: Vec<Target> = std::iter::once(&few)
        .chain(more)
        .map(|office| office.readings())
        .collect();
    let mut times = vec![Vec::new(); targets.len()];
    for _ in 0..=rounds {
        for (target, times) in targets.iter().zip(&mut times) {
            let round = closed(target, CALM, time).await?.only(&[200])?;
            times.push(round.p99(200));
        }
    }
    let smallest = times.first().context("no rounds")?;
    for (office, times) in more.iter().zip(times.iter().skip(1)) {
        let ratios = times.iter().zip(smallest).skip(1);
        let ratio = median(ratios.map(|(one, small)| one / small).collect());
        table.row(
            &format!("99 % of GETs at {} users within", office.users),
            &format!("{} ({ratio:.2}x)", milliseconds(median(times.clone()))),
            &format!(
                "{} at {} users",
                milliseconds(median(smallest.clone())),
                few.users
            ),
            "<= 1.2x",
            ratio <= 1.2,
        );
    }
    Ok(())
}

/// After people signed in and read everywhere alike: what a server holds on to comes with what it has done.
async fn memory_by_size(table: &mut Table, few: &Office, more: &[&Office]) -> Result<()> {
    let time = pace(table).time;
    for office in std::iter::once(&few).chain(more) {
        closed(&office.sign_ins(), BUSY, 2 * time)
            .await?
            .only(&[200])?;
        closed(&office.readings(), BUSY, time).await?.only(&[200])?;
    }
    let base = memory(&[few.server.id()]);
    for office in more {
        let now = memory(&[office.server.id()]);
        table.row(
            &format!("memory of the server, PSS, {} users", office.users),
            &format!("{now:.0} MiB ({:.2}x)", now / base),
            &format!("{base:.0} MiB at {} users", few.users),
            "<= 1.2x",
            now <= 1.2 * base,
        );
    }
    Ok(())
}

async fn two_instances(table: &mut Table, office: &Office) -> Result<()> {
    let other = office.another()?;
    let one = office.readings();
    let two = one.at(other.address);
    let Pace { rounds, time } = pace(table);
    let (mut ratios, mut alone, mut together) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..=rounds {
        let single = closed(&one, BUSY, time).await?.only(&[200])?.rate(200);
        let halves = tokio::join!(closed(&one, BUSY / 2, time), closed(&two, BUSY / 2, time));
        let both = halves.0?.only(&[200])?.rate(200) + halves.1?.only(&[200])?.rate(200);
        ratios.push(both / single);
        alone.push(single);
        together.push(both);
    }
    ratios.remove(0);
    let ratio = median(ratios);
    table.row(
        "GETs at two instances, on the same cores",
        &format!("{:.0}/s ({ratio:.2}x)", median(together)),
        &format!("one instance: {:.0}/s", median(alone)),
        ">= 0.9x",
        ratio >= 0.9,
    );
    let stale = stale(office, &other).await?;
    table.row(
        &format!("answers out of date at one, of {CHANGES} changes at the other"),
        &stale.to_string(),
        "-",
        "0",
        stale == 0,
    );
    Ok(())
}

/// Takes the reader's permission away at one instance and gives it back, and asks at the other each time.
async fn stale(office: &Office, other: &Server) -> Result<usize> {
    let root = office.root().await?;
    let document = |api: &str| {
        let statement = json!({ "effect": "allow", "api": [api] });
        json!({ "permission": json!({ "statements": [statement] }).to_string() })
    };
    let asked = request("GET", &office.path("person-000512"), &office.reader, "");
    let mut connection = Connection::open(other.address).await?;
    let mut stale = 0;
    for change in 0..CHANGES {
        let (api, due) = if change % 2 == 0 {
            ("Billing:*", 403)
        } else {
            ("User:*", 200)
        };
        office
            .done(&root, "PUT", "reader/permission", &document(api))
            .await?;
        let (status, _) = connection.ask(&asked).await?;
        ensure!([200, 403].contains(&status), "{status} was answered");
        stale += usize::from(status != due);
    }
    Ok(stale)
}
