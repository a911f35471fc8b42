//! One try of one message: its token is made to work and its way looked for in the account's own transaction, then it is
//! handed over outside of any.

use super::{
    MailTurn,
    claim::Claim,
    hold::{self, next_lease},
    line::{Line, Over, slot_of},
    settle::{self, Held},
};
use crate::{
    Engine, Fault, Tx,
    mail::{
        Facts, Kind,
        letter::{self, Letter, Opens},
        link::link,
        post::language_of,
        problem::{Blame, Problem},
        room::may_go,
        route::{Route, route},
        settings::{self, Settings},
        smtp::{self, Failure, Reach, Target, Written},
        token::{self, Armed, Arming, Minted},
        trouble,
    },
};
use latchkey_api::{EmailAddress, Language, MailServer, Secret};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A message as it is stored.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    kind: String,
    recipient: String,
    language: String,
    facts: String,
    purpose: String,
    subject: String,
    opens_at: i64,
    give_up_at: i64,
    asked: bool,
    problem: Option<String>,
}

/// A message that is ready to go.
struct Order {
    kind: Kind,
    to: EmailAddress,
    language: Language,
    facts: Facts,
    opens: Option<Opens>,
    /// What nobody may repeat.
    secrets: Vec<Secret>,
    settings: Settings,
    over: Over,
    give_up_at: i64,
    /// Until when it is ours now.
    lease_until: i64,
}

enum Ready {
    Go(Box<Order>),
    /// It ended before it was sent.
    Ended(MailTurn),
}

pub(super) const SENT: MailTurn = MailTurn {
    sent: 1,
    waiting: 0,
    failed: 0,
};
pub(super) const WAITS: MailTurn = MailTurn {
    sent: 0,
    waiting: 1,
    failed: 0,
};
pub(super) const FAILED: MailTurn = MailTurn {
    sent: 0,
    waiting: 0,
    failed: 1,
};

/// The parts of a message that open something, and everything of it that is secret.
pub(crate) fn open_parts(engine: &Engine, operator_id: &str, armed: Armed) -> (Opens, Vec<Secret>) {
    let Minted { token, code } = armed.minted;
    let link = link(&engine.inner.ports.settings.links, operator_id, &token);
    let secrets = vec![token.clone(), code.clone()];
    let opens = Opens {
        link,
        token,
        code,
        from_ms: armed.opens_ms,
        expires_ms: armed.expires_ms,
    };
    (opens, secrets)
}

impl Engine {
    /// Tries one message.
    pub(super) async fn attempt(&self, claim: &Claim, line: &mut Line) -> Result<MailTurn, Fault> {
        let order = match self.ready(claim).await? {
            Ready::Go(order) => order,
            Ready::Ended(turn) => return Ok(turn),
        };
        let mut lease_until = order.lease_until;
        let sending = self.hand_over(claim, &order, line);
        let outcome = self.hold_during(claim, &mut lease_until, sending).await;
        let told = settle::Told {
            claim,
            lease_until,
            give_up_at: order.give_up_at,
            over: &order.over,
            alike: alike(&order.settings, self.has_common_mail(), order.over.way),
        };
        let turn = self.settle_mail(&told, &outcome).await?;
        line.hear(&outcome, told.alike);
        Ok(turn)
    }

    /// Looks whether the message is still to be sent, finds its way, and makes its token work.
    async fn ready(&self, claim: &Claim) -> Result<Ready, Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let mut tx = self.db().write(&claim.operator_id).await?;
        // taken back meanwhile, or somebody else's by now
        let Some(row) = find(&mut tx, claim).await? else {
            return Ok(Ready::Ended(MailTurn::default()));
        };
        if row.give_up_at <= now_ms {
            if token::is_over(&row.purpose, row.give_up_at, now_ms) {
                settle::end(&mut tx, claim).await?;
                tx.commit().await?;
                self.inner.office.expired();
                return Ok(Ready::Ended(FAILED));
            }
            let problem = row.problem.clone();
            let problem = problem.unwrap_or_else(|| Problem::TooLate.word().into());
            let ended = fail(tx, claim, &problem).await?;
            self.inner.office.expired();
            return Ok(ended);
        }
        let Some((kind, to, facts)) = readable(&row) else {
            tracing::error!(message = claim.message_id, "a stored message does not read");
            return fail(tx, claim, Problem::Unreadable.word()).await;
        };
        let mut settings = settings::saved(&mut tx, &claim.operator_id, now_ms).await?;
        if was_refused(&row) {
            settings.leave_past();
        }
        let way = route(&settings, self.has_common_mail(), kind);
        if row.asked
            && slot_of(way).is_some()
            && let Some(held) = enough(&mut tx, claim, kind, &to, now_ms).await?
        {
            settle::hold(&mut tx, claim, "", &held, now_ms).await?;
            tx.commit().await?;
            return Ok(Ready::Ended(WAITS));
        }
        if let Some(held) = self.in_its_way(&mut tx, claim, way, now_ms).await? {
            let alike = alike(&settings, self.has_common_mail(), way);
            settle::hold(&mut tx, claim, &alike, &held, now_ms).await?;
            tx.commit().await?;
            return Ok(Ready::Ended(WAITS));
        }
        let armed = self.arm(&mut tx, claim, &row, kind, now_ms).await?;
        let lease_until = next_lease(now_ms, claim.lease_until);
        if !hold::begin(&mut tx, claim, lease_until, now_ms).await? {
            return Ok(Ready::Ended(MailTurn::default()));
        }
        tx.commit().await?;
        let (opens, secrets) = armed.unzip();
        Ok(Ready::Go(Box::new(Order {
            kind,
            to,
            language: language_of(&row.language),
            facts,
            opens,
            secrets: secrets.unwrap_or_default(),
            over: Over::of(way, &settings),
            settings,
            give_up_at: row.give_up_at,
            lease_until,
        })))
    }

    /// What keeps the message waiting: no way, or a mail server that fails.
    async fn in_its_way(
        &self,
        tx: &mut Tx,
        claim: &Claim,
        way: Route,
        now_ms: i64,
    ) -> Result<Option<Held>, Fault> {
        let randomness = &*self.inner.ports.randomness;
        let slot = match way {
            Route::None(problem) => {
                return Ok(Some(Held {
                    problem: problem.word().to_owned(),
                    said: None,
                    // until somebody decides
                    until: i64::MAX,
                }));
            }
            Route::Common(slot) => {
                let Some((failure, until)) = self.common_rests(now_ms) else {
                    return Ok(None);
                };
                // whoever looks is told, though it was another account's message that found out
                trouble::begin(tx, randomness, &claim.operator_id, slot, &failure, now_ms).await?;
                return Ok(Some(Held {
                    problem: failure.problem.word().to_owned(),
                    said: failure.said,
                    until,
                }));
            }
            Route::Own(slot) => slot,
        };
        let trouble = trouble::in_the_way(tx, &claim.operator_id, slot, now_ms).await?;
        Ok(trouble.map(|found| Held {
            problem: found.problem,
            said: found.said,
            until: found.next_probe_at,
        }))
    }

    async fn arm(
        &self,
        tx: &mut Tx,
        claim: &Claim,
        row: &Row,
        kind: Kind,
        now_ms: i64,
    ) -> Result<Option<(Opens, Vec<Secret>)>, Fault> {
        if row.purpose.is_empty() {
            return Ok(None);
        }
        let arming = Arming {
            message_id: &claim.message_id,
            kind,
            purpose: &row.purpose,
            subject: &row.subject,
            recipient: &row.recipient,
            facts: &row.facts,
            opens_at: row.opens_at,
        };
        let keys = &self.inner.keys;
        let armed = token::arm(tx, keys, &claim.operator_id, arming, now_ms).await?;
        Ok(Some(open_parts(self, &claim.operator_id, armed)))
    }

    /// Writes the message and hands it to the mail server.
    async fn hand_over(
        &self,
        claim: &Claim,
        order: &Order,
        line: &mut Line,
    ) -> Result<(), Failure> {
        let common = self.inner.ports.settings.mail.as_ref();
        let own = order.over.slot();
        let own = own.and_then(|slot| order.settings.slot(slot));
        let (server, password, reach) = if order.over.is_common() {
            let common = common.ok_or(Problem::NoMailServer)?;
            (&common.server, common.password.clone(), Reach::Near)
        } else {
            let own = own.ok_or(Problem::NoMailServer)?;
            let server = own.server.as_ref().ok_or(Problem::NoMailServer)?;
            let password = self.mail_password(&claim.operator_id, own).await;
            (server, password, self.mail_reach())
        };
        let now_ms = self.inner.ports.clock.now_ms();
        let message = written(server, order, &claim.message_id, now_ms)?;
        let target = Target {
            server,
            password: password.as_ref(),
            reach,
        };
        let secrets: Vec<&Secret> = order.secrets.iter().chain(&password).collect();
        self.send_over(line, &order.over, target, &message, &secrets)
            .await
    }
}

async fn find(tx: &mut Tx, claim: &Claim) -> Result<Option<Row>, Fault> {
    Ok(tx
        .sql(
            "SELECT kind, recipient, language, facts, purpose, subject, opens_at, give_up_at, asked, problem FROM outbox \
             WHERE operator_id = $1 AND message_id = $2 AND state = 'sending' AND lease_until = $3",
        )
        .bind(claim.operator_id.clone())
        .bind(claim.message_id.clone())
        .bind(claim.lease_until)
        .fetch_optional()
        .await?)
}

async fn fail(mut tx: Tx, claim: &Claim, problem: &str) -> Result<Ready, Fault> {
    settle::fail(&mut tx, claim, claim.lease_until, problem, None).await?;
    tx.commit().await?;
    Ok(Ready::Ended(FAILED))
}

/// What keeps a message waiting whose mailbox was sent enough for now (R44).
async fn enough(
    tx: &mut Tx,
    claim: &Claim,
    kind: Kind,
    to: &EmailAddress,
    now_ms: i64,
) -> Result<Option<Held>, Fault> {
    let until = may_go(tx, kind, to, &claim.message_id, now_ms).await?;
    Ok((until > now_ms).then(|| Held {
        problem: Problem::EnoughForNow.word().to_owned(),
        said: None,
        until,
    }))
}

/// A mail server did not take this very message, and another one may.
fn was_refused(row: &Row) -> bool {
    let problem = row.problem.as_deref().and_then(Problem::of);
    problem.is_some_and(|problem| problem.blame() == Blame::Message)
}

fn readable(row: &Row) -> Option<(Kind, EmailAddress, Facts)> {
    let kind = Kind::of(&row.kind)?;
    let to = EmailAddress::stored(row.recipient.clone());
    let facts = Facts::read(&row.facts).ok()?;
    Some((kind, to, facts))
}

/// The message in words and bytes. What breaks over one message is that message's end, and not the worker's.
fn written(
    server: &MailServer,
    order: &Order,
    message_id: &str,
    now_ms: i64,
) -> Result<Written, Problem> {
    let write = || {
        let opens = order.opens.as_ref();
        let letter: Letter = letter::write(order.kind, &order.facts, order.language, opens);
        smtp::compose(server, &order.to, &letter, message_id, now_ms)
    };
    catch_unwind(AssertUnwindSafe(write)).unwrap_or(Err(Problem::Unreadable))
}

/// The kinds that go the same way, as `,one,other,`.
fn alike(settings: &Settings, has_common: bool, way: Route) -> String {
    let mut words = String::from(",");
    for kind in Kind::ALL {
        if route(settings, has_common, kind) == way {
            words.push_str(kind.word());
            words.push(',');
        }
    }
    words
}
