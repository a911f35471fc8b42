//! https: both versions of HTTP, TLS 1.2 and up, certificates that do not fit and ones that are renewed (R80).

use crate::{
    commands::on,
    support::{
        attempt, get,
        machine_room::MachineRoom,
        process::{Running, complaint, printed, run},
        read, until,
    },
};
use latchkey_api::{Envelope, GetServer, Language};
use latchkey_client::{Client, Trust};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reqwest::{StatusCode, Version, tls::TlsInfo};
use std::{fs, path::PathBuf, time::Duration};
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

/// A name that nobody called this server by.
pub const LYING: &str = "evil.example";

/// An authority that nobody knows, and the server that it vouches for.
pub struct Secured {
    pub room: MachineRoom,
    authority: CertifiedIssuer<'static, KeyPair>,
    certificate: PathBuf,
    key: PathBuf,
}

impl Secured {
    pub async fn open() -> Self {
        // a second call finds the first one's choice
        let _ = rustls::crypto::ring::default_provider().install_default();
        let room = MachineRoom::open().await;
        let folder = room.config.parent().unwrap();
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let (certificate, key) = (folder.join("chain.pem"), folder.join("key.pem"));
        room.add("[tls]\ncertificate = \"chain.pem\"\nkey = \"key.pem\"");
        let secured = Self {
            room,
            authority,
            certificate,
            key,
        };
        secured.issue();
        secured
    }

    /// A new certificate with a new key.
    fn issue(&self) {
        let names = vec!["localhost".into(), "127.0.0.1".into(), LYING.into()];
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(names)
            .unwrap()
            .signed_by(&key, &self.authority)
            .unwrap();
        fs::write(&self.certificate, leaf.pem()).unwrap();
        fs::write(&self.key, key.serialize_pem()).unwrap();
    }

    /// Who knows the authority.
    pub fn browser(&self) -> reqwest::ClientBuilder {
        let root = reqwest::Certificate::from_pem(self.authority.pem().as_bytes()).unwrap();
        reqwest::Client::builder()
            .tls_certs_only([root])
            .tls_info(true)
            .timeout(Duration::from_mins(1))
    }
}

fn health(server: &Running) -> String {
    format!("https://{}/healthz", server.address)
}

#[tokio::test(flavor = "multi_thread")]
async fn https_is_served_to_whoever_knows_the_authority() {
    let secured = Secured::open().await;
    let server = secured.room.start();
    let versions = [
        (secured.browser(), Version::HTTP_2),
        (secured.browser().http1_only(), Version::HTTP_11),
        (
            secured
                .browser()
                .tls_version_max(reqwest::tls::Version::TLS_1_2),
            Version::HTTP_2,
        ),
        (
            secured
                .browser()
                .tls_version_min(reqwest::tls::Version::TLS_1_3),
            Version::HTTP_2,
        ),
    ];
    for (browser, version) in versions {
        let answer = browser
            .build()
            .unwrap()
            .get(health(&server))
            .send()
            .await
            .unwrap();
        assert_eq!(
            (answer.status(), answer.version()),
            (StatusCode::OK, version)
        );
    }
    // the real client, with the authority imported and without
    let url = format!("https://{}", server.address);
    let trust = Trust {
        authority: Some(secured.authority.pem()),
        ..Trust::default()
    };
    let known = Client::new(&url, &trust, Language::En).unwrap();
    known
        .call(&Envelope::default(), &GetServer {})
        .await
        .unwrap();
    let unknown = Client::new(&url, &Trust::default(), Language::En).unwrap();
    unknown
        .call(&Envelope::default(), &GetServer {})
        .await
        .unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_is_told_and_older_tls_is_refused() {
    let secured = Secured::open().await;
    let server = secured.room.start();
    for path in ["/", "/v1/latchkey"] {
        let answer = attempt(server.address, get(path, "")).await.unwrap();
        assert_eq!(answer.refusal(), (400, "bad_request".into()));
        assert!(answer.text().contains("https"), "{}", answer.text());
        assert!(answer.header("location").is_none(), "never a redirect");
    }
    // a greeting of TLS 1.1, with a cipher suite that 1.1 and 1.2 both know
    let mut greeting = vec![0x03, 0x02];
    greeting.extend([7; 32]);
    greeting.extend([0, 0, 2, 0xc0, 0x13, 1, 0]);
    let length = u8::try_from(greeting.len()).unwrap();
    let mut record = vec![0x16, 0x03, 0x01, 0, length + 4, 1, 0, 0, length];
    record.extend(greeting);
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(&record).await.unwrap();
    let mut alert = vec![];
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut alert)
        .await
        .unwrap();
    // a fatal alert: protocol_version, or that the greeting lacks what 1.2 needs
    assert_eq!((alert[0], alert[5]), (0x15, 2), "{alert:?}");
    assert!([70, 40, 47, 109].contains(&alert[6]), "{alert:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_do_not_fit_are_told_before_anything_is_served() {
    let secured = Secured::open().await;
    let room = &secured.room;
    printed(&run(on(&room.config, &room.store, "check"), ""));
    let good = [
        fs::read(&secured.certificate).unwrap(),
        fs::read(&secured.key).unwrap(),
    ];
    secured.issue();
    let other = [
        fs::read(&secured.certificate).unwrap(),
        fs::read(&secured.key).unwrap(),
    ];
    let [certificate, key] = [Some(&good[0]), Some(&good[1])];
    let (junk, nothing) = (b"junk".to_vec(), vec![]);
    for (chain, secret, part) in [
        (None, key, "chain.pem"),
        (certificate, None, "key.pem"),
        (Some(&good[1]), key, "chain.pem"),
        (certificate, Some(&good[0]), "key.pem"),
        (certificate, Some(&other[1]), "together"),
        (Some(&junk), key, "chain.pem"),
        (certificate, Some(&junk), "key.pem"),
        (Some(&nothing), key, "chain.pem"),
        (certificate, Some(&nothing), "key.pem"),
    ] {
        for (path, content) in [(&secured.certificate, chain), (&secured.key, secret)] {
            let _ = fs::remove_file(path);
            if let Some(content) = content {
                fs::write(path, content).unwrap();
            }
        }
        for verb in ["check", "serve"] {
            let why = complaint(&run(on(&room.config, &room.store, verb), ""));
            assert!(why.lines().last().unwrap().contains(part), "{verb}: {why}");
            assert!(!why.contains("PRIVATE KEY"), "{why}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_shown_without_a_restart() {
    let secured = Secured::open().await;
    let mut server = secured.room.start();
    let shown = async |browser: &reqwest::Client| {
        let answer = browser.get(health(&server)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let info = answer.extensions().get::<TlsInfo>().unwrap();
        info.peer_certificate().unwrap().to_vec()
    };
    let [before, later, last] = [(); 3].map(|()| secured.browser().build().unwrap());
    let first = shown(&before).await;
    secured.issue();
    server.hang_up();
    server.until("the certificate was read again");
    let shown = async |browser: &reqwest::Client| {
        let answer = browser.get(health(&server)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let info = answer.extensions().get::<TlsInfo>().unwrap();
        info.peer_certificate().unwrap().to_vec()
    };
    assert_eq!(
        shown(&before).await,
        first,
        "connections that are open stay"
    );
    let second = shown(&later).await;
    assert_ne!(second, first);
    fs::write(&secured.key, "junk").unwrap();
    server.hang_up();
    server.until("the certificate stays as it was");
    let answer = last.get(health(&server)).send().await.unwrap();
    let info = answer.extensions().get::<TlsInfo>().unwrap();
    assert_eq!(info.peer_certificate().unwrap(), second);
}

// R98
#[tokio::test(flavor = "multi_thread")]
async fn handshakes_that_are_never_finished_end() {
    let secured = Secured::open().await;
    secured.room.configure(&[("header-seconds", "1")]);
    let server = secured.room.start();
    let browser = secured.browser().build().unwrap();
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(&[0x16, 0x03, 0x01, 0x02]).await.unwrap();
    let answer = browser.get(health(&server)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    for stream in [&mut silent, &mut half] {
        assert!(read(stream).await.is_none());
    }
    until("an answer", async || {
        browser.get(health(&server)).send().await.is_ok()
    })
    .await;
}
