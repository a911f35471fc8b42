//! What a mail server has to be like, before anything is saved or tried.

use crate::{Engine, Fault, mail::smtp};
use latchkey_api::{Code, Error, Language, MailServer, MailThrough, Secret, say};
use rustls::pki_types::ServerName;
use std::net::IpAddr;

const LONGEST_HOST: usize = 253;
const LONGEST_USER_NAME: usize = 255;
const LONGEST_PASSWORD: usize = 1024;

impl Engine {
    /// Refuses settings that break a rule.
    pub(crate) fn check_mail(
        &self,
        through: MailThrough,
        own: Option<&MailServer>,
        password: Option<&Secret>,
        language: Language,
    ) -> Result<(), Fault> {
        if through == MailThrough::Server && !self.has_common_mail() {
            return Err(bad(
                "through",
                language,
                (
                    "There is no mail server for all accounts here. Nothing was changed. Set up one of the account's own.",
                    "ここには共用のメールサーバーがありません。何も変更されていません。アカウント専用のメールサーバーを設定してください。",
                ),
            ));
        }
        if let Some(password) = password {
            let text = password.expose();
            let fits = (1..=LONGEST_PASSWORD).contains(&text.len());
            if !fits || text.chars().any(char::is_control) {
                return Err(bad(
                    "password",
                    language,
                    (
                        "A password has 1 to 1,024 characters and no line breaks. Nothing was changed.",
                        "パスワードは1〜1,024文字で、改行は使えません。何も変更されていません。",
                    ),
                ));
            }
        }
        own.map_or(Ok(()), |own| self.check_server(own, language))
    }

    fn check_server(&self, own: &MailServer, language: Language) -> Result<(), Fault> {
        let host = named(own).ok_or_else(|| {
            bad("own.host", language, (
                "Enter the mail server's name, such as smtp.example.com. Nothing was changed.",
                "メールサーバーの名前を入力してください (例: smtp.example.com)。何も変更されていません。",
            ))
        })?;
        let here = host == "localhost" || host.ends_with(".localhost");
        let address = match host.parse::<IpAddr>() {
            Ok(address) => Some(address),
            Err(_) => here.then_some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST)),
        };
        if address.is_some_and(|address| !smtp::may_be_at(address, self.mail_reach())) {
            return Err(Fault::At(Code::HostNotAllowed, "own.host"));
        }
        if own.port == 0 {
            return Err(bad(
                "own.port",
                language,
                (
                    "A port is a number from 1 to 65535; mail servers usually use 587 or 465. Nothing was changed.",
                    "ポートは1〜65535の数字です。通常は587か465です。何も変更されていません。",
                ),
            ));
        }
        let user_name = own.user_name.as_deref();
        let fits = |name: &str| {
            (1..=LONGEST_USER_NAME).contains(&name.len()) && !name.chars().any(char::is_control)
        };
        if user_name.is_some_and(|name| !fits(name)) {
            return Err(bad(
                "own.userName",
                language,
                (
                    "A username has 1 to 255 characters and no line breaks; leave it out for a server that asks for none. Nothing was changed.",
                    "ユーザー名は1〜255文字で、改行は使えません。認証のないサーバーでは省略してください。何も変更されていません。",
                ),
            ));
        }
        Ok(())
    }
}

/// The host in its one form, if it is a host at all.
fn named(own: &MailServer) -> Option<String> {
    let typed = &own.host;
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if typed.is_empty() || typed.len() > LONGEST_HOST || typed.chars().any(odd) {
        return None;
    }
    let host = smtp::host(own)?;
    ServerName::try_from(host.clone()).ok()?;
    Some(host)
}

pub(crate) fn no_server(language: Language) -> Fault {
    bad(
        "own",
        language,
        (
            "Enter the account's own mail server. Nothing was changed.",
            "アカウント専用のメールサーバーを入力してください。何も変更されていません。",
        ),
    )
}

pub(crate) fn no_password(language: Language) -> Fault {
    bad(
        "password",
        language,
        (
            "Enter the password for this username: none is kept for this mail server. Nothing was changed.",
            "このユーザー名のパスワードを入力してください。このメールサーバー用のパスワードは保存されていません。何も変更されていません。",
        ),
    )
}

pub(crate) fn bad(field: &str, language: Language, (en, ja): (&str, &str)) -> Fault {
    Error::with(Code::BadRequest, say(language, en, ja))
        .at(field)
        .into()
}
