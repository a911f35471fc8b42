//! What is said over an encrypted connection: who we are, and the message.

use super::{ANSWER, Encrypted, Failure, Time, Written, failure};
use crate::mail::problem::Problem;
use latchkey_api::Secret;
use lettre::transport::smtp::{
    authentication::{Credentials, DEFAULT_MECHANISMS},
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt},
    extension::{Extension, MailParameter},
};
use std::time::Duration;
use tokio::time::timeout;

/// A server may look at a message for a while before it takes it.
const TAKE: Duration = Duration::from_secs(12);
const GOODBYE: Duration = Duration::from_secs(1);

/// A connection over which mail can be sent.
pub(crate) struct Session {
    smtp: AsyncSmtpConnection,
    time: Time,
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
            return Ok(Session { smtp, time });
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
        Ok(Session { smtp, time })
    }
}

impl Session {
    /// Hands a message over. `Ok` means that the server answers for it from now on.
    pub(crate) async fn send(
        &mut self,
        message: &Written,
        secrets: &[&Secret],
    ) -> Result<(), Failure> {
        let mut options = vec![];
        if !message.is_ascii() {
            if !self
                .smtp
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(Problem::AddressNotSupported.into());
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let mail = Mail::new(Some(message.from.clone()), options);
        self.say(mail.to_string(), secrets, of_sender).await?;
        let rcpt = Rcpt::new(message.to.clone(), vec![]);
        self.say(rcpt.to_string(), secrets, of_receiver).await?;
        self.say(Data.to_string(), secrets, of_message).await?;
        let taken = self.time.give(TAKE, self.smtp.message(&message.bytes));
        taken.await.ok_or(Problem::Unconfirmed)?.map_err(|error| {
            failure(&error, secrets, |status| match status {
                None => Problem::Unconfirmed,
                status => of_message(status),
            })
        })?;
        Ok(())
    }

    /// Another message over the same connection, with time of its own.
    pub(crate) fn again(&mut self) {
        self.time = Time::begin();
    }

    /// Ends the connection in good order. Nobody depends on it.
    pub(crate) async fn leave(mut self) {
        drop(timeout(GOODBYE, self.smtp.quit()).await);
    }

    async fn say(
        &mut self,
        command: String,
        secrets: &[&Secret],
        problem: fn(Option<u16>) -> Problem,
    ) -> Result<(), Failure> {
        let answer = self.time.give(ANSWER, self.smtp.command(command)).await;
        answer
            .ok_or_else(|| problem(None))?
            .map_err(|error| failure(&error, secrets, problem))?;
        Ok(())
    }
}

/// What a refusal of the sender means. Without an answer: the connection broke, or stood still.
const fn of_sender(status: Option<u16>) -> Problem {
    match status {
        Some(530 | 534 | 535 | 538) => Problem::SignInRefused,
        Some(500..) => Problem::SenderRefused,
        _ => Problem::SenderFails,
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
