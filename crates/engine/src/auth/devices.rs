//! Devices that somebody signed in from. A sign-in from one that is not known is told to whoever it was, in case it was
//! somebody else (R44).

use super::SignedIn;
use crate::{
    Engine, Fault, Tx, Work,
    mail::{Facts, Kind, notice},
};
use std::net::IpAddr;

/// How long a device that is not used is known.
const KNOWN_MS: i64 = 400 * 24 * 60 * 60 * 1000;
/// Devices that are known of one person.
const MOST: i64 = 50;

impl Engine {
    /// Knows the device from now on. The first one of all is nobody's surprise.
    pub(super) async fn know_device(
        &self,
        work: &mut Work<'_>,
        signed_in: &SignedIn,
    ) -> Result<(), Fault> {
        let (operator_id, now) = (signed_in.operator_id.as_str(), work.now_ms());
        let user_id = signed_in.user_id.as_deref().unwrap_or_default();
        let caller = work.call.asked.caller;
        let hash = self.inner.keys.bucket(&[
            "device",
            operator_id,
            user_id,
            &without_version(&caller.device()),
            &network(caller.source_ip),
        ]);
        let tx = &mut work.tx;
        let (all, this): (i64, i64) = tx
            .sql("SELECT count(*), count(*) FILTER (WHERE device_hash = $1) FROM known_devices WHERE operator_id = $2 AND user_id = $3")
            .bind(hash.clone())
            .bind(operator_id.to_owned())
            .bind(user_id.to_owned())
            .fetch_one()
            .await?;
        tx.sql(
            "INSERT INTO known_devices (operator_id, user_id, device_hash, seen_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (operator_id, user_id, device_hash) DO UPDATE SET seen_at = $4",
        )
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .bind(hash)
        .bind(now)
        .execute()
        .await?;
        forget_old(tx, operator_id, user_id, now).await?;
        if all == 0 || this > 0 {
            return Ok(());
        }
        self.tell_of_device(work, signed_in).await
    }

    async fn tell_of_device(&self, work: &mut Work<'_>, signed_in: &SignedIn) -> Result<(), Fault> {
        let (operator_id, now) = (signed_in.operator_id.as_str(), work.now_ms());
        let facts = Facts {
            user_name: signed_in.user_name.clone(),
            ..Facts::of(&work.call)
        };
        let tx = &mut work.tx;
        match &signed_in.user_id {
            None => notice::to_primary(self, tx, operator_id, Kind::NewDevice, facts, now).await,
            Some(id) => {
                notice::to_user(self, tx, operator_id, id, Kind::UserNewDevice, facts, now).await
            }
        }
    }
}

/// Those that were not used for long; of too many, the oldest.
async fn forget_old(tx: &mut Tx, operator_id: &str, user_id: &str, now: i64) -> Result<(), Fault> {
    tx.sql("DELETE FROM known_devices WHERE operator_id = $1 AND user_id = $2 AND seen_at < $3")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .bind(now - KNOWN_MS)
        .execute()
        .await?;
    tx.sql(
        "DELETE FROM known_devices WHERE operator_id = $1 AND user_id = $2 AND device_hash IN \
         (SELECT device_hash FROM known_devices WHERE operator_id = $1 AND user_id = $2 ORDER BY seen_at DESC, device_hash LIMIT 1000 OFFSET $3)",
    )
    .bind(operator_id.to_owned())
    .bind(user_id.to_owned())
    .bind(MOST)
    .execute()
    .await?;
    Ok(())
}

/// A system or a program that was brought up to date is the same device.
fn without_version(device: &str) -> String {
    device
        .chars()
        .filter(|c| !c.is_ascii_digit() && *c != '.')
        .collect()
}

/// Where it is, roughly: addresses change within a network.
fn network(ip: Option<IpAddr>) -> String {
    match ip.map(|ip| ip.to_canonical()) {
        None => "here".into(),
        Some(IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Some(ip @ IpAddr::V6(_)) => crate::tries::source(Some(ip)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_the_same_after_an_update_and_within_its_network() {
        let of = |ip: &str| network(Some(ip.parse().unwrap()));
        assert_eq!(of("192.0.2.7"), of("192.0.2.250"));
        assert_ne!(of("192.0.2.7"), of("192.0.3.7"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        let (old, new) = ("Linux, Latchkey 0.9.12", "Linux, Latchkey 1.0.0");
        assert_eq!(without_version(old), without_version(new));
        assert_ne!(
            without_version(old),
            without_version("macOS, Latchkey 0.9.12")
        );
    }
}
