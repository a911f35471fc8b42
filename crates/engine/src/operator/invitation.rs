//! Invitations to sign up: single-use codes that whoever runs the server gives out. The store has their keyed hashes
//! only, and forgets one when it is used.
//!
//! Guesses are not counted: a code is one of 2^100, and a wrong one costs an index look-up, before any hashing.

use crate::{
    Engine, Fault, StoreProblem, Tx, Work,
    keys::{Keys, LETTERS},
    ports::Draw as _,
};
use latchkey_api::{Code, Secret, SignUp};
use zeroize::Zeroizing;

/// Characters of a code, in groups of four.
const LENGTH: usize = 20;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What the person who is invited gets. Shown once.
#[derive(Debug)]
pub struct Invitation {
    /// Types it when making the account; in any case, with or without the hyphens.
    pub code: Secret,
    /// When it ends, in UNIX milliseconds.
    pub expires_at_ms: i64,
}

impl Engine {
    /// Makes an invitation. For whoever runs the server; nobody asks for one over the wire. It belongs to no account,
    /// so no audit log tells of it.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn invite(&self, days: u16) -> Result<Invitation, StoreProblem> {
        let code = self.draw_code();
        let now = self.inner.ports.clock.now_ms();
        let expires_at_ms = now + i64::from(days) * DAY_MS;
        let mut tx = self.db().write("-").await?;
        tx.sql("DELETE FROM sign_up_invitations WHERE expires_at <= $1")
            .bind(now)
            .execute()
            .await?;
        tx.sql("INSERT INTO sign_up_invitations (code_hash, created_at, expires_at) VALUES ($1, $2, $3)")
            .bind(hash(&self.inner.keys, &code))
            .bind(now)
            .bind(expires_at_ms)
            .execute()
            .await?;
        tx.commit().await?;
        Ok(Invitation {
            code,
            expires_at_ms,
        })
    }

    fn draw_code(&self) -> Secret {
        let mut code = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / 4));
        for index in 0..LENGTH {
            if index > 0 && index % 4 == 0 {
                code.push('-');
            }
            let letter = self.inner.ports.randomness.below(LETTERS.len() as u64);
            let letter = usize::try_from(letter).unwrap_or_default();
            code.push(char::from(LETTERS.get(letter).copied().unwrap_or(b'0')));
        }
        Secret::from(code.as_str())
    }

    /// Before the password is hashed: somebody without an invitation costs nothing. Wrong, used and expired codes are
    /// refused alike.
    pub(super) async fn may_sign_up(
        &self,
        invitation: Option<&Secret>,
        now: i64,
    ) -> Result<(), Fault> {
        match self.inner.ports.settings.sign_up {
            SignUp::Off => Err(Code::NotServed.into()),
            SignUp::On => Ok(()),
            SignUp::Invitation => {
                let hash = hash(&self.inner.keys, invitation.ok_or_else(not_invited)?);
                let mut tx = self.db().read().await?;
                let found: Option<(i64,)> = tx
                    .sql("SELECT expires_at FROM sign_up_invitations WHERE code_hash = $1 AND expires_at > $2")
                    .bind(hash)
                    .bind(now)
                    .fetch_optional()
                    .await?;
                found.map(drop).ok_or_else(not_invited)
            }
        }
    }

    /// Uses the invitation up, in the transaction that makes the account: of many at once, one gets it.
    pub(super) async fn redeem(
        &self,
        work: &mut Work<'_>,
        invitation: Option<&Secret>,
    ) -> Result<(), Fault> {
        if self.inner.ports.settings.sign_up != SignUp::Invitation {
            return Ok(());
        }
        let hash = hash(&self.inner.keys, invitation.ok_or_else(not_invited)?);
        let now = work.now_ms();
        if take(&mut work.tx, hash, now).await? == 1 {
            Ok(())
        } else {
            Err(not_invited())
        }
    }
}

async fn take(tx: &mut Tx, hash: Vec<u8>, now: i64) -> Result<u64, Fault> {
    Ok(tx
        .sql("DELETE FROM sign_up_invitations WHERE code_hash = $1 AND expires_at > $2")
        .bind(hash)
        .bind(now)
        .execute()
        .await?)
}

fn not_invited() -> Fault {
    Fault::At(Code::NotInvited, "invitation")
}

/// What is stored of a code: the same however it is typed.
fn hash(keys: &Keys, code: &Secret) -> Vec<u8> {
    let typed = code.expose().chars().take(4 * LENGTH);
    let normal: Zeroizing<String> = Zeroizing::new(
        typed
            .filter(char::is_ascii_alphanumeric)
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect(),
    );
    keys.invitation(&normal)
}
