//! English. The words of each kind are in `en/owner.rs` (what the account's addresses receive) and `en/user.rs` (what
//! users receive).

mod owner;
mod user;

use super::phrases::{Labels, Phrases, What, Words, Works};
use super::{Kind, Told};

pub(super) const PHRASES: Phrases = Phrases {
    tag: "en",
    words,
    labels: Labels {
        account: "Account",
        operator_id: "Operator ID",
        person: "Name",
        user_name: "Username",
        address: "Address",
        address_before: "Previous address",
        when: "When",
        by: "Done by",
        device: "Device",
        source: "From",
    },
    root: "Account owner (root)",
    date: "%-d %B %Y, %H:%M UTC",
    quotes: ("“", "”"),
    code,
    token: "A program that does this instead of you takes this token, not the code:",
    works,
    left_out: "The link and the code are left out here.",
    withheld: "The link and the code are left out here: this address is not confirmed, and only its mailbox receives them. This \
        server can send mail; choose a mail server under Settings to have this message sent.",
    keep: "Show this message to nobody: whoever has the link or the code can set the password.",
    not_you: "If you do not recognise this",
    footer: "This message was sent automatically by Latchkey.",
};

fn words(kind: Kind, told: &Told) -> Words {
    match kind {
        Kind::VerifyAddress => owner::verify_address(told),
        Kind::ResetPassword => owner::reset_password(told),
        Kind::Recover => owner::recover(told),
        Kind::RecoveryBegun => owner::recovery_begun(told),
        Kind::RecoveryStopped => owner::recovery_stopped(told),
        Kind::PrimaryIsYou => owner::primary_is_you(told),
        Kind::PrimaryWasYou => owner::primary_was_you(told),
        Kind::PrimaryUndone => owner::primary_undone(told),
        Kind::PasswordChanged => owner::password_changed(told),
        Kind::RecoveryChanged => owner::recovery_changed(told),
        Kind::MailServerChanged => owner::mail_server_changed(told),
        Kind::UserCanGrant => owner::user_can_grant(told),
        Kind::Billing => owner::billing(told),
        Kind::Support => owner::support(told),
        Kind::SignInPaused => user::sign_in_paused(told),
        Kind::NewDevice => user::new_device(told),
        Kind::UserNewDevice => user::user_new_device(told),
        Kind::VerifyContact => user::verify_contact(told),
        Kind::Invitation => user::invitation(told),
        Kind::UserPassword => user::user_password(told),
        Kind::UserPasswordChanged => user::user_password_changed(told),
        Kind::ContactChanged => user::contact_changed(told),
        Kind::Test => user::test(told),
    }
}

fn code(at: &str, after_link: bool) -> String {
    if after_link {
        return format!("Or {at}");
    }
    let mut letters = at.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + letters.as_str()
}

fn works(works: &Works) -> String {
    let what = match works.what {
        What::Both => "The link and the code work",
        What::Link => "The link works",
        What::Code => "The code works",
    };
    let once = if works.what == What::Both {
        "Use either of them, once."
    } else {
        "Use it once."
    };
    let span = span(works.life_ms);
    match (&works.from, &works.until) {
        (Some(from), Some(until)) => {
            format!("{what} from {from} for {span}, until {until}. {once}")
        }
        (Some(from), None) => format!("{what} from {from} for {span}. {once}"),
        (None, Some(until)) => format!("{what} for {span}, until {until}. {once}"),
        (None, None) => format!("{what} for {span} after this message is sent. {once}"),
    }
}

fn span(ms: i64) -> String {
    let minutes = ms / 60_000;
    if minutes < 60 {
        format!("{minutes} minutes")
    } else {
        format!("{} hours", minutes / 60)
    }
}
