//! What the account's addresses receive, in English: getting in, changes, news.

use super::super::phrases::{Acts, Besides, Words};
use super::Told;

/// Where root types a code for a new password.
const AT_SIGN_IN: &str = "on Latchkey’s sign-in page for the account owner, choose “Forgot password?” and enter this code:";

pub(super) fn verify_address(told: &Told) -> Words {
    Words {
        title: "Code to verify an address".into(),
        explanation: "Sent to an address that is added to the account, to make sure that somebody reads its mail. Nothing else \
            is sent there before it is verified.",
        subject: format!("Verify this address for {}", told.account),
        heading: "Verify this address",
        says: vec!["This address was added to the account below. Verify it, and the account can send mail here.".into()],
        acts: Some(Acts {
            button: "Verify address",
            besides: Besides::Code("enter this code in Latchkey, under Email addresses:"),
        }),
        not_you: "Do nothing. As long as it is not verified, this address is not used.",
    }
}

pub(super) fn reset_password(told: &Told) -> Words {
    Words {
        title: "New password for the account owner".into(),
        explanation: "Sent to the primary address when the account owner (root) forgot the password and asks for a new one. Only \
            somebody who reads this mailbox can choose it.",
        subject: format!("Choose a new password for {}", told.account),
        heading: "Choose a new password",
        says: vec![
            "Someone asked for a new password for the account owner (root). Choosing one signs the owner out everywhere. \
             Until then the old password keeps working."
                .into(),
        ],
        acts: Some(Acts {
            button: "Choose a new password",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "Do nothing. The password stays as it is, and nobody can change it this way without this message.",
    }
}

pub(super) fn password_changed(told: &Told) -> Words {
    Words {
        title: "Owner’s password changed".into(),
        explanation: "Sent to the primary address when the password of the account owner (root) was changed, so that nobody \
            changes it unseen.",
        subject: format!("The owner’s password was changed for {}", told.account),
        heading: "The owner’s password was changed",
        says: vec![
            "The account owner (root) has a new password. Other devices that were signed in as the owner were signed out.".into(),
        ],
        acts: None,
        not_you: "Choose a new password now: on Latchkey’s sign-in page, choose “Forgot password?”. The message for it comes to \
            this mailbox. Then sign in, and look whether Email addresses and Users are as you left them.",
    }
}

pub(super) fn primary_is_you(told: &Told) -> Words {
    Words {
        title: "New primary address".into(),
        explanation: "Sent to an address when it becomes the primary one, so that its owner knows what it is used for.",
        subject: format!("This is now the primary address of {}", told.account),
        heading: "This is now the primary address",
        says: vec!["From now on the account owner (root) signs in with this address, and the account’s mail comes here.".into()],
        acts: None,
        not_you: "Tell the person who owns the account. The previous address can take the change back for 72 hours.",
    }
}

pub(super) fn primary_was_you(told: &Told) -> Words {
    Words {
        title: "Primary address replaced".into(),
        explanation: "Sent to the old primary address when another one took its place. For 72 hours it can take the change back, in \
            case somebody else made it.",
        subject: format!("This is no longer the primary address of {}", told.account),
        heading: "This is no longer the primary address",
        says: vec![
            "The account owner (root) now signs in with another address, and the account’s mail goes there. If that is \
             right, there is nothing to do."
                .into(),
            "If not, take the change back: this address becomes primary again, and everybody who is signed in as the owner \
             is signed out."
                .into(),
        ],
        acts: Some(Acts {
            button: "Take the change back",
            besides: Besides::Instead(
                "There is no link in this message: no page was set up for it to lead to. To take the change back, sign in to \
                 Latchkey with the new address, and make this one primary again under Email addresses.",
            ),
        }),
        not_you: "Take the change back. Then choose a new password, because whoever made the change knows the one you have.",
    }
}

pub(super) fn primary_undone(told: &Told) -> Words {
    Words {
        title: "Change of the primary address taken back".into(),
        explanation: "Sent to both addresses when a change of the primary address was taken back.",
        subject: format!("The primary address of {} is the previous one again", told.account),
        heading: "The primary address is the previous one again",
        says: vec![
            "A change of the primary address was taken back. The account owner (root) signs in with the previous address again. \
             Everybody who was signed in as the owner was signed out."
                .into(),
        ],
        acts: None,
        not_you: "Somebody who reads the mail of the previous address did it. If you own the account, choose a new password: on \
            Latchkey’s sign-in page, choose “Forgot password?”.",
    }
}

pub(super) fn recovery_changed(told: &Told) -> Words {
    Words {
        title: "Recovery address changed".into(),
        explanation: "Sent to the primary address when the recovery address was set, replaced or removed: it decides who gets \
            back in when the primary mailbox is lost.",
        subject: format!("The recovery address of {} was changed", told.account),
        heading: "The recovery address was changed",
        says: vec!["It was set, replaced or removed. It is the way back in when the primary mailbox is lost.".into()],
        acts: None,
        not_you: "Sign in to Latchkey, and put the recovery address right under Email addresses. Then choose a new password, \
            because whoever made the change knows the one you have.",
    }
}

pub(super) fn recover(told: &Told) -> Words {
    let pause = told.opens.as_ref().map_or_else(
        || "The primary address was told, and can stop this.".to_owned(),
        |opens| {
            format!(
                "The primary address was told, and can stop this before {opens}. Until then, wait."
            )
        },
    );
    Words {
        title: "Way back in through the recovery address".into(),
        explanation: "Sent to the recovery address when the account owner (root) cannot use the primary mailbox. It opens after 24 \
            hours, so that the primary address can stop it.",
        subject: format!("A way back in to {}", told.account),
        heading: "A way back in",
        says: vec![
            "Someone who cannot use the primary mailbox asked for a new password through this recovery address.".into(),
            pause,
        ],
        acts: Some(Acts {
            button: "Choose a new password",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "Do nothing, and tell the account owner. Without this message nobody gets in this way.",
    }
}

pub(super) fn recovery_begun(told: &Told) -> Words {
    let from = told.opens.as_ref().map_or_else(
        || "Whoever reads the mail of that address can choose a new password.".to_owned(),
        |opens| {
            format!(
                "From {opens} on, whoever reads the mail of that address can choose a new password."
            )
        },
    );
    Words {
        title: "Someone wants in through the recovery address".into(),
        explanation: "Sent to the primary address when somebody says that its mailbox is lost, and asks for a new password \
            through the recovery address. It can be stopped from here.",
        subject: format!("Someone wants in to {} through the recovery address", told.account),
        heading: "Someone wants in through the recovery address",
        says: vec![
            format!("Someone says that this mailbox cannot be used any more, and asked for a new password through the recovery address. {from}"),
            "If this was you, or somebody who may, there is nothing to do. If not, stop it before then.".into(),
        ],
        acts: Some(Acts {
            button: "Stop it",
            besides: Besides::Instead(
                "To stop it, sign in to Latchkey as the account owner: it can be stopped under Email addresses.",
            ),
        }),
        not_you: "Stop it. Then ask who reads the mail of the recovery address, and set another one if you are not sure.",
    }
}

pub(super) fn recovery_stopped(told: &Told) -> Words {
    Words {
        title: "Way in through the recovery address stopped".into(),
        explanation: "Sent to the primary address when what somebody began through the recovery address is over.",
        subject: format!("The way in to {} through the recovery address is stopped", told.account),
        heading: "The way in is stopped",
        says: vec!["What was sent to the recovery address does not work any more. The password stays as it is.".into()],
        acts: None,
        not_you: "Somebody who reads this mailbox, or who is signed in as the owner, stopped it. If you still need a way in, ask \
            for it again on Latchkey’s sign-in page.",
    }
}

pub(super) fn mail_server_changed(told: &Told) -> Words {
    Words {
        title: "Mail server changed".into(),
        explanation: "Sent to the primary address when the account’s mail goes through another mail server, or through none any \
            more. It still goes the way from before: else whoever has the owner’s password could keep warnings from the owner.",
        subject: format!("The mail settings of {} were changed", told.account),
        heading: "The mail settings were changed",
        says: vec![
            "From now on the account’s mail is sent another way: through another mail server, with another sender or password, or \
             not at all. This message still went the way from before. For the next three days, warnings to the account owner \
             (root) do so too."
                .into(),
        ],
        acts: None,
        not_you: "Sign in to Latchkey and put the mail server right under Settings. Then choose a new password, because whoever made \
            the change knows the one you have, and look whether Email addresses and Users are as you left them.",
    }
}

pub(super) fn user_can_grant(told: &Told) -> Words {
    let user = told.user.as_deref().unwrap_or("A user");
    Words {
        title: format!("{user} can now give rights to others"),
        explanation: "Sent to the primary address when a user gets the right to create users, to set their passwords or to change \
            what they can do.",
        subject: format!("A user can now give rights in {}", told.account),
        heading: "A user can now give rights to others",
        says: vec![
            "The user below may now create users, set their passwords or change what they can do."
                .into(),
        ],
        acts: None,
        not_you: "Ask the person who did it. In Latchkey, open the user: Permissions show what this user can do, and there \
            you can take it back.",
    }
}

pub(super) fn billing(told: &Told) -> Words {
    Words {
        title: "Invoices and payments".into(),
        explanation: "Invoices, payment receipts and failed payments. The primary address receives them, too.",
        subject: format!("News about invoices and payments for {}", told.account),
        heading: "News about invoices and payments",
        says: vec!["Sign in to Latchkey, and open Billing to see it.".into()],
        acts: None,
        not_you: "You receive this because this address was chosen for billing. The account owner can change that.",
    }
}

pub(super) fn support(told: &Told) -> Words {
    Words {
        title: "Replies to your questions".into(),
        explanation: "Replies to questions, and planned maintenance. The primary address receives them, too.",
        subject: format!("A reply for {}", told.account),
        heading: "There is a reply",
        says: vec!["Sign in to Latchkey, and open Support to read it.".into()],
        acts: None,
        not_you: "You receive this because this address was chosen for support. The account owner can change that.",
    }
}
