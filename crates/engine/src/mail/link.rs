//! Where a message's link leads: built from settings only, never from what a request says of itself (R37).

use crate::Links;
use latchkey_api::Secret;

/// The link that carries a token; none where links lead nowhere.
pub(crate) fn link(links: &Links, operator_id: &str, token: &Secret) -> Option<Secret> {
    let token = token.expose();
    match links {
        Links::None => None,
        Links::Pages(base) => Some(format!("{base}/mail/{token}").into()),
        Links::Application => Some(format!("latchkey://mail/{operator_id}/{token}").into()),
    }
}
