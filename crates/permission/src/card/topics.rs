//! Topics: which operations people think of as one thing. Every operation that statements decide about is in exactly one.
use crate::catalogue::{AskedBy, catalogue};
use crate::language::{Words, words};

/// One thing that people think of, or several that have a common name.
pub(super) struct Topic {
    /// The line on a card: "See or change users and roles".
    pub words: Words,
    pub parts: Parts,
    /// For the summary, after "can": "see bills".
    pub brief: Option<Words>,
    /// For the summary, after "cannot change": "users".
    pub object: Option<Words>,
    /// Worth a line of its own when it is not allowed.
    pub notable: bool,
}

pub(super) enum Parts {
    Topics(&'static [Topic]),
    Operations(&'static [&'static str]),
}

impl Topic {
    const fn of(words: Words, operations: &'static [&'static str]) -> Self {
        Self {
            words,
            parts: Parts::Operations(operations),
            brief: None,
            object: None,
            notable: false,
        }
    }

    const fn joining(words: Words, topics: &'static [Self]) -> Self {
        Self {
            words,
            parts: Parts::Topics(topics),
            brief: None,
            object: None,
            notable: false,
        }
    }

    const fn brief(mut self, en: &'static str, ja: &'static str) -> Self {
        self.brief = Some(words(en, ja));
        self
    }

    const fn object(mut self, en: &'static str, ja: &'static str) -> Self {
        self.object = Some(words(en, ja));
        self
    }

    const fn notable(mut self) -> Self {
        self.notable = true;
        self
    }

    /// All operations, of all parts.
    pub(super) fn operations(&self) -> Vec<&'static str> {
        match self.parts {
            Parts::Topics(topics) => topics.iter().flat_map(Self::operations).collect(),
            Parts::Operations(operations) => operations.to_vec(),
        }
    }
}

pub(super) const TOPICS: &[Topic] = &[
    Topic::of(
        words(
            "See this month’s total and past bills",
            "今月の合計と過去の請求の閲覧",
        ),
        &[
            "Billing:getLatestBilling",
            "Billing:getBillingHistory",
            "Billing:getBilling",
            "Billing:getBillingPerDay",
            "Billing:getBillingSummaryOfBillItems",
            "Billing:getBillingSummaryOfSims",
        ],
    )
    .brief("see bills", "請求の閲覧"),
    Topic::of(
        words(
            "Download invoices and bill details",
            "請求書と明細のダウンロード",
        ),
        &[
            "Payment:exportPaymentStatement",
            "Billing:exportBilling",
            "Billing:exportLatestBilling",
        ],
    )
    .brief("download invoices", "請求書のダウンロード"),
    Topic::joining(
        words("See or change payment details", "支払い情報の閲覧と変更"),
        PAYMENT,
    ),
    Topic::joining(
        words(
            "See or change users and roles",
            "ユーザー・ロールの閲覧と変更",
        ),
        PEOPLE,
    )
    .notable(),
    Topic::joining(
        words(
            "See or change who receives which mail",
            "通知メールの宛先の閲覧と変更",
        ),
        MAIL,
    ),
    Topic::of(
        words("See the audit log", "監査ログの閲覧"),
        &["AuditLog:getApiAuditLogs", "AuditLog:getNapterAuditLogs"],
    )
    .brief("see the audit log", "監査ログの閲覧"),
    Topic::joining(
        words(
            "See or change the account’s details",
            "アカウント情報の閲覧と変更",
        ),
        ACCOUNT,
    ),
    Topic::of(
        words("See stored credentials", "認証情報の閲覧"),
        &["Credential:listCredentials"],
    ),
    Topic::of(
        words("Change stored credentials", "認証情報の変更"),
        &[
            "Credential:createCredential",
            "Credential:updateCredential",
            "Credential:deleteCredential",
        ],
    ),
];

const PAYMENT: &[Topic] = &[
    Topic::of(
        words(
            "See the payment method and history",
            "支払い方法と支払い履歴の閲覧",
        ),
        &[
            "Payment:getPaymentMethod",
            "Payment:listPaymentStatements",
            "Payment:getPaymentTransaction",
        ],
    ),
    Topic::of(
        words("See payer information", "請求先情報の閲覧"),
        &["Payment:getPayerInformation"],
    ),
    Topic::of(
        words("See discounts and coupons", "割引とクーポンの閲覧"),
        &[
            "Payment:listVolumeDiscounts",
            "Payment:getVolumeDiscount",
            "Payment:listCoupons",
        ],
    ),
    Topic::of(
        words(
            "Change the payment method or payer",
            "支払い方法・請求先の変更",
        ),
        &[
            "Payment:activatePaymentMethod",
            "Payment:registerPayerInformation",
        ],
    )
    .brief("change payment details", "支払い情報の変更")
    .object("payment details", "支払い情報")
    .notable(),
    Topic::of(
        words("Register coupons", "クーポンの登録"),
        &["Payment:registerCoupon"],
    ),
];

const PEOPLE: &[Topic] = &[
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

const MAIL: &[Topic] = &[
    Topic::of(
        words("See who receives which mail", "通知メールの宛先の閲覧"),
        &[
            "SystemNotification:listSystemNotifications",
            "SystemNotification:getSystemNotification",
        ],
    ),
    Topic::of(
        words("Change who receives which mail", "通知メールの宛先の変更"),
        &[
            "SystemNotification:setSystemNotification",
            "SystemNotification:deleteSystemNotification",
        ],
    ),
];

const ACCOUNT: &[Topic] = &[
    Topic::of(
        words(
            "See the account’s details and settings",
            "アカウントの情報と設定の閲覧",
        ),
        &[
            "Operator:getOperator",
            "Operator:getCompanyInformation",
            "Operator:getIndividualInformation",
            "Operator:getOperatorConfigurationNamespace",
            "Operator:getMFAStatus",
            "Operator:listOperatorAuthKeys",
        ],
    ),
    Topic::of(
        words(
            "Change the account’s settings and contracts",
            "アカウントの設定と契約の変更",
        ),
        &[
            "Operator:setOperatorConfigurationNamespace",
            "Operator:deleteOperatorConfigurationNamespace",
            "Operator:addOperatorContract",
            "Operator:deleteOperatorContract",
            "Operator:addCoverageType",
        ],
    ),
    Topic::of(
        words("Contact support", "サポートへの問い合わせ"),
        &["Operator:generateSupportToken"],
    ),
    Topic::of(
        words("Extend a session", "サインインの延長"),
        &["Operator:generateAuthToken"],
    ),
];

/// What only root may do, whatever statements say.
pub(super) fn owner_operations() -> Vec<String> {
    let owner = catalogue()
        .iter()
        .filter(|entry| entry.asked_by == AskedBy::Root);
    owner.map(|entry| entry.name.into()).collect()
}
