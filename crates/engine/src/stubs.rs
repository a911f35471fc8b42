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
    ListEmails
    GetEmail
    IssueAddEmailToken
    VerifyAddEmailToken
    VerifyEmailCode
    ResendAddEmailToken
    UpdateEmail
    DeleteEmail
    SendTestEmail
    UndoPrimaryChange
    GetWayBack
    StopRecovery
    ListSystemNotifications
    GetSystemNotification
    SetSystemNotification
    DeleteSystemNotification
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
}
