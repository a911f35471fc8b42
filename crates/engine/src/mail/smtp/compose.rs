//! A letter as it travels: headers, plain text and HTML. The same message always has the same Message-ID, so that
//! whoever gets it twice can tell.

use crate::mail::{letter::Letter, problem::Problem};
use latchkey_api::{EmailAddress, MailServer};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::time::{Duration, UNIX_EPOCH};

/// A message and its envelope.
pub(crate) struct Written {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

impl Written {
    /// Every server can take it.
    pub(super) fn is_ascii(&self) -> bool {
        self.has_ascii_sender() && AsRef::<str>::as_ref(&self.to).is_ascii()
    }

    pub(super) fn has_ascii_sender(&self) -> bool {
        AsRef::<str>::as_ref(&self.from).is_ascii()
    }
}

/// Writes a message from the sender of a mail server.
pub(crate) fn compose(
    server: &MailServer,
    to: &EmailAddress,
    letter: &Letter,
    message_id: &str,
    now_ms: i64,
) -> Result<Written, Problem> {
    let from = ascii(&server.sender_address).ok_or(Problem::SenderRefused)?;
    let to = ascii(to).ok_or(Problem::Unreadable)?;
    let name = server.sender_name.as_str();
    let sender = Mailbox::new((!name.is_empty()).then(|| name.to_owned()), from.clone());
    let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        // nobody outside knows the ID before the message is there, so nothing in it can end the part
        .boundary(format!("{message_id}-part"))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(part(ContentType::TEXT_HTML, &letter.html));
    // nobody's program answers to it (RFC 3834)
    let automatic = HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".into(),
    );
    let message = Message::builder()
        .from(sender)
        .to(Mailbox::new(None, to.clone()))
        .subject(&*letter.subject)
        .date(date)
        .message_id(Some(format!("<{message_id}@{}>", from.domain())))
        .raw_header(automatic)
        .multipart(parts)
        .map_err(|_| Problem::Unreadable)?;
    Ok(Written {
        from,
        to,
        bytes: message.formatted(),
    })
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().header(kind).body(text.to_owned())
}

/// The address as it travels: the domain in its ASCII form, the mailbox as it is.
fn ascii(address: &EmailAddress) -> Option<Address> {
    let (local, domain) = address.as_str().rsplit_once('@')?;
    let domain = idna::domain_to_ascii_strict(domain).ok()?;
    Address::new(local, domain).ok()
}
