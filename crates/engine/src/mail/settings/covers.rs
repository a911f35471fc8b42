//! Whose mail may go through a mail server, by who chose it. Judged when it is chosen, and again when something is sent:
//! rights that were taken from a user meanwhile carry nothing any more.

use super::Authority;
use crate::{Fault, Tx, Who, rights::Documents, user};
use latchkey_api::MailThrough;
use latchkey_permission::{PermissionSet, exceeds};

/// That of whom this caller could open the account of anyway.
pub(super) fn covers(who: &Who, through: MailThrough) -> Authority {
    match who.rights() {
        None => Authority::Owner,
        // chosen by whoever runs the server, who could open every account there
        Some(_) if through == MailThrough::Server => Authority::Owner,
        Some(rights) => of_user(rights),
    }
}

/// What is left of it at this moment.
pub(super) async fn still_covers(
    tx: &mut Tx,
    operator_id: &str,
    by_id: Option<&str>,
    covered: Authority,
) -> Result<Authority, Fault> {
    let (Some(by_id), Authority::User) = (by_id, covered) else {
        return Ok(covered);
    };
    let Some(by) = user::by_id(tx, operator_id, by_id).await? else {
        return Ok(Authority::Nobody);
    };
    let documents = user::documents(tx, operator_id, &by).await?;
    Ok(of_user(&documents.compiled(&by.name)))
}

/// A user who may do everything could set any other user's password.
fn of_user(rights: &PermissionSet) -> Authority {
    let everything = Documents {
        own: Some(r#"{"statements":[{"effect":"allow","api":["*"]}]}"#.to_owned()),
        ..Documents::default()
    };
    if exceeds(rights, &everything.compiled("everything")).is_empty() {
        Authority::User
    } else {
        Authority::Nobody
    }
}
