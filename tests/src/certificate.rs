//! Authorities and certificates for servers, made on the spot.

use anyhow::Result;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use sha2::{Digest as _, Sha256};

/// An office's own authority, which no computer knows by itself.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// What a server proves itself with.
pub struct Leaf {
    /// PEM, the authority included.
    pub chain: String,
    /// PEM.
    pub key: String,
    /// SHA-256, as the window shows it.
    pub fingerprint: String,
}

impl Authority {
    /// A new one of this name.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn new(name: &str) -> Result<Self> {
        let mut about = CertificateParams::default();
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        about.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        about.distinguished_name.push(DnType::CommonName, name);
        Ok(Self(CertifiedIssuer::self_signed(
            about,
            KeyPair::generate()?,
        )?))
    }

    /// What an administrator gives to people: PEM.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a host that is good for many years.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn vouch_for(&self, host: &str) -> Result<Leaf> {
        self.issue(host, 2099)
    }

    /// One whose time is over.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn expired(&self, host: &str) -> Result<Leaf> {
        self.issue(host, 2024)
    }

    fn issue(&self, host: &str, until: i32) -> Result<Leaf> {
        let key = KeyPair::generate()?;
        let mut about = CertificateParams::new(vec![host.to_owned()])?;
        about.not_before = date_time_ymd(2023, 1, 1);
        about.not_after = date_time_ymd(until, 3, 4);
        about.distinguished_name.push(DnType::CommonName, host);
        let made = about.signed_by(&key, &self.0)?;
        let pairs: Vec<String> = Sha256::digest(made.der())
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        Ok(Leaf {
            chain: format!("{}{}", made.pem(), self.pem()),
            key: key.serialize_pem(),
            fingerprint: pairs.join(":"),
        })
    }
}
