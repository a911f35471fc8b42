//! What is said over an encrypted connection: who we are, and the message.

use super::{ANSWER, Encrypted, Failure, Smtp, Time, Written, failure};
use crate::mail::problem::Problem;
use latchkey_api::Secret;
use lettre::transport::smtp::{
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt, Rset},
    extension::{Extension, MailParameter},
};
use std::time::Duration;
use tokio::time::timeout;

/// A server may look at a message for a while before it takes it: so long while somebody waits for it,
const TAKE: Duration = Duration::from_secs(12);
/// and so long otherwise. Whoever leaves before the answer sends a copy with each try (RFC 5321, 4.5.3.2.6).
const TAKE_LONG: Duration = Duration::from_mins(5);
const GOODBYE: Duration = Duration::from_secs(1);
/// A server says so before it closes the connection.
const CLOSING: u16 = 421;

/// How long a server may look at a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Somebody waits for it: the time of the whole.
    Short,
    /// Nobody does.
    Long,
}

/// A connection over which mail can be sent.
pub(crate) struct Session {
    smtp: AsyncSmtpConnection,
    time: Time,
    left: Left,
}

/// What the last message left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// The next one can begin.
    Nothing,
    /// The server refused it, and listens.
    Half,
    /// Nobody knows what the server waits for, or it is gone.
    Broken,
}

impl Encrypted<'_> {
    /// Signs in, where the settings say as whom.
    pub(crate) async fn sign_in(self) -> Result<Session, Failure> {
        let Self {
            target,
            mut smtp,
            time,
        } = self;
        let Some(user_name) = &target.server.user_name else {
            return Ok(Session::new(smtp, time));
        };
        let password = target.password.ok_or(Problem::PasswordMissing)?;
        let info = smtp.server_info();
        if info.get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
            return Err(Problem::NoSignIn.into());
        }
        let credentials = Credentials::new(user_name.clone(), password.expose().to_owned());
        time.give(ANSWER, smtp.auth(DEFAULT_MECHANISMS, &credentials))
            .await
            .ok_or(Problem::SignInFails)?
            .map_err(|error| {
                // what signs in goes back and forth in one piece, too
                let whole = Secret::from(format!("\0{user_name}\0{}", password.expose()));
                failure(&error, &[password, &whole], |status| match status {
                    Some(500..) => Problem::SignInRefused,
                    _ => Problem::SignInFails,
                })
            })?;
        Ok(Session::new(smtp, time))
    }
}

impl Session {
    const fn new(smtp: AsyncSmtpConnection, time: Time) -> Self {
        Self {
            smtp,
            time,
            left: Left::Nothing,
        }
    }

    /// Hands a message over. `Ok` means that the server answers for it from now on.
    pub(crate) async fn send(
        &mut self,
        message: &Written,
        secrets: &[&Secret],
        patience: Patience,
    ) -> Result<(), Failure> {
        let (options, of_sender) = self.letters(message)?;
        self.left = Left::Broken;
        let mail = Mail::new(Some(message.from.clone()), options);
        self.say(mail.to_string(), secrets, of_sender).await?;
        let rcpt = Rcpt::new(message.to.clone(), vec![]);
        self.say(rcpt.to_string(), secrets, of_receiver).await?;
        self.say(Data.to_string(), secrets, of_message).await?;
        let taking = self.smtp.message(&message.bytes);
        let taken = match patience {
            Patience::Short => self.time.give(TAKE, taking).await,
            Patience::Long => timeout(TAKE_LONG, taking).await.ok(),
        };
        taken.ok_or(Problem::Unconfirmed)?.map_err(|error| {
            self.refused(&error);
            failure(&error, secrets, |status| match status {
                None => Problem::Unconfirmed,
                status => of_message(status),
            })
        })?;
        self.left = Left::Nothing;
        Ok(())
    }

    /// Addresses in other letters have to be announced, to a server that can write them: whom it is up to if it cannot,
    /// or refuses.
    fn letters(&self, message: &Written) -> Result<(Vec<MailParameter>, Means), Problem> {
        if message.is_ascii() {
            return Ok((vec![], of_sender));
        }
        let whose = if message.has_ascii_sender() {
            Problem::AddressNotSupported
        } else {
            Problem::SenderRefused
        };
        let able = self.smtp.server_info();
        if !able.supports_feature(Extension::SmtpUtfEight) {
            return Err(whose);
        }
        let means = if message.has_ascii_sender() {
            of_sender_to_other_letters
        } else {
            of_sender
        };
        Ok((vec![MailParameter::SmtpUtfEight], means))
    }

    /// Another message over the same connection, with time of its own.
    pub(crate) fn again(&mut self) {
        self.time = Time::begin();
    }

    /// The connection is good for another message.
    pub(crate) async fn is_fit(&mut self) -> bool {
        if self.left == Left::Half {
            let reset = timeout(ANSWER, self.smtp.command(Rset)).await;
            self.left = match reset {
                Ok(Ok(_)) => Left::Nothing,
                _ => Left::Broken,
            };
        }
        self.left == Left::Nothing
    }

    /// Ends the connection in good order. Nobody depends on it.
    pub(crate) async fn leave(mut self) {
        drop(timeout(GOODBYE, self.smtp.quit()).await);
    }

    async fn say(
        &mut self,
        command: String,
        secrets: &[&Secret],
        problem: Means,
    ) -> Result<(), Failure> {
        let answer = self.time.give(ANSWER, self.smtp.command(command)).await;
        answer.ok_or_else(|| problem(None))?.map_err(|error| {
            self.refused(&error);
            failure(&error, secrets, problem)
        })?;
        Ok(())
    }

    fn refused(&mut self, error: &Smtp) {
        if error
            .status()
            .is_some_and(|code| u16::from(code) != CLOSING)
        {
            self.left = Left::Half;
        }
    }
}

/// What an answer, or none, means at a step.
type Means = fn(Option<u16>) -> Problem;

/// What a refusal of the sender means. Without an answer: the connection broke, or stood still.
const fn of_sender(status: Option<u16>) -> Problem {
    match status {
        Some(530 | 534 | 535 | 538) => Problem::SignInRefused,
        Some(500..) => Problem::SenderRefused,
        _ => Problem::SenderFails,
    }
}

/// The sender is nothing new to the server; the letters of the one receiver are.
const fn of_sender_to_other_letters(status: Option<u16>) -> Problem {
    match of_sender(status) {
        Problem::SenderRefused => Problem::AddressNotSupported,
        other => other,
    }
}

const fn of_receiver(status: Option<u16>) -> Problem {
    match status {
        Some(530 | 534 | 535 | 538) => Problem::SignInRefused,
        Some(500..) => Problem::RecipientRefused,
        Some(_) => Problem::Deferred,
        None => Problem::Cut,
    }
}

const fn of_message(status: Option<u16>) -> Problem {
    match status {
        Some(500..) => Problem::MessageRefused,
        Some(_) => Problem::Deferred,
        None => Problem::Cut,
    }
}
