//! `Mail:updateMailSettings`: another mail server, and who may rely on it.

use super::{
    Saved, Settings, Slot, covers_word, no_password, no_server, place, saved, seal, through_word,
};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Who, Work,
    mail::{Authority, trouble},
    rights::Documents,
};
use latchkey_api::{MailServer, MailThrough, OperatorId, Secret, UpdateMailSettings};
use latchkey_permission::exceeds;

/// What becomes of a mail server's password; decided before the transaction, since a keychain takes its time.
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

impl Handle<UpdateMailSettings> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &UpdateMailSettings,
    ) -> Result<Prepared, Fault> {
        let language = call.language();
        let settings = self.stored_mail_settings(&op.operator_id).await?;
        let own = op.own.as_ref().or_else(|| own_of(&settings));
        self.check_mail(op.through, op.own.as_ref(), op.password.as_ref(), language)?;
        let Some(own) = own else {
            return if op.through == MailThrough::Own {
                Err(no_server(language))
            } else {
                Ok(Prepared::default())
            };
        };
        let password = self
            .wanted_password(&op.operator_id, &settings, own, op.password.as_ref())
            .await;
        if op.through == MailThrough::Own && own.user_name.is_some() && password.is_none() {
            return Err(no_password(language));
        }
        let mail_password = match password {
            None => KeptPassword::None,
            Some(password) => {
                let slots = slots_of(call.who()?);
                self.keep_outside(&op.operator_id, slots, own, password)
                    .await
            }
        };
        Ok(Prepared {
            mail_password,
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, op: UpdateMailSettings) -> Result<(), Fault> {
        let operator_id = op.operator_id.to_string();
        let settings = saved(&mut work.tx, &operator_id).await?;
        let server = op.own.or_else(|| own_of(&settings).cloned());
        let who = work.who()?;
        let slots = slots_of(who);
        let row = New {
            through: op.through,
            server: server.as_ref(),
            covers: covers(who, op.through),
            by: who.name().to_owned(),
        };
        for slot in slots {
            self.write_slot(work, &operator_id, *slot, &row).await?;
            work.tx
                .sql("DELETE FROM mail_trouble WHERE operator_id = $1 AND slot = $2")
                .bind(operator_id.clone())
                .bind(slot.word())
                .execute()
                .await?;
        }
        let now = work.now_ms();
        trouble::wake(&mut work.tx, &operator_id, now).await?;
        work.note.text = Some(match (op.through, &server) {
            (MailThrough::Own, Some(server)) => format!("{}:{}", server.host, server.port),
            (through, _) => through_word(through).to_owned(),
        });
        self.forget_outside(&operator_id, slots, &settings, server.as_ref())
            .await;
        self.mail_is_due();
        Ok(())
    }
}

/// A row to be.
struct New<'n> {
    through: MailThrough,
    server: Option<&'n MailServer>,
    covers: Authority,
    by: String,
}

impl Engine {
    async fn write_slot(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        slot: Slot,
        new: &New<'_>,
    ) -> Result<(), Fault> {
        let sealed = match (&work.prepared.mail_password, new.server) {
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
        let server = new.server.map(serde_json::to_string).transpose();
        let server = server.map_err(|_| Fault::Bug("a mail server is JSON"))?;
        let now = work.now_ms();
        work.tx
            .sql(
                "INSERT INTO mail_settings (operator_id, slot, through, server, password, covers, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                 ON CONFLICT (operator_id, slot) DO UPDATE SET through = $3, server = $4, password = $5, covers = $6, updated_at = $7, updated_by = $8",
            )
            .bind(operator_id.to_owned())
            .bind(slot.word())
            .bind(through_word(new.through))
            .bind(server)
            .bind(sealed)
            .bind(covers_word(new.covers))
            .bind(now)
            .bind(new.by.clone())
            .execute()
            .await?;
        Ok(())
    }

    /// What is stored at this moment, read before the transaction.
    pub(crate) async fn stored_mail_settings(
        &self,
        operator_id: &OperatorId,
    ) -> Result<Settings, Fault> {
        let mut tx = self.db().read().await?;
        saved(&mut tx, operator_id.as_str()).await
    }

    /// The password that was given; else the one that is kept for the very same place.
    pub(crate) async fn wanted_password(
        &self,
        operator_id: &OperatorId,
        settings: &Settings,
        server: &MailServer,
        given: Option<&Secret>,
    ) -> Option<Secret> {
        server.user_name.as_ref()?;
        if let Some(given) = given {
            return Some(given.clone());
        }
        for kept in [&settings.current, &settings.owner].into_iter().flatten() {
            let same = kept.server.as_ref().map(place) == Some(place(server));
            if same && let Some(password) = self.mail_password(operator_id.as_str(), kept).await {
                return Some(password);
            }
        }
        None
    }

    /// Gives a password to the vault, if there is one and it takes it.
    async fn keep_outside(
        &self,
        operator_id: &OperatorId,
        slots: &[Slot],
        server: &MailServer,
        password: Secret,
    ) -> KeptPassword {
        let Some(vault) = &self.inner.ports.vault else {
            return KeptPassword::Here(password);
        };
        for slot in slots {
            let name = seal::name(operator_id.as_str(), *slot, server);
            if !vault.keep(&name, Some(&password)).await {
                return KeptPassword::Here(password);
            }
        }
        KeptPassword::InVault
    }

    /// Lets the vault forget passwords of servers that are no longer set up.
    async fn forget_outside(
        &self,
        operator_id: &str,
        slots: &[Slot],
        before: &Settings,
        now: Option<&MailServer>,
    ) {
        let Some(vault) = &self.inner.ports.vault else {
            return;
        };
        for slot in slots {
            let old = before.slot(*slot).and_then(|saved| saved.server.as_ref());
            if let Some(old) = old
                && now.map(place) != Some(place(old))
            {
                // one that stays behind opens nothing here any more
                vault.keep(&seal::name(operator_id, *slot, old), None).await;
            }
        }
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

/// Whose mail may go through a server that this caller chose: that of whom the caller could open the account of anyway.
fn covers(who: &Who, through: MailThrough) -> Authority {
    let Some(rights) = who.rights() else {
        return Authority::Owner;
    };
    // chosen by whoever runs the server, who could open every account there
    if through == MailThrough::Server {
        return Authority::Owner;
    }
    let everything = Documents {
        own: Some(r#"{"statements":[{"effect":"allow","api":["*"]}]}"#.to_owned()),
        ..Documents::default()
    };
    if exceeds(rights, &everything.compiled("everything")).is_empty() {
        Authority::User
    } else {
        Authority::Nobody
    }
}
