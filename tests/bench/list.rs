//! A hundred thousand users, listed and searched through the engine, on both databases.

use std::time::Instant;

use anyhow::{Result, anyhow, ensure};
use latchkey_api::{
    Auth, CreateOperator, CreateUser, Credentials, Error, Language, Operation, SearchUsers,
    UserPage,
};
use latchkey_engine::{Caller, Engine, Handle, Ports, StoreKey, local};
use serde_json::{Value, json};

use crate::{
    many,
    postgres::Cluster,
    table::{Table, median, time},
};

const PASSWORD: &str = "granite lantern hollow fern 73";
const EMAIL: &str = "owner@bench.example";

pub fn measure(table: &mut Table) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        on_sqlite(table).await?;
        on_postgres(table).await
    })
}

async fn on_sqlite(table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ports = Ports::system();
    let key = StoreKey::generate(ports.randomness.as_ref());
    let (id, engine) = local::create(
        folder.path(),
        &key,
        ports.clone(),
        Language::En,
        operator()?,
    )
    .await?;
    let id = id.to_string();
    let caller = owner(&engine).await?;
    create_pattern(&engine, &caller, &id).await?;
    engine.close().await;
    drop(engine);
    let file = local::path_of(
        folder.path(),
        &id.parse().map_err(|_| anyhow!("no operator ID"))?,
    );
    many::in_file(&file, key.expose()).await?;
    let engine = local::open(&file, &key, ports).await?;
    rows(table, "SQLite", &engine, &caller, &id).await
}

async fn on_postgres(table: &mut Table) -> Result<()> {
    let cluster = Cluster::start()?;
    let ports = Ports::system();
    let key = StoreKey::generate(ports.randomness.as_ref());
    let engine = Engine::prepare(&cluster.url(), &key, ports).await?;
    let created = engine
        .call(&Caller::here(Language::En, "bench"), operator()?)
        .await
        .map_err(|error| said(&error))?;
    let caller = owner(&engine).await?;
    let id = created.operator_id.to_string();
    create_pattern(&engine, &caller, &id).await?;
    many::in_database(&cluster.url(), many::USERS).await?;
    rows(table, "PostgreSQL", &engine, &caller, &id).await
}

async fn rows(
    table: &mut Table,
    on: &str,
    engine: &Engine,
    caller: &Caller,
    id: &str,
) -> Result<()> {
    let cases = [
        ("first page", json!({}), 100.0, many::USERS),
        (
            "a page in the middle",
            json!({ "offset": 50_000 }),
            100.0,
            many::USERS,
        ),
        (
            "search by a part of a name",
            json!({ "search": "n 0512" }),
            50.0,
            100,
        ),
        (
            "search that finds nobody",
            json!({ "search": "zzz" }),
            50.0,
            0,
        ),
    ];
    for (what, fields, goal, matching) in cases {
        let mut times = Vec::new();
        for _ in 0..15 {
            let mut request = fields.clone();
            if let Some(fields) = request.as_object_mut() {
                fields.insert("operatorId".into(), id.into());
                fields.insert("limit".into(), 100.into());
            }
            let begin = Instant::now();
            let page: UserPage = ask::<SearchUsers>(engine, caller, request).await?;
            times.push(begin.elapsed().as_secs_f64() * 1e9);
            let found = page.matching;
            ensure!(
                found == i64::from(matching),
                "{what} on {on}: {found} users match"
            );
        }
        let middle = median(times);
        let row = format!("{what} of 100,000 users, {on}");
        table.row(
            &row,
            &time(middle),
            "-",
            &format!("<= {goal} ms"),
            middle <= goal * 1e6,
        );
    }
    Ok(())
}

fn operator() -> Result<CreateOperator> {
    let form = json!({ "email": EMAIL, "password": PASSWORD, "description": "Bench" });
    Ok(serde_json::from_value(form)?)
}

async fn owner(engine: &Engine) -> Result<Caller> {
    let nobody = Caller::here(Language::En, "bench");
    let session = ask::<Auth>(
        engine,
        &nobody,
        json!({ "email": EMAIL, "password": PASSWORD }),
    )
    .await?;
    let mut caller = nobody;
    caller.envelope.credentials = Some(Credentials {
        api_key: session.api_key.expose().to_owned(),
        token: session.token,
    });
    Ok(caller)
}

async fn create_pattern(engine: &Engine, caller: &Caller, id: &str) -> Result<()> {
    let person =
        json!({ "operatorId": id, "userName": many::PATTERN, "description": many::PERSON });
    ask::<CreateUser>(engine, caller, person).await?;
    Ok(())
}

async fn ask<O: Operation>(engine: &Engine, caller: &Caller, request: Value) -> Result<O::Output>
where
    Engine: Handle<O>,
{
    let request: O = serde_json::from_value(request)?;
    engine
        .call(caller, request)
        .await
        .map_err(|error| said(&error))
}

fn said(error: &Error) -> anyhow::Error {
    anyhow!("{error:?}")
}
