//! Telling people that sign-in pauses: somebody may be trying passwords.

use super::{Account, Calling, Engine, Fault};
use crate::{
    Tx,
    mail::{Facts, Kind, notice},
};

const HOUR_MS: i64 = 60 * 60 * 1000;

impl Engine {
    /// The owner is told of a pause, at most once an hour of its own and once of a user's: whoever tries many names must
    /// not fill a mailbox. Of a name that nobody has, nothing is told.
    pub(super) async fn tell_of_pause(
        &self,
        tx: &mut Tx,
        operator_id: &str,
        account: &Account,
        call: &Calling<'_>,
    ) -> Result<(), Fault> {
        let (actor_id, name) = &account.actor;
        let user_name = match actor_id.as_str() {
            "-" => return Ok(()),
            "root" => None,
            _ => Some(name.clone()),
        };
        let now = call.now_ms();
        if was_told(tx, operator_id, user_name.is_some(), now).await? {
            return Ok(());
        }
        let facts = Facts {
            by: None,
            user_name,
            ..Facts::of(call)
        };
        notice::to_primary(self, tx, operator_id, Kind::SignInPaused, facts, now).await
    }
}

async fn was_told(
    tx: &mut Tx,
    operator_id: &str,
    of_a_user: bool,
    now: i64,
) -> Result<bool, Fault> {
    let recent: Vec<(String,)> = tx
        .sql("SELECT facts FROM outbox WHERE operator_id = $1 AND created_at > $2 AND kind = $3")
        .bind(operator_id.to_owned())
        .bind(now - HOUR_MS)
        .bind(Kind::SignInPaused.word())
        .fetch_all()
        .await?;
    for (facts,) in recent {
        if Facts::read(&facts)?.user_name.is_some() == of_a_user {
            return Ok(true);
        }
    }
    Ok(false)
}
