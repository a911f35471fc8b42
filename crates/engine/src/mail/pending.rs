//! Where a confirmation stands: the newest message that asks for it, and its link and code.

use super::{Kind, outbox::state_of, room::room_for, token, token::TRIES};
use crate::{Fault, Tx};
use latchkey_api::{EmailAddress, MessageState, Pending};

#[derive(sqlx::FromRow)]
struct Newest {
    state: String,
    sent_at: i64,
    expires_at: Option<i64>,
    tries_left: Option<i64>,
}

/// Where the confirmation that a kind of message asks for stands, for one subject.
pub(crate) async fn pending(
    tx: &mut Tx,
    operator_id: &str,
    kind: Kind,
    subject: &str,
    to: &EmailAddress,
    now_ms: i64,
) -> Result<Pending, Fault> {
    let purpose = kind
        .purpose()
        .ok_or(Fault::Bug("this kind asks for nothing"))?;
    // of two in one moment, the one that was not replaced
    let newest: Option<Newest> = tx
        .sql(
            "SELECT o.state, o.sent_at, t.expires_at, t.tries_left FROM outbox o \
             LEFT JOIN mail_tokens t ON t.operator_id = o.operator_id AND t.token_id = o.message_id \
             WHERE o.operator_id = $1 AND o.purpose = $2 AND o.subject = $3 \
             ORDER BY o.created_at DESC, CASE WHEN t.token_id IS NOT NULL THEN 0 WHEN o.state IN ('obsolete', 'sent') THEN 2 ELSE 1 END LIMIT 1",
        )
        .bind(operator_id.to_owned())
        .bind(token::word(purpose))
        .bind(subject.to_owned())
        .fetch_optional()
        .await?;
    let room = room_for(tx, kind, to, now_ms).await?;
    Ok(Pending {
        mail: newest
            .as_ref()
            .map_or(MessageState::Obsolete, |newest| state_of(&newest.state)),
        expire_date_time: newest
            .as_ref()
            .and_then(|newest| newest.expires_ms(kind))
            .map(|at| at / 1000),
        resend_date_time: (room.politely_from_ms + 999) / 1000,
        tries_left: newest.map_or(0, |newest| newest.tries()),
    })
}

impl Newest {
    /// A link that expired may be gone from the store: it expired all the same.
    fn expires_ms(&self, kind: Kind) -> Option<i64> {
        let sent = (self.sent_at > 0).then(|| self.sent_at + kind.life_ms());
        self.expires_at.or(sent)
    }

    fn tries(&self) -> u32 {
        let never = if self.sent_at > 0 { 0 } else { TRIES };
        u32::try_from(self.tries_left.unwrap_or(never)).unwrap_or(0)
    }
}
