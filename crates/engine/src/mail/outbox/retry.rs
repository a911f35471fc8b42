//! `Mail:retryMessages`: what waits or failed is sent again, at once and with its whole time; but what takes an account over
//! keeps the time that it had.

use super::MOST;
use crate::{
    Engine, Fault, Handle, Tx, Work,
    mail::{post::GIVE_UP_MS, settings::bad},
};
use latchkey_api::{Code, Retried, RetryMessages};
use std::collections::BTreeSet;

impl Handle<RetryMessages> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: RetryMessages) -> Result<Retried, Fault> {
        let operator_id = op.operator_id.to_string();
        let now = work.now_ms();
        let count = match op.message_ids {
            None => all(&mut work.tx, &operator_id, now).await?,
            Some(ids) => {
                if ids.len() > MOST as usize {
                    return Err(bad(
                        "messageIds",
                        work.language(),
                        (
                            "Choose at most 200 messages. None was sent again.",
                            "一度に選択できるのは200件までです。再送していません。",
                        ),
                    ));
                }
                let ids: BTreeSet<String> = ids.into_iter().collect();
                for id in &ids {
                    one(&mut work.tx, &operator_id, id, now).await?;
                }
                i64::try_from(ids.len()).unwrap_or(i64::MAX)
            }
        };
        // somebody wants to know now: a server that failed is tried, too, whether it is the account's own or everybody's
        work.tx
            .sql("UPDATE mail_trouble SET next_probe_at = $1 WHERE operator_id = $2 AND next_probe_at > $1")
            .bind(now)
            .bind(operator_id)
            .execute()
            .await?;
        self.common_is_asked_again(now);
        self.mail_is_due();
        Ok(Retried { count })
    }
}

/// What takes an account over is sent again within its time only, and gets no more of it.
macro_rules! again {
    ($which:literal) => {
        concat!(
            "UPDATE outbox SET state = 'waiting', next_try_at = $1, ",
            "give_up_at = CASE WHEN purpose IN ('undo_primary', 'recover', 'object_to_recovery') THEN give_up_at ELSE $2 END ",
            "WHERE operator_id = $3 AND state IN ('waiting', 'failed') ",
            "AND (give_up_at > $1 OR purpose NOT IN ('undo_primary', 'recover', 'object_to_recovery'))",
            $which
        )
    };
}

async fn all(tx: &mut Tx, operator_id: &str, now_ms: i64) -> Result<i64, Fault> {
    let count = tx
        .sql(again!(""))
        .bind(now_ms)
        .bind(now_ms + GIVE_UP_MS)
        .bind(operator_id.to_owned())
        .execute()
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

async fn one(tx: &mut Tx, operator_id: &str, id: &str, now_ms: i64) -> Result<(), Fault> {
    let found = tx
        .sql(again!(" AND message_id = $4"))
        .bind(now_ms)
        .bind(now_ms + GIVE_UP_MS)
        .bind(operator_id.to_owned())
        .bind(id.to_owned())
        .execute()
        .await?;
    if found == 1 {
        Ok(())
    } else {
        Err(Code::NotFound.into())
    }
}

#[cfg(test)]
mod tests {
    use crate::mail::token::{is_bound_to_its_time, purpose_of, word};
    use latchkey_api::TokenPurpose;

    /// The statement and the rule name the same purposes.
    #[test]
    fn what_is_bound_to_its_time_gets_no_more_of_it() {
        let named = again!("");
        for purpose in [
            TokenPurpose::AddEmail,
            TokenPurpose::ResetPassword,
            TokenPurpose::Recover,
            TokenPurpose::ObjectToRecovery,
            TokenPurpose::UndoPrimary,
            TokenPurpose::Contact,
            TokenPurpose::Invitation,
            TokenPurpose::UserPassword,
        ] {
            assert_eq!(purpose_of(word(purpose)), Some(purpose));
            let times = named.matches(&format!("'{}'", word(purpose))).count();
            assert_eq!(times == 2, is_bound_to_its_time(purpose), "{purpose:?}");
        }
    }
}
