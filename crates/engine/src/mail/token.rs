//! Links and codes. They are derived from the message's ID with a key that is not in the store: the same each time the
//! message is sent, so that a second copy of it is no dead one, and nothing to steal. What is stored are keyed hashes,
//! until when they work, and how many wrong codes are left.

use super::{Facts, Kind};
use crate::{
    Calling, Engine, Fault, Tx,
    keys::{Keys, LETTERS},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use latchkey_api::{Code, Detail, Error, Secret, TokenPurpose};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// Wrong codes that one message bears.
pub(crate) const TRIES: i64 = 5;
/// Least time in which the owner can object to a way back in through recovery; an hour less than what is promised, so
/// that the promised time stands where the mail is sent soon.
const OBJECTION_MS: i64 = 23 * 60 * 60 * 1000;
/// Characters of a code.
const CODE: usize = 8;
/// How a token begins, so that one is known for what it is.
pub(super) const PREFIX: &str = "lkm_";

/// A link's token and a code.
pub(crate) struct Minted {
    pub(crate) token: Secret,
    /// Two groups of four.
    pub(crate) code: Secret,
}

/// A token that works, as it is stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Found {
    pub(crate) operator_id: String,
    pub(crate) token_id: String,
    pub(crate) purpose: String,
    pub(crate) subject: String,
    pub(crate) recipient: String,
    pub(crate) facts: String,
    pub(crate) code_hash: Vec<u8>,
    pub(crate) opens_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) tries_left: i64,
}

impl Found {
    pub(crate) fn purpose(&self) -> Result<TokenPurpose, Fault> {
        purpose_of(&self.purpose).ok_or(Fault::Bug("a stored purpose reads"))
    }

    pub(crate) fn facts(&self) -> Result<Facts, Fault> {
        Facts::read(&self.facts)
    }

    pub(crate) fn alive(&self, now_ms: i64) -> Result<(), Fault> {
        if now_ms < self.expires_at {
            Ok(())
        } else {
            Err(Code::TokenExpired.into())
        }
    }
}

/// A purpose as it is stored.
pub(crate) const fn word(purpose: TokenPurpose) -> &'static str {
    match purpose {
        TokenPurpose::AddEmail => "add_email",
        TokenPurpose::ResetPassword => "reset_password",
        TokenPurpose::Recover => "recover",
        TokenPurpose::ObjectToRecovery => "object_to_recovery",
        TokenPurpose::UndoPrimary => "undo_primary",
        TokenPurpose::Contact => "contact",
        TokenPurpose::Invitation => "invitation",
        TokenPurpose::UserPassword => "user_password",
    }
}

/// A purpose as it was stored.
pub(crate) fn purpose_of(text: &str) -> Option<TokenPurpose> {
    [
        TokenPurpose::AddEmail,
        TokenPurpose::ResetPassword,
        TokenPurpose::Recover,
        TokenPurpose::ObjectToRecovery,
        TokenPurpose::UndoPrimary,
        TokenPurpose::Contact,
        TokenPurpose::Invitation,
        TokenPurpose::UserPassword,
    ]
    .into_iter()
    .find(|purpose| word(*purpose) == text)
}

/// What it opens takes an account over, or keeps an address for one: it is given for the time after what it tells of, and
/// not anew whenever somebody sends an old message again.
pub(crate) const fn is_bound_to_its_time(purpose: TokenPurpose) -> bool {
    matches!(
        purpose,
        TokenPurpose::UndoPrimary | TokenPurpose::Recover | TokenPurpose::ObjectToRecovery
    )
}

/// A message with such a link that was not sent in its time: nobody sends or opens it any more.
pub(crate) fn is_over(purpose: &str, give_up_at: i64, now_ms: i64) -> bool {
    give_up_at <= now_ms && purpose_of(purpose).is_some_and(is_bound_to_its_time)
}

/// The link's token and the code of a message.
pub(crate) fn mint(keys: &Keys, operator_id: &str, message_id: &str) -> Minted {
    let link = Zeroizing::new(keys.mail_secret("link", operator_id, message_id));
    let drawn = Zeroizing::new(keys.mail_secret("code", operator_id, message_id));
    let mut code = Zeroizing::new(String::with_capacity(CODE + 1));
    for (index, byte) in drawn.iter().take(CODE).enumerate() {
        if index == CODE / 2 {
            code.push('-');
        }
        // 32 letters: no byte favours one
        let letter = LETTERS.get(usize::from(byte % 32)).copied();
        code.push(char::from(letter.unwrap_or(b'0')));
    }
    Minted {
        token: format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(link.as_slice())).into(),
        code: Secret::from(code.as_str()),
    }
}

/// Link and code that work.
pub(crate) struct Armed {
    pub(crate) minted: Minted,
    /// From when on, in UNIX milliseconds; 0 for at once.
    pub(crate) opens_ms: i64,
    pub(crate) expires_ms: i64,
}

/// Makes a message's link and code work from now on, or from when they open. Sent again, they work longer.
pub(crate) async fn arm(
    tx: &mut Tx,
    keys: &Keys,
    operator_id: &str,
    message: Arming<'_>,
    now_ms: i64,
) -> Result<Armed, Fault> {
    let minted = mint(keys, operator_id, message.message_id);
    let opens_at = message.opens(now_ms);
    let expires_at = now_ms.max(opens_at) + message.kind.life_ms();
    let expires_at = as_long_as(tx, operator_id, message, expires_at).await?;
    // sent again, it opens when the first one said
    let (opens_ms,): (i64,) = tx.sql(
        "INSERT INTO mail_tokens (operator_id, token_id, purpose, subject, recipient, facts, token_hash, code_hash, opens_at, expires_at, tries_left) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (operator_id, token_id) DO UPDATE SET expires_at = $10 RETURNING opens_at",
    )
    .bind(operator_id.to_owned())
    .bind(message.message_id.to_owned())
    .bind(message.purpose.to_owned())
    .bind(message.subject.to_owned())
    .bind(message.recipient.to_owned())
    .bind(message.facts.to_owned())
    .bind(keys.mail_hash(minted.token.expose()))
    .bind(keys.mail_hash(&normal(minted.code.expose())))
    .bind(opens_at)
    .bind(expires_at)
    .bind(TRIES)
    .fetch_one()
    .await?;
    Ok(Armed {
        minted,
        opens_ms,
        expires_ms: expires_at,
    })
}

/// Whoever may object can do so for as long as what is objected to works, whichever of the two letters was sent later.
async fn as_long_as(
    tx: &mut Tx,
    operator_id: &str,
    message: Arming<'_>,
    expires_at: i64,
) -> Result<i64, Fault> {
    if message.kind == Kind::RecoveryBegun {
        let (opposed,): (Option<i64>,) = tx
            .sql("SELECT max(expires_at) FROM mail_tokens WHERE operator_id = $1 AND purpose = $2 AND subject = $3")
            .bind(operator_id.to_owned())
            .bind(word(TokenPurpose::Recover))
            .bind(message.subject.to_owned())
            .fetch_one()
            .await?;
        return Ok(expires_at.max(opposed.unwrap_or(0)));
    }
    if message.kind == Kind::Recover {
        tx.sql("UPDATE mail_tokens SET expires_at = $1 WHERE operator_id = $2 AND purpose = $3 AND subject = $4 AND expires_at < $1")
            .bind(expires_at)
            .bind(operator_id.to_owned())
            .bind(word(TokenPurpose::ObjectToRecovery))
            .bind(message.subject.to_owned())
            .execute()
            .await?;
    }
    Ok(expires_at)
}

/// The message whose link and code are made to work.
#[derive(Clone, Copy)]
pub(crate) struct Arming<'a> {
    pub(crate) message_id: &'a str,
    pub(crate) kind: Kind,
    pub(crate) purpose: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) recipient: &'a str,
    pub(crate) facts: &'a str,
    pub(crate) opens_at: i64,
}

impl Arming<'_> {
    /// Where the owner can object, there is time for it after the mail went out: it may have waited for days.
    const fn opens(&self, now_ms: i64) -> i64 {
        let objectable = matches!(self.kind, Kind::Recover | Kind::RecoveryBegun);
        if objectable && self.opens_at < now_ms + OBJECTION_MS {
            now_ms + OBJECTION_MS
        } else {
            self.opens_at
        }
    }
}

/// One form of a code, however it was typed.
pub(crate) fn normal(code: &str) -> Zeroizing<String> {
    let letters = code
        .chars()
        .take(4 * CODE)
        .filter(char::is_ascii_alphanumeric);
    Zeroizing::new(
        letters
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            })
            .collect(),
    )
}

/// Whoever redeems it first has it: of many at once, one.
pub(crate) async fn redeem(tx: &mut Tx, found: &Found) -> Result<(), Fault> {
    let taken = tx
        .sql("DELETE FROM mail_tokens WHERE operator_id = $1 AND token_id = $2")
        .bind(found.operator_id.clone())
        .bind(found.token_id.clone())
        .execute()
        .await?;
    if taken != 1 {
        return Err(Code::BadToken.into());
    }
    // on its way again, or read where it was: it has done its work
    tx.sql("UPDATE outbox SET state = 'obsolete' WHERE operator_id = $1 AND message_id = $2 AND state IN ('waiting', 'sending', 'failed')")
        .bind(found.operator_id.clone())
        .bind(found.token_id.clone())
        .execute()
        .await?;
    Ok(())
}

/// The token that a link carries, whatever it is for.
pub(crate) async fn find(tx: &mut Tx, keys: &Keys, token: &Secret) -> Result<Found, Fault> {
    let found: Option<Found> = tx
        .sql("SELECT operator_id, token_id, purpose, subject, recipient, facts, code_hash, opens_at, expires_at, tries_left FROM mail_tokens WHERE token_hash = $1")
        .bind(keys.mail_hash(token.expose()))
        .fetch_optional()
        .await?;
    found.ok_or(Fault::Code(Code::BadToken))
}

impl Engine {
    /// The token that a link carries, for one of these purposes only (R24). Expiry is looked at here, not by a clean-up
    /// (R23).
    pub(crate) async fn mail_token(
        &self,
        token: &Secret,
        purposes: &[TokenPurpose],
        now_ms: i64,
    ) -> Result<Found, Fault> {
        let mut tx = self.db().read().await?;
        let found = find(&mut tx, &self.inner.keys, token).await?;
        if !purposes.contains(&found.purpose()?) {
            return Err(Code::BadToken.into());
        }
        found.alive(now_ms)?;
        Ok(found)
    }

    /// The token of the newest message with this purpose and subject, if the code is its code. A wrong one is counted in
    /// a transaction of its own, before anything else happens (R14, R31).
    pub(crate) async fn mail_code(
        &self,
        call: &Calling<'_>,
        operator_id: &str,
        purpose: TokenPurpose,
        subject: &str,
        code: &Secret,
    ) -> Result<Found, Fault> {
        let mut tx = self.db().write(operator_id).await?;
        let candidates: Vec<Found> = tx
            .sql("SELECT operator_id, token_id, purpose, subject, recipient, facts, code_hash, opens_at, expires_at, tries_left FROM mail_tokens WHERE operator_id = $1 AND purpose = $2 AND subject = $3")
            .bind(operator_id.to_owned())
            .bind(word(purpose))
            .bind(subject.to_owned())
            .fetch_all()
            .await?;
        let usable: Vec<Found> = candidates
            .into_iter()
            .filter(|found| call.now_ms() < found.expires_at && found.tries_left > 0)
            .collect();
        if usable.is_empty() {
            return Err(Code::TokenExpired.into());
        }
        let hash = self.inner.keys.mail_hash(&normal(code.expose()));
        let mut left = 0;
        for found in usable {
            if bool::from(found.code_hash.ct_eq(&hash)) {
                return Ok(found);
            }
            left = left.max(found.tries_left - 1);
        }
        tx.sql("UPDATE mail_tokens SET tries_left = tries_left - 1 WHERE operator_id = $1 AND purpose = $2 AND subject = $3")
            .bind(operator_id.to_owned())
            .bind(word(purpose))
            .bind(subject.to_owned())
            .execute()
            .await?;
        tx.commit().await?;
        Err(wrong_code(call, u32::try_from(left).unwrap_or(0)))
    }
}

/// That a code does not match, and how many tries are left.
pub(crate) fn wrong_code(call: &Calling<'_>, left: u32) -> Fault {
    Error::new(Code::WrongCode, call.language())
        .at("code")
        .detailed(Detail {
            tries_left: Some(left),
            ..Detail::default()
        })
        .into()
}

/// Refuses a token that works later only.
pub(crate) fn is_open(call: &Calling<'_>, found: &Found) -> Result<(), Fault> {
    if call.now_ms() >= found.opens_at {
        return Ok(());
    }
    Err(Error::new(Code::TokenNotOpen, call.language())
        .detailed(Detail {
            opens_date_time: Some(found.opens_at / 1000),
            ..Detail::default()
        })
        .into())
}
