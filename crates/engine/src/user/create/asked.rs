//! What a request for a new user takes: each of its fields needs what its own operation needs.

use crate::{Calling, Fault, user::contact};
use latchkey_api::{Code, CreateUser, Description, Error, say};

/// Whether the caller may ask for all of it, and whether it goes together.
pub(super) fn may(call: &Calling<'_>, op: &CreateUser) -> Result<(), Fault> {
    if op.permission.is_some() {
        call.permits("User:updateUserPermission")?;
    }
    if op.contact.is_some() {
        call.permits("User:updateUser")?;
    }
    if op.password.is_some() || op.contact.is_some() || invites(op) {
        for operation in contact::takes(is_replaceable(op)) {
            call.permits(operation)?;
        }
    }
    if is_of_use(op) {
        call.fresh()?;
    }
    if invites(op) {
        goes_together(call, op)?;
    }
    if op.contact.is_some() {
        contact::surely_may(call, is_replaceable(op))?;
    }
    Ok(())
}

/// There is a password from the first moment on, and an address where another one can be asked for.
const fn is_replaceable(op: &CreateUser) -> bool {
    op.password.is_some() && op.contact.is_some()
}

fn goes_together(call: &Calling<'_>, op: &CreateUser) -> Result<(), Fault> {
    if op.password.is_some() {
        let message = say(
            call.language(),
            "A user either gets a password or is invited to choose one. Nothing was created. Leave one of them out.",
            "パスワードの設定と招待は同時にできません。何も作成していません。どちらか一方にしてください。",
        );
        return Err(Error::with(Code::BadRequest, message).at("invite").into());
    }
    if op.contact.is_none() {
        return Err(Fault::At(Code::NoContact, "contact"));
    }
    Ok(())
}

pub(super) fn invites(op: &CreateUser) -> bool {
    op.invite.unwrap_or(false)
}

/// Somebody can do something as this user, or soon will.
pub(super) fn is_of_use(op: &CreateUser) -> bool {
    op.permission.is_some() || op.password.is_some() || op.contact.is_some() || invites(op)
}

/// An empty text is no description.
pub(super) fn description(op: &CreateUser) -> Option<&str> {
    let text = op.description.as_ref().map(Description::as_str);
    text.filter(|text| !text.is_empty())
}
