//! The server itself: what a client wants to know before anybody trusts it. `Server:`, Latchkey's own.

use crate::{Access, operation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the server is and what it serves.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct GetServer {}
operation!(GetServer, "Server:getServer", Get "/latchkey" => 200 ServerInfo, Access::Public, Read);

/// A server, as it tells anybody who asks. Nothing of its accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServerInfo {
    /// What answers: `Latchkey server`.
    pub product: String,
    /// Its version, as `0.1.0`.
    pub version: String,
    /// What whoever runs it calls it; empty if it has no name.
    pub name: String,
    /// Whether accounts can be made over the network.
    pub sign_up: SignUp,
    /// Mail can be sent without an account setting up a mail server of its own; on this computer, whether the account
    /// has one. No for servers that do not say.
    #[serde(default)]
    pub mail: bool,
    /// The names of the operations that it serves.
    pub operations: Vec<String>,
}

/// Whether accounts can be made over the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignUp {
    /// Only whoever runs the server makes accounts.
    #[default]
    Off,
    /// Anybody who reaches the server may.
    On,
    /// Whoever was given an invitation code may.
    Invitation,
}
