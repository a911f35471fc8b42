//! Names to addresses, by the system's resolver, but for this computer's own name.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
};

/// The system's resolver. `localhost` is this computer, whatever a name server says: plain http goes there.
pub(crate) struct Names;

/// The resolver has no address for a name, or does not answer.
#[derive(Debug)]
pub(crate) struct NoAddress;

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name has no address")
    }
}

impl std::error::Error for NoAddress {}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            if name.as_str() == "localhost" {
                let here: [SocketAddr; 2] = [
                    (Ipv4Addr::LOCALHOST, 0).into(),
                    (Ipv6Addr::LOCALHOST, 0).into(),
                ];
                return Ok(Box::new(here.into_iter()) as Addrs);
            }
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|_| NoAddress)?
                .collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
