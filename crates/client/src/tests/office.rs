//! An office with a certificate authority of its own, and servers with certificates of every kind.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use std::sync::Arc;
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};

pub(super) struct Office {
    authority: CertifiedIssuer<'static, KeyPair>,
}

/// What a certificate says.
pub(super) struct Card {
    pub names: &'static [&'static str],
    pub from: i32,
    pub until: i32,
}

pub(super) const GOOD: Card = Card {
    names: &["localhost"],
    from: 2020,
    until: 2099,
};

/// A server's proof of itself.
pub(super) struct Proof {
    pub der: CertificateDer<'static>,
    pub config: Arc<ServerConfig>,
}

impl Office {
    pub fn new(name: &str) -> Self {
        let mut params = params(&GOOD, name, "Kitahama Trading");
        params.subject_alt_names.clear();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        Self { authority }
    }

    /// What its administrator hands out.
    pub fn pem(&self) -> String {
        self.authority.pem()
    }

    pub fn proof(&self, card: &Card) -> Proof {
        let key = KeyPair::generate().unwrap();
        let certificate = params(card, "id.kitahama.example", "")
            .signed_by(&key, &self.authority)
            .unwrap();
        proof(certificate.der().clone(), &key)
    }

    /// The authority's own certificate, shown by a server.
    pub fn own(&self) -> Proof {
        proof(self.authority.der().clone(), self.authority.key())
    }

    /// A right certificate with another one's key: whoever shows it does not hold it.
    pub fn stolen(&self) -> Proof {
        let held = KeyPair::generate().unwrap();
        let certificate = params(&GOOD, "id.kitahama.example", "")
            .signed_by(&held, &self.authority)
            .unwrap();
        proof(certificate.der().clone(), &KeyPair::generate().unwrap())
    }
}

/// Signed by itself; the PEM beside it.
pub(super) fn self_signed(card: &Card) -> (Proof, String) {
    let key = KeyPair::generate().unwrap();
    let certificate = params(card, "id.kitahama.example", "")
        .self_signed(&key)
        .unwrap();
    (proof(certificate.der().clone(), &key), certificate.pem())
}

fn params(card: &Card, name: &str, organisation: &str) -> CertificateParams {
    let names: Vec<String> = card.names.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(card.from, 1, 1);
    params.not_after = date_time_ymd(card.until, 1, 1);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    if !organisation.is_empty() {
        params
            .distinguished_name
            .push(DnType::OrganizationName, organisation);
    }
    params
}

fn proof(der: CertificateDer<'static>, key: &KeyPair) -> Proof {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let key = ring::sign::any_supported_type(&key).unwrap();
    let certified = tokio_rustls::rustls::sign::CertifiedKey::new(vec![der.clone()], key);
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(
            tokio_rustls::rustls::sign::SingleCertAndKey::from(certified),
        ));
    Proof {
        der,
        config: Arc::new(config),
    }
}
