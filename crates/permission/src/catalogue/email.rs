//! Email addresses, what each receives, and how mail gets out.
use super::{Entry, op};

const ADDRESS: &[&str] = &["operator_id", "email_id"];
const ROLE: &[&str] = &["operator_id", "type"];

pub(super) const ENTRIES: &[Entry] = &[
    op(
        "Email:deleteEmail",
        "Delete email addresses",
        "メールアドレスの削除",
        ADDRESS,
    )
    .root(),
    op(
        "Email:getEmail",
        "See an email address",
        "メールアドレスの詳細の閲覧",
        ADDRESS,
    )
    .root(),
    op(
        "Email:issueAddEmailToken",
        "Add email addresses",
        "メールアドレスの追加",
        &[],
    )
    .root(),
    op(
        "Email:listEmails",
        "See email addresses",
        "メールアドレスの閲覧",
        &["operator_id"],
    )
    .root(),
    op(
        "Email:verifyAddEmailToken",
        "Verify an email address",
        "メールアドレスの確認",
        &[],
    )
    .public(),
    op(
        "SystemNotification:deleteSystemNotification",
        "Stop a kind of mail",
        "通知メールの停止",
        ROLE,
    )
    .root(),
    op(
        "SystemNotification:getSystemNotification",
        "See who receives a kind of mail",
        "通知メールの宛先の詳細の閲覧",
        ROLE,
    )
    .root(),
    op(
        "SystemNotification:listSystemNotifications",
        "See who receives which mail",
        "通知メールの宛先の閲覧",
        &["operator_id"],
    )
    .root(),
    op(
        "SystemNotification:setSystemNotification",
        "Change who receives which mail",
        "通知メールの宛先の変更",
        ROLE,
    )
    .root(),
    op(
        "Auth:getMailToken",
        "See what a link in a mail is for",
        "メールのリンクの用途の確認",
        &[],
    )
    .public(),
    op(
        "Auth:issueRecoveryToken",
        "Ask for a way in through the recovery address",
        "復旧用アドレスによる再設定の依頼",
        &[],
    )
    .public(),
    op(
        "Auth:issueUserPasswordResetToken",
        "Ask for a new password as a user",
        "ユーザーによるパスワード再設定の依頼",
        &[],
    )
    .public(),
    op(
        "Auth:objectToRecovery",
        "Stop a way in through the recovery address with its link",
        "リンクからの、復旧用アドレスによる再設定の中止",
        &[],
    )
    .public(),
    op(
        "Auth:verifyPasswordResetCode",
        "Set a new password with a code",
        "コードによるパスワードの再設定",
        &[],
    )
    .public(),
    op(
        "Email:getWayBack",
        "See how the owner could get back in",
        "所有者の復旧手段の確認",
        &["operator_id"],
    )
    .root(),
    op(
        "Email:resendAddEmailToken",
        "Send a code to an email address again",
        "メールアドレスへのコードの再送信",
        ADDRESS,
    )
    .root(),
    op(
        "Email:sendTestEmail",
        "Send a test to an email address",
        "メールアドレスへのテスト送信",
        ADDRESS,
    )
    .root(),
    op(
        "Email:stopRecovery",
        "Stop a way in through the recovery address",
        "復旧用アドレスによる再設定の中止",
        &["operator_id"],
    )
    .root(),
    op(
        "Email:undoPrimaryChange",
        "Take back a change of the primary address",
        "メインのアドレスの変更の取り消し",
        &[],
    )
    .public(),
    op(
        "Email:updateEmail",
        "Correct an unverified email address",
        "未確認のメールアドレスの訂正",
        ADDRESS,
    )
    .root(),
    op(
        "Email:verifyEmailCode",
        "Verify an email address with a code",
        "コードによるメールアドレスの確認",
        ADDRESS,
    )
    .root(),
    op(
        "Mail:getMailSettings",
        "See how mail is sent",
        "メール送信の設定の閲覧",
        &["operator_id"],
    ),
    op(
        "Mail:getMailStanding",
        "See whether mail can be sent",
        "メールを送信できるかの確認",
        &[],
    )
    .signed_in(),
    op(
        "Mail:listMailKinds",
        "See the kinds of messages",
        "メールの種類の閲覧",
        &["operator_id"],
    )
    .root(),
    op(
        "Mail:readMessage",
        "Read messages of the outbox",
        "送信トレイのメールの閲覧",
        &["operator_id", "message_id"],
    )
    .root(),
    op(
        "Mail:retryMessages",
        "Send messages again",
        "メールの再送信",
        &["operator_id"],
    ),
    op(
        "Mail:searchOutbox",
        "See the outbox",
        "送信トレイの閲覧",
        &["operator_id"],
    ),
    op(
        "Mail:updateMailKind",
        "Switch kinds of messages on or off",
        "メールの種類のオン・オフ",
        &["operator_id", "kind"],
    )
    .root(),
    op(
        "Mail:updateMailSettings",
        "Change how mail is sent",
        "メール送信の設定の変更",
        &["operator_id"],
    ),
    op(
        "User:verifyContactToken",
        "Verify a contact address",
        "連絡用アドレスの確認",
        &[],
    )
    .public(),
];
