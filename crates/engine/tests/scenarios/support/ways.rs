//! Ways back in, as people walk them: asking, reading the mail, choosing a password.

use super::{Place, ROOT_EMAIL, stranger};
use latchkey_api::*;
use latchkey_engine::Caller;

/// The address that the owner of a place can also be reached at.
pub const RECOVERY_EMAIL: &str = "partner@other-mail.example";
/// Where a user is written to.
pub const CONTACT_EMAIL: &str = "hana@accounts.example";

pub fn forgot(email: &str) -> IssuePasswordResetToken {
    IssuePasswordResetToken {
        email: email.parse().unwrap(),
    }
}

pub fn lost_mailbox(email: &str) -> IssueRecoveryToken {
    IssueRecoveryToken {
        email: email.parse().unwrap(),
    }
}

pub fn choosing(token: &Secret, password: &str) -> VerifyPasswordResetToken {
    VerifyPasswordResetToken {
        token: token.clone(),
        password: password.into(),
    }
}

/// Root's code, for the account of that address.
pub fn coding(email: &str, code: &Secret, password: &str) -> VerifyPasswordResetCode {
    VerifyPasswordResetCode {
        email: Some(email.into()),
        operator_id: None,
        user_name: None,
        code: code.clone(),
        password: password.into(),
    }
}

/// A code that is nobody's.
pub fn no_code() -> Secret {
    Secret::from("0000-0000")
}

impl Place {
    /// Asks for root's reset mail, and reads it as `root`.
    pub async fn reset_mail(&self, root: &Caller) -> super::Letter {
        self.ask(&stranger(), forgot(ROOT_EMAIL)).await.unwrap();
        self.turn().await;
        self.letter(root, "reset_password", ROOT_EMAIL).await
    }

    pub fn user_forgot(&self, name: &str) -> IssueUserPasswordResetToken {
        IssueUserPasswordResetToken {
            operator_id: self.operator.clone(),
            user_name: name.into(),
        }
    }

    pub fn user_coding(
        &self,
        name: &str,
        code: &Secret,
        password: &str,
    ) -> VerifyPasswordResetCode {
        VerifyPasswordResetCode {
            email: None,
            operator_id: Some(self.operator.to_string()),
            user_name: Some(name.into()),
            ..coding("", code, password)
        }
    }

    pub fn contact(&self, name: &str, email: &str) -> SetUserContact {
        SetUserContact {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
            email: email.parse().unwrap(),
            invite: None,
        }
    }

    pub fn no_contact(&self, name: &str) -> DeleteUserContact {
        DeleteUserContact {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
        }
    }

    pub fn contact_again(&self, name: &str) -> ResendContactToken {
        ResendContactToken {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
        }
    }

    pub fn contact_code(&self, name: &str, code: &Secret) -> VerifyContactCode {
        VerifyContactCode {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
            code: code.clone(),
        }
    }

    pub fn invite(&self, name: &str) -> InviteUser {
        InviteUser {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
        }
    }

    pub fn delete_user(&self, name: &str) -> DeleteUser {
        DeleteUser {
            operator_id: self.operator.clone(),
            user_name: Self::name(name),
        }
    }

    /// Gives a user a contact address, and confirms it as its reader.
    pub async fn reachable(&self, root: &Caller, name: &str, email: &str) {
        self.ask(root, self.contact(name, email)).await.unwrap();
        let token = self.letter(root, "verify_contact", email).await.token();
        self.ask(&stranger(), VerifyContactToken { token })
            .await
            .unwrap();
    }

    /// The owner has a recovery address.
    pub async fn recoverable(&self, root: &Caller) {
        let id = self.address(root, RECOVERY_EMAIL).await;
        let role = self.setting(EmailRole::Recovery, &[&id]);
        self.ask(root, role).await.unwrap();
    }

    /// Whether this is the owner's password. A wrong one counts as a try.
    pub async fn root_has(&self, password: &str) -> bool {
        self.ask(&stranger(), Self::as_root(password)).await.is_ok()
    }

    /// Who did what, as the log has it: actor, operation, target, outcome.
    pub async fn logged(&self, operation: &str) -> Vec<[String; 4]> {
        self.rows(format!("SELECT actor_name, operation, target, outcome FROM audit WHERE operation = '{operation}' ORDER BY entry"))
            .await
            .into_iter()
            .map(|row| row.try_into().unwrap())
            .collect()
    }
}
