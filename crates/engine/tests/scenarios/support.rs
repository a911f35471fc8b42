//! What a scenario needs: where it is played (`place`), who asks in it (`people`), how they ask (`backend`), and a
//! clock that tests turn.

mod backend;
mod letters;
mod mail;
mod mail_server;
mod office;
mod people;
mod place;
mod postgres;
mod raw;
mod remote;
mod smtp;
mod ways;

pub use backend::{Backend, Told};
pub use letters::Letter;
pub use mail::{Posted, common_mail, mail_server, read};
pub use mail_server::RealServer;
pub use office::{Standing, authority_pem};
pub use people::{allowing, code, denying, from, signed_in, stranger};
pub use place::{Place, Storage};
pub use postgres::{database, run};
pub use remote::Remote;
pub use smtp::{At, Does, MAIL_PASSWORD, MAIL_USER, Script, Smtp, says};
pub use ways::{CONTACT_EMAIL, RECOVERY_EMAIL, choosing, coding, forgot, lost_mailbox, no_code};

use latchkey_api::*;
use latchkey_engine::{Clock, Links, PasswordCost, Ports, Randomness, Settings};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

/// Plays a scenario on both stores, asking the engine itself and asking it over HTTP.
macro_rules! on_both {
    ($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block) => {
        scenario! { $name, $place, $body,
            on_sqlite: Place::sqlite().await,
            on_postgres: Place::postgres().await,
            on_sqlite_over_http: Place::sqlite().await.over_http(),
            on_postgres_over_http: Place::postgres().await.over_http(),
        }
    };
}

/// Plays a scenario that a server's store only can have: more than one account. Locally and over HTTP.
macro_rules! on_postgres {
    ($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block) => {
        scenario! { $name, $place, $body,
            on_postgres: Place::postgres().await,
            on_postgres_over_http: Place::postgres().await.over_http(),
        }
    };
}

/// Plays a scenario that a file on this computer only can have. Locally and over HTTP.
macro_rules! on_sqlite {
    ($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block) => {
        scenario! { $name, $place, $body,
            on_sqlite: Place::sqlite().await,
            on_sqlite_over_http: Place::sqlite().await.over_http(),
        }
    };
}

/// Plays a scenario on both stores that is about the store, whoever asks.
macro_rules! on_both_stores {
    ($(#[$doc:meta])* async fn $name:ident($place:ident) $body:block) => {
        scenario! { $name, $place, $body,
            on_sqlite: Place::sqlite().await,
            on_postgres: Place::postgres().await,
        }
    };
}

macro_rules! scenario {
    ($name:ident, $place:ident, $body:block, $($way:ident: $open:expr,)*) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            use crate::support::Place;

            async fn play(#[allow(unused_mut)] mut $place: Place) $body

            $(#[tokio::test(flavor = "multi_thread")]
            async fn $way() {
                let place = $open;
                let opened = place.opened.clone();
                play(place).await;
                opened.close().await;
            })*
        }
    };
}

pub const ROOT_EMAIL: &str = "owner@harbor-coffee.example";
pub const ROOT_PASSWORD: &str = "orbit-lemon-canoe-drum-7";
pub const PASSWORD: &str = "violet-harbor-sled-nine-4";
pub const OTHER_PASSWORD: &str = "tundra-pickle-waltz-oboe-2";

/// 2026-02-01 12:00 UTC.
pub const START_MS: i64 = 1_769_947_200_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// The usual ports, with a clock that tests turn, hashes that cost next to nothing, and links in mails.
pub fn ports() -> (Arc<TestClock>, Ports) {
    let clock = Arc::new(TestClock(AtomicI64::new(START_MS)));
    let password_cost = PasswordCost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
    (
        clock.clone(),
        Ports {
            clock,
            password_cost,
            settings: settings(),
            mail_authorities: vec![authority_pem()],
            ..Ports::system()
        },
    )
}

/// The usual settings; mail servers may be on this computer.
pub fn settings() -> Settings {
    Settings {
        mail_networks: vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()],
        links: Links::Pages("https://id.latchkey.example".into()),
        ..Settings::at_hand()
    }
}

/// The same bytes in every run.
struct Repeatable(AtomicU64);

impl Randomness for Repeatable {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let mut x = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (x >> 32).to_le_bytes()[0];
        }
    }
}

/// The usual ports, but every ID and token is the same in every run.
pub fn repeatable() -> (Arc<TestClock>, Ports) {
    let (clock, ports) = ports();
    let randomness = Arc::new(Repeatable(AtomicU64::new(7)));
    (
        clock,
        Ports {
            randomness,
            ..ports
        },
    )
}

pub fn sign_up() -> CreateOperator {
    CreateOperator {
        email: ROOT_EMAIL.parse().unwrap(),
        password: ROOT_PASSWORD.into(),
        description: Some("Harbor Coffee".parse().unwrap()),
        invitation: None,
    }
}
