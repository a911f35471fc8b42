//! What the server is told: flags first, then the environment, then the file.

mod mail;

use crate::{caller::Proxies, limits::Limits};
use clap::Args;
use ipnet::IpNet;
use latchkey_api::{Description, Language, SignUp};
use latchkey_engine::{Ports, Settings as Decided};
use serde::Deserialize;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// The file that `init` writes, with every setting and its default.
pub const TEMPLATE: &str = include_str!("latchkey.toml");

/// Where the file is, and what overrides it.
#[derive(Debug, Clone, Args)]
pub struct Source {
    /// The configuration file
    #[arg(long, env = "LATCHKEY_CONFIG", default_value = "latchkey.toml")]
    pub config: PathBuf,
    /// Where the accounts are: `postgres://user@host:5432/name` or `sqlite:PATH`
    #[arg(long, env = "LATCHKEY_STORE", hide_env_values = true)]
    pub store: Option<String>,
    /// Address and port to listen on
    #[arg(long, env = "LATCHKEY_LISTEN")]
    pub listen: Option<SocketAddr>,
}

/// The settings that hold.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the accounts are.
    pub store: String,
    /// Address and port.
    pub listen: SocketAddr,
    /// Address and port of the metrics; without one they are told nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// The server's key, 64 hexadecimal digits, readable by its owner only.
    pub key_file: PathBuf,
    /// What the server is called, who may make an account over HTTP, and how mail gets out.
    pub decided: Decided,
    /// Authorities, as PEM, that mail servers are known by besides those of this computer.
    pub mail_authorities: Vec<String>,
    /// Whose `X-Forwarded-For` is believed.
    pub proxies: Proxies,
    /// Certificate and key; without them plain http on loopback or behind a trusted proxy.
    pub tls: Option<Tls>,
    /// How much is taken at once.
    pub limits: Limits,
}

/// Files of a certificate chain and its key, both PEM.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tls {
    /// The chain, leaf first.
    pub certificate: PathBuf,
    /// The leaf's key.
    pub key: PathBuf,
}

/// The file's own words.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Settings {
    store: Option<String>,
    listen: Option<SocketAddr>,
    metrics_listen: Option<SocketAddr>,
    key_file: Option<PathBuf>,
    name: String,
    sign_up: SignUp,
    trusted_proxies: Vec<IpNet>,
    public_url: String,
    mail_authority: Option<PathBuf>,
    mail_networks: Vec<IpNet>,
    tls: Option<Tls>,
    mail: Option<mail::Mail>,
    limits: Limits,
}

impl Config {
    /// Reads and joins the three.
    ///
    /// # Errors
    /// In words for whoever runs the server: no file, an unknown setting, no store, plain http to the world.
    pub fn read(source: &Source) -> Result<Self, String> {
        let text = std::fs::read_to_string(&source.config).map_err(|why| {
            format!(
                "{} cannot be read ({why}). `latchkey-server init --dir DIR` writes one.",
                source.config.display()
            )
        })?;
        let file: Settings =
            toml::from_str(&text).map_err(|why| format!("{}: {why}", source.config.display()))?;
        let beside = |path: &Path| source.config.parent().unwrap_or(Path::new("")).join(path);
        let store = source
            .store
            .clone()
            .or(file.store.map(|store| match store.strip_prefix("sqlite:") {
                // with a colon it is whole, or no path at all
                Some(path) if !path.contains(':') => {
                    format!("sqlite:{}", beside(Path::new(path)).display())
                }
                _ => store,
            }))
            .ok_or("no store is set: give --store postgres://… or sqlite:PATH, or set `store` in the file")?;
        let limits = file.limits.checked()?;
        let config = Self {
            store,
            listen: source
                .listen
                .or(file.listen)
                .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            metrics_listen: file.metrics_listen,
            key_file: beside(
                file.key_file
                    .as_deref()
                    .unwrap_or(Path::new("latchkey.key")),
            ),
            decided: Decided {
                name: name(&file.name)?,
                sign_up: file.sign_up,
                bounds: limits.bounds(),
                links: mail::links(&file.public_url)?,
                mail: file.mail.map(|mail| mail.read(beside)).transpose()?,
                mail_networks: file.mail_networks,
            },
            mail_authorities: file
                .mail_authority
                .iter()
                .map(|path| mail::authorities(&beside(path)))
                .collect::<Result<_, _>>()?,
            proxies: Proxies(file.trusted_proxies),
            tls: file.tls.map(|tls| Tls {
                certificate: beside(&tls.certificate),
                key: beside(&tls.key),
            }),
            limits,
        };
        if config.tls.is_none() && !config.listen.ip().is_loopback() && config.proxies.0.is_empty()
        {
            return Err(format!(
                "plain http on {} would carry passwords in the clear. Set [tls], listen on 127.0.0.1, or name the proxy in front in trusted-proxies.",
                config.listen
            ));
        }
        Ok(config)
    }

    /// What a serving engine takes from outside.
    #[must_use]
    pub fn ports(&self) -> Ports {
        let system = Ports::system();
        Ports {
            settings: self.decided.clone(),
            password_slots: match self.limits.password_slots {
                0 => system.password_slots,
                slots => slots,
            },
            mail_authorities: self.mail_authorities.clone(),
            ..system
        }
    }
}

/// A name that people can be shown: they are asked to trust what is behind it.
fn name(text: &str) -> Result<String, String> {
    match text.parse::<Description>() {
        Ok(name) => Ok(name.into()),
        Err(rule) => Err(format!("the server's name: {}", rule.message(Language::En))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, listen: Option<&str>) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("latchkey.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(&Source {
            config: path,
            store: None,
            listen: listen.map(|l| l.parse().unwrap()),
        })
    }

    #[test]
    fn the_template_is_a_configuration_with_the_defaults() {
        let config = read(TEMPLATE, None).unwrap();
        assert_eq!(
            (config.listen.to_string().as_str(), config.decided.sign_up),
            ("127.0.0.1:8080", SignUp::Off)
        );
        assert!(config.key_file.ends_with("latchkey.key") && config.tls.is_none());
        assert_eq!(config.limits, Limits::default());
        let usual = Decided {
            bounds: config.limits.bounds(),
            sign_up: SignUp::Off,
            ..Decided::at_hand()
        };
        assert_eq!(config.decided, usual);
        assert!(config.mail_authorities.is_empty());
    }

    #[test]
    fn the_template_names_every_setting() {
        // what is expected instead of an unknown one is the list of all
        for (text, settings) in [
            ("unknown = 1", 13),
            ("[mail]\nunknown = 1", 7),
            ("[limits]\nunknown = 1", 20),
        ] {
            let why = read(text, None).unwrap_err();
            let (_, expected) = why.split_once("expected one of").unwrap();
            let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
            assert!(names.len() >= settings, "{names:?}");
            for name in names {
                let setting = |line: &str| {
                    let line = line.trim_start_matches(['#', ' ', '[']);
                    line.strip_prefix(name)
                        .is_some_and(|rest| rest.starts_with([' ', ']']))
                };
                assert!(TEMPLATE.lines().any(setting), "{name}");
            }
        }
    }

    #[test]
    fn flags_come_before_the_file() {
        let config = read(
            "store = 'postgres://x/y'\nlisten = '127.0.0.1:1'",
            Some("127.0.0.1:2"),
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
    }

    // R91
    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for (text, part) in [
            ("", "no store"),
            ("stroe = 'postgres://x/y'", "stroe"),
            (
                "store = 'postgres://x/y'\nlisten = '0.0.0.0:80'",
                "plain http",
            ),
            ("store = 'postgres://x/y'\nsign-up = 'maybe'", "sign-up"),
            (
                "store = 'postgres://x/y'\nname = \"Two\\u0007 bells\"",
                "name",
            ),
        ] {
            let why = read(text, None).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
