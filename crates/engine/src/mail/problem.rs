//! What goes wrong on a message's way: the word in the store, whose fault it is, and what a person reads. One table.

use latchkey_api::{Language, MailStep, say};

/// What follows from a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// There is no way for the message yet: it waits for somebody's decision.
    Nobody,
    /// The mail server, or how it is set up: every message would end the same, so it is tried once in a while.
    Server,
    /// The message: no later try would end differently.
    Message,
    /// Chance: the same message is tried again, each time a little later.
    Chance,
}

macro_rules! problems {
    ($($name:ident $word:literal $blame:ident $step:ident $en:literal $ja:literal,)*) => {
        /// What went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Problem { $($name),* }

        impl Problem {
            /// Every problem.
            const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it is stored.
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            pub(crate) const fn blame(self) -> Blame {
                match self { $(Self::$name => Blame::$blame),* }
            }

            /// The step at which it shows.
            pub(crate) const fn step(self) -> MailStep {
                match self { $(Self::$name => MailStep::$step),* }
            }

            /// What a person reads: what is wrong, and what to do. The message itself is never lost by it.
            pub(crate) const fn words(self, language: Language) -> &'static str {
                let (en, ja) = match self { $(Self::$name => ($en, $ja)),* };
                match language { Language::En => en, Language::Ja => ja }
            }
        }
    };
}

problems! {
    NoMailServer "no_mail_server" Nobody Connect
        "No mail server is set up. The message waits here, and the owner can read it. Set up a mail server to send it."
        "メールサーバーが設定されていません。メールはここで待機しており、所有者が内容を読めます。送信するにはメールサーバーを設定してください。",
    OwnerMustConfirm "owner_must_confirm" Nobody Connect
        "A user changed the mail server, and this message could open an account. It waits until the account owner (root) confirms the mail server."
        "ユーザーがメールサーバーを変更しました。このメールでアカウントに入れるため、アカウント所有者 (ルート) がメールサーバーを承認するまで待機します。",
    HostUnknown "host_unknown" Server Connect
        "No computer has this host name, or no name server answers. Check the host and the network."
        "このホスト名のコンピューターが見つかりません。ホスト名とネットワークを確認してください。",
    HostNotAllowed "host_not_allowed" Server Connect
        "A mail server cannot be at this address. Use another host, or ask whoever runs the server."
        "このアドレスのメールサーバーは使えません。別のホストにするか、サーバーの管理者に確認してください。",
    Unreachable "unreachable" Server Connect
        "The mail server cannot be reached. Check host, port and network."
        "メールサーバーに接続できません。ホスト、ポート、ネットワークを確認してください。",
    Silent "silent" Server Connect
        "Something answers there but does not greet as a mail server does. Check the port, and how the connection is encrypted."
        "接続先がメールサーバーとして応答しません。ポートと暗号化の方式を確認してください。",
    TurnedAway "turned_away" Server Connect
        "The mail server turns Latchkey away at the moment. It is tried again by itself; if that stays, ask whoever runs the mail server."
        "メールサーバーが接続を断っています。自動的に再試行します。続く場合はメールサーバーの管理者に確認してください。",
    NoEncryption "no_encryption" Server Encrypt
        "The mail server offers no encryption (STARTTLS) here. Nothing was sent: mail never goes in the clear. Try TLS on port 465, or ask whoever runs the mail server."
        "メールサーバーが暗号化 (STARTTLS) に対応していません。暗号化せずに送信することはないため、何も送信していません。ポート465のTLSを試すか、メールサーバーの管理者に確認してください。",
    EncryptionFailed "encryption_failed" Server Encrypt
        "No encrypted connection came about. Nothing was sent. Check the port and how the connection is encrypted; TLS 1.2 or later is needed."
        "暗号化された接続を確立できません。何も送信していません。ポートと暗号化の方式を確認してください。TLS 1.2以降が必要です。",
    UnknownAuthority "unknown_authority" Server Encrypt
        "No authority that is trusted here vouches for the mail server's certificate. Nothing was sent. Ask whoever runs the mail server."
        "メールサーバーの証明書は、信頼できる認証局のものではありません。何も送信していません。メールサーバーの管理者に確認してください。",
    WrongName "wrong_name" Server Encrypt
        "The mail server's certificate is for another name. Nothing was sent. Enter the host name that the certificate is for."
        "メールサーバーの証明書は別の名前のものです。何も送信していません。証明書に書かれたホスト名を入力してください。",
    CertificateExpired "certificate_expired" Server Encrypt
        "The mail server's certificate has expired or is not valid yet. Nothing was sent. Whoever runs the mail server has to renew it."
        "メールサーバーの証明書が有効期間内ではありません。何も送信していません。メールサーバーの管理者に更新を依頼してください。",
    BadCertificate "bad_certificate" Server Encrypt
        "The mail server's certificate is broken or not made for a server. Nothing was sent. Ask whoever runs the mail server."
        "メールサーバーの証明書が壊れているか、サーバー用のものではありません。何も送信していません。メールサーバーの管理者に確認してください。",
    PasswordMissing "password_missing" Server SignIn
        "The mail server's password is not kept here any more. Enter it again under Mail server."
        "メールサーバーのパスワードが保存されていません。メールサーバーの設定で入力し直してください。",
    NoSignIn "no_sign_in" Server SignIn
        "The mail server offers no way to sign in with a password. Check the port, or ask whoever runs the mail server."
        "メールサーバーがパスワードによるサインインに対応していません。ポートを確認するか、メールサーバーの管理者に確認してください。",
    SignInRefused "sign_in_refused" Server SignIn
        "The mail server does not accept this username and password. Check both; some providers want a password made for applications."
        "メールサーバーがこのユーザー名とパスワードを受け付けません。両方を確認してください。アプリ用パスワードが必要な事業者もあります。",
    SignInFails "sign_in_fails" Server SignIn
        "Signing in to the mail server did not come to an end. It is tried again by itself."
        "メールサーバーへのサインインが完了しませんでした。自動的に再試行します。",
    SenderRefused "sender_refused" Server Accept
        "The mail server does not send mail from this sender's address. Check the sender's address."
        "メールサーバーがこの差出人アドレスからの送信を受け付けません。差出人アドレスを確認してください。",
    SenderFails "sender_fails" Server Accept
        "The mail server takes no mail at the moment. It is tried again by itself."
        "メールサーバーが現在メールを受け付けていません。自動的に再試行します。",
    RecipientRefused "recipient_refused" Message Accept
        "The mail server refuses the receiver's address. Check the address, or ask whoever runs the mail server; then send it again."
        "メールサーバーが宛先アドレスを受け付けません。アドレスを確認するか、メールサーバーの管理者に確認してから再送してください。",
    AddressNotSupported "address_not_supported" Message Accept
        "The mail server cannot send to an address with such letters. Use an address in plain letters."
        "メールサーバーがこの文字を含むアドレスに対応していません。英数字のアドレスを使ってください。",
    MessageRefused "message_refused" Message Accept
        "The mail server refuses the message. Ask whoever runs the mail server; then send it again."
        "メールサーバーがメールを受け付けません。メールサーバーの管理者に確認してから再送してください。",
    Deferred "deferred" Chance Accept
        "The mail server does not take the message yet. It is tried again by itself."
        "メールサーバーがまだメールを受け付けていません。自動的に再試行します。",
    Cut "cut" Chance Accept
        "The connection to the mail server broke or stood still. It is tried again by itself."
        "メールサーバーとの接続が切れたか、応答が止まりました。自動的に再試行します。",
    Unconfirmed "unconfirmed" Chance Accept
        "The mail server got the message but did not confirm it. It is sent again by itself, so it may arrive twice."
        "メールサーバーはメールを受け取りましたが、確認の応答がありませんでした。自動的に再送するため、2通届くことがあります。",
    EnoughForNow "enough_for_now" Chance Accept
        "One address is sent three messages an hour that somebody asks for, and it was sent three. This one goes out by itself when the hour is over."
        "1つのアドレスに送信するのは、依頼されたメールにつき1時間に3通までで、すでに3通送信しました。時間が経つと自動的に送信します。",
    Unreadable "unreadable" Message Accept
        "This message cannot be written. Send the request that it belongs to again."
        "このメールは作成できません。元の操作をもう一度行ってください。",
    Over "over" Message Accept
        "It could not be sent in its time, and what it was for is over. It is not sent any more. Begin again if it is still needed."
        "期限内に送信できず、用件の期間が過ぎました。このメールはもう送信されません。必要な場合は、最初からやり直してください。",
    TooLate "too_late" Chance Accept
        "It could not be sent within 72 hours. Send it again."
        "72時間以内に送信できませんでした。再送してください。",
}

impl Problem {
    /// The words of all with this blame, as `,one,other,`.
    pub(crate) fn words_of(blame: Blame) -> String {
        let alike = Self::ALL.iter().filter(|problem| problem.blame() == blame);
        alike.fold(String::from(","), |words, problem| {
            words + problem.word() + ","
        })
    }

    /// As it was stored.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|problem| problem.word() == word)
    }
}

/// Why a message is not sent, or not any more.
pub(crate) fn reason(word: &str, gave_up: bool, language: Language) -> String {
    let Some(problem) = Problem::of(word) else {
        return word.to_owned();
    };
    let late = Problem::TooLate;
    if gave_up && problem.blame() != Blame::Message && problem != late {
        let gap = say(language, " ", "");
        return format!("{}{gap}{}", late.words(language), problem.words(language));
    }
    problem.words(language).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_problem_has_a_word_of_its_own_and_says_what_is_wrong_in_both_languages() {
        let words: HashSet<&str> = Problem::ALL.iter().map(|problem| problem.word()).collect();
        assert_eq!(words.len(), Problem::ALL.len());
        for problem in Problem::ALL {
            assert_eq!(Problem::of(problem.word()), Some(*problem));
            assert!(problem.words(Language::En).ends_with('.'), "{problem:?}");
            assert!(problem.words(Language::Ja).ends_with('。'), "{problem:?}");
        }
    }

    // R95
    #[test]
    fn a_message_that_was_given_up_says_so_and_what_was_last_in_its_way() {
        let told = reason("unreachable", true, Language::En);
        assert!(told.contains("72 hours") && told.contains("cannot be reached"));
        let refused = reason("recipient_refused", true, Language::En);
        assert!(
            !refused.contains("72 hours"),
            "a refusal is no matter of time"
        );
        assert!(!reason("unreachable", false, Language::En).contains("72 hours"));
        // Japanese sentences stand side by side
        assert!(!reason("unreachable", true, Language::Ja).contains("。 "));
    }
}
