//! The account itself: its details, contracts, credentials and the owner's sign-in.
use super::{Entry, op};

const ACCOUNT: &[&str] = &["operator_id"];
const SETTING: &[&str] = &["operator_id", "namespace"];

pub(super) const ENTRIES: &[Entry] = &[
    op(
        "Credential:createCredential",
        "Add stored credentials",
        "認証情報の登録",
        &["credentials_id"],
    ),
    op(
        "Credential:deleteCredential",
        "Delete stored credentials",
        "認証情報の削除",
        &["credentials_id"],
    ),
    op(
        "Credential:listCredentials",
        "See stored credentials",
        "認証情報の閲覧",
        &[],
    ),
    op(
        "Credential:updateCredential",
        "Change stored credentials",
        "認証情報の変更",
        &["credentials_id"],
    ),
    op(
        "Operator:addCoverageType",
        "Add a coverage type",
        "カバレッジタイプの追加",
        &["operator_id", "coverage_type"],
    ),
    op(
        "Operator:addOperatorContract",
        "Add a contract",
        "契約の追加",
        ACCOUNT,
    ),
    op(
        "Operator:createCompanyInformation",
        "Register company details",
        "会社情報の登録",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:createIndividualInformation",
        "Register personal details",
        "個人情報の登録",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:deleteOperatorAuthKey",
        "Delete the owner’s auth keys",
        "所有者の認証キーの削除",
        &["operator_id", "auth_key_id"],
    )
    .root(),
    op(
        "Operator:deleteOperatorConfigurationNamespace",
        "Delete account settings",
        "アカウント設定の削除",
        SETTING,
    ),
    op(
        "Operator:deleteOperatorContract",
        "End a contract",
        "契約の終了",
        &["operator_id", "contract_name"],
    ),
    op(
        "Operator:enableMFA",
        "Set up the owner’s MFA",
        "所有者のMFAの設定",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:generateAuthToken",
        "Extend a session",
        "サインインの延長",
        ACCOUNT,
    ),
    op(
        "Operator:generateOperatorAuthKey",
        "Create auth keys for the owner",
        "所有者の認証キーの作成",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:generateSupportToken",
        "Contact support",
        "サポートへの問い合わせ",
        ACCOUNT,
    ),
    op(
        "Operator:getCompanyInformation",
        "See company details",
        "会社情報の閲覧",
        ACCOUNT,
    ),
    op(
        "Operator:getIndividualInformation",
        "See personal details",
        "個人情報の閲覧",
        ACCOUNT,
    ),
    op(
        "Operator:getMFAStatus",
        "See whether the owner’s MFA is on",
        "所有者のMFAの状態の閲覧",
        ACCOUNT,
    ),
    op(
        "Operator:getOperator",
        "See account details",
        "アカウント情報の閲覧",
        ACCOUNT,
    ),
    op(
        "Operator:getOperatorConfigurationNamespace",
        "See account settings",
        "アカウント設定の閲覧",
        SETTING,
    ),
    op(
        "Operator:issueMFARevokingToken",
        "Ask to switch off the owner’s MFA",
        "所有者のMFA解除の依頼",
        &[],
    )
    .public(),
    op(
        "Operator:listOperatorAuthKeys",
        "See the owner’s auth keys",
        "所有者の認証キーの閲覧",
        ACCOUNT,
    ),
    op(
        "Operator:revokeMFA",
        "Switch off the owner’s MFA",
        "所有者のMFAの解除",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:revokeOperatorAuthTokens",
        "Sign the owner out everywhere",
        "所有者の全端末のサインアウト",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:setOperatorConfigurationNamespace",
        "Change account settings",
        "アカウント設定の変更",
        SETTING,
    ),
    op(
        "Operator:updateCompanyInformation",
        "Change company details",
        "会社情報の変更",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:updateIndividualInformation",
        "Change personal details",
        "個人情報の変更",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:updateOperatorPassword",
        "Change the owner’s password",
        "所有者のパスワードの変更",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:verifyMFA",
        "Confirm the owner’s MFA",
        "所有者のMFAの確認",
        ACCOUNT,
    )
    .root(),
    op(
        "Operator:verifyMFARevokingToken",
        "Switch off the owner’s MFA by mail",
        "メールによる所有者のMFAの解除",
        &[],
    )
    .public(),
];
