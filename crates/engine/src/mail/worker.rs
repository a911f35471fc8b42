//! Sends what is in the outbox. Several instances of a server share the work through the store: a message is claimed for
//! a while, and whoever lost its claim has nothing to say about it any more.
//!
//! Accounts are served side by side, each by one lane at a time: a mail server that hangs holds up its own account only,
//! and ten thousand messages of one account wait behind the first of every other.

mod attempt;
mod claim;
mod common;
mod hold;
mod line;
mod settle;
mod sweep;
mod tries;

pub(crate) use attempt::open_parts;
pub use tries::MailTries;

use super::{
    problem::{Blame, Problem},
    smtp,
    trouble::DRAIN_MS,
};
use crate::{Engine, Fault};
use claim::Claim;
pub(super) use claim::LEASE_MS;
use line::Line;
use rustls::ClientConfig;
use std::{
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

/// Accounts that are served at once,
const LANES: usize = 32;
/// and with those whose mail servers look at a message for long: a few of them hold up nobody else.
const WITH_LASTING: usize = 8 * LANES;
/// How often an instance looks for what others put into the outbox.
const POLL: Duration = Duration::from_secs(5);
/// A computer that sleeps stops timers: while something waits, the time is looked at again at least so often.
const LONGEST: Duration = Duration::from_mins(10);
/// Least time between two looks.
const SHORTEST: Duration = Duration::from_secs(1);
/// After a fault in the worker.
const ANEW: Duration = Duration::from_secs(5);
/// How long a computer's list of authorities is taken for the current one.
const TRUST_MS: i64 = 60 * 60 * 1000;

/// What the worker remembers between two turns.
#[derive(Default)]
pub(crate) struct Office {
    trust: Mutex<Option<(i64, Arc<ClientConfig>)>>,
    swept_at: AtomicI64,
    common: Mutex<Option<common::Rest>>,
    /// Tries that last for long.
    lasting: AtomicUsize,
    tries: tries::Counts,
}

/// The worker is to end: no message is begun any more.
type Ending = Arc<AtomicBool>;

/// What a turn of the worker did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailTurn {
    /// Messages that a mail server took.
    pub sent: usize,
    /// Messages that are tried again later, or wait for a mail server.
    pub waiting: usize,
    /// Messages that are not tried any more.
    pub failed: usize,
}

impl MailTurn {
    fn and(&mut self, other: Self) {
        self.sent += other.sent;
        self.waiting += other.waiting;
        self.failed += other.failed;
    }
}

impl Engine {
    /// Sends mail until `stop` comes. What is on its way by then ends its try: that takes seconds, or minutes where a mail
    /// server thinks about a message for so long. Dropped at any point nothing is lost: what was on its way is tried again.
    /// A fault in it does not end it for good.
    pub async fn run_mail(&self, stop: impl Future<Output = ()> + Send) {
        let mut stop = pin!(stop);
        loop {
            let (told, stopped) = watch::channel(false);
            // gone with this one
            let mut once = JoinSet::new();
            once.spawn(self.clone().run_mail_once(stopped));
            let ended = tokio::select! {
                ended = once.join_next() => ended,
                () = &mut stop => {
                    told.send_replace(true);
                    once.join_next().await;
                    return;
                }
            };
            if let Some(Err(why)) = ended {
                tracing::error!(%why, "the mail worker broke and begins anew");
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(ANEW) => {}
            }
        }
    }

    async fn run_mail_once(self, mut stopped: watch::Receiver<bool>) {
        // an end without a word is an end too
        let mut stop = pin!(async { drop(stopped.wait_for(|stop| *stop).await) });
        let mut lanes = JoinSet::new();
        let ending = Ending::default();
        if let Err(fault) = self.mail_begins().await {
            tracing::error!(%fault, "mail that waits for a mail server was not looked at");
        }
        loop {
            let wait = match self.mail_step(&mut lanes, &ending).await {
                Ok(wait) => wait,
                Err(fault) => {
                    tracing::error!(%fault, "mail stands still for a moment");
                    POLL
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = self.inner.mail_due.notified() => {}
                Some(ended) = lanes.join_next() => tell(ended),
                () = tokio::time::sleep(wait) => {}
            }
        }
        ending.store(true, Ordering::Relaxed);
        while let Some(ended) = lanes.join_next().await {
            tell(ended);
        }
    }

    /// One turn of the worker: what is due at this moment, to its end.
    ///
    /// # Errors
    /// The store failed; nothing is lost.
    pub async fn mail_turn(&self) -> Result<MailTurn, Fault> {
        self.grant_wishes().await?;
        self.sweep_mail().await?;
        let mut lanes = JoinSet::new();
        for lane in self.claim_mail(LANES).await? {
            lanes.spawn(self.clone().lane(lane, Ending::default()));
        }
        let mut turn = MailTurn::default();
        while let Some(ended) = lanes.join_next().await {
            turn.and(ended.map_err(|_| Fault::Bug("a lane ends"))?);
        }
        Ok(turn)
    }

    /// Gives lanes to what is due; tells for how long nothing will be.
    async fn mail_step(
        &self,
        lanes: &mut JoinSet<MailTurn>,
        ending: &Ending,
    ) -> Result<Duration, Fault> {
        self.grant_wishes().await?;
        self.sweep_mail().await?;
        let now_ms = self.inner.ports.clock.now_ms();
        let next = self.next_mail().await?;
        let lasting = self.inner.office.lasting.load(Ordering::Relaxed);
        let most = (LANES + lasting).min(WITH_LASTING);
        let free = most.saturating_sub(lanes.len());
        if free > 0 && next.is_some_and(|next| next <= now_ms) {
            for lane in self.claim_mail(free).await? {
                lanes.spawn(self.clone().lane(lane, ending.clone()));
            }
        }
        let longest = match (self.is_local(), next) {
            (false, _) => POLL,
            (true, Some(_)) => LONGEST,
            // nothing waits: whoever posts wakes this
            (true, None) => Duration::MAX,
        };
        let until = next.map_or(i64::MAX, |next| next.saturating_sub(now_ms));
        let until = Duration::from_millis(u64::try_from(until).unwrap_or(0));
        Ok(until.clamp(SHORTEST, longest))
    }

    /// One account's messages, one after the other over one connection.
    async fn lane(self, claims: Vec<Claim>, ending: Ending) -> MailTurn {
        let mut turn = MailTurn::default();
        let mut line = Line::default();
        for claim in &claims {
            if ending.load(Ordering::Relaxed) || line.rests.is_some() {
                self.give_back(claim).await;
                continue;
            }
            match self.attempt(claim, &mut line).await {
                Ok(ended) => turn.and(ended),
                // the claim ends by itself, and the message is tried again
                Err(fault) => {
                    tracing::error!(%fault, message = claim.message_id, "a message was not tried");
                }
            }
        }
        if let (Some(claim), Some(alike)) = (claims.first(), &line.rests)
            && let Err(fault) = self.rest_mail(&claim.operator_id, alike).await
        {
            tracing::warn!(%fault, operator = claim.operator_id, "a mail server is not left alone");
        }
        line.leave().await;
        turn
    }

    /// Whom mail servers have to be vouched for by.
    pub(crate) async fn mail_trust(&self) -> Result<Arc<ClientConfig>, Problem> {
        let now_ms = self.inner.ports.clock.now_ms();
        let known = &self.inner.office.trust;
        if let Some((at, trust)) = &*known.lock().unwrap_or_else(PoisonError::into_inner)
            && now_ms - at < TRUST_MS
        {
            return Ok(trust.clone());
        }
        let authorities = self.inner.ports.mail_authorities.clone();
        let read = tokio::task::spawn_blocking(move || smtp::trust(&authorities)).await;
        let trust = match read {
            Ok(Ok(trust)) => trust,
            failed => {
                tracing::error!(
                    ?failed,
                    "no list of authorities: no mail server can be trusted"
                );
                return Err(Problem::UnknownAuthority);
            }
        };
        *known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now_ms, trust.clone()));
        Ok(trust)
    }

    /// A mail server for all accounts may have come with this start: what waited for any way at all is looked at again.
    async fn mail_begins(&self) -> Result<(), Fault> {
        if !self.has_common_mail() {
            return Ok(());
        }
        let now_ms = self.inner.ports.clock.now_ms();
        let mut tx = self.db().write(claim::ALL).await?;
        tx.sql(
            "UPDATE outbox SET next_try_at = $1, give_up_at = CASE WHEN give_up_at < $2 THEN $2 ELSE give_up_at END \
             WHERE state = 'waiting' AND $3 LIKE '%,' || problem || ',%' AND next_try_at > $1",
        )
        .bind(now_ms)
        .bind(now_ms + DRAIN_MS)
        .bind(Problem::words_of(Blame::Nobody))
        .execute()
        .await?;
        Ok(tx.commit().await?)
    }
}

fn tell(ended: Result<MailTurn, tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a lane broke: its messages are tried again");
    }
}
