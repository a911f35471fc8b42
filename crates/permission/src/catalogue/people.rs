//! Users and roles.
use super::{Entry, op};

const ACCOUNT: &[&str] = &["operator_id"];
const USER: &[&str] = &["operator_id", "user_name"];
const KEY: &[&str] = &["operator_id", "user_name", "auth_key_id"];
const ROLE: &[&str] = &["operator_id", "role_id"];

pub(super) const ENTRIES: &[Entry] = &[
    op(
        "Role:attachRole",
        "Give roles to users",
        "ユーザーへのロールの付与",
        USER,
    ),
    op("Role:createRole", "Create roles", "ロールの作成", ROLE),
    op("Role:deleteRole", "Delete roles", "ロールの削除", ROLE),
    op(
        "Role:detachRole",
        "Take roles from users",
        "ユーザーからのロールの取り外し",
        &["operator_id", "user_name", "role_id"],
    ),
    op(
        "Role:getRole",
        "See what a role allows",
        "ロールの内容の閲覧",
        ROLE,
    ),
    op(
        "Role:listRoleAttachedUsers",
        "See who has a role",
        "ロールを持つユーザーの閲覧",
        ROLE,
    ),
    op(
        "Role:listRoleVersions",
        "See a role’s versions",
        "ロールの版の閲覧",
        ROLE,
    ),
    op("Role:listRoles", "See roles", "ロールの閲覧", ACCOUNT),
    op(
        "Role:listUserRoles",
        "See a user’s roles",
        "ユーザーのロールの閲覧",
        USER,
    ),
    op("Role:updateRole", "Change roles", "ロールの変更", ROLE),
    op("User:createUser", "Create users", "ユーザーの作成", USER),
    op(
        "User:createUserPassword",
        "Set a user’s password",
        "ユーザーのパスワードの設定",
        USER,
    ),
    op(
        "User:deleteDefaultPermissions",
        "Delete the default permissions",
        "既定の権限の削除",
        ACCOUNT,
    ),
    op("User:deleteUser", "Delete users", "ユーザーの削除", USER),
    op(
        "User:deleteUserAuthKey",
        "Delete a user’s auth keys",
        "ユーザーの認証キーの削除",
        KEY,
    ),
    op(
        "User:deleteUserPassword",
        "Delete a user’s password",
        "ユーザーのパスワードの削除",
        USER,
    ),
    op(
        "User:deleteUserPermission",
        "Delete a user’s own permissions",
        "ユーザーの個別の権限の削除",
        USER,
    ),
    op(
        "User:deleteUserTrustPolicy",
        "Delete who may act as a user",
        "切り替えの許可の削除",
        USER,
    ),
    op(
        "User:enableUserMFA",
        "Set up a user’s MFA",
        "ユーザーのMFAの設定",
        USER,
    ),
    op(
        "User:generateUserAuthKey",
        "Create auth keys for users",
        "ユーザーの認証キーの作成",
        USER,
    ),
    op(
        "User:getDefaultPermissions",
        "See the default permissions",
        "既定の権限の閲覧",
        ACCOUNT,
    ),
    op(
        "User:getUser",
        "See a user’s details",
        "ユーザーの詳細の閲覧",
        USER,
    ),
    op(
        "User:getUserAuthKey",
        "See an auth key of a user",
        "ユーザーの認証キーの詳細の閲覧",
        KEY,
    ),
    op(
        "User:getUserMFAStatus",
        "See whether a user’s MFA is on",
        "ユーザーのMFAの状態の閲覧",
        USER,
    ),
    op(
        "User:getUserPermission",
        "See a user’s own permissions",
        "ユーザーの個別の権限の閲覧",
        USER,
    ),
    op(
        "User:getUserTrustPolicy",
        "See who may act as a user",
        "切り替えの許可の閲覧",
        USER,
    ),
    op(
        "User:hasUserPassword",
        "See whether a user has a password",
        "ユーザーのパスワードの有無の閲覧",
        USER,
    ),
    op(
        "User:listUserAuthKeys",
        "See a user’s auth keys",
        "ユーザーの認証キーの閲覧",
        USER,
    ),
    op("User:listUsers", "See users", "ユーザーの閲覧", ACCOUNT),
    op(
        "User:revokeUserAuthTokens",
        "Sign a user out everywhere",
        "ユーザーの全端末のサインアウト",
        USER,
    ),
    op(
        "User:revokeUserMFA",
        "Switch off a user’s MFA",
        "ユーザーのMFAの解除",
        USER,
    ),
    op(
        "User:updateDefaultPermissions",
        "Change the default permissions",
        "既定の権限の変更",
        ACCOUNT,
    ),
    op(
        "User:updateUser",
        "Change a user’s details",
        "ユーザーの詳細の変更",
        USER,
    ),
    op(
        "User:updateUserPassword",
        "Change a user’s password",
        "ユーザーのパスワードの変更",
        USER,
    ),
    op(
        "User:updateUserPermission",
        "Change a user’s own permissions",
        "ユーザーの個別の権限の変更",
        USER,
    ),
    op(
        "User:updateUserTrustPolicy",
        "Change who may act as a user",
        "切り替えの許可の変更",
        USER,
    ),
    op(
        "User:verifyUserMFA",
        "Confirm a user’s MFA",
        "ユーザーのMFAの確認",
        USER,
    ),
];
