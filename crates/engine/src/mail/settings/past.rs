//! The way that the owner's mail went until somebody with the owner's password changed it. What warns the owner goes that
//! way for a while longer: else whoever has the password could keep the warnings from the owner, and with them the link that
//! takes another primary address back. Where that way fails, the new one is taken.

use super::{Choice, KeptPassword, Settings, Slot, place, seal};
use crate::{
    Engine, Fault, Tx, Work,
    mail::{
        Facts, Kind, notice,
        problem::Problem,
        route::{Route, route},
    },
};
use latchkey_api::{MailServer, MailThrough, Secret};

const HOUR_MS: i64 = 60 * 60 * 1000;
/// How long that is; an hour less than a message is tried, so that one that never got out is tried the new way, too.
const HOLDS_MS: i64 = 71 * HOUR_MS;
/// How long a mail server that does not answer is waited for.
const SILENT_MS: i64 = 6 * HOUR_MS;

/// A way that ends.
#[derive(Debug)]
pub(super) struct Ending {
    through: MailThrough,
    server: Option<MailServer>,
    password: KeptPassword,
}

/// Whether the way from before that moment is still taken: not for ever, and not if it leads nowhere.
pub(super) async fn holds(
    tx: &mut Tx,
    operator_id: &str,
    ended_ms: i64,
    now_ms: i64,
) -> Result<bool, Fault> {
    if now_ms >= ended_ms + HOLDS_MS {
        return Ok(false);
    }
    let trouble: Option<(String, i64)> = tx
        .sql("SELECT problem, since_at FROM mail_trouble WHERE operator_id = $1 AND slot = $2")
        .bind(operator_id.to_owned())
        .bind(Slot::Past.word())
        .fetch_optional()
        .await?;
    Ok(trouble.is_none_or(|(problem, since_ms)| {
        !turns_us_away(&problem) && now_ms < since_ms + SILENT_MS
    }))
}

/// That server takes no mail from here any more. Nothing that somebody without access to it could bring about.
fn turns_us_away(problem: &str) -> bool {
    matches!(
        Problem::of(problem),
        Some(
            Problem::HostNotAllowed
                | Problem::PasswordMissing
                | Problem::NoSignIn
                | Problem::SignInRefused
                | Problem::SenderRefused
        )
    )
}

impl Settings {
    /// For a message that the way from before does not take: the others still go there.
    pub(in crate::mail) fn leave_past(&mut self) {
        self.past_holds = false;
    }
}

impl Engine {
    /// The way of the owner's mail that ends with this choice; none where it stays, and where there was none.
    pub(super) async fn way_that_ends(
        &self,
        operator_id: &str,
        before: &Settings,
        new: &Choice<'_>,
        password: Option<&Secret>,
    ) -> Option<Ending> {
        let slot = match route(before, self.has_common_mail(), Kind::ResetPassword) {
            Route::None(_) => return None,
            Route::Common(_) => {
                return (new.through != MailThrough::Server).then_some(Ending {
                    through: MailThrough::Server,
                    server: None,
                    password: KeptPassword::None,
                });
            }
            Route::Own(slot) => slot,
        };
        let saved = before.slot(slot)?;
        let server = saved.server.as_ref()?;
        let known = self.mail_password(operator_id, saved).await;
        let stays = new.through == MailThrough::Own
            && new.server.is_some_and(|new| sends_alike(new, server))
            && known.as_ref().map(Secret::expose) == password.map(Secret::expose);
        if stays {
            return None;
        }
        let password = match known {
            Some(known) if before.past().is_none() => {
                self.keep_outside(operator_id, &[Slot::Past], server, known)
                    .await
            }
            _ => KeptPassword::None,
        };
        Some(Ending {
            through: MailThrough::Own,
            server: Some(server.clone()),
            password,
        })
    }

    /// Keeps the way that ends for a while, and tells the owner by it. One that is kept already stays: whoever changes the
    /// settings twice does not end it with that.
    pub(super) async fn end_way(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        before: &Settings,
        ending: &Ending,
    ) -> Result<(), Fault> {
        if before.past().is_none() {
            let old = Choice {
                through: ending.through,
                server: ending.server.as_ref(),
            };
            self.write_slot(work, operator_id, Slot::Past, &old, &ending.password)
                .await?;
            let outdated =
                super::passwords::outdated(operator_id, &[Slot::Past], before, old.server);
            work.forget.extend(outdated);
        }
        let (kind, now) = (Kind::MailServerChanged, work.now_ms());
        let facts = Facts::of(&work.call);
        notice::to_primary(self, &mut work.tx, operator_id, kind, facts, now).await
    }

    /// Forgets ways that are not taken any more, and their passwords.
    pub(in crate::mail) async fn forget_past_ways(
        &self,
        mut tx: Tx,
        now_ms: i64,
    ) -> Result<(), Fault> {
        let over: Vec<(String, Option<String>)> = tx
            .sql("DELETE FROM mail_settings WHERE slot = $1 AND updated_at <= $2 RETURNING operator_id, server")
            .bind(Slot::Past.word())
            .bind(now_ms - HOLDS_MS)
            .fetch_all()
            .await?;
        tx.commit().await?;
        for (operator_id, server) in over {
            if let Some(server) = server.as_deref().map(super::read).transpose()? {
                let name = seal::name(&operator_id, Slot::Past, &server);
                self.forget_outside(&[name]).await;
            }
        }
        Ok(())
    }
}

/// The same but for how the sender is called.
fn sends_alike(one: &MailServer, other: &MailServer) -> bool {
    place(one) == place(other) && one.sender_address == other.sender_address
}
