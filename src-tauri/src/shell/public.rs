//! What may be asked where nobody is signed in: how somebody gets back in, and what the server offers.

use super::Shell;
use crate::{
    backend::kind_of,
    refusal::{Answer, Refusal},
};
use latchkey_api::{
    Code, Error, GetServer, IssuePasswordResetToken, IssueRecoveryToken,
    IssueUserPasswordResetToken, Kind, Operation, VerifyPasswordResetCode,
};
use serde_json::Value;

/// Nothing of these opens a session, and in no reply is a secret.
const PUBLIC: [&str; 5] = [
    GetServer::NAME,
    IssuePasswordResetToken::NAME,
    IssueRecoveryToken::NAME,
    IssueUserPasswordResetToken::NAME,
    VerifyPasswordResetCode::NAME,
];

impl Shell {
    /// Runs one of these operations as nobody in particular.
    pub async fn call_public(
        &self,
        connection: &str,
        operation: &str,
        request: Value,
    ) -> Answer<Value> {
        let language = self.language();
        if !PUBLIC.contains(&operation) {
            return Err(Refusal::new(
                "bad_request",
                "This is not asked before signing in. Nothing was changed.",
            ));
        }
        let backend = {
            let inner = self.inner.read().await;
            let backend = inner.account(connection, language)?.backend();
            backend.ok_or_else(|| Refusal::not_signed_in(language))?
        };
        if kind_of(operation) != Some(Kind::Read) && self.preferences.memory(connection).read_only {
            return Err(Error::new(Code::ReadOnly, language).into());
        }
        let before = Self::reach(&backend);
        let caller = self.caller(None);
        let answer = backend.call_by_name(&caller, operation, request).await;
        self.heard(&backend, before).await;
        Ok(answer?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use latchkey_api::{Access, each_operation};

    macro_rules! open_to_all {
        ($($op:ident),* $(,)?) => {
            /// Operations that nobody has to be signed in for.
            fn open_to_all() -> Vec<&'static str> {
                [$((latchkey_api::$op::NAME, latchkey_api::$op::ACCESS)),*]
                    .into_iter()
                    .filter(|(_, access)| *access == Access::Public)
                    .map(|(name, _)| name)
                    .collect()
            }
        };
    }
    each_operation!(open_to_all);

    #[test]
    fn only_what_strangers_may_ask_is_asked_before_signing_in() {
        let open = open_to_all();
        assert!(PUBLIC.iter().all(|name| open.contains(name)));
        // whoever is added to the contract is not added here by itself
        let others: Vec<_> = open.iter().filter(|name| !PUBLIC.contains(name)).collect();
        assert_eq!(
            others,
            [
                // opens a session
                &"Auth:auth",
                // opens an account
                &"Account:createOperator",
                // with a token, which this side has and the window has not
                &"Email:verifyAddEmailToken",
                &"Email:undoPrimaryChange",
                &"Auth:verifyPasswordResetToken",
                &"Auth:objectToRecovery",
                &"Auth:getMailToken",
                &"User:verifyContactToken",
            ]
        );
    }
}
