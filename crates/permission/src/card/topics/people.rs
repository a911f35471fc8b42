//! Topics about users and roles.
use super::Topic;
use crate::language::words;

pub(super) const PEOPLE: &[Topic] = &[
    Topic::joining(
        words("See users and roles", "ユーザーとロールの閲覧"),
        SEE_PEOPLE,
    )
    .brief("see users", "ユーザーの閲覧"),
    Topic::joining(
        words("Change users and roles", "ユーザー・ロールの変更"),
        CHANGE_PEOPLE,
    )
    .notable(),
];

const SEE_PEOPLE: &[Topic] = &[
    Topic::of(
        words("See users and what they can do", "ユーザーとその権限の閲覧"),
        &[
            "User:listUsers",
            "User:getUser",
            "User:getUserPermission",
            "User:getUserTrustPolicy",
            "User:getDefaultPermissions",
            "User:hasUserPassword",
            "User:getUserMFAStatus",
            "User:listUserAuthKeys",
            "User:getUserAuthKey",
            "Role:listUserRoles",
        ],
    ),
    Topic::of(
        words("See roles and who has them", "ロールとその利用者の閲覧"),
        &[
            "Role:listRoles",
            "Role:getRole",
            "Role:listRoleAttachedUsers",
            "Role:listRoleVersions",
        ],
    ),
];

const CHANGE_PEOPLE: &[Topic] = &[
    Topic::of(
        words(
            "Create, change and delete users",
            "ユーザーの作成・変更・削除",
        ),
        &["User:createUser", "User:updateUser", "User:deleteUser"],
    )
    .brief("manage users", "ユーザーの管理")
    .object("users", "ユーザー")
    .notable(),
    Topic::of(
        words("Reset sign-in for users", "ユーザーのサインインの再設定"),
        &[
            "User:createUserPassword",
            "User:updateUserPassword",
            "User:deleteUserPassword",
            "User:enableUserMFA",
            "User:verifyUserMFA",
            "User:revokeUserMFA",
            "User:revokeUserAuthTokens",
        ],
    )
    .brief("reset sign-in for users", "ユーザーのサインインの再設定"),
    Topic::of(
        words(
            "Create and delete users’ auth keys",
            "ユーザーの認証キーの作成・削除",
        ),
        &["User:generateUserAuthKey", "User:deleteUserAuthKey"],
    ),
    Topic::of(
        words("Change what users can do", "ユーザーの権限の変更"),
        &[
            "User:updateUserPermission",
            "User:deleteUserPermission",
            "User:updateUserTrustPolicy",
            "User:deleteUserTrustPolicy",
            "User:updateDefaultPermissions",
            "User:deleteDefaultPermissions",
            "Role:attachRole",
            "Role:detachRole",
            "Role:createRole",
            "Role:updateRole",
            "Role:deleteRole",
        ],
    )
    .brief("change permissions", "権限の変更")
    .object("permissions", "権限")
    .notable(),
    Topic::of(
        words("Act as another user", "ほかのユーザーへの切り替え"),
        &["Auth:switchUser"],
    ),
];
