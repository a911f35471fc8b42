//! `Mail:getMailSettings`, `Mail:getMailStanding`: how mail is sent, and whether it gets out. Never a password.

use super::{Settings, saved};
use crate::{
    Engine, Fault, Handle, Links, Work, email,
    mail::{Authority, trouble},
};
use latchkey_api::{
    GetMailSettings, GetMailStanding, MailSettings, MailStanding, MailThrough, Secret,
};

impl Handle<GetMailStanding> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        _op: GetMailStanding,
    ) -> Result<MailStanding, Fault> {
        let operator_id = work.who()?.operator_id.clone();
        let settings = saved(&mut work.tx, &operator_id, work.call.now_ms()).await?;
        let trouble = trouble::shown(&mut work.tx, &operator_id).await?;
        Ok(MailStanding {
            through: self.mail_through(&settings),
            links: self.inner.ports.settings.links != Links::None,
            trouble: trouble.map(|trouble| trouble.told(work.language())),
        })
    }
}

impl Handle<GetMailSettings> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: GetMailSettings,
    ) -> Result<MailSettings, Fault> {
        let operator_id = op.operator_id.to_string();
        let settings = saved(&mut work.tx, &operator_id, work.call.now_ms()).await?;
        let through = self.mail_through(&settings);
        let current = settings.current.as_ref();
        let password = match current {
            Some(current) => self.mail_password(&operator_id, current).await,
            None => None,
        };
        let who = work.call.who()?;
        let goes_to = email::of_caller(&mut work.tx, who).await?;
        Ok(MailSettings {
            through,
            server_has_mail: self.has_common_mail(),
            own: current.and_then(|saved| saved.server.clone()),
            has_password: password.as_ref().is_some_and(is_something),
            test_goes_to: goes_to.map(String::from),
            update_date_time: current.map(|saved| saved.updated_at / 1000),
            updated_by: current.map(|saved| saved.updated_by.clone()),
            owner_must_confirm: through != MailThrough::Server
                && current.is_some_and(|saved| saved.covers < Authority::Owner),
        })
    }
}

fn is_something(password: &Secret) -> bool {
    !password.expose().is_empty()
}

impl Engine {
    /// Through what an account's mail goes, as its own mail that opens nothing would.
    pub(crate) fn mail_through(&self, settings: &Settings) -> MailThrough {
        let chosen = settings.current.as_ref().map(|saved| saved.through);
        match chosen {
            Some(MailThrough::Own) => MailThrough::Own,
            None | Some(MailThrough::Server) if self.has_common_mail() => MailThrough::Server,
            _ => MailThrough::None,
        }
    }
}
