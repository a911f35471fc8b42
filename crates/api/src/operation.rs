//! What an operation is, and the one list of them all. The rules of an operation live in the engine.

use crate::Language;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use ts_rs::TS;

/// HTTP method. Own type and `Copy`, so that tables of operations can be `static`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads; fields that are not in the path travel in the query.
    Get,
    /// Fields that are not in the path travel in a JSON body.
    Post,
    /// As [`Method::Post`].
    Put,
    /// As [`Method::Post`]; mostly without a body.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may ask for an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Whoever is signed in, whatever the permission statements say.
    SignedIn,
    /// The root user only; no statement can grant it.
    Root,
    /// Root, and a SAM user whose permission statements allow this name. Mostly the operation's own;
    /// operations that Latchkey adds beside a public one ask for the public one's permission.
    Needs(&'static str),
}

/// What an operation does to the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Changes nothing: runs in a read transaction, leaves no audit row unless refused.
    Read,
    /// Changes something: one write transaction, one audit row.
    Write,
    /// A write that also wants a password not older than ten minutes (else `step_up_required`).
    StepUp,
}

/// One thing a caller can ask for. The implementing struct *is* the request.
pub trait Operation:
    Listed + Serialize + DeserializeOwned + JsonSchema + TS + Send + Sync + 'static
{
    /// `Tag:operationId`: the permission's name, the audit log's verb and the desktop's key.
    const NAME: &'static str;
    /// HTTP method.
    const METHOD: Method;
    /// Path below `/v1`. `{user_name}` is the request's field `userName`, and `pathVariable('user_name')`
    /// in a condition.
    const PATH: &'static str;
    /// HTTP status of success. Replies whose `Output` is `()` have no body.
    const STATUS: u16;
    /// Who may ask.
    const ACCESS: Access;
    /// What it does.
    const KIND: Kind;
    /// The reply.
    type Output: Serialize + DeserializeOwned + JsonSchema + TS + Send + Sync + 'static;
}

/// What an operation does, as a verb phrase for people: "See users". None for a name that the catalogue has no words
/// for.
#[must_use]
pub fn words(operation: &str, language: Language) -> Option<&'static str> {
    Some(latchkey_permission::entry(operation)?.words.get(language))
}

/// Proof that an operation is in [`each_operation!`](crate::each_operation); only that list implements it.
pub trait Listed {}

macro_rules! operation {
    ($op:ident, $name:literal, $method:ident $path:literal => $status:literal $out:ty, $access:expr, $kind:ident) => {
        impl $crate::Operation for $op {
            const NAME: &'static str = $name;
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATH: &'static str = $path;
            const STATUS: u16 = $status;
            const ACCESS: $crate::Access = $access;
            const KIND: $crate::Kind = $crate::Kind::$kind;
            type Output = $out;
        }
    };
    ($op:ident, $name:literal, $method:ident $path:literal => $status:literal $out:ty, $kind:ident) => {
        operation!($op, $name, $method $path => $status $out, $crate::Access::Needs($name), $kind);
    };
}
pub(crate) use operation;

/// Calls the macro `$then` with every operation of the contract: the only list of them.
#[macro_export]
macro_rules! each_operation {
    ($then:ident) => {
        $then! {
            GetServer, Auth, Logout,
            CreateOperator, GetOperator, UpdateOperatorPassword,
            ListUsers, SearchUsers, GetUser, CreateUser, UpdateUser, DeleteUser,
            HasUserPassword, CreateUserPassword, UpdateUserPassword, DeleteUserPassword,
            GetUserPermission, UpdateUserPermission, DeleteUserPermission,
            RevokeUserAuthTokens,
            ListSessions, EndSession, ListUserSessions, EndUserSession, ConfirmPassword,
            ExplainSelf, ExplainUser, ExplainDocument, ListTemplates, ListCatalogue,
            ListUserEvents,
            ListEmails, GetEmail, IssueAddEmailToken, VerifyAddEmailToken, VerifyEmailCode, ResendAddEmailToken,
            UpdateEmail, DeleteEmail, SendTestEmail, UndoPrimaryChange, GetWayBack, StopRecovery,
            ListSystemNotifications, GetSystemNotification, SetSystemNotification, DeleteSystemNotification,
            IssuePasswordResetToken, IssueRecoveryToken, IssueUserPasswordResetToken,
            VerifyPasswordResetToken, VerifyPasswordResetCode, ObjectToRecovery, GetMailToken,
            SetUserContact, DeleteUserContact, ResendContactToken, VerifyContactToken, VerifyContactCode, InviteUser,
            GetMailStanding, GetMailSettings, UpdateMailSettings, TestMailSettings,
            SearchOutbox, RetryMessages, ReadMessage, ListMailKinds, UpdateMailKind,
        }
    };
}

mod listed {
    #[allow(
        clippy::wildcard_imports,
        reason = "the list names every operation once"
    )]
    use crate::*;
    macro_rules! list { ($($op:ident),* $(,)?) => { $(impl Listed for $op {})* } }
    each_operation!(list);
}
