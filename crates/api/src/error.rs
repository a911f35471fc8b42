//! The one error type: what went wrong, where, and what to do. Its words are for people.

use crate::{EmailRole, Language, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What every operation can answer instead of its output. On the wire a flat `{"code","message",…}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields)]
#[ts(rename = "ApiError")]
#[schemars(rename = "ApiError")]
pub struct Error {
    /// What programs act on.
    pub code: Code,
    /// What a person reads: what is wrong, what is unchanged, what to do. In the caller's language.
    pub message: String,
    /// The field of the request it is about, as it is written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Names the occurrence in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// More about it, where there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Box<Detail>>,
}

/// More about an error; every field is optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(optional_fields)]
pub struct Detail {
    /// `denied`: the operation that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// `denied`: why, as one sentence ("Statement 2 of the own document denies Billing:*.").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// `too_many_attempts`, `busy`: when to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
    /// `invalid_credentials`, `wrong_password`, `wrong_code`: how many tries are left before a pause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// `bad_document`: what is wrong, by line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Problem>>", optional)]
    pub problems: Vec<Problem>,
    /// `beyond_own_rights`: the operations that the caller does not surely hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<String>>", optional)]
    pub operations: Vec<String>,
    /// `email_has_roles`: what the address still receives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<EmailRole>>", optional)]
    pub roles: Vec<EmailRole>,
    /// `token_not_open`: from when on it works, UNIX seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_date_time: Option<i64>,
    /// `stale`: the version that is stored now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `stale`: the document that is stored now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $status:literal $en:literal $ja:literal,)*) => {
        /// A stable word for a kind of error. Added to only when somebody acts on the difference.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)*
            /// A word this version does not know.
            #[serde(other)]
            Unknown,
        }
        impl Code {
            /// Every word but [`Code::Unknown`].
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            const fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($en, $ja),)* Self::Unknown => (
                    "The server answered with something this version does not know. Update Latchkey, or ask who runs the server.",
                    "サーバーからこのバージョンでは解釈できない応答がありました。Latchkeyを更新するか、サーバーの管理者に連絡してください。",
                ) }
            }
        }
    };
}

codes! {
    /// The request cannot be read, or a field breaks its rule.
    BadRequest 400 "This request cannot be read. Nothing was changed." "リクエストを読み取れません。何も変更されていません。",
    /// Larger than the limit.
    TooLarge 413 "This is larger than Latchkey accepts. Nothing was changed." "サイズの上限を超えています。何も変更されていません。",
    /// The user name exists, in this or another case.
    NameTaken 400 "This username is taken. Choose another one." "このユーザー名はすでに使われています。別の名前にしてください。",
    /// The address is the primary address of another account.
    EmailTaken 400 "Another account signs in with this address. Use a different one." "このアドレスは別のアカウントのサインインに使われています。別のアドレスにしてください。",
    /// The password is too easy to guess.
    WeakPassword 400 "This password is too easy to guess." "このパスワードは推測されやすいため使えません。",
    /// The user already has a password.
    PasswordExists 400 "This user already has a password. Reset it instead." "このユーザーにはすでにパスワードがあります。再設定してください。",
    /// The current password is not right.
    WrongPassword 400 "That is not the current password. Nothing was changed." "現在のパスワードが違います。何も変更されていません。",
    /// The address is verified in this account already.
    EmailExists 400 "This address is in this account already. Nothing was changed." "このアドレスはすでにこのアカウントに登録されています。何も変更されていません。",
    /// The account has as many addresses as it can have.
    TooManyEmails 400 "An account has 20 addresses at most. Nothing was added. Delete one first." "登録できるアドレスは20件までです。何も追加していません。先にいずれかを削除してください。",
    /// The address still receives something.
    EmailHasRoles 400 "This address still receives mail of the account. Nothing was deleted. Move that to another address first." "このアドレスはまだアカウントのメールを受信しています。何も削除していません。先に別のアドレスへ移してください。",
    /// There is always a primary address.
    PrimaryStays 400 "The primary address cannot be removed: the owner signs in with it. Make another address primary first." "メインのアドレスは所有者のサインインに使うため削除できません。先に別のアドレスをメインにしてください。",
    /// The primary address has no other role.
    PrimaryRole 400 "The primary address has no other role; mail for billing and support reaches it anyway. Nothing was changed." "メインのアドレスにほかの役割は設定できません。請求とサポートのメールはメインにも届きます。何も変更されていません。",
    /// The address is not verified yet.
    NotVerified 400 "This address is not verified yet. Nothing was changed. Enter the code that was sent to it first." "このアドレスはまだ確認されていません。何も変更されていません。先に、送信されたコードを入力してください。",
    /// Anybody but root who reads what only root may read. As the public API answers it.
    RootOnlyRead 400 "Only the account owner (root) can see this." "アカウント所有者 (ルート) だけが閲覧できます。",
    /// The token is wrong, was used, or a newer one was sent.
    BadToken 400 "This link cannot be used: it was used before, or a newer message took its place. Nothing was changed. Ask for a new one." "このリンクは使えません。すでに使われたか、新しいメールが送られています。何も変更されていません。もう一度送信してください。",
    /// The code is not right.
    WrongCode 400 "That code does not match. Nothing was changed. Look at the newest message." "コードが一致しません。何も変更されていません。最新のメールを確認してください。",
    /// The user has no contact address.
    NoContact 400 "This user has no contact address. Nothing was sent. Enter one first." "このユーザーには連絡用アドレスがありません。何も送信していません。先にアドレスを入力してください。",
    /// The mail server is at an address that must not be reached from here.
    HostNotAllowed 400 "A mail server cannot be at this address. Nothing was saved or sent. Ask whoever runs the server." "このアドレスのメールサーバーは使えません。何も保存も送信もしていません。サーバーの管理者に確認してください。",
    /// This kind of message cannot be switched off.
    AlwaysSent 400 "This message protects the account and is always sent. Nothing was changed." "このメールはアカウントを守るため常に送信されます。何も変更されていません。",
    /// The permission document has errors.
    BadDocument 400 "The permissions have problems and were not saved." "権限に問題があるため保存していません。",
    /// Nobody is signed in.
    NotSignedIn 401 "Sign in first." "先にサインインしてください。",
    /// Wrong, unknown and disabled alike.
    InvalidCredentials 401 "That sign-in does not match." "サインインの情報が一致しません。",
    /// Password right, code missing.
    MfaCodeRequired 401 "Enter the code from your authenticator app." "認証アプリのコードを入力してください。",
    /// The session is over.
    SessionExpired 401 "Sign in again to continue." "続けるにはもう一度サインインしてください。",
    /// No statement allows it, or one denies it.
    Denied 403 "Your permissions do not include this." "この操作はあなたの権限に含まれていません。",
    /// Only the account owner may.
    RootOnly 403 "Only the account owner (root) can do this." "アカウント所有者 (ルート) だけが行えます。",
    /// A new password has to be set first.
    MustChangePassword 403 "Choose a new password first." "先に新しいパスワードを設定してください。",
    /// The password has to be given again.
    StepUpRequired 403 "Confirm your password to go on." "続けるにはパスワードを確認してください。",
    /// The caller would hand out, or act on, more than it holds.
    BeyondOwnRights 403 "You cannot give or change rights that you do not have yourself." "自分が持っていない権限を与えたり変更したりすることはできません。",
    /// Accounts are made by invitation, and this is none that can be used: absent, wrong, used or expired.
    NotInvited 403 "Accounts are made by invitation here, and this code cannot be used. Nothing was created. Check it, or ask whoever runs the server for a new one." "ここではアカウントの作成に招待が必要ですが、このコードは使えません。何も作成していません。コードを確認するか、サーバーの管理者に新しい招待を依頼してください。",
    /// The token works later.
    TokenNotOpen 403 "This does not work yet: whoever reads the mail of the primary address can stop it for 24 hours. Nothing was changed. Come back later." "まだ使えません。メインのアドレスのメールを読める人は、24時間以内であれば中止できます。何も変更されていません。後でもう一度お試しください。",
    /// Nobody edits its own permissions or deletes itself.
    OwnUser 403 "Nobody can do this to their own user. Ask somebody else who manages users." "自分自身のユーザーには行えません。ユーザーを管理しているほかの人に依頼してください。",
    /// The connection is locked against changes.
    ReadOnly 403 "This account is open for reading only. Nothing was changed." "このアカウントは読み取り専用で開かれています。何も変更されていません。",
    /// There is no such thing, or not in this account.
    NotFound 404 "This does not exist (any more)." "存在しないか、すでに削除されています。",
    /// The token or code has expired.
    TokenExpired 404 "This link or code has expired. Nothing was changed. Ask for a new one." "リンクまたはコードの有効期限が切れています。何も変更されていません。もう一度送信してください。",
    /// Somebody changed it meanwhile.
    Stale 409 "Not saved. Somebody changed this in the meantime." "保存していません。ほかの人が先に変更しました。",
    /// The same idempotency key was used for something else.
    KeyReused 409 "This request was sent before with other content. Nothing was changed." "同じキーで内容の異なるリクエストがすでに送られています。何も変更されていません。",
    /// Sign-in pauses.
    TooManyAttempts 429 "Too many tries. Sign-in pauses for a moment." "試行回数が多すぎます。しばらくサインインできません。",
    /// Over capacity for a moment.
    Busy 503 "Too much is going on at the moment. Nothing was changed. Try again shortly." "ただいま混み合っています。何も変更されていません。少し待ってからもう一度お試しください。",
    /// The store cannot be written or read right now.
    StoreUnavailable 503 "The account's data cannot be reached right now. Nothing was changed." "アカウントのデータに接続できません。何も変更されていません。",
    /// A fault of ours.
    Internal 500 "Latchkey made a mistake. Nothing was changed. Try again; if it stays, report it with the reference." "Latchkeyの内部で問題が起きました。何も変更されていません。もう一度試し、続く場合は参照番号を添えて報告してください。",
    /// The server does not answer.
    Unreachable 502 "The server cannot be reached." "サーバーに接続できません。",
    /// The server shows another certificate than the one that was trusted. Only the caller's side says this.
    CertificateChanged 502 "The server shows another certificate than before. Nothing was sent. Compare it with whoever runs the server before you go on." "サーバーの証明書が前回と異なります。何も送信していません。続ける前にサーバーの管理者に確認してください。",
    /// The server's certificate proves nothing to this computer. Only the caller's side says this.
    CertificateUntrusted 502 "The server's certificate is not trusted. Nothing was sent. Ask whoever runs the server." "サーバーの証明書を信頼できません。何も送信していません。サーバーの管理者に確認してください。",
    /// The server does not know the operation.
    NotServed 404 "This server does not offer this." "このサーバーはこの機能を提供していません。",
}

impl Error {
    /// An error with the code's own words.
    #[must_use]
    pub fn new(code: Code, language: Language) -> Self {
        let (en, ja) = code.words();
        Self::with(code, say(language, en, ja))
    }

    /// An error with words of its own.
    pub fn with(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: None,
            incident: None,
            detail: None,
        }
    }

    /// Names the field that it is about.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Adds detail.
    #[must_use]
    pub fn detailed(mut self, detail: Detail) -> Self {
        self.detail = Some(Box::new(detail));
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The text in the caller's language.
#[must_use]
pub fn say<T>(language: Language, english: T, japanese: T) -> T {
    match language {
        Language::En => english,
        Language::Ja => japanese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_code_reads_as_unknown() {
        let error: Error =
            serde_json::from_str(r#"{"code":"AUM0002","message":"x","extra":1}"#).unwrap();
        assert_eq!(error.code, Code::Unknown);
    }

    #[test]
    fn every_code_says_something_in_both_languages() {
        for code in Code::ALL {
            let (en, ja) = code.words();
            assert!(en.ends_with('.') && ja.ends_with('。'), "{code:?}");
        }
    }
}
