//! One delivery, step by step: connect, encrypt, sign in, hand over. Each step is a type that only the step before it
//! gives: nothing is said to a server that did not prove who it is (R81).
//!
//! lettre speaks SMTP and writes the message; TLS beneath it is ours, see `smtp/wire.rs` and `smtp/clear.rs`.

mod address;
mod clear;
mod compose;
mod said;
mod session;
mod tls;
mod wire;

use address::by_turns;
pub(crate) use address::{Reach, may_be_at};
pub(crate) use compose::{Written, compose};
pub(crate) use session::{Patience, Session};
pub(crate) use tls::trust;

use super::problem::Problem;
use latchkey_api::{MailSecurity, MailServer, Secret};
use lettre::transport::smtp::{
    Error as Smtp, client::AsyncSmtpConnection, extension::ClientId, response::Response,
};
use rustls::{ClientConfig, pki_types::ServerName};
use said::said;
use std::{
    error::Error as _,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, timeout},
};
use wire::Wire;

/// Longest that one delivery takes that somebody waits for: an operation has 30 s. See `session.rs` for the others.
const WHOLE: Duration = Duration::from_secs(24);
/// Longest that each step waits for the other side.
const LOOK_UP: Duration = Duration::from_secs(4);
const CONNECT: Duration = Duration::from_secs(4);
const ANSWER: Duration = Duration::from_secs(6);
/// Addresses of one name that are tried.
const ADDRESSES: usize = 3;

/// Why a message was not handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) problem: Problem,
    /// What the server said, fit to show.
    pub(crate) said: Option<String>,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            said: None,
        }
    }
}

impl Failure {
    fn told(problem: Problem, answer: &Response) -> Self {
        let lines: Vec<&str> = answer.message().collect();
        let text = format!("{} {}", answer.code(), lines.join(" "));
        Self {
            problem,
            said: said(&text, &[]),
        }
    }
}

/// A mail server, and how to get at it.
#[derive(Clone, Copy)]
pub(crate) struct Target<'t> {
    pub(crate) server: &'t MailServer,
    pub(crate) password: Option<&'t Secret>,
    pub(crate) reach: Reach<'t>,
}

/// How much of the time of a delivery is left.
#[derive(Debug, Clone, Copy)]
struct Time {
    ends: Instant,
}

impl Time {
    fn begin() -> Self {
        Self {
            ends: Instant::now() + WHOLE,
        }
    }

    /// Waits for one step, at most so long.
    async fn give<T>(self, most: Duration, step: impl Future<Output = T>) -> Option<T> {
        let left = self.ends.saturating_duration_since(Instant::now());
        timeout(most.min(left), step).await.ok()
    }
}

/// A connection; in the case of STARTTLS the server has greeted.
pub(crate) struct Connected<'t> {
    target: Target<'t>,
    stream: TcpStream,
    time: Time,
}

/// A connection to a server that proved who it is.
pub(crate) struct Encrypted<'t> {
    target: Target<'t>,
    smtp: AsyncSmtpConnection,
    time: Time,
}

/// Looks the host up, refuses where it must not be, and connects.
pub(crate) async fn connect(target: Target<'_>) -> Result<Connected<'_>, Failure> {
    let time = Time::begin();
    let addresses = look_up(target.server, target.reach, time).await?;
    let mut stream = first_to_answer(&addresses, time).await?;
    if target.server.security == MailSecurity::StartTls {
        let greeting = time
            .give(ANSWER, clear::answer(&mut stream))
            .await
            .and_then(Result::ok)
            .ok_or(Problem::Silent)?;
        if !greeting.is_positive() {
            return Err(Failure::told(Problem::TurnedAway, &greeting));
        }
    }
    Ok(Connected {
        target,
        stream,
        time,
    })
}

/// The host as it is looked up and as its certificate names it: an address without brackets, a name in ASCII.
pub(crate) fn host(server: &MailServer) -> Option<String> {
    let host = server.host.trim_end_matches('.');
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(host).parse::<IpAddr>() {
        return Some(address.to_string());
    }
    let ascii = idna::domain_to_ascii(host).ok()?;
    (!ascii.is_empty()).then_some(ascii)
}

/// The addresses of a host that may be reached. The very addresses that were looked at are connected to: a name cannot
/// lead elsewhere a moment later.
async fn look_up(
    server: &MailServer,
    reach: Reach<'_>,
    time: Time,
) -> Result<Vec<SocketAddr>, Problem> {
    let host = host(server).ok_or(Problem::HostUnknown)?;
    let found: Vec<SocketAddr> = time
        .give(LOOK_UP, lookup_host((host.as_str(), server.port)))
        .await
        .and_then(Result::ok)
        .ok_or(Problem::HostUnknown)?
        .collect();
    if found.is_empty() {
        return Err(Problem::HostUnknown);
    }
    let allowed: Vec<SocketAddr> = found
        .into_iter()
        .filter(|address| may_be_at(address.ip(), reach))
        .collect();
    if allowed.is_empty() {
        return Err(Problem::HostNotAllowed);
    }
    Ok(by_turns(allowed).take(ADDRESSES).collect())
}

async fn first_to_answer(addresses: &[SocketAddr], time: Time) -> Result<TcpStream, Problem> {
    for address in addresses {
        if let Some(Ok(stream)) = time.give(CONNECT, TcpStream::connect(address)).await {
            return Ok(stream);
        }
    }
    Err(Problem::Unreachable)
}

impl<'t> Connected<'t> {
    /// Encrypts the connection and makes sure of whom it leads to, by the name that was typed.
    pub(crate) async fn encrypt(self, trust: Arc<ClientConfig>) -> Result<Encrypted<'t>, Failure> {
        let Self {
            target,
            mut stream,
            time,
        } = self;
        let name = host(target.server)
            .and_then(|host| ServerName::try_from(host).ok())
            .ok_or(Problem::WrongName)?;
        let hello = our_name(&stream);
        let in_clear = target.server.security == MailSecurity::StartTls;
        if in_clear {
            ask_for_encryption(&mut stream, &hello, time).await?;
        }
        let connector = tokio_rustls::TlsConnector::from(trust);
        let stream = time
            .give(ANSWER, connector.connect(name, stream))
            .await
            .ok_or(Problem::EncryptionFailed)?
            .map_err(|error| tls::problem(&error))?;
        let wire = Box::new(Wire::new(stream, in_clear));
        let begun = time
            .give(
                ANSWER,
                AsyncSmtpConnection::connect_with_transport(wire, &hello),
            )
            .await
            .ok_or(Problem::Silent)?;
        let smtp = begun.map_err(|error| {
            failure(&error, &[], |status| match status {
                Some(_) => Problem::TurnedAway,
                None => Problem::Silent,
            })
        })?;
        Ok(Encrypted { target, smtp, time })
    }
}

async fn ask_for_encryption(
    stream: &mut TcpStream,
    hello: &ClientId,
    time: Time,
) -> Result<(), Failure> {
    let told = async |answer: Option<io::Result<Response>>| {
        answer
            .and_then(Result::ok)
            .ok_or(Failure::from(Problem::EncryptionFailed))
    };
    let able = told(time.give(ANSWER, clear::hello(stream, hello)).await).await?;
    if !able.is_positive() {
        return Err(Failure::told(Problem::TurnedAway, &able));
    }
    if !clear::offers_tls(&able) {
        return Err(Problem::NoEncryption.into());
    }
    let begin = told(time.give(ANSWER, clear::start_tls(stream)).await).await?;
    if begin.has_code(220) {
        Ok(())
    } else {
        Err(Failure::told(Problem::NoEncryption, &begin))
    }
}

/// Who we say we are: the address that we come from. A name would have to be one that others can look up.
fn our_name(stream: &TcpStream) -> ClientId {
    match stream
        .local_addr()
        .map(|address| address.ip().to_canonical())
    {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::default(),
    }
}

/// What an answer of the server's, or none, means at a step.
fn failure(
    error: &Smtp,
    secrets: &[&Secret],
    problem: impl FnOnce(Option<u16>) -> Problem,
) -> Failure {
    let status = error.status().map(u16::from);
    let words = error.source().map(ToString::to_string);
    let said =
        status.and_then(|status| said(&format!("{status} {}", words.unwrap_or_default()), secrets));
    Failure {
        problem: problem(status),
        said,
    }
}
