//! How much one mailbox is sent because somebody asked (R44): counted over all accounts, when a message is posted and
//! again when it goes out.

use super::Kind;
use crate::{Calling, Fault, Tx};
use latchkey_api::{Code, Detail, EmailAddress, Error, say};

/// Messages that one mailbox is sent an hour.
const AN_HOUR: i64 = 3;
const HOUR_MS: i64 = 60 * 60 * 1000;
/// Least time between two of them, where a person presses a button.
const PAUSE_MS: i64 = 60 * 1000;

/// When the next message may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// In UNIX milliseconds, by the hour's count alone; not in the future when there is room.
    pub(crate) from_ms: i64,
    /// The same with a pause after the last one.
    pub(crate) politely_from_ms: i64,
}

/// The last three of an hour, newest first.
macro_rules! recent {
    ($at:literal, $kinds:literal $(, $besides:literal)?) => {
        concat!(
            "SELECT ", $at, " FROM outbox WHERE recipient_key = $1 AND asked AND ", $at, " > $2 ",
            "AND kind ", $kinds, " ('reset_password', 'recover', 'user_password')", $($besides,)? " ORDER BY ", $at, " DESC LIMIT 3"
        )
    };
}

/// When somebody may ask for the next message to this mailbox, whichever account asks. What strangers ask for and what
/// accounts ask for is counted apart: else an account that is told to wait would learn of a stranger's request that found
/// somebody (R12), and could keep a mailbox from the mail that lets its owner back in.
pub(crate) async fn room_for(
    tx: &mut Tx,
    kind: Kind,
    to: &EmailAddress,
    now_ms: i64,
) -> Result<Room, Fault> {
    let statement = if kind.is_for_strangers() {
        recent!("created_at", "IN")
    } else {
        recent!("created_at", "NOT IN")
    };
    let recent: Vec<(i64,)> = tx
        .sql(statement)
        .bind(to.key())
        .bind(now_ms - HOUR_MS)
        .fetch_all()
        .await?;
    Ok(Room::after(&recent, now_ms))
}

/// The same for whoever posts it then: until the transaction ends, no other account posts to this mailbox. The account's
/// own lock comes first, and of several mailboxes the one that sorts first.
pub(crate) async fn reserve(
    tx: &mut Tx,
    kind: Kind,
    to: &EmailAddress,
    now_ms: i64,
) -> Result<Room, Fault> {
    lock(tx, to).await?;
    room_for(tx, kind, to, now_ms).await
}

/// From when on a message that was asked for may go out to its mailbox. What waited through an outage comes no faster than
/// it could have been asked for. Until the transaction ends, no other worker begins one to this mailbox.
pub(super) async fn may_go(
    tx: &mut Tx,
    kind: Kind,
    to: &EmailAddress,
    message_id: &str,
    now_ms: i64,
) -> Result<i64, Fault> {
    lock(tx, to).await?;
    let statement = if kind.is_for_strangers() {
        recent!(
            "sent_at",
            "IN",
            " AND state IN ('sending', 'sent') AND message_id <> $3"
        )
    } else {
        recent!(
            "sent_at",
            "NOT IN",
            " AND state IN ('sending', 'sent') AND message_id <> $3"
        )
    };
    let recent: Vec<(i64,)> = tx
        .sql(statement)
        .bind(to.key())
        .bind(now_ms - HOUR_MS)
        .bind(message_id.to_owned())
        .fetch_all()
        .await?;
    // a clock that was set back makes nobody wait longer
    Ok(Room::after(&recent, now_ms).from_ms.min(now_ms + HOUR_MS))
}

/// One transaction at a time counts what goes to a mailbox.
async fn lock(tx: &mut Tx, to: &EmailAddress) -> Result<(), Fault> {
    tx.dialect(
        // there one transaction at a time writes at all
        "SELECT $1",
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 7003))",
    )
    .bind(to.key())
    .execute()
    .await?;
    Ok(())
}

impl Room {
    /// After these messages of the last hour, newest first.
    fn after(recent: &[(i64,)], now_ms: i64) -> Self {
        let full = i64::try_from(recent.len()).is_ok_and(|count| count >= AN_HOUR);
        let oldest = recent.last().map_or(0, |(at,)| *at);
        let from_ms = if full { oldest + HOUR_MS } else { now_ms };
        let last = recent.first().map_or(0, |(at,)| *at);
        Self {
            from_ms,
            politely_from_ms: from_ms.max(last + PAUSE_MS),
        }
    }
}

/// Refuses to send before a moment, and says how long that is.
pub(crate) fn not_before(call: &Calling<'_>, from_ms: i64) -> Result<(), Fault> {
    let wait_ms = from_ms - call.now_ms();
    if wait_ms <= 0 {
        return Ok(());
    }
    let seconds = (wait_ms + 999) / 1000;
    let minutes = (seconds + 59) / 60;
    let message = if seconds < 120 {
        say(
            call.language(),
            format!(
                "One address is sent one message a minute and three an hour. Nothing was sent. Try again in {seconds} seconds."
            ),
            format!(
                "1つのアドレスに送信できるのは1分に1通、1時間に3通までです。何も送信していません。{seconds}秒後にもう一度お試しください。"
            ),
        )
    } else {
        say(
            call.language(),
            format!(
                "One address is sent one message a minute and three an hour. Nothing was sent. Try again in {minutes} minutes."
            ),
            format!(
                "1つのアドレスに送信できるのは1分に1通、1時間に3通までです。何も送信していません。{minutes}分後にもう一度お試しください。"
            ),
        )
    };
    Err(Error::with(Code::TooManyAttempts, message)
        .detailed(Detail {
            retry_after_seconds: u32::try_from(seconds).ok(),
            ..Detail::default()
        })
        .into())
}
