//! The gate for links out of mails, `latchkey://mail/{operator}/{token}`: whatever starts the program with one, or hands one
//! to a program that runs, comes through here. What does not have exactly this form is nothing (R76). Nothing here acts.

use latchkey_api::{OperatorId, Secret};
use latchkey_engine::is_mail_token;
use tauri::Url;

/// Longer is none of ours.
const LONGEST: usize = 2048;
const SCHEME: &str = "latchkey";
/// What a link can be about.
const MAIL: &str = "mail";

/// A link that could be one of ours. Its token may still be wrong, used or old.
#[derive(Debug)]
pub struct MailLink {
    pub operator_id: OperatorId,
    pub token: Secret,
}

/// It begins like a link of ours and is none.
#[derive(Debug, PartialEq, Eq)]
pub struct NoLink;

/// The link among a program's arguments; nothing if there is none. Two of them are none.
pub fn among<S: AsRef<str>>(arguments: &[S]) -> Option<Result<MailLink, NoLink>> {
    let mut links = arguments
        .iter()
        .map(AsRef::as_ref)
        .filter(|text| is_meant(text));
    let link = links.next()?;
    Some(if links.next().is_some() {
        Err(NoLink)
    } else {
        read(link)
    })
}

/// Whether somebody means this scheme, however it is written.
fn is_meant(text: &str) -> bool {
    let begin = text.trim_start();
    begin
        .get(..SCHEME.len() + 1)
        .is_some_and(|begin| begin.eq_ignore_ascii_case("latchkey:"))
}

/// Reads a link.
pub fn read(text: &str) -> Result<MailLink, NoLink> {
    if text.len() > LONGEST {
        return Err(NoLink);
    }
    let url = Url::parse(text).map_err(|_| NoLink)?;
    // a parser repairs what it reads: only what needs no repair was meant
    let whole = url.as_str() == text;
    let plain = url.scheme() == SCHEME
        && url.host_str() == Some(MAIL)
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !whole || !plain {
        return Err(NoLink);
    }
    let mut parts = url.path_segments().ok_or(NoLink)?;
    let (Some(operator_id), Some(token), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(NoLink);
    };
    if !is_mail_token(token) {
        return Err(NoLink);
    }
    Ok(MailLink {
        operator_id: operator_id.parse().map_err(|_| NoLink)?,
        token: Secret::from(token),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATOR: &str = "OP0012345678";

    fn token() -> String {
        format!("lkm_{}", "aB3-_".repeat(9).get(..43).unwrap())
    }

    fn right() -> String {
        format!("latchkey://mail/{OPERATOR}/{}", token())
    }

    #[test]
    fn a_link_out_of_a_mail_is_read_and_its_token_never_prints() {
        let link = read(&right()).unwrap();
        assert_eq!(link.operator_id.as_str(), OPERATOR);
        assert_eq!(link.token.expose(), token());
        assert!(!format!("{link:?}").contains("lkm_"));
    }

    // R76
    #[test]
    fn whatever_is_not_exactly_a_link_out_of_a_mail_is_nothing() {
        let token = token();
        let hostile = [
            String::new(),
            "latchkey:".into(),
            "latchkey:/".into(),
            "latchkey://".into(),
            "latchkey:///".into(),
            "latchkey://mail".into(),
            "latchkey://mail/".into(),
            format!("latchkey://mail/{OPERATOR}"),
            format!("latchkey://mail/{OPERATOR}/"),
            format!("latchkey://mail/{token}"),
            format!("latchkey://mail//{token}"),
            format!("latchkey://mail/{OPERATOR}//{token}"),
            format!("latchkey://mail/{OPERATOR}/{token}/"),
            format!("latchkey://mail/{OPERATOR}/{token}/confirm"),
            format!("latchkey://mail/{OPERATOR}/{token}?"),
            format!("latchkey://mail/{OPERATOR}/{token}?password=x"),
            format!("latchkey://mail/{OPERATOR}/{token}?server=https://evil.example"),
            format!("latchkey://mail/{OPERATOR}/{token}#"),
            format!("latchkey://mail/{OPERATOR}/{token}#/settings"),
            format!("latchkey://mail/{token}/{OPERATOR}"),
            format!("latchkey://mail/../mail/{OPERATOR}/{token}"),
            format!("latchkey://mail/./{OPERATOR}/{token}"),
            format!("latchkey://mail/%2e%2e/mail/{OPERATOR}/{token}"),
            format!("latchkey://mail/{OPERATOR}/..%2f{token}"),
            format!("latchkey://mail/{OPERATOR}%2F{token}"),
            format!("latchkey://mail\\{OPERATOR}\\{token}"),
            format!("latchkey:\\\\mail\\{OPERATOR}\\{token}"),
            format!("latchkey:mail/{OPERATOR}/{token}"),
            format!("latchkey:/mail/{OPERATOR}/{token}"),
            format!("latchkey:///mail/{OPERATOR}/{token}"),
            format!("latchkey://{OPERATOR}/{token}"),
            format!("latchkey://mail:443/{OPERATOR}/{token}"),
            format!("latchkey://root@mail/{OPERATOR}/{token}"),
            format!("latchkey://root:secret@mail/{OPERATOR}/{token}"),
            format!("latchkey://mail@evil.example/{OPERATOR}/{token}"),
            format!("latchkey://mail.evil.example/{OPERATOR}/{token}"),
            format!("latchkey://MAIL/{OPERATOR}/{token}"),
            format!("latchkey://m%61il/{OPERATOR}/{token}"),
            format!("latchkey://settings/{OPERATOR}/{token}"),
            format!("LATCHKEY://mail/{OPERATOR}/{token}"),
            format!(" latchkey://mail/{OPERATOR}/{token}"),
            format!("latchkey://mail/{OPERATOR}/{token}\n"),
            format!("latchkey://mail/{OPERATOR}/\t{token}"),
            format!("latch\nkey://mail/{OPERATOR}/{token}"),
            format!("latchkey://mail/op0012345678/{token}"),
            format!("latchkey://mail/OP00123456789/{token}"),
            format!("latchkey://mail/OP001234567%38/{token}"),
            format!("latchkey://mail/ＯＰ0012345678/{token}"),
            format!("latchkey://mail/{OPERATOR}/{token}x"),
            format!(
                "latchkey://mail/{OPERATOR}/{}",
                token.replace("lkm_", "lkx_")
            ),
            format!("latchkey://mail/{OPERATOR}/{}", token.replace('a', "%61")),
            format!("latchkey://mail/{OPERATOR}/{token}\u{202e}"),
            format!("latchkey://mail/{OPERATOR}/<script>alert(1)</script>"),
            format!("latchkey://mail/{OPERATOR}/{}", "x".repeat(4000)),
            format!("https://mail/{OPERATOR}/{token}"),
            format!("file:///mail/{OPERATOR}/{token}"),
            format!("javascript:latchkey://mail/{OPERATOR}/{token}"),
            "latchkey://[::1/mail".into(),
            "--demo".into(),
        ];
        assert!(hostile.len() >= 50);
        for text in hostile {
            assert_eq!(read(&text).err(), Some(NoLink), "{text}");
        }
    }

    // R76
    #[test]
    fn arguments_hold_one_link_or_none() {
        let right = right();
        assert!(among::<&str>(&[]).is_none());
        assert!(among(&["latchkey", "--demo", "a latchkey:", "https://x"]).is_none());
        assert!(matches!(among(&["latchkey", &right]), Some(Ok(_))));
        for none in [
            &["latchkey", &right, &right][..],
            &["latchkey", &right, "latchkey:x"],
            &["latchkey", "LatchKey://mail/x/y"],
            &["latchkey", "\tlatchkey:"],
        ] {
            assert!(matches!(among(none), Some(Err(NoLink))), "{none:?}");
        }
    }

    // a desktop file without %u starts the program and loses the link
    #[test]
    fn every_package_says_that_these_links_are_ours_and_passes_them_on() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
        let schemes = &config["plugins"]["deep-link"]["desktop"]["schemes"];
        assert_eq!(schemes, &serde_json::json!([SCHEME]));
        for package in ["deb", "rpm"] {
            let template = &config["bundle"]["linux"][package]["desktopTemplate"];
            assert_eq!(template, "latchkey.desktop", "{package}");
        }
        let entry = include_str!("../latchkey.desktop");
        assert!(entry.contains("\nExec={{exec}} %u\n"));
        assert!(entry.contains(&format!("\nMimeType=x-scheme-handler/{SCHEME};\n")));
    }

    proptest::proptest! {
        // R76
        #[test]
        fn no_text_is_a_link_but_one_that_says_the_same_again(text in "(?i)latchkey:/{0,3}(mail|MAIL|m.il)?[/\\\\]?(OP[0-9]{10})?[/?#%\\\\]?(lkm_)?[A-Za-z0-9_%-]{0,48}.{0,4}") {
            if let Ok(link) = read(&text) {
                let again = format!("latchkey://mail/{}/{}", link.operator_id, link.token.expose());
                proptest::prop_assert_eq!(text, again);
            }
        }
    }
}
