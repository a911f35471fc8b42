//! Operations that are in the contract already and have no rule yet. This file goes before the work is done.

use crate::{Engine, Fault, Handle, Work};
use latchkey_api::{Code, Operation};

macro_rules! stub {
    ($($op:ident)*) => {
        $(impl Handle<latchkey_api::$op> for Engine {
            async fn handle(&self, _work: &mut Work<'_>, _op: latchkey_api::$op) -> Result<<latchkey_api::$op as Operation>::Output, Fault> {
                Err(Code::NotServed.into())
            }
        })*
    };
}
stub! {
    IssuePasswordResetToken
    IssueRecoveryToken
    IssueUserPasswordResetToken
    VerifyPasswordResetToken
    VerifyPasswordResetCode
    ObjectToRecovery
    GetMailToken
    SetUserContact
    DeleteUserContact
    ResendContactToken
    VerifyContactToken
    VerifyContactCode
    InviteUser
    GetMailStanding
    GetMailSettings
    UpdateMailSettings
    TestMailSettings
    SearchOutbox
    RetryMessages
    ReadMessage
    ListMailKinds
    UpdateMailKind
}

impl Engine {
    /// Stands in for the worker that sends mail.
    pub async fn run_mail(&self, mut stop: tokio::sync::watch::Receiver<bool>) {
        let _ = stop.wait_for(|stop| *stop).await;
    }
}
