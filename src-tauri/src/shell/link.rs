//! A link out of a mail that somebody opened: kept in here with its token until the person at the window has seen what it
//! does and presses the button, or does not. It never acts by itself.

use super::{Inner, OpenBy, Shell};
use crate::{
    account::{Account, id_of},
    backend::Backend,
    link::{MailLink, NoLink},
    refusal::{Answer, Refusal},
    view::{PendingMail, ShellState},
};
use latchkey_api::{
    Code, Error, GetMailToken, Language, MailToken, ObjectToRecovery, Secret, TokenPurpose,
    UndoPrimaryChange, VerifyAddEmailToken, VerifyContactToken, VerifyPasswordResetToken, say,
};

/// The link that came last, and the number that the window knows it by.
#[derive(Default)]
pub(super) struct Pending {
    number: u32,
    came: Option<Came>,
}

/// What came.
enum Came {
    Mail(MailLink),
    /// Something that only began like a link.
    Nothing,
}

impl Pending {
    /// Takes what came. What is no link takes no link's place.
    fn take(&mut self, link: Result<MailLink, NoLink>) {
        let came = match (link, &self.came) {
            (Err(NoLink), Some(Came::Mail(_))) => return,
            (Err(NoLink), _) => Came::Nothing,
            (Ok(link), _) => Came::Mail(link),
        };
        self.number = self.number.wrapping_add(1);
        self.came = Some(came);
    }

    /// The link of that number: the one that the person sees, and not one that came a moment ago.
    fn link(&self, number: u32) -> Option<&MailLink> {
        match &self.came {
            Some(Came::Mail(link)) if self.number == number => Some(link),
            _ => None,
        }
    }

    fn forget(&mut self, number: u32) {
        if self.number == number {
            self.came = None;
        }
    }
}

impl Inner {
    /// What the window may know of a link. Nothing while it is locked: whoever is there then cannot use it.
    pub(super) fn pending_mail(&self, language: Language) -> Option<PendingMail> {
        let came = self.pending.came.as_ref().filter(|_| !self.locked)?;
        let connection = match came {
            Came::Mail(link) => self.account_of(link).map(Account::id),
            Came::Nothing => None,
        };
        let problem = match came {
            Came::Mail(_) if connection.is_some() => None,
            Came::Mail(link) => Some(elsewhere(link, language)),
            Came::Nothing => Some(unusable(language)),
        };
        Some(PendingMail {
            number: self.pending.number,
            connection,
            problem,
        })
    }

    /// The account of this computer that a link is about. A server's mail leads to the server's own pages.
    fn account_of(&self, link: &MailLink) -> Option<&Account> {
        let account = self.accounts.get(&id_of(link.operator_id.as_str()))?;
        account.file().map(|_| account)
    }

    /// The account to show for a link: its own, unless somebody is at work on the one that is shown.
    fn shown_for_link(&self) -> Option<String> {
        let at_work = |account: &Account| account.session.is_some();
        let current = self.current.as_ref().and_then(|id| self.accounts.get(id));
        match &self.pending.came {
            Some(Came::Mail(link)) if !self.locked && !current.is_some_and(at_work) => {
                self.account_of(link).map(Account::id)
            }
            _ => None,
        }
    }
}

impl Shell {
    /// Takes a link that somebody opened, and tells the window. While it is locked the link waits.
    pub async fn take_link(&self, link: Result<MailLink, NoLink>) {
        // at the start: who is there is not known before, nor whether the window is locked
        self.restored.get_or_init(|| self.restore_sign_ins()).await;
        let shown = {
            let mut inner = self.inner.write().await;
            inner.pending.take(link);
            inner.shown_for_link()
        };
        // it was there a moment ago; if it is gone, the window says so
        if shown.is_some() {
            let _ = self.select(shown).await;
        }
        self.announce().await;
    }

    /// What the link is for, so that the person knows before pressing anything.
    pub async fn mail_token(&self, number: u32) -> Answer<MailToken> {
        let (_, backend, token) = self.linked(number).await?;
        let request = GetMailToken { token };
        Ok(backend.call(&self.caller(None), request).await?)
    }

    /// Does what the link is for, because the person pressed its button.
    pub async fn use_mail_token(
        &self,
        number: u32,
        password: Option<Secret>,
    ) -> Answer<ShellState> {
        let (connection, backend, token) = self.linked(number).await?;
        let looked = GetMailToken {
            token: token.clone(),
        };
        let about = backend.call(&self.caller(None), looked).await?;
        self.carry_out(&connection, &backend, about.purpose, token, password)
            .await?;
        self.inner.write().await.pending.forget(number);
        if about.purpose == TokenPurpose::UndoPrimary {
            self.follow_primary(&connection, &about.email).await;
        }
        // sessions that it ended are over here too
        self.refresh_who(&connection).await;
        Ok(self.announce().await)
    }

    async fn carry_out(
        &self,
        connection: &str,
        backend: &Backend,
        purpose: TokenPurpose,
        token: Secret,
        password: Option<Secret>,
    ) -> Answer<()> {
        let language = self.language();
        if self.preferences.memory(connection).read_only {
            return Err(Error::new(Code::ReadOnly, language).into());
        }
        let caller = self.caller(None);
        match purpose {
            TokenPurpose::AddEmail => backend.call(&caller, VerifyAddEmailToken { token }).await?,
            TokenPurpose::Contact => backend.call(&caller, VerifyContactToken { token }).await?,
            TokenPurpose::ObjectToRecovery => {
                backend.call(&caller, ObjectToRecovery { token }).await?;
            }
            TokenPurpose::UndoPrimary => {
                backend.call(&caller, UndoPrimaryChange { token }).await?;
            }
            TokenPurpose::ResetPassword
            | TokenPurpose::Recover
            | TokenPurpose::Invitation
            | TokenPurpose::UserPassword => {
                let password = password.ok_or_else(|| no_password(language))?;
                let request = VerifyPasswordResetToken { token, password };
                backend.call(&caller, request).await?;
            }
        }
        Ok(())
    }

    /// The person does not want it, or has read why it cannot be used.
    pub async fn forget_mail_token(&self, number: u32) -> Answer<ShellState> {
        {
            let mut inner = self.inner.write().await;
            inner.unlocked(self.language())?;
            inner.pending.forget(number);
        }
        Ok(self.announce().await)
    }

    /// The account of the link, open, and its token.
    async fn linked(&self, number: u32) -> Answer<(String, Backend, Secret)> {
        let language = self.language();
        let (id, token) = {
            let inner = self.inner.read().await;
            inner.unlocked(language)?;
            let link = inner.pending.link(number);
            let link = link.ok_or_else(|| unusable(language))?;
            let account = inner.account_of(link);
            let id = account.ok_or_else(|| elsewhere(link, language))?.id();
            (id, link.token.clone())
        };
        // an account that nobody has looked at since the start is closed yet
        self.open_account(&id, OpenBy::Keychain).await?;
        let inner = self.inner.read().await;
        let backend = inner.account(&id, language)?.backend();
        let backend = backend.ok_or_else(|| Refusal::unknown_connection(language))?;
        Ok((id, backend, token))
    }
}

fn unusable(language: Language) -> Refusal {
    Refusal::new(
        "link_unusable",
        say(
            language,
            "This link cannot be used here. Nothing was changed. Open the link of the newest message, or type the code that is in it.",
            "このリンクは使えません。何も変更されていません。最新のメールのリンクを開くか、メールにあるコードを入力してください。",
        ),
    )
}

fn elsewhere(link: &MailLink, language: Language) -> Refusal {
    let account = &link.operator_id;
    Refusal::new(
        "link_elsewhere",
        say(
            language,
            format!(
                "This link is for the account {account}, which is not on this computer. Nothing was changed. Open it on the computer that has the account."
            ),
            format!(
                "このリンクはアカウント {account} のものですが、このコンピューターにはありません。何も変更されていません。アカウントのあるコンピューターで開いてください。"
            ),
        ),
    )
}

fn no_password(language: Language) -> Refusal {
    Refusal {
        field: Some("password".into()),
        ..Refusal::new(
            "bad_request",
            say(
                language,
                "Enter the new password. Nothing was changed.",
                "新しいパスワードを入力してください。何も変更されていません。",
            ),
        )
    }
}

#[cfg(test)]
mod tests;
