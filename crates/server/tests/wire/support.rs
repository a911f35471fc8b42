//! A server to talk to: a store in a database of its own, behind the real router on a free port of loopback.

pub mod cluster;
pub mod letters;
pub mod machine_room;
#[path = "../../../engine/tests/scenarios/support/postgres.rs"]
mod postgres;
pub mod process;
mod raw;
mod until;

pub use postgres::{database, run};
pub use raw::{Answer, Request, attempt, bytes, exchange, get, parse, post, read, send, with};
pub use until::until;

use latchkey_api::*;
use latchkey_engine::{
    Caller, Clock, Engine, Links, PasswordCost, Ports, Randomness, Settings, StoreKey,
};
use latchkey_server::{Served, caller::Proxies, limits::Limits, load::Load, serve};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
};
use tokio::net::TcpListener;

pub const ROOT_EMAIL: &str = "owner@harbor-coffee.example";
pub const ROOT_PASSWORD: &str = "orbit-lemon-canoe-drum-7";
pub const PASSWORD: &str = "violet-harbor-sled-nine-4";
pub const OTHER_PASSWORD: &str = "tundra-pickle-waltz-oboe-2";

/// 2026-02-01 12:00 UTC, standing still; broken, it panics.
pub struct TestClock {
    pub ms: AtomicI64,
    pub broken: AtomicBool,
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        assert!(!self.broken.load(Ordering::SeqCst), "the clock is broken");
        self.ms.load(Ordering::SeqCst)
    }
}

/// The same bytes in every run, so that two servers give out the same IDs.
pub struct Repeatable(AtomicU64);

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

/// A document that allows everything.
pub const EVERYTHING: &str = r#"{"statements":[{"effect":"allow","api":["*"]}]}"#;

pub struct Office {
    pub engine: Engine,
    pub clock: Arc<TestClock>,
    pub address: SocketAddr,
    pub operator: OperatorId,
    pub url: String,
    pub load: Arc<Load>,
}

pub fn sign_up() -> CreateOperator {
    CreateOperator {
        email: ROOT_EMAIL.parse().unwrap(),
        password: ROOT_PASSWORD.into(),
        description: Some("Harbor Coffee".parse().unwrap()),
        invitation: None,
    }
}

/// What the server is called from outside, where links in mails lead.
pub const PUBLIC_URL: &str = "https://id.harbor-coffee.example";

fn settings(sign_up: SignUp, limits: &Limits) -> Settings {
    Settings {
        name: "Kitahama Trading".into(),
        sign_up,
        bounds: limits.bounds(),
        links: Links::Pages(PUBLIC_URL.into()),
        ..Settings::at_hand()
    }
}

impl Office {
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// A server with other bounds than the usual ones.
    pub async fn with(change: impl FnOnce(&mut Limits)) -> Self {
        let mut limits = Limits::default();
        change(&mut limits);
        Self::make(SignUp::Off, limits).await
    }

    /// A server where accounts can be made over the network, or by invitation.
    pub async fn signing_up(sign_up: SignUp) -> Self {
        Self::make(sign_up, Limits::default()).await
    }

    async fn make(who: SignUp, limits: Limits) -> Self {
        let settings = settings(who, &limits);
        let url = database().await;
        let clock = Arc::new(TestClock {
            ms: AtomicI64::new(1_769_947_200_000),
            broken: AtomicBool::new(false),
        });
        let ports = Ports {
            clock: clock.clone(),
            randomness: Arc::new(Repeatable(AtomicU64::new(7))),
            // cheap: the tests are about the wire
            password_cost: PasswordCost {
                memory_kib: 8,
                passes: 1,
                lanes: 1,
            },
            password_slots: 2,
            settings: Settings::at_hand(),
            ..Ports::system()
        };
        let key = StoreKey::from_bytes([7; 32]);
        let at_hand = Engine::prepare(&url, &key, ports.clone()).await.unwrap();
        let operator = at_hand
            .call(&Caller::here(Language::En, "test"), sign_up())
            .await
            .unwrap()
            .operator_id;
        at_hand.close().await;
        let ports = Ports { settings, ..ports };
        let engine = Engine::connect(&url, &key, ports).await.unwrap();
        let load = Arc::new(Load::new(limits));
        let served = Served {
            engine: engine.clone(),
            proxies: Arc::new(Proxies::default()),
            load: load.clone(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve::on(listener, served, None));
        Self {
            engine,
            clock,
            address,
            operator,
            url,
            load,
        }
    }

    /// Headers of root, just signed in.
    pub async fn root(&self) -> String {
        let form = serde_json::json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD});
        let answer = self.ask(post("/v1/auth", &form)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let session = answer.json();
        headers(
            session["apiKey"].as_str().unwrap(),
            session["token"].as_str().unwrap(),
        )
    }

    pub async fn ask(&self, request: Request) -> Answer {
        exchange(self.address, request).await
    }

    /// A path below the account.
    pub fn path(&self, rest: &str) -> String {
        format!("/v1/operators/{}{rest}", self.operator)
    }
}

/// The two headers that go with every call.
pub fn headers(api_key: &str, token: &str) -> String {
    format!("X-Soracom-API-Key: {api_key}\r\nX-Soracom-Token: {token}\r\n")
}
