//! Signing in, sessions and the audit log.
use super::{Entry, op};

pub(super) const ENTRIES: &[Entry] = &[
    op(
        "Access:explainSelf",
        "See what you can do yourself",
        "自分にできることの確認",
        &[],
    )
    .signed_in(),
    op(
        "Access:listCatalogue",
        "See what can be permitted",
        "許可できる操作の確認",
        &[],
    )
    .signed_in(),
    op(
        "Access:listTemplates",
        "See permission templates",
        "権限のテンプレートの閲覧",
        &[],
    )
    .signed_in(),
    op(
        "Account:createOperator",
        "Create an account",
        "アカウントの作成",
        &[],
    )
    .public(),
    op(
        "AuditLog:getApiAuditLogs",
        "See the audit log",
        "監査ログの閲覧",
        &[],
    ),
    op(
        "AuditLog:getNapterAuditLogs",
        "See the audit log of remote access",
        "リモートアクセスの監査ログの閲覧",
        &[],
    ),
    op("Auth:auth", "Sign in", "サインイン", &[]).public(),
    op(
        "Auth:issuePasswordResetToken",
        "Ask for a new password",
        "パスワードの再設定の依頼",
        &[],
    )
    .public(),
    op("Auth:logout", "Sign out", "サインアウト", &[]).signed_in(),
    op(
        "Auth:switchUser",
        "Act as another user",
        "ほかのユーザーへの切り替え",
        &[],
    ),
    op(
        "Auth:verifyPasswordResetToken",
        "Set a new password by mail",
        "メールによるパスワードの再設定",
        &[],
    )
    .public(),
    op(
        "Server:getServer",
        "See what the server offers",
        "サーバーの情報の閲覧",
        &[],
    )
    .public(),
    op(
        "Session:confirmPassword",
        "Confirm your own password",
        "自分のパスワードの確認",
        &[],
    )
    .signed_in(),
    op(
        "Session:endSession",
        "End your own sessions",
        "自分のサインインの終了",
        &[],
    )
    .signed_in(),
    op(
        "Session:listSessions",
        "See where you are signed in",
        "自分のサインイン中の端末の閲覧",
        &[],
    )
    .signed_in(),
];
