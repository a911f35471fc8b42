//! Which way a message goes. Mail that could open somebody's account goes only through a mail server that somebody
//! chose who could open that account anyway: a user who may change the mail server does not read the owner's mail by it.
//! What proves a mailbox goes through the mail server for all accounts, where there is one. And what warns the owner still
//! goes the way from before for a while, when somebody with the owner's password changes it.

use super::{
    Kind,
    problem::Problem,
    settings::{Saved, Settings, Slot, saved},
};
use crate::{Engine, Fault, Tx};
use latchkey_api::MailThrough;

/// A way, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// It waits.
    None(Problem),
    /// The mail server for all accounts, by this slot's choice.
    Common(Slot),
    /// The account's own, in this slot.
    Own(Slot),
}

impl Engine {
    /// A kind of message has a way out, as far as can be told without sending one.
    pub(crate) async fn mail_gets_out(
        &self,
        tx: &mut Tx,
        operator_id: &str,
        kind: Kind,
    ) -> Result<bool, Fault> {
        let now_ms = self.inner.ports.clock.now_ms();
        let settings = saved(tx, operator_id, now_ms).await?;
        let way = route(&settings, self.has_common_mail(), kind);
        Ok(!matches!(way, Route::None(_)))
    }
}

/// The way of a kind of message.
pub(crate) fn route(settings: &Settings, has_common: bool, kind: Kind) -> Route {
    match by_choice(settings, has_common, kind) {
        // whoever has an account here and a mail server of its own could read there what proves a stranger's mailbox
        Route::Own(_) if has_common && kind.proves_a_mailbox() => Route::Common(Slot::Server),
        way => way,
    }
}

fn by_choice(settings: &Settings, has_common: bool, kind: Kind) -> Route {
    if kind.warns_the_owner()
        && let Some(past) = settings.past()
        && let way @ (Route::Own(_) | Route::Common(_)) = chosen(past, has_common)
    {
        return way;
    }
    let Some(current) = &settings.current else {
        return nobody_chose(has_common, Problem::NoMailServer);
    };
    // whoever runs the server could open every account there
    let covers_all = current.through == MailThrough::Server && has_common;
    if covers_all || kind.authority() <= current.covers {
        return chosen(current, has_common);
    }
    match &settings.owner {
        Some(owner) => match chosen(owner, has_common) {
            Route::None(_) => Route::None(Problem::OwnerMustConfirm),
            way => way,
        },
        None => match nobody_chose(has_common, Problem::OwnerMustConfirm) {
            Route::Common(_) => Route::Common(Slot::Owner),
            way => way,
        },
    }
}

const fn nobody_chose(has_common: bool, otherwise: Problem) -> Route {
    if has_common {
        Route::Common(Slot::Current)
    } else {
        Route::None(otherwise)
    }
}

const fn chosen(saved: &Saved, has_common: bool) -> Route {
    match saved.through {
        MailThrough::Own if saved.server.is_some() => Route::Own(saved.slot),
        MailThrough::Server if has_common => Route::Common(saved.slot),
        _ => Route::None(Problem::NoMailServer),
    }
}
