//! Signing out: always allowed, whatever the permissions say.

use crate::{Engine, Fault, Handle, Work, session};
use latchkey_api::Logout;

impl Handle<Logout> for Engine {
    async fn handle(&self, work: &mut Work<'_>, _op: Logout) -> Result<(), Fault> {
        let (operator_id, session_id) = (
            work.who()?.operator_id.clone(),
            work.who()?.session_id.clone(),
        );
        session::end(&mut work.tx, &operator_id, &session_id).await?;
        Ok(())
    }
}
