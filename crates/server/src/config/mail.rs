//! What the configuration says about mail: where links lead, the mail server for all accounts, whom mail servers are
//! known by, and where accounts' own ones may be.

use crate::key;
use latchkey_api::{Description, EmailAddress, Language, MailSecurity, MailServer, Rule, Secret};
use latchkey_engine::{CommonMail, Links};
use rustls::pki_types::{CertificateDer, pem::PemObject as _};
use serde::Deserialize;
use std::{
    net::IpAddr,
    path::{Path, PathBuf},
};

/// Longest name of a host.
const HOST: usize = 253;

/// The file's `[mail]`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Mail {
    host: String,
    port: u16,
    security: MailSecurity,
    user: Option<String>,
    password_file: Option<PathBuf>,
    #[serde(default)]
    sender_name: String,
    sender_address: String,
}

impl Mail {
    /// The mail server, and its password out of its file.
    pub(super) fn read(self, beside: impl Fn(&Path) -> PathBuf) -> Result<CommonMail, String> {
        let setting =
            |name: &str, rule: Rule| format!("mail.{name}: {}", rule.message(Language::En));
        if !is_host(&self.host) {
            return Err(format!(
                "mail.host = {:?}: a name or an address, such as \"smtp.example.com\"",
                self.host
            ));
        }
        if self.port == 0 {
            return Err("mail.port = 0: usually 587 for \"starttls\", 465 for \"tls\"".into());
        }
        if self.user.is_some() != self.password_file.is_some() {
            return Err("mail.user and mail.password-file go together: set both, or neither for a mail server that asks nobody who it is".into());
        }
        let sender_name: Description = self
            .sender_name
            .parse()
            .map_err(|rule| setting("sender-name", rule))?;
        let sender_address: EmailAddress = self
            .sender_address
            .parse()
            .map_err(|rule| setting("sender-address", rule))?;
        let password = self
            .password_file
            .map(|file| password(&beside(&file)))
            .transpose()?;
        Ok(CommonMail {
            server: MailServer {
                host: self.host,
                port: self.port,
                security: self.security,
                user_name: self.user,
                sender_name,
                sender_address,
            },
            password,
        })
    }
}

fn password(path: &Path) -> Result<Secret, String> {
    let text = key::read_private("the mail server's password", path)?;
    let line = text.trim_end_matches(['\r', '\n']);
    if line.is_empty() || line.chars().any(char::is_control) {
        return Err(format!(
            "{} has no password: it is one line",
            path.display()
        ));
    }
    Ok(Secret::from(line))
}

/// Letters, digits and what stands between them; or an address.
fn is_host(host: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    host.parse::<IpAddr>().is_ok()
        || ((1..=HOST).contains(&host.len())
            && host.chars().all(name)
            && !host.starts_with(['-', '.']))
}

/// Where links lead: nowhere, or to what this server is called from outside (R37).
pub(super) fn links(public_url: &str) -> Result<Links, String> {
    if public_url.is_empty() {
        return Ok(Links::None);
    }
    let wrong = |why: &str| Err(format!("public-url = {public_url:?}: {why}"));
    let Some((scheme @ ("https" | "http"), authority)) = public_url.split_once("://") else {
        return wrong("it begins with https://, such as \"https://id.example.com\"");
    };
    let (host, port) = match authority.rsplit_once(':') {
        // the colons of an address in brackets are no port's
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let bracketed = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = bracketed.unwrap_or(host).parse::<IpAddr>().ok();
    let named = match (bracketed, address) {
        (Some(_), Some(IpAddr::V6(_))) | (None, Some(IpAddr::V4(_))) => true,
        // a name in other letters is one that people cannot check: its xn-- form is
        (None, None) => is_host(host) && host.is_ascii(),
        _ => false,
    };
    let port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    if !named || !port {
        return wrong(
            "after that only a host and perhaps a port: no path, no question mark, no slash at the end",
        );
    }
    let loopback = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    if scheme == "http" && !loopback {
        return wrong("new passwords are sent there, so plain http is for this computer only");
    }
    Ok(Links::Pages(public_url.to_owned()))
}

/// The authorities of a PEM file, as text.
pub(super) fn authorities(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|why| format!("mail-authority {} cannot be read: {why}", path.display()))?;
    let mut certificates = 0;
    for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
        certificate
            .map_err(|_| format!("mail-authority {} has a broken certificate", path.display()))?;
        certificates += 1;
    }
    if certificates == 0 {
        return Err(format!(
            "mail-authority {} has no certificate: it is a PEM file",
            path.display()
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R37, R80
    #[test]
    fn links_lead_to_a_host_over_https_and_nowhere_else() {
        assert_eq!(links("").unwrap(), Links::None);
        for right in [
            "https://id.example.com",
            "https://id.example.com:8443",
            "https://xn--p8j9a0d9c9a.example",
            "https://192.0.2.7",
            "https://[2001:db8::1]:8443",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://localhost:8080",
        ] {
            assert_eq!(links(right).unwrap(), Links::Pages(right.into()));
        }
        for wrong in [
            "id.example.com",
            "HTTPS://id.example.com",
            "ftp://id.example.com",
            "https://",
            "https://id.example.com/",
            "https://id.example.com/latchkey",
            "https://id.example.com?",
            "https://id.example.com#x",
            "https://root@id.example.com",
            "https://id.example.com:",
            "https://id.example.com:0",
            "https://id.example.com:99999",
            "https://id.example.com\r\nBcc: x@example.com",
            "https://id example.com",
            " https://id.example.com",
            "https://パスワード.example",
            "https://2001:db8::1",
            "https://[192.0.2.7]",
            "http://id.example.com",
            "http://localhost.evil.example",
            "http://192.0.2.7",
        ] {
            let why = links(wrong).unwrap_err();
            assert!(why.starts_with("public-url = "), "{wrong}: {why}");
        }
    }

    #[test]
    fn a_mail_server_is_named_by_its_host_alone() {
        for right in [
            "smtp.example.com",
            "mail",
            "192.0.2.7",
            "2001:db8::1",
            "メール.example",
        ] {
            assert!(is_host(right), "{right}");
        }
        for wrong in [
            "",
            "smtp.example.com:587",
            "smtp://x",
            "a b",
            "-x",
            "x\r\ny",
            "[::1]",
        ] {
            assert!(!is_host(wrong), "{wrong}");
        }
        assert!(!is_host(&"x".repeat(254)));
    }
}
