//! What somebody can do, in words: `Access:`, and what somebody did: recent events of a user.

use crate::{Access, AccessCard, Change, DocumentText, OperatorId, Problem, UserName, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the caller can do, and who can change that.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExplainSelf {}
operation!(ExplainSelf, "Access:explainSelf", Get "/latchkey/access" => 200 OwnReport, Access::SignedIn, Read);

/// The caller and what it can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct OwnReport {
    /// The account.
    pub operator_id: OperatorId,
    /// The account's name.
    pub operator_name: String,
    /// Absent for root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The name to show: description, user name, or root's address.
    pub display_name: String,
    /// Root is not evaluated: it may do everything.
    pub root: bool,
    /// In words, with the screens that open.
    pub card: AccessCard,
    /// Operations that are surely or conditionally allowed; the UI disables the others with their reason.
    pub allowed: Vec<String>,
    /// Where it comes from.
    pub sources: Vec<AccessSource>,
    /// Who can change it, root first; at most five.
    pub helpers: Vec<Person>,
    /// Seconds until the session asks for a new sign-in.
    pub expires_in_seconds: i64,
}

/// Somebody with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Person {
    /// Absent for root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The name to show.
    pub display_name: String,
}

/// A document that adds to what somebody can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum AccessSource {
    /// The user's own document.
    Own {
        /// How many statements.
        statements: u32,
    },
    /// A role.
    Role {
        /// The role.
        #[serde(rename = "roleId")]
        role_id: String,
        /// How many statements.
        statements: u32,
    },
    /// The default permissions.
    Default {
        /// How many statements.
        statements: u32,
    },
}

/// What a user can do, in words.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExplainUser {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(ExplainUser, "Access:explainUser", Get "/latchkey/operators/{operator_id}/users/{user_name}/access" => 200 UserReport, Access::Needs("User:getUserPermission"), Read);

/// What a user can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserReport {
    /// In words, with the screens that open.
    pub card: AccessCard,
    /// Where it comes from.
    pub sources: Vec<AccessSource>,
}

/// What a document would mean before it is saved: problems, sentences, gains and losses. Changes nothing.
///
/// # Errors
/// `not_found` (with `userName`).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ExplainDocument {
    /// The account.
    pub operator_id: OperatorId,
    /// The user who would get it, with its roles and the default permissions; absent for the document alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<UserName>,
    /// JSON as text.
    pub document: DocumentText,
}
operation!(ExplainDocument, "Access:explainDocument", Post "/latchkey/operators/{operator_id}/access/explain" => 200 DocumentReport, Access::Needs("User:getUserPermission"), Read);

/// What a document would mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct DocumentReport {
    /// What is wrong with it, or worth a look, with line and fix.
    pub problems: Vec<Problem>,
    /// In words; absent while there are errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<AccessCard>,
    /// What saving it would change for the user; absent without a user and while there are errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// The template that it equals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The document in its canonical form; absent while there are errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatted: Option<String>,
    /// Operations in it that the caller may not grant, not surely holding them.
    pub beyond_own_rights: Vec<String>,
}

/// The templates a document can start from.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListTemplates {}
operation!(ListTemplates, "Access:listTemplates", Get "/latchkey/templates" => 200 Vec<PermissionTemplate>, Access::SignedIn, Read);

/// A document to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct PermissionTemplate {
    /// Stable word.
    pub id: String,
    /// What people see.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// JSON as text, canonical.
    pub document: String,
}

/// Every operation that can be named in a document, in words.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListCatalogue {}
operation!(ListCatalogue, "Access:listCatalogue", Get "/latchkey/catalogue" => 200 Vec<CatalogueEntry>, Access::SignedIn, Read);

/// An operation in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueEntry {
    /// `Tag:operationId`.
    pub operation: String,
    /// Verb phrase.
    pub words: String,
}

/// What a user did lately, newest first.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ListUserEvents {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// At most this many; 1 to 200, 20 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
operation!(ListUserEvents, "AuditLog:listUserEvents", Get "/latchkey/operators/{operator_id}/users/{user_name}/events" => 200 Vec<Event>, Access::Needs("AuditLog:getApiAuditLogs"), Read);

/// One row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct Event {
    /// UNIX milliseconds.
    pub time_epoch_ms: i64,
    /// `Tag:operationId`.
    pub operation: String,
    /// The operation as a verb phrase.
    pub words: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The user or thing it was done to; absent for the caller itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

/// How an operation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Done.
    Allowed,
    /// Refused for want of a right.
    Denied,
    /// Refused for another reason, such as a wrong password.
    Failed,
}
