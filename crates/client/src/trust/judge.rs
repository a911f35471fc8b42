//! The check of a server's certificate: the platform's whole verification, then the fingerprint. There is no way
//! around it: a certificate that does not stand it ends the handshake before anything was sent.

use super::{Certificate, Fingerprint, Standing, Trust, describe::describe};
use latchkey_api::{Code, Error, Language, say};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore,
    SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::ring,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject as _},
};
use rustls_platform_verifier::Verifier;
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// Longest PEM of an authority, in bytes.
const AUTHORITY_MAX: usize = 64 * 1024;

/// Checks certificates for one server, and remembers the last one that was shown.
#[derive(Debug)]
pub(crate) struct Judge {
    standard: Verifier,
    pinned: Option<Fingerprint>,
    seen: Mutex<Option<Certificate>>,
}

/// Why a handshake was ended.
#[derive(Debug)]
pub(crate) struct Refused(pub Standing);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "certificate refused: {:?}", self.0)
    }
}

impl std::error::Error for Refused {}

impl Judge {
    pub(crate) fn new(trust: &Trust, language: Language) -> Result<Self, Error> {
        let imported = match &trust.authority {
            Some(pem) => authorities(pem).ok_or_else(|| no_authority(language))?,
            None => Vec::new(),
        };
        let standard = Verifier::new_with_extra_roots(imported, Arc::new(ring::default_provider()))
            .map_err(|_| no_list(language))?;
        Ok(Self {
            standard,
            pinned: trust.fingerprint,
            seen: Mutex::default(),
        })
    }

    /// The certificate of the last handshake.
    pub(crate) fn seen(&self) -> Option<Certificate> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn standing(&self, verdict: Result<(), &rustls::Error>, shown: Fingerprint) -> Standing {
        use CertificateError as E;
        match verdict {
            Ok(()) if self.pinned.is_some_and(|pinned| pinned != shown) => Standing::Changed,
            Ok(()) => Standing::Trusted,
            Err(rustls::Error::InvalidCertificate(error)) => match error {
                E::UnknownIssuer => Standing::UnknownAuthority,
                E::Expired | E::ExpiredContext { .. } => Standing::Expired,
                E::NotValidYet | E::NotValidYetContext { .. } => Standing::NotYetValid,
                E::NotValidForName | E::NotValidForNameContext { .. } => Standing::WrongName,
                _ => Standing::Invalid,
            },
            Err(_) => Standing::Invalid,
        }
    }
}

/// TLS as it is spoken to a server elsewhere; without a judge no server at all is trusted.
pub(crate) fn tls(judge: Option<&Arc<Judge>>, language: Language) -> Result<ClientConfig, Error> {
    let versions = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| Error::new(Code::Internal, language))?;
    let mut config = match judge {
        // rustls calls every verifier but its own dangerous; this one only adds to the platform's
        Some(judge) => versions
            .dangerous()
            .with_custom_certificate_verifier(judge.clone())
            .with_no_client_auth(),
        None => versions
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth(),
    };
    // a resumed session shows no certificate, so a change would go unseen
    config.resumption = Resumption::disabled();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.standard.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let standing = self.standing(
            verdict.as_ref().map(|_| ()),
            Fingerprint::of(end_entity.as_ref()),
        );
        let mut shown = describe(end_entity.as_ref(), standing);
        shown.standing = by_date(&shown, now);
        let standing = shown.standing;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        match standing {
            Standing::Trusted => verdict,
            _ => Err(rustls::Error::InvalidCertificate(CertificateError::Other(
                OtherError(Arc::new(Refused(standing))),
            ))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.standard.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.standard.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.standard.supported_verify_schemes()
    }
}

/// Some platforms tell no reason, or "expired" also of what has not begun: the dates do. They never make it better.
fn by_date(shown: &Certificate, now: UnixTime) -> Standing {
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    match shown.standing {
        Standing::Invalid | Standing::Expired if shown.valid_until == 0 => shown.standing,
        Standing::Invalid | Standing::Expired if now < shown.valid_from => Standing::NotYetValid,
        Standing::Invalid if now > shown.valid_until => Standing::Expired,
        standing => standing,
    }
}

/// The certificates in a PEM that can be authorities; nothing when one cannot, or there is none.
fn authorities(pem: &str) -> Option<Vec<CertificateDer<'static>>> {
    if pem.len() > AUTHORITY_MAX {
        return None;
    }
    let mut roots = RootCertStore::empty();
    let mut found = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.ok()?;
        roots.add(certificate.clone()).ok()?;
        found.push(certificate);
    }
    (!found.is_empty()).then_some(found)
}

fn no_authority(language: Language) -> Error {
    let words = say(
        language,
        "This file holds no certificate of an authority. Choose a PEM file that begins with -----BEGIN CERTIFICATE-----.",
        "このファイルには認証局の証明書がありません。-----BEGIN CERTIFICATE----- で始まるPEMファイルを選んでください。",
    );
    Error::with(Code::BadRequest, words).at("authority")
}

fn no_list(language: Language) -> Error {
    let words = say(
        language,
        "This computer has no list of certificate authorities, so no server can prove who it is. Install the package ca-certificates, or import the server's authority.",
        "このコンピューターに認証局の一覧がないため、サーバーを確認できません。ca-certificatesパッケージをインストールするか、サーバーの認証局をインポートしてください。",
    );
    Error::with(Code::CertificateUntrusted, words)
}
