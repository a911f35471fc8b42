//! An authority of the tests' own, and certificates of every standing for mail servers.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use std::sync::{Arc, LazyLock};
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
};

/// Trusted by every place of the tests.
static TRUSTED: LazyLock<CertifiedIssuer<'static, KeyPair>> =
    LazyLock::new(|| authority("Harbor Coffee authority"));
/// Trusted by nobody.
static UNKNOWN: LazyLock<CertifiedIssuer<'static, KeyPair>> =
    LazyLock::new(|| authority("Somebody's authority"));

/// How a certificate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Good,
    WrongName,
    UnknownAuthority,
    Expired,
}

/// What a mail server proves itself with, as PEM.
pub struct Proof {
    pub certificate: String,
    pub key: String,
}

/// What an administrator hands out.
pub fn authority_pem() -> String {
    TRUSTED.pem()
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut about = CertificateParams::default();
    about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    about.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    about.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(about, KeyPair::generate().unwrap()).unwrap()
}

impl Standing {
    pub fn proof(self) -> Proof {
        let name = match self {
            Self::WrongName => "mail.elsewhere.example",
            _ => "localhost",
        };
        let mut about = CertificateParams::new([name.to_owned()]).unwrap();
        about.not_before = date_time_ymd(2020, 1, 1);
        about.not_after = date_time_ymd(if self == Self::Expired { 2021 } else { 2099 }, 1, 1);
        let key = KeyPair::generate().unwrap();
        let issuer = match self {
            Self::UnknownAuthority => &*UNKNOWN,
            _ => &*TRUSTED,
        };
        Proof {
            certificate: about.signed_by(&key, issuer).unwrap().pem(),
            key: key.serialize_pem(),
        }
    }

    pub fn config(self) -> Arc<ServerConfig> {
        let proof = self.proof();
        let key = PrivateKeyDer::from_pem_slice(proof.key.as_bytes()).unwrap();
        let chain = tokio_rustls::rustls::pki_types::CertificateDer::pem_slice_iter(
            proof.certificate.as_bytes(),
        )
        .map(Result::unwrap)
        .collect();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Arc::new(config)
    }
}
