//! A load generator: connections that are kept open, each asking as soon as it was answered, or at fixed times whether
//! or not the others were. HTTP is spoken by hand, so that asking costs little beside what is measured.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Where requests go, and what the next one is.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    next: Arc<AtomicUsize>,
    write: Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>,
}

/// Status of an answer, and seconds from when it was due to be asked for.
#[derive(Clone, Copy)]
pub struct Answer {
    pub status: u16,
    pub seconds: f64,
}

/// What was answered in a time.
pub struct Round {
    pub answers: Vec<Answer>,
    pub seconds: f64,
}

impl Target {
    /// `write` makes the request with that number.
    pub fn new(
        address: SocketAddr,
        write: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static,
    ) -> Self {
        Self {
            address,
            next: Arc::default(),
            write: Arc::new(write),
        }
    }

    /// The same requests somewhere else.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    fn request(&self) -> Vec<u8> {
        (self.write)(self.next.fetch_add(1, Ordering::Relaxed))
    }
}

impl Round {
    /// Answers with this status, a second.
    pub fn rate(&self, status: u16) -> f64 {
        count(self.times(status).len()) / self.seconds
    }

    /// The 99th of a hundred of them, in seconds.
    pub fn p99(&self, status: u16) -> f64 {
        let mut times = self.times(status);
        times.sort_by(f64::total_cmp);
        let at = (times.len() * 99).div_ceil(100).saturating_sub(1);
        times.get(at).copied().unwrap_or(f64::NAN)
    }

    /// The part of all answers that have this status.
    pub fn share(&self, status: u16) -> f64 {
        count(self.times(status).len()) / count(self.answers.len())
    }

    /// A round in which something else was answered measured something else.
    pub fn only(self, statuses: &[u16]) -> Result<Self> {
        for answer in &self.answers {
            let status = answer.status;
            ensure!(statuses.contains(&status), "{status} was answered");
        }
        Ok(self)
    }

    fn times(&self, status: u16) -> Vec<f64> {
        let those = self.answers.iter().filter(|one| one.status == status);
        those.map(|one| one.seconds).collect()
    }
}

pub fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// So many connections, each with one request at a time, as fast as they are answered.
pub async fn closed(target: &Target, connections: usize, time: Duration) -> Result<Round> {
    run(target, connections, time, None).await
}

/// So many requests a second, however long the answers take, for as long as a connection is free.
pub async fn paced(
    target: &Target,
    connections: usize,
    time: Duration,
    rate: f64,
) -> Result<Round> {
    let each = Duration::from_secs_f64(1.0 / rate);
    run(target, connections, time, Some(each)).await
}

async fn run(
    target: &Target,
    connections: usize,
    time: Duration,
    pace: Option<Duration>,
) -> Result<Round> {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(target.address).await?);
    }
    let begin = Instant::now();
    let mut workers = Vec::new();
    for (number, connection) in (0_u32..).zip(open) {
        let turns = pace.map(|each| Turns {
            first: begin + each * number,
            step: each * u32::try_from(connections).unwrap_or(u32::MAX),
        });
        workers.push(tokio::spawn(work(
            connection,
            target.clone(),
            begin + time,
            turns,
        )));
    }
    let mut answers = Vec::new();
    for worker in workers {
        answers.extend(worker.await??);
    }
    Ok(Round {
        answers,
        seconds: begin.elapsed().as_secs_f64(),
    })
}

/// When one of many connections asks.
struct Turns {
    first: Instant,
    step: Duration,
}

async fn work(
    mut connection: Connection,
    target: Target,
    end: Instant,
    turns: Option<Turns>,
) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for turn in 0.. {
        let mut due = Instant::now();
        if let Some(turns) = &turns {
            // who is late asks at once, and the lateness counts
            due = turns.first + turns.step * turn;
            tokio::time::sleep_until(due.into()).await;
        }
        if due >= end {
            break;
        }
        let (status, _) = connection.ask(&target.request()).await?;
        let seconds = due.elapsed().as_secs_f64();
        answers.push(Answer { status, seconds });
    }
    Ok(answers)
}

/// A request as it is sent; `headers` are whole lines.
pub fn request(method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: bench\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// One request on a connection of its own.
pub async fn ask(address: SocketAddr, request: &[u8]) -> Result<(u16, Vec<u8>)> {
    Connection::open(address).await?.ask(request).await
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            bytes: Vec::with_capacity(4096),
        })
    }

    /// Status and body of the answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<(u16, Vec<u8>)> {
        self.stream.write_all(request).await?;
        self.bytes.clear();
        let head = loop {
            self.more().await?;
            if let Some(at) = self.bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
        };
        let text = std::str::from_utf8(self.bytes.get(..head).unwrap_or_default())?;
        let status = text.split(' ').nth(1).context("no status")?.parse()?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.parse::<usize>())
        });
        let end = head + length.transpose()?.unwrap_or(0);
        while self.bytes.len() < end {
            self.more().await?;
        }
        let body = self.bytes.get(head..end).unwrap_or_default().to_vec();
        Ok((status, body))
    }

    async fn more(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.bytes).await?;
        ensure!(read > 0, "the connection was closed before the answer");
        Ok(())
    }
}
