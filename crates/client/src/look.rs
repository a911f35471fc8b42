//! Looking at a server before anything is trusted, and asking whether it is there. No credentials are sent, ever.

use crate::{
    Client,
    again::{Failed, Heard},
    plain, trouble,
    trust::{Certificate, Standing, Trust},
};
use latchkey_api::{
    Envelope, Error, GetOperator, GetServer, Language, Operation, OperatorId, ServerInfo,
};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// An account that nobody has: asking for it without a sign-in is refused by every server of the API.
const NOBODY: &str = "OP0000000000";
/// Most characters of a server's name, and of its version.
const NAME: usize = 80;
/// Most operations that a server can say it serves.
const OPERATIONS: usize = 2_000;

/// What is at an address.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The address, as [`Client::new`] takes it and as it is kept.
    pub address: String,
    /// For people: the host, and the port where it is not the usual one.
    pub host: String,
    /// None for plain http on this computer.
    pub certificate: Option<Certificate>,
    /// What the server tells of itself, safe to show. None when it is of another make, and when it was not asked since
    /// its certificate is not trusted.
    pub info: Option<ServerInfo>,
    /// It answered like a server of the account API.
    pub speaks: bool,
    /// How long the answer took, with connecting; for a certificate that is not trusted, the handshake.
    pub latency_ms: u64,
    /// Why this address cannot be used, in words for people: `certificate_changed`, `certificate_untrusted`, or
    /// `unreachable` when something else than such a server answers. None when it can.
    pub trouble: Option<Error>,
}

/// Looks at an address before anything is trusted. With a certificate that is not trusted only the handshake is made:
/// it ends before a request is sent.
///
/// # Errors
/// As [`Client::new`]; `unreachable` when nothing answers; what the server answers when it is too busy to be looked at.
pub async fn look(address: &str, trust: &Trust, language: Language) -> Result<Found, Error> {
    Client::new(address, trust, language)?.look().await
}

impl Client {
    /// Whether the server is there, and how long that took: one request without credentials, two to servers of other
    /// makes that answer the first with something strange. Any answer of the API counts, also a refusal.
    ///
    /// # Errors
    /// `unreachable`, `certificate_changed`, `certificate_untrusted`.
    pub async fn reachable(&self) -> Result<Duration, Error> {
        let (answer, took) = self.glance().await;
        match answer {
            Ok(_) => Ok(took),
            Err(failed) if matches!(failed.heard, Heard::Refusal(_)) => Ok(took),
            Err(failed) => Err(failed.error),
        }
    }

    pub(crate) async fn look(&self) -> Result<Found, Error> {
        let (answer, took) = self.glance().await;
        let certificate = self.judge.as_ref().and_then(|judge| judge.seen());
        let (info, trouble) = match answer {
            Ok(info) => (Some(shown(info)), None),
            Err(failed) => (None, Self::obstacle(failed, certificate.as_ref())?),
        };
        Ok(Found {
            address: self.base.clone(),
            host: self.host.clone(),
            speaks: trouble.is_none(),
            certificate,
            info,
            latency_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            trouble,
        })
    }

    /// What a failure says of the server: nothing against it, an obstacle, or not even that.
    fn obstacle(failed: Failed, certificate: Option<&Certificate>) -> Result<Option<Error>, Error> {
        let untrusted = certificate.is_some_and(|shown| shown.standing != Standing::Trusted);
        match failed.heard {
            // too busy, or broken: it may be any server
            Heard::Refusal(status) if status.is_server_error() || status.as_u16() == 429 => {
                Err(failed.error)
            }
            Heard::Refusal(_) => Ok(None),
            Heard::Strange => Ok(Some(failed.error)),
            Heard::Nothing if untrusted => Ok(Some(failed.error)),
            Heard::Nothing => Err(failed.error),
        }
    }

    /// Asks what the server is. Where that is not answered in the API's shape, asks for what every server of the API
    /// has, to see how it refuses.
    async fn glance(&self) -> (Result<ServerInfo, Failed>, Duration) {
        let (first, took) = self.timed(&GetServer {}).await;
        let strange = matches!(&first, Err(failed) if failed.heard == Heard::Strange);
        let Ok(operator_id) = NOBODY.parse::<OperatorId>() else {
            return (first, took);
        };
        if !strange {
            return (first, took);
        }
        match self.timed(&GetOperator { operator_id }).await {
            (Err(refused), took) if matches!(refused.heard, Heard::Refusal(_)) => {
                (Err(refused), took)
            }
            _ => (first, took),
        }
    }

    async fn timed<O: Operation>(&self, op: &O) -> (Result<O::Output, Failed>, Duration) {
        let envelope = Envelope {
            language: self.language,
            ..Envelope::default()
        };
        let begun = Instant::now();
        let answer = match self.request(&envelope, op) {
            Ok(request) => timeout(self.pace.whole, self.once::<O>(&request, self.language))
                .await
                .unwrap_or_else(|_| Err(Failed::here(trouble::late(false, self.language)))),
            Err(error) => Err(Failed::here(error)),
        };
        (answer, begun.elapsed())
    }
}

/// What a server says of itself, safe to show and small enough to keep. For whoever asks for it beside a look.
#[must_use]
pub fn shown(mut info: ServerInfo) -> ServerInfo {
    for text in [&mut info.product, &mut info.version, &mut info.name] {
        *text = plain::line(text, NAME);
    }
    info.operations.truncate(OPERATIONS);
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-');
    info.operations
        .retain(|name| name.len() <= NAME && name.chars().all(named));
    info
}
