//! What is known about one call when it is decided.
use std::net::IpAddr;

use jiff::civil::Date;

/// The facts that conditions may ask for. What is absent is unknown, never empty or false (R46).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Context<'a> {
    /// Today, by the server's clock.
    pub current_date: Option<Date>,
    /// Where the call comes from; absent on a local account.
    pub source_ip: Option<IpAddr>,
    /// The caller's user name; absent for root.
    pub sam_user_name: Option<&'a str>,
    /// The path's variables, decoded: exactly the values that the handler uses (R53).
    pub path: &'a [(&'a str, &'a str)],
}

impl<'a> Context<'a> {
    pub(crate) fn path_variable(&self, name: &str) -> Option<&'a str> {
        self.path
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    }

    /// IPv4 in IPv6's clothes counts as IPv4.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.source_ip.map(|address| address.to_canonical())
    }
}
