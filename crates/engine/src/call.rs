//! The one way in: who is it, may they, then the rules of the operation and its audit row in one transaction.

mod answers;
mod authenticate;
mod by_name;
mod gate;
mod misread;
mod traces;

pub(crate) use authenticate::IDLE_MS;
pub(crate) use gate::BY_KEY;

use crate::{Caller, Engine, Fault, Tx, Who, audit};
use latchkey_api::{Access, Code, Error, Kind, Language, Operation, wire};

/// The rules of one operation.
pub trait Handle<O: Operation>: Send + Sync {
    /// Slow work before the transaction: hashing and checking passwords. Most operations have none.
    fn prepare(
        &self,
        _call: &Calling<'_>,
        _op: &O,
    ) -> impl Future<Output = Result<Prepared, Fault>> + Send {
        async { Ok(Prepared::default()) }
    }

    /// Does it, in the call's transaction. What fails leaves nothing behind.
    fn handle(
        &self,
        work: &mut Work<'_>,
        op: O,
    ) -> impl Future<Output = Result<O::Output, Fault>> + Send;
}

/// A call before its transaction.
#[derive(Clone, Copy)]
pub struct Calling<'c> {
    pub(crate) asked: &'c Asked<'c>,
    pub(crate) who: Option<&'c Who>,
}

impl Calling<'_> {
    pub(crate) const fn language(&self) -> Language {
        self.asked.caller.envelope.language
    }

    pub(crate) const fn now_ms(&self) -> i64 {
        self.asked.now_ms
    }

    pub(crate) fn who(&self) -> Result<&Who, Fault> {
        self.who.ok_or(Fault::Code(Code::NotSignedIn))
    }

    /// Asks for a permission beyond the operation's own.
    pub(crate) fn permits(&self, operation: &str) -> Result<(), Fault> {
        gate::permits(operation, self.asked, self.who()?)
    }

    /// Asks for a password that was just given.
    pub(crate) fn fresh(&self) -> Result<(), Fault> {
        gate::fresh(self.asked, self.who()?)
    }
}

/// What slow work gave.
#[derive(Debug, Default)]
pub struct Prepared {
    /// The hash of a new password.
    pub(crate) hash: Option<String>,
    /// The stored hash that the current password was checked against: the rules make sure that it still is.
    pub(crate) checked: Option<String>,
    /// Who signed in.
    pub(crate) signed_in: Option<crate::auth::SignedIn>,
    /// The token out of a mail that somebody holds.
    pub(crate) token: Option<crate::mail::token::Found>,
    /// How a mail server was found to be.
    pub(crate) walked: Option<crate::mail::Walked>,
    /// What is known of a change of the mail settings.
    pub(crate) mail: Option<Box<crate::mail::Changing>>,
}

/// A call in its transaction.
pub struct Work<'c> {
    pub(crate) tx: Tx,
    pub(crate) call: Calling<'c>,
    pub(crate) prepared: Prepared,
    pub(crate) note: Note,
    /// What a vault is to forget once this is committed.
    pub(crate) forget: Vec<String>,
}

/// What the audit row says beyond the caller and the operation.
#[derive(Debug, Default, Clone)]
pub(crate) struct Note {
    /// The account, where the caller does not tell.
    pub(crate) operator_id: Option<String>,
    /// Actor and its name, where the caller does not tell.
    pub(crate) actor: Option<(String, String)>,
    /// What it was done to.
    pub(crate) target: Option<String>,
    /// Why, or what.
    pub(crate) text: Option<String>,
    /// It is of no account: there is no log to keep it in.
    pub(crate) nowhere: bool,
}

impl Work<'_> {
    /// UNIX milliseconds.
    #[must_use]
    pub const fn now_ms(&self) -> i64 {
        self.call.now_ms()
    }

    /// The caller's language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.call.language()
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `not_signed_in`.
    pub fn who(&self) -> Result<&Who, Fault> {
        self.call.who()
    }
}

impl Engine {
    /// Does what an operation asks for, or says why not. The one way in.
    ///
    /// # Errors
    /// What the operation's documentation names, and what every operation can answer: not signed in, denied, stale,
    /// busy, out of reach.
    pub async fn call<O: Operation>(&self, caller: &Caller, op: O) -> Result<O::Output, Error>
    where
        Self: Handle<O>,
    {
        let request_id = self.request_id();
        let now_ms = self.inner.ports.clock.now_ms();
        let mut who = None;
        let mut asked = Asked {
            caller,
            now_ms,
            request_id: &request_id,
            path: wire::path_variables(&op),
        };
        let done = match O::KIND {
            Kind::Read => self.read(&mut asked, &mut who, op).await,
            Kind::Write | Kind::StepUp => self.write(&mut asked, &mut who, op).await,
        };
        traces::caller(who.as_ref());
        match done {
            Ok(output) => Ok(output),
            Err(fault) => {
                let error = fault.told(caller.envelope.language, O::NAME, &request_id);
                if audit::is_kept::<O>(error.code) {
                    let target = gate::target(&asked.path);
                    self.keep_refusal(&asked, who.as_ref(), O::NAME, target, &error)
                        .await;
                }
                Err(error)
            }
        }
    }

    async fn read<O: Operation>(
        &self,
        asked: &mut Asked<'_>,
        who: &mut Option<Who>,
        op: O,
    ) -> Result<O::Output, Fault>
    where
        Self: Handle<O>,
    {
        let mut tx = self.db().read().await?;
        self.admit::<O>(&mut tx, asked, who).await?;
        let asked = &*asked;
        if let Some(who) = who.as_ref() {
            Self::gate::<O>(asked, who)?;
        }
        let call = Calling {
            asked,
            who: who.as_ref(),
        };
        let mut work = Work {
            tx,
            call,
            prepared: Prepared::default(),
            note: Note::default(),
            forget: vec![],
        };
        let output = self.handle(&mut work, op).await?;
        // nothing was changed, so nobody waits for the end of it
        drop(work.tx);
        if let Some(who) = who.as_ref() {
            self.touch(who, asked.now_ms).await;
        }
        Ok(output)
    }

    async fn write<O: Operation>(
        &self,
        asked: &mut Asked<'_>,
        who: &mut Option<Who>,
        op: O,
    ) -> Result<O::Output, Fault>
    where
        Self: Handle<O>,
    {
        let once = self.once(asked, &op)?;
        let mut tx = self.db().read().await?;
        self.admit::<O>(&mut tx, asked, who).await?;
        if let Some(reply) = answers::earlier(&mut tx, who.as_ref(), once.as_ref()).await? {
            return reply;
        }
        drop(tx);
        if let Some(who) = who.as_ref() {
            Self::gate::<O>(asked, who)?;
        }
        // passwords are hashed outside of the transaction: nobody waits for that
        let prepared = self
            .prepare(
                &Calling {
                    asked,
                    who: who.as_ref(),
                },
                &op,
            )
            .await?;

        let account = who
            .as_ref()
            .map(|who| who.operator_id.clone())
            .or_else(|| prepared.account());
        let mut tx = self.db().write(account.as_deref().unwrap_or("-")).await?;
        self.admit::<O>(&mut tx, asked, who).await?;
        if let Some(reply) = answers::earlier(&mut tx, who.as_ref(), once.as_ref()).await? {
            return reply;
        }
        if let Some(who) = who.as_ref() {
            Self::gate::<O>(asked, who)?;
        }
        let mut note = Note {
            target: gate::target(&asked.path),
            ..Note::default()
        };
        note.operator_id.clone_from(&account);
        let mut work = Work {
            tx,
            call: Calling {
                asked,
                who: who.as_ref(),
            },
            prepared,
            note,
            forget: vec![],
        };
        let posted = self.mail_posted();
        let output = self.handle(&mut work, op).await?;
        let Work {
            mut tx,
            note,
            forget,
            ..
        } = work;
        if !note.nowhere {
            let entry = audit::Entry::of(asked, who.as_ref(), O::NAME, &note);
            audit::write(&mut tx, &entry).await?;
        }
        if let Some(who) = who.as_ref() {
            traces::session_used(&mut tx, who, asked.now_ms).await?;
        }
        // of no account, nothing is kept: a stranger could fill the store with answers
        if !note.nowhere {
            answers::keep(&mut tx, who.as_ref(), once.as_ref(), &output, asked.now_ms).await?;
        }
        tx.commit().await.map_err(Fault::Unsettled)?;
        self.mail_is_there(posted);
        self.forget_outside(&forget).await;
        Ok(output)
    }

    /// Reads who calls, and whom the path means; operations for everybody do not look.
    async fn admit<O: Operation>(
        &self,
        tx: &mut Tx,
        asked: &mut Asked<'_>,
        who: &mut Option<Who>,
    ) -> Result<(), Fault> {
        if O::ACCESS != Access::Public {
            *who = None;
            *who = Some(self.authenticate(tx, asked).await?);
        }
        Ok(())
    }

    fn request_id(&self) -> String {
        use crate::ports::Draw as _;
        self.inner.ports.randomness.hex(8)
    }
}

/// What is known of a call before the store is asked.
pub struct Asked<'c> {
    pub(crate) caller: &'c Caller,
    pub(crate) now_ms: i64,
    pub(crate) request_id: &'c str,
    /// A user's name as it is stored, once the store was asked: a condition sees whom the rules act on (R53).
    pub(crate) path: Vec<(&'static str, String)>,
}

impl Prepared {
    fn account(&self) -> Option<String> {
        let signed_in = self.signed_in.as_ref();
        let token = self.token.as_ref();
        signed_in
            .map(|signed_in| signed_in.operator_id.clone())
            .or_else(|| token.map(|token| token.operator_id.clone()))
    }
}
