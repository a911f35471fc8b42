//! Where the passwords of mail servers are kept: in a keychain where there is one, else sealed in the store. A keychain
//! takes its time, so it is asked before the transaction, and told to forget after it.

use super::{KeptPassword, Settings, Slot, place, seal};
use crate::Engine;
use latchkey_api::{MailServer, OperatorId, Secret};

impl Engine {
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
        for kept in [&settings.current, &settings.owner, &settings.past]
            .into_iter()
            .flatten()
        {
            let same = kept.server.as_ref().map(place) == Some(place(server));
            if same && let Some(password) = self.mail_password(operator_id.as_str(), kept).await {
                return Some(password);
            }
        }
        None
    }

    /// Gives a password to the vault, if there is one and it takes it.
    pub(super) async fn keep_outside(
        &self,
        operator_id: &str,
        slots: &[Slot],
        server: &MailServer,
        password: Secret,
    ) -> KeptPassword {
        let Some(vault) = &self.inner.ports.vault else {
            return KeptPassword::Here(password);
        };
        for slot in slots {
            let name = seal::name(operator_id, *slot, server);
            if !vault.keep(&name, Some(&password)).await {
                return KeptPassword::Here(password);
            }
        }
        KeptPassword::InVault
    }

    /// Lets the vault forget what a committed change needs no more. What stays behind opens nothing here.
    pub(crate) async fn forget_outside(&self, names: &[String]) {
        let Some(vault) = &self.inner.ports.vault else {
            return;
        };
        for name in names {
            vault.keep(name, None).await;
        }
    }
}

/// What a vault calls the passwords of these slots whose server is another one from now on.
pub(super) fn outdated(
    operator_id: &str,
    slots: &[Slot],
    before: &Settings,
    now: Option<&MailServer>,
) -> Vec<String> {
    let of = |slot: &Slot| {
        let old = before.slot(*slot)?.server.as_ref()?;
        (now.map(place) != Some(place(old))).then(|| seal::name(operator_id, *slot, old))
    };
    slots.iter().filter_map(of).collect()
}
