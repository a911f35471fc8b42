//! Tries to sign in. Each is counted, in a transaction of its own, before the password is looked at: what fails later
//! cannot uncount it, and tries at once cannot outrun the limit (R13-R15).
//!
//! Budgets are kept per account and source, so that a stranger elsewhere cannot keep somebody out (R18); over all
//! sources that never signed in, an account takes 100 wrong tries a day.

mod codes;
mod rows;
mod told;

use crate::{
    Engine, Fault, audit,
    call::{Calling, Note},
    password::hash::Verdict,
};
use latchkey_api::{Code, Detail, Error, Language, Secret, say};
use rows::{row, save};
use std::net::IpAddr;

/// Wrong tries before the first pause.
const FREE: i64 = 5;
const FIRST_PAUSE_MS: i64 = 30_000;
const LONGEST_PAUSE_MS: i64 = 15 * 60_000;
const DAY_MS: i64 = 24 * 60 * 60_000;
/// Wrong tries a day.
const DAILY: i64 = 100;
/// How long a source that signed in is known.
const KNOWN_MS: i64 = 90 * DAY_MS;

/// A try that was counted and is to be settled.
pub(crate) struct Try {
    account: Vec<u8>,
    source: Vec<u8>,
    failures: i64,
    known: bool,
}

impl Try {
    async fn uncount_everywhere(&self, tx: &mut crate::Tx) -> Result<(), Fault> {
        if !self.known {
            tx.sql("UPDATE sign_in_tries SET day_failures = day_failures - 1 WHERE account = $1 AND source = $2 AND day_failures > 0")
                .bind(self.account.clone())
                .bind(Vec::<u8>::new())
                .execute()
                .await?;
        }
        Ok(())
    }
}

/// Whose password it is.
pub(crate) struct Account {
    /// The canonical key: one budget however the name is typed.
    pub(crate) key: String,
    /// For the audit row; none if there is no such account.
    pub(crate) operator_id: Option<String>,
    /// Actor and its name in the audit row.
    pub(crate) actor: (String, String),
    /// The stored hash; none if there is none.
    pub(crate) hash: Option<String>,
}

/// The budget of a root user.
pub(crate) fn root_key(email_key: &str) -> String {
    format!("root\n{email_key}")
}

/// The budget of a SAM user.
pub(crate) fn user_key(operator_id: &str, name_key: &str) -> String {
    format!("user\n{operator_id}\n{name_key}")
}

impl Engine {
    /// Checks a password within its budget. A wrong one, or a pause, is the error, in words; a wrong one leaves an
    /// audit row.
    pub(crate) async fn check_password(
        &self,
        call: &Calling<'_>,
        operation: &str,
        account: &Account,
        password: &Secret,
        wrong: &Error,
    ) -> Result<(), Fault> {
        let place = self.inner.hasher.place()?;
        let counted = self.count_try(&account.key, None, call).await?;
        let verdict = match self
            .inner
            .hasher
            .check(&place, &self.inner.keys, password, account.hash.as_deref())
            .await
        {
            Ok(verdict) => verdict,
            Err(fault) => {
                self.uncount(&counted).await?;
                return Err(fault);
            }
        };
        // a hash that nothing matches cannot be right
        if verdict == Verdict::Right && account.hash.is_some() {
            return self.forgive(&counted, call.now_ms()).await;
        }
        let error = told(wrong.clone(), counted.failures);
        self.keep_wrong(call, operation, account, &error).await?;
        Err(error.into())
    }

    /// Counts a try as failed, or refuses it while sign-in pauses. A source that is known to the budget `or_known_to` is
    /// known to this one.
    async fn count_try(
        &self,
        key: &str,
        or_known_to: Option<&str>,
        call: &Calling<'_>,
    ) -> Result<Try, Fault> {
        let account = self.inner.keys.bucket(&["account", key]);
        let source = self
            .inner
            .keys
            .bucket(&["source", &source(call.asked.caller.source_ip)]);
        let everywhere = Vec::new();
        let now = call.now_ms();
        let mut tx = self.tries(&account).await?;
        tx.sql("DELETE FROM sign_in_tries WHERE forget_at < $1")
            .bind(now)
            .execute()
            .await?;
        let mut here = row(&mut tx, &account, &source, now).await?;
        let mut all = row(&mut tx, &account, &everywhere, now).await?;
        let known = match or_known_to {
            Some(other) if here.succeeded_at == 0 => {
                let other = self.inner.keys.bucket(&["account", other]);
                row(&mut tx, &other, &source, now).await?.succeeded_at > 0
            }
            _ => here.succeeded_at > 0,
        };
        let day = if known { here } else { all };
        let until = if day.day_failures >= DAILY {
            here.paused_until.max(day.day_began_at + DAY_MS)
        } else {
            here.paused_until
        };
        if now < until {
            return Err(paused(until - now, call.language()).into());
        }
        for counter in [&mut here, &mut all] {
            counter.failures += 1;
            counter.day_failures += 1;
        }
        // no pause is no moment: a try that began before this one, or by a slower clock, would be taken to be in it
        here.paused_until = match pause(here.failures) {
            0 => 0,
            pause => now + pause,
        };
        save(&mut tx, &account, &source, &here, now).await?;
        if !known {
            save(&mut tx, &account, &everywhere, &all, now).await?;
        }
        tx.commit().await?;
        Ok(Try {
            account,
            source,
            failures: here.failures,
            known,
        })
    }

    /// It was right: the budget is whole again, and the source is known from now on.
    async fn forgive(&self, counted: &Try, now: i64) -> Result<(), Fault> {
        let mut tx = self.tries(&counted.account).await?;
        tx.sql("UPDATE sign_in_tries SET failures = 0, paused_until = 0, day_failures = day_failures - 1, succeeded_at = $1, forget_at = $2 WHERE account = $3 AND source = $4")
            .bind(now)
            .bind(now + KNOWN_MS)
            .bind(counted.account.clone())
            .bind(counted.source.clone())
            .execute()
            .await?;
        counted.uncount_everywhere(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// It was not looked at after all.
    async fn uncount(&self, counted: &Try) -> Result<(), Fault> {
        let mut tx = self.tries(&counted.account).await?;
        tx.sql("UPDATE sign_in_tries SET failures = failures - 1, paused_until = 0, day_failures = day_failures - 1 WHERE account = $1 AND source = $2")
            .bind(counted.account.clone())
            .bind(counted.source.clone())
            .execute()
            .await?;
        counted.uncount_everywhere(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    async fn tries(&self, account: &[u8]) -> Result<crate::Tx, Fault> {
        Ok(self
            .db()
            .write(&format!("tries {}", crate::keys::hex(account)))
            .await?)
    }

    /// The audit row of a wrong password. An account that does not exist has no log to keep it in.
    async fn keep_wrong(
        &self,
        call: &Calling<'_>,
        operation: &str,
        account: &Account,
        error: &Error,
    ) -> Result<(), Fault> {
        let Some(operator_id) = account.operator_id.clone() else {
            tracing::info!(operation, "a sign-in to an unknown account failed");
            return Ok(());
        };
        let note = Note {
            operator_id: Some(operator_id.clone()),
            actor: Some(account.actor.clone()),
            ..Note::default()
        };
        let entry = audit::Entry::of(call.asked, call.who, operation, &note).refused(error);
        let posted = self.mail_posted();
        let mut tx = self.db().write(&operator_id).await?;
        audit::write(&mut tx, &entry).await?;
        if began_a_pause(error) {
            self.tell_of_pause(&mut tx, &operator_id, account, call)
                .await?;
        }
        tx.commit().await?;
        self.mail_is_there(posted);
        Ok(())
    }

    /// A new password was set by who may: what failed before is no reason to pause any more. Who is known stays known.
    pub(crate) async fn forget_tries(
        &self,
        tx: &mut crate::Tx,
        key: &str,
        now: i64,
    ) -> Result<(), Fault> {
        // those that are over are somebody else's to delete at this moment, and two who lock each other's rows wait forever
        tx.sql("UPDATE sign_in_tries SET failures = 0, paused_until = 0, day_failures = 0 WHERE account = $1 AND forget_at >= $2")
            .bind(self.inner.keys.bucket(&["account", key]))
            .bind(now)
            .execute()
            .await?;
        Ok(())
    }
}

fn began_a_pause(error: &Error) -> bool {
    let detail = error.detail.as_ref();
    detail.is_some_and(|detail| detail.retry_after_seconds.is_some())
}

/// How long sign-in pauses after so many wrong tries in a row.
fn pause(failures: i64) -> i64 {
    if failures < FREE {
        return 0;
    }
    let doublings = u32::try_from(failures - FREE).unwrap_or(u32::MAX).min(10);
    (FIRST_PAUSE_MS << doublings).min(LONGEST_PAUSE_MS)
}

/// An IPv6 network is one source: its owner has all of its addresses. This computer is one too.
pub(crate) fn source(ip: Option<IpAddr>) -> String {
    match ip.map(|ip| ip.to_canonical()) {
        None => "here".into(),
        Some(IpAddr::V4(ip)) => ip.to_string(),
        Some(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The networks around a source that one owner often has all of.
pub(crate) fn around(ip: Option<IpAddr>) -> String {
    match ip.map(|ip| ip.to_canonical()) {
        None => "here".into(),
        Some(IpAddr::V4(ip)) => {
            let [a, b, ..] = ip.octets();
            format!("{a}.{b}.0.0/16")
        }
        Some(IpAddr::V6(ip)) => {
            let [a, b, c, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    }
}

fn seconds(ms: i64) -> u32 {
    u32::try_from((ms + 999) / 1000).unwrap_or(u32::MAX)
}

fn paused(ms: i64, language: Language) -> Error {
    let seconds = seconds(ms);
    let message = say(
        language,
        format!("Too many tries. Sign-in pauses for {seconds} seconds. Wait, then try again."),
        format!(
            "試行回数が多すぎます。{seconds}秒間サインインできません。時間をおいてもう一度お試しください。"
        ),
    );
    Error::with(Code::TooManyAttempts, message).detailed(Detail {
        retry_after_seconds: Some(seconds),
        ..Detail::default()
    })
}

/// How many tries are left, or how long the pause is.
fn told(wrong: Error, failures: i64) -> Error {
    let left = u32::try_from((FREE - failures).max(0)).unwrap_or(0);
    let wait = pause(failures);
    let retry_after_seconds = (wait > 0).then(|| seconds(wait));
    wrong.detailed(Detail {
        tries_left: Some(left),
        retry_after_seconds,
        ..Detail::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // R13
    #[test]
    fn pauses_grow_from_the_fifth_failure_and_end_at_fifteen_minutes() {
        let pauses: Vec<i64> = (1..=12).map(|failures| pause(failures) / 1000).collect();
        assert_eq!(pauses, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(pause(i64::MAX), LONGEST_PAUSE_MS);
    }

    // R16
    #[test]
    fn an_ipv6_network_is_one_source_and_mapped_ipv4_is_ipv4() {
        let of = |text: &str| source(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }

    // R18
    #[test]
    fn networks_of_one_owner_are_around_each_other() {
        let of = |text: &str| around(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:ffff::1"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
        assert_eq!(of("192.0.2.7"), of("::ffff:192.0.200.1"));
        assert_ne!(of("192.0.2.7"), of("192.1.2.7"));
        assert_eq!(around(None), source(None));
    }
}
