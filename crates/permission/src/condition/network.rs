//! Address ranges as people write them: host bits dropped, IPv4 inside IPv6 read as IPv4.
use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net};

/// The range and whether host bits had to be dropped. A bare address is the range of itself.
pub(super) fn parse(text: &str) -> Option<(IpNet, bool)> {
    let written: IpNet = match text.parse() {
        Ok(network) => network,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    let network = canonical(written.trunc());
    Some((network, written.addr() != written.network()))
}

/// `::ffff:10.0.0.0/104` means the same clients as `10.0.0.0/8`.
fn canonical(network: IpNet) -> IpNet {
    let mapped = |address: Ipv6Addr, prefix: u8| {
        Ipv4Net::new(address.to_ipv4_mapped()?, prefix.checked_sub(96)?).ok()
    };
    match network {
        IpNet::V6(v6) => mapped(v6.addr(), v6.prefix_len()).map_or(network, IpNet::V4),
        IpNet::V4(_) => network,
    }
}
