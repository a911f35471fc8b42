//! Passwords of mail servers at rest: sealed with a key that is not in the store, and bound to account, slot and server.
//! Moved to another row, or beside another host, one opens no more.

use super::{Slot, place};
use crate::{
    keys::{Keys, hex, sha256},
    ports::{Draw as _, Randomness},
};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use latchkey_api::{MailServer, Secret};
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// Nonce and sealed password.
pub(super) fn seal(
    keys: &Keys,
    randomness: &dyn Randomness,
    operator_id: &str,
    slot: Slot,
    server: &MailServer,
    password: &Secret,
) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = randomness.bytes();
    let payload = Payload {
        msg: password.expose().as_bytes(),
        aad: &bound_to(operator_id, slot, server),
    };
    let sealed = XChaCha20Poly1305::new(keys.mail_passwords().into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .ok()?;
    Some([&nonce[..], &sealed].concat())
}

/// The password, if it was sealed for this place.
pub(super) fn open(
    keys: &Keys,
    operator_id: &str,
    slot: Slot,
    server: &MailServer,
    sealed: &[u8],
) -> Option<Secret> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let payload = Payload {
        msg: sealed,
        aad: &bound_to(operator_id, slot, server),
    };
    let opened = XChaCha20Poly1305::new(keys.mail_passwords().into())
        .decrypt(XNonce::from_slice(nonce), payload)
        .map(Zeroizing::new)
        .ok()?;
    Some(Secret::from(std::str::from_utf8(&opened).ok()?))
}

/// What a vault keeps the password under.
pub(super) fn name(operator_id: &str, slot: Slot, server: &MailServer) -> String {
    let place = hex(&sha256(&place(server).join("\n")));
    let short = place.get(..16).unwrap_or_default();
    format!("mail {operator_id} {} {short}", slot.word())
}

/// Parts that cannot run into one another.
fn bound_to(operator_id: &str, slot: Slot, server: &MailServer) -> Vec<u8> {
    let place = place(server);
    let parts = ["latchkey mail password 1", operator_id, slot.word()];
    let mut bytes = Vec::new();
    for part in parts.into_iter().chain(place.iter().map(String::as_str)) {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StoreKey, SystemRandomness};
    use latchkey_api::MailSecurity;

    fn server(host: &str) -> MailServer {
        MailServer {
            host: host.into(),
            port: 587,
            security: MailSecurity::StartTls,
            user_name: Some("orders".into()),
            sender_name: "Harbor Coffee".parse().unwrap(),
            sender_address: "no-reply@harbor-coffee.example".parse().unwrap(),
        }
    }

    // R24
    #[test]
    fn a_sealed_password_opens_for_its_place_only() {
        let keys = Keys::derive(&StoreKey::from_bytes([7; 32]));
        let mail = server("smtp.example.com");
        let secret = Secret::from("correct horse");
        let sealed = seal(&keys, &SystemRandomness, "OP1", Slot::Owner, &mail, &secret).unwrap();
        let opened = |operator: &str, slot, server: &MailServer| {
            open(&keys, operator, slot, server, &sealed).map(|secret| secret.expose().to_owned())
        };
        assert_eq!(opened("OP1", Slot::Owner, &mail).unwrap(), "correct horse");
        let cased = server("SMTP.Example.com");
        assert!(opened("OP1", Slot::Owner, &cased).is_some(), "one host");
        let sender = MailServer {
            sender_name: "Somebody".parse().unwrap(),
            ..mail.clone()
        };
        assert!(opened("OP1", Slot::Owner, &sender).is_some(), "one place");

        assert!(opened("OP2", Slot::Owner, &mail).is_none());
        assert!(opened("OP1", Slot::Current, &mail).is_none());
        assert!(opened("OP1", Slot::Owner, &server("evil.example")).is_none());
        let other_port = MailServer {
            port: 25,
            ..mail.clone()
        };
        assert!(opened("OP1", Slot::Owner, &other_port).is_none());
        let other_security = MailServer {
            security: MailSecurity::Tls,
            ..mail.clone()
        };
        assert!(opened("OP1", Slot::Owner, &other_security).is_none());
        let other_user = MailServer {
            user_name: Some("root".into()),
            ..mail.clone()
        };
        assert!(opened("OP1", Slot::Owner, &other_user).is_none());
        assert!(open(&keys, "OP1", Slot::Owner, &mail, &sealed[..20]).is_none());
    }
}
