//! R80: who a server is. Nothing is sent to one that does not prove it, and there is no way around it.

use super::{
    office::{Card, GOOD, Office, Proof, self_signed},
    server::{Server, json},
    *,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn importing(office: &Office) -> Trust {
    Trust {
        authority: Some(office.pem()),
        fingerprint: None,
    }
}

fn of(proof: &Proof) -> Fingerprint {
    Fingerprint::of(&proof.der)
}

/// What comes of a call, and how many requests arrived.
async fn asked(proof: &Proof, host: &str, trust: &Trust) -> (Result<(), Code>, usize) {
    let server = Server::tls(proof.config.clone(), [json("200 OK", "[]")]).await;
    let client = Client::paced(&server.https(host), trust, Language::En, quick()).unwrap();
    let answer = client.call(&signed_in(), &list()).await;
    (
        answer.map(|_| ()).map_err(|error| error.code),
        server.heard().len(),
    )
}

/// How it stands, and how many requests arrived while looking.
async fn looked(proof: &Proof, host: &str, trust: &Trust) -> (Standing, usize) {
    let server = Server::tls(
        proof.config.clone(),
        [json(
            "404 Not Found",
            r#"{"code":"not_found","message":"no"}"#,
        )],
    )
    .await;
    let found = look(&server.https(host), trust, Language::En)
        .await
        .unwrap();
    let certificate = found.certificate.unwrap();
    assert_eq!(certificate.fingerprint, of(proof));
    assert_eq!(
        found.trouble.is_none(),
        certificate.standing == Standing::Trusted
    );
    assert_eq!(found.speaks, certificate.standing == Standing::Trusted);
    (certificate.standing, server.heard().len())
}

#[tokio::test]
async fn a_server_that_an_imported_authority_vouches_for_is_trusted() {
    let office = Office::new("Kitahama CA");
    let proof = office.proof(&GOOD);
    let mut trust = importing(&office);
    assert_eq!(asked(&proof, "localhost", &trust).await, (Ok(()), 1));
    assert_eq!(
        looked(&proof, "localhost", &trust).await,
        (Standing::Trusted, 1)
    );
    trust.fingerprint = Some(of(&proof));
    assert_eq!(asked(&proof, "localhost", &trust).await, (Ok(()), 1));
    assert_eq!(
        looked(&proof, "localhost", &trust).await,
        (Standing::Trusted, 1)
    );
}

#[tokio::test]
async fn a_server_that_proves_nothing_gets_nothing() {
    let (office, other) = (Office::new("Kitahama CA"), Office::new("Tosabori CA"));
    let expired = Card {
        until: 2021,
        ..GOOD
    };
    let early = Card { from: 2098, ..GOOD };
    let elsewhere = Card {
        names: &["id.tosabori.example"],
        ..GOOD
    };
    let nameless = Card { names: &[], ..GOOD };
    for (what, proof, standing) in [
        (
            "an authority that is not known",
            other.proof(&GOOD),
            Standing::UnknownAuthority,
        ),
        (
            "no authority",
            self_signed(&GOOD).0,
            Standing::UnknownAuthority,
        ),
        ("too late", office.proof(&expired), Standing::Expired),
        ("too early", office.proof(&early), Standing::NotYetValid),
        (
            "another name",
            office.proof(&elsewhere),
            Standing::WrongName,
        ),
        (
            "a common name only",
            office.proof(&nameless),
            Standing::WrongName,
        ),
        ("the authority's own", office.own(), Standing::Invalid),
    ] {
        // the right pin makes nothing good
        for fingerprint in [None, Some(of(&proof))] {
            let trust = Trust {
                fingerprint,
                ..importing(&office)
            };
            let refused = (Err(Code::CertificateUntrusted), 0);
            assert_eq!(asked(&proof, "localhost", &trust).await, refused, "{what}");
            assert_eq!(
                looked(&proof, "localhost", &trust).await,
                (standing, 0),
                "{what}"
            );
        }
    }
}

#[tokio::test]
async fn an_authority_that_was_not_imported_counts_for_nothing() {
    let office = Office::new("Kitahama CA");
    let proof = office.proof(&GOOD);
    let trust = Trust {
        fingerprint: Some(of(&proof)),
        ..importing(&Office::new("Kitahama CA"))
    };
    assert_eq!(
        asked(&proof, "localhost", &trust).await,
        (Err(Code::CertificateUntrusted), 0)
    );
}

#[tokio::test]
async fn a_certificate_signed_by_itself_counts_once_it_was_imported() {
    let (proof, pem) = self_signed(&GOOD);
    let trust = Trust {
        authority: Some(pem),
        fingerprint: Some(of(&proof)),
    };
    assert_eq!(asked(&proof, "localhost", &trust).await, (Ok(()), 1));
}

#[tokio::test]
async fn another_certificate_stops_every_call_however_good_it_is() {
    let office = Office::new("Kitahama CA");
    let (before, after) = (office.proof(&GOOD), office.proof(&GOOD));
    let trust = Trust {
        fingerprint: Some(of(&before)),
        ..importing(&office)
    };
    assert_eq!(
        asked(&after, "localhost", &trust).await,
        (Err(Code::CertificateChanged), 0)
    );
    assert_eq!(
        looked(&after, "localhost", &trust).await,
        (Standing::Changed, 0)
    );
}

#[tokio::test]
async fn a_change_between_two_calls_is_seen() {
    let office = Office::new("Kitahama CA");
    let (before, after) = (office.proof(&GOOD), office.proof(&GOOD));
    let trust = Trust {
        fingerprint: Some(of(&before)),
        ..importing(&office)
    };
    let server = Server::tls(before.config.clone(), [json("200 OK", "[]")]).await;
    let client = Client::paced(&server.https("localhost"), &trust, Language::En, quick()).unwrap();
    client.call(&signed_in(), &list()).await.unwrap();
    // the one that takes its place knows the sessions of the first: taking one up again would show no certificate
    let mut config = (*after.config).clone();
    config.session_storage = before.config.session_storage.clone();
    server.show(Arc::new(config));
    let error = client.call(&keyed("d-1"), &create()).await.unwrap_err();
    assert_eq!(error.code, Code::CertificateChanged);
    assert_eq!(
        client.reachable().await.unwrap_err().code,
        Code::CertificateChanged
    );
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn a_name_is_no_address_and_an_address_no_name() {
    let office = Office::new("Kitahama CA");
    let trust = importing(&office);
    let name = office.proof(&GOOD);
    let address = office.proof(&Card {
        names: &["127.0.0.1"],
        ..GOOD
    });
    assert_eq!(
        looked(&name, "127.0.0.1", &trust).await,
        (Standing::WrongName, 0)
    );
    assert_eq!(
        looked(&address, "localhost", &trust).await,
        (Standing::WrongName, 0)
    );
    assert_eq!(
        looked(&address, "127.0.0.1", &trust).await,
        (Standing::Trusted, 1)
    );
    assert_eq!(
        looked(&name, "localhost", &trust).await,
        (Standing::Trusted, 1)
    );
}

#[tokio::test]
async fn a_certificate_without_its_key_is_nothing() {
    let office = Office::new("Kitahama CA");
    let (code, heard) = asked(&office.stolen(), "localhost", &importing(&office)).await;
    assert_eq!((code, heard), (Err(Code::Unreachable), 0));
}

#[tokio::test]
async fn what_a_certificate_says_is_shown_safely() {
    let office = Office::new("Kita\u{202e}hama\u{0} CA");
    let proof = office.proof(&GOOD);
    let server = Server::tls(proof.config.clone(), [json("200 OK", "[]")]).await;
    let found = look(
        &server.https("localhost"),
        &importing(&office),
        Language::En,
    )
    .await
    .unwrap();
    let shown = found.certificate.unwrap();
    assert_eq!(shown.subject, "id.kitahama.example");
    assert_eq!(shown.issuer, "Kitahama CA (Kitahama Trading)");
    assert_eq!(
        (shown.valid_from, shown.valid_until),
        (1_577_836_800, 4_070_908_800)
    );
}

#[tokio::test]
async fn an_authority_is_a_certificate_in_pem() {
    let right = Office::new("Kitahama CA").pem();
    for wrong in [
        String::new(),
        "id.kitahama.example".into(),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".into(),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".into(),
        format!("{right}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        right.repeat(500),
    ] {
        let trust = Trust {
            authority: Some(wrong),
            fingerprint: None,
        };
        let error = Client::new("id.kitahama.example", &trust, Language::En).unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (Code::BadRequest, Some("authority"))
        );
    }
}

/// A server that answers every handshake with these bytes.
async fn saying(bytes: Vec<u8>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut hello = [0; 4096];
            let _ = socket.read(&mut hello).await;
            let _ = socket.write_all(&bytes).await;
            let _ = socket.read(&mut hello).await;
        }
    });
    base
}

#[tokio::test]
async fn old_tls_and_no_tls_are_refused() {
    // a ServerHello that chooses TLS 1.0 or 1.1: random, no session, ECDHE_RSA_WITH_AES_128_CBC_SHA, no compression
    let choosing = |minor| {
        let mut hello = vec![22, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor];
        hello.extend_from_slice(&[7; 32]);
        hello.extend_from_slice(&[0, 0xc0, 0x13, 0]);
        hello
    };
    for bytes in [
        choosing(1),
        choosing(2),
        b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
    ] {
        let base = saying(bytes.clone()).await;
        let error = client(&base).call(&signed_in(), &list()).await.unwrap_err();
        assert_eq!(error.code, Code::Unreachable);
        assert!(
            error.message.contains("TLS 1.2 or later"),
            "{bytes:?}: {error}"
        );
    }
}

// F12
#[tokio::test]
async fn a_handshake_that_stands_still_ends_with_the_time_for_connecting() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    let pace = Pace {
        connect: Duration::from_millis(200),
        ..quick()
    };
    let client = Client::paced(&base, &Trust::default(), Language::En, pace).unwrap();
    let error = client.reachable().await.unwrap_err();
    assert!(
        error
            .message
            .contains("No connection to the server came about in time"),
        "{error}"
    );
}
