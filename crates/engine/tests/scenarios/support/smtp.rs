//! A mail server that does what a script says: every fault at every step, and what it saw of it.

use super::office::Standing;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
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

/// How a conversation goes on.
enum Next {
    On,
    End,
}

struct Talk {
    script: Script,
    seen: Arc<Seen>,
    go: Arc<Notify>,
}

impl Talk {
    async fn begin(self, mut stream: TcpStream) -> Option<()> {
        if !self.script.implicit {
            self.act(&mut stream, At::Greeting, "", "220 mail.test ESMTP")
                .await?;
            return self.in_clear(stream).await;
        }
        self.encrypted(stream).await
    }

    /// Up to STARTTLS, and everything else that somebody should not say here.
    async fn in_clear(self, mut stream: TcpStream) -> Option<()> {
        loop {
            let line = self.line_in_clear(&mut stream).await?;
            let word = line.split_whitespace().next().unwrap_or_default();
            match word.to_ascii_uppercase().as_str() {
                "EHLO" => {
                    let mut able = String::from("250-mail.test");
                    if self.offers("STARTTLS") {
                        able += "\r\n250-STARTTLS";
                    } else {
                        able += "\r\n250-AUTH PLAIN LOGIN";
                    }
                    able += "\r\n250 8BITMIME";
                    self.act(&mut stream, At::Hello, "", &able).await?;
                }
                "STARTTLS" if self.offers("STARTTLS") => {
                    let answer = format!("220 go ahead\r\n{}", self.script.slipped_in);
                    self.act(&mut stream, At::StartTls, "", answer.trim_end())
                        .await?;
                    return self.encrypted(stream).await;
                }
                _ => stream.write_all(b"502 not here\r\n").await.ok()?,
            }
        }
    }

    async fn line_in_clear(&self, stream: &mut TcpStream) -> Option<String> {
        let mut line = Vec::new();
        loop {
            let byte = stream.read_u8().await.ok()?;
            self.seen.in_clear.lock().unwrap().push(byte);
            line.push(byte);
            if byte == b'\n' {
                return Some(String::from_utf8_lossy(&line).into_owned());
            }
        }
    }

    async fn encrypted(self, mut stream: TcpStream) -> Option<()> {
        if self.script.faults.contains_key(&At::Handshake) {
            self.act(&mut stream, At::Handshake, "", "").await?;
            return None;
        }
        let acceptor = tokio_rustls::TlsAcceptor::from(self.script.certificate.config());
        let mut stream = BufReader::new(acceptor.accept(stream).await.ok()?);
        if self.script.implicit {
            self.act(&mut stream, At::Greeting, "", "220 mail.test ESMTP")
                .await?;
        }
        let mut mail = Taken {
            from: String::new(),
            to: String::new(),
            raw: vec![],
            user: None,
        };
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            match self.answer(&mut stream, line.trim_end(), &mut mail).await? {
                Next::On => {}
                Next::End => return None,
            }
        }
    }

    async fn answer<S>(&self, stream: &mut S, line: &str, mail: &mut Taken) -> Option<Next>
    where
        S: AsyncRead + AsyncWrite + AsyncBufReadExt + Unpin,
    {
        let word = line.split([' ', ':']).next().unwrap_or_default();
        match word.to_ascii_uppercase().as_str() {
            "EHLO" => {
                let mut able = String::from("250-mail.test\r\n250-8BITMIME");
                if self.offers("SMTPUTF8") {
                    able += "\r\n250-SMTPUTF8";
                }
                if self.offers("AUTH") {
                    able += "\r\n250-AUTH PLAIN LOGIN";
                }
                able += "\r\n250 ENHANCEDSTATUSCODES";
                // what a script says to this was said in clear, where that came first
                let at = if self.script.implicit {
                    Some(At::Hello)
                } else {
                    None
                };
                self.act_at(stream, at, "", &able).await?;
            }
            "AUTH" => {
                use base64::{Engine as _, engine::general_purpose::STANDARD};
                let whole = STANDARD.encode(format!("\0{MAIL_USER}\0{MAIL_PASSWORD}"));
                let right = line.ends_with(&whole);
                mail.user = right.then(|| MAIL_USER.to_owned());
                let answer = if right {
                    "235 2.7.0 welcome".to_owned()
                } else {
                    // some servers repeat what they were told
                    format!("535 5.7.8 {line} is not it")
                };
                self.act(stream, At::SignIn, "", &answer).await?;
            }
            "MAIL" => {
                mail.from = between(line);
                self.act(stream, At::Sender, "", "250 2.1.0 ok").await?;
            }
            "RCPT" => {
                mail.to = between(line);
                self.act(stream, At::Receiver, &mail.to, "250 2.1.5 ok")
                    .await?;
            }
            "DATA" => {
                self.act(stream, At::Data, &mail.to, "354 go on").await?;
                mail.raw = body(stream).await?;
                self.dot(stream, mail).await?;
            }
            "QUIT" => {
                stream.write_all(b"221 2.0.0 bye\r\n").await.ok()?;
                return Some(Next::End);
            }
            _ => stream.write_all(b"502 5.5.1 what?\r\n").await.ok()?,
        }
        Some(Next::On)
    }

    async fn dot<S: AsyncWrite + Unpin>(&self, stream: &mut S, mail: &Taken) -> Option<()> {
        let does = self.fault(At::Dot, &mail.to);
        let refused = matches!(&does, Some(Does::Say(answer)) if !answer.starts_with('2'));
        if !refused {
            self.seen.taken.lock().unwrap().push(mail.clone());
            self.seen.count.send_modify(|count| *count += 1);
        }
        if does == Some(Does::Wait) {
            self.seen.waiting.notify_one();
            self.go.notified().await;
            stream.write_all(b"250 2.0.0 taken\r\n").await.ok()?;
            return stream.flush().await.ok();
        }
        self.act(stream, At::Dot, &mail.to, "250 2.0.0 taken").await
    }

    fn offers(&self, word: &str) -> bool {
        !self.script.lacks.contains(&word)
    }

    fn fault(&self, at: At, receiver: &str) -> Option<Does> {
        let meant = receiver.starts_with(&self.script.for_receiver);
        self.script.faults.get(&at).filter(|_| meant).cloned()
    }

    async fn act<S: AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        at: At,
        receiver: &str,
        usual: &str,
    ) -> Option<()> {
        self.act_at(stream, Some(at), receiver, usual).await
    }

    /// Does what the script says, else answers.
    async fn act_at<S: AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        at: Option<At>,
        receiver: &str,
        usual: &str,
    ) -> Option<()> {
        let answer = match at.and_then(|at| self.fault(at, receiver)) {
            None | Some(Does::Wait) => usual.to_owned(),
            Some(Does::Say(answer)) => answer,
            Some(Does::Cut) => return None,
            Some(Does::Hang) => std::future::pending().await,
        };
        stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
        stream.flush().await.ok()
    }
}

/// The message, with its dots undone.
async fn body<S: AsyncBufReadExt + Unpin>(stream: &mut S) -> Option<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(raw);
        }
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

fn between(line: &str) -> String {
    let (_, rest) = line.split_once('<').unwrap();
    rest.split_once('>').unwrap().0.to_owned()
}
