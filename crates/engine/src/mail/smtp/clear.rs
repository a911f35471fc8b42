//! What is said before encryption begins: the greeting, EHLO, STARTTLS. Nothing of ours is in it.
//!
//! Answers are read byte by byte: whatever somebody on the way adds behind one of them is left for the handshake, which
//! fails of it, and is never taken for an answer that came encrypted.

use lettre::transport::smtp::{
    extension::{ClientId, Extension, ServerInfo},
    response::Response,
};
use std::io;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Longest answer, in bytes.
const MOST: usize = 8 * 1024;

/// One answer, whole.
pub(super) async fn answer(stream: &mut TcpStream) -> io::Result<Response> {
    let mut text = Vec::with_capacity(256);
    let mut line = 0;
    while text.len() < MOST {
        let byte = stream.read_u8().await?;
        text.push(byte);
        if byte != b'\n' {
            continue;
        }
        // "250-" goes on, "250 " ends
        if text.get(line + 3) != Some(&b'-') {
            let text = String::from_utf8_lossy(&text);
            return text.parse().map_err(|_| io::ErrorKind::InvalidData.into());
        }
        line = text.len();
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// Asks what the server can do, before encryption.
pub(super) async fn hello(stream: &mut TcpStream, name: &ClientId) -> io::Result<Response> {
    ask(stream, &format!("EHLO {name}\r\n")).await
}

/// Asks for encryption.
pub(super) async fn start_tls(stream: &mut TcpStream) -> io::Result<Response> {
    ask(stream, "STARTTLS\r\n").await
}

/// Whether the server offers encryption.
pub(super) fn offers_tls(hello: &Response) -> bool {
    ServerInfo::from_response(hello).is_ok_and(|info| info.supports_feature(Extension::StartTls))
}

async fn ask(stream: &mut TcpStream, words: &str) -> io::Result<Response> {
    stream.write_all(words.as_bytes()).await?;
    answer(stream).await
}
