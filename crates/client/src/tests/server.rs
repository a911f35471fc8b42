//! A server that does what a test tells it, on one connection after the other.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};

/// What is done with a connection, after a request was read.
#[derive(Clone)]
pub(super) enum Act {
    /// Says these bytes and hangs up.
    Say(Vec<u8>),
    /// Says these bytes over and over, as long as they are taken.
    Flood(Vec<u8>),
    /// Says these bytes, then nothing, until the client hangs up.
    Stall(Vec<u8>),
    /// Hangs up before a request was read.
    Refuse,
}

pub(super) struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    requests: UnboundedReceiver<()>,
    gone: UnboundedReceiver<()>,
}

struct Shared {
    heard: Mutex<Vec<String>>,
    acts: Mutex<Vec<Act>>,
    tls: Mutex<Option<Arc<ServerConfig>>>,
    request: UnboundedSender<()>,
    gone: UnboundedSender<()>,
}

impl Server {
    /// One act for each connection; the last one for all that follow.
    pub async fn new(acts: impl IntoIterator<Item = Act>) -> Self {
        Self::start(None, acts).await
    }

    pub async fn tls(config: Arc<ServerConfig>, acts: impl IntoIterator<Item = Act>) -> Self {
        Self::start(Some(config), acts).await
    }

    async fn start(tls: Option<Arc<ServerConfig>>, acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (request, requests) = unbounded_channel();
        let (gone_sender, gone) = unbounded_channel();
        let shared = Arc::new(Shared {
            heard: Mutex::default(),
            acts: Mutex::new(acts.into_iter().collect()),
            tls: Mutex::new(tls),
            request,
            gone: gone_sender,
        });
        let server = Self {
            address: listener.local_addr().unwrap(),
            shared: shared.clone(),
            requests,
            gone,
        };
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(shared.clone(), socket));
            }
        });
        server
    }

    pub fn http(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn https(&self, host: &str) -> String {
        format!("https://{host}:{}", self.address.port())
    }

    /// Every request so far, as it came.
    pub fn heard(&self) -> Vec<String> {
        self.shared.heard.lock().unwrap().clone()
    }

    /// Shows another certificate from now on.
    pub fn show(&self, config: Arc<ServerConfig>) {
        *self.shared.tls.lock().unwrap() = Some(config);
    }

    /// Waits until a request was read.
    pub async fn request(&mut self) {
        self.requests.recv().await.unwrap();
    }

    /// Waits until a client has hung up on a stalled connection.
    pub async fn gone(&mut self) {
        self.gone.recv().await.unwrap();
    }
}

async fn serve(shared: Arc<Shared>, socket: TcpStream) {
    let act = {
        let mut acts = shared.acts.lock().unwrap();
        if acts.len() > 1 {
            acts.remove(0)
        } else {
            acts[0].clone()
        }
    };
    let tls = shared.tls.lock().unwrap().clone();
    let stalls = matches!(act, Act::Stall(_));
    // a client may hang up whenever it likes
    let _ = match tls {
        Some(config) => match TlsAcceptor::from(config).accept(socket).await {
            Ok(socket) => play(&shared, socket, act).await,
            Err(error) => Err(error),
        },
        None => play(&shared, socket, act).await,
    };
    if stalls {
        let _ = shared.gone.send(());
    }
}

async fn play(
    shared: &Shared,
    mut socket: impl AsyncRead + AsyncWrite + Unpin,
    act: Act,
) -> io::Result<()> {
    if matches!(act, Act::Refuse) {
        return socket.shutdown().await;
    }
    let request = read_request(&mut socket).await?;
    if request.is_empty() {
        return Ok(());
    }
    shared.heard.lock().unwrap().push(request);
    let _ = shared.request.send(());
    match act {
        Act::Say(bytes) => socket.write_all(&bytes).await?,
        Act::Flood(bytes) => loop {
            socket.write_all(&bytes).await?;
        },
        Act::Stall(bytes) => {
            socket.write_all(&bytes).await?;
            socket.flush().await?;
            let _ = socket.read(&mut [0]).await;
        }
        Act::Refuse => {}
    }
    socket.shutdown().await
}

/// A request with its body.
async fn read_request(socket: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Ok(text);
            }
        }
        let mut part = [0; 4096];
        let n = socket.read(&mut part).await?;
        if n == 0 {
            return Ok(text);
        }
        request.extend_from_slice(&part[..n]);
    }
}

/// A whole answer.
pub(super) fn answer(status: &str, kind: &str, body: &str) -> Act {
    with(status, &format!("Content-Type: {kind}\r\n"), body)
}

/// A whole answer with these headers, each with its line end.
pub(super) fn with(status: &str, headers: &str, body: &str) -> Act {
    let text = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    Act::Say(text.into_bytes())
}

pub(super) fn json(status: &str, body: &str) -> Act {
    answer(status, "application/json", body)
}

pub(super) fn raw(text: &str) -> Act {
    Act::Say(text.as_bytes().to_vec())
}
