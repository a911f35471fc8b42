//! Email addresses and what each receives.
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
        "Confirm an email address",
        "メールアドレスの確認",
        &[],
    )
    .public(),
    op(
        "SystemNotification:deleteSystemNotification",
        "Stop a kind of mail",
        "通知メールの停止",
        ROLE,
    ),
    op(
        "SystemNotification:getSystemNotification",
        "See who receives a kind of mail",
        "通知メールの宛先の詳細の閲覧",
        ROLE,
    ),
    op(
        "SystemNotification:listSystemNotifications",
        "See who receives which mail",
        "通知メールの宛先の閲覧",
        &["operator_id"],
    ),
    op(
        "SystemNotification:setSystemNotification",
        "Change who receives which mail",
        "通知メールの宛先の変更",
        ROLE,
    ),
];
