//! The words of the pages, in both languages.

use super::form::Password;
use jiff::{Timestamp, tz::TimeZone};
use latchkey_api::{Code, Language, TokenPurpose, say};

/// What one kind of link says.
pub(super) struct Words {
    pub(super) title: &'static str,
    /// What the button does.
    pub(super) lead: &'static str,
    pub(super) button: &'static str,
    pub(super) done_title: &'static str,
    /// What holds now, and what comes next.
    pub(super) done: &'static str,
}

/// The words for what a link is for.
pub(super) const fn of(purpose: TokenPurpose, language: Language) -> Words {
    match language {
        Language::En => english(purpose),
        Language::Ja => japanese(purpose),
    }
}

const fn english(purpose: TokenPurpose) -> Words {
    match purpose {
        TokenPurpose::AddEmail => Words {
            title: "Verify this address",
            lead: "The owner of this account wants mail of the account to reach this address.",
            button: "Verify address",
            done_title: "The address is verified",
            done: "The account’s owner can now choose what this address receives.",
        },
        TokenPurpose::ResetPassword => Words {
            title: "Choose a new password",
            lead: "For the owner of this account, who is then signed out everywhere. MFA stays as it is.",
            button: "Set new password",
            done_title: "The new password is set",
            done: "Sign in to Latchkey with it. The owner was signed out everywhere.",
        },
        TokenPurpose::Recover => Words {
            title: "Choose a new password",
            lead: "For the owner of this account, through its recovery address. The owner is then signed out everywhere. MFA stays as it is.",
            button: "Set new password",
            done_title: "The new password is set",
            done: "Sign in to Latchkey with the primary address and this password. Then make an address primary that you can read.",
        },
        TokenPurpose::ObjectToRecovery => Words {
            title: "Stop this way in",
            lead: "Somebody says that this mailbox cannot be used, and asked for a new password for the owner through the recovery address. If that was not you, or is not wanted, stop it.",
            button: "Stop it",
            done_title: "It is stopped",
            done: "Nobody gets in that way any more. The password stays as it was.",
        },
        TokenPurpose::UndoPrimary => Words {
            title: "Take the change back",
            lead: "Another address was made the primary address of this account. Take that back, and this address is primary again, and the owner is signed out everywhere.",
            button: "Take the change back",
            done_title: "The change is taken back",
            done: "This address is primary again: the owner signs in with it from now on, and was signed out everywhere. If somebody else made the change, set a new password now: choose “Forgot password?” in Latchkey.",
        },
        TokenPurpose::Contact => Words {
            title: "Verify this address",
            lead: "Whoever manages the users of this account entered this address for you. Once it is verified, you can get a new password here after forgetting the old one.",
            button: "Verify address",
            done_title: "The address is verified",
            done: "If you forget your password, choose “Forgot password?” in Latchkey: the email comes here.",
        },
        TokenPurpose::Invitation => Words {
            title: "Choose your password",
            lead: "You were given a sign-in of your own to this account. Nobody else knows the password that you choose here.",
            button: "Set password",
            done_title: "Your password is set",
            done: "Sign in to Latchkey with this operator ID, this username and your password.",
        },
        TokenPurpose::UserPassword => Words {
            title: "Choose a new password",
            lead: "You are then signed out everywhere. MFA stays as it is.",
            button: "Set new password",
            done_title: "The new password is set",
            done: "Sign in to Latchkey with this operator ID, this username and the new password.",
        },
    }
}

const fn japanese(purpose: TokenPurpose) -> Words {
    match purpose {
        TokenPurpose::AddEmail => Words {
            title: "メールアドレスの確認",
            lead: "このアカウントの所有者が、アカウントのメールをこのアドレスでも受け取れるようにしようとしています。",
            button: "アドレスを確認する",
            done_title: "アドレスを確認しました",
            done: "このアドレスで何を受け取るかを、アカウントの所有者が選べるようになりました。",
        },
        TokenPurpose::ResetPassword => Words {
            title: "新しいパスワードの設定",
            lead: "このアカウントの所有者のパスワードです。所有者のサインインはすべて終了します。MFA (認証アプリ) はそのままです。",
            button: "新しいパスワードを設定する",
            done_title: "新しいパスワードを設定しました",
            done: "新しいパスワードでLatchkeyにサインインしてください。所有者のサインインはすべて終了しました。",
        },
        TokenPurpose::Recover => Words {
            title: "新しいパスワードの設定",
            lead: "復旧用アドレスを使って、このアカウントの所有者のパスワードを設定します。所有者のサインインはすべて終了します。MFA (認証アプリ) はそのままです。",
            button: "新しいパスワードを設定する",
            done_title: "新しいパスワードを設定しました",
            done: "メインのアドレスとこのパスワードでLatchkeyにサインインし、受信できるアドレスをメインに変更してください。",
        },
        TokenPurpose::ObjectToRecovery => Words {
            title: "復旧用アドレスによる再設定の中止",
            lead: "このメールボックスを使えないという人から、復旧用アドレスによる所有者のパスワードの再設定が依頼されました。心当たりがない場合や望まない場合は、中止してください。",
            button: "中止する",
            done_title: "手続きを中止しました",
            done: "この方法ではもう誰もサインインできません。パスワードは変わっていません。",
        },
        TokenPurpose::UndoPrimary => Words {
            title: "変更の取り消し",
            lead: "このアカウントのメインのアドレスが別のアドレスに変更されました。変更を取り消すと、このアドレスがメインに戻り、所有者のサインインはすべて終了します。",
            button: "変更を取り消す",
            done_title: "変更を取り消しました",
            done: "このアドレスがメインに戻り、所有者のサインインはすべて終了しました。今後はこのアドレスでサインインします。ほかの人による変更だった場合は、Latchkeyで「パスワードを忘れた場合」を選び、すぐに新しいパスワードを設定してください。",
        },
        TokenPurpose::Contact => Words {
            title: "メールアドレスの確認",
            lead: "このアカウントのユーザーを管理している人が、あなたの連絡用としてこのアドレスを登録しました。確認すると、このアドレスでパスワードを再設定できるようになります。",
            button: "アドレスを確認する",
            done_title: "アドレスを確認しました",
            done: "パスワードを忘れたときは、Latchkeyで「パスワードを忘れた場合」を選ぶと、このアドレスにメールが届きます。",
        },
        TokenPurpose::Invitation => Words {
            title: "パスワードの設定",
            lead: "このアカウントに、あなた専用のサインインが用意されました。ここで決めるパスワードは、ほかの誰にも知られません。",
            button: "パスワードを設定する",
            done_title: "パスワードを設定しました",
            done: "このオペレーターIDとユーザー名、設定したパスワードでLatchkeyにサインインしてください。",
        },
        TokenPurpose::UserPassword => Words {
            title: "新しいパスワードの設定",
            lead: "あなたのサインインはすべて終了します。MFA (認証アプリ) はそのままです。",
            button: "新しいパスワードを設定する",
            done_title: "新しいパスワードを設定しました",
            done: "このオペレーターIDとユーザー名、新しいパスワードでLatchkeyにサインインしてください。",
        },
    }
}

/// Title and text of a link that works later.
pub(super) const fn not_open(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::En => (
            "This link does not work yet",
            "Whoever reads the mail of the primary address can stop it for 24 hours. Open this link again after that.",
        ),
        Language::Ja => (
            "このリンクはまだ使えません",
            "メインのアドレスのメールを読める人は、24時間以内であれば中止できます。その後にもう一度このリンクを開いてください。",
        ),
    }
}

/// The title of a page without a button.
pub(super) const fn trouble(code: Code, language: Language) -> &'static str {
    match (code, language) {
        (Code::BadToken | Code::TokenExpired, Language::En) => "This link cannot be used",
        (Code::BadToken | Code::TokenExpired, Language::Ja) => "このリンクは使えません",
        (Code::TokenNotOpen, Language::En) => "This link does not work yet",
        (Code::TokenNotOpen, Language::Ja) => "このリンクはまだ使えません",
        (_, Language::En) => "That did not work",
        (_, Language::Ja) => "実行できませんでした",
    }
}

/// A button without proof that its page was looked at.
pub(super) const fn press_again(language: Language) -> &'static str {
    match language {
        Language::En => {
            "Nothing was changed: this page was open for more than half an hour, or was not opened at all. If you want this, press the button again."
        }
        Language::Ja => {
            "何も変更されていません。このページを開いてから30分以上たったか、ページが開かれていません。実行する場合は、もう一度ボタンを押してください。"
        }
    }
}

/// A form whose password cannot be taken.
pub(super) const fn no_password(password: &Password, language: Language) -> &'static str {
    match (password, language) {
        (Password::Twice, Language::En) => {
            "The two are not the same. Nothing was changed. Type both again."
        }
        (Password::Twice, Language::Ja) => {
            "2つの入力が一致しません。何も変更されていません。両方とも入力し直してください。"
        }
        (_, Language::En) => "Type the new password twice. Nothing was changed.",
        (_, Language::Ja) => "新しいパスワードを2回入力してください。何も変更されていません。",
    }
}

/// What a good password is.
pub(super) const fn hint(language: Language) -> &'static str {
    match language {
        Language::En => {
            "At least 12 characters. A few words that have nothing to do with each other are good."
        }
        Language::Ja => "12文字以上。互いに関係のない言葉をいくつか並べるのがお勧めです。",
    }
}

/// What somebody does who did not expect any of this.
pub(super) const fn not_you(language: Language) -> &'static str {
    match language {
        Language::En => "You did not expect this? Close the page: nothing happens.",
        Language::Ja => "心当たりがない場合は、このページを閉じてください。何も変更されません。",
    }
}

/// There is nothing else to do here.
pub(super) const fn close(language: Language) -> &'static str {
    match language {
        Language::En => "You can close this page.",
        Language::Ja => "このページは閉じてかまいません。",
    }
}

/// A moment in UNIX seconds, written out in UTC.
pub(super) fn moment(seconds: i64, language: Language) -> String {
    let format = say(
        language,
        "%-d %B %Y, %H:%M UTC",
        "%Y年%-m月%-d日 %H:%M (UTC)",
    );
    Timestamp::from_second(seconds).map_or_else(
        |_| String::new(),
        |at| at.to_zoned(TimeZone::UTC).strftime(format).to_string(),
    )
}
