//! Topics about payment, mail and the account itself.
use super::Topic;
use crate::language::words;

pub(super) const PAYMENT: &[Topic] = &[
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

pub(super) const MAIL: &[Topic] = &[
    Topic::of(
        words(
            "See how mail is sent, and the outbox",
            "メール送信の設定と送信トレイの閲覧",
        ),
        &["Mail:getMailSettings", "Mail:searchOutbox"],
    ),
    Topic::of(
        words("Send messages again", "メールの再送信"),
        &["Mail:retryMessages"],
    ),
    Topic::of(
        words("Change how mail is sent", "メール送信の設定の変更"),
        &["Mail:updateMailSettings"],
    ),
];

pub(super) const ACCOUNT: &[Topic] = &[
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
