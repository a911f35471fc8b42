//! `Mail:updateMailSettings`: another mail server, and who may rely on it.

use super::{
    Saved, Settings, Slot, covers::covers, covers_word, no_password, no_server,
    passwords::outdated, past::Ending, saved, seal, through_word,
};
use crate::{Calling, Engine, Fault, Handle, Prepared, Who, Work, mail::trouble};
use latchkey_api::{Code, MailServer, MailThrough, OperatorId, Secret, UpdateMailSettings};

/// What becomes of a mail server's password.
#[derive(Debug, Default)]
pub(crate) enum KeptPassword {
    /// There is none.
    #[default]
    None,
    /// To be sealed and stored.
    Here(Secret),
    /// In the vault already.
    InVault,
}

/// What is known before the transaction.
#[derive(Debug)]
pub(crate) struct Changing {
    /// The settings that it was decided for.
    before: Settings,
    password: KeptPassword,
    /// The way of the owner's mail that ends.
    ending: Option<Ending>,
}

/// What is chosen.
pub(super) struct Choice<'c> {
    pub(super) through: MailThrough,
    pub(super) server: Option<&'c MailServer>,
}

impl Handle<UpdateMailSettings> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &UpdateMailSettings,
    ) -> Result<Prepared, Fault> {
        let (language, operator_id) = (call.language(), &op.operator_id);
        let before = self
            .stored_mail_settings(operator_id, call.now_ms())
            .await?;
        let own = op.own.as_ref().or_else(|| own_of(&before));
        self.check_mail(op.through, op.own.as_ref(), op.password.as_ref(), language)?;
        if own.is_none() && op.through == MailThrough::Own {
            return Err(no_server(language));
        }
        let password = match own {
            Some(own) => {
                self.wanted_password(operator_id, &before, own, op.password.as_ref())
                    .await
            }
            None => None,
        };
        let asks_for_one = own.is_some_and(|own| own.user_name.is_some());
        if op.through == MailThrough::Own && asks_for_one && password.is_none() {
            return Err(no_password(language));
        }
        let slots = slots_of(call.who()?);
        let choice = Choice {
            through: op.through,
            server: own,
        };
        let ending = if slots.contains(&Slot::Owner) {
            self.way_that_ends(operator_id.as_str(), &before, &choice, password.as_ref())
                .await
        } else {
            None
        };
        let password = match (password, own) {
            (Some(password), Some(own)) => {
                self.keep_outside(operator_id.as_str(), slots, own, password)
                    .await
            }
            _ => KeptPassword::None,
        };
        Ok(Prepared {
            mail: Some(Box::new(Changing {
                before,
                password,
                ending,
            })),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, op: UpdateMailSettings) -> Result<(), Fault> {
        let (operator_id, now) = (op.operator_id.to_string(), work.now_ms());
        let changing = work.prepared.mail.take();
        let changing = changing.ok_or(Fault::Bug("a change was prepared"))?;
        // a password that was found for one server is never stored beside another
        let settings = saved(&mut work.tx, &operator_id, now).await?;
        if settings != changing.before {
            return Err(Code::Stale.into());
        }
        let server = op.own.or_else(|| own_of(&settings).cloned());
        let choice = Choice {
            through: op.through,
            server: server.as_ref(),
        };
        let slots = slots_of(work.who()?);
        for slot in slots {
            self.write_slot(work, &operator_id, *slot, &choice, &changing.password)
                .await?;
        }
        if let Some(ending) = &changing.ending {
            self.end_way(work, &operator_id, &settings, ending).await?;
        }
        trouble::wake(&mut work.tx, &operator_id, now).await?;
        work.note.text = Some(match (op.through, &server) {
            (MailThrough::Own, Some(server)) => format!("{}:{}", server.host, server.port),
            (through, _) => through_word(through).to_owned(),
        });
        work.forget
            .extend(outdated(&operator_id, slots, &settings, server.as_ref()));
        self.mail_is_due();
        Ok(())
    }
}

impl Engine {
    /// Stores a choice. Whatever was wrong with the one before is no longer of interest.
    pub(super) async fn write_slot(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        slot: Slot,
        choice: &Choice<'_>,
        password: &KeptPassword,
    ) -> Result<(), Fault> {
        let sealed = match (password, choice.server) {
            (KeptPassword::Here(password), Some(server)) => Some(
                seal::seal(
                    &self.inner.keys,
                    &*self.inner.ports.randomness,
                    operator_id,
                    slot,
                    server,
                    password,
                )
                .ok_or(Fault::Bug("a password is sealed"))?,
            ),
            _ => None,
        };
        let server = choice.server.map(serde_json::to_string).transpose();
        let server = server.map_err(|_| Fault::Bug("a mail server is JSON"))?;
        let now = work.now_ms();
        let who = work.call.who()?;
        work.tx
            .sql(
                "INSERT INTO mail_settings (operator_id, slot, through, server, password, covers, updated_at, updated_by, updated_by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                 ON CONFLICT (operator_id, slot) DO UPDATE SET through = $3, server = $4, password = $5, covers = $6, updated_at = $7, updated_by = $8, updated_by_id = $9",
            )
            .bind(operator_id.to_owned())
            .bind(slot.word())
            .bind(through_word(choice.through))
            .bind(server)
            .bind(sealed)
            .bind(covers_word(covers(who, choice.through)))
            .bind(now)
            .bind(who.name().to_owned())
            .bind(who.user_id().map(str::to_owned))
            .execute()
            .await?;
        work.tx
            .sql("DELETE FROM mail_trouble WHERE operator_id = $1 AND slot = $2")
            .bind(operator_id.to_owned())
            .bind(slot.word())
            .execute()
            .await?;
        Ok(())
    }

    /// What is stored at this moment, read before the transaction.
    pub(crate) async fn stored_mail_settings(
        &self,
        operator_id: &OperatorId,
        now_ms: i64,
    ) -> Result<Settings, Fault> {
        let mut tx = self.db().read().await?;
        saved(&mut tx, operator_id.as_str(), now_ms).await
    }
}

/// The account's own server as whoever changes it sees it.
pub(crate) fn own_of(settings: &Settings) -> Option<&MailServer> {
    let saved: Option<&Saved> = settings.current.as_ref();
    saved.and_then(|saved| saved.server.as_ref())
}

/// The owner confirms what it saves.
fn slots_of(who: &Who) -> &'static [Slot] {
    if who.rights().is_none() {
        &[Slot::Current, Slot::Owner]
    } else {
        &[Slot::Current]
    }
}
