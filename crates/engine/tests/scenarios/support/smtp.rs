//! A mail server that does what a script says: every fault at every step, and what it saw of it.

mod talk;

use super::office::Standing;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use talk::Talk;
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
};

pub const MAIL_USER: &str = "orders";
pub const MAIL_PASSWORD: &str = "canary-smtp-Lemon-4711";

/// Where a script can do something of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    Greeting,
    Hello,
    StartTls,
    Handshake,
    SignIn,
    Sender,
    /// The sender, where other letters than those of ASCII are announced.
    Letters,
    Receiver,
    Data,
    /// The message is there, its last line too; nothing was answered yet.
    Dot,
}

/// What it does there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    Say(String),
    Hang,
    Cut,
    /// Takes the message and says so when somebody lets it.
    Wait,
    /// Says it when somebody lets it.
    SayLater(String),
    /// A line that never ends.
    Flood,
}

pub fn says(answer: &str) -> Does {
    Does::Say(answer.to_owned())
}

#[derive(Debug, Clone)]
pub struct Script {
    pub implicit: bool,
    pub certificate: Standing,
    /// What it does not offer: STARTTLS, AUTH, SMTPUTF8.
    pub lacks: &'static [&'static str],
    pub faults: HashMap<At, Does>,
    /// Only for receivers that begin so; all when empty.
    pub for_receiver: String,
    /// Slipped in behind the answer to STARTTLS, still in clear.
    pub slipped_in: String,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            implicit: false,
            certificate: Standing::Good,
            lacks: &[],
            faults: HashMap::new(),
            for_receiver: String::new(),
            slipped_in: String::new(),
        }
    }
}

impl Script {
    pub fn with(mut self, at: At, does: Does) -> Self {
        self.faults.insert(at, does);
        self
    }

    /// Only when the receiver's address begins so.
    pub fn only(mut self, receiver: &str) -> Self {
        receiver.clone_into(&mut self.for_receiver);
        self
    }
}

/// A message that it took.
#[derive(Debug, Clone)]
pub struct Taken {
    pub from: String,
    pub to: String,
    pub raw: Vec<u8>,
    pub user: Option<String>,
}

#[derive(Default)]
struct Seen {
    taken: Mutex<Vec<Taken>>,
    count: watch::Sender<usize>,
    /// Everything that came before encryption.
    in_clear: Mutex<Vec<u8>>,
    connections: AtomicUsize,
    /// Bytes of lines that never end.
    flooded: AtomicUsize,
    /// Messages that are there but not answered.
    waiting: Notify,
}

pub struct Smtp {
    pub port: u16,
    script: Arc<Mutex<Script>>,
    seen: Arc<Seen>,
    up: watch::Sender<bool>,
    go: Arc<Notify>,
}

impl Smtp {
    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let script = Arc::new(Mutex::new(script));
        let (seen, go) = (Arc::new(Seen::default()), Arc::new(Notify::new()));
        let (up, is_up) = watch::channel(true);
        let parts = (script.clone(), seen.clone(), go.clone());
        // ends with the test's runtime
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                parts.1.connections.fetch_add(1, Ordering::SeqCst);
                // a server that is down takes a connection and drops it: the port stays its own
                if !*is_up.borrow() {
                    continue;
                }
                let script = parts.0.lock().unwrap().clone();
                let talk = Talk {
                    script,
                    seen: parts.1.clone(),
                    go: parts.2.clone(),
                };
                tokio::spawn(async move { talk.begin(stream).await });
            }
        });
        Self {
            port,
            script,
            seen,
            up,
            go,
        }
    }

    /// From now on.
    pub fn follow(&self, script: Script) {
        *self.script.lock().unwrap() = script;
    }

    pub fn is_up(&self, up: bool) {
        self.up.send(up).unwrap();
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.seen.taken.lock().unwrap().clone()
    }

    /// Until it took so many.
    pub async fn has_taken(&self, count: usize) {
        let mut seen = self.seen.count.subscribe();
        let soon = seen.wait_for(|taken| *taken >= count);
        let soon = tokio::time::timeout(std::time::Duration::from_mins(1), soon);
        soon.await.expect("it comes within a minute").unwrap();
    }

    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// How much of its lines that never end was taken.
    pub fn flooded(&self) -> usize {
        self.seen.flooded.load(Ordering::SeqCst)
    }

    pub fn in_clear(&self) -> String {
        String::from_utf8_lossy(&self.seen.in_clear.lock().unwrap()).into_owned()
    }

    /// Until a message is there that was not answered.
    pub async fn has_one_waiting(&self) {
        self.seen.waiting.notified().await;
    }

    /// Answers it.
    pub fn let_go(&self) {
        self.go.notify_one();
    }
}
