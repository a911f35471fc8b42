//! Where a server is: read from what somebody pasted, written for requests and for people.

use crate::plain::hidden;
use latchkey_api::{Code, Error, Language, say};
use reqwest::Url;
use std::net::{IpAddr, Ipv6Addr};
use unicode_security::{MixedScript as _, skeleton};

/// Longest address that is read, in bytes.
const LONGEST: usize = 2_000;

/// A server's address.
#[derive(Debug)]
pub(crate) struct Address {
    /// For requests: without `/v1` and without a slash at the end.
    pub base: String,
    /// For people: `host` or `host:port`.
    pub host: String,
    /// https.
    pub secure: bool,
}

/// Reads an address. Without a scheme it is https; plain http is for this computer only.
pub(crate) fn read(text: &str, language: Language) -> Result<Address, Error> {
    let mut url = parse(text).ok_or_else(|| wrong(language))?;
    let secure = url.scheme() == "https";
    let host = url.host_str().unwrap_or_default().to_owned();
    if !secure && !is_here(&host) {
        return Err(plain_elsewhere(language));
    }
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/v1").unwrap_or(path).to_owned();
    url.set_path(&path);
    let mut shown = readable(&host);
    if let Some(port) = url.port() {
        shown = format!("{shown}:{port}");
    }
    Ok(Address {
        base: url.as_str().trim_end_matches('/').to_owned(),
        host: shown,
        secure,
    })
}

fn parse(text: &str) -> Option<Url> {
    let text: String = text.trim().chars().map(narrow).collect();
    // whoever pastes a name and a password, or a link with a secret behind ?, has pasted the wrong thing
    let strange = |c: char| c.is_whitespace() || hidden(c) || "@?#\\".contains(c);
    if text.is_empty() || text.len() > LONGEST || text.contains(strange) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let url = if lower.starts_with("https://") || lower.starts_with("http://") {
        text
    } else if lower.contains("://") || lower.starts_with("https:") || lower.starts_with("http:") {
        return None;
    } else if text.parse::<Ipv6Addr>().is_ok() {
        format!("https://[{text}]")
    } else {
        format!("https://{text}")
    };
    Url::parse(&url).ok()
}

/// A Japanese keyboard writes `：` and `／` where `:` and `/` are meant.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a host is this computer.
fn is_here(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A host as people write it; as it travels (`xn--…`) when scripts mix or when it could be taken for another name.
fn readable(host: &str) -> String {
    if !host.contains("xn--") {
        return host.to_owned();
    }
    let (name, right) = idna::domain_to_unicode(host);
    let clear = |label: &str| {
        label.is_ascii() || (label.is_single_script() && !skeleton(label).all(|c| c.is_ascii()))
    };
    if right.is_ok() && name.split('.').all(clear) {
        name
    } else {
        host.to_owned()
    }
}

fn wrong(language: Language) -> Error {
    let words = say(
        language,
        "This is no server address. Enter one such as id.example.com or https://id.example.com, without user name, ? and #.",
        "サーバーのアドレスとして読み取れません。id.example.com や https://id.example.com のように、ユーザー名、?、# を含めずに入力してください。",
    );
    Error::with(Code::BadRequest, words).at("address")
}

fn plain_elsewhere(language: Language) -> Error {
    let words = say(
        language,
        "http:// is not encrypted and is for this computer only. Use https://.",
        "http:// は暗号化されないため、このコンピューター上のサーバーにのみ使えます。https:// を使ってください。",
    );
    Error::with(Code::BadRequest, words).at("address")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Option<String> {
        read(text, Language::En).ok().map(|address| address.base)
    }

    fn host(text: &str) -> String {
        read(text, Language::En).unwrap().host
    }

    #[test]
    fn an_address_is_read_as_people_paste_it() {
        for (text, right) in [
            ("id.kitahama.example", "https://id.kitahama.example"),
            ("  ID.Kitahama.Example/ ", "https://id.kitahama.example"),
            (
                "id.kitahama.example:8443",
                "https://id.kitahama.example:8443",
            ),
            (
                "https://id.kitahama.example:443/",
                "https://id.kitahama.example",
            ),
            (
                "HTTPS://id.kitahama.example//",
                "https://id.kitahama.example",
            ),
            (
                "https://kitahama.example/latchkey/",
                "https://kitahama.example/latchkey",
            ),
            ("https://api.soracom.io/v1", "https://api.soracom.io"),
            ("https://v1/", "https://v1"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.8.8.8", "http://127.8.8.8"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
            ("[2001:db8::7]:8443", "https://[2001:db8::7]:8443"),
            ("2001:db8::7", "https://[2001:db8::7]"),
            (
                "https：／／ｉｄ．ｅｘａｍｐｌｅ．ｃｏｍ：８４４３",
                "https://id.example.com:8443",
            ),
            ("id。北浜。example", "https://id.xn--djr442d.example"),
        ] {
            assert_eq!(base(text).as_deref(), Some(right), "{text}");
        }
    }

    // R80
    #[test]
    fn what_is_no_address_of_a_server_is_refused() {
        for text in [
            "",
            "   ",
            "https://",
            "ftp://id.example.com",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "http:/id.example.com",
            "https:id.example.com",
            "https:\\\\id.example.com",
            "https://mei:secret@id.example.com",
            "https://@id.example.com",
            "https://id.example.com/?next=1",
            "https://id.example.com?",
            "https://id.example.com/#top",
            "https://id.exam\nple.com",
            "https://id.\u{202e}moc.elpmaxe",
            "https://id.example.com:99999",
            "id example.com",
            "id..example.com:x",
        ] {
            assert_eq!(base(text), None, "{text:?}");
        }
        assert_eq!(
            base(&format!("https://{}.example", "a".repeat(3_000))),
            None
        );
    }

    // R80
    #[test]
    fn plain_http_is_for_this_computer_only() {
        for text in [
            "http://id.example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://0.0.0.0:8080",
            "http://192.168.1.5",
            "http://[2001:db8::7]",
            "http://10.0.0.1",
        ] {
            let error = read(text, Language::En).unwrap_err();
            assert_eq!(error.code, Code::BadRequest, "{text}");
            assert!(error.message.contains("not encrypted"), "{text}");
        }
    }

    #[test]
    fn a_host_is_shown_in_its_own_script_unless_it_could_be_another() {
        assert_eq!(host("https://id.kitahama.example"), "id.kitahama.example");
        assert_eq!(host("ID.Kitahama.example:8443"), "id.kitahama.example:8443");
        assert_eq!(host("http://[::1]:8080"), "[::1]:8080");
        assert_eq!(host("北浜商事.example"), "北浜商事.example");
        assert_eq!(host("きたはま商事.example"), "きたはま商事.example");
        assert_eq!(host("bücher.example"), "bücher.example");
        // one Cyrillic letter among Latin ones, and a whole name of such letters
        assert!(host("pаypal.example").starts_with("xn--"));
        assert!(host("раура.example").starts_with("xn--"));
    }
}
