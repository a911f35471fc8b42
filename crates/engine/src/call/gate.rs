//! May they: the account in the path, a password that has to be changed, permission statements, step-up.
//! Nothing is read from the store.

use super::Asked;
use crate::{Engine, Fault, Who, rights};
use latchkey_api::{Access, Code, Detail, Error, Kind, Operation, fold};
use latchkey_permission::Context;

/// How long a password counts as just given.
pub(crate) const FRESH_MS: i64 = 10 * 60 * 1000;

/// Stands where the time of the last password would: a program signed in with a key, and never gives one.
pub(crate) const BY_KEY: i64 = -1;

/// Credentials that a program does not touch, beyond everything that asks for step-up (R28).
const NOT_BY_KEY: [&str; 8] = [
    "User:updateUserPassword",
    "Operator:updateOperatorPassword",
    "Session:confirmPassword",
    "Email:issueAddEmailToken",
    "Email:verifyEmailCode",
    "SystemNotification:setSystemNotification",
    "User:resendContactToken",
    "User:verifyContactCode",
];

/// What works while a new password is asked for.
const WITHOUT_NEW_PASSWORD: [&str; 2] = ["User:updateUserPassword", "Auth:logout"];

impl Engine {
    /// Refuses what the caller may not do. Who it is has been read in the same transaction.
    pub(super) fn gate<O: Operation>(asked: &Asked<'_>, who: &Who) -> Result<(), Fault> {
        // anything of another account does not exist
        if variable(asked, "operator_id").is_some_and(|id| id != who.operator_id) {
            return Err(Code::NotFound.into());
        }
        if who.confirmed_at == BY_KEY && NOT_BY_KEY.contains(&O::NAME) {
            return Err(Code::StepUpRequired.into());
        }
        if who.must_change_password {
            let allowed = WITHOUT_NEW_PASSWORD.contains(&O::NAME)
                && variable(asked, "user_name").is_none_or(|name| is_self(who, name));
            // the way out of the first sign-in needs no statement
            return if allowed {
                Ok(())
            } else {
                Err(Code::MustChangePassword.into())
            };
        }
        match O::ACCESS {
            // what only root may read is answered as the public API does
            Access::Root if who.rights().is_some() && O::KIND == Kind::Read => {
                return Err(Code::RootOnlyRead.into());
            }
            Access::Root if who.rights().is_some() => return Err(Code::RootOnly.into()),
            Access::Public | Access::SignedIn | Access::Root => {}
            Access::Needs(name) => permits(name, asked, who)?,
        }
        if O::KIND == Kind::StepUp {
            fresh(asked, who)
        } else {
            Ok(())
        }
    }
}

/// Refuses a session whose password was given too long ago.
pub(super) fn fresh(asked: &Asked<'_>, who: &Who) -> Result<(), Fault> {
    if asked.now_ms - who.confirmed_at >= FRESH_MS {
        Err(Code::StepUpRequired.into())
    } else {
        Ok(())
    }
}

/// Refuses what no statement allows, or one denies, and says which.
pub(super) fn permits(operation: &str, asked: &Asked<'_>, who: &Who) -> Result<(), Fault> {
    let Some(set) = who.rights() else {
        return Ok(());
    };
    let path: Vec<(&str, &str)> = asked
        .path
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let context = Context {
        current_date: Some(rights::date(asked.now_ms)),
        source_ip: asked.caller.source_ip,
        sam_user_name: who.user_id().map(|_| who.name()),
        path: &path,
    };
    if set.allows(operation, &context) {
        return Ok(());
    }
    let language = asked.caller.envelope.language;
    let because = rights::because(set, operation, &context, language);
    let detail = Detail {
        operation: Some(operation.to_owned()),
        because: Some(because),
        ..Detail::default()
    };
    Err(Error::new(Code::Denied, language).detailed(detail).into())
}

fn variable<'a>(asked: &'a Asked<'_>, name: &str) -> Option<&'a str> {
    asked
        .path
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str())
}

fn is_self(who: &Who, name: &str) -> bool {
    who.user_id().is_some() && fold(who.name()) == fold(name)
}

/// What the audit row names as done to: the most specific part of the path.
pub(super) fn target(path: &[(&'static str, String)]) -> Option<String> {
    path.iter()
        .rfind(|(name, _)| *name != "operator_id")
        .map(|(_, value)| value.clone())
}
