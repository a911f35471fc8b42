//! A server as the shell knows it: where it is, how it proves itself, whether it answers, and what it told before.
//! Who is signed in there is the account's business.

mod record;
mod seen;
mod without;

pub use record::{Record, host_of, preset_of, presets, product};

use crate::{idle, view::Reach};
use latchkey_api::{Code, Envelope, Error, Kind, Language, Operation, ServerInfo, say};
use latchkey_client::Client;
use latchkey_engine::{Randomness as _, SystemRandomness};
use seen::Seen;
use serde_json::Value;
use std::{
    fmt::Write as _,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// How long to wait for the next try, longer after each that failed.
const WAITS: [u64; 5] = [3, 5, 10, 20, 30];

/// One server, and one account on it.
pub struct Server {
    state: Mutex<State>,
    seen: Mutex<Seen>,
    /// Somebody does not want to wait for the next try.
    now: Notify,
}

struct State {
    record: Record,
    reach: Reach,
    last_answer_ms: Option<i64>,
    latency_ms: Option<u32>,
    /// Tries that failed since the last answer.
    failed: usize,
    /// A task is trying.
    watched: bool,
    /// The connection was forgotten. What is still under way may yet fail, and begins no watch.
    gone: bool,
}

/// What changes from moment to moment.
pub struct Pulse {
    pub reach: Reach,
    pub last_answer_ms: Option<i64>,
    pub latency_ms: Option<u32>,
}

impl Server {
    pub fn new(record: Record) -> Self {
        Self {
            state: Mutex::new(State {
                record,
                reach: Reach::Unknown,
                last_answer_ms: None,
                latency_ms: None,
                failed: 0,
                watched: false,
                gone: false,
            }),
            seen: Mutex::default(),
            now: Notify::new(),
        }
    }

    pub fn record(&self) -> Record {
        self.state().record.clone()
    }

    pub fn pulse(&self) -> Pulse {
        let state = self.state();
        Pulse {
            reach: state.reach.clone(),
            last_answer_ms: state.last_answer_ms,
            latency_ms: state.latency_ms,
        }
    }

    /// What the server says of itself.
    pub fn learn(&self, info: Option<&ServerInfo>) {
        self.state().record.learn(info);
    }

    /// The account that somebody signed in to.
    pub fn belongs_to(&self, operator_id: &str) {
        self.state().record.operator_id = Some(operator_id.to_owned());
    }

    /// From now on the server proves itself with this certificate.
    pub fn trust(&self, certificate: &latchkey_client::Certificate) {
        let mut state = self.state();
        state.record.certify(certificate);
        state.reach = Reach::Unknown;
    }

    /// Asks for an operation. While the server does not answer, and while it is not the one that was trusted, nothing
    /// is sent.
    pub async fn call<O: Operation>(
        &self,
        envelope: &Envelope,
        op: &O,
    ) -> Result<O::Output, Error> {
        self.open(O::KIND, envelope.language)?;
        let mut envelope = envelope.clone();
        if O::KIND != Kind::Read && envelope.idempotency_key.is_none() {
            envelope.idempotency_key = Some(random("d-"));
        }
        let client = self.client(envelope.language)?;
        let begun = Instant::now();
        let answer = client.call(&envelope, op).await;
        self.note(answer.as_ref().err(), begun.elapsed());
        answer
    }

    /// Asks whether the server is there; tells whether that changed what the window shows.
    pub async fn probe(&self, language: Language) -> bool {
        let before = self.state().reach.clone();
        let answer = match self.client(language) {
            Ok(client) => client.reachable().await,
            Err(error) => Err(error),
        };
        match &answer {
            Ok(took) => self.note(None, *took),
            Err(error) => self.note(Some(error), Duration::ZERO),
        }
        before != self.state().reach
    }

    /// Claims the right to watch until the server answers again; once for each silence.
    pub fn begin_watch(&self) -> bool {
        let mut state = self.state();
        let silent = matches!(state.reach, Reach::Unreachable { .. });
        let due = silent && !state.watched && !state.gone;
        state.watched |= due;
        due
    }

    /// Waits for the next try; nothing is left to wait for when the server was heard meanwhile.
    pub async fn next_try(&self) -> bool {
        let wait = {
            let mut state = self.state();
            let Reach::Unreachable { next_try_ms } = state.reach else {
                state.watched = false;
                return false;
            };
            Duration::from_millis(u64::try_from(next_try_ms - idle::now_ms()).unwrap_or(0))
        };
        // somebody who does not want to wait wakes it early
        let _ = tokio::time::timeout(wait, self.now.notified()).await;
        true
    }

    /// Tries now instead of later.
    pub fn hurry(&self) {
        self.now.notify_one();
    }

    /// Whose answers are kept now.
    pub fn turn(&self) -> u64 {
        self.seen().turn()
    }

    /// Keeps an answer for bad days.
    pub fn remember(&self, turn: u64, what: String, answer: &Value) {
        self.seen().keep(turn, what, answer);
    }

    /// The answer from before, while the server does not give a new one.
    pub fn recall(&self, turn: u64, what: &str) -> Option<Value> {
        self.seen().find(turn, what)
    }

    /// The server does not tell this any more: what it told before is not read on a bad day either.
    pub fn refused(&self, operation: &str, what: &str, why: Code) {
        match why {
            Code::SessionExpired | Code::NotSignedIn => self.forget_seen(),
            Code::Denied | Code::RootOnly | Code::MustChangePassword => {
                self.seen().forget(operation);
            }
            // of one thing: whoever asks whether a name is free has not lost the others
            Code::NotFound => self.seen().lose(what),
            _ => {}
        }
    }

    /// What one person read is nothing for the next.
    pub fn forget_seen(&self) {
        self.seen().clear();
    }

    fn open(&self, kind: Kind, language: Language) -> Result<(), Error> {
        let state = self.state();
        match (&state.reach, kind) {
            (Reach::CertificateChanged, _) => Err(Error::new(Code::CertificateChanged, language)),
            (Reach::Untrusted, _) => Err(Error::new(Code::CertificateUntrusted, language)),
            (Reach::Unreachable { .. }, Kind::Read) => Err(Error::new(Code::Unreachable, language)),
            (Reach::Unreachable { .. }, _) => Err(Error::with(
                Code::Unreachable,
                say(
                    language,
                    "The server cannot be reached, so changes are paused. Nothing was changed. Try again when it answers.",
                    "サーバーに接続できないため、変更を一時停止しています。何も変更されていません。接続が戻ってからもう一度お試しください。",
                ),
            )),
            _ => Ok(()),
        }
    }

    fn client(&self, language: Language) -> Result<Client, Error> {
        let mut state = self.state();
        state.record.client(language)
    }

    /// Every answer, also a refusal, is a sign of life.
    fn note(&self, error: Option<&Error>, took: Duration) {
        let mut state = self.state();
        state.reach = match error.map(|error| error.code) {
            Some(Code::CertificateChanged) => Reach::CertificateChanged,
            Some(Code::CertificateUntrusted) => Reach::Untrusted,
            Some(Code::Unreachable) => {
                let wait = WAITS.get(state.failed).copied().unwrap_or(30);
                state.failed = (state.failed + 1).min(WAITS.len());
                Reach::Unreachable {
                    next_try_ms: idle::now_ms() + i64::try_from(wait * 1000).unwrap_or(i64::MAX),
                }
            }
            _ => {
                state.failed = 0;
                state.last_answer_ms = Some(idle::now_ms());
                state.latency_ms = u32::try_from(took.as_millis()).ok();
                Reach::Reachable
            }
        };
    }

    /// Whether the server offers the operation.
    pub fn serves(&self, operation: &str) -> bool {
        let state = self.state();
        let operations = state.record.operations();
        operations.iter().any(|served| served == operation)
    }

    /// Nobody needs it any more.
    pub fn retire(&self) {
        {
            let mut state = self.state();
            state.reach = Reach::Unknown;
            state.gone = true;
        }
        self.forget_seen();
        self.hurry();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A name that nobody else has: for connections, and for repeats of one request.
pub fn random(prefix: &str) -> String {
    let mut bytes = [0; 16];
    SystemRandomness.fill(&mut bytes);
    let mut text = prefix.to_owned();
    for byte in bytes {
        // writing into a text does not fail
        let _ = write!(text, "{byte:02x}");
    }
    text
}
