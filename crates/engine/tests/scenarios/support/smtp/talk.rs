//! One conversation of the scripted mail server: what it says to whom, and where it does something of its own.

use super::{At, Does, MAIL_PASSWORD, MAIL_USER, Script, Seen, Taken};
use std::sync::{Arc, atomic::Ordering};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpStream,
    sync::Notify,
};

/// How a conversation goes on.
enum Next {
    On,
    End,
}

pub(super) struct Talk {
    pub(super) script: Script,
    pub(super) seen: Arc<Seen>,
    pub(super) go: Arc<Notify>,
}

impl Talk {
    pub(super) async fn begin(self, mut stream: TcpStream) -> Option<()> {
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
                let letters =
                    line.contains("SMTPUTF8") && self.script.faults.contains_key(&At::Letters);
                let at = if letters { At::Letters } else { At::Sender };
                self.act(stream, at, "", "250 2.1.0 ok").await?;
            }
            "RCPT" => {
                mail.to = between(line);
                self.act(stream, At::Receiver, &mail.to, "250 2.1.5 ok")
                    .await?;
            }
            "DATA" => {
                let does = self.fault(At::Data, &mail.to);
                self.act(stream, At::Data, &mail.to, "354 go on").await?;
                if does.is_some() {
                    return Some(Next::On);
                }
                mail.raw = body(stream).await?;
                self.dot(stream, mail).await?;
            }
            "RSET" => {
                mail.to = String::new();
                stream.write_all(b"250 2.0.0 forgotten\r\n").await.ok()?;
                stream.flush().await.ok()?;
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
        let refused = match &does {
            Some(Does::Say(answer)) => !answer.starts_with('2'),
            Some(Does::Flood) => true,
            _ => false,
        };
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
            Some(Does::SayLater(answer)) => {
                self.seen.waiting.notify_one();
                self.go.notified().await;
                answer
            }
            Some(Does::Flood) => return self.flood(stream).await,
        };
        stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
        stream.flush().await.ok()
    }

    async fn flood<S: AsyncWrite + Unpin>(&self, stream: &mut S) -> Option<()> {
        static PIECE: [u8; 16 * 1024] = [b'a'; 16 * 1024];
        loop {
            stream.write_all(&PIECE).await.ok()?;
            stream.flush().await.ok()?;
            self.seen.flooded.fetch_add(PIECE.len(), Ordering::SeqCst);
        }
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
