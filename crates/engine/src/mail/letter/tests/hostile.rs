//! R43: what names can do to a message. Read with a parser that nobody here wrote.

use super::*;
use lettre::message::{Mailbox, Message, MultiPart};
use mail_parser::{Message as Parsed, MessageParser, PartType};
use proptest::prelude::*;

/// As it goes over the wire.
fn sent(letter: &Letter) -> Vec<u8> {
    let mailbox = |address: &str| address.parse::<Mailbox>().unwrap();
    let body = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    Message::builder()
        .from(mailbox("Latchkey <latchkey@kitahama.example>"))
        .to(mailbox("audit@kitahama.example"))
        .subject(&letter.subject)
        .message_id(Some("<0123456789ab@kitahama.example>".into()))
        .date(std::time::UNIX_EPOCH)
        .multipart(body)
        .unwrap()
        .formatted()
}

fn header_names(message: &Parsed) -> Vec<String> {
    message
        .headers()
        .iter()
        .map(|header| header.name().to_owned())
        .collect()
}

/// The one text part and the one HTML part.
fn parts(message: &Parsed) -> (String, String) {
    let mut texts = (vec![], vec![]);
    for part in &message.parts {
        match &part.body {
            PartType::Text(text) => texts.0.push(text.replace("\r\n", "\n")),
            PartType::Html(html) => texts.1.push(html.replace("\r\n", "\n")),
            PartType::Multipart(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((texts.0.len(), texts.1.len()), (1, 1));
    (texts.0.remove(0), texts.1.remove(0))
}

/// The same words from everybody who can put some in.
fn all_say(words: &str) -> Facts {
    let words = || Some(format!("x{words}"));
    Facts {
        account: words().unwrap(),
        email: words(),
        old_email: words(),
        user_name: words(),
        person: words().map(|words| format!("y{words}")),
        by: words(),
        device: words(),
        source: words(),
        ..facts()
    }
}

/// What a message with these words is, in everything that people do not see.
fn is_as_always(kind: Kind, language: Language, form: Form, words: &str) {
    let opens = opens(kind, form);
    let usual = write(kind, &facts(), language, opens.as_ref());
    let letter = write(kind, &all_say(words), language, opens.as_ref());
    let (usual_bytes, bytes) = (sent(&usual), sent(&letter));
    let usual_message = MessageParser::default().parse(&usual_bytes).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();

    assert_eq!(header_names(&message), header_names(&usual_message));
    assert_eq!(message.to().unwrap().as_list().unwrap().len(), 1);
    assert!(message.cc().is_none() && message.bcc().is_none());
    assert_eq!(message.subject(), Some(letter.subject.as_str()));
    assert!(letter.subject.chars().count() <= 300, "{}", letter.subject);
    assert_eq!(parts(&message), (letter.text.clone(), letter.html.clone()));

    // no tag more, none less
    assert_eq!(tags(&letter.html), tags(&usual.html));
    assert_eq!(words_of(&letter.html), letters(&letter.text));
    assert_eq!(
        letter
            .text
            .lines()
            .filter(|line| line.trim() == LINK)
            .count(),
        usize::from(letter.text.contains(LINK))
    );
    for text in [
        &letter.subject,
        &letter.text,
        &title(kind, &all_say(words), language),
    ] {
        let without = text.replace(LINK, "");
        let begins = |word: &str| word.len() > 4 && word.to_lowercase().starts_with("www.");
        let apart = |c: char| !c.is_ascii_alphanumeric() && c != '.';
        assert!(
            !without.contains("://") && !without.split(apart).any(begins),
            "{without}"
        );
        let unseen = |c: char| {
            c != '\n' && c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        };
        assert!(!text.chars().any(unseen), "{text:?}");
    }
    assert!(!letter.subject.contains('\n'));
    for line in bytes.split(|byte| *byte == b'\n') {
        assert!(line.len() <= 999);
    }
}

// R43
#[test]
fn no_name_changes_what_a_message_is() {
    let mailing = "y\r\nBcc: victim@evil.example\r\n\r\n<b>hello</b>";
    for words in [
        mailing,
        "\r\n\r\n--boundary\r\nContent-Type: text/html\r\n\r\n<h1>x</h1>",
        "<a href=\"https://evil.example\">Click</a>",
        "\"><script>alert(1)</script>",
        "</td></tr></table>",
        "'><img src=x onerror=alert(1)>",
        "&lt;b&gt;&amp;",
        "\u{202e}moc.elpmaxe.live//:sptth\u{202c}",
        "\u{2066}\u{200b}\u{feff}",
        "=?utf-8?B?aHR0cHM6Ly9ldmlsLmV4YW1wbGU=?=",
        "=?utf-8?q?=0D=0ABcc=3A_x=40evil.example?=",
        "http://evil.example/login?a=b&c=d#e",
        "evil.com/login",
        "WWW.EVIL.COM",
        "🦊👩‍👩‍👧‍👦🏴‍☠️",
        "{account} %s $1 \\n",
        "株式会社北浜商事",
        ".",
        "..\r\n.\r\n",
    ] {
        for kind in Kind::ALL {
            for language in LANGUAGES {
                is_as_always(kind, language, Form::WithLink, words);
            }
        }
    }
}

// R43
#[test]
fn ten_kilobytes_of_a_name_make_a_short_message() {
    for words in ["a", "北", "<", "\r\n", "\u{202e}", "a ", "evil.com ", "=?"] {
        let facts = all_say(&words.repeat(10_000));
        each(&facts, |kind, _, _, letter| {
            assert!(letter.text.len() < 6_000, "{kind:?} {}", letter.text.len());
            assert!(letter.html.len() < 20_000, "{kind:?} {}", letter.html.len());
        });
        is_as_always(
            Kind::VerifyAddress,
            Language::En,
            Form::WithLink,
            &words.repeat(10_000),
        );
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\r\n".to_owned()),
        Just("\nBcc: a@evil.example".to_owned()),
        Just("<a href=\"http://evil.example\">".to_owned()),
        Just("</td>".to_owned()),
        Just("=?utf-8?q?x?=".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("https://evil.example/".to_owned()),
        Just("www.evil.com".to_owned()),
        Just("🔑".to_owned()),
        "[ -~]{1,20}",
        "\\PC{1,20}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    // R43
    #[test]
    fn whatever_names_say_headers_recipients_and_tags_stay(
        pieces in prop::collection::vec(piece(), 1..8),
        kind in prop::sample::select(Kind::ALL.to_vec()),
        language in prop::sample::select(LANGUAGES.to_vec()),
        form in prop::sample::select(FORMS.to_vec()),
    ) {
        is_as_always(kind, language, form, &pieces.concat());
    }
}
