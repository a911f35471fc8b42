//! Areas: the tags of operations, in words.
use crate::Words;
use crate::language::words;

/// A tag with its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The part of an operation's name before the colon.
    pub tag: &'static str,
    /// Its name: "Billing".
    pub words: Words,
    /// What its `get…` and `list…` operations show: "bills".
    pub things: Words,
}

const fn area_of(tag: &'static str, name: Words, things: Words) -> Area {
    Area {
        tag,
        words: name,
        things,
    }
}

const AREAS: &[Area] = &[
    area_of("Billing", words("Billing", "請求"), words("bills", "請求")),
    area_of(
        "Payment",
        words("Payment", "支払い"),
        words("payment details", "支払い情報"),
    ),
    area_of(
        "User",
        words("Users", "ユーザー"),
        words("users", "ユーザー"),
    ),
    area_of("Role", words("Roles", "ロール"), words("roles", "ロール")),
    area_of(
        "Email",
        words("Email addresses", "メールアドレス"),
        words("email addresses", "メールアドレス"),
    ),
    area_of(
        "SystemNotification",
        words("Mail recipients", "通知メール"),
        words("mail recipients", "通知メールの宛先"),
    ),
    area_of(
        "Mail",
        words("Mail server and outbox", "メールサーバーと送信トレイ"),
        words("how mail is sent", "メール送信"),
    ),
    area_of(
        "AuditLog",
        words("Audit log", "監査ログ"),
        words("the audit log", "監査ログ"),
    ),
    area_of(
        "Operator",
        words("Account", "アカウント"),
        words("account details", "アカウント情報"),
    ),
    area_of(
        "Credential",
        words("Credentials", "認証情報"),
        words("stored credentials", "認証情報"),
    ),
    area_of(
        "Auth",
        words("Sign-in", "サインイン"),
        words("sign-in", "サインイン"),
    ),
    area_of(
        "Session",
        words("Sessions", "サインイン中の端末"),
        words("sessions", "サインイン中の端末"),
    ),
    area_of(
        "Access",
        words("Access", "できること"),
        words("access", "できること"),
    ),
    area_of(
        "Account",
        words("Sign-up", "アカウント作成"),
        words("accounts", "アカウント"),
    ),
    area_of(
        "Server",
        words("Server", "サーバー"),
        words("the server", "サーバー"),
    ),
];

/// All areas, the ones that people look for first in front.
#[must_use]
pub const fn areas() -> &'static [Area] {
    AREAS
}

/// The area of that tag.
#[must_use]
pub fn area(tag: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.tag == tag)
}
