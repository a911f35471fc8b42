//! Every kind of message in every form that it has.

mod hostile;
mod whole;

use super::*;

pub(super) const LINK: &str =
    "https://id.kitahama.example/mail/lkm_Zk41pWc9e0UaTq7fB2rXv8sN3mJ5hL6dQyGiKoPw";
pub(super) const CODE: &str = "7K2M-Q9XV";
/// 2026-11-26 14:02 UTC.
pub(super) const AT_MS: i64 = 1_795_701_720_000;
const HOUR_MS: i64 = 3_600_000;
pub(super) const LANGUAGES: [Language; 2] = [Language::En, Language::Ja];

/// What somebody finds in a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    WithLink,
    CodeOnly,
    LeftOut,
}

pub(super) const FORMS: [Form; 3] = [Form::WithLink, Form::CodeOnly, Form::LeftOut];

pub(super) fn facts() -> Facts {
    Facts {
        account: "Kitahama Trading".into(),
        operator_id: "OP0048213907".into(),
        email: Some("audit@kitahama.example".into()),
        old_email: Some("haruka@kitahama.example".into()),
        user_name: Some("m.sato".into()),
        person: Some("佐藤 芽衣".into()),
        by: Some("root".into()),
        by_id: None,
        device: Some("Windows 11, Latchkey 1.0".into()),
        source: Some("203.0.113.24".into()),
        at_ms: AT_MS,
        opens_ms: AT_MS + 24 * HOUR_MS,
    }
}

/// What a rule tells that has next to nothing to tell.
fn few_facts() -> Facts {
    Facts {
        operator_id: "OP0048213907".into(),
        ..Facts::default()
    }
}

/// What is sent at once opens as the worker says.
pub(super) fn opens(kind: Kind, form: Form) -> Option<Opens> {
    let from = if kind == Kind::Recover {
        facts().opens_ms
    } else {
        AT_MS
    };
    (form != Form::LeftOut).then(|| Opens {
        link: (form == Form::WithLink).then(|| LINK.into()),
        token: LINK.rsplit('/').next().unwrap().into(),
        code: CODE.into(),
        from_ms: from,
        expires_ms: from + kind.life_ms(),
    })
}

/// Every message that there can be.
pub(super) fn each(facts: &Facts, mut look: impl FnMut(Kind, Language, Form, &Letter)) {
    for kind in Kind::ALL {
        for language in LANGUAGES {
            for form in FORMS {
                let letter = write(kind, facts, language, opens(kind, form).as_ref());
                look(kind, language, form, &letter);
            }
        }
    }
}

/// The words of an HTML page, as a program reads them that is not ours.
pub(super) fn words_of(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    letters(&mail_parser::decoders::html::html_to_text(&format!(
        "<body{body}"
    )))
}

/// Without what the two forms set out differently: spaces, line ends, the colon after a label.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || *c == '•')
        .collect()
}

/// The tags in their order; a panic if one is not closed where it should be.
pub(super) fn tags(html: &str) -> Vec<String> {
    let (mut all, mut open) = (vec![], vec![]);
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "{tag}");
        } else if !["!doctype", "meta", "br"].contains(&name.as_str()) {
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            open.push(name.clone());
        }
        all.push(name);
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

/// What looks like a link to somebody's mail program, besides the one that is given and addresses.
pub(super) fn other_links(text: &str) -> Vec<String> {
    let text = text.replace(LINK, " ").replace(
        ['“', '”', '「', '」', '(', ')', '"', '>', '<', ';', '\''],
        " ",
    );
    let is_link = |word: &&str| {
        let word = word.to_lowercase();
        let inside = word.trim_end_matches(['.', '。', ',', '、']);
        let (dotted, host) = (inside.contains('.'), inside.rsplit('.').next().unwrap());
        let named =
            dotted && host.len() > 1 && host.chars().all(char::is_alphabetic) && host != "sato";
        word.contains("://") || word.contains("www.") || named && !word.contains('@')
    };
    text.split_whitespace()
        .filter(is_link)
        .map(str::to_owned)
        .collect()
}
