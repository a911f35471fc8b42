//! `latchkey-server`: its commands. Each prints what it did, or why not and what to do, and nothing secret.

use clap::{Parser, Subcommand};
use latchkey_engine::Ports;
use latchkey_server::{
    Served, accounts,
    config::{Config, Source, TEMPLATE},
    files, key,
    load::Load,
    log, metrics, serve, store,
    tls::Certificate,
};
use std::{io::Read, path::PathBuf, process::ExitCode, sync::Arc};
use zeroize::Zeroizing;

/// The account on a server: serves the Latchkey contract over HTTP.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a commented latchkey.toml and a key file; never over existing ones
    Init {
        /// The folder, which is made if it is missing
        #[arg(long)]
        dir: PathBuf,
    },
    /// Make the store, or bring it up to date; nothing else makes one
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
    /// Print a code with which one account can be made, where sign-up is by invitation. It is shown this once
    Invite {
        #[command(flatten)]
        source: Source,
        /// For how many days it holds
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=90))]
        days: u16,
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
            store::prepare(&Config::read(&source)?).await?.close().await;
            println!("The store is up to date.");
            Ok(())
        }
        Command::Check(source) => check(&Config::read(&source)?).await,
        Command::CreateAccount {
            source,
            email,
            name,
            ..
        } => {
            let config = Config::read(&source)?;
            let id = accounts::create(&config, &email, &name, &password()?).await?;
            // and nothing else, so that a script can take it
            println!("{id}");
            Ok(())
        }
        Command::Invite { source, days } => {
            let invitation = accounts::invite(&Config::read(&source)?, days).await?;
            println!("{}", invitation.code.expose());
            Ok(())
        }
        Command::Serve(source) => {
            let config = Config::read(&source)?;
            let engine = store::open(&config, config.ports()).await?;
            log::start();
            let limits = config.limits.clone();
            let limits = limits.within(files::allow(config.limits.files()))?;
            let served = Served {
                engine: engine.clone(),
                proxies: Arc::new(config.proxies.clone()),
                load: Arc::new(Load::new(limits)),
            };
            if let Some(address) = config.metrics_listen {
                metrics::listen(address, served.clone()).await?;
            }
            let stopped = serve::until_stopped(&config, served).await;
            // a file is whole once it is closed
            engine.close().await;
            stopped
        }
    }
}

async fn check(config: &Config) -> Result<(), String> {
    config.tls.as_ref().map(Certificate::read).transpose()?;
    let engine = store::open(config, Ports::system()).await?;
    let health = engine.health().await;
    engine.close().await;
    health.map_err(|problem| store::words(&problem))?;
    println!("The configuration holds and the store answers.");
    Ok(())
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
    key::private(&file, TEMPLATE)?;
    let file = file.display();
    println!(
        "Wrote {file} and latchkey.key beside it. Keep a copy of the key in another place: without it no password is right.\n\
         Next: set `store` in the file, then run `latchkey-server migrate --config {file}`."
    );
    Ok(())
}

/// The password comes on a line of its own, so that it never stands among the arguments.
fn password() -> Result<Zeroizing<String>, String> {
    let mut text = Zeroizing::new(String::new());
    std::io::stdin()
        .read_to_string(&mut text)
        .map_err(|why| format!("no password on standard input: {why}"))?;
    let line = text.trim_end_matches(['\r', '\n']);
    Ok(Zeroizing::new(line.to_owned()))
}
