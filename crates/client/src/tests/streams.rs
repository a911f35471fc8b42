//! The same over HTTP/2, as servers behind TLS speak it: many calls on one connection.

use super::{
    office::{GOOD, Office},
    *,
};
use h2::server::SendResponse;
use std::io::Cursor;

type Bytes = Cursor<&'static [u8]>;
use tokio::{net::TcpListener, sync::mpsc::UnboundedReceiver, sync::mpsc::unbounded_channel};
use tokio_rustls::TlsAcceptor;

/// A request that waits for its answer.
struct Asked {
    connection: usize,
    respond: SendResponse<Bytes>,
}

impl Asked {
    fn answer(mut self, flood: usize) {
        let mut response = http::Response::builder().header("content-type", "application/json");
        for i in 0..flood {
            response = response.header(format!("x-flood-{i}"), "a".repeat(100));
        }
        let mut body = self
            .respond
            .send_response(response.body(()).unwrap(), false)
            .unwrap();
        body.send_data(Cursor::new(b"[]".as_slice()), true).unwrap();
    }

    /// Waits until the client wants no answer any more.
    async fn unwanted(mut self) -> h2::Reason {
        std::future::poll_fn(|context| self.respond.poll_reset(context))
            .await
            .unwrap()
    }
}

async fn serving() -> (Client, UnboundedReceiver<Asked>) {
    let office = Office::new("Kitahama CA");
    let mut config = (*office.proof(&GOOD).config).clone();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let tls = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let (sender, requests) = unbounded_channel();
    tokio::spawn(async move {
        for connection in 0.. {
            let (socket, _) = listener.accept().await.unwrap();
            let socket = tls.accept(socket).await.unwrap();
            let mut streams = h2::server::Builder::new()
                .handshake::<_, Bytes>(socket)
                .await
                .unwrap();
            let sender = sender.clone();
            tokio::spawn(async move {
                while let Some(Ok((_, respond))) = streams.accept().await {
                    let asked = Asked {
                        connection,
                        respond,
                    };
                    if sender.send(asked).is_err() {
                        break;
                    }
                }
            });
        }
    });
    let trust = Trust {
        authority: Some(office.pem()),
        fingerprint: None,
    };
    let client = Client::paced(&base, &trust, Language::En, quick()).unwrap();
    (client, requests)
}

fn spawn(client: &Client) -> tokio::task::JoinHandle<Result<Vec<latchkey_api::User>, Error>> {
    let client = client.clone();
    tokio::spawn(async move { client.call(&signed_in(), &list()).await })
}

#[tokio::test]
async fn a_dropped_call_leaves_the_others_on_its_connection_alone() {
    let (client, mut requests) = serving().await;
    let first = spawn(&client);
    requests.recv().await.unwrap().answer(0);
    first.await.unwrap().unwrap();
    let kept = spawn(&client);
    let wanted = requests.recv().await.unwrap();
    let dropped = {
        let client = client.clone();
        tokio::spawn(async move { client.call(&signed_in(), &get()).await })
    };
    let unwanted = requests.recv().await.unwrap();
    assert_eq!((unwanted.connection, wanted.connection), (0, 0));
    dropped.abort();
    assert_eq!(unwanted.unwanted().await, h2::Reason::CANCEL);
    wanted.answer(0);
    kept.await.unwrap().unwrap();
    assert!(requests.try_recv().is_err());
}

// R82
#[tokio::test]
async fn a_flood_of_headers_is_refused_here_too() {
    let (client, mut requests) = serving().await;
    let call = spawn(&client);
    for _ in 0..again::TRIES {
        requests.recv().await.unwrap().answer(5_000);
    }
    assert_eq!(call.await.unwrap().unwrap_err().code, Code::Unreachable);
}
