//! The one secret of a store, and the keys that are derived from it. Its printed form is in `keys/recovery.rs`.

mod recovery;

pub(crate) use recovery::LETTERS;
pub use recovery::{RecoveryKey, RecoveryKeyProblem};

use crate::ports::Randomness;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// The key of a store: 32 random bytes. Opens the file of a local account; on a server it is the key file's content.
#[derive(Clone)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

impl StoreKey {
    /// A new one.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        randomness.fill(bytes.as_mut_slice());
        Self(bytes)
    }

    /// One that was kept.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for the keychain. Every use of this is a place to look at in a review.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// As SQLCipher takes a raw key.
    pub(crate) fn pragma(&self) -> String {
        format!("\"x'{}'\"", hex(self.0.as_slice()))
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey([REDACTED])")
    }
}

/// One key for each use.
pub(crate) struct Keys {
    pepper: Zeroizing<[u8; 32]>,
    token: Zeroizing<[u8; 32]>,
    tries: Zeroizing<[u8; 32]>,
    answers: Zeroizing<[u8; 32]>,
    invitations: Zeroizing<[u8; 32]>,
    mail_tokens: Zeroizing<[u8; 32]>,
    mail_passwords: Zeroizing<[u8; 32]>,
    pages: Zeroizing<[u8; 32]>,
}

impl Keys {
    pub(crate) fn derive(store: &StoreKey) -> Self {
        let root = Hkdf::<Sha256>::new(None, store.0.as_slice());
        let key = |purpose: &str| {
            let mut key = Zeroizing::new([0; 32]);
            // fails for more than 8,160 bytes only
            if root.expand(purpose.as_bytes(), key.as_mut_slice()).is_err() {
                unreachable!("32 bytes can be derived");
            }
            key
        };
        Self {
            pepper: key("latchkey pepper 1"),
            token: key("latchkey token 1"),
            tries: key("latchkey tries 1"),
            answers: key("latchkey answers 1"),
            invitations: key("latchkey invitations 1"),
            mail_tokens: key("latchkey mail tokens 1"),
            mail_passwords: key("latchkey mail passwords 1"),
            pages: key("latchkey pages 1"),
        }
    }

    /// What is hashed in place of a password: useless without the key.
    pub(crate) fn peppered(&self, password: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(mac(&self.pepper, &[password.as_bytes()]))
    }

    /// The last part of a token.
    pub(crate) fn signature(&self, token: &str) -> [u8; 32] {
        mac(&self.token, &[token.as_bytes()])
    }

    /// What tries to sign in are counted under: of one length, and no name or address in clear.
    pub(crate) fn bucket(&self, parts: &[&str]) -> Vec<u8> {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        mac(&self.tries, &parts).to_vec()
    }

    /// What is stored of an invitation's code.
    pub(crate) fn invitation(&self, code: &str) -> Vec<u8> {
        mac(&self.invitations, &[code.as_bytes()]).to_vec()
    }

    /// What a message's link and code are made of: the same each time the message is sent, and never stored. `part` keeps
    /// the two apart.
    pub(crate) fn mail_secret(&self, part: &str, operator_id: &str, message_id: &str) -> [u8; 32] {
        mac(
            &self.mail_tokens,
            &[
                part.as_bytes(),
                operator_id.as_bytes(),
                message_id.as_bytes(),
            ],
        )
    }

    /// What is stored of a link's token or a code: short codes could be guessed from a plain hash.
    pub(crate) fn mail_hash(&self, secret: &str) -> Vec<u8> {
        mac(&self.mail_tokens, &[b"stored", secret.as_bytes()]).to_vec()
    }

    /// Seals and opens the passwords of mail servers.
    pub(crate) fn mail_passwords(&self) -> &[u8; 32] {
        &self.mail_passwords
    }

    /// Proof that a page was looked at before its button was pressed.
    pub(crate) fn page(&self, parts: &[&str]) -> [u8; 32] {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        mac(&self.pages, &parts)
    }

    /// Tells one request from another without keeping it.
    pub(crate) fn request(&self, operation: &str, body: &[u8]) -> Vec<u8> {
        mac(&self.answers, &[operation.as_bytes(), body]).to_vec()
    }
}

/// HMAC-SHA256 over parts that cannot run into one another.
fn mac(key: &Zeroizing<[u8; 32]>, parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_slice()) else {
        unreachable!("HMAC takes keys of any length");
    };
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// What is stored of a token.
pub(crate) fn sha256(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
