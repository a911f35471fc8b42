//! The kinds of messages: one table. Their words are in `letter/`.

use latchkey_api::{EmailRole, TokenPurpose};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// To an address that was added: is it yours?
    VerifyAddress,
    /// To primary: a link to a new password.
    ResetPassword,
    /// To recovery: a link to a new password, which opens later.
    Recover,
    /// To primary: somebody asks to get in through recovery; object here.
    RecoveryBegun,
    /// To primary: what was begun through recovery is over.
    RecoveryStopped,
    /// To the new primary address.
    PrimaryIsYou,
    /// To the old primary address, with a link that takes it back.
    PrimaryWasYou,
    /// To both: the change was taken back.
    PrimaryUndone,
    /// To primary.
    PasswordChanged,
    /// To primary.
    RecoveryChanged,
    /// To primary: a user was given the right to hand out rights.
    UserCanGrant,
    /// To primary: mail that matters to the owner goes another way from now on.
    MailServerChanged,
    /// To primary: too many wrong passwords.
    SignInPaused,
    /// To primary: root signed in from a device that is not known.
    NewDevice,
    /// To a user's contact address: likewise.
    UserNewDevice,
    /// To a user's contact address: is it yours?
    VerifyContact,
    /// To a user's contact address: choose your password.
    Invitation,
    /// To a user's contact address: a link to a new password.
    UserPassword,
    /// To a user's contact address.
    UserPasswordChanged,
    /// To a user's contact address of until now: it was replaced or removed.
    ContactChanged,
    /// To an address that somebody wants to try.
    Test,
    /// Invoices and payments: what the role is for.
    Billing,
    /// Tickets: likewise.
    Support,
}

/// Whose account a message could open, or warns of: such mail goes only through a mail server that somebody chose who
/// could open that account anyway. Whoever could read it would get in; whoever could lose it would hide having got in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Authority {
    /// It opens nothing and warns of nothing grave.
    Nobody,
    /// A SAM user's.
    User,
    /// The owner's.
    Owner,
}

impl Kind {
    /// All of them, in the order in which people are shown them.
    pub(crate) const ALL: [Self; 23] = [
        Self::ResetPassword,
        Self::PasswordChanged,
        Self::PrimaryIsYou,
        Self::PrimaryWasYou,
        Self::PrimaryUndone,
        Self::RecoveryChanged,
        Self::RecoveryBegun,
        Self::RecoveryStopped,
        Self::Recover,
        Self::MailServerChanged,
        Self::UserCanGrant,
        Self::SignInPaused,
        Self::NewDevice,
        Self::Billing,
        Self::Support,
        Self::VerifyAddress,
        Self::Invitation,
        Self::VerifyContact,
        Self::UserPassword,
        Self::UserPasswordChanged,
        Self::ContactChanged,
        Self::UserNewDevice,
        Self::Test,
    ];

    /// The stable word: in the store and on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::VerifyAddress => "verify_address",
            Self::ResetPassword => "reset_password",
            Self::Recover => "recover",
            Self::RecoveryBegun => "recovery_begun",
            Self::RecoveryStopped => "recovery_stopped",
            Self::PrimaryIsYou => "primary_is_you",
            Self::PrimaryWasYou => "primary_was_you",
            Self::PrimaryUndone => "primary_undone",
            Self::PasswordChanged => "password_changed",
            Self::RecoveryChanged => "recovery_changed",
            Self::MailServerChanged => "mail_server_changed",
            Self::UserCanGrant => "user_can_grant",
            Self::SignInPaused => "sign_in_paused",
            Self::NewDevice => "new_device",
            Self::UserNewDevice => "user_new_device",
            Self::VerifyContact => "verify_contact",
            Self::Invitation => "invitation",
            Self::UserPassword => "user_password",
            Self::UserPasswordChanged => "user_password_changed",
            Self::ContactChanged => "contact_changed",
            Self::Test => "test",
            Self::Billing => "billing",
            Self::Support => "support",
        }
    }

    /// The kind of that word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What its link and code do; nothing for one without.
    pub(crate) const fn purpose(self) -> Option<TokenPurpose> {
        match self {
            Self::VerifyAddress => Some(TokenPurpose::AddEmail),
            Self::ResetPassword => Some(TokenPurpose::ResetPassword),
            Self::Recover => Some(TokenPurpose::Recover),
            Self::RecoveryBegun => Some(TokenPurpose::ObjectToRecovery),
            Self::PrimaryWasYou => Some(TokenPurpose::UndoPrimary),
            Self::VerifyContact => Some(TokenPurpose::Contact),
            Self::Invitation => Some(TokenPurpose::Invitation),
            Self::UserPassword => Some(TokenPurpose::UserPassword),
            _ => None,
        }
    }

    /// How long its link and code work, from the moment they are sent or open; in milliseconds.
    pub(crate) const fn life_ms(self) -> i64 {
        match self {
            Self::Recover | Self::RecoveryBegun | Self::Invitation => 24 * HOUR_MS,
            Self::PrimaryWasYou => 72 * HOUR_MS,
            _ => 30 * MINUTE_MS,
        }
    }

    /// Whose account it could open, or warns of.
    pub(crate) const fn authority(self) -> Authority {
        match self {
            Self::VerifyAddress
            | Self::ResetPassword
            | Self::Recover
            | Self::RecoveryBegun
            | Self::RecoveryStopped
            | Self::RecoveryChanged
            | Self::PasswordChanged
            | Self::PrimaryIsYou
            | Self::PrimaryWasYou
            | Self::PrimaryUndone
            | Self::MailServerChanged
            | Self::UserCanGrant
            | Self::SignInPaused
            | Self::NewDevice => Authority::Owner,
            Self::VerifyContact
            | Self::Invitation
            | Self::UserPassword
            | Self::UserPasswordChanged
            | Self::ContactChanged
            | Self::UserNewDevice => Authority::User,
            Self::Test | Self::Billing | Self::Support => Authority::Nobody,
        }
    }

    /// It tells the owner what somebody else may be doing with the account: whoever that is could have changed the mail
    /// server first, so that for a while it goes the way from before.
    pub(crate) const fn warns_the_owner(self) -> bool {
        matches!(
            self,
            Self::PasswordChanged
                | Self::PrimaryWasYou
                | Self::RecoveryChanged
                | Self::RecoveryBegun
                | Self::MailServerChanged
                | Self::UserCanGrant
                | Self::SignInPaused
                | Self::NewDevice
        )
    }

    /// Whoever enters what it brings has proved to read that mailbox.
    pub(crate) const fn proves_a_mailbox(self) -> bool {
        matches!(self, Self::VerifyAddress | Self::VerifyContact)
    }

    /// Somebody asks for it: only so many an hour go to one mailbox (R44).
    pub(crate) const fn is_asked_for(self) -> bool {
        matches!(
            self,
            Self::VerifyAddress
                | Self::ResetPassword
                | Self::Recover
                | Self::VerifyContact
                | Self::Invitation
                | Self::UserPassword
                | Self::Test
        )
    }

    /// Strangers ask for it, who are never told what became of it.
    pub(crate) const fn is_for_strangers(self) -> bool {
        matches!(
            self,
            Self::ResetPassword | Self::Recover | Self::UserPassword
        )
    }

    /// The roles whose addresses receive it; none where it goes to the address or person it is about.
    pub(crate) const fn roles(self) -> &'static [EmailRole] {
        match self {
            Self::ResetPassword
            | Self::RecoveryBegun
            | Self::RecoveryStopped
            | Self::PrimaryIsYou
            | Self::PasswordChanged
            | Self::RecoveryChanged
            | Self::MailServerChanged
            | Self::UserCanGrant
            | Self::SignInPaused
            | Self::NewDevice => &[EmailRole::Primary],
            Self::Recover => &[EmailRole::Recovery],
            Self::Billing => &[EmailRole::Billing, EmailRole::Primary],
            Self::Support => &[EmailRole::Support, EmailRole::Primary],
            _ => &[],
        }
    }

    /// Something in this version sends it.
    pub(crate) const fn is_sent(self) -> bool {
        !matches!(self, Self::Billing | Self::Support)
    }

    /// It can be switched off: a notice that protects nothing by itself.
    pub(crate) const fn is_optional(self) -> bool {
        matches!(
            self,
            Self::UserCanGrant | Self::SignInPaused | Self::NewDevice | Self::UserNewDevice
        )
    }
}
