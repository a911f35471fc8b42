//! One connection from its first byte to its end: TLS, HTTP, and the time that each may take.

use crate::{
    accept::{Room, Stage},
    caller, health,
    load::Place,
    pulse::{Felt, Pulse, Verdict},
    reply,
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, Response, header},
};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulConnection,
    service::TowerToHyperService,
};
use latchkey_api::{Code, Error, Language, say};
use std::{
    net::SocketAddr,
    pin::pin,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    sync::watch,
    time::timeout,
};

/// Streams of one HTTP/2 connection at once.
const STREAMS: u32 = 32;
/// Longest that somebody who is refused may take to hear it.
const HEARING: Duration = Duration::from_secs(5);
/// What a TLS connection begins with.
const HANDSHAKE: u8 = 0x16;

/// A connection that was taken.
pub(crate) struct Taken {
    pub(crate) room: Arc<Room>,
    pub(crate) stream: TcpStream,
    pub(crate) peer: SocketAddr,
    /// Its place; without one it is told that there is none.
    pub(crate) place: Option<Place>,
}

impl Taken {
    /// Serves it to its end, or to the server's.
    pub(crate) async fn serve(self, stage: watch::Receiver<Stage>) {
        let mut over = stage.clone();
        let refused = self.place.is_none();
        let served = async {
            if refused {
                // whoever does not listen is not waited for
                let _ = timeout(HEARING, self.greet(stage)).await;
            } else {
                self.greet(stage).await;
            }
        };
        tokio::select! {
            () = served => {}
            // an error: the server is gone, which is over too
            _ = over.wait_for(|stage| *stage == Stage::Over) => {}
        }
    }

    async fn greet(self, stage: watch::Receiver<Stage>) {
        let Self {
            room,
            stream,
            peer,
            place,
        } = self;
        // small answers go at once; a system that cannot is only slower
        let _ = stream.set_nodelay(true);
        let refused = place.is_none();
        let Some(certificate) = &room.certificate else {
            return speak(&room, stream, peer, refused, false, stage).await;
        };
        let patience = room.load.limits.header;
        let mut first = [0];
        match timeout(patience, stream.peek(&mut first)).await {
            Ok(Ok(1)) if first == [HANDSHAKE] => {}
            Ok(Ok(1)) => return plain(stream).await,
            Ok(_) => return,
            Err(_) => return slow(&room),
        }
        match timeout(patience, certificate.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => {
                let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                speak(&room, stream, peer, refused, http2, stage).await;
            }
            // not ours to judge: a scan, or somebody who does not trust the certificate
            Ok(Err(_)) => {}
            Err(_) => slow(&room),
        }
        drop(place);
    }
}

fn slow(room: &Room) {
    let slow = &room.load.refused().slow;
    slow.fetch_add(1, Ordering::Relaxed);
}

/// Speaks HTTP until one of the two has enough.
async fn speak<S>(
    room: &Arc<Room>,
    stream: S,
    peer: SocketAddr,
    refused: bool,
    http2: bool,
    stage: watch::Receiver<Stage>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let limits = &room.load.limits;
    let pulse = Pulse::new(limits, http2);
    let io = TokioIo::new(Felt {
        stream,
        pulse: Arc::clone(&pulse),
    });
    let router = TowerToHyperService::new(room.router.clone());
    let felt = Arc::clone(&pulse);
    // without TLS only loopback and the proxy in front; but a load balancer elsewhere may ask whether the server is well
    let stranger = room.certificate.is_none() && !room.proxies.may_speak_plainly(peer.ip());
    let answer = service_fn(move |mut request: Request<Incoming>| {
        let under_way = felt.begin();
        request.extensions_mut().insert(ConnectInfo(peer));
        let refusal = if refused {
            Some(no_place(caller::language(request.headers())))
        } else if stranger && !health::PATHS.contains(&request.uri().path()) {
            Some(no_stranger(caller::language(request.headers())))
        } else {
            None
        };
        let answering = match refusal {
            None => Ok(router.call(request)),
            Some(refusal) => Err(refusal),
        };
        async move {
            let answer = match answering {
                Ok(answering) => answering.await,
                Err(refusal) => Ok(refusal),
            };
            drop(under_way);
            answer
        }
    });
    if http2 {
        let connection = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(kib(limits.header_kib))
            .max_send_buf_size(64 * 1024)
            .serve_connection(io, answer);
        attend(room, connection, &pulse, stage).await;
    } else {
        let connection = http1::Builder::new()
            // heads are timed by the pulse, which knows rest from slowness
            .header_read_timeout(None)
            .max_header_size(limits.header_kib * 1024)
            .max_buf_size((limits.header_kib * 1024).max(64 * 1024))
            .serve_connection(io, answer);
        attend(room, connection, &pulse, stage).await;
    }
}

fn kib(value: usize) -> u32 {
    u32::try_from(value * 1024).unwrap_or(u32::MAX)
}

/// Lets a connection go on while it is alive.
async fn attend<C>(room: &Room, connection: C, pulse: &Pulse, mut stage: watch::Receiver<Stage>)
where
    C: GracefulConnection<Error = hyper::Error>,
{
    let mut connection = pin!(connection);
    let mut look = tokio::time::interval(pulse.interval());
    let mut leaving = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if ended.is_err_and(|why| why.is_parse()) {
                    room.load.refused().malformed.fetch_add(1, Ordering::Relaxed);
                    tracing::info!(outcome = "malformed", "request");
                }
                return;
            }
            _ = stage.wait_for(|stage| *stage >= Stage::Closing), if !leaving => {
                leaving = true;
                pulse.leave();
                connection.as_mut().graceful_shutdown();
            }
            _ = look.tick() => match pulse.verdict() {
                Verdict::Alive => {}
                Verdict::Rested => {
                    leaving = true;
                    pulse.leave();
                    connection.as_mut().graceful_shutdown();
                }
                Verdict::Slow => return slow(room),
            }
        }
    }
}

/// The answer to whoever comes when every place is taken.
fn no_place(language: Language) -> Response<Body> {
    last(&Error::new(Code::Busy, language))
}

/// The answer to whoever speaks plain http past the proxy.
fn no_stranger(language: Language) -> Response<Body> {
    let words = say(
        language,
        "Plain http is for this computer and for the proxy in front of the server. Nothing was changed. Use the https:// address.",
        "暗号化されないhttpは、このコンピューターとサーバーの手前のプロキシにのみ使えます。何も変更されていません。https:// のアドレスを使ってください。",
    );
    last(&Error::with(Code::BadRequest, words))
}

fn last(error: &Error) -> Response<Body> {
    let mut response = reply::error(error);
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// Tells somebody who speaks plain http that this port does not.
async fn plain(mut stream: TcpStream) {
    // nothing is read of what it sent, so the language is not known
    let words = "This port speaks https only. Nothing was changed. Use https:// in the address.";
    let body = serde_json::to_string(&Error::with(Code::BadRequest, words)).unwrap_or_default();
    let answer = format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let told = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // closing on unread bytes would reset the connection before the answer is read
        let mut rest = [0; 1024];
        while stream.read(&mut rest).await? > 0 {}
        Ok::<_, std::io::Error>(())
    };
    // whoever does not listen is not waited for
    let _ = timeout(HEARING, told).await;
}
