//! What stands at an address instead of `latchkey-server`: a server of another make, which has the public operations
//! only, or no server of the API at all.

use anyhow::{Context, Result};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What it answers with.
#[derive(Clone)]
pub enum Kind {
    /// Passes on what the public API has, and knows nothing of what Latchkey adds to it.
    OtherMake {
        /// Where the operations are carried out: host and port.
        behind: String,
    },
    /// The same page to whoever asks.
    Page,
}

/// Most bytes of a request's head.
const HEAD: usize = 64 * 1024;

/// Listens until it is dropped.
pub struct Front {
    address: String,
    task: JoinHandle<()>,
}

impl Front {
    /// Begins to listen on a free port of this computer.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(kind: Kind) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kind = kind.clone();
                // somebody who hangs up in the middle is nobody's loss
                tokio::spawn(async move { drop(answer(stream, &kind).await) });
            }
        });
        Ok(Self { address, task })
    }

    /// Its address in full.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One request for each connection, so that nothing has to be counted.
async fn answer(mut from: TcpStream, kind: &Kind) -> Result<()> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
            break at;
        }
        anyhow::ensure!(bytes.len() < HEAD, "the head does not end");
        anyhow::ensure!(from.read_buf(&mut bytes).await? > 0, "it hung up");
    };
    let (head, rest) = bytes.split_at(end);
    let head = std::str::from_utf8(head)?;
    let path = head.split(' ').nth(1).context("no path")?;
    match kind {
        Kind::Page => {
            let page = "<!doctype html><title>Intranet</title><h1>Welcome</h1>";
            from.write_all(reply("200 OK", "text/html", page).as_bytes())
                .await?;
        }
        Kind::OtherMake { .. } if path.starts_with("/v1/latchkey") => {
            let refusal = r#"{"code":"AGW0004","message":"no such resource"}"#;
            from.write_all(reply("404 Not Found", "application/json", refusal).as_bytes())
                .await?;
        }
        Kind::OtherMake { behind } => {
            let mut to = TcpStream::connect(behind).await?;
            let lines = head
                .lines()
                .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
            let kept: Vec<&str> = lines.collect();
            let head = format!("{}\r\nConnection: close", kept.join("\r\n"));
            to.write_all(head.as_bytes()).await?;
            to.write_all(rest).await?;
            tokio::io::copy_bidirectional(&mut from, &mut to).await?;
        }
    }
    from.shutdown().await?;
    Ok(())
}

fn reply(status: &str, kind: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}
