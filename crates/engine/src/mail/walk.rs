//! `Mail:testMailSettings`: the way into a mail server, step by step, up to the one that fails. Nothing is saved.

mod turns;
mod words;

pub(crate) use turns::Turns;

use super::{
    Facts, Kind, letter,
    post::{GIVE_UP_MS, word_of},
    problem::Problem,
    room::room_for,
    settings::{bad, no_password, no_server, own_of},
    smtp::{self, Failure, Patience, Reach, Target},
};
use crate::{Calling, Engine, Fault, Handle, Prepared, Work, email, ports::Draw as _};
use latchkey_api::{
    Code, EmailAddress, MailServer, MailStep, MailTest, MailTestStep, MailThrough, Secret,
    StepOutcome, TestMailSettings,
};

/// The steps, in order.
const STEPS: [MailStep; 4] = [
    MailStep::Connect,
    MailStep::Encrypt,
    MailStep::SignIn,
    MailStep::Accept,
];

/// A test that is over.
#[derive(Debug)]
pub(crate) struct Walked {
    test: MailTest,
    /// The message that was sent.
    message_id: Option<String>,
}

/// What a test message says, and to whom.
struct Receiver {
    to: EmailAddress,
    facts: Facts,
}

/// Where a test message goes.
enum Goes {
    To(Box<Receiver>),
    /// The caller has no address.
    Nowhere,
    /// That mailbox was written to often enough for now.
    Later,
}

impl Handle<TestMailSettings> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &TestMailSettings) -> Result<Prepared, Fault> {
        let language = call.language();
        self.check_mail(op.through, op.own.as_ref(), op.password.as_ref(), language)?;
        let turns = &self.inner.mail_tests;
        let _turn = turns.take(op.operator_id.as_str(), language)?;
        let (server, password, reach) = self.to_be_tested(call, op).await?;
        let goes = self.test_goes(call).await?;
        let target = Target {
            server: &server,
            password: password.as_ref(),
            reach,
        };
        let walked = self.walk(call, target, &goes).await?;
        Ok(Prepared {
            walked: Some(walked),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, _op: TestMailSettings) -> Result<MailTest, Fault> {
        let walked = work.prepared.walked.take();
        let Walked { test, message_id } = walked.ok_or(Fault::Bug("a test was made"))?;
        if let (Some(message_id), Some(to)) = (message_id, &test.to) {
            let to = EmailAddress::stored(to.clone());
            self.remember(work, &message_id, &to).await?;
        }
        let failed = |step: &&MailTestStep| step.outcome == StepOutcome::Failed;
        let outcome = test.steps.iter().find(failed).map(|step| step.step);
        work.note.text = Some(match outcome {
            Some(step) => format!("failed at {}", step_word(step)),
            None => "worked".to_owned(),
        });
        Ok(test)
    }
}

impl Engine {
    /// The mail server that is meant, with the password that would be used.
    async fn to_be_tested(
        &self,
        call: &Calling<'_>,
        op: &TestMailSettings,
    ) -> Result<(MailServer, Option<Secret>, Reach<'_>), Fault> {
        let language = call.language();
        match (op.through, &self.inner.ports.settings.mail) {
            (MailThrough::Server, Some(common)) => {
                Ok((common.server.clone(), common.password.clone(), Reach::Near))
            }
            (MailThrough::Own, _) => {
                let settings = self
                    .stored_mail_settings(&op.operator_id, call.now_ms())
                    .await?;
                let own = op.own.as_ref().or_else(|| own_of(&settings));
                let own = own.cloned().ok_or_else(|| no_server(language))?;
                let given = op.password.as_ref();
                let password = self
                    .wanted_password(&op.operator_id, &settings, &own, given)
                    .await;
                if own.user_name.is_some() && password.is_none() {
                    return Err(no_password(language));
                }
                Ok((own, password, self.mail_reach()))
            }
            _ => Err(bad(
                "through",
                language,
                (
                    "Choose what is to be tested: the account's own mail server, or the one for all accounts. Nothing was sent.",
                    "テストするメールサーバーを選択してください。何も送信していません。",
                ),
            )),
        }
    }

    /// Where the caller's test message goes, if it may.
    async fn test_goes(&self, call: &Calling<'_>) -> Result<Goes, Fault> {
        let who = call.who()?;
        let mut tx = self.db().read().await?;
        let Some(to) = email::of_caller(&mut tx, who).await? else {
            return Ok(Goes::Nowhere);
        };
        let room = room_for(&mut tx, Kind::Test, &to, call.now_ms()).await?;
        if room.from_ms > call.now_ms() {
            return Ok(Goes::Later);
        }
        let (account,): (String,) = tx
            .sql("SELECT description FROM operators WHERE operator_id = $1")
            .bind(who.operator_id.clone())
            .fetch_one()
            .await?;
        let facts = Facts {
            account,
            operator_id: who.operator_id.clone(),
            email: Some(to.to_string()),
            by: Some(who.name().to_owned()),
            at_ms: call.now_ms(),
            ..Facts::default()
        };
        Ok(Goes::To(Box::new(Receiver { to, facts })))
    }

    async fn walk(
        &self,
        call: &Calling<'_>,
        target: Target<'_>,
        goes: &Goes,
    ) -> Result<Walked, Fault> {
        let clock = &self.inner.ports.clock;
        let begun = clock.now_ms();
        let message_id = self.inner.ports.randomness.hex(12);
        let mut done = Vec::new();
        let outcome = self
            .all_steps(call, target, goes, &message_id, &mut done)
            .await;
        if let Err(failure) = &outcome
            && failure.problem == Problem::HostNotAllowed
        {
            return Err(Fault::At(Code::HostNotAllowed, "own.host"));
        }
        let sent = matches!(goes, Goes::To(_)) && outcome.is_ok();
        let to = match goes {
            Goes::To(receiver) if sent => Some(receiver.to.to_string()),
            _ => None,
        };
        let test = MailTest {
            steps: words::told(
                &done,
                outcome.err().as_ref(),
                goes,
                target.server,
                call.language(),
            ),
            to,
            took_ms: u32::try_from(clock.now_ms() - begun).unwrap_or(0),
        };
        Ok(Walked {
            test,
            message_id: sent.then_some(message_id),
        })
    }

    /// Goes on until a step fails, and keeps the ones that did not.
    async fn all_steps(
        &self,
        call: &Calling<'_>,
        target: Target<'_>,
        goes: &Goes,
        message_id: &str,
        done: &mut Vec<MailStep>,
    ) -> Result<(), Failure> {
        let trust = self.mail_trust().await?;
        let connected = smtp::connect(target).await?;
        done.push(MailStep::Connect);
        let encrypted = connected.encrypt(trust).await?;
        done.push(MailStep::Encrypt);
        let mut session = encrypted.sign_in().await?;
        done.push(MailStep::SignIn);
        if let Goes::To(receiver) = goes {
            let letter = letter::write(Kind::Test, &receiver.facts, call.language(), None);
            let message = smtp::compose(
                target.server,
                &receiver.to,
                &letter,
                message_id,
                call.now_ms(),
            )?;
            let secrets: Vec<&Secret> = target.password.into_iter().collect();
            session.send(&message, &secrets, Patience::Short).await?;
            done.push(MailStep::Accept);
        }
        session.leave().await;
        Ok(())
    }

    /// What was sent is in the outbox with everything else, and counts for its mailbox (R44).
    async fn remember(
        &self,
        work: &mut Work<'_>,
        message_id: &str,
        to: &EmailAddress,
    ) -> Result<(), Fault> {
        let who = work.who()?;
        let (operator_id, by) = (who.operator_id.clone(), who.name().to_owned());
        let (now, language) = (work.now_ms(), word_of(work.language()));
        let facts = Facts {
            operator_id: operator_id.clone(),
            email: Some(to.to_string()),
            by: Some(by),
            at_ms: now,
            ..Facts::default()
        };
        work.tx
            .sql(
                "INSERT INTO outbox (operator_id, message_id, kind, recipient, recipient_key, language, facts, asked, state, tries, created_at, next_try_at, give_up_at, sent_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'sent', 1, $9, $9, $10, $9)",
            )
            .bind(operator_id)
            .bind(message_id.to_owned())
            .bind(Kind::Test.word())
            .bind(to.to_string())
            .bind(to.key())
            .bind(language)
            .bind(facts.to_text()?)
            .bind(true)
            .bind(now)
            .bind(now + GIVE_UP_MS)
            .execute()
            .await?;
        Ok(())
    }
}

const fn step_word(step: MailStep) -> &'static str {
    match step {
        MailStep::Connect => "connect",
        MailStep::Encrypt => "encrypt",
        MailStep::SignIn => "sign_in",
        MailStep::Accept => "accept",
    }
}
