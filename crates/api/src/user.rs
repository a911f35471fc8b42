//! SAM users: `User:` list, search, get, create, update, delete.

use crate::{
    Access, Contact, Description, DocumentText, EmailAddress, OperatorId, Secret, UserName,
    operation,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// All users, whole, as the public API has it. Screens use [`SearchUsers`].
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListUsers {
    /// The account.
    pub operator_id: OperatorId,
}
operation!(ListUsers, "User:listUsers", Get "/operators/{operator_id}/users" => 200 Vec<User>, Read);

/// One page of the users that match, with counts for every filter.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct SearchUsers {
    /// The account.
    pub operator_id: OperatorId,
    /// Part of the user name or description, in any case; at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Which users; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<UserFilter>,
    /// Order; by name when absent. Ties go by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<UserSort>,
    /// Largest or latest first; no when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub descending: Option<bool>,
    /// How many matching users to pass over; 0 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
    /// At most this many users; 1 to 200, 100 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
operation!(SearchUsers, "User:searchUsers", Get "/latchkey/operators/{operator_id}/users" => 200 UserPage, Access::Needs("User:listUsers"), Read);

/// Which users a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum UserFilter {
    /// Those without a password.
    NoPassword,
    /// Those who have never signed in.
    NeverSignedIn,
    /// Those who have at least one auth key.
    HasAuthKeys,
    /// Those with a password and no second factor.
    MfaOff,
}

/// Order of a list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum UserSort {
    /// By the name that is shown: description, else user name.
    Name,
    /// By last sign-in; never comes before everything.
    LastSignIn,
    /// By creation.
    Created,
}

/// One page of users.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserPage {
    /// The users from `offset` on, in order.
    pub users: Vec<UserRow>,
    /// How many match search and filter.
    pub matching: i64,
    /// How many match the search under each filter.
    pub counts: UserCounts,
}

/// How many users match the search, by filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct UserCounts {
    /// Without a filter.
    pub all: i64,
    /// [`UserFilter::NoPassword`].
    pub no_password: i64,
    /// [`UserFilter::NeverSignedIn`].
    pub never_signed_in: i64,
    /// [`UserFilter::HasAuthKeys`].
    pub has_auth_keys: i64,
    /// [`UserFilter::MfaOff`].
    pub mfa_off: i64,
}

/// A user as a list shows it. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct UserRow {
    /// What the user signs in with.
    pub user_name: String,
    /// The person's name, where somebody gave one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Can sign in with a password.
    pub has_password: bool,
    /// Has a second factor.
    pub mfa: bool,
    /// Auth keys.
    pub auth_key_count: i64,
    /// Last sign-in; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_sign_in_date_time: Option<i64>,
    /// Roles the user is attached to.
    pub roles: Vec<String>,
    /// What the user's own document is.
    pub access: OwnAccess,
}

/// A user's own document at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", tag = "is", content = "id")]
pub enum OwnAccess {
    /// No document, or one without statements.
    None,
    /// Exactly the template with this ID.
    Template(String),
    /// Statements of its own.
    Custom,
    /// Stored but unreadable: the user may do nothing until somebody saves it again.
    Broken,
}

/// One user.
///
/// # Errors
/// `not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetUser {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(GetUser, "User:getUser", Get "/operators/{operator_id}/users/{user_name}" => 200 User, Read);

/// A SAM user, as the public API has it and a little more. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct User {
    /// What the user signs in with.
    pub user_name: String,
    /// The person's name or a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Can sign in with a password.
    pub has_password: bool,
    /// Auth keys, without their secrets.
    pub auth_key_list: Vec<AuthKey>,
    /// Roles the user is attached to.
    pub role_list: Vec<RoleSummary>,
    /// The own permission document, JSON as text; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// Creation.
    pub create_date_time: i64,
    /// Last change.
    pub update_date_time: i64,
    /// Latchkey's own: who created the user; absent when unknown, `root` or a user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Latchkey's own: when the password was last set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_date_time: Option<i64>,
    /// Latchkey's own: a new password is asked for at the next sign-in. Absent means no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<bool>", optional)]
    pub must_change_password: bool,
    /// Latchkey's own: last sign-in; absent for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_date_time: Option<i64>,
    /// Latchkey's own: the contact address. Only in the answer about one user; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// An auth key without its secret. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct AuthKey {
    /// `keyId-` + 32 characters.
    pub auth_key_id: String,
    /// Creation.
    pub create_date_time: i64,
    /// Last use; absent for never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_date_time: Option<i64>,
}

/// A role without its document. Times are UNIX seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
pub struct RoleSummary {
    /// The role.
    pub role_id: String,
    /// What people see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Creation.
    pub create_date_time: i64,
    /// Last change.
    pub update_date_time: i64,
}

/// Creates a user. The last five fields are Latchkey's own: a user who can be used, in one step or not at all.
///
/// # Errors
/// `name_taken`; with `permission` or `password` also what [`crate::UpdateUserPermission`] and
/// [`crate::CreateUserPassword`] say, and their permissions are needed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct CreateUser {
    /// The account.
    pub operator_id: OperatorId,
    /// What the user will sign in with; cannot be changed later.
    pub user_name: UserName,
    /// The person's name or a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// The own permission document, JSON as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<DocumentText>,
    /// A first password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// Ask for a new password at the first sign-in; no when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub must_change_password: Option<bool>,
    /// A contact address; needs the permissions of [`crate::SetUserContact`] too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<EmailAddress>,
    /// Invite the user there to choose a password, instead of asking to confirm the address; no when absent. As
    /// [`crate::InviteUser`]; not together with `password`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<bool>,
}
operation!(CreateUser, "User:createUser", Post "/operators/{operator_id}/users/{user_name}" => 201 (), Write);

/// Changes a user's description; an absent one removes it.
///
/// # Errors
/// `not_found`; `beyond_own_rights` when the user may do more than the caller.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct UpdateUser {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
    /// The person's name or a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
}
operation!(UpdateUser, "User:updateUser", Put "/operators/{operator_id}/users/{user_name}" => 200 (), Write);

/// Deletes a user with its password, keys, sessions and attachments. Its audit rows stay.
///
/// # Errors
/// `not_found`; `beyond_own_rights`; `own_user` (nobody deletes itself).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteUser {
    /// The account.
    pub operator_id: OperatorId,
    /// The user.
    pub user_name: UserName,
}
operation!(DeleteUser, "User:deleteUser", Delete "/operators/{operator_id}/users/{user_name}" => 204 (), StepUp);
