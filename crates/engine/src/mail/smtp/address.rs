//! Where a mail server may be (R66). A host that an account's administrator types is reached from the inside of
//! somebody's network: what must not be reached from there is refused by its address, after the name was looked up.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Whose mail server it is: that decides where it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach<'r> {
    /// Chosen by whoever runs this computer or server: also in their own network.
    Near,
    /// Chosen by an account on a server: the open network, and these.
    Open(&'r [IpNet]),
}

/// Where clouds keep the secrets of their machines, besides link-local addresses.
const METADATA: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

/// Whether a mail server may be at this address.
pub(crate) fn may_be_at(address: IpAddr, reach: Reach<'_>) -> bool {
    let address = plain(address);
    if is_never(address) {
        return false;
    }
    match reach {
        Reach::Near => true,
        Reach::Open(networks) => {
            is_open(address) || networks.iter().any(|network| network.contains(&address))
        }
    }
}

/// The addresses of a host, one of each kind after the other, beginning with the kind that came first: where IPv6 leads
/// nowhere, the second try is IPv4 (RFC 8305).
pub(super) fn by_turns(addresses: Vec<SocketAddr>) -> impl Iterator<Item = SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (one, other): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == first_is_v6);
    let both = one.len().max(other.len());
    (0..both).flat_map(move |place| {
        let at = |kind: &[SocketAddr]| kind.get(place).copied();
        at(&one).into_iter().chain(at(&other))
    })
}

/// The address that is meant: IPv4 hides in IPv6 in several ways.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    let hidden = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match v6.segments() {
        // mapped; behind a translator (NAT64, RFC 6052); 6to4
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => hidden(high, low),
        // the old "compatible" form, but for :: and ::1
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 || low > 1 => hidden(high, low),
        _ => address,
    }
}

/// Reached by nobody: nothing a mail server could stand at.
fn is_never(address: IpAddr) -> bool {
    if METADATA.contains(&address) || address.is_unspecified() || address.is_multicast() {
        return true;
    }
    match address {
        IpAddr::V4(v4) => {
            let first = v4.octets()[0];
            v4.is_link_local() || v4.is_broadcast() || first == 0 || first >= 240
        }
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    }
}

/// In the open network: not this computer, nor a network that is somebody's own.
fn is_open(address: IpAddr) -> bool {
    if address.is_loopback() {
        return false;
    }
    match address {
        IpAddr::V4(v4) => {
            let [first, second, third, _] = v4.octets();
            let shared = first == 100 && second & 0xc0 == 64;
            let trials = first == 198 && second & 0xfe == 18;
            let protocols = (first, second, third) == (192, 0, 0);
            !(v4.is_private() || shared || trials || protocols)
        }
        IpAddr::V6(v6) => {
            let first = v6.segments()[0];
            let site_local = first & 0xffc0 == 0xfec0;
            let local_translator = v6.segments()[..3] == [0x64, 0xff9b, 1];
            !(v6.is_unique_local() || site_local || local_translator)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_of_both_kinds_are_tried_by_turns() {
        let all = |texts: &[&str]| -> Vec<SocketAddr> {
            texts.iter().map(|text| text.parse().unwrap()).collect()
        };
        let found = all(&[
            "[2001:db8::1]:25",
            "[2001:db8::2]:25",
            "[2001:db8::3]:25",
            "192.0.2.1:25",
        ]);
        let tried: Vec<SocketAddr> = by_turns(found).collect();
        assert_eq!(
            tried,
            all(&[
                "[2001:db8::1]:25",
                "192.0.2.1:25",
                "[2001:db8::2]:25",
                "[2001:db8::3]:25"
            ])
        );
        let found = all(&["192.0.2.1:25", "192.0.2.2:25", "[2001:db8::1]:25"]);
        let tried: Vec<SocketAddr> = by_turns(found).collect();
        assert_eq!(
            tried,
            all(&["192.0.2.1:25", "[2001:db8::1]:25", "192.0.2.2:25"])
        );
        assert_eq!(by_turns(vec![]).count(), 0);
    }

    // R66
    #[test]
    fn no_mail_server_is_where_clouds_keep_secrets_or_nobody_is() {
        for address in [
            "169.254.169.254",
            "169.254.0.1",
            "100.100.100.200",
            "192.0.0.192",
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::",
            "fe80::1",
            "ff02::1",
            "fd00:ec2::254",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
        ] {
            let everywhere = ["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()];
            assert!(!may_be_at(ip(address), Reach::Near), "{address}");
            assert!(
                !may_be_at(ip(address), Reach::Open(&everywhere)),
                "{address}"
            );
        }
    }

    // R66
    #[test]
    fn on_a_server_an_account_reaches_the_open_network_and_what_was_opened() {
        let opened = ["10.1.0.0/16".parse().unwrap()];
        for (address, open, near) in [
            ("203.0.113.7", true, true),
            ("2a00:1450::1", true, true),
            ("127.0.0.1", false, true),
            ("::1", false, true),
            ("::ffff:127.0.0.1", false, true),
            ("10.2.0.1", false, true),
            ("10.1.2.3", true, true),
            ("::ffff:10.1.2.3", true, true),
            ("172.16.0.1", false, true),
            ("192.168.1.1", false, true),
            ("100.64.0.1", false, true),
            ("198.18.0.1", false, true),
            ("fd12::1", false, true),
            ("fec0::1", false, true),
            ("64:ff9b::7f00:1", false, true),
        ] {
            assert_eq!(
                may_be_at(ip(address), Reach::Open(&opened)),
                open,
                "{address}"
            );
            assert_eq!(may_be_at(ip(address), Reach::Near), near, "{address}");
        }
    }
}
