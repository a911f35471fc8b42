//! `Server:getServer`: what anybody may know of the server. Nothing of its accounts.

use crate::{Engine, Fault, Handle, Work};
use latchkey_api::{CreateOperator, GetServer, Operation as _, ServerInfo, SignUp};

impl Handle<GetServer> for Engine {
    async fn handle(&self, work: &mut Work<'_>, _op: GetServer) -> Result<ServerInfo, Fault> {
        let settings = &self.inner.ports.settings;
        // a local file is one account, and it has that
        let sign_up = if self.is_local() {
            SignUp::Off
        } else {
            settings.sign_up
        };
        let served = |name: &&&str| sign_up != SignUp::Off || **name != CreateOperator::NAME;
        Ok(ServerInfo {
            product: "Latchkey server".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            name: settings.name.clone(),
            sign_up,
            mail: settings.mail.is_some() || self.has_its_own_mail(work).await?,
            operations: Self::operations()
                .iter()
                .filter(served)
                .map(ToString::to_string)
                .collect(),
        })
    }
}

impl Engine {
    /// On this computer: whether the one account has a mail server.
    async fn has_its_own_mail(&self, work: &mut Work<'_>) -> Result<bool, Fault> {
        if !self.is_local() {
            return Ok(false);
        }
        let (own,): (i64,) = work
            .tx
            .sql("SELECT count(*) FROM mail_settings WHERE slot = 'current' AND through = 'own'")
            .fetch_one()
            .await?;
        Ok(own > 0)
    }
}
