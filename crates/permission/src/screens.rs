//! Which operation opens which screen of the application, and what more the screen can do.
use crate::language::{Words, words};

/// A screen of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// A stable `snake_case` word.
    pub id: &'static str,
    /// Its name in the sidebar.
    pub words: Words,
    /// It opens for whom all of these are allowed; for everybody if there are none.
    pub opens_with: &'static [&'static str],
    /// What more it can do.
    pub uses: &'static [&'static str],
}

const USER_DETAIL: &[&str] = &[
    "User:updateUser",
    "User:deleteUser",
    "User:getUserPermission",
    "User:updateUserPermission",
    "User:deleteUserPermission",
    "Role:listUserRoles",
    "Role:attachRole",
    "Role:detachRole",
    "User:hasUserPassword",
    "User:createUserPassword",
    "User:updateUserPassword",
    "User:deleteUserPassword",
    "User:getUserMFAStatus",
    "User:enableUserMFA",
    "User:verifyUserMFA",
    "User:revokeUserMFA",
    "User:listUserAuthKeys",
    "User:generateUserAuthKey",
    "User:deleteUserAuthKey",
    "User:revokeUserAuthTokens",
    "User:getUserTrustPolicy",
    "User:updateUserTrustPolicy",
    "User:deleteUserTrustPolicy",
    "AuditLog:getApiAuditLogs",
];

const SCREENS: &[Screen] = &[
    Screen {
        id: "users",
        words: words("Users", "ユーザー"),
        opens_with: &["User:listUsers"],
        uses: &["User:createUser", "User:deleteUser", "Role:attachRole"],
    },
    Screen {
        id: "user_detail",
        words: words("User details", "ユーザーの詳細"),
        opens_with: &["User:getUser"],
        uses: USER_DETAIL,
    },
    Screen {
        id: "roles",
        words: words("Roles", "ロール"),
        opens_with: &["Role:listRoles"],
        uses: &[
            "Role:getRole",
            "Role:createRole",
            "Role:updateRole",
            "Role:deleteRole",
            "Role:listRoleAttachedUsers",
        ],
    },
    Screen {
        id: "default_permissions",
        words: words("Default permissions", "既定の権限"),
        opens_with: &["User:getDefaultPermissions"],
        uses: &[
            "User:updateDefaultPermissions",
            "User:deleteDefaultPermissions",
        ],
    },
    Screen {
        id: "billing",
        words: words("Billing", "請求"),
        opens_with: &["Billing:getLatestBilling", "Billing:getBillingHistory"],
        uses: &[
            "Billing:getBilling",
            "Billing:getBillingPerDay",
            "Billing:getBillingSummaryOfBillItems",
            "Billing:getBillingSummaryOfSims",
            "Billing:exportBilling",
            "Billing:exportLatestBilling",
            "Payment:listPaymentStatements",
            "Payment:exportPaymentStatement",
            "Payment:getPaymentMethod",
            "Payment:activatePaymentMethod",
            "Payment:getPayerInformation",
            "Payment:registerPayerInformation",
        ],
    },
    Screen {
        id: "emails",
        words: words("Email addresses", "メールアドレス"),
        opens_with: &["Email:listEmails"],
        uses: &[
            "Email:issueAddEmailToken",
            "Email:verifyEmailCode",
            "Email:resendAddEmailToken",
            "Email:updateEmail",
            "Email:deleteEmail",
            "Email:sendTestEmail",
            "Email:getWayBack",
            "Email:stopRecovery",
            "Mail:listMailKinds",
            "Mail:updateMailKind",
            "SystemNotification:listSystemNotifications",
            "SystemNotification:setSystemNotification",
            "SystemNotification:deleteSystemNotification",
        ],
    },
    Screen {
        id: "audit",
        words: words("Audit log", "監査ログ"),
        opens_with: &["AuditLog:getApiAuditLogs"],
        uses: &[],
    },
    Screen {
        id: "my_access",
        words: words("My access", "自分の権限"),
        opens_with: &[],
        uses: &["Access:explainSelf"],
    },
    Screen {
        id: "settings",
        words: words("Settings", "設定"),
        opens_with: &[],
        uses: &[
            "Session:listSessions",
            "Session:endSession",
            "Session:confirmPassword",
        ],
    },
    Screen {
        id: "mail_server",
        words: words("Mail server", "メールサーバー"),
        opens_with: &["Mail:getMailSettings"],
        uses: &["Mail:updateMailSettings"],
    },
    Screen {
        id: "outbox",
        words: words("Outbox", "送信トレイ"),
        opens_with: &["Mail:searchOutbox"],
        uses: &["Mail:retryMessages", "Mail:readMessage"],
    },
];

/// All screens, in the order of the sidebar.
#[must_use]
pub const fn screens() -> &'static [Screen] {
    SCREENS
}
