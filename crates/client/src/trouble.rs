//! Why no answer came, in words: what is wrong, what is unchanged, what to do.

use crate::{
    resolve::NoAddress,
    trust::{Refused, Standing},
};
use latchkey_api::{Code, Error, Language, say};
use std::{error::Error as StdError, io};

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The name has no address.
    Name,
    /// Nothing listens there.
    Refused,
    /// No connection within the time for connecting.
    Slow,
    /// The server's certificate did not stand the check.
    Certificate(Standing),
    /// No TLS that both sides speak.
    Secure,
    /// No connection, for another reason.
    Unconnected,
    /// The connection ended before the whole answer was there.
    Broken,
    /// The request itself cannot be written down.
    Unwritable,
}

impl Trouble {
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            return Self::Unwritable;
        }
        if let Some(known) = causes(error).find_map(Self::known) {
            return known;
        }
        match (error.is_connect(), error.is_timeout()) {
            (true, true) => Self::Slow,
            (true, false) => Self::Unconnected,
            (false, _) => Self::Broken,
        }
    }

    fn known(cause: &(dyn StdError + 'static)) -> Option<Self> {
        if cause.is::<NoAddress>() {
            return Some(Self::Name);
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return Some(Self::tls(tls));
        }
        let io = cause.downcast_ref::<io::Error>()?;
        (io.kind() == io::ErrorKind::ConnectionRefused).then_some(Self::Refused)
    }

    fn tls(error: &rustls::Error) -> Self {
        use rustls::{CertificateError, Error as Tls};
        match error {
            Tls::InvalidCertificate(CertificateError::Other(why)) => why
                .0
                .downcast_ref::<Refused>()
                .map_or(Self::Secure, |refused| Self::Certificate(refused.0)),
            _ => Self::Secure,
        }
    }

    /// Whether the next try may go better.
    pub(crate) const fn passes(self) -> bool {
        matches!(
            self,
            Self::Name | Self::Refused | Self::Slow | Self::Unconnected | Self::Broken
        )
    }

    /// What a person reads; after a write that may have arrived the words say so.
    pub(crate) fn tell(self, writes: bool, language: Language) -> Error {
        let (en, ja) = match self {
            Self::Name => (
                "No server has this name, or no name server answers. Nothing was changed. Check the address and the network.",
                "この名前のサーバーが見つかりません。何も変更されていません。アドレスとネットワークを確認してください。",
            ),
            Self::Refused => (
                "The computer at this address answers, but no server runs there. Nothing was changed. Check the address and the port, or ask whoever runs the server.",
                "このアドレスのコンピューターは応答しましたが、サーバーが動作していません。何も変更されていません。アドレスとポートを確認するか、サーバーの管理者に確認してください。",
            ),
            Self::Slow => (
                "No connection to the server came about in time. Nothing was changed. Check the network, then try again.",
                "時間内にサーバーへ接続できませんでした。何も変更されていません。ネットワークを確認してからもう一度お試しください。",
            ),
            Self::Certificate(standing) => return certificate(standing, language),
            Self::Secure => (
                "No secure connection could be agreed on: the server speaks no TLS 1.2 or later here. Nothing was sent. Check the address and the port, or ask whoever runs the server.",
                "安全な接続を確立できません。サーバーがTLS 1.2以降に対応していません。何も送信していません。アドレスとポートを確認するか、サーバーの管理者に確認してください。",
            ),
            Self::Unconnected => (
                "The server cannot be reached. Nothing was changed. Check the network, then try again.",
                "サーバーに接続できません。何も変更されていません。ネットワークを確認してからもう一度お試しください。",
            ),
            Self::Broken if writes => (
                "The connection broke before the answer was there. The server may still have done what you asked: look before you repeat it.",
                "応答の途中で接続が切れました。処理は完了しているかもしれません。繰り返す前に確認してください。",
            ),
            Self::Broken => (
                "The connection broke before the answer was there. Check the network, then try again.",
                "応答の途中で接続が切れました。ネットワークを確認してからもう一度お試しください。",
            ),
            Self::Unwritable => {
                return Error::new(Code::BadRequest, language);
            }
        };
        Error::with(Code::Unreachable, say(language, en, ja))
    }
}

/// No answer within the time for the whole request.
pub(crate) fn late(writes: bool, language: Language) -> Error {
    let (en, ja) = if writes {
        (
            "The server took too long to answer. It may still have done what you asked: look before you repeat it.",
            "サーバーの応答に時間がかかりすぎました。処理は完了しているかもしれません。繰り返す前に確認してください。",
        )
    } else {
        (
            "The server took too long to answer. Check the network, then try again.",
            "サーバーの応答に時間がかかりすぎました。ネットワークを確認してからもう一度お試しください。",
        )
    };
    Error::with(Code::Unreachable, say(language, en, ja))
}

fn certificate(standing: Standing, language: Language) -> Error {
    let (en, ja) = match standing {
        Standing::Changed => return Error::new(Code::CertificateChanged, language),
        Standing::UnknownAuthority => (
            "No authority that this computer trusts vouches for this server. Nothing was sent. Ask whoever runs the server for the authority's certificate and import it.",
            "このサーバーの証明書は、このコンピューターが信頼する認証局のものではありません。何も送信していません。サーバーの管理者から認証局の証明書を受け取り、インポートしてください。",
        ),
        Standing::Expired => (
            "The server's certificate has expired. Nothing was sent. Whoever runs the server has to renew it.",
            "サーバーの証明書の有効期限が切れています。何も送信していません。サーバーの管理者に更新を依頼してください。",
        ),
        Standing::NotYetValid => (
            "The server's certificate is not valid yet. Nothing was sent. Check this computer's date, or ask whoever runs the server.",
            "サーバーの証明書はまだ有効期間に入っていません。何も送信していません。このコンピューターの日付を確認するか、サーバーの管理者に確認してください。",
        ),
        Standing::WrongName => (
            "The server's certificate is for another name than this address. Nothing was sent. Check the address, or ask whoever runs the server.",
            "サーバーの証明書は、このアドレスとは別の名前のものです。何も送信していません。アドレスを確認するか、サーバーの管理者に確認してください。",
        ),
        Standing::Invalid | Standing::Trusted => (
            "The server's certificate is broken, revoked, or not made for a server (an authority's own is not). Nothing was sent. Ask whoever runs the server.",
            "サーバーの証明書が壊れているか、失効しているか、サーバー用のものではありません (認証局自身の証明書は使えません)。何も送信していません。サーバーの管理者に確認してください。",
        ),
    };
    Error::with(Code::CertificateUntrusted, say(language, en, ja))
}

fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&cause| {
        // what an I/O error wraps is not its source
        match cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => cause.source(),
        }
    })
}
