//! The encrypted connection that SMTP is spoken over. There is no other kind: what signs in and sends only gets one of
//! these, and it is only made out of a handshake that stood the check.

use lettre::transport::smtp::client::AsyncTokioStream;
use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::client::TlsStream;

/// Most that is read for one thing that we said, in bytes. What reads lines keeps a line until it ends, and a server that
/// never ends one would fill our memory.
const MOST: usize = 100 * 1024;
/// Stands for a greeting that was read before encryption began: SMTP begins anew after it, but without one.
const GREETED: &[u8] = b"220 greeted\r\n";

#[derive(Debug)]
pub(super) struct Wire {
    stream: TlsStream<TcpStream>,
    /// What is read before the stream.
    first: &'static [u8],
    /// Bytes that came since we said something.
    came: usize,
}

impl Wire {
    pub(super) const fn new(stream: TlsStream<TcpStream>, was_greeted: bool) -> Self {
        let first = if was_greeted { GREETED } else { b"" };
        Self {
            stream,
            first,
            came: 0,
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.first.is_empty() {
            if self.came > MOST {
                return Poll::Ready(Err(io::ErrorKind::InvalidData.into()));
            }
            let before = buffer.filled().len();
            let read = Pin::new(&mut self.stream).poll_read(context, buffer);
            self.came += buffer.filled().len() - before;
            return read;
        }
        let (now, later) = self
            .first
            .split_at(self.first.len().min(buffer.remaining()));
        buffer.put_slice(now);
        self.first = later;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.came = 0;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.get_ref().0.peer_addr()
    }
}
