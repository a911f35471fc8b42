//! What users receive, in English; and what is about whoever signs in, root or a user.

use super::super::phrases::{Acts, Besides, Words};
use super::Told;

/// Where a user types a code for a password.
const AT_SIGN_IN: &str =
    "on Latchkey’s sign-in page for SAM users, choose “Forgot password?” and enter this code:";

pub(super) fn sign_in_paused(told: &Told) -> Words {
    let whose = if told.user.is_some() {
        "the user below"
    } else {
        "the account owner (root)"
    };
    Words {
        title: "Sign-in paused".into(),
        explanation: "Sent to the primary address when a wrong password was entered so often that sign-in pauses for a while.",
        subject: format!("Sign-in pauses for {}", told.account),
        heading: "Sign-in pauses for a while",
        says: vec![format!(
            "A wrong password was entered several times for {whose}. Nobody got in with these tries. Sign-in works again by itself \
             after a pause."
        )],
        acts: None,
        not_you: "Somebody may be guessing. If the password is short, or used elsewhere too, choose a new one.",
    }
}

pub(super) fn new_device(told: &Told) -> Words {
    Words {
        title: told.system.as_ref().map_or_else(
            || "New sign-in".to_owned(),
            |system| format!("New sign-in from {system}"),
        ),
        explanation: "Sent to the primary address when the account owner (root) signs in from a device for the first time.",
        subject: format!("New sign-in to {}", told.account),
        heading: "New sign-in",
        says: vec!["Someone signed in as the account owner (root), from a device that was not used for it before.".into()],
        acts: None,
        not_you: "Choose a new password in Latchkey, under Settings: that signs out all other devices. Then look whether Email \
            addresses and Users are as you left them.",
    }
}

pub(super) fn user_new_device(told: &Told) -> Words {
    Words {
        title: told.system.as_ref().map_or_else(
            || "New sign-in of a user".to_owned(),
            |system| format!("New sign-in of a user from {system}"),
        ),
        explanation: "Sent to a user’s contact address when this user signs in from a device for the first time.",
        subject: format!("New sign-in to {}", told.account),
        heading: "New sign-in",
        says: vec![
            "Someone signed in as the user below, from a device that was not used for it before."
                .into(),
        ],
        acts: None,
        not_you: "Choose a new password in Latchkey, under Settings, and sign out all other devices there. Tell the person who manages \
            the users of your account.",
    }
}

pub(super) fn verify_contact(told: &Told) -> Words {
    Words {
        title: "Code to verify a contact address".into(),
        explanation: "Sent to the contact address of a user, to make sure that the user reads its mail. Only then can a new password \
            be asked for there.",
        subject: format!("Verify your contact address for {}", told.account),
        heading: "Verify your contact address",
        says: vec![
            "This address was set as the contact address of the user below. Once it is verified, a forgotten password can be \
             replaced by mail."
                .into(),
        ],
        acts: Some(Acts {
            button: "Verify address",
            besides: Besides::Code("enter this code in Latchkey, beside the contact address:"),
        }),
        not_you: "Do nothing. As long as it is not verified, this address is not used.",
    }
}

pub(super) fn invitation(told: &Told) -> Words {
    Words {
        title: "Set your password".into(),
        explanation: "Sent to a user who is invited: the user chooses a password, which nobody else ever knows.",
        subject: format!("Set your password for {}", told.account),
        heading: "Set your password",
        says: vec![
            "You have a sign-in of your own to the account below. Choose a password for it first. From then on you sign in to \
             Latchkey with the operator ID, the username and that password."
                .into(),
        ],
        acts: Some(Acts {
            button: "Choose a password",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "If you do not know this account, do nothing. Nobody can sign in as this user before a password is chosen.",
    }
}

pub(super) fn user_password(told: &Told) -> Words {
    Words {
        title: told.user.as_ref().map_or_else(
            || "New password for a user".to_owned(),
            |user| format!("New password for {user}"),
        ),
        explanation: "Sent to the contact address of a user who forgot the password and asks for a new one.",
        subject: format!("Choose a new password for your sign-in to {}", told.account),
        heading: "Choose a new password",
        says: vec![
            "Someone asked for a new password for the user below. Choosing one signs this user out everywhere. Until then the old \
             password keeps working."
                .into(),
        ],
        acts: Some(Acts {
            button: "Choose a new password",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "Do nothing. The password stays as it is, and nobody can change it this way without this message.",
    }
}

pub(super) fn user_password_changed(told: &Told) -> Words {
    Words {
        title: "User’s password changed".into(),
        explanation: "Sent to the contact address of a user whose password was changed, so that nobody changes it unseen.",
        subject: format!("Your password was changed for {}", told.account),
        heading: "Your password was changed",
        says: vec!["The user below has a new password. Other devices that were signed in with the old one were signed out.".into()],
        acts: None,
        not_you: "Ask for a new password now: on Latchkey’s sign-in page for SAM users, choose “Forgot password?”. Tell the person \
            who manages the users of your account.",
    }
}

pub(super) fn contact_changed(told: &Told) -> Words {
    Words {
        title: "Contact address changed".into(),
        explanation: "Sent to the old contact address of a user when it was replaced or removed, so that nobody takes away a way back \
            in unseen.",
        subject: format!("This is no longer your contact address for {}", told.account),
        heading: "This is no longer your contact address",
        says: vec![
            "The contact address of the user below was replaced or removed. After a forgotten password, no new one can be asked \
             for at this address any more. The password stays as it is."
                .into(),
        ],
        acts: None,
        not_you: "Tell the person who manages the users of your account, and have your address set again.",
    }
}

pub(super) fn test(told: &Told) -> Words {
    Words {
        title: "Test message".into(),
        explanation: "Sent when somebody presses “Send a test”, to see whether mail arrives.",
        subject: format!("Test message for {}", told.account),
        heading: "This is a test",
        says: vec![
            "Mail of the account below reaches this address. There is nothing to do.".into(),
        ],
        acts: None,
        not_you: "Somebody who manages the account wanted to see whether mail arrives. Nothing was changed.",
    }
}
