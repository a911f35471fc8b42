//! A new account on this computer: its store, its key's keeping, its owner signed in.

use super::Shell;
use crate::{
    account::{Account, id_of},
    keeping::{self, Keep},
    refusal::{Answer, Refusal},
    view::NewAccount,
};
use latchkey_api::{CreateOperator, Description, EmailAddress, Language, Secret, wire};
use latchkey_engine::{
    RecoveryKey, StoreKey, SystemRandomness,
    local::{self, CreateProblem},
};
use serde::Deserialize;

/// What a person gives for a new account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAccountForm {
    /// The account's name.
    pub name: String,
    /// Root's address.
    pub email: String,
    /// Root's password.
    pub password: Secret,
}

impl Shell {
    /// Makes the account, or leaves nothing behind.
    pub async fn create_account(&self, form: NewAccountForm, keep: Keep) -> Answer<NewAccount> {
        let language = self.language();
        // its owner is known by a password of its own, which would then open all the others
        self.inner.read().await.unlocked(language)?;
        let NewAccountForm {
            name,
            email,
            password,
        } = form;
        let description: Description = name
            .parse()
            .map_err(|rule| wire::rule_error(rule, "name", language))?;
        let email: EmailAddress = email
            .parse()
            .map_err(|rule| wire::rule_error(rule, "email", language))?;
        keeping::require_good(&keep, language)?;
        let key = StoreKey::generate(&SystemRandomness);
        let request = CreateOperator {
            email: email.clone(),
            password: password.clone(),
            description: Some(description.clone()),
            invitation: None,
        };
        let (operator_id, engine) = local::create(
            &self.folder,
            &key,
            self.ports(keep.in_keychain()),
            language,
            request,
        )
        .await
        .map_err(|problem| refusal(problem, language))?;
        let path = local::path_of(&self.folder, &operator_id);
        if let Err(refusal) = keeping::keep(
            &self.folder,
            operator_id.as_str(),
            key.expose(),
            &keep,
            language,
        )
        .await
        {
            local::discard(engine, &path).await;
            return Err(refusal);
        }
        let recovery = RecoveryKey::of(&key);
        let recovery_key = recovery.expose().to_owned();
        let id = id_of(operator_id.as_str());
        self.preferences.remember(&id, |memory| {
            memory.name = Some(description.to_string());
            memory.recovery_open = true;
            memory.remembered.email = Some(email.to_string());
        });
        self.preferences.set_current(Some(&id));
        {
            let mut inner = self.inner.write().await;
            let mut account = Account::at(operator_id.as_str(), path);
            if let Some(file) = account.file_mut() {
                file.open(engine);
            }
            account.recovery = Some(recovery);
            inner.accounts.insert(id.clone(), account);
            inner.current = Some(id.clone());
        }
        self.sign_in_as_root(&id, email.as_str(), password).await?;
        Ok(NewAccount {
            state: self.announce().await,
            operator_id: operator_id.to_string(),
            recovery_key,
        })
    }
}

fn refusal(problem: CreateProblem, language: Language) -> Refusal {
    match problem {
        CreateProblem::Refused(error) => error.into(),
        CreateProblem::Store(problem) => {
            Refusal::new("folder_unwritable", problem.message(language))
        }
    }
}
