//! Who sends a request: credentials, language, repeat key and version from the headers, the address from the socket.

use axum::http::{HeaderMap, header};
use ipnet::IpNet;
use latchkey_api::{Credentials, Envelope, IDEMPOTENCY_KEY_MAX, Language, Secret};
use latchkey_engine::Caller;
use std::net::{IpAddr, SocketAddr};

/// Networks whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default)]
pub struct Proxies(pub Vec<IpNet>);

impl Proxies {
    /// Is this one of them?
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// May somebody at this address speak plain http to this server? This computer may, and a proxy that was named.
    pub(crate) fn may_speak_plainly(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        peer.is_loopback() || self.trusts(peer)
    }

    /// The client's address: the socket's peer, or behind trusted proxies the right-most hop that is none of them.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        // byte by byte: what a stranger wrote to the left must not make the proxy's own word unreadable
        let hops: Vec<&[u8]> = headers
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .collect();
        for hop in hops.iter().rev() {
            if !self.trusts(client) {
                break;
            }
            // what a trusted proxy passed on unreadable is nobody's address: the proxy's own stands
            let Some(address) = address(hop) else {
                break;
            };
            client = address.to_canonical();
        }
        client
    }
}

/// One hop; some proxies write the port behind it.
fn address(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let with_port = || text.parse::<SocketAddr>().map(|socket| socket.ip());
    text.parse().or_else(|_| with_port()).ok()
}

/// Reads who calls. A half pair of credentials or two of one header is no credentials: such a caller is refused as
/// not signed in, never taken for somebody anonymous on purpose.
#[must_use]
pub fn of(headers: &HeaderMap, client: IpAddr) -> Caller {
    let credentials = match (
        single(headers, "x-soracom-api-key"),
        single(headers, "x-soracom-token"),
    ) {
        (None, None) => None,
        (key, token) => Some(Credentials {
            api_key: key.unwrap_or_default().to_owned(),
            token: Secret::from(token.unwrap_or_default()),
        }),
    };
    let if_match = single(headers, header::IF_MATCH.as_str())
        .filter(|version| *version != "*")
        .map(|v| v.trim_matches('"').to_owned());
    let idempotency_key = single(headers, "idempotency-key")
        .map(|key| key.chars().take(IDEMPOTENCY_KEY_MAX + 1).collect());
    Caller {
        envelope: Envelope {
            credentials,
            language: language(headers),
            if_match,
            idempotency_key,
        },
        source_ip: Some(client),
        device: device(headers),
    }
}

/// What the client says of itself.
pub(crate) fn device(headers: &HeaderMap) -> String {
    single(headers, header::USER_AGENT.as_str())
        .unwrap_or("unknown")
        .chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect()
}

/// The language that whoever sits at a browser reads, of the two that there are: the one that is asked for first.
pub(crate) fn reads(headers: &HeaderMap) -> Language {
    let asked = single(headers, header::ACCEPT_LANGUAGE.as_str()).unwrap_or_default();
    let mut best = (Language::En, 0.0);
    for one in asked.split(',').take(32) {
        let mut parts = one.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.strip_prefix("q="))
            .map_or(Some(1.0), |text| text.parse::<f32>().ok());
        let language = match tag.split('-').next() {
            Some("ja") => Language::Ja,
            Some("en") => Language::En,
            _ => continue,
        };
        if let Some(weight) = weight.filter(|weight| *weight > best.1) {
            best = (language, weight);
        }
    }
    best.0
}

/// The language that the caller reads; English unless Japanese is asked for.
#[must_use]
pub fn language(headers: &HeaderMap) -> Language {
    match single(headers, "x-soracom-lang") {
        Some("ja") => Language::Ja,
        _ => Language::En,
    }
}

/// The header's value; an empty one when it is given twice or is not text.
fn single<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    match values.next() {
        None => Some(std::str::from_utf8(first.as_bytes()).unwrap_or_default()),
        Some(_) => Some(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    // R16
    #[test]
    fn only_a_trusted_proxy_says_where_somebody_comes_from() {
        let proxies = Proxies(vec![
            "10.0.0.0/8".parse().unwrap(),
            "::1/128".parse().unwrap(),
        ]);
        for (peer, forwarded, client) in [
            ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
            ("10.0.0.1", "203.0.113.1", "203.0.113.1"),
            ("10.0.0.1", "203.0.113.1, 10.0.0.2", "203.0.113.1"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.1", "203.0.113.1"),
            ("10.0.0.1", "1.1.1.1, 203.0.113.1, 10.0.0.9", "203.0.113.1"),
            ("10.0.0.1", "unknown", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("::ffff:10.0.0.1", "::ffff:203.0.113.1", "203.0.113.1"),
            ("::1", "2001:db8::1", "2001:db8::1"),
            ("10.0.0.1", "203.0.113.1:4711", "203.0.113.1"),
            ("::1", "[2001:db8::1]:4711", "2001:db8::1"),
        ] {
            let found = proxies.client(
                peer.parse().unwrap(),
                &headers(&[("x-forwarded-for", forwarded)]),
            );
            assert_eq!(
                found,
                client.parse::<IpAddr>().unwrap(),
                "{peer} {forwarded}"
            );
        }
        let twice = headers(&[
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "203.0.113.1"),
        ]);
        assert_eq!(
            proxies.client("10.0.0.1".parse().unwrap(), &twice),
            "203.0.113.1".parse::<IpAddr>().unwrap()
        );
    }

    // R80
    #[test]
    fn plain_http_is_for_this_computer_and_the_proxy_in_front() {
        let proxies = Proxies(vec!["10.0.0.7/32".parse().unwrap()]);
        for (peer, may) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("10.0.0.7", true),
            ("::ffff:10.0.0.7", true),
            ("10.0.0.8", false),
            ("203.0.113.1", false),
            ("2001:db8::1", false),
        ] {
            let peer = peer.parse().unwrap();
            assert_eq!(proxies.may_speak_plainly(peer), may, "{peer}");
        }
    }

    // R16: else whoever sends one strange byte is taken for the proxy, and for somebody inside
    #[test]
    fn nothing_that_a_client_writes_hides_it_behind_its_proxy() {
        let proxies = Proxies(vec!["10.0.0.0/8".parse().unwrap()]);
        for strange in [&b"\xff, 203.0.113.1"[..], "\u{e9},203.0.113.1".as_bytes()] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_bytes(strange).unwrap());
            assert_eq!(
                proxies.client("10.0.0.1".parse().unwrap(), &headers),
                "203.0.113.1".parse::<IpAddr>().unwrap()
            );
        }
    }

    #[test]
    fn repeat_keys_and_devices_are_in_any_script() {
        let sent = headers(&[("idempotency-key", "変更-1"), ("user-agent", "佐藤のPC")]);
        let caller = of(&sent, "203.0.113.1".parse().unwrap());
        assert_eq!(caller.envelope.idempotency_key.as_deref(), Some("変更-1"));
        assert_eq!(caller.device, "佐藤のPC");
    }

    #[test]
    fn a_browser_is_answered_in_the_language_that_it_asks_for_first() {
        for (asked, language) in [
            ("", Language::En),
            ("ja", Language::Ja),
            ("ja-JP,ja;q=0.9,en;q=0.8", Language::Ja),
            ("en-GB,en;q=0.9,ja;q=0.8", Language::En),
            ("fr, ja;q=0.5, en;q=0.4", Language::Ja),
            ("en;q=0.4, ja;q=0.5", Language::Ja),
            ("JA", Language::Ja),
            ("ja;q=0", Language::En),
            ("ja;q=x", Language::En),
            ("ja;q=NaN", Language::En),
            ("*", Language::En),
            ("javanese", Language::En),
        ] {
            let found = reads(&headers(&[("accept-language", asked)]));
            assert_eq!(found, language, "{asked}");
        }
    }

    // R20
    #[test]
    fn half_a_pair_or_a_doubled_header_is_not_anonymous() {
        let client = "203.0.113.1".parse().unwrap();
        assert!(of(&headers(&[]), client).envelope.credentials.is_none());
        for pairs in [
            &[("x-soracom-api-key", "api-1")][..],
            &[("x-soracom-token", "t")],
            &[
                ("x-soracom-api-key", "api-1"),
                ("x-soracom-api-key", "api-1"),
                ("x-soracom-token", "t"),
            ],
        ] {
            let caller = of(&headers(pairs), client);
            let credentials = caller.envelope.credentials.unwrap();
            assert!(credentials.api_key.is_empty() || credentials.token.expose().is_empty());
        }
    }
}
