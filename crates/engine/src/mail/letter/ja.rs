//! Japanese. The words of each kind are in `ja/owner.rs` (what the account's addresses receive) and `ja/user.rs` (what
//! users receive).

mod owner;
mod user;

use super::phrases::{Labels, Phrases, What, Words, Works};
use super::{Kind, Told};

pub(super) const PHRASES: Phrases = Phrases {
    tag: "ja",
    words,
    labels: Labels {
        account: "アカウント",
        operator_id: "オペレーターID",
        person: "名前",
        user_name: "ユーザー名",
        address: "アドレス",
        address_before: "以前のアドレス",
        when: "日時",
        by: "操作した人",
        device: "端末",
        source: "接続元",
    },
    root: "アカウント所有者 (ルート)",
    date: "%Y年%-m月%-d日 %H:%M (UTC)",
    quotes: ("「", "」"),
    code,
    token: "プログラムで行う場合は、コードではなく次のトークンを使います。",
    works,
    left_out: "リンクとコードは、ここには表示されません。",
    withheld: "リンクとコードは、ここには表示されません。確認が済んでいないアドレスのため、受け取れるのはこのメールボックスだけです。このサーバーはメールを送信できます。「設定」でメールサーバーを選ぶと、このメールが送信されます。",
    keep: "このメールをほかの人に見せないでください。リンクかコードを知った人は、パスワードを設定できてしまいます。",
    not_you: "心当たりがない場合",
    footer: "このメールはLatchkeyから自動的に送信されました。",
};

fn words(kind: Kind, told: &Told) -> Words {
    match kind {
        Kind::VerifyAddress => owner::verify_address(told),
        Kind::ResetPassword => owner::reset_password(told),
        Kind::Recover => owner::recover(told),
        Kind::RecoveryBegun => owner::recovery_begun(told),
        Kind::RecoveryStopped => owner::recovery_stopped(told),
        Kind::PrimaryIsYou => owner::primary_is_you(told),
        Kind::PrimaryWasYou => owner::primary_was_you(told),
        Kind::PrimaryUndone => owner::primary_undone(told),
        Kind::PasswordChanged => owner::password_changed(told),
        Kind::RecoveryChanged => owner::recovery_changed(told),
        Kind::MailServerChanged => owner::mail_server_changed(told),
        Kind::UserCanGrant => owner::user_can_grant(told),
        Kind::Billing => owner::billing(told),
        Kind::Support => owner::support(told),
        Kind::SignInPaused => user::sign_in_paused(told),
        Kind::NewDevice => user::new_device(told),
        Kind::UserNewDevice => user::user_new_device(told),
        Kind::VerifyContact => user::verify_contact(told),
        Kind::Invitation => user::invitation(told),
        Kind::UserPassword => user::user_password(told),
        Kind::UserPasswordChanged => user::user_password_changed(told),
        Kind::ContactChanged => user::contact_changed(told),
        Kind::Test => user::test(told),
    }
}

fn code(at: &str, after_link: bool) -> String {
    if after_link {
        format!("または、{at}")
    } else {
        at.to_owned()
    }
}

fn works(works: &Works) -> String {
    let what = match works.what {
        What::Both => "リンクとコード",
        What::Link => "リンク",
        What::Code => "コード",
    };
    let once = if works.what == What::Both {
        "どちらか一方を1回だけ使えます。"
    } else {
        "1回だけ使えます。"
    };
    let span = span(works.life_ms);
    match (&works.from, &works.until) {
        (Some(from), Some(until)) => {
            format!("{what}は {from} から{span}、{until} まで有効です。{once}")
        }
        (Some(from), None) => format!("{what}は {from} から{span}有効です。{once}"),
        (None, Some(until)) => format!("{what}は{span}、{until} まで有効です。{once}"),
        (None, None) => format!("{what}は、このメールの送信から{span}有効です。{once}"),
    }
}

fn span(ms: i64) -> String {
    let minutes = ms / 60_000;
    if minutes < 60 {
        format!("{minutes}分間")
    } else {
        format!("{}時間", minutes / 60)
    }
}
