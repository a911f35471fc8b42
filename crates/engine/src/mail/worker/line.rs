//! An account's connection to its mail server, from one message to the next: what it is good for, and whether the server
//! has had enough for now.

use crate::{
    Engine,
    mail::{
        problem::{Blame, Problem},
        route::Route,
        settings::{Settings, Slot},
        smtp::{self, Failure, Patience, Session, Target, Written},
    },
};
use latchkey_api::{MailServer, Secret};

/// So many messages in a row are put off before the others rest.
const IN_A_ROW: usize = 3;

/// What a message goes over. What was found out about it, a connection above all, is worth nothing for anything else: a
/// slot may be somebody else's server a moment later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Over {
    pub(super) way: Route,
    server: Option<MailServer>,
    /// A password can be another one, too.
    saved_at: Option<i64>,
}

impl Over {
    pub(super) fn of(way: Route, settings: &Settings) -> Self {
        let saved = slot_of(way).and_then(|slot| settings.slot(slot));
        Self {
            way,
            server: saved.and_then(|saved| saved.server.clone()),
            saved_at: saved.map(|saved| saved.updated_at),
        }
    }

    pub(super) const fn slot(&self) -> Option<Slot> {
        slot_of(self.way)
    }

    pub(super) const fn is_common(&self) -> bool {
        matches!(self.way, Route::Common(_))
    }
}

pub(super) const fn slot_of(way: Route) -> Option<Slot> {
    match way {
        Route::None(_) => None,
        Route::Common(slot) | Route::Own(slot) => Some(slot),
    }
}

/// What one lane has to itself.
#[derive(Default)]
pub(super) struct Line {
    /// A connection that the next message can use, too.
    open: Option<(Over, Session)>,
    /// Messages in a row that the server put off.
    put_off: usize,
    /// The kinds that are to rest with the other messages of this lane, as `,one,other,`.
    pub(super) rests: Option<String>,
}

impl Line {
    /// A server that puts one message after the other off is asked for less; one that does not even answer at the end is
    /// not given a second message to send twice.
    pub(super) fn hear(&mut self, outcome: &Result<(), Failure>, alike: String) {
        self.put_off = match outcome {
            Err(failure) if failure.problem == Problem::Unconfirmed => IN_A_ROW,
            Err(failure) if failure.problem.blame() == Blame::Chance => self.put_off + 1,
            _ => 0,
        };
        if self.put_off >= IN_A_ROW {
            self.rests = Some(alike);
        }
    }

    /// Ends the connection in good order.
    pub(super) async fn leave(self) {
        if let Some((_, session)) = self.open {
            session.leave().await;
        }
    }

    async fn keep(&mut self, over: &Over, mut session: Session) {
        if session.is_fit().await {
            self.open = Some((over.clone(), session));
        }
    }
}

impl Engine {
    /// Over the connection of the message before, or a new one.
    pub(super) async fn send_over(
        &self,
        line: &mut Line,
        over: &Over,
        target: Target<'_>,
        message: &Written,
        secrets: &[&Secret],
    ) -> Result<(), Failure> {
        match line.open.take() {
            Some((known, mut session)) if known == *over => {
                session.again();
                let outcome = session.send(message, secrets, Patience::Long).await;
                // it may just have had enough of this connection
                let is_over =
                    matches!(&outcome, Err(failure) if failure.problem.blame() == Blame::Server);
                if !is_over {
                    line.keep(over, session).await;
                    return outcome;
                }
            }
            Some((_, session)) => session.leave().await,
            None => {}
        }
        let trust = self.mail_trust().await?;
        let connected = smtp::connect(target).await?;
        let mut session = connected.encrypt(trust).await?.sign_in().await?;
        let outcome = session.send(message, secrets, Patience::Long).await;
        line.keep(over, session).await;
        outcome
    }
}
