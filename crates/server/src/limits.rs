//! How much this server takes at once, and how long it waits for what: the `[limits]` of the configuration. What is
//! under way is in `load.rs`.

use latchkey_engine::Bounds;
use serde::{Deserialize, Deserializer, de::Error as _};
use std::time::Duration;

/// Every bound of the server, with its default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address; trusted proxies may have all.
    pub connections_per_source: usize,
    /// Operations at once.
    pub requests: usize,
    /// Longest that the head of a request, or a TLS handshake, may take to arrive.
    #[serde(rename = "header-seconds", deserialize_with = "seconds")]
    pub header: Duration,
    /// Largest head of a request.
    pub header_kib: usize,
    /// Longest that a connection may rest between two requests.
    #[serde(rename = "idle-seconds", deserialize_with = "seconds")]
    pub idle: Duration,
    /// Longest that a body may take to arrive.
    #[serde(rename = "body-seconds", deserialize_with = "seconds")]
    pub body: Duration,
    /// Largest body.
    pub body_kib: usize,
    /// Memory for all bodies at once.
    pub bodies_mib: usize,
    /// Longest that an operation may take, its body included.
    #[serde(rename = "request-seconds", deserialize_with = "seconds")]
    pub request: Duration,
    /// Longest that somebody may take none of an answer.
    #[serde(rename = "stall-seconds", deserialize_with = "seconds")]
    pub stall: Duration,
    /// Requests a second from one address; 0 for any number.
    pub requests_per_second: u32,
    /// Requests a second to one account; 0 for any number.
    pub account_requests_per_second: u32,
    /// Sign-ins, sign-ups and the like a second from one address; 0 for any number.
    pub sign_ins_per_second: u32,
    /// Passwords hashed at once; 0 for one on each core.
    pub password_slots: usize,
    /// Passwords that wait for that.
    pub password_queue: usize,
    /// Connections to the store.
    pub store_connections: u32,
    /// Longest that an operation waits for one of them.
    #[serde(rename = "store-wait-seconds", deserialize_with = "seconds")]
    pub store_wait: Duration,
    /// How long `/readyz` says no before the server stops to listen.
    #[serde(rename = "notice-seconds", deserialize_with = "seconds")]
    pub notice: Duration,
    /// Longest that the server waits for what is under way when it stops.
    #[serde(rename = "stop-seconds", deserialize_with = "seconds")]
    pub stop: Duration,
}

/// With fewer connections than this there is no use in serving.
const FEWEST: usize = 16;

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            connections_per_source: 2048,
            requests: 256,
            header: Duration::from_secs(10),
            header_kib: 16,
            idle: Duration::from_secs(75),
            body: Duration::from_secs(15),
            body_kib: 256,
            bodies_mib: 64,
            request: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            requests_per_second: 5000,
            account_requests_per_second: 5000,
            sign_ins_per_second: 5,
            password_slots: 0,
            password_queue: 32,
            store_connections: 16,
            store_wait: Duration::from_secs(2),
            notice: Duration::ZERO,
            stop: Duration::from_secs(30),
        }
    }
}

impl Limits {
    /// Refuses what would take nothing at all, or cannot be counted.
    ///
    /// # Errors
    /// The setting, in words for whoever runs the server.
    pub fn checked(self) -> Result<Self, String> {
        let counts = [
            ("connections", self.connections, 100_000),
            (
                "connections-per-source",
                self.connections_per_source,
                100_000,
            ),
            ("requests", self.requests, 100_000),
            ("header-kib", self.header_kib, 1024),
            ("body-kib", self.body_kib, 1024 * 1024),
            ("bodies-mib", self.bodies_mib, 1024 * 1024),
            ("password-queue", self.password_queue, 100_000),
            ("store-connections", self.store_connections as usize, 10_000),
        ];
        for (name, value, most) in counts {
            if !(1..=most).contains(&value) {
                return Err(format!("limits.{name} = {value}: it can be 1 to {most}"));
            }
        }
        let times = [
            ("header-seconds", self.header),
            ("idle-seconds", self.idle),
            ("body-seconds", self.body),
            ("request-seconds", self.request),
            ("stall-seconds", self.stall),
            ("store-wait-seconds", self.store_wait),
            ("stop-seconds", self.stop),
        ];
        for (name, value) in times {
            if value.is_zero() {
                return Err(format!("limits.{name} = 0: nothing would be in time"));
            }
        }
        Ok(self)
    }

    /// The engine's part.
    #[must_use]
    pub const fn bounds(&self) -> Bounds {
        Bounds {
            store_connections: self.store_connections,
            store_wait: self.store_wait,
            password_queue: self.password_queue,
        }
    }

    /// Files that so many connections need, with some for what else a process opens.
    #[must_use]
    pub const fn files(&self) -> u64 {
        (self.connections + self.store_connections as usize + 256) as u64
    }

    /// As many connections as so many files have room for.
    ///
    /// # Errors
    /// That is next to none; in words for whoever runs the server.
    pub fn within(mut self, files: u64) -> Result<Self, String> {
        let needed = self.files();
        if needed <= files {
            return Ok(self);
        }
        let over = usize::try_from(needed - files).unwrap_or(usize::MAX);
        let connections = self.connections.saturating_sub(over);
        if connections < FEWEST {
            return Err(format!(
                "this process may open {files} files and needs {needed}. Allow more (LimitNOFILE in systemd, ulimit -n in a shell)."
            ));
        }
        tracing::warn!(
            connections,
            wanted = self.connections,
            files,
            "fewer connections than limits.connections: this process may not open more files"
        );
        self.connections = connections;
        self.connections_per_source = self.connections_per_source.min(connections);
        Ok(self)
    }

    /// Bytes of the largest body.
    #[must_use]
    pub const fn body_max(&self) -> usize {
        self.body_kib * 1024
    }
}

fn seconds<'de, D: Deserializer<'de>>(source: D) -> Result<Duration, D::Error> {
    let value = f64::deserialize(source)?;
    if !(0.0..=86_400.0).contains(&value) {
        return Err(D::Error::custom("seconds are 0 to 86400"));
    }
    Ok(Duration::from_secs_f64(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Limits, String> {
        toml::from_str::<Limits>(text)
            .map_err(|why| why.to_string())
            .and_then(Limits::checked)
    }

    // R98
    #[test]
    fn no_bound_can_be_left_out() {
        assert_eq!(read("").unwrap(), Limits::default());
        let some = read("connections = 3\nheader-seconds = 0.5\nrequests-per-second = 0").unwrap();
        assert_eq!((some.connections, some.header.as_millis()), (3, 500));
        for text in [
            "connections = 0",
            "connections = -1",
            "connections = 1000001",
            "requests = 0",
            "body-kib = 0",
            "header-seconds = 0",
            "stop-seconds = inf",
            "idle-seconds = nan",
            "idle-seconds = -1",
            "password-queue = 0",
            "unheard-of = 1",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn where_few_files_may_be_open_fewer_connections_are_taken() {
        let all = Limits::default();
        let files = all.files();
        let same = all.clone().within(files).unwrap();
        assert_eq!(same.connections, all.connections);
        let fewer = all
            .clone()
            .within(files - all.connections as u64 + 100)
            .unwrap();
        assert_eq!(
            (fewer.connections, fewer.connections_per_source),
            (100, 100)
        );
        let why = all.within(64).unwrap_err();
        assert!(why.contains("may open 64 files"), "{why}");
    }
}
