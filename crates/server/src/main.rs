//! `latchkey-server`: its commands. Each prints what it did, or why not and what to do, and nothing secret.

use clap::{Parser, Subcommand};
use latchkey_api::{CreateOperator, Description, EmailAddress, Language, Secret};
use latchkey_engine::{Caller, Engine, Ports, StoreKey};
use latchkey_server::{
    Served,
    config::{Config, Source, TEMPLATE},
    key, log, serve,
};
use std::{io::Read, path::PathBuf, process::ExitCode, sync::Arc};

/// The account on a server: serves the Latchkey contract over HTTP.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a commented latchkey.toml and a key file
    Init {
        /// Where to
        #[arg(long)]
        dir: PathBuf,
    },
    /// Make the store's tables, or bring them up to date
    Migrate(Source),
    /// Serve until stopped
    Serve(Source),
    /// Make an account and print its operator ID
    CreateAccount {
        #[command(flatten)]
        source: Source,
        /// Root signs in with this address
        #[arg(long)]
        email: String,
        /// The account's name
        #[arg(long)]
        name: String,
        /// Read root's password from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Say whether the configuration holds and the store answers
    Check(Source),
    /// Print the version
    Version,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("latchkey-server: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Init { dir } => init(&dir),
        Command::Version => {
            println!("latchkey-server {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        Command::Migrate(source) => {
            let (config, key) = read(&source)?;
            told(Engine::prepare(&config.store, &key, Ports::system()).await)?;
            println!("The store is up to date.");
            Ok(())
        }
        Command::Check(source) => {
            let (config, key) = read(&source)?;
            told(
                told(Engine::connect(&config.store, &key, Ports::system()).await)?
                    .health()
                    .await,
            )?;
            println!("The configuration holds and the store answers.");
            Ok(())
        }
        Command::CreateAccount {
            source,
            email,
            name,
            ..
        } => create_account(&source, &email, &name).await,
        Command::Serve(source) => {
            let (config, key) = read(&source)?;
            let engine = told(Engine::connect(&config.store, &key, config.ports()).await)?;
            log::start();
            let served = Served {
                engine,
                proxies: Arc::new(config.proxies.clone()),
                longest: serve::LONGEST,
            };
            serve::until_stopped(&config, served).await
        }
    }
}

fn read(source: &Source) -> Result<(Config, StoreKey), String> {
    let config = Config::read(source)?;
    let key = key::read(&config.key_file)?;
    Ok((config, key))
}

fn told<T>(result: Result<T, latchkey_engine::StoreProblem>) -> Result<T, String> {
    result.map_err(|problem| problem.message(Language::En))
}

fn init(dir: &std::path::Path) -> Result<(), String> {
    std::fs::create_dir_all(dir).map_err(|why| format!("{}: {why}", dir.display()))?;
    let file = dir.join("latchkey.toml");
    if file.exists() {
        return Err(format!(
            "{} is there already and was not touched",
            file.display()
        ));
    }
    key::create(&dir.join("latchkey.key"))?;
    std::fs::write(&file, TEMPLATE).map_err(|why| format!("{}: {why}", file.display()))?;
    println!(
        "Wrote {} and latchkey.key beside it. Set `store`, then run `latchkey-server migrate`.",
        file.display()
    );
    Ok(())
}

/// Prints the operator ID and nothing else, so that a script can take it.
async fn create_account(source: &Source, email: &str, name: &str) -> Result<(), String> {
    let (config, key) = read(source)?;
    let mut password = String::new();
    std::io::stdin()
        .read_to_string(&mut password)
        .map_err(|why| format!("no password on standard input: {why}"))?;
    let request = CreateOperator {
        email: email
            .parse::<EmailAddress>()
            .map_err(|rule| rule.message(Language::En))?,
        password: Secret::from(password.trim_end_matches(['\r', '\n'])),
        description: Some(
            name.parse::<Description>()
                .map_err(|rule| rule.message(Language::En))?,
        ),
    };
    let engine = told(Engine::connect(&config.store, &key, Ports::system()).await)?;
    let caller = Caller::here(Language::En, "latchkey-server");
    let created = engine
        .call(&caller, request)
        .await
        .map_err(|error| error.message)?;
    println!("{}", created.operator_id);
    Ok(())
}
