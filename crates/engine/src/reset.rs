//! Getting back in by mail. What a stranger asks for is a wish (`issue`), which the worker grants or not (`wishes`);
//! what the mail carries sets a password (`verify`, by code through `code`), or stops somebody who would (`object`).
//!
//! A mail proves that somebody reads a mailbox. It is never a second factor, and nothing here touches one (R36).

mod code;
mod issue;
mod object;
mod token_info;
mod verify;
mod wishes;

pub(crate) use object::stop;

use crate::{Fault, Tx, mail};
use latchkey_api::TokenPurpose;

/// Ends every way back in that waits for root: one of them was used, or the password or the address was changed without
/// (R38).
pub(crate) async fn end_of_root(tx: &mut Tx, operator_id: &str) -> Result<(), Fault> {
    mail::obsolete(tx, operator_id, TokenPurpose::ResetPassword, "").await?;
    end_recovery(tx, operator_id).await
}

/// Ends what was begun through recovery.
pub(crate) async fn end_recovery(tx: &mut Tx, operator_id: &str) -> Result<(), Fault> {
    for purpose in [TokenPurpose::Recover, TokenPurpose::ObjectToRecovery] {
        mail::obsolete(tx, operator_id, purpose, "").await?;
    }
    Ok(())
}

/// Ends every way back in that waits for a user.
pub(crate) async fn end_of_user(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
) -> Result<(), Fault> {
    for purpose in [TokenPurpose::UserPassword, TokenPurpose::Invitation] {
        mail::obsolete(tx, operator_id, purpose, user_id).await?;
    }
    Ok(())
}
