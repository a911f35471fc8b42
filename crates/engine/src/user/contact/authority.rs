//! Whose word a contact address is. Whoever decides where a user's new password can be asked for could set it: when the
//! address is set, and for as long as it serves (R48).

use super::Stored;
use crate::{
    Calling, Fault, Tx, rights,
    user::{Row, by_id, documents, reach},
};
use latchkey_permission::PermissionSet;

const SET: &str = "User:createUserPassword";
/// Beside [`SET`], where there is a password already.
const REPLACE: &str = "User:deleteUserPassword";

/// What setting somebody's password takes.
pub(in crate::user) const fn takes(has_password: bool) -> &'static [&'static str] {
    if has_password {
        &[SET, REPLACE]
    } else {
        &[SET]
    }
}

/// Refuses to decide on the contact address of somebody whose password the caller could not set. One's own is one's own.
pub(super) async fn may_decide(call: &Calling<'_>, tx: &mut Tx, user: &Row) -> Result<(), Fault> {
    if call.who()?.user_id() == Some(&user.user_id) {
        return Ok(());
    }
    for operation in takes(user.has_password()) {
        call.permits(operation)?;
    }
    reach(call, tx, user).await
}

/// Refuses somebody whose right depends on the day or the place: later on nobody could tell whether it holds.
pub(in crate::user) fn surely_may(call: &Calling<'_>, has_password: bool) -> Result<(), Fault> {
    let Some(held) = call.who()?.rights() else {
        return Ok(());
    };
    let unsure: Vec<String> = takes(has_password)
        .iter()
        .filter(|operation| !held.surely(operation))
        .map(|operation| (*operation).to_owned())
        .collect();
    if unsure.is_empty() {
        Ok(())
    } else {
        Err(rights::beyond(unsure, call.language()))
    }
}

/// Whoever decided still exists, and could set this user's password at this moment.
pub(in crate::user) async fn still_may(
    tx: &mut Tx,
    operator_id: &str,
    decided_by: &str,
    user: &Row,
) -> Result<bool, Fault> {
    let Some(by) = by_id(tx, operator_id, decided_by).await? else {
        return Ok(false);
    };
    let held = compiled(tx, operator_id, &by).await?;
    let given = compiled(tx, operator_id, user).await?;
    let may = takes(user.has_password()).iter().all(|it| held.surely(it));
    Ok(may && rights::covers(&held, &given))
}

async fn compiled(tx: &mut Tx, operator_id: &str, user: &Row) -> Result<PermissionSet, Fault> {
    let documents = documents(tx, operator_id, user).await?;
    Ok(documents.compiled(&user.name))
}

/// The address still counts: root and the user itself decide for good, others for as long as they may.
pub(crate) async fn stands(
    tx: &mut Tx,
    operator_id: &str,
    contact: &Stored,
    user: &Row,
) -> Result<bool, Fault> {
    match &contact.set_by {
        Some(by) if !contact.stands_for_good(&user.user_id) => {
            still_may(tx, operator_id, by, user).await
        }
        _ => Ok(true),
    }
}

/// The caller stands for an address that is there, unless root or the user itself does, who always can.
pub(super) async fn vouch(
    call: &Calling<'_>,
    tx: &mut Tx,
    contact: &Stored,
    user: &Row,
) -> Result<(), Fault> {
    let who = call.who()?;
    let for_good = who.user_id().is_none_or(|by| by == user.user_id);
    if contact.stands_for_good(&user.user_id) && !for_good {
        return Ok(());
    }
    tx.sql("UPDATE user_contacts SET set_by = $1, updated_at = $2 WHERE operator_id = $3 AND user_id = $4")
        .bind(who.user_id().map(str::to_owned))
        .bind(call.now_ms())
        .bind(who.operator_id.clone())
        .bind(user.user_id.clone())
        .execute()
        .await?;
    Ok(())
}
