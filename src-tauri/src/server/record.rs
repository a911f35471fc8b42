//! What is kept of a server between two starts: nothing secret, a plain part of the preferences.

use crate::{
    backend::public_operations,
    view::{Preset, PresetId, Standing},
};
use latchkey_api::{Error, Language, ServerInfo, SignUp};
use latchkey_client::{Certificate, Client, Fingerprint, Trust};
use serde::{Deserialize, Serialize};

/// A server that a connection was made to.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// `server:` + random digits.
    pub id: String,
    pub address: String,
    /// The authority that a person imported for it, PEM.
    #[serde(default)]
    pub authority: Option<String>,
    /// The certificate that was trusted; none for plain http on this computer.
    #[serde(default)]
    pub certificate: Option<Trusted>,
    /// The account, once somebody signed in.
    #[serde(default)]
    pub operator_id: Option<String>,
    /// What it said of itself last; none for a server of another make.
    #[serde(default)]
    pub info: Option<Info>,
    /// Made at the first call, and again after a change of trust.
    #[serde(skip)]
    client: Option<Client>,
}

/// A certificate that was trusted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Trusted {
    pub fingerprint: Fingerprint,
    pub issuer: String,
    /// UNIX seconds.
    pub valid_until: i64,
}

/// What a server said of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Info {
    pub product: String,
    pub name: Option<String>,
    pub operations: Vec<String>,
    pub sign_up: SignUp,
}

impl Record {
    pub fn new(id: String, address: String, authority: Option<String>) -> Self {
        Self {
            id,
            address,
            authority,
            certificate: None,
            operator_id: None,
            info: None,
            client: None,
        }
    }

    /// Keeps what it said, as far as it can be shown: it said it itself.
    pub fn learn(&mut self, info: Option<&ServerInfo>) {
        let info = info.cloned().map(latchkey_client::shown);
        self.info = info.map(|info| Info {
            product: product(&info),
            name: Some(info.name).filter(|name| !name.is_empty()),
            operations: info.operations,
            sign_up: info.sign_up,
        });
    }

    pub fn certify(&mut self, certificate: &Certificate) {
        self.certificate = Some(Trusted {
            fingerprint: certificate.fingerprint,
            issuer: certificate.issuer.clone(),
            valid_until: certificate.valid_until,
        });
        self.client = None;
    }

    /// The operations that it can be asked for.
    pub fn operations(&self) -> Vec<String> {
        self.info
            .as_ref()
            .map_or_else(public_operations, |info| info.operations.clone())
    }

    /// The certificate that has to be shown again. Public servers renew theirs as they see fit, and nobody could be
    /// asked about it: for them the public authorities are enough, though not one that a person imported.
    pub fn pinned(&self) -> Option<Fingerprint> {
        if self.authority.is_none() && preset_of(&self.address).is_some() {
            return None;
        }
        self.certificate.as_ref().map(|trusted| trusted.fingerprint)
    }

    /// How it has to prove itself: to the authorities of this computer and the imported one, and with the certificate
    /// that was seen when the connection was made.
    pub fn trust(&self) -> Trust {
        Trust {
            authority: self.authority.clone(),
            fingerprint: self.pinned(),
        }
    }

    pub(super) fn client(&mut self, language: Language) -> Result<Client, Error> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let client = Client::new(&self.address, &self.trust(), language)?;
        self.client = Some(client.clone());
        Ok(client)
    }
}

/// Program and version.
pub fn product(info: &ServerInfo) -> String {
    format!("{} {}", info.product, info.version)
}

/// The public servers of the account API.
pub fn presets() -> Vec<Preset> {
    vec![
        Preset {
            id: PresetId::SoracomJapan,
            address: "https://api.soracom.io",
        },
        Preset {
            id: PresetId::SoracomGlobal,
            address: "https://g.api.soracom.io",
        },
    ]
}

/// Which public server an address is.
pub fn preset_of(address: &str) -> Option<PresetId> {
    presets()
        .into_iter()
        .find(|preset| preset.address == address)
        .map(|preset| preset.id)
}

/// The host, and the port if it is not the usual one: what people call a server.
pub fn host_of(address: &str) -> String {
    address
        .split_once("://")
        .map_or(address, |(_, rest)| rest)
        .trim_end_matches('/')
        .to_owned()
}

impl From<latchkey_client::Standing> for Standing {
    fn from(standing: latchkey_client::Standing) -> Self {
        use latchkey_client::Standing as Theirs;
        match standing {
            Theirs::Trusted => Self::Trusted,
            Theirs::UnknownAuthority => Self::UnknownAuthority,
            Theirs::Expired => Self::Expired,
            Theirs::NotYetValid => Self::NotYetValid,
            Theirs::WrongName => Self::WrongName,
            Theirs::Changed => Self::Changed,
            Theirs::Invalid => Self::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let mut record = Record::new("server:1".into(), "https://id.example".into(), None);
        record.operator_id = Some("OP0000000001".into());
        let text = serde_json::to_string(&record).unwrap();
        let back: Record = serde_json::from_str(&text).unwrap();
        assert_eq!(back.operator_id, record.operator_id);
        assert_eq!(host_of(&back.address), "id.example");
        assert!(!back.operations().is_empty());
    }

    // R82: also beside a look, when a connection is brought up to date
    #[test]
    fn what_a_server_says_of_itself_is_bounded_before_it_is_kept() {
        let mut record = Record::new("server:1".into(), "https://id.example".into(), None);
        record.learn(Some(&ServerInfo {
            product: "Latchkey\u{202e} server".into(),
            version: "1".into(),
            name: "x".repeat(100_000),
            sign_up: SignUp::Off,
            mail: false,
            operations: vec!["User:listUsers".into(), "<b>".into(), "y".repeat(100_000)],
        }));
        let info = record.info.unwrap();
        assert_eq!(info.product, "Latchkey server 1");
        assert!(info.name.unwrap().chars().count() <= 80);
        assert_eq!(info.operations, ["User:listUsers"]);
    }

    // R80
    #[test]
    fn only_the_public_authorities_vouch_without_a_pin() {
        let trusted = Trusted {
            fingerprint: Fingerprint::of(b"certificate"),
            issuer: String::new(),
            valid_until: 0,
        };
        for (address, authority, pinned) in [
            ("https://api.soracom.io", None, false),
            ("https://api.soracom.io", Some("PEM"), true),
            ("https://api.soracom.io:8443", None, true),
            ("https://api.soracom.io.", None, true),
            ("https://api.soracom.io/elsewhere", None, true),
            ("https://id.example", None, true),
        ] {
            let authority = authority.map(str::to_owned);
            let mut record = Record::new("server:1".into(), address.into(), authority);
            record.certificate = Some(trusted.clone());
            assert_eq!(record.pinned().is_some(), pinned, "{address}");
        }
    }

    #[test]
    fn public_servers_are_known_by_their_address() {
        assert_eq!(
            preset_of("https://g.api.soracom.io"),
            Some(PresetId::SoracomGlobal)
        );
        assert_eq!(preset_of("https://g.api.soracom.io.example"), None);
    }
}
